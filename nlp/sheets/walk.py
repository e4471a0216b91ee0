"""Walks over the lines of one programme sheet once and sorts them: texts by section, numbered parts, conditions.

What stands below a heading belongs to it. Where PDF order has torn the texts from their headings (`torn`), each paragraph is
known by its words (`[floating]` of `sheet_cues.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nlp.cue_files import compiled, load_cues
from nlp.layout.blocks import Block
from nlp.sheets.conditions import heads_condition, states_condition
from nlp.sheets.flows import is_flow
from nlp.sheets.office_names import is_office
from nlp.sheets.paragraphs import LIST_BULLET, OPEN_END, continues, joined, paragraphs
from nlp.sheets.parts import Mark, Nesting, read_mark
from nlp.sheets.printed_lines import SheetLine

KEPT = ("purpose", "overview", "effect", "goal")
_PER_UNIT = re.compile(r"(?:あたり|当たり)[ \u3000\t]*[0-9０-９]")
_POINTED = re.compile(r"[0-9０-９]{1,2}[.．、]")
_LABEL_END = re.compile(r"【|[ \u3000\t]+[0-9０-９][0-9０-９,，.．]*[ \u3000]*(?:億|百万|千|万)?円|\t")


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs of one section that follow each other. `method` says how the section is known."""

    section: str
    blocks: tuple[Block, ...]
    method: str
    confidence: float


@dataclass
class Part:
    """A numbered part: its notation, its label, the lines it was printed on, the paragraphs below it."""

    notation: str
    mark: tuple[int, int]
    label: Block
    heads: list[SheetLine]
    lines: list[SheetLine] = field(default_factory=list)

    def paragraphs(self) -> list[Block]:
        """The text below the label, without the lines that only state conditions or amounts."""
        kept = [
            item
            for item in self.lines
            if item.kind == "text"
            and "【" not in item.text
            and not _PER_UNIT.search(item.text)
            and not states_condition(item.text)
        ]
        return [block for block in paragraphs(kept) if len(block.text) > 3]


@dataclass(frozen=True, slots=True)
class Walk:
    """What a sheet holds."""

    passages: tuple[Passage, ...]
    parts: tuple[Part, ...]


def is_torn(lines: Sequence[SheetLine]) -> bool:
    """True when the texts of a sheet do not follow their headings: two headings on a line, or one right under another."""
    heads = [item for item in lines if any(heading.layout for heading in item.headings)]
    if any(len(item.headings) > 1 for item in heads):
        return True
    printed = list(lines)
    for before, after in pairwise(printed):
        both = before.headings and after.headings and before.headings[0].layout and after.headings[0].layout
        if both and before.headings[0].section in ("purpose", "overview") and before.headings[0].rest is None:
            return True
    return False


def walk(lines: Sequence[SheetLine], *, shuffled: bool = False) -> Walk:
    """Sort the lines of one sheet; `shuffled` when the document's text does not run in reading order."""
    torn = is_torn(lines)
    section = "" if torn else _lead_section(lines)
    gathered: list[tuple[str, SheetLine, bool]] = []
    parts: list[Part] = []
    nesting = Nesting()
    current: Part | None = None
    headed = False
    for index, item in enumerate(lines):
        headed = headed or bool(item.headings)
        if not headed and item.kind == "text" and is_office(item.text):
            continue  # 成育局 成育環境課 above the first heading is whose sheet it is
        if item.headings:
            if not torn:
                section = item.headings[-1].section
            current = None
            nesting.clear()
            rest = item.headings[-1].rest
            if rest is not None and section in KEPT:
                gathered.append((section, _cut(item, rest), False))
            continue
        if item.kind in ("title", "other", "noise"):
            current = None if item.kind == "title" else current
            continue
        if current is not None and _ends_part(parts, item, torn):
            current = None
        opened = (
            _open_part(item, lines[index + 1 : index + 2], nesting, parts)
            if _may_open(section, torn or shuffled)
            else None
        )
        if opened is not None:
            current = opened
        elif current is not None and item not in current.heads:
            current.lines.append(item)
        if item.kind == "text":
            gathered.append((section, item, current is not None))
    _without_shared_flow(parts)
    if torn:
        return Walk(tuple(_floating(lines, gathered)), tuple(parts))
    loose = [entry for entry in gathered if not entry[0]]
    below = [entry for entry in gathered if entry[0] and not (shuffled and _is_scrap(entry[1]))]
    return Walk((*_floating(lines, loose), *_below(below)), tuple(parts))


def _without_shared_flow(parts: Sequence[Part]) -> None:
    """Take a flow of funds that stands once, below the last of several parts, away from that part: it is the sheet's."""
    if len(parts) < 2 or any(is_flow(item.text) for part in parts[:-1] for item in part.lines):
        return
    last = parts[-1]
    for index, item in enumerate(last.lines):
        if item.blank and is_flow(item.text):
            del last.lines[index:]
            return


def _is_scrap(item: SheetLine) -> bool:
    """A line that is likely a word of a drawing: short, no sentence, no bullet."""
    return len(item.text) < 16 and not item.bullet and not re.search(r"[。、]", item.text)


def _lead_section(lines: Sequence[SheetLine]) -> str:
    """What text before the first heading is: the overview, unless the sheet has one under a heading of its own."""
    sections = {heading.section for item in lines for heading in item.headings}
    return "" if {"overview", "purpose"} <= sections else "overview"


def _cut(item: SheetLine, start: int) -> SheetLine:
    block = Block(item.block.text[start:], item.block.offsets[start:])
    return SheetLine(item.line, block, "text", item.blank, item.indented, item.page, item.bullet)


def _may_open(section: str, torn: bool) -> bool:
    return torn or section in ("overview", "conditions", "image", "")


def _open_part(
    item: SheetLine, after: Sequence[SheetLine], nesting: Nesting, parts: list[Part]
) -> Part | None:
    """The part that a line opens, new or known from before (printed again with its conditions); None otherwise."""
    if item.kind not in ("text", "amount"):
        return None
    mark = read_mark(item.text)
    if mark is None or heads_condition(item.text[mark.end :]):
        return None
    label, lines = _label(item, mark, after)
    if label is None or _is_condition(label.text):
        return None
    key = _key(label.text)
    known = next((part for part in parts if _key(part.label.text) == key), None)
    if known is not None:
        known.heads.extend(lines)
        return known
    notation = nesting.place(mark)
    if notation is None:
        return None
    if any(part.notation == notation for part in parts):
        return None
    part = Part(notation, (0, mark.end), label, lines)
    parts.append(part)
    return part


def _key(label: str) -> str:
    return re.sub(r"[\s\u3000（）()]+", "", label)


def _label(item: SheetLine, mark: Mark, after: Sequence[SheetLine]) -> tuple[Block | None, list[SheetLine]]:
    """The label behind a mark, up to an amount, a condition or the next cell; over the line end when it is cut there."""
    text = item.text
    stop = _LABEL_END.search(text, mark.end)
    end = stop.start() if stop else len(text)
    while end > mark.end and text[end - 1] in " \u3000":
        end -= 1
    label = Block(text[mark.end : end], item.block.offsets[mark.end : end])
    lines = [item]
    follows = after[0] if after else None
    if (
        stop is None
        and follows is not None
        and follows.kind == "text"
        and not follows.blank
        and not follows.bullet
        and not LIST_BULLET.match(follows.text)
        and read_mark(follows.text) is None
        and OPEN_END.search(label.text)
        and not follows.text.endswith("。")
    ):
        label = Block(label.text + follows.text, (*label.offsets, *follows.block.offsets))
        lines.append(follows)
    if (
        not 3 <= len(label.text) <= 80
        or "。" in label.text
        or re.match(r"(?:一|複数)?[^ ]{0,12}あたり", label.text)
    ):
        return None, lines
    return label, lines


def _is_condition(label: str) -> bool:
    words = [word for words in load_cues("sheet_cues")["conditions"].values() for word in words]
    return label in words or "上限" in label


def _ends_part(parts: Sequence[Part], item: SheetLine, torn: bool) -> bool:
    """True when a line begins something else: ３．実施主体 … of the sheet, in torn text a paragraph of another column."""
    if _POINTED.match(item.text) and states_condition(item.text):
        return True
    if not torn or not item.blank:
        return False
    if item.blank >= 2:
        return True
    body = "".join(line.text for part in parts for line in part.lines)
    listed = LIST_BULLET.match(item.text) is not None
    if item.bullet and not listed:
        return True
    return listed and item.text.endswith("。") and bool(body) and "。" not in body


def _below(gathered: Sequence[tuple[str, SheetLine, bool]]) -> Iterator[Passage]:
    """One passage per section that stands below its heading."""
    run: list[SheetLine] = []
    name = ""
    for section, item, _ in (*gathered, ("", None, False)):
        if section != name or item is None:
            if name in KEPT and run:
                yield Passage(name, tuple(paragraphs(run)), "below-heading", 1.0)
            run, name = [], section
        if item is not None:
            run.append(item)


def _floating(
    lines: Sequence[SheetLine], gathered: Sequence[tuple[str, SheetLine, bool]]
) -> Iterator[Passage]:
    """Passages of torn text, each paragraph by its words and by the heading right above it."""
    above = _headings_above(lines)
    run: list[Block] = []
    name = ""
    for block, item, inside in _loose_paragraphs(gathered):
        section = "overview" if inside else _by_words(block.text, above.get(item.line.number, ""))
        if section != name:
            if name and run:
                yield Passage(name, tuple(run), "floating-text", 0.75)
            run, name = [], section
        run.append(block)
    if name and run:
        yield Passage(name, tuple(run), "floating-text", 0.75)


def _loose_paragraphs(
    gathered: Sequence[tuple[str, SheetLine, bool]],
) -> Iterator[tuple[Block, SheetLine, bool]]:
    """Paragraphs with their first line, and whether they stand in a numbered part; scraps of drawings are left out."""
    group: list[SheetLine] = []
    within = False
    for _, item, inside in (*gathered, ("", None, False)):
        if item is not None and group and within == inside and continues(group, item):
            group.append(item)
            continue
        if group:
            block = joined(group)
            text = block.text
            scrap = len(text) < 12 or (len(text) < 24 and not within and not text.endswith("。"))
            if not scrap:
                yield block, group[0], within
        group, within = ([item] if item is not None else []), inside


def _headings_above(lines: Sequence[SheetLine]) -> dict[int, str]:
    """Line number of a text right under a lone heading -> that heading's section."""
    found = {}
    for index in range(1, len(lines)):
        head, below = lines[index - 1], lines[index]
        aims = len(head.headings) == 1 and head.headings[0].section == "goal"
        reach = (
            2 if aims else 4
        )  # what is aimed at is one line or two below its heading, wherever that stands
        stacked = any(item.headings for item in lines[max(0, index - reach) : index - 1])
        if (
            below.kind == "text"
            and len(head.headings) == 1
            and head.headings[0].section in KEPT
            and not stacked
        ):
            found[below.line.number] = head.headings[0].section
    return found


def _by_words(text: str, above: str) -> str:
    """The section of a torn paragraph: words that speak for it, two points for the heading right above."""
    if text.startswith("※"):
        return ""  # a note on what stands elsewhere is no text of its own
    if above == "goal":
        return above
    cues: dict[str, list[str]] = load_cues("sheet_cues")["floating"]
    points = {
        name: sum(bool(compiled(pattern).search(text)) for pattern in patterns)
        for name, patterns in cues.items()
    }
    if above in points:
        points[above] += 2
    best = max(points, key=lambda name: points[name])
    if points[best]:
        return best
    return "purpose" if text.endswith("。") else ""
