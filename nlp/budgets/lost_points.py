"""Amounts that another amount of the same thing contradicts by a power of ten (8.2億円 read as 82億円): kept as printed, and doubted.

An amount of a sheet is held against the list's row of the same name, year and stage, and against the parts of the sheet. What rounding
explains is no doubt. Nothing is put right: which of the two lost its point is told where the larger one prints none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from nlp.budgets.detached_columns import rounds_to
from nlp.budgets.passages import fold
from nlp.records import Field, Issue, Record
from nlp.values.amounts import Amount

_DOUBTED = 0.4
_POWERS = (10, 100, 1000)
_BEGINNINGS = frozenset({"initial", "approvedEstimate", "draft"})
# Shorter names (相談支援) stand inside too many others.
_TELLING = 8
# Between two years an amount seldom grows tenfold; a sheet that counts in 億円 prints a tenth of it nearly always.
_NEAR_TEN = (6.5, 14.0)
_WHOLE = re.compile(r"\d{2,}億円(?:の?内数)?")


@dataclass(frozen=True, slots=True)
class _Printed:
    """An amount of a record: `name` is folded, `frame` its year and stage."""

    record: int
    name: str
    frame: tuple[object, str]
    kind: str
    amount: Amount
    parent: str

    @property
    def yen(self) -> int:
        return self.amount.yen or 0


@dataclass(frozen=True, slots=True)
class _Doubt:
    printed: _Printed
    reason: str


def doubted_amounts(records: Sequence[Record]) -> tuple[list[Record], list[Issue]]:
    """The records, the amounts that are doubted less sure (confidence 0.4) and with the reason, and an issue for each."""
    printed = list(_printed(records))
    doubts: dict[int, str] = {}
    for doubt in (*_against_lists(printed), *_against_parts(printed)):
        doubts.setdefault(doubt.printed.record, doubt.reason)
    made, issues = list(records), []
    for index, reason in sorted(doubts.items()):
        record = records[index]
        made[index] = replace(record, fields=tuple(_doubted(item, reason) for item in record.fields))
        amount = record.first("amount")
        where = amount.where if amount is not None else record.where
        subject = f"{record.kind}:{record.key}"
        issues.append(
            Issue("doubtful-amount", "warning", reason, where, subject, "原本で小数点と桁を確かめる")
        )
    return made, issues


def _printed(records: Sequence[Record]) -> Iterator[_Printed]:
    for index, record in enumerate(records):
        yen, text = record.value("amount"), record.text("amount_text")
        if record.kind not in ("budget_line", "sheet_amount", "component") or not isinstance(yen, int):
            continue
        field = record.first("amount")
        if not yen or field is None or field.method == "detached-column":
            continue
        stage = record.text("stage")
        frame = record.value("fiscal_year"), "initial" if stage in _BEGINNINGS else stage
        amount = Amount(0, 0, yen, "exact", text, "")
        yield _Printed(
            index, fold(record.text("label")), frame, record.text("amount_kind"), amount, record.parent
        )


def _against_lists(printed: Sequence[_Printed]) -> Iterator[_Doubt]:
    rows = [item for item in printed if not item.parent and item.kind != "ofWhich"]
    stated = [item for item in printed if item.parent and item.frame[0] and item.kind != "ofWhich"]
    for item in stated:
        own = [
            row
            for row in rows
            if row.frame == item.frame and row.kind == item.kind and _same_name(row.name, item.name)
        ]
        if not own or any(_agree(row.amount, item.amount) for row in own):
            continue
        for row in own:
            power = _power(row, item)
            if power:
                large, small = (row, item) if row.yen > item.yen else (item, row)
                reason = f"金額「{large.amount.text}」は、同じ事業・年度・段階の「{small.amount.text}」の{power}倍に当たり、"
                if "." in large.amount.text or "．" in large.amount.text:
                    yield _Doubt(large, f"{reason}どちらかの桁が失われた疑いがある")
                    yield _Doubt(
                        small,
                        f"金額「{small.amount.text}」は「{large.amount.text}」の{power}分の1に当たり、桁が失われた疑いがある",
                    )
                else:
                    yield _Doubt(large, f"{reason}小数点が失われた疑いがある")


def _same_name(first: str, second: str) -> bool:
    if not first or not second:
        return False
    return first == second or (
        min(len(first), len(second)) >= _TELLING and (first in second or second in first)
    )


def _agree(first: Amount, second: Amount) -> bool:
    return rounds_to(first.yen or 0, second) or rounds_to(second.yen or 0, first)


def _power(first: _Printed, second: _Printed) -> int:
    """The power of ten by which the larger exceeds the smaller, rounding allowed; 0 when it is none."""
    large, small = (first, second) if first.yen > second.yen else (second, first)
    for power in _POWERS:
        tenth = large.yen // power
        step = replace(large.amount, yen=tenth)
        if rounds_to(tenth, small.amount) or rounds_to(small.yen, step):
            return power
    return 0


def _against_parts(printed: Sequence[_Printed]) -> Iterator[_Doubt]:
    """A part of a sheet (うち, a component) above the whole; a whole that is a power of ten away from the sum of its parts."""
    sheets: dict[str, list[_Printed]] = {}
    for item in printed:
        if item.parent:
            sheets.setdefault(item.parent, []).append(item)
    for own in sheets.values():
        yield from _in_sheet(own)
        yield from _against_years(own)


def _against_years(own: Sequence[_Printed]) -> Iterator[_Doubt]:
    """An amount without a point, about ten times that of the sheet's other year, which is printed with one (23億円, 2.5億円)."""
    for item in own:
        others = [
            other
            for other in own
            if other.frame[1] == item.frame[1] == "initial"
            and other.frame[0] not in (None, item.frame[0])
            and other.kind == item.kind
        ]
        if item.frame[0] is None or not others or not _WHOLE.fullmatch(normalize("NFKC", item.amount.text)):
            continue
        if all(_NEAR_TEN[0] <= item.yen / other.yen <= _NEAR_TEN[1] for other in others):
            reason = f"金額「{item.amount.text}」は、同じ資料の他の年度の「{others[0].amount.text}」の10倍に近く、小数点が失われた疑いがある"
            yield _Doubt(item, reason)


def _in_sheet(own: Sequence[_Printed]) -> Iterator[_Doubt]:
    wholes: Mapping[tuple[object, str], list[_Printed]] = _grouped(own)
    parts = [item for item in own if item.frame[0] is None and item.kind == "exact"]
    for frame, stated in wholes.items():
        exact = [item for item in stated if item.kind == "exact"]
        if not exact:
            continue
        whole = exact[0]
        for item in stated:
            if item.kind == "ofWhich" and _exceeds(item, max(exact, key=lambda one: one.yen)):
                yield _Doubt(item, _above(item, whole))
        if len(wholes) > 1 or frame[0] is None:
            continue
        total = sum(item.yen for item in parts)
        for item in parts:
            if _exceeds(item, whole):
                yield _Doubt(item, _above(item, whole))
        if len(parts) >= 2 and not any(_exceeds(item, whole) for item in parts):
            summed = replace(whole, amount=replace(whole.amount, yen=total, text=f"{total}円"))
            if _power(whole, summed) and whole.yen > total:
                reason = f"金額「{whole.amount.text}」は、内訳の合計 {total:,}円 の{_power(whole, summed)}倍に当たり、小数点が失われた疑いがある"
                yield _Doubt(whole, reason)


def _grouped(own: Sequence[_Printed]) -> dict[tuple[object, str], list[_Printed]]:
    groups: dict[tuple[object, str], list[_Printed]] = {}
    for item in own:
        if item.frame[0] is not None:
            groups.setdefault(item.frame, []).append(item)
    return groups


def _exceeds(part: _Printed, whole: _Printed) -> bool:
    return part.yen > whole.yen and not _agree(part.amount, whole.amount)


def _above(part: _Printed, whole: _Printed) -> str:
    return f"内訳の金額「{part.amount.text}」が全体の「{whole.amount.text}」を超え、小数点か桁が失われた疑いがある"


def _doubted(item: Field, reason: str) -> Field:
    if item.name != "amount":
        return item
    note = f"{item.note}。{reason}" if item.note else reason
    return replace(item, confidence=min(item.confidence, _DOUBTED), note=note)
