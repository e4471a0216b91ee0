"""Says what each line of a document with programme sheets is: heading, amount, title, other part, noise or text.

Cues: `sheet_cues.toml`. A line keeps its characters' places in the reading while marks (**, #, bullets) are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.cue_files import compiled, load_cues
from nlp.gazetteer import Gazetteers
from nlp.language.offices import ministry_of
from nlp.layout.blocks import Block
from nlp.reading import Line, Reading
from nlp.sheets.stages import find_stages
from nlp.values.amounts import find_amounts

_MARKS = re.compile(r"\*\*|^[\s\u3000#>]+|\s+$")
_MARGIN = re.compile(r"[\s\u3000#>]+")
_BULLET = re.compile(r"^(?:[-*•‐－]|[○〇◯●◎■◆□◇▶➢✓❖\uf000-\uf0ff])[ \u3000]*")
_OFFICE_TITLE = re.compile(
    r"^(?P<title>[^「。]{4,80}?)[ \u3000]*[（(](?P<office>(?:[^（）()]|[（(][^（）()]{1,16}[）)]){3,40})[）)][ \u3000]*$"
)
_INNER = re.compile(r"[（(][^（）()]*[）)][ \u3000]*$")
_OFFICE_BEFORE = re.compile(
    r"^(?P<office>[^\s\u3000（）。、]{1,12}(?:局|省|庁|府|官房|本部)[ \u3000]*[^\s\u3000（）。、]{0,12}?(?:課|室|官付|官|係))"
    r"[ \u3000]*(?P<title>\S{6,60})$"
)
_LISTED_AMOUNT = re.compile(
    r"^[・･:：•\-][ \u3000]*(?P<name>\S.{1,50}?)[ \u3000]+[0-9０-９,，.．]+[ \u3000]*(?:億|百万|千|万)?円"
)
_ROW_NUMBER = re.compile(r"(?:No|Ｎｏ|№)[.．]?[ \u3000]*[0-9０-９]{1,3}[ \u3000]+")
_OF_WHICH = re.compile(r"^[（(][ \u3000]*うち.{2,60}[）)]$")

_EXPLAINED = re.compile(r"[・○●◆■\s]*([^\s、。]{2,20}?)とは[、\s]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a sheet: its family ("" = any), what stands below it, and its span in the line's block."""

    layout: str
    section: str
    start: int
    end: int
    rest: int | None


@dataclass(frozen=True, slots=True)
class Title:
    """A possible title. `strength` 3: printed as one or with its office; 2: beside an amount; 1: by its form alone;
    0: by a form that many lines have, at what may be the head of a page."""

    strength: int
    start: int
    end: int
    office: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One printed line. `block` is its text without marks; `blank` counts the empty lines before it.

    `kind` is heading, amount, title, other, noise or text; a title line may carry an amount as well.
    """

    line: Line
    block: Block
    kind: str
    blank: int
    indented: bool
    page: int
    bullet: bool = False
    headings: tuple[Heading, ...] = ()
    title: Title | None = None

    @property
    def text(self) -> str:
        """The text without marks."""
        return self.block.text


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
        result.append(item)
        blank = 0
    return _with_neighbour_titles(_with_wrapped_titles(result, gazetteers, cues["title"]), cues)


def _with_wrapped_titles(
    lines: Sequence[SheetLine], gazetteers: Gazetteers, rules: dict[str, Any]
) -> list[SheetLine]:
    """The lines with a title whose office runs over the line end (…調査（内閣府孤独・孤立対策推 / 進室）) as one line."""
    result: list[SheetLine] = []
    for item in lines:
        above = result[-1] if result else None
        if above is not None and above.kind == item.kind == "text" and _ends_bracket(above, item):
            text = above.text + item.text
            title = _printed_title(text, gazetteers, rules)
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
    if _any_of("other").search(line.text):
        kind = "other"
    elif found:
        kind, headings = "heading", found
    elif (named := _printed_title(text, gazetteers, cues["title"])) is not None:
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


def _printed_title(text: str, gazetteers: Gazetteers, cues: dict[str, Any]) -> Title | None:
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
    after_amount = bool(before) and before[-1].kind == "amount" and blank <= 1
    if not after_amount:
        return False
    if _LISTED_AMOUNT.match(text) or _OF_WHICH.match(text):
        return True
    # 【R8予算(案)額 <line end> 6,420,035千円の内数】
    return (
        not list(find_amounts(before[-1].text))
        and bool(re.match(r"[0-9０-９]", text))
        and bool(list(find_amounts(text)))
    )


def _with_neighbour_titles(lines: list[SheetLine], cues: dict[str, Any]) -> list[SheetLine]:
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
    page_head = item.blank >= 2 or item.indented or (index > 0 and item.page != lines[index - 1].page)
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
    """True when amounts stand right above or below a line; a subtitle in brackets may stand between."""
    if index > 0 and lines[index - 1].kind == "amount":
        return True
    below = lines[index + 1 : index + 3]
    if below and below[0].kind == "text" and below[0].text[:1] in "（(〈<＜～":
        below = below[1:]
    return bool(below) and below[0].kind == "amount"
