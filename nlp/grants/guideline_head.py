"""Reads the head and the supplement of a guideline: title, programme, number, dates, who issued it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from nlp.cue_files import compiled
from nlp.gazetteer import Gazetteers
from nlp.grants.guideline_amendments import Dated, applies_from, dated_lines, in_force
from nlp.language.offices import ministry_of
from nlp.layout.joined_text import join_lines
from nlp.reading import Line, Reading
from nlp.records import Field
from nlp.values.era_dates import find_dates

_BRACKET_BEHIND = re.compile(r"[（(][^（）()]*[）)]$")
_NO_TITLE = re.compile(
    r"。|[殿様]$|年[ \u3000]*[0-9０-９一二三四五六七八九十]{1,3}[ \u3000]*月|号$|^別(?:紙|添|記)$|^記$|公[ \u3000]*印|御中$|について$"
)
_SHORTEST_NAME = 4
_OFFICE = re.compile(r"[^、。（）()]{2,30}(?:省|庁|府|院|室|局|官房|課|部|本部|事務局|委員会)")
_SURE_OFFICE = 0.95


def head_fields(
    reading: Reading, head: list[Line], supplement: list[Line], gazetteers: Gazetteers, cues: dict[str, Any]
) -> tuple[list[Field], str]:
    """The fields of the `guideline` record that stand before its first item and after its last; the programme's name."""
    fields: list[Field] = []
    dated = next(
        (i for i, line in enumerate(head) if compiled(cues["established"]).match(line.text)), len(head)
    )
    programme = ""
    for field in _title(reading, head[:dated], cues["title_endings"]):
        fields.append(field)
        if field.name == "programme":
            programme = str(field.value)
    for item in dated_lines(head, cues):
        fields.extend(_dated(reading, item))
    for line in head:
        fields.extend(_issuer(reading, line, gazetteers, cues))
    if not any(field.name == "established" for field in fields):
        fields.extend(_dated_alone(reading, head, cues))
    if not any(field.name == "document_number" for field in fields):
        fields.extend(_number_alone(reading, head, cues))
    if not any(field.name == "issuer" for field in fields):
        fields.extend(_office_alone(reading, head, fields, gazetteers))
    starts = [place for place, line in enumerate(supplement) if compiled(cues["supplement"]).match(line.text)]
    first = supplement[: starts[1]] if len(starts) > 1 else supplement
    fields.extend(in_force(reading, first, cues))
    fields.extend(applies_from(reading, first, cues))
    return fields, programme


def _dated_alone(reading: Reading, head: list[Line], cues: dict[str, Any]) -> Iterator[Field]:
    """`established` from the only date on a line of its own; two of them say not which it is."""
    lines = [line for line in head if compiled(cues["dated_alone"]).match(line.text)]
    for line in lines if len(lines) == 1 else ():
        for date in list(find_dates(line.text))[:1]:
            span = (line.start + date.start, line.start + date.end)
            yield reading.make("established", date.iso, *span, method="head", confidence=0.9)


def _number_alone(reading: Reading, head: list[Line], cues: dict[str, Any]) -> Iterator[Field]:
    """`document_number` from a line that prints nothing else (障障発0401第3号)."""
    for line in head:
        text = re.sub(r"^[ \u3000]*(?:文書番号)?[ \u3000]*", "", line.text)
        found = compiled(cues["document_number"]).fullmatch(text.rstrip(" \u3000"))
        if found:
            start = line.start + len(line.text) - len(text)
            value = re.sub(r"[ \u3000]", "", normalize("NFKC", found["number"]))
            yield reading.make("document_number", value, start, start + found.end(), method="head")
            return


def _office_alone(
    reading: Reading, head: list[Line], fields: list[Field], gazetteers: Gazetteers
) -> Iterator[Field]:
    """`issuer` from a line of the head that is the name of an office and nothing else (内閣府地域見守り推進室)."""
    titled = [field.where for field in fields if field.where is not None]
    for line in head:
        text = line.text.strip()
        place = reading.where(line.start, line.end)
        taken = any(where.start < place.end and place.start < where.end for where in titled)
        if taken or not _OFFICE.fullmatch(text):
            continue
        found = ministry_of(text, gazetteers)
        if found is not None and found.confidence >= _SURE_OFFICE:
            start = line.start + line.text.index(text)
            span = (start, start + len(text))
            yield reading.make("issuer", text, *span, method="head")
            yield reading.make(
                "ministry", found.name, *span, method=found.method, confidence=found.confidence
            )
            return


def _title(reading: Reading, lines: list[Line], endings: list[str]) -> Iterator[Field]:
    """Label and programme: the line that ends like a guideline's title, with the lines above that belong to it."""
    printed = [line for line in lines if line.text.strip()]
    last = next((i for i, line in enumerate(printed) if _bare(line.text).endswith(tuple(endings))), None)
    if last is None:
        return
    block = join_lines(_title_lines(printed[: last + 1], endings))
    text = re.sub(r"[ \u3000]", "", block.text)
    yield reading.make("label", text, *block.span(0, len(block.text)), method="title")
    bare = _bare(text)
    ending = max((word for word in endings if bare.endswith(word)), key=len)
    programme = bare[: -len(ending)].removesuffix("に係る").removesuffix("の").strip("「」")
    if programme:
        end = (
            block.text.rindex(ending[0], 0, len(block.text))
            if ending not in block.text
            else block.text.rindex(ending)
        )
        yield reading.make("programme", programme, *block.span(0, max(1, end)), method="title")


def _bare(text: str) -> str:
    """A line without spaces and without a bracket behind it (公募要領（二次公募）)."""
    return _BRACKET_BEHIND.sub("", re.sub(r"[ \u3000]", "", text))


def _title_lines(printed: list[Line], endings: list[str]) -> list[Line]:
    """The lines of a title that ends with the last of `printed`.

    A line that is the ending alone (実施要領) takes the names above it, a whole title only what stands right above it. A letter
    (殿, 記), a date, a number, a sentence are of no title.
    """
    taken = [printed[-1]]
    alone = len(_bare(printed[-1].text)) - max(
        len(word) for word in endings if _bare(printed[-1].text).endswith(word)
    )
    for line in reversed(printed[:-1]):
        apart = taken[0].number - line.number > 1
        if _NO_TITLE.search(line.text.strip()) or (apart and alone >= _SHORTEST_NAME):
            break
        taken.insert(0, line)
    return taken


def _dated(reading: Reading, item: Dated) -> Iterator[Field]:
    """`established` and its number, or `amended` and its number, of a line of the head."""
    yield reading.make("amended" if item.amends else "established", item.day, *item.day_span, method="head")
    if item.number:
        name = "amended_by" if item.amends else "document_number"
        yield reading.make(name, item.number, *item.number_span, method="head")


def _issuer(reading: Reading, line: Line, gazetteers: Gazetteers, cues: dict[str, Any]) -> Iterator[Field]:
    issuer = compiled(cues["issuer"]).match(line.text)
    if issuer:
        span = (line.start + issuer.start("issuer"), line.start + issuer.end("issuer"))
        yield reading.make("issuer", issuer["issuer"], *span, method="head")
        found = ministry_of(issuer["issuer"], gazetteers)
        if found:
            yield reading.make(
                "ministry", found.name, *span, method=found.method, confidence=found.confidence
            )
