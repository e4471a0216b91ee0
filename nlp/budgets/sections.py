"""Decides under which section each row of a budget list stands, also where the headings are printed elsewhere.

Sections follow each other as their numbers do, so the rows in printed order are cut into runs, one a section. Where a cut
lies is weighed: a heading between two rows, a blank line, a programme that would stand twice in one section.
All ways to cut are summed (segment dynamics), which gives each row the probability of each section.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.budgets.line_kinds import ListLine
from nlp.budgets.lost_headings import UNKNOWN
from nlp.gazetteer import comparison_key

_HEADING_HERE = 4.0
_BLANK = 2.0
_NO_SIGN = -3.0
_TWICE = -4.0
_NO_ROWS = -4.0
_LOST_HEADING = -2.0
_SURE = 0.7
_LISTED = 0.05


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """The section of a row; `notation` "" when it cannot be decided (then `reason` says between which)."""

    notation: str
    heading: ListLine | None
    method: str
    confidence: float
    reason: str = ""


def place_sections(
    lines: Sequence[ListLine], name_of: Callable[[ListLine], str], in_order: bool
) -> dict[int, SectionChoice]:
    """Row index -> its section. Headings in front of their rows decide by position, detached ones by weighing.

    `in_order` says that the rows' numbers ascend as printed: position tells nothing in a shuffled list.
    """
    rows = [line for line in lines if line.kind == "row"]
    sections = [line for line in lines if line.kind == "section"]
    if not rows or not (sections or any(line.kind == "pillar" for line in lines)):
        return {}
    if not in_order:
        reason = "行の番号が順に並んでいないため、見出しの位置から節を決められない"
        return {index: SectionChoice("", None, "shuffled", 0.0, reason) for index in range(len(rows))}
    if not sections or _whole(lines):
        return _by_position(lines)
    return _by_weighing(lines, rows, sections, name_of)


def _whole(lines: Sequence[ListLine]) -> bool:
    """Whether headings stand in place: one before the first row, and a row (or a heading) behind each."""
    marks = [line.kind for line in lines if line.kind in ("section", "pillar", "row")]
    if marks[0] == "row" or marks[-1] == "section":
        return False
    return not any(before == "section" and after != "row" for before, after in pairwise(marks))


def _by_position(lines: Sequence[ListLine]) -> dict[int, SectionChoice]:
    placed: dict[int, SectionChoice] = {}
    current: ListLine | None = None
    lost = False
    index = 0
    for line in lines:
        if line.kind in ("section", "pillar"):
            current, lost = line, False
        elif line.notation == UNKNOWN:
            lost = True
        elif line.kind == "row":
            if lost and not line.stray:
                reason = "上の節の見出しの番号が失われていて、どの節か決められない"
                placed[index] = SectionChoice("", None, "lost-heading", 0.0, reason)
            elif current is not None and not line.stray:
                method = "position" if current.sure == 1.0 else "sequence"
                placed[index] = SectionChoice(current.notation, current, method, current.sure)
            index += 1
    return placed


@dataclass(frozen=True, slots=True)
class _Slot:
    notation: str
    heading: ListLine | None


def _by_weighing(
    lines: Sequence[ListLine],
    rows: Sequence[ListLine],
    sections: Sequence[ListLine],
    name_of: Callable[[ListLine], str],
) -> dict[int, SectionChoice]:
    slots = _slots(sections)
    gaps = _gaps(lines, rows)
    names = [comparison_key(name_of(row)) for row in rows]
    count, width = len(rows), len(slots)

    def weight(slot: int, start: int, end: int) -> float:
        """Log-weight of rows [start, end) as section `slot`; an empty run is a section without rows."""
        if start == end:
            return _NO_ROWS
        score = 0.0 if slots[slot].heading is not None else _LOST_HEADING
        said = gaps[start][0]
        if said:
            score += _HEADING_HERE if said == slots[slot].notation else -_HEADING_HERE / 2
        if start:
            score += _BLANK if gaps[start][1] else (0.0 if said else _NO_SIGN)
        inside = [name for name in names[start:end] if name]
        score += _TWICE * (len(inside) - len(set(inside)))
        # A heading printed inside the run speaks for another cut.
        score -= sum(1.0 for place in range(start + 1, end) if gaps[place][0])
        return score

    reach = [[-math.inf] * (count + 1) for _ in range(width + 1)]
    reach[0][0] = 0.0
    runs: dict[tuple[int, int, int], float] = {}
    for slot in range(width):
        for start in range(count + 1):
            if reach[slot][start] == -math.inf:
                continue
            for end in range(start, count + 1):
                runs[slot, start, end] = weight(slot, start, end)
                reach[slot + 1][end] = _add(reach[slot + 1][end], reach[slot][start] + runs[slot, start, end])
    left = [[-math.inf] * (count + 1) for _ in range(width + 1)]
    left[width][count] = 0.0
    for slot in range(width - 1, -1, -1):
        for start in range(count + 1):
            for end in range(start, count + 1):
                if (slot, start, end) in runs:
                    left[slot][start] = _add(left[slot][start], runs[slot, start, end] + left[slot + 1][end])
    total = left[0][0]
    chances = [[0.0] * width for _ in range(count)]
    for (slot, start, end), value in runs.items():
        share = reach[slot][start] + value + left[slot + 1][end] - total
        if share > -30:
            for row in range(start, end):
                chances[row][slot] += math.exp(share)
    return {row: _choice(chances[row], slots) for row in range(count)}


def _slots(sections: Sequence[ListLine]) -> list[_Slot]:
    """The sections in order, each once, with those in between whose heading is lost."""
    first: dict[str, ListLine] = {}
    for line in sections:
        first.setdefault(line.notation, line)
    slots: list[_Slot] = []
    for pillar in sorted({notation.split("-")[0] for notation in first}):
        marks = sorted(notation[-1] for notation in first if notation.split("-")[0] == pillar)
        for code in range(ord("①"), ord(marks[-1]) + 1):
            notation = f"{pillar}-{chr(code)}"
            slots.append(_Slot(notation, first.get(notation)))
    return slots


def _gaps(lines: Sequence[ListLine], rows: Sequence[ListLine]) -> list[tuple[str, bool]]:
    """For the gap before each row: the section heading printed last in it, and whether a blank line stands there."""
    gaps: list[tuple[str, bool]] = []
    said, before = "", None
    for line in lines:
        if line.kind == "section":
            said = line.notation
        elif line.kind == "row":
            gaps.append((said, before is not None and line.block != before.block))
            said, before = "", line
    return gaps[: len(rows)]


def _choice(chances: Sequence[float], slots: Sequence[_Slot]) -> SectionChoice:
    ranked = sorted(zip(chances, slots, strict=True), key=lambda item: -item[0])
    chance, slot = ranked[0]
    if chance >= _SURE:
        reason = "見出しが行から離れているため、行のまとまりの順と節の番号の順を対応させた"
        if slot.heading is None:
            reason = "節の見出しが失われているため、前後の節の番号から補った"
        return SectionChoice(
            slot.notation, slot.heading, "detached-heading", round(min(chance, 0.99), 2), reason
        )
    options = "、".join(f"{item.notation}（{share:.2f}）" for share, item in ranked if share >= _LISTED)
    return SectionChoice("", None, "detached-heading", 0.0, f"節は {options} のいずれとも決められない")


def _add(first: float, second: float) -> float:
    if first < second:
        first, second = second, first
    return first if second == -math.inf else first + math.log1p(math.exp(second - first))
