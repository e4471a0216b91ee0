"""Says what each line of a document with programme sheets is: heading, amount, title, other part, noise or text.

Cues: `sheet_cues.toml`. A line keeps its characters' places in the reading while marks (**, #, bullets) are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from nlp.cue_files import compiled, load_cues
from nlp.gazetteer import Gazetteers
from nlp.layout.blocks import Block
from nlp.reading import Line, Reading
from nlp.sheets.printed_lines import Heading, SheetLine, Title
from nlp.sheets.stages import find_stages, year_marks
from nlp.sheets.titles import printed_title, with_bracketed_titles, with_neighbour_titles, with_wrapped_titles
from nlp.values.amounts import find_amounts

_MARKS = re.compile(r"\*\*|^[\s\u3000#>]+|\s+$")
_MARGIN = re.compile(r"[\s\u3000#>]+")
_BULLET = re.compile(r"^(?:[-*•‐－]|[○〇◯●◎■◆□◇▶➢✓❖\uf000-\uf0ff])[ \u3000]*")
_BRACKETED = re.compile(
    r"[<＜〈《【〔\[［「■□◆◇](?P<words>[^<＜〈《【〔\[［「>＞〉》】〕\]］」]{2,20})[>＞〉》】〕\]］」]?"
)
_NUMBERED = re.compile(r"[0-9０-９]{1,2}(?:[.．、][ \u3000]*|[ \u3000]+)(?=\S)")
_BRACKETED_SECTIONS = ("purpose", "overview", "effect", "goal", "flow")
_LISTED_AMOUNT = re.compile(
    r"^[・･:：•\-][ \u3000]*(?P<name>\S.{1,50}?)[ \u3000]+[0-9０-９,，.．]+[ \u3000]*(?:億|百万|千|万)?円"
)
_ROW_NUMBER = re.compile(r"(?:No|Ｎｏ|№)[.．]?[ \u3000]*[0-9０-９]{1,3}[ \u3000]+")
_TORN_END = re.compile(
    r"(?<![0-9０-９])[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})*[,，](?P<rest>[0-9０-９]{0,2})$"
)
_TORN_BEGIN = re.compile(
    r"(?P<rest>[0-9０-９]{1,3})(?:[,，][0-9０-９]{3})*[ \u3000]*(?:[（(][0-9０-９,，.．－-]{1,12}[)）])?[ \u3000]*(?:千万|百万|千|万|億)?円"
)
_OF_WHICH = re.compile(r"^[（(][ \u3000]*うち.{2,60}[）)]$")


def sheet_lines(reading: Reading, gazetteers: Gazetteers) -> list[SheetLine]:
    """The printed lines of a reading, each with its kind; empty lines are counted on the line after them."""
    cues = load_cues("sheet_cues")
    result: list[SheetLine] = []
    blank = page = 0
    pages = sorted(reading.pages)
    for line in reading.lines():
        while pages and pages[0] <= line.start:
            pages.pop(0)
            page += 1
        body = line.text
        if "\f" in body:
            page += body.count("\f")
            blank = 0
        if not body.strip(" \u3000\t\f\r"):
            blank += 1
            continue
        item = _sheet_line(line, blank, page, result, gazetteers, cues)
        if not item.text.strip():
            blank += 1  # marks without text
            continue
        if result and not blank and (whole := _untorn(result[-1], item)) is not None:
            again = _sheet_line(whole[0], result[-1].blank, result[-1].page, result[:-1], gazetteers, cues)
            result[-1] = replace(again, block=whole[1])
            continue
        result.append(item)
        blank = 0
    named = with_neighbour_titles(with_wrapped_titles(result, gazetteers, cues["title"]), cues)
    return with_bracketed_titles(named, cues)


def _untorn(above: SheetLine, item: SheetLine) -> tuple[Line, Block] | None:
    """Two lines as one where the end of the first tore a number that its comma proves (1,2 / 50百万円); else None."""
    head, tail = _TORN_END.search(above.text), _TORN_BEGIN.match(item.text)
    if head is None or tail is None or len(head["rest"]) + len(tail["rest"]) != 3:
        return None
    block = Block(above.text + item.text, (*above.block.offsets, *item.block.offsets))
    return Line(block.text, above.line.start, item.line.end, above.line.number), block


def _sheet_line(
    line: Line,
    blank: int,
    page: int,
    before: Sequence[SheetLine],
    gazetteers: Gazetteers,
    cues: dict[str, Any],
) -> SheetLine:
    block, bullet = _unmarked(line)
    indented = line.text.startswith((" ", "\f"))
    text = block.text
    kind = "text"
    headings: tuple[Heading, ...] = ()
    title: Title | None = None
    found = tuple(_headings(text, cues["heading"]))
    if found and found[0].inner and _covered(found[0], before):
        found = ()
    if _any_of("other").search(line.text):
        kind = "other"
    elif found:
        kind, headings = "heading", found
    elif (named := printed_title(text, gazetteers, cues["title"])) is not None:
        kind, title = "title", named
    elif _is_amount(text, before, blank):
        kind = "amount"
    elif _any_of("noise").search(text):
        kind = "noise"
    return SheetLine(line, block, kind, blank, indented, page, bullet, headings, title)


def _unmarked(line: Line) -> tuple[Block, bool]:
    """The line without markup, margins and bullet, and whether it had a bullet."""
    if "**" not in line.text:
        bare = line.text.rstrip()
        lead = _MARGIN.match(bare)
        start = lead.end() if lead else 0
        bullet = _BULLET.match(bare[start:])
        if bullet and start + bullet.end() < len(bare):
            start += bullet.end()
        return Block(bare[start:], range(line.start + start, line.start + len(bare))), bool(bullet)
    keep = [True] * len(line.text)
    for match in _MARKS.finditer(line.text):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    offsets = [index for index, kept in enumerate(keep) if kept]
    text = "".join(line.text[index] for index in offsets)
    bullet = _BULLET.match(text)
    if bullet and bullet.end() < len(text):
        text, offsets = text[bullet.end() :], offsets[bullet.end() :]
    return Block(text, tuple(line.start + index for index in offsets)), bool(bullet)


@lru_cache(maxsize=8)
def _any_of(group: str) -> re.Pattern[str]:
    """The patterns of one group of `sheet_cues.toml` as one."""
    patterns: list[str] = load_cues("sheet_cues")[group]["patterns"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.MULTILINE)


@lru_cache(maxsize=1)
def _heading_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All headings in one pattern, and those that may stand side by side: most lines are none and are done with here."""
    cues = load_cues("sheet_cues")["heading"]
    every = [cue["pattern"].replace("(?P<rest>", "(?:") for cue in cues]
    beside = [cue["pattern"] for cue in cues if cue["layout"] and "(?P<rest>" not in cue["pattern"]]
    return (
        re.compile("|".join(f"(?:{pattern})" for pattern in every), re.MULTILINE),
        re.compile(
            rf"(?:{'|'.join(f'(?:{pattern})' for pattern in beside)})(?=\Z|[ \u3000\t])", re.MULTILINE
        ),
    )


def _headings(text: str, cues: list[dict[str, str]]) -> Iterator[Heading]:
    """The headings that a line consists of: one, or several side by side (two columns of a page)."""
    if len(text) > 120:
        return
    whole, beginning = _heading_forms()
    squeezed = re.sub(r"[ \u3000]+", "", text)
    likely = whole.fullmatch(text) or whole.fullmatch(squeezed)
    for cue in cues if likely else ():
        match = compiled(cue["pattern"]).fullmatch(text) or compiled(cue["pattern"]).fullmatch(squeezed)
        if match:
            rest = (
                match.start("rest")
                if "rest" in match.groupdict() and match["rest"] and match.string is text
                else None
            )
            yield Heading(cue["layout"], cue["section"], 0, rest or len(text), rest)
            return
    if (numbered := _NUMBERED.match(text)) is not None:
        yield from _plain_heading(text, numbered.end(), cues)
        return
    if (inside := _BRACKETED.fullmatch(squeezed)) is not None:
        yield from _bracketed(inside, text, cues)
        return
    if not beginning.match(text):
        return
    parts: list[Heading] = []
    position = 0
    while position < len(text):
        for cue in cues:
            match = compiled(cue["pattern"]).match(text, position)
            ends = match and (match.end() == len(text) or text[match.end()] in " \u3000\t")
            if (
                match
                and ends
                and match.end() > position
                and cue["layout"]
                and "rest" not in match.groupdict()
            ):
                parts.append(Heading(cue["layout"], cue["section"], position, match.end(), None))
                position = match.end()
                break
        else:
            return
        while position < len(text) and text[position] in " \u3000\t":
            position += 1
    yield from parts


def _plain_heading(text: str, start: int, cues: list[dict[str, str]]) -> Iterator[Heading]:
    """A heading of any family behind its number (１．目的, 2. 事業内容), where nothing else stands on the line."""
    for cue in cues:
        if "(?P<rest>" not in cue["pattern"] and compiled(cue["pattern"]).fullmatch(
            text[start:].rstrip(" \u3000")
        ):
            yield Heading("", cue["section"], 0, len(text), None)
            return


def _bracketed(inside: re.Match[str], text: str, cues: list[dict[str, str]]) -> Iterator[Heading]:
    """A heading in brackets of any form (＜資金の流れ＞, 《本事業のねらい》), where its words head a text or the flow of funds."""
    for cue in cues:
        fits = cue["section"] in _BRACKETED_SECTIONS and "(?P<rest>" not in cue["pattern"]
        if fits and compiled(cue["pattern"]).fullmatch(inside["words"]):
            yield Heading("", cue["section"], 0, len(text), None, inner=True)
            return


def _covered(inner: Heading, before: Sequence[SheetLine]) -> bool:
    """Whether the heading above (事業概要・目的) says of its text already what <事業概要> and <目的> below it say."""
    above = next((item.headings[-1] for item in reversed(before) if item.headings), None)
    both = above is not None and above.layout == "cabinet" and above.section == "purpose"
    return both and inner.section in ("purpose", "overview")


# The words of an amount's year and stage with a sign lost among them.
DAMAGED_STAGE = re.compile(
    r"^(?=.{0,20}[^\s!-~ぁ-ゖァ-ヺー々一-鿿Ａ-Ｚａ-ｚ０-９（）【】〔〕・：])(?=.{0,12}[年度補正当初概算]).{2,20}?(?:予算|決定|要求)[ \u3000]*額"
)


def _is_amount(text: str, before: Sequence[SheetLine], blank: int) -> bool:
    """True for a line that heads a sheet with amounts by year and stage, or continues such lines."""
    if "。" in text or "\t" in text or len(text) > 100:
        return False
    stages = find_stages(text)
    if stages and stages[0].start <= 30:
        has_amount = bool(list(find_amounts(text)))
        prefix = _ROW_NUMBER.match(text)
        alone = len(text) - (prefix.end() if prefix else 0) - (stages[-1].end - stages[0].start) <= 4
        return has_amount or alone
    if len(text) <= 45 and DAMAGED_STAGE.match(text) and list(find_amounts(text)):
        return True  # ７年度〓正予算額 ２．４億円
    after_amount = bool(before) and before[-1].kind == "amount" and blank <= 1
    if not after_amount:
        return False
    if _LISTED_AMOUNT.match(text) or _OF_WHICH.match(text):
        return True
    if len(text) <= 40 and any(year_marks(text, None)) and list(find_amounts(text)):
        return True  # （前年度予算額 4.8億円） on a line of its own
    # 【R8予算(案)額 <line end> 6,420,035千円の内数】
    return (
        not list(find_amounts(before[-1].text))
        and bool(re.match(r"[0-9０-９]", text))
        and bool(list(find_amounts(text)))
    )
