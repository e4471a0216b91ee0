"""A row of a budget list with all that was found for it -> its records and the issues met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.budgets.detached import Placed
from nlp.budgets.line_kinds import ListLine
from nlp.budgets.line_parts import part_issues, part_records
from nlp.budgets.numbers import RowNumber
from nlp.budgets.records import (
    Finding,
    amount_fields,
    included_kind,
    ministry_fields,
    name_of,
    row_fields,
    section_fields,
)
from nlp.budgets.remarks import amounts_said, included_part
from nlp.budgets.rows import Part, RowParts
from nlp.budgets.sections import SectionChoice
from nlp.budgets.words import ListWords
from nlp.gazetteer import Gazetteers
from nlp.language.offices import ministry_of
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where


@dataclass(frozen=True, slots=True)
class RowRecords:
    """Makes the records of a region's rows; `sectioned` when the list has sections at all."""

    reading: Reading
    words: ListWords
    sectioned: bool
    gazetteers: Gazetteers
    amounts: Mapping[int, Placed]
    ministries: Mapping[int, Placed]
    unit: int | None = None
    numbered: bool = True

    def record(
        self,
        index: int,
        line: ListLine,
        key: str,
        number: RowNumber,
        section: SectionChoice | None,
        years: Sequence[list[Field]],
        main: int,
    ) -> tuple[list[Record], list[Issue]]:
        """The record of a row, one more for each further amount column that it fills, one for each part (うち) of its amount."""
        row = line.row or RowParts()
        where, subject = self.reading.where(line.start, line.end), f"budget_line:{key}"
        fields = list(row_fields(self.reading, line, number, self.words))
        issues = list(_row_issues(row, key, number, where, subject, self.numbered))
        issues.extend(self._number_issue(line, number, where, subject))
        if row.remarks is not None and self.words.says(row.remarks.text, self.words.relisted) is None:
            at = self.reading.where(row.remarks.start, row.remarks.end)
            message = f"No.{key} の備考「{row.remarks.text}」は字が失われていて、再掲かどうか読めない"
            issues.append(Issue("unreadable-remark", "warning", message, at, subject))
        issues.extend(self._said_beside(row, key, subject))
        named, trouble = self._ministries(index, row, key, where, subject)
        fields.extend(named)
        issues.extend(trouble)
        if section is not None and section.notation:
            fields.extend(section_fields(self.reading, section))
        elif self.sectioned:
            reason = "どの節に属するか決められない" if section is None else section.reason
            issues.append(Issue("unknown-section", "warning", f"No.{key}: {reason}", where, subject))
        found = [Finding(item, "table-cell", 1.0) if item else None for item in row.amounts]
        first = found[main] if main < len(found) else None
        own: list[Field] = []
        included = included_part(row, self.words)
        if first is not None:
            own.extend(amount_fields(self.reading, first, included))
            issues.extend(_unitless(first, key, where, subject))
        else:
            own, trouble = self._detached_amount(index, row, key, where, subject)
            issues.extend(trouble)
        records = [Record("budget_line", key, where, (*fields, *years[main], *own))]
        for column, other in enumerate(found):
            if other is not None and column != main and column < len(years) and years[column]:
                said = {field.name: field.value for field in years[column]}
                second = f"{key}@{said.get('fiscal_year', '')}{said.get('stage', '')}"
                more = (*fields, *years[column], *amount_fields(self.reading, other, included))
                records.append(Record("budget_line", second, where, more))
        label = records[0].first("label")
        span = (line.start, line.end)
        printed = [item for item in row.amounts if item is not None]
        parts = list(part_records(self.reading, key, label, years[main], span, self.unit, printed))
        issues.extend(part_issues(self.reading, key, span, (records[0], *parts)))
        records.extend(parts)
        return records, issues

    def _number_issue(self, line: ListLine, number: RowNumber, where: Where, subject: str) -> Iterator[Issue]:
        """A number that its neighbours gave, with the damaged signs that stand in its place."""
        if number.value is None or number.printed is not None:
            return
        name = line.row.name if line.row is not None else None
        head = self.reading.text[line.start : name.start].strip(" \t\u3000|｜") if name is not None else ""
        read = f"。行の初めの「{head}」は番号の崩れと読み、名前に入れていない" if 0 < len(head) <= 6 else ""
        yield Issue(
            "restored-number", "info", f"No.{number.value} を前後の番号から補った{read}", where, subject
        )

    def _said_beside(self, row: RowParts, key: str, subject: str) -> Iterator[Issue]:
        """Sums that the remarks print: told, not taken, so that no total counts a part beside its whole."""
        for part, of_which in amounts_said(row, self.words):
            meaning = "行の額のうちの一部で、合計に足さない" if of_which else "この行の額として取らない"
            message = f"No.{key} の備考の「{' '.join(part.text.split())}」は、{meaning}"
            where = self.reading.where(part.start, part.end)
            yield Issue("amount-in-remarks", "info", message, where, subject)

    def _ministries(
        self, index: int, row: RowParts, key: str, where: Where, subject: str
    ) -> tuple[list[Field], list[Issue]]:
        if row.ministries:
            return ministry_fields(self.reading, row.ministries, where, subject)
        if row.office is not None:
            return self._office(row.office, key, where, subject)
        placed = self.ministries.get(index)
        if placed is not None and placed.decided:
            return list(placed.ministry_fields(self.reading)), []
        if placed is not None and placed.options:
            message = f"No.{key} の担当府省庁は {placed.options} のいずれとも決められない"
            return [], [Issue("ambiguous-ministry", "warning", message, where, subject)]
        return [], [Issue("missing-ministry", "warning", f"No.{key} の担当府省庁が読めない", where, subject)]

    def _office(self, part: Part, key: str, where: Where, subject: str) -> tuple[list[Field], list[Issue]]:
        """An office in the ministry's place: kept as printed, with the ministry to which it is known to belong."""
        text = "".join(part.text.split())
        fields = [self.reading.make("bureau", text, part.start, part.end, method="table-cell")]
        known = ministry_of(text, self.gazetteers)
        if known is None:
            message = f"No.{key} の所管「{text}」は府省庁の部局として知られていないため、部局の名だけを残した"
            return fields, [Issue("unknown-ministry", "info", message, where, subject)]
        fields.append(
            self.reading.make(
                "ministry", known.name, part.start, part.end, method=known.method, confidence=known.confidence
            )
        )
        return fields, []

    def _detached_amount(
        self, index: int, row: RowParts, key: str, where: Where, subject: str
    ) -> tuple[list[Field], list[Issue]]:
        placed = self.amounts.get(index)
        if placed is not None and placed.decided and placed.finding is not None:
            return list(amount_fields(self.reading, placed.finding, included_part(row, self.words))), []
        if row.included_only is not None:
            part = row.included_only
            span = (part.start, part.end)
            fields = [
                self.reading.make("amount_kind", "includedIn", *span, method="table-cell"),
                self.reading.make("amount_text", part.text, *span, method="table-cell"),
            ]
            message = f"No.{key} は内数とだけあり、金額が印刷されていない"
            return fields, [Issue("missing-amount", "warning", message, where, subject)]
        if row.unreadable is not None:
            at = self.reading.where(row.unreadable.start, row.unreadable.end)
            if row.open_amount:
                message = f"金額「{row.unreadable.text}」は、No.{key} のものかほかの行のものか決められない"
                return [], [Issue("ambiguous-amount", "warning", message, at, subject)]
            message = f"No.{key} の金額「{row.unreadable.text}」は字が失われていて読めない"
            return [], [Issue("unreadable-amount", "warning", message, at, subject)]
        if row.blank:
            return [], [Issue("blank-amount", "info", f"No.{key} の金額欄は棒線である", where, subject)]
        included = included_part(row, self.words)
        if included is not None:
            kind = [included_kind(self.reading, included)]
            message = f"No.{key} は備考に内数とあり、金額が読めない"
            return kind, [Issue("missing-amount", "warning", message, where, subject)]
        if placed is not None and placed.options:
            several = "、" in placed.options
            left = "のいずれとも決められない" if several else "かもしれないが、ほかの行のものでもありうる"
            message = f"No.{key} の金額は {placed.options} {left}"
            return [], [Issue("ambiguous-amount", "warning", message, where, subject)]
        return [], [Issue("missing-amount", "warning", f"No.{key} の金額が読めない", where, subject)]


def _row_issues(
    row: RowParts, key: str, number: RowNumber, where: Where, subject: str, numbered: bool
) -> Iterator[Issue]:
    if number.value is None and not numbered:
        pass  # said once of the whole list
    elif number.value is None:
        yield Issue(
            "missing-number", "warning", "番号が読めず、前後の番号からも決められない行", where, subject
        )
    elif number.printed is not None and number.printed != number.value:
        message = f"印刷の番号 {number.printed} を、前後の番号から {number.value} と読んだ"
        yield Issue("misread-number", "warning", message, where, subject)
    if row.name is None and not row.more:
        yield Issue("missing-label", "warning", f"No.{key} の事業名が読めない", where, subject)
    if row.more:
        message = f"No.{key} の事業名を、離れた行とつないで読んだ: {name_of(row)}"
        yield Issue("joined-name", "info", message, where, subject)


def _unitless(found: Finding, key: str, where: Where, subject: str) -> Iterator[Issue]:
    if found.amount.yen is None and found.amount.unit:
        message = f"No.{key} の金額「{found.amount.text}」は数が読めない"
        yield Issue("unreadable-amount", "warning", message, where, subject)
    elif found.amount.yen is None:
        message = f"No.{key} の金額「{found.amount.text}」は単位が分からず、円に直せない"
        hint = "表に（単位：百万円）などがあるかを確かめる"
        yield Issue("missing-unit", "warning", message, where, subject, hint)
