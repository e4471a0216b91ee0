"""Rows of a table whose name ran over the line end, so that two rows of cells print one: 28 <tab> …広域派遣 / <tab> 体制強化事業 <tab> 264 <tab> 厚生労働省.

The numbers are the evidence: the row with the number lacks what the row without one prints, and the next row has the next number,
so that no row of the list is without its number between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.budgets.line_kinds import ListLine
from nlp.budgets.rows import RowParts

# A name that is whole; only what hangs on to a name goes on below it (費補助金, （二次分）).
_WHOLE = re.compile(r"(?:事業|交付金|補助金|委託費|負担金|助成金|プログラム|プロジェクト)$")
_HANGS_ON = re.compile(r"[費（(]")


def with_split_rows(lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    """The lines, two that print one row made one: its name in two pieces (`RowParts.more`), the other cells from the one that has them."""
    done: list[ListLine] = []
    for index, line in enumerate(lines):
        above = done[-1] if done else None
        if above is not None and _is_rest(above, line, lines[index + 1 :]):
            done[-1] = _joined(above, line)
        else:
            done.append(line)
    return tuple(done)


def _is_rest(above: ListLine, line: ListLine, after: Sequence[ListLine]) -> bool:
    """Whether `line` prints the rest of the row `above`."""
    one, rest = above.row, line.row
    if above.kind != "row" or line.kind != "row" or one is None or rest is None or above.block != line.block:
        return False
    if one.number is None or one.name is None or one.more or rest.number is not None or rest.name is None:
        return False
    if _has_cells(one) == _has_cells(rest):
        return False
    following = next((item.printed for item in after if item.kind == "row"), None)
    in_sequence = above.printed is not None and following == above.printed + 1
    return in_sequence and (not _WHOLE.search(one.name.text) or _HANGS_ON.match(rest.name.text) is not None)


def ends_whole(name: str) -> bool:
    """Whether a name ends as names of programmes do (…事業, …交付金)."""
    return _WHOLE.search(name) is not None


def _has_cells(row: RowParts) -> bool:
    """Whether a row prints more than its number and its name."""
    return bool(
        row.amount or row.blank or row.ministries or row.remarks or row.included_only or row.unreadable
    )


def _joined(above: ListLine, line: ListLine) -> ListLine:
    one, rest = above.row or RowParts(), line.row or RowParts()
    pieces = (*one.more, *((rest.name,) if rest.name else ()), *rest.more)
    source = one if _has_cells(one) else rest
    row = replace(source, number=one.number, name=one.name, section=one.section or rest.section, more=pieces)
    return replace(above, row=row, end=line.end)
