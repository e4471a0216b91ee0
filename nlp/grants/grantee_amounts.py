"""What each grantee gets, from the column of a grantee table that prints it (交付決定額, 助成額), in yen.

A number without a unit counts in the unit of its heading (交付額（千円）) or of the line above the table (単位：千円). What no
unit or no whole number stands behind is an Issue, never a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.cue_files import compiled, load_cues
from nlp.grants.grantee_cells import Piece
from nlp.reading import Line, Reading
from nlp.records import Field, Issue
from nlp.values.amounts import parse_amount, table_unit

_UNIT_REACH = 3
"""How many printed lines above its heading a table's unit may stand."""
_BLANK = frozenset("－―‐ー-–—…‥")


def with_one_amount(roles: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    """The roles with the first amount column alone: a second one, and one of another sum (交付額の上限), is what nobody got.

    >>> with_one_amount(("name", "amount", "amount"), ("団体名", "交付額の上限", "交付決定額"))
    ('name', '', 'amount')
    """
    other = compiled(load_cues("grant_cues")["grantees"]["other_sums"])
    fitting = [n for n, role in enumerate(roles) if role == "amount" and not other.search(cells[n])]
    return tuple("" if role == "amount" and n not in fitting[:1] else role for n, role in enumerate(roles))


def unit_of_table(lines: Sequence[Line], header: Line, columns: Sequence[str]) -> int | None:
    """The yen that a bare number of the amount column stands for; None where neither heading nor table says it."""
    cells = header.text.split("\t")
    for role, cell in zip(columns, cells, strict=False):
        if role == "amount" and (told := table_unit(cell)) is not None:
            return told
    above = [line for line in lines if line.end <= header.start and line.text.strip()][-_UNIT_REACH:]
    for line in reversed(above):
        if "\t" in line.text:
            return None  # the rows of the table before
        if (told := table_unit(line.text)) is not None:
            return told
    return None


def amount_fields(reading: Reading, whole: Piece, unit: int | None) -> Iterator[Field]:
    """`granted` (yen) and `granted_text` of a cell; nothing where it cannot be read (see `amount_issues`)."""
    found = parse_amount(whole.text, unit)
    if found is None or found.yen is None or found.kind != "exact":
        return
    begin, end = whole.start, whole.end
    yield reading.make("granted", found.yen, begin, end, unit="円", method="table-cell")
    yield reading.make("granted_text", whole.text.replace("\n", ""), begin, end, method="table-cell")


def amount_issues(reading: Reading, whole: Piece, unit: int | None, key: str) -> Iterator[Issue]:
    """Why the amount of grantee `key` has no value: its cell is empty, has no unit, or cannot be read."""
    found = parse_amount(whole.text, unit)
    if found is not None and found.yen is not None and found.kind == "exact":
        return
    where, subject = reading.where(whole.start, whole.end), f"grantee:{key}"
    if set(whole.text) <= _BLANK:
        yield Issue("blank-amount", "warning", f"交付団体 {key} の金額の欄が空", where, subject)
        return
    why = "数が読めない"
    if found is not None and found.kind != "exact":
        why = "その団体だけの額ではない"
    elif unit is None and parse_amount(whole.text, 1) is not None:
        why = "単位が印刷されていない"
    yield Issue(
        "unreadable-amount",
        "warning",
        f"交付団体 {key} の金額「{whole.text}」は{why}ため、値にしていない",
        where,
        subject,
        "原本の表で確かめる",
    )
