"""One page per measure: 施策 No., sections, name【府省庁】, then blocks ＜施策の概要＞ 【目標及び達成の期間】 ＜現状＞ …"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.gazetteer import comparison_key
from nlp.layout.item_markers import CIRCLED
from nlp.layout.marks import mark_path
from nlp.layout.notations import place_above, written
from nlp.layout.outline import heading_key
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
_LEAST_MISREAD = 4
_SECTION = re.compile(rf"[（(]?\s*([0-9０-９])\s*[)）]?\s*[-－]?\s*([{CIRCLED}])")
_SPACED = re.compile("([0-9０-９]{1,2})[ \u3000]+")
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
    labels: Container[str] = (),
) -> MeasurePage:
    """The parts of one page. `names` are the blocks' printed names by field, `labels` the keys of the list's headings."""
    body = list(content_lines(lines))
    first = next((index for index, line in enumerate(body) if _block(line, names) is not None), len(body))
    name, ministries, sections = _head(body[:first], rules, labels)
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
        near = {
            field
            for field, printed in names.items()
            for item in printed
            if pattern is _CLOSED
            and len(key) == len(item) >= _LEAST_MISREAD
            and _one_letter(key, comparison_key(item))
        }
        if len(near) == 1:
            return near.pop(), found.end()  # ＜施策の概耍＞
    return None


def _one_letter(key: str, item: str) -> bool:
    """Whether two names of one length differ in one letter."""
    return len(key) == len(item) and sum(a != b for a, b in zip(key, item, strict=True)) == 1


def _head(
    lines: Sequence[Line], rules: ListRules, labels: Container[str]
) -> tuple[Span | None, Span | None, list[tuple[str, Span]]]:
    """Name, ministries and sections from the lines above the first block."""
    sections: list[tuple[str, Span]] = []
    path: list[tuple[str, int]] = []
    pending: Span | None = None
    name: Span | None = None
    ministries: Span | None = None
    for index, line in enumerate(_unwrapped(lines, labels)):
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
        whole = _SECTION.match(text)
        run, begin = mark_path(text)
        spaced = _SPACED.match(text)
        if not run and spaced is not None and heading_key(text[spaced.end() :]) in labels:
            run, begin = [("number", int(spaced[1]))], spaced.end()
        if bracket is None and whole is not None and not run:
            sections.append((f"{int(whole[1])}-{whole[2]}", Span(start, start + len(text))))
            continue
        if bracket is None and _heads(run, path, heading_key(text[begin:]) in labels):
            path = _below(path, run)
            if len(path) > 1:
                sections.append((written(path), Span(start, start + len(text))))
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
    # （１）理解の促進 above ①学校における…: the line of the lower one says the section.
    places = [notation for notation, _ in sections]
    deepest = [one for one in sections if not any(one[0] == place_above(other) for other in places)]
    return name, ministries, deepest


def _unwrapped(lines: Sequence[Line], labels: Container[str]) -> Iterator[Line]:
    """The lines, a heading that ran over its line (① 食品アクセ / スの確保) joined where both together are one of the list, and 【 to its 】."""
    held: Line | None = None
    for line in lines:
        both = None if held is None else _both(held, line)
        if held is None or both is None:
            held = line
            continue
        open_bracket = "【" in held.text and "】" not in held.text and "】" in line.text
        whole = heading_key(both.text) in labels and heading_key(held.text) not in labels
        if open_bracket or (whole and mark_path(held.text)[0] and "【" not in line.text):
            yield both
            held = None
            continue
        yield held
        held = line
    if held is not None:
        yield held


def _both(above: Line, line: Line) -> Line:
    """Two lines as one whose letters keep their places in the reading."""
    gap = "\n" * (line.start - above.start - len(above.text))
    return Line(f"{above.text}{gap}{line.text}", above.start, line.end, above.number)


def _heads(run: Sequence[tuple[str, int]], path: Sequence[tuple[str, int]], known: bool) -> bool:
    """Whether a line that begins with these marks is a heading on a page: with several, or one of a kind that no name begins with."""
    if len(run) != 1:
        return bool(run)
    return known or run[0][0] == "paren" or (run[0][0] == "circled" and bool(path))


def _below(path: Sequence[tuple[str, int]], run: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The path that a heading with the marks of `run` makes of the one above it."""
    kinds = [kind for kind, _ in path]
    if run[0][0] in kinds:
        return [*path[: kinds.index(run[0][0])], *run]
    return list(run) if len(run) > 1 else [*path, *run]
