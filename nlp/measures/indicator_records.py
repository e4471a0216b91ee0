"""Indicators of a measure as records, every figure with the place where it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.measures.indicators import Figure, Indicator, find_indicators
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
) -> list[Record]:
    """The indicators of measure `measure` (its number as printed in the key), numbered from 1 in printed order.

    `sure` is the confidence of the cells that they are read from.
    """
    found = find_indicators(goal.text, achievement.text)
    return [
        _record(reading, f"{measure}/{number}", f"measure:{measure}", item, goal, achievement, sure)
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
    """The field with its evidence; none where the letters do not stand together in the source."""
    if end <= start:
        return
    places = text.offsets[start:end]
    first, last = places[0], places[-1] + 1
    if last - first > 3 * (end - start) + 8 or first > last:
        return
    yield reading.make(name, value, first, last, method="indicator-rule", confidence=round(sure, 2))


def _span(fields: list[Field]) -> Where | None:
    places = [item.where for item in fields if item.where is not None]
    if not places:
        return None
    first = min(places, key=lambda item: item.start)
    return Where(first.source, first.start, first.end, first.page)
