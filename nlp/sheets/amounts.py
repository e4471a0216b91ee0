"""The amounts of a programme sheet, each with its fiscal year, stage and kind, and the programme it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.reading import Reading
from nlp.records import Field, Record
from nlp.sheets.lines import SheetLine
from nlp.sheets.stages import Stage, find_stages
from nlp.values.amounts import Amount, find_amounts

_NAME = re.compile(
    r"^[\s\u3000]*(?:No\.?\s*\d+)?[\s\u3000]*[・･:：•\-][ \u3000]*(?P<name>\S.{1,50}?)[ \u3000]*$"
)
_NEW = re.compile(r"[（(【]?[ \u3000]*新規[ \u3000]*[)）】]?")


def amount_records(
    reading: Reading, lines: Sequence[SheetLine], numbers: Sequence[int], key: str, label: str
) -> Iterator[Record]:
    """One `sheet_amount` record per amount printed on the lines `numbers` of a sheet.

    An amount takes the year and stage printed before it on its line, else the last one printed above. `label`
    is the sheet's own title; a listed name (・居住支援協議会等活動支援事業 10.81億円) stands in its place.
    """
    stage: Stage | None = None
    stage_span: tuple[int, int] | None = None
    seen: set[tuple[object, ...]] = set()
    count = 0
    for number in numbers:
        item = lines[number]
        stages, amounts = find_stages(item.text), find_amounts(item.text)
        marks: list[tuple[int, Stage | Amount]] = [(s.start, s) for s in stages] + [
            (a.start, a) for a in amounts
        ]
        for _, mark in sorted(marks, key=lambda entry: entry[0]):
            if isinstance(mark, Stage):
                stage, stage_span = mark, item.block.span(mark.start, mark.end)
                continue
            if mark.yen is None:
                continue
            name = _NAME.match(item.text[: mark.start])
            identity = (stage and (stage.year, stage.stage), mark.yen, mark.kind, name and name["name"])
            if identity in seen:
                continue  # the same amount printed on each page of a sheet
            seen.add(identity)
            count += 1
            yield _record(reading, item, mark, stage, stage_span, name, key, label, count)


def _record(
    reading: Reading,
    item: SheetLine,
    amount: Amount,
    stage: Stage | None,
    stage_span: tuple[int, int] | None,
    name: re.Match[str] | None,
    key: str,
    label: str,
    count: int,
) -> Record:
    start, end = item.block.span(amount.start, amount.end)
    fields = [
        reading.make("amount", amount.yen or 0, start, end, unit="円", method="sheet-amount"),
        reading.make("amount_kind", amount.kind, start, end, method="sheet-amount"),
        reading.make("amount_text", " ".join(amount.text.split()), start, end, method="sheet-amount"),
    ]
    if name is not None:
        fields.append(
            reading.make(
                "label", name["name"].strip(), *item.block.span(name.start("name"), name.end("name"))
            )
        )
    elif label:
        fields.append(Field("label", label, "", None, method="sheet-title"))
    if stage is not None and stage_span is not None:
        fields.append(reading.make("fiscal_year", stage.year, *stage_span, method="sheet-amount"))
        if stage.stage:
            fields.append(reading.make("stage", stage.stage, *stage_span, method="sheet-amount"))
    # 新規 right behind an amount speaks of that year's budget, not of the whole programme.
    fresh = _NEW.match(item.text, amount.end)
    if fresh:
        fields.append(reading.make("newly_listed", True, *item.block.span(fresh.start(), fresh.end())))
    return Record("sheet_amount", f"{key}/{count}", reading.where(start, end), tuple(fields), f"sheet:{key}")
