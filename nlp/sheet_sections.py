"""The texts of a programme sheet: what stands below its headings, or, torn from them, what each paragraph says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.cue_files import compiled, load_cues
from nlp.reading import Reading
from nlp.records import Field
from nlp.sheet_lines import SheetLine

_KEPT = ("purpose", "overview", "effect", "goal")


def section_fields(reading: Reading, lines: Sequence[SheetLine], *, scrambled: bool) -> Iterator[Field]:
    """`purpose`, `overview`, `effect` and `goal` fields of a sheet.

    Below a heading: all lines up to the next one, as one field. In scrambled text each paragraph is known by
    its words (`[floating]` of `sheet_cues.toml`), with less confidence.
    """
    if scrambled:
        yield from _floating(reading, lines)
        return
    name = ""
    gathered: list[SheetLine] = []
    for item in lines:
        if item.headings:
            yield from _field(reading, name, gathered)
            heading = item.headings[-1]
            name, gathered = heading.section, []
            if heading.rest is not None and item.text[heading.rest :].strip():
                gathered = [item]
        elif item.kind in ("text",) and name in _KEPT:
            gathered.append(item)
    yield from _field(reading, name, gathered)


def _field(reading: Reading, name: str, lines: Sequence[SheetLine]) -> Iterator[Field]:
    if name not in _KEPT or not lines:
        return
    start, end = _span(lines)
    text = "\n".join(item.text for item in lines)
    yield reading.make(name, text, start, end, method="below-heading")


def _span(lines: Sequence[SheetLine]) -> tuple[int, int]:
    first, last = lines[0], lines[-1]
    return first.block.span(0, len(first.text))[0], last.block.span(0, len(last.text))[1]


def _floating(reading: Reading, lines: Sequence[SheetLine]) -> Iterator[Field]:
    cues: dict[str, list[str]] = load_cues("sheet_cues")["floating"]
    for paragraph in _paragraphs(lines):
        text = "".join(item.text for item in paragraph)
        if len(text) < 30:
            continue
        points = {
            name: sum(bool(compiled(p).search(text)) for p in patterns) for name, patterns in cues.items()
        }
        name = max(points, key=lambda key: (points[key], -list(points).index(key)))
        if points[name]:
            yield reading.make(name, text, *_span(paragraph), method="floating-text", confidence=0.75)


def _paragraphs(lines: Sequence[SheetLine]) -> Iterator[list[SheetLine]]:
    current: list[SheetLine] = []
    for item in lines:
        if item.kind != "text":
            if current:
                yield current
            current = []
            continue
        if current and (item.blank or item.bullet):
            yield current
            current = []
        current.append(item)
    if current:
        yield current
