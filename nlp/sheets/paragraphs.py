"""Paragraphs of a sheet: wrapped lines joined, bullets and numbered lines kept apart, every character tied to the reading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.layout.blocks import Block
from nlp.layout.numbered_items import display_width
from nlp.sheets.parts import read_mark
from nlp.sheets.printed_lines import SheetLine

_ENDED = ("。", "。）", "。」", "】", " 等", "　等", "…等")
OPEN_END = re.compile(
    r"(?:[をにのとがはへでやもし、・「（(]|する|した|ける|った|ための|及び|又は|おける|等の|的な|な)$"
)
_TAIL_BEGIN = re.compile(
    r"(?:する|した|され|して|でき|に|を|の|が|へ|で|と|も|は|や|れる|られ|ます|ため|等の|など)|[一-龥ぁ-ん]、"
)
_PLAIN_NUMBER = re.compile(r"^[0-9０-９][ \u3000]+\S")
LIST_BULLET = re.compile(r"^[・･•※◆]")
_LABEL_LINE = re.compile(r"^[<＜〈【（(\[［][^<>＜＞〈〉【】]{2,30}[>＞〉】)）\]］]$")


def paragraphs(lines: Sequence[SheetLine]) -> list[Block]:
    """The lines as paragraphs: wrapped lines joined, each character tied to the reading."""
    groups: list[list[SheetLine]] = []
    for item in lines:
        if groups and continues(groups[-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [joined(group) for group in groups]


def continues(group: Sequence[SheetLine], item: SheetLine) -> bool:
    """True when a line goes on the paragraph of `group`."""
    last = group[-1]
    if item.bullet or item.page != last.page or LIST_BULLET.match(item.text) or _LABEL_LINE.match(item.text):
        return False
    if read_mark(item.text) is not None or last.text.endswith(_ENDED) or _LABEL_LINE.match(last.text):
        return False
    if _PLAIN_NUMBER.match(item.text) or (last.bullet and len(last.text) <= 15):
        return False
    between = item.line.number - last.line.number
    if between == 1:
        return bool(OPEN_END.search(last.text)) or read_mark(last.text) is None
    # A wrapped line may have an empty one after it; then it is long and its sentence is not over.
    if between != 2 or display_width(last.text) < 44:
        return False
    return bool(_TAIL_BEGIN.match(item.text)) or (display_width(last.text) >= 70 and "、" in last.text)


def joined(group: Sequence[SheetLine]) -> Block:
    """The lines as one block, a space only between Latin words."""
    if len(group) == 1:
        return group[0].block
    text, offsets = group[0].text, list(group[0].block.offsets)
    for item in group[1:]:
        if re.search(r"[!-~]$", text) and re.match(r"[!-~]", item.text):
            text += " "
            offsets.append(offsets[-1])
        text += item.text
        offsets.extend(item.block.offsets)
    return Block(text, tuple(offsets))
