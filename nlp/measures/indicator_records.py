"""Indicators of a measure as records, every figure with the place where it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.measures.figures import Figure, Indicator
from nlp.measures.indicators import find_indicators
from nlp.measures.rows import JoinedText
from nlp.reading import Reading
from nlp.records import Field, Record, Where

EMPTY = JoinedText("", ())


def indicator_records(
    reading: Reading,
    measure: str,
    goal: JoinedText = EMPTY,
    achievement: JoinedText = EMPTY,
    *,
    sure: float = 1.0,
    pairs: Callable[[str, str], Sequence[Indicator]] = find_indicators,
    kind: str = "measure",
) -> list[Record]:
    """The indicators of measure `measure` (its number as printed in the key), numbered from 1 in printed order; of another
    record by its `kind` and key.

    `sure` is the confidence of the cells that they are read from; `pairs` makes indicators of the two texts.
    """
    found = pairs(goal.text, achievement.text)
    return [
        _record(reading, f"{measure}/{number}", f"{kind}:{measure}", item, goal, achievement, sure)
        for number, item in enumerate(found, 1)
    ]


def _record(
    reading: Reading,
    key: str,
    parent: str,
    item: Indicator,
    goal: JoinedText,
    achievement: JoinedText,
    sure: float,
) -> Record:
    fields: list[Field] = []
    target, result = item.target, item.result
    named = _named(target, goal) or _named(result, achievement)
    if named is not None:
        figure, text = named
        fields.extend(
            _make(
                reading, text, "measured", figure.measured, figure.measured_start, figure.measured_end, sure
            )
        )
    if target is not None:
        fields.extend(_values(reading, goal, target, "target", sure))
        if target.year is not None:
            fields.extend(_make(reading, goal, "due_year", target.year, target.start, target.end, 0.9 * sure))
    if result is not None:
        fields.extend(_values(reading, achievement, result, "result", sure))
        if result.date:
            fields.extend(
                _make(reading, achievement, "result_date", result.date, result.start, result.end, 0.9 * sure)
            )
        if result.reached is not None:
            fields.extend(_make(reading, achievement, "reached", result.reached, *result.said, 0.95 * sure))
    unit = (target.unit if target is not None else "") or (result.unit if result is not None else "")
    if unit:
        source = (target, goal) if target is not None and target.unit else (result, achievement)
        if source[0] is not None:
            fields.extend(_make(reading, source[1], "unit", unit, source[0].start, source[0].end, sure))
    where = _span(fields)
    return Record("indicator", key, where, tuple(fields), parent)


def _named(figure: Figure | None, text: JoinedText) -> tuple[Figure, JoinedText] | None:
    return (figure, text) if figure is not None and figure.measured else None


def _values(reading: Reading, text: JoinedText, figure: Figure, name: str, sure: float) -> Iterator[Field]:
    if figure.value is not None:
        value = _number(figure.value)
        yield from _make(reading, text, f"{name}_value", value, figure.start, figure.end, sure)
    yield from _make(reading, text, f"{name}_text", figure.text, figure.start, figure.end, sure)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _make(
    reading: Reading,
    text: JoinedText,
    name: str,
    value: int | float | str | bool,
    start: int,
    end: int,
    sure: float,
) -> Iterator[Field]:
    """The field with its evidence: its longest run of letters that stand together, and a continuation for each other.

    A table prints a figure over two rows (112万4,000件 as 1 | 12万4,000件), other cells between the two: `repaired` is then the whole.
    """
    if end <= start:
        return
    runs = _runs(text.offsets[start:end])
    whole = runs[-1][1] - runs[0][0]
    if len(runs) == 1 or 0 < whole <= 3 * (end - start) + 8:
        spans = [(runs[0][0], runs[-1][1])]
    else:
        spans = sorted(runs, key=lambda run: run[0] - run[1])
    first, last = spans[0]
    made = reading.make(name, value, first, last, method="indicator-rule", confidence=round(sure, 2))
    yield made if len(spans) == 1 else replace(made, repaired=text.text[start:end])
    for begin, stop in spans[1:]:
        yield reading.make("continuation", name, begin, stop, method="joined-rows", confidence=round(sure, 2))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Half-open spans of the source in which the letters at `places` stand together, in their order."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and 0 <= place - runs[-1][1] <= 3:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _span(fields: list[Field]) -> Where | None:
    places = [item.where for item in fields if item.where is not None]
    if not places:
        return None
    first = min(places, key=lambda item: item.start)
    return Where(first.source, first.start, first.end, first.page)
