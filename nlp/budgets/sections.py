"""Decides under which section each row of a budget list stands, also where the headings are printed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.budgets.layout import ListLine
from nlp.gazetteer import comparison_key


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """The section of a row; `notation` "" when it cannot be decided (then `reason` says why)."""

    notation: str
    heading: ListLine | None
    method: str
    confidence: float
    reason: str = ""


def place_sections(lines: Sequence[ListLine], name_of: Callable[[ListLine], str]) -> dict[int, SectionChoice]:
    """Row index -> its section. Headings before their rows decide by position; detached ones by reasoning.

    Detached: some row precedes every heading. Rows then fall into runs, cut at blank lines and wherever one programme would
    stand twice in a section; as many runs as sections means one section a run, in the order of their numbers.
    """
    rows = [line for line in lines if line.kind == "row"]
    sections = [line for line in lines if line.kind == "section"]
    if not rows or not (sections or any(line.kind == "pillar" for line in lines)):
        return {}
    first_row = rows[0].start
    first_heading = min(line.start for line in lines if line.kind in ("section", "pillar"))
    if first_heading < first_row:
        return _by_position(lines)
    return _by_runs(rows, sections, name_of)


def _by_position(lines: Sequence[ListLine]) -> dict[int, SectionChoice]:
    placed: dict[int, SectionChoice] = {}
    current: ListLine | None = None
    index = 0
    for line in lines:
        if line.kind in ("section", "pillar"):
            current = line
        elif line.kind == "row":
            if current is not None:
                placed[index] = SectionChoice(current.notation, current, "position", 1.0)
            index += 1
    return placed


def _by_runs(
    rows: Sequence[ListLine], sections: Sequence[ListLine], name_of: Callable[[ListLine], str]
) -> dict[int, SectionChoice]:
    ordered = sorted(sections, key=lambda line: (line.notation.split("-")[0], line.notation))
    runs = _runs(rows, name_of)
    if not ordered:
        return {}
    if len(ordered) == 1:
        runs = [list(range(len(rows)))]
    if len(runs) != len(ordered):
        reason = f"見出しが行から離れ、行のまとまり（{len(runs)}）と節（{len(ordered)}）の数が合わない"
        return {index: SectionChoice("", None, "detached-heading", 0.0, reason) for index in range(len(rows))}
    reason = "見出しが行から離れているため、行のまとまりの順と節の番号の順を対応させた"
    return {
        index: SectionChoice(heading.notation, heading, "detached-heading", 0.9, reason)
        for run, heading in zip(runs, ordered, strict=True)
        for index in run
    }


def _runs(rows: Sequence[ListLine], name_of: Callable[[ListLine], str]) -> list[list[int]]:
    runs = [[0]]
    names = {comparison_key(name_of(rows[0]))}
    for index, (before, line) in enumerate(pairwise(rows), 1):
        name = comparison_key(name_of(line))
        if line.block != before.block or name in names:
            runs.append([])
            names = set()
        runs[-1].append(index)
        names.add(name)
    return runs
