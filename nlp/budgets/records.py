"""The parts of a budget list's row -> the fields of its record, each with its evidence, and the issues met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.budgets.line_kinds import ListLine
from nlp.budgets.numbers import RowNumber
from nlp.budgets.rows import MinistryPart, Part, RowParts
from nlp.budgets.sections import SectionChoice
from nlp.budgets.words import ListWords
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where
from nlp.values.amounts import Amount

# Both names of one 備考 cell; what is printed apart was joined by us.
_JOINED = 0.85
_DOUBTED = 0.95
_DAMAGED_REMARK = 0.7


@dataclass(frozen=True, slots=True)
class Finding:
    """An amount for a row: where it stands, how it came to the row, how sure that is and why."""

    amount: Amount
    method: str
    confidence: float
    note: str = ""


def name_of(row: RowParts) -> str:
    """The name of a row, its pieces joined in printed order, line breaks taken out, inner spaces single."""
    parts = sorted((*((row.name,) if row.name else ()), *row.more), key=lambda part: part.start)
    return "".join(" ".join("".join(part.text.split("\n")).split()) for part in parts)


def row_fields(reading: Reading, line: ListLine, number: RowNumber, words: ListWords) -> Iterator[Field]:
    """number, label, remarks, relisted, newly_listed."""
    row = line.row or RowParts()
    if number.value is not None:
        if row.number is not None:
            note = "" if number.value == number.printed else f"印刷は{number.printed}、前後の番号から補った"
            span = (row.number.start, row.number.end)
            yield reading.make(
                "number", number.value, *span, method=number.method, confidence=number.confidence, note=note
            )
        else:
            note = "番号が印刷されていないため、前後の番号から補った"
            yield Field(
                "number",
                number.value,
                "",
                None,
                method=number.method,
                confidence=number.confidence,
                note=note,
            )
    pieces = sorted((*((row.name,) if row.name else ()), *row.more), key=lambda part: part.start)
    if pieces:
        joined = bool(row.more)
        yield reading.make(
            "label",
            name_of(row),
            pieces[0].start,
            pieces[-1].end,
            method="joined-lines" if joined else "table-cell",
            confidence=_JOINED if joined else 1.0,
        )
    remarks = row.remarks
    for name, said in (("relisted", words.relisted), ("newly_listed", words.newly_listed)):
        if row.open_remarks:
            continue
        if remarks is not None:
            holds = words.says(remarks.text, said)
            if holds is None:
                continue
            sure = any(word in "".join(remarks.text.split()) for word in words.remarks) or not holds
            yield reading.make(
                name,
                holds,
                remarks.start,
                remarks.end,
                method="table-cell" if sure else "tolerant",
                confidence=1.0 if sure else _DAMAGED_REMARK,
            )
        else:
            # 備考 is blank: the row itself is the evidence that nothing is printed.
            yield Field(name, False, "", None, method="blank-remarks", confidence=0.98)
    if remarks is not None:
        yield reading.make(
            "remarks", " ".join(remarks.text.split()), remarks.start, remarks.end, method="table-cell"
        )


def ministry_fields(
    reading: Reading, ministries: Sequence[MinistryPart], where: Where, subject: str
) -> tuple[list[Field], list[Issue]]:
    """One `ministry` field each, and an issue for each that had to be recognised behind a reading error."""
    fields, issues = [], []
    for item in ministries:
        fields.append(
            reading.make(
                "ministry",
                item.name,
                item.part.start,
                item.part.end,
                method=item.method,
                confidence=item.confidence,
            )
        )
        if item.confidence < _DOUBTED:
            message = f"「{item.part.text}」を{item.name}と読んだ"
            issues.append(Issue("misread-ministry", "info", message, where, subject))
    return fields, issues


def amount_fields(reading: Reading, found: Finding, included: Part | None = None) -> Iterator[Field]:
    """amount (yen), amount_kind, amount_text; without amount when its value is unknown.

    `included` is where the row says beside the amount that it is part of a larger one: the evidence of its kind.
    """
    amount = found.amount
    span = (amount.start, amount.end)
    if amount.yen is not None:
        yield reading.make(
            "amount",
            amount.yen,
            *span,
            unit="円",
            note=found.note,
            method=found.method,
            confidence=found.confidence,
        )
        if included is not None and amount.kind == "exact":
            yield included_kind(reading, included)
        else:
            yield reading.make(
                "amount_kind", amount.kind, *span, method=found.method, confidence=found.confidence
            )
    text = " ".join(reading.text[span[0] : span[1]].split())
    yield reading.make("amount_text", text, *span, method=found.method, confidence=found.confidence)


def included_kind(reading: Reading, part: Part) -> Field:
    """`amount_kind` of an amount that the words at `part` call part of a larger one."""
    return reading.make("amount_kind", "includedIn", part.start, part.end, method="remarks")


def section_fields(reading: Reading, choice: SectionChoice) -> Iterator[Field]:
    """section and pillar, quoted from the heading where it is printed."""
    line = choice.heading
    for name, value in (("section", choice.notation), ("pillar", choice.notation.split("-")[0])):
        if name == "section" and "-" not in value:
            continue
        if line is None:
            yield Field(
                name, value, "", None, method=choice.method, confidence=choice.confidence, note=choice.reason
            )
        else:
            yield reading.make(
                name,
                value,
                line.start,
                line.end,
                method=choice.method,
                confidence=choice.confidence,
                note=choice.reason,
            )


def section_records(reading: Reading, headings: Sequence[ListLine]) -> Iterator[Record]:
    """One `section` record per printed heading (level pillar or section)."""
    for line in headings:
        where = reading.where(line.start, line.end)
        fields = [
            reading.make("notation", line.notation, line.start, max(line.start + 1, line.label[0])),
            Field("level", line.kind, "", None, method="layout"),
        ]
        label = "".join(reading.text[line.label[0] : line.label[1]].split())
        if label:
            fields.append(reading.make("label", label, *line.label))
        if line.kind == "section":
            fields.append(Field("broader", line.notation.split("-")[0], "", None, method="layout"))
        yield Record("section", line.notation, where, tuple(fields))
