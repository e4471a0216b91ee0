"""Which lines are titles of sheets: printed as such, with their office, or shown by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from nlp.cue_files import compiled
from nlp.gazetteer import Gazetteers
from nlp.language.offices import ministry_of
from nlp.layout.blocks import Block
from nlp.reading import Line
from nlp.sheets.office_names import is_office
from nlp.sheets.printed_lines import SheetLine, Title

_OFFICE_TITLE = re.compile(
    r"^(?P<title>[^「。]{4,80}?)[ \u3000]*[（(](?P<office>(?:[^（）()]|[（(][^（）()]{1,16}[）)]){3,40})[）)][ \u3000]*$"
)
_INNER = re.compile(r"[（(][^（）()]*[）)][ \u3000]*$")
_OFFICE_BEFORE = re.compile(
    r"^(?P<office>[^\s\u3000（）。、]{1,12}(?:局|省|庁|府|官房|本部)[ \u3000]*[^\s\u3000（）。、]{0,12}?(?:課|室|官付|官|係))"
    r"[ \u3000]*(?P<title>\S{6,60})$"
)
# 〈緑地保全推進事業〉令和８年度予算案 3億円
_BRACKETED = re.compile(
    r"[〈《＜<【「『][ \u3000]*(?P<title>[^〈《＜<【「『〉》＞>】」』。、]{4,60}?)[ \u3000]*[〉》＞>】」』]"
)
# How many lines may stand between such a title and the sheet's first heading (the office, amounts), and to another title above.
_HEAD_REACH = 5
_EXPLAINED = re.compile(r"[・○●◆■\s]*([^\s、。]{2,20}?)とは[、\s]")


def with_wrapped_titles(
    lines: Sequence[SheetLine], gazetteers: Gazetteers, rules: dict[str, Any]
) -> list[SheetLine]:
    """The lines with a title whose office runs over the line end (…調査（内閣府孤独・孤立対策推 / 進室）) as one line."""
    result: list[SheetLine] = []
    for item in lines:
        above = result[-1] if result else None
        if above is not None and above.kind == item.kind == "text" and _ends_bracket(above, item):
            text = above.text + item.text
            title = printed_title(text, gazetteers, rules)
            if title is not None:
                line = Line(text, above.line.start, item.line.end, above.line.number)
                block = Block(text, (*above.block.offsets, *item.block.offsets))
                result[-1] = SheetLine(
                    line, block, "title", above.blank, above.indented, above.page, above.bullet, (), title
                )
                continue
        result.append(item)
    return result


def _ends_bracket(above: SheetLine, below: SheetLine) -> bool:
    opened = above.text.count("（") + above.text.count("(") - above.text.count("）") - above.text.count(")")
    return opened == 1 and below.blank == 0 and len(below.text) <= 24 and below.text.rstrip()[-1:] in "）)"


def printed_title(text: str, gazetteers: Gazetteers, cues: dict[str, Any]) -> Title | None:
    """A title that is printed as such (施策名: …) or with its office (…交付金（内閣府…室）)."""
    named = compiled(cues["named"]).match(text)
    if named:
        return Title(3, named.start("title"), named.end("title"))
    match = _OFFICE_TITLE.match(text)
    if match and "\t" not in text:
        # 内閣府政策統括官（防災担当）: what the inner bracket says is not how an office ends.
        office = _INNER.sub("", match["office"]).strip()
        belongs = ministry_of(office, gazetteers)
        if office.endswith(tuple(cues["office_endings"])) and (
            belongs is not None or office.endswith(("室", "課"))
        ):
            return Title(3, match.start("title"), match.end("title"), match.span("office"))
    return None


def with_neighbour_titles(lines: list[SheetLine], cues: dict[str, Any]) -> list[SheetLine]:
    """The lines with titles that only their neighbours show: beside an amount, or alone between empty lines."""
    rules = cues["title"]
    result = list(lines)
    for index, item in enumerate(lines):
        if item.kind != "text":
            continue
        title = _neighbour_title(lines, index, rules)
        if title is not None:
            result[index] = SheetLine(
                item.line, item.block, "title", item.blank, item.indented, item.page, item.bullet, (), title
            )
    return result


def with_bracketed_titles(lines: list[SheetLine], cues: dict[str, Any]) -> list[SheetLine]:
    """The lines with titles printed in brackets, alone or before an amount, where a sheet without another title begins.

    A fund in such brackets (〈…費補助金〉) is where the money comes from, not what the sheet is about: `bracketed_endings`.
    """
    result = list(lines)
    for index, item in enumerate(lines):
        found = _BRACKETED.match(item.text) if item.kind in ("text", "amount") else None
        if found is None or not found["title"].endswith(tuple(cues["title"]["bracketed_endings"])):
            continue
        rest = item.text[found.end() :].strip(" \u3000")
        if (rest and item.kind != "amount") or not _begins_sheet(lines, index):
            continue
        title = Title(2, *found.span("title"))
        result[index] = replace(item, kind="title", title=title)
    return result


def _begins_sheet(lines: Sequence[SheetLine], index: int) -> bool:
    """Whether a heading of a sheet's beginning follows a line soon, and no title stands near it."""
    near = lines[max(0, index - _HEAD_REACH) : index + _HEAD_REACH + 1]
    after = lines[index + 1 : index + 1 + _HEAD_REACH]
    heading = next((item.headings[0] for item in after if item.headings), None)
    return (
        heading is not None
        and heading.section in ("purpose", "overview")
        and not any(item.title for item in near)
    )


def _neighbour_title(lines: list[SheetLine], index: int, rules: dict[str, Any]) -> Title | None:
    item = lines[index]
    text = item.text.rstrip()
    if not rules["shortest"] <= len(text) <= rules["longest"] or "\t" in text:
        return None
    if item.line.text.lstrip()[:1] in "-*・•＊" or any(
        compiled(pattern).search(text) for pattern in rules["never"]
    ):
        return None
    office = _OFFICE_BEFORE.match(text)
    name = re.sub(r"[（(][^（）()]*[）)]$", "", office["title"] if office else text).rstrip()
    strong = name.endswith(tuple(rules["strong_endings"]))
    if not strong and not name.endswith(tuple(rules["weak_endings"])):
        return None
    beside = _beside_amount(lines, index)
    alone = item.blank >= 1 and (
        index + 1 == len(lines) or lines[index + 1].blank >= 1 or lines[index + 1].bullet
    )
    page_head = index == 0 or item.blank >= 2 or item.indented or item.page != lines[index - 1].page
    start, end = (office.start("title"), office.end("title")) if office else (0, len(text))
    span = office.span("office") if office else None
    if beside:
        return Title(2, start, end, span)
    followed = index + 1 < len(lines) and (
        lines[index + 1].blank >= 1 or lines[index + 1].bullet or lines[index + 1].indented
    )
    if followed and (page_head or (strong and alone)):
        return Title(1 if strong else 0, start, end, span)
    # What stands below explains a word of it (…支援法人等に対する… / ・…支援法人とは): a title, indented or not.
    if followed and (term := _EXPLAINED.match(lines[index + 1].text)) and term[1] in name:
        return Title(1, start, end, span)
    return None


def _beside_amount(lines: list[SheetLine], index: int) -> bool:
    """True when amounts stand right above or below a line; a subtitle in brackets or an office may stand between."""
    if index > 0 and lines[index - 1].kind == "amount":
        return True
    below = lines[index + 1 : index + 3]
    between = below and below[0].kind == "text"
    if between and (below[0].text[:1] in "（(〈<＜～" or is_office(below[0].text)):
        below = below[1:]
    return bool(below) and below[0].kind == "amount"
