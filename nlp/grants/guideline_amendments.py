"""The amendments of a guideline: the list in its head (一部改正 令和８年10月15日こ成環第203号), and the supplement that each brought.

A head prints them one below the other, often with the word 改正 on the first alone. A supplement headed by an amendment's day or number
says from when it is in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from unicodedata import normalize

from nlp.cue_files import compiled
from nlp.layout.joined_text import join_lines
from nlp.reading import Line, Reading
from nlp.records import Field, Record, Where
from nlp.values.era_dates import find_dates, find_fiscal_years

_BRACKETED = re.compile(r"附[ \u3000]*則[ \u3000]*[（(〔［\[]?(?P<inside>[^（）()\n]*)")
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Dated:
    """A line of the head with a day: whether it amends, its day and number with their spans in the reading."""

    line: Line
    amends: bool
    day: str
    day_span: tuple[int, int]
    number: str
    number_span: tuple[int, int]


def dated_lines(head: Sequence[Line], cues: dict[str, Any]) -> Iterator[Dated]:
    """Every line of a head that tells when the guideline was made (制定) or amended; a day alone below an amendment is one too."""
    before: Dated | None = None
    for line in head:
        if not line.text.strip():
            continue
        made = bool(compiled(cues["established"]).match(line.text))
        amends = not made and bool(
            compiled(cues["amended"]).match(line.text) or compiled(cues["amended_behind"]).search(line.text)
        )
        alone = not made and not amends and bool(compiled(cues["dated_number"]).match(line.text))
        dates = list(find_dates(line.text))[:1]
        if not dates or not (made or amends or alone):
            before = before if alone or made or amends else None
            continue
        found = _dated(
            line, amends or (alone and before is not None), dates[0].iso, dates[0].start, dates[0].end, cues
        )
        if alone and not found.number:
            before = None
            continue
        before = found
        yield found


def _dated(line: Line, amends: bool, day: str, start: int, end: int, cues: dict[str, Any]) -> Dated:
    given = re.compile(r"[ \u3000]*付け?[ \u3000]*").match(line.text, end)
    value, span = _number(line.text, given.end() if given else end, line.start, cues)
    return Dated(line, amends, day, (line.start + start, line.start + end), value, span)


def _number(text: str, behind: int, offset: int, cues: dict[str, Any]) -> tuple[str, tuple[int, int]]:
    """The number of a document printed behind a day, and its span in the reading where `text` begins at `offset`; "" for none."""
    found = compiled(cues["document_number"]).search(text, behind)
    if found is None:
        return "", (0, 0)
    value = re.sub(r"[ \u3000]", "", normalize("NFKC", found["number"]))
    return value, (offset + found.start("number"), offset + found.end("number"))


def amendment_records(
    reading: Reading, head: Sequence[Line], supplement: Sequence[Line], guideline: str, cues: dict[str, Any]
) -> list[Record]:
    """One `amendment` record for each amendment that the head lists or a supplement is headed by, in order of their days."""
    found: dict[str, list[Field]] = {}
    for item in dated_lines(head, cues):
        if not item.amends:
            continue
        fields = [reading.make("amended", item.day, *item.day_span, method="head")]
        if item.number:
            fields.append(reading.make("document_number", item.number, *item.number_span, method="head"))
        found.setdefault(_key(item.day, item.number), []).extend(fields)
    for fields in _supplements(reading, supplement, cues):
        day, number = _value(fields, "amended"), _value(fields, "document_number")
        same = next(
            (key for key in found if key.startswith(day) and (not number or key.endswith(number))), None
        )
        if same is None:
            found[_key(day, number)] = fields
        else:
            have = {item.name for item in found[same]}
            found[same].extend(item for item in fields if item.name not in have)
    return [_record(reading, key, fields, guideline) for key, fields in sorted(found.items())]


def _key(day: str, number: str) -> str:
    return f"{day} {number}".strip()


def _value(fields: Sequence[Field], name: str) -> str:
    return next((str(item.value) for item in fields if item.name == name), "")


def _supplements(reading: Reading, lines: Sequence[Line], cues: dict[str, Any]) -> Iterator[list[Field]]:
    """The day, number and day of force of each supplement that is headed by an amendment's day (附則（令和９年３月１日）)."""
    starts = [place for place, line in enumerate(lines) if compiled(cues["supplement"]).match(line.text)]
    for begin, end in pairwise([*starts, len(lines)]):
        heading = lines[begin]
        inside = _BRACKETED.search(heading.text)
        dates = list(find_dates(inside["inside"])) if inside is not None else []
        if inside is None or not dates:
            continue
        base = heading.start + inside.start("inside")
        fields = [
            reading.make(
                "amended", dates[0].iso, base + dates[0].start, base + dates[0].end, method="supplement"
            )
        ]
        number, span = _number(inside["inside"], dates[0].end, base, cues)
        if number:
            fields.append(reading.make("document_number", number, *span, method="supplement"))
        fields.extend(in_force(reading, lines[begin + 1 : end], cues))
        fields.extend(applies_from(reading, lines[begin + 1 : end], cues))
        yield fields


def in_force(reading: Reading, lines: Sequence[Line], cues: dict[str, Any]) -> Iterator[Field]:
    """`in_force` from the first sentence of a supplement that says from which day."""
    block = join_lines(list(lines))
    for match in compiled(cues["in_force"]).finditer(block.text):
        dates = [date for date in find_dates(block.text[: match.start()]) if match.start() - date.end < _NEAR]
        if dates:
            span = block.span(dates[-1].start, dates[-1].end)
            yield reading.make("in_force", dates[-1].iso, *span, method="supplement")
            return


def applies_from(reading: Reading, lines: Sequence[Line], cues: dict[str, Any]) -> Iterator[Field]:
    """`applies_from`, the fiscal year from whose programmes on the guideline applies (令和８年度の事業から適用する), where it says one."""
    block = join_lines(list(lines))
    for match in compiled(cues["applies_from"]).finditer(block.text):
        begin = block.text.rfind("。", 0, match.start()) + 1
        years = [year for year in find_fiscal_years(block.text[begin : match.start()]) if year.explicit]
        if years and len({year.year for year in years}) == 1:
            span = block.span(begin + years[0].start, begin + years[0].end)
            yield reading.make("applies_from", years[0].year, *span, method="supplement")
            return


def _record(reading: Reading, key: str, fields: Sequence[Field], guideline: str) -> Record:
    places = [item.where for item in fields if item.where is not None]
    where = Where(reading.source, places[0].start, places[0].end, places[0].page)
    day = next(item for item in fields if item.name == "amended")
    label = Field("display_label", f"{day.raw}の改正", day.raw, day.where, method="built", confidence=0.9)
    return Record("amendment", key, where, (*fields, label), f"guideline:{guideline}")
