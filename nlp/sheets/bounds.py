"""Cuts a document into programme sheets: which lines belong together, although PDF order may have shuffled them.

The lines are scanned for events (title, amounts, headings, other parts). An event that cannot belong to the sheet at
hand (a second title, a heading again, other amounts, a heading of another family) opens the next; the cut is made
at the best place between the two. Where text runs page by page in shuffled order, wide gaps are page ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.sheets.printed_lines import SheetLine
from nlp.sheets.stages import find_stages
from nlp.values.amounts import find_amounts

# Sections that a sheet has once under the heading of its family; others (【対象】, 結果) may come again.
_TITLE_REACH = 4
_ONCE = ("purpose", "overview", "effect", "goal", "conditions", "flow", "pillars")


@dataclass
class SheetSpan:
    """The lines [start, end) of one sheet. `scrambled` when its text does not follow its headings."""

    start: int
    end: int
    scrambled: bool
    titles: list[int] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)


@dataclass
class _Current:
    """The sheet at hand: what it has so far. `other` is True for a part of the document that is no sheet."""

    start: int
    last: int
    other: bool = False
    layouts: set[str] = field(default_factory=set)
    sections: set[tuple[str, str]] = field(default_factory=set)
    amounts: dict[tuple[int, str], str] = field(default_factory=dict)
    last_amount: int = -10
    title: str = ""
    strength: int = -1
    titles: list[int] = field(default_factory=list)
    amount_lines: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)


def is_scrambled(lines: Sequence[SheetLine]) -> bool:
    """True when headings stand side by side on one line: the text of both columns was torn from them."""
    pairs = sum(len([h for h in item.headings if h.layout]) > 1 for item in lines)
    return pairs > 0


def find_sheets(lines: Sequence[SheetLine]) -> list[SheetSpan]:
    """The sheets of a document in order, by index of their lines; text that belongs to none is left out."""
    scrambled = is_scrambled(lines)
    current = _Current(0, -1, other=True)
    closed: list[_Current] = []
    cuts: list[int] = []
    for index, item in enumerate(lines):
        if item.kind not in ("title", "amount", "heading", "other"):
            continue
        if (
            item.kind == "title"
            and item.title
            and item.title.strength == 0
            and not _page_start(lines, index, scrambled)
        ):
            continue
        if _conflicts(current, lines, index, scrambled):
            cut = _cut(lines, current.last, index, scrambled)
            closed.append(current)
            cuts.append(cut)
            current = _Current(cut, index, other=item.kind == "other")
        _absorb(current, lines, index)
    closed.append(current)
    ends = [*cuts, len(lines)]
    sheets = [
        SheetSpan(part.start, end, scrambled, part.titles, part.amount_lines, part.headings)
        for part, end in zip(closed, ends, strict=True)
        if not part.other
    ]
    return list(_with_evidence(lines, sheets))


def _conflicts(current: _Current, lines: Sequence[SheetLine], index: int, scrambled: bool) -> bool:
    """True when the event at `index` cannot belong to the part at hand."""
    item = lines[index]
    if item.kind == "other":
        return not current.other
    specific = {heading.layout for heading in item.headings if heading.layout}
    if current.other:
        return item.kind in ("title", "amount") or bool(specific)
    if scrambled and _page_between(lines, current.last, index) and _opens_page(lines, index):
        return True
    if item.kind == "title" and item.title is not None:
        # Where text runs in order, a title after headings is the next sheet's, even if this sheet has none.
        return (bool(current.title) and current.title != _title_text(item)) or (
            not scrambled and bool(current.headings) and not current.title
        )
    if item.kind == "amount":
        return _other_amounts(current, lines, index, scrambled)
    if specific and current.layouts and not specific & current.layouts:
        return True
    return any(
        (heading.layout, heading.section) in current.sections
        for heading in item.headings
        if heading.layout and heading.section in _ONCE
    )


def _other_amounts(current: _Current, lines: Sequence[SheetLine], index: int, scrambled: bool) -> bool:
    """True when an amount line speaks of a year and stage that the sheet has, elsewhere or with another sum."""
    adjacent = index - current.last_amount <= 1
    if adjacent or not current.amounts:
        return False
    for stage in find_stages(lines[index].text):
        if (stage.year, stage.stage) in current.amounts:
            return True
    # Amounts far from the first ones, after the headings: those of the next sheet, whose title is yet to come …
    far = bool(current.headings) and current.headings[-1] > current.last_amount
    # … unless that title has its own below it: then they are of this sheet, which says no other sum of their year and stage.
    return far and (scrambled or not _next_has_own(lines, index))


def _next_has_own(lines: Sequence[SheetLine], index: int) -> bool:
    """Whether the title that follows an amount line, before any heading, has amounts of its own right below it."""
    for place in range(index + 1, min(len(lines), index + 1 + _TITLE_REACH)):
        if lines[place].headings:
            return False
        if lines[place].kind == "title" and (title := lines[place].title) is not None and title.strength >= 2:
            below = lines[place + 1 : place + 3]
            return _has_amount(lines[place]) or any(item.kind == "amount" for item in below)
    return False


def _has_amount(item: SheetLine) -> bool:
    """Whether a title's line prints an amount with its year and stage behind the title."""
    if item.title is None:
        return False
    behind = item.text[item.title.end :]
    return bool(find_stages(behind)) and bool(find_amounts(behind))


def _absorb(current: _Current, lines: Sequence[SheetLine], index: int) -> None:
    item = lines[index]
    current.last = index
    if item.kind == "title" and item.title is not None and item.title.strength >= current.strength:
        current.title, current.strength = _title_text(item), item.title.strength
    if item.kind == "title":
        current.titles.append(index)
    if item.kind == "amount" or (item.kind == "title" and _has_amount(item)):
        current.last_amount = index
        current.amount_lines.append(index)
        for stage in find_stages(item.text):
            current.amounts.setdefault((stage.year, stage.stage), item.text)
    elif item.kind == "heading":
        current.headings.append(index)
        current.layouts |= {heading.layout for heading in item.headings if heading.layout}
        current.sections |= {(heading.layout, heading.section) for heading in item.headings}


def _title_text(item: SheetLine) -> str:
    return item.text[item.title.start : item.title.end] if item.title else ""


def _cut(lines: Sequence[SheetLine], last: int, index: int, scrambled: bool) -> int:
    """Where between the events at `last` and `index` the new part begins."""
    title = lines[index].title
    best, best_score = index, float("-inf")
    for candidate in range(last + 1, index + 1):
        score = _gap_score(lines, candidate, scrambled)
        if candidate == index:
            firm = lines[index].kind == "other" or (title is not None and title.strength >= 2)
            score += 5.0 if firm and not scrambled else 1.5 if firm or title is not None else 1.0
        # Shuffled pages have their title anywhere: the first wide gap is the page's head.
        if score > best_score or (score == best_score and not scrambled):
            best, best_score = candidate, score
    return best


def _gap_score(lines: Sequence[SheetLine], index: int, scrambled: bool) -> float:
    """How much speaks for a new part beginning with this line: page change, empty lines, an odd margin."""
    if index == 0:
        return 6.0
    item, before = lines[index], lines[index - 1]
    if item.page != before.page:
        return 6.0
    if item.blank >= 2:
        # A wide gap right under a heading is a picture that left no text.
        return 0.5 if before.kind == "heading" and not scrambled else 3.0
    if item.indented and not before.indented and item.blank == 0:
        return 2.0
    return float(item.blank)


def _page_start(lines: Sequence[SheetLine], index: int, scrambled: bool) -> bool:
    if index == 0:
        return True
    return lines[index].page != lines[index - 1].page or (
        scrambled and _gap_score(lines, index, scrambled) >= 2.0
    )


def _page_between(lines: Sequence[SheetLine], last: int, index: int) -> bool:
    """True when a page ends between the two lines: known pages, or wide gaps in a shuffled document."""
    return any(
        lines[i].page != lines[i - 1].page or _gap_score(lines, i, True) >= 3.0
        for i in range(max(1, last + 1), index + 1)
    )


def _opens_page(lines: Sequence[SheetLine], index: int) -> bool:
    """True when the page of line `index` has a title or amounts of its own, so that it is no continuation."""
    end = index
    while end + 1 < len(lines) and lines[end + 1].blank < 2 and lines[end + 1].page == lines[index].page:
        end += 1
    start = index
    while start > 0 and lines[start].blank < 2 and lines[start - 1].page == lines[index].page:
        start -= 1
    page = lines[start : end + 1]
    return any(
        item.kind == "amount" or (item.title is not None and item.title.strength >= 1) for item in page
    ) or (sum(len(item.headings) for item in page if any(heading.layout for heading in item.headings)) >= 2)


def _with_evidence(lines: Sequence[SheetLine], sheets: list[SheetSpan]) -> Iterator[SheetSpan]:
    """Sheets that show themselves as such; what only looks like a title goes back to the sheet before."""
    kept: list[SheetSpan] = []
    for sheet in sheets:
        strength = max((lines[i].title.strength for i in sheet.titles if lines[i].title), default=-1)  # type: ignore[union-attr]
        specific = sum(any(heading.layout for heading in lines[i].headings) for i in sheet.headings)
        told = (
            strength >= 2
            or sheet.amounts
            or specific >= 2
            or (strength >= 1 and (sheet.headings or _own_page(lines, sheet)))
        )
        if told:
            kept.append(sheet)
        elif kept and kept[-1].end == sheet.start:
            kept[-1].end = sheet.end
    yield from kept


def _own_page(lines: Sequence[SheetLine], sheet: SheetSpan) -> bool:
    """A title without amounts and headings counts when wide gaps stand on both sides of it."""
    at = sheet.titles[0]
    above = lines[at].blank >= 2 or any(item.blank >= 2 for item in lines[sheet.start : at])
    below = at + 1 >= len(lines) or lines[at + 1].blank >= 2 or lines[at + 1].page != lines[at].page
    return above and below
