"""The rules of a guideline: every sentence that binds, and every entry of a list that such a sentence points at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nlp.cue_files import compiled
from nlp.grants.guideline_outline import Found, Outline, points_below
from nlp.grants.guideline_rules import BULLETS, due_dates, obligation_of, requirement_type, sentences
from nlp.layout.blocks import Block
from nlp.layout.joined_text import join_lines
from nlp.layout.numbered_items import Item
from nlp.reading import Line
from nlp.records import Field, Record

_NUMBERED = re.compile(r"^[\s\u3000]*[0-9０-９]{1,2}[\s\u3000.．]+")
# What a list under a prohibition or under "may" holds is of its kind; a sentence of another kind in it is its own.
_INHERITED = ("prohibition", "optional")


def read_requirements(outline: Outline, item: Item, found: Found, *, among_eligible: bool = False) -> None:
    """Adds a `requirement` for every sentence of an item that binds; `among_eligible` those that do more than list what is paid for."""
    patterns: Mapping[str, list[str]] = outline.cues["requirement_types"]
    above, pointed = _kind_above(outline, item)
    pointed = pointed and not (item.heading and item.paragraphs)
    for number, (block, start, end) in enumerate(_texts(outline, item, above), 1):
        text = block.text[start:end].strip()
        kind = requirement_type(text, patterns)
        method, sure = "cue", 0.9
        if _as_above(text, kind, above, pointed=pointed):
            kind, method, sure = above, "list-above", 0.8
        elif not kind and (block is item.heading or text[:1] in BULLETS):
            kind, method, sure = _kind_of_heading(outline, item.heading), "list-above", 0.8
        if not kind or (among_eligible and not _binds(outline, text, kind)):
            continue
        key = item.notation if item.notation not in found.kinds else f"{item.notation}-{number}"
        found.kinds.setdefault(item.notation, "requirement")
        found.kinds[key] = "requirement"
        where = outline.reading.where(*block.span(start, end))
        fields = _fields(outline, item, (block, start, end), (kind, method, sure))
        found.records.append(Record("requirement", key, where, tuple(fields)))


def _binds(outline: Outline, text: str, kind: str) -> bool:
    """Whether a sentence among the eligible programmes is a rule of its own: it forbids, or says must (①は必ず実施するものとする)."""
    if kind == "prohibition":
        return True
    must = compiled(outline.cues["must"]).search(text) is not None
    return kind in ("requirement", "procedure") and must and not points_below(text)


def _texts(outline: Outline, item: Item, above: str) -> Iterator[tuple[Block, int, int]]:
    """The sentences of an item without the bullets that one of them takes in; its heading where nothing else stands in it."""
    alone = item.heading is not None and not item.paragraphs and not outline.below.get(item.notation)
    if alone and item.heading is not None and (above or re.search("[0-9０-９]", item.heading.text)):
        yield item.heading, 0, len(item.heading.text)
    pointing = any(points_below(block.text) for block in item.paragraphs)
    for block, start, end in sentences(item.paragraphs):
        if not (pointing and block.text.startswith("・")):
            yield block, start, end


def _as_above(text: str, kind: str, above: str, *, pointed: bool) -> bool:
    """Whether a text is a rule only by what stands over it: a noun under a heading, anything in a list that a sentence points at."""
    if not above or text[:1] in BULLETS:
        return False
    noun = not text.endswith("。")
    if not kind:
        return pointed or noun
    return pointed and above in _INHERITED and (noun or kind in ("requirement", "definition"))


def _kind_of_heading(outline: Outline, heading: Block | None) -> str:
    """What a heading makes of what stands under it without saying so itself (対象とならない経費: prohibition); "" for nothing."""
    for kind, words in outline.cues["heading_types"].items():
        if heading is not None and any(word in heading.text for word in words):
            return str(kind)
    return ""


def _kind_above(outline: Outline, item: Item) -> tuple[str, bool]:
    """The kind of rule that the text over an item makes of it, "" without, and whether a sentence points at its list."""
    above = outline.parent(item)
    patterns: Mapping[str, list[str]] = outline.cues["requirement_types"]
    while above is not None:
        for block, start, end in reversed(list(sentences(above.paragraphs))):
            if clause := points_below(block.text[start:end]):
                return requirement_type(clause, patterns) or "requirement", True
        if named := _kind_of_heading(outline, above.heading):
            return named, False
        if above.paragraphs:
            break
        above = outline.parent(above)
    return "", False


def _fields(
    outline: Outline, item: Item, place: tuple[Block, int, int], kind: tuple[str, str, float]
) -> Iterator[Field]:
    block, start, end = place
    name, method, sure = kind
    reading, span = outline.reading, block.span(start, end)
    text = block.text[start:end].strip()
    yield outline.notation(item)
    if item.heading and item.heading is not block:
        yield outline.heading("label", item.heading)
    elif above := outline.heading_above(item):
        # (ア) under ウ 効果検証: only the heading says what its reports and reviews are of.
        yield outline.heading("category", above)
    listed = [other for other in item.paragraphs if other.text.startswith("・")] if points_below(text) else []
    stop = listed[-1].span(0, len(listed[-1].text))[1] if listed else span[1]
    value = "\n".join([text, *(other.text for other in listed)])
    yield reading.make("description", value, span[0], stop, method="sentence")
    yield reading.make("requirement_type", name, *span, method=method, confidence=sure)
    bound = "must_not" if name == "prohibition" else obligation_of(text, outline.cues["obligation"])
    yield reading.make("obligation", bound, *span, method=method, confidence=sure)
    yield from due_dates(reading, block, start, end)
    yield from outline.shared()
    yield from outline.citations(Block(text, block.offsets[start:end]))


def supplement_rules(outline: Outline, lines: Sequence[Line], fields: Sequence[Field], found: Found) -> None:
    """Adds the rules of the supplement (附則: 経過措置 and the like), without the sentence that `fields` already has in force."""
    reading, number = outline.reading, 0
    known = [item.where for item in fields if item.name == "in_force" and item.where is not None]
    patterns: Mapping[str, list[str]] = outline.cues["requirement_types"]
    for block, start, end in sentences(_paragraphs(lines, outline.cues["supplement"])):
        where = reading.where(*block.span(start, end))
        text = block.text[start:end].strip()
        kind = requirement_type(text, patterns)
        if not kind or any(where.start <= place.start < where.end for place in known):
            continue
        number += 1
        key = "附則" if number == 1 else f"附則-{number}"
        span = block.span(start, end)
        made = [
            reading.make("notation", "附則", *span, method="supplement"),
            reading.make("description", text, *span, method="sentence"),
            reading.make("requirement_type", kind, *span, method="cue", confidence=0.9),
            *due_dates(reading, block, start, end),
            *outline.shared(),
        ]
        found.records.append(Record("requirement", key, where, tuple(made)))


def _paragraphs(lines: Sequence[Line], heading: str) -> Iterator[Block]:
    """Lines joined up to each line that ends a sentence; headings (附則) are left out."""
    group: list[Line] = []
    for line in lines:
        text = line.text.strip()
        if not text or (compiled(heading).match(line.text) and "。" not in text):
            if group and not text:
                continue
            if group:
                yield join_lines(group)
                group = []
            continue
        body = _NUMBERED.sub("", line.text)
        group.append(Line(body, line.end - len(body), line.end, line.number))
        if text.endswith(("。", "。）")):
            yield join_lines(group)
            group = []
    if group:
        yield join_lines(group)
