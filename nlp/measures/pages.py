"""One page per measure: 施策 No., sections, name【府省庁】, then blocks ＜施策の概要＞ 【目標及び達成の期間】 ＜現状＞ …"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.gazetteer import comparison_key
from nlp.layout.item_markers import CIRCLED
from nlp.layout.outline import parse_mark
from nlp.measures.list_entries import ListRules, Span, content_lines
from nlp.reading import Line

_CLOSED = re.compile(
    r"^\s*[＜<〈《【［\[〔]\s*([^＜＞<>〈〉《》【】［］\[\]〔〕]{2,24}?)\s*[＞>〉》】］\]〕]"
)
# 〓現状＞, ＜現状〓: one of the two brackets is a lost sign.
_HALF_CLOSED = re.compile(
    r"^\s*(?:[＜<〈《【［\[〔]\s*([ぁ-ゖァ-ヺ一-鿿URL・]{2,24}?)\s*[^\s\w＞>〉》】］\]〕]|[^\s\w＜<〈《【［\[〔]\s*([ぁ-ゖァ-ヺ一-鿿URL・]{2,24}?)\s*[＞>〉》】］\]〕])\s*$"
)
# （関連URL）https://…: round brackets head a block where an address follows.
_ADDRESS = re.compile(r"^\s*[（(]\s*([^（）()]{2,12}?)\s*[）)]\s*[:：]?(?=\s*h\s?t\s?t\s?p)")
_COLON = re.compile(r"^\s*[・○●■◆]?\s*(\S{2,10}?)\s*[:：](?=\s*h\s?t\s?t\s?p)")
_PLAIN = re.compile(r"^\s*(?:[ア-オ][)）.．]|[■●◆▼])\s*(\S{2,24})\s*$")
_SECTION = re.compile(rf"[（(]?\s*([0-9０-９])\s*[)）]?\s*[-－]?\s*([{CIRCLED}])")
_MINISTRY = re.compile(r"【([^【】]*)】")


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure's page: spans in the reading; `sections` are (notation, span); `blocks` field -> span of its text."""

    number: int
    number_place: Span
    name: Span | None
    ministries: Span | None
    relisted: Span | None
    sections: tuple[tuple[str, Span], ...]
    blocks: Mapping[str, Span]
    place: Span


def read_page(
    number: int,
    number_place: Span,
    lines: Sequence[Line],
    names: Mapping[str, Sequence[str]],
    rules: ListRules,
) -> MeasurePage:
    """The parts of one page. `names` are the blocks' printed names by field."""
    body = list(content_lines(lines))
    first = next((index for index, line in enumerate(body) if _block(line, names) is not None), len(body))
    name, ministries, sections = _head(body[:first], rules)
    blocks: dict[str, Span] = {}
    current = ""
    for line in body[first:]:
        found = _block(line, names)
        if found is not None:
            current, begin = found
            rest = line.text[begin:]
            start = line.start + begin + len(rest) - len(rest.lstrip())
            blocks.setdefault(current, Span(start, max(start, line.start + len(line.text.rstrip()))))
        elif current:
            held = blocks[current]
            end = line.start + len(line.text.rstrip())
            start = (
                held.start if held.end > held.start else line.start + len(line.text) - len(line.text.lstrip())
            )
            blocks[current] = Span(start, end)
    head_text = body[0].text if body else ""
    relisted = rules.relisted.search(head_text)
    return MeasurePage(
        number,
        number_place,
        name,
        ministries,
        Span(body[0].start + relisted.start(), body[0].start + relisted.end()) if relisted and body else None,
        tuple(sections),
        blocks,
        Span(lines[0].start, body[-1].end if body else lines[0].end),
    )


def _block(line: Line, names: Mapping[str, Sequence[str]]) -> tuple[str, int] | None:
    """(field, where the text begins) of a line that heads a block, else None."""
    for pattern in (_CLOSED, _PLAIN, _COLON, _ADDRESS, _HALF_CLOSED):
        found = pattern.match(line.text)
        if found is None:
            continue
        key = comparison_key(next(group for group in found.groups() if group))
        for field, printed in names.items():
            if any(key == comparison_key(item) for item in printed):
                return field, found.end()
    return None


def _head(lines: Sequence[Line], rules: ListRules) -> tuple[Span | None, Span | None, list[tuple[str, Span]]]:
    """Name, ministries and sections from the lines above the first block."""
    sections: list[tuple[str, Span]] = []
    pillar = 0
    pending: Span | None = None
    name: Span | None = None
    ministries: Span | None = None
    for index, line in enumerate(lines):
        text, start = line.text, line.start
        if index == 0:
            found = rules.page.match(text)
            skip = found.end() if found is not None else 0
            relisted = rules.relisted.match(text, skip)
            skip = relisted.end() if relisted is not None else skip
            text, start = text[skip:], start + skip
            if not text.strip():
                continue
        start += len(text) - len(text.lstrip(" 　"))
        text = text.strip(" 　")
        bracket = _MINISTRY.search(text)
        mark = parse_mark(text)
        whole = _SECTION.match(text)
        if bracket is None and whole is not None and (mark is None or mark.kind in ("paren", "both")):
            notation = f"{mark.ordinal if mark else int(whole[1])}-{whole[2]}"
            sections.append((notation, Span(start, start + len(text))))
            continue
        if bracket is None and mark is not None and mark.kind == "paren":
            pillar = mark.ordinal
            continue
        if bracket is None and mark is not None and mark.kind == "circled" and pillar:
            sections.append((f"{pillar}-{CIRCLED[mark.ordinal - 1]}", Span(start, start + len(text))))
            continue
        if bracket is None:
            pending = Span(pending.start if pending else start, start + len(text))
            continue
        own = text[: bracket.start()].rstrip()
        if name is None:
            begin = pending.start if pending is not None else start
            name = Span(begin, start + len(own)) if own or pending is not None else None
            ministries = Span(start + bracket.start(1), start + bracket.end(1))
            pending = None
    # A sentence of another page that stands where the name is lost is no name.
    if name is None and pending is not None and not lines[-1].text.rstrip(" 　").endswith("。"):
        name = pending
    return name, ministries, sections
