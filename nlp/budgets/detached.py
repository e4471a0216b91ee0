"""Values of a budget list that stand apart from their rows, given back to them: amounts and ministries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nlp.budgets.clues import amount_evidence, ministry_evidence, with_twins
from nlp.budgets.columns import read_amount
from nlp.budgets.detached_columns import Assigned, Loose, assign
from nlp.budgets.heading_clues import with_headings
from nlp.budgets.layout import Region
from nlp.budgets.line_kinds import ListLine
from nlp.budgets.numbers import printed_number
from nlp.budgets.passages import find_passages, fold, share_out
from nlp.budgets.records import Finding, name_of
from nlp.budgets.rows import MinistryPart, RowParts, shifted
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Field, Issue
from nlp.values.amounts import Amount

# Below this a value is not given to a row. Of the values given on generated lists 99% are right (tests/gold/eval_budget.py).
SURE = 0.85
_CONTRADICTED = 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """What a row was given. `decided` when one value is sure enough; `options` names the rivals when not."""

    decided: bool
    options: str
    finding: Finding | None = None
    ministries: tuple[MinistryPart, ...] = ()
    confidence: float = 0.0
    note: str = ""

    def ministry_fields(self, reading: Reading) -> Iterator[Field]:
        """The `ministry` fields of the row."""
        for item in self.ministries:
            yield reading.make(
                "ministry",
                item.name,
                item.part.start,
                item.part.end,
                method="detached-column",
                confidence=self.confidence,
                note=self.note,
            )


@dataclass(frozen=True, slots=True)
class Detached:
    """Row index -> what it was given; `used` are the starts of the loose lines that found a row."""

    amounts: Mapping[int, Placed] = field(default_factory=dict)
    ministries: Mapping[int, Placed] = field(default_factory=dict)
    used: frozenset[int] = frozenset()
    issues: tuple[Issue, ...] = ()


def find_detached(
    reading: Reading,
    region: Region,
    rows: Sequence[ListLine],
    year: Sequence[Field],
    context: Context,
    sections: Mapping[int, str],
) -> Detached:
    """Assign the loose amounts and ministries of a region to the rows that lack them; `sections` are the rows' notations."""
    parts = [line.row or RowParts() for line in rows]
    lacking = [
        i
        for i, row in enumerate(parts)
        if row.amount is None and not row.blank and not row.included_only and not row.unreadable
    ]
    orphans = [i for i, row in enumerate(parts) if not row.ministries]
    amounts = [line for line in region.lines if line.kind == "amount"]
    named = [line for line in region.lines if line.kind == "ministry"]
    if not (lacking and amounts) and not (orphans and named):
        return Detached()
    names = {index: name_of(row) for index, row in enumerate(parts)}
    printed = {i: printed_number(row.number.text) if row.number else None for i, row in enumerate(parts)}
    passages = find_passages(
        reading, context, (region.start, region.end), {item.name: item.value for item in year}
    )
    about = share_out(passages, names, printed)
    given: dict[int, Placed] = {}
    ministries: dict[int, Placed] = {}
    used: set[int] = set()
    if loose := list(_loose_amounts(reading, amounts, region)):
        evidence = amount_evidence(lacking, names, loose, passages, about)
        evidence = with_twins(evidence, lacking, loose, names, {i: row.amount for i, row in enumerate(parts)})
        headings = [(line.start, line.notation) for line in region.lines if line.kind == "section"]
        evidence = with_headings(evidence, lacking, loose, headings, sections)
        for item in _without_contradictions(assign(lacking, loose, evidence), names):
            given[item.row] = _amount(item)
            if given[item.row].decided and item.loose is not None:
                used.add(item.loose.start)
    if them := list(_loose_ministries(named, region)):
        only = [loose for loose, _ in them]
        for item in assign(orphans, only, ministry_evidence(orphans, only, passages, about)):
            ministries[item.row] = _ministry(item, {loose.start: found for loose, found in them})
            if ministries[item.row].decided and item.loose is not None:
                used.add(item.loose.start)
    lines = {
        line.start
        for line in (*amounts, *named)
        if any(line.start <= start < max(line.end, line.start + 1) for start in used)
    }
    return Detached(given, ministries, frozenset(lines))


def _without_contradictions(assigned: Sequence[Assigned], names: Mapping[int, str]) -> list[Assigned]:
    """The same; rows of one name (再掲) that would hold different sums are left open."""
    sums: dict[str, set[object]] = {}
    for item in assigned:
        if item.loose is not None and item.confidence >= SURE and fold(names[item.row]):
            sums.setdefault(fold(names[item.row]), set()).add(item.loose.key)
    return [
        replace(item, confidence=min(item.confidence, _CONTRADICTED))
        if len(sums.get(fold(names[item.row]), ())) > 1
        else item
        for item in assigned
    ]


def _loose_amounts(reading: Reading, lines: Sequence[ListLine], region: Region) -> Iterator[Loose]:
    for line, run in _runs(lines, region):
        amount = read_amount(reading.text[line.start : line.end], region.unit)
        if amount is not None:
            at = shifted(amount, line.start)
            yield Loose((at.yen if at.yen is not None else at.text, at.kind), at.start, at.end, run, at)


def _loose_ministries(
    lines: Sequence[ListLine], region: Region
) -> Iterator[tuple[Loose, tuple[MinistryPart, ...]]]:
    for line, run in _runs(lines, region):
        key = tuple(item.name for item in line.ministries)
        yield Loose(key, line.start, line.end, run), line.ministries


def _runs(lines: Sequence[ListLine], region: Region) -> Iterator[tuple[ListLine, int]]:
    """Each loose line with the number of its run: runs end at blank lines and at lines of another kind."""
    places = {(line.kind, line.start): index for index, line in enumerate(region.lines)}
    run, before = 0, None
    for line in lines:
        place = places[line.kind, line.start]
        if before is not None and (place != before[0] + 1 or line.block != before[1]):
            run += 1
        before = (place, line.block)
        yield line, run


def _amount(item: Assigned) -> Placed:
    options = "、".join(
        f"{_money(loose.amount)}（{chance:.2f}）"
        for loose, chance in item.candidates
        if loose.amount is not None
    )
    if item.loose is None or item.loose.amount is None or item.confidence < SURE:
        return Placed(False, options, confidence=item.confidence)
    note = "。".join(item.reasons)
    finding = Finding(item.loose.amount, "detached-column", item.confidence, note)
    return Placed(True, options, finding, confidence=item.confidence, note=note)


def _money(amount: Amount | None) -> str:
    if amount is None:
        return ""
    return amount.text if amount.yen is None else f"{amount.yen:,}円"


def _ministry(item: Assigned, found: Mapping[int, tuple[MinistryPart, ...]]) -> Placed:
    options = "、".join(
        f"{'・'.join(part.name for part in found[loose.start])}（{chance:.2f}）"
        for loose, chance in item.candidates
    )
    if item.loose is None or item.confidence < SURE:
        return Placed(False, options, confidence=item.confidence)
    return Placed(True, options, None, found[item.loose.start], item.confidence, "。".join(item.reasons))
