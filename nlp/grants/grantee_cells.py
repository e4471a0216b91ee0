"""Takes the cells of a grantee table apart: legal form, name, prefecture, project, notes, areas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.gazetteer import Gazetteer, Gazetteers
from nlp.layout.blocks import close_spaces
from nlp.reading import Reading
from nlp.records import Field

_TAG = re.compile(r"</?(?:p|br|div|span|b)\s*/?>")
_PREFECTURE = re.compile(r"[(（]\s*(?P<name>[^()（）]{2,8}?)\s*[)）]")
_NOTE = re.compile(r"[ \u3000\n]*※[ \u3000]*(?P<note>[^※\n]+)$")
_AREA = re.compile(r"[^\s\u3000、，,・/／]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell: cleaned text, and the span in the reading that it came from."""

    text: str
    start: int
    end: int


def piece(reading: Reading, start: int, end: int) -> Piece:
    """The span without tags, quotes and margins; paragraphs joined by a line feed, wrapped lines closed.

    >>> piece(Reading.plain("d", "<p>場づくりと 支援</p>"), 0, 16).text
    '場づくりと支援'
    """
    raw = reading.text[start:end]
    lead = re.match(r"(?:\s|\u3000|</?p>|\"|\|)*", raw)
    start += lead.end() if lead else 0
    tail = re.search(r"(?:\s|\u3000|</?p>|\"|\|)*$", reading.text[start:end])
    end = start + tail.start() if tail else end
    paragraphs = re.split(r"</p>\s*<p>|\n\s*\n", reading.text[start:end])
    cleaned = (close_spaces(re.sub(r"\s*\n\s*", " ", _TAG.sub("", part)).strip()).text for part in paragraphs)
    return Piece("\n".join(part for part in cleaned if part), start, max(start, end))


def name_pieces(reading: Reading, gazetteers: Gazetteers, start: int, end: int) -> Iterator[Field]:
    """Fields of a cell `legal form, name (prefecture) [project] [※note]`.

    Only a bracket that names a prefecture divides name and project; brackets inside names stay.
    """
    cell = reading.text[start:end]
    home = _home(cell, gazetteers.regions)
    divide = home[0] if home else _first_break(cell)
    after = home[1] if home else divide
    yield from _organisation(reading, gazetteers.legal_forms, piece(reading, start, start + divide))
    if home:
        bracket = piece(reading, start + home[2], start + home[3])
        yield reading.make("prefecture", home[4], bracket.start, bracket.end, method="table-cell")
    rest = reading.text[start + after : end]
    note = _NOTE.search(_TAG.sub(lambda tag: " " * len(tag.group()), rest))
    if note:
        at = start + after + note.start("note")
        text = piece(reading, at, start + after + note.end("note"))
        yield reading.make("note", text.text, text.start, text.end, method="table-cell")
        rest = rest[: note.start()]
    lead = re.match(r"(?:\s|\u3000|</?p>|※)*", rest)
    offset = start + after + (lead.end() if lead else 0)
    project = piece(reading, offset, start + after + len(rest))
    if project.text:
        value = project.text.replace("\n", "")
        yield reading.make("project", value, project.start, project.end, method="table-cell")


def _home(cell: str, regions: Gazetteer) -> tuple[int, int, int, int, str] | None:
    """(end of name, start of project, start and end of the prefecture, its canonical name)."""
    for match in _PREFECTURE.finditer(cell):
        found = regions.resolve(match["name"], tolerant=False)
        if found and found.entry.type in ("prefecture", "country"):
            return match.start(), match.end(), match.start("name"), match.end("name"), found.entry.canonical
    return None


def _first_break(cell: str) -> int:
    """Where the name ends when no prefecture follows it: the first paragraph or line end."""
    lead = re.match(r"(?:\s|<p>)*", cell)
    begin = lead.end() if lead else 0
    match = re.compile(r"</p>|\n").search(cell, begin)
    return match.start() if match else len(cell)


def _organisation(reading: Reading, forms: Gazetteer, part: Piece) -> Iterator[Field]:
    """`legal_form` (canonical), `label` (the name without it) and `alt_label` (both, as printed)."""
    text = reading.text[part.start : part.end]
    surfaces = sorted({entry.surface for entry in forms.entries}, key=len, reverse=True)
    start, end = part.start, part.end
    for surface in surfaces:
        at = 0 if text.startswith(surface) else len(text) - len(surface) if text.endswith(surface) else -1
        found = forms.resolve(surface, tolerant=False)
        if at < 0 or found is None or len(surface) == len(text):
            continue
        span = (part.start + at, part.start + at + len(surface))
        yield reading.make("legal_form", found.entry.canonical, *span, method="table-cell")
        start, end = (span[1], end) if at == 0 else (start, span[0])
        break
    name = piece(reading, start, end)
    # 公益財: the beginning of a legal form is no name; the rest is cut.
    if not name.text or any(surface.startswith(name.text) for surface in surfaces):
        return
    yield reading.make("label", name.text.replace("\n", ""), name.start, name.end, method="table-cell")
    if (name.start, name.end) != (part.start, part.end):
        full = re.sub(r"[\s\u3000]+", " ", part.text)
        yield reading.make("alt_label", full, part.start, part.end, method="table-cell")


def area_fields(reading: Reading, regions: Gazetteer, whole: Piece) -> Iterator[Field]:
    """One `service_area` per area named; a phrase (神奈川県を中心とした複数県) stays whole, its regions in the note."""
    text = reading.text[whole.start : whole.end]
    parts = list(_AREA.finditer(_TAG.sub(lambda tag: " " * len(tag.group()), text)))
    resolved = [regions.resolve(match.group(), tolerant=False) for match in parts]
    if all(resolved) and parts:
        for match, found in zip(parts, resolved, strict=True):
            span = (whole.start + match.start(), whole.start + match.end())
            yield reading.make(
                "service_area", found.entry.canonical if found else "", *span, method="table-cell"
            )
        return
    inside = [hit.entry.canonical for hit in regions.find(whole.text) if hit.entry.type != "block"]
    note = "、".join(dict.fromkeys(inside))
    yield reading.make(
        "service_area", whole.text.replace("\n", ""), whole.start, whole.end, method="table-cell", note=note
    )
