"""Lengths of time and periods that goals, achievements and rules print, as records with their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.reading import Reading
from nlp.records import Field, Record
from nlp.values.periods import Period, find_periods

# The texts of each kind of record in which a period is a statement of its own.
_TEXTS: Mapping[str, Sequence[str]] = {
    "measure": ("goal", "achievement"),
    "sheet": ("purpose", "overview", "goal"),
    "component": ("description",),
    "eligible_programme": ("description",),
    "activity": ("description",),
    "requirement": ("description",),
}
_SIGNS = "年月週日任期間～〜~"


def period_records(records: Iterable[Record], reading: Reading) -> Iterator[Record]:
    """One `period` record for each length of time or period of years in the texts of `records`; its parent is the record.

    `duration` is ISO 8601, `first_year` and `last_year` western; each only where it is printed. The same words are one record.
    """
    seen: set[tuple[int, int]] = set()
    for record in records:
        count = 0
        for name in _TEXTS.get(record.kind, ()):
            for item in record.all(name):
                for period, start, end in _placed(item, reading):
                    if (start, end) in seen:
                        continue
                    seen.add((start, end))
                    count += 1
                    yield _record(record, name, period, reading, start, end, count)


def _placed(item: Field, reading: Reading) -> Iterator[tuple[Period, int, int]]:
    """The periods of a text with their spans in the reading: those that stand in its quote as well as in its cleaned value."""
    text = str(item.value)
    if item.where is None or not any(sign in text for sign in _SIGNS):
        return
    said = {(one.duration, one.first, one.last) for one in find_periods(text)}
    if not said:
        return
    begin, end = _span(item, reading)
    for one in find_periods(reading.text[begin:end]):
        if (one.duration, one.first, one.last) in said:
            yield one, begin + one.start, begin + one.end


def _span(item: Field, reading: Reading) -> tuple[int, int]:
    where = item.where
    if where is None:
        return 0, 0
    if reading.offsets is None:
        return where.start, where.end
    inside = [index for index, place in enumerate(reading.offsets) if where.start <= place < where.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _record(
    record: Record, name: str, period: Period, reading: Reading, start: int, end: int, count: int
) -> Record:
    def made(field: str, value: str | int) -> Field:
        return reading.make(field, value, start, end, method="period-rule")

    fields = [made("label", "".join(period.text.split()))]
    if period.duration:
        fields.append(made("duration", period.duration))
    if period.first is not None:
        fields.append(made("first_year", period.first))
    if period.last is not None:
        fields.append(made("last_year", period.last))
    fields.append(Field("said_in", name, "", None, method="layout"))
    parent = f"{record.kind}:{record.key}"
    key = f"{record.kind}-{record.key}/{count}"
    return Record("period", key, reading.where(start, end), tuple(fields), parent)
