"""Which section the loose amounts of a list are of, where its headings are printed among them: 3-② / 21,000 / 2,730 / 3-③ / 641.

A heading speaks for the amounts below it only where the whole list fits: no section has more loose amounts than rows that lack one,
none that lacks some has no amount at all, and at most one lost any. Headings printed behind their values, or away from them, do not fit so.
A heading whose own rows all have their amounts speaks for the section before it, where as many are lacking there as stand below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from nlp.budgets.detached_columns import Evidence, Loose

_LEAST_SECTIONS = 2
# Of amounts below a heading of a list that fits, about one in twenty is of another section.
_BELOW, _ELSEWHERE = 3.0, -3.0


def with_headings(
    evidence: Mapping[tuple[int, int], Evidence],
    rows: Sequence[int],
    loose: Sequence[Loose],
    headings: Sequence[tuple[int, str]],
    sections: Mapping[int, str],
) -> dict[tuple[int, int], Evidence]:
    """The evidence for each (row, index of loose amount), and what the headings among the amounts say.

    `headings` are (start in the reading, notation), `sections` the notation of each row's section.
    """
    found = dict(evidence)
    below = _in_sections_that_lack(
        [_heading_above(item, headings) for item in loose], [sections.get(row, "") for row in rows]
    )
    if not _fits(rows, below, sections):
        return found
    for row in rows:
        for index, notation in enumerate(below):
            same = notation == sections.get(row)
            before = found.get((row, index), Evidence(0.0, ""))
            reason = f"節 {notation} の見出しの下に印刷されている" if same else ""
            score = before.score + (_BELOW if same else _ELSEWHERE)
            found[row, index] = Evidence(score, "。".join(one for one in (before.reason, reason) if one))
    return found


def _in_sections_that_lack(below: Sequence[str], lacking: Sequence[str]) -> list[str]:
    """The section of each loose amount: that of the heading above it; where all rows of that one have their amounts and as many lack
    one in the section before, the heading was printed in front of the values that belong above it.
    """
    printed, wanted = Counter(below), Counter(lacking)
    moved: dict[str, str] = {}
    for notation, count in printed.items():
        before = max((name for name in wanted if name and name < notation), default="")
        if notation and notation not in wanted and before not in printed and wanted[before] == count:
            moved[notation] = before
    if len(set(moved.values())) < len(moved):
        return list(below)
    return [moved.get(notation, notation) for notation in below]


def _heading_above(item: Loose, headings: Sequence[tuple[int, str]]) -> str:
    return max(((start, notation) for start, notation in headings if start < item.start), default=(0, ""))[1]


def _fits(rows: Sequence[int], below: Sequence[str], sections: Mapping[int, str]) -> bool:
    lacking = Counter(sections.get(row, "") for row in rows)
    printed = Counter(below)
    if "" in lacking or set(printed) != set(lacking) or len(lacking) < _LEAST_SECTIONS:
        return False
    lost = [name for name in lacking if printed[name] < lacking[name]]
    return len(lost) <= 1 and all(printed[name] <= lacking[name] for name in lacking)
