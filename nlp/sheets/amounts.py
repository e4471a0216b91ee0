"""The amounts of a programme sheet, each with its fiscal year, stage and kind, and the programme it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Severity
from nlp.sheets.lines import DAMAGED_STAGE
from nlp.sheets.printed_lines import SheetLine
from nlp.sheets.stages import Stage, find_stages, year_marks
from nlp.values.amounts import Amount, find_amounts
from nlp.values.relative_years import is_carried_over, is_difference

_NAME = re.compile(
    r"^[\s\u3000]*(?:No\.?\s*\d+)?[\s\u3000]*[・･:：•\-][ \u3000]*(?P<name>\S.{1,50}?)[ \u3000]*$"
)
_ANNOUNCED = re.compile(
    r"^[ \u3000【（(]*(?:令和|平成|[RＲ])?[ \u3000]*[^\s、。]{1,3}年?度?.{0,8}(?:予算|決定|要求)[ \u3000]*額(?![をはがのにで])"
)
# 1,039（1,150）百万円
_BESIDE = re.compile(r"[（(]\s*([0-9０-９][0-9０-９,，.．]*)\s*[)）]\s*(?:千万|百万|千|万|億|兆)?円")
_BRACKET = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]")
# 3〓度予算額: a label of its own between the year before and the amount, of which signs are lost.
_OWN_LABEL = re.compile(
    r"(?:[〓□�]|[^\s!-~ぁ-ヺー々〇一-鿿！-～、。・「」（）『』【】〔〕①-⑳])[^、。\s]{0,3}[ \u3000]*(?:予算|決定|要求|補正|概算|年度)"
    r"|(?:[0-9０-９][ \u3000]*[年度]?|年度)[ \u3000]*(?:[^\s!-~ぁ-ヺー々一-鿿！-～、。・「」（）【】]|[〓□�])[^、。]{0,8}額"
)
# うち木造応急仮設住宅関係 3.4億円; うち10億円が孤独・孤立対策分
_PART_WITHIN = 40
_PART_BEFORE = re.compile(
    r"うち[、，]?[\s\u3000]*(?P<name>[^\s\d、。，,()（）][^、。，,()（）\n]{0,28}?[^\s、。，,()（）])[\s\u3000]*$"
)
_PART_BEHIND = re.compile(
    r"[\s\u3000]*(?:が|は|を)[\s\u3000]*(?P<name>[^\s、。，,()（）]{2,24}(?:分|関係|関連|枠))"
)
_NEW = re.compile(r"[（(【]?[ \u3000]*新規[ \u3000]*[)）】]?")


@dataclass(frozen=True, slots=True)
class _Said:
    """A year and stage with the line that prints it."""

    stage: Stage
    line: SheetLine


def amount_records(
    reading: Reading, lines: Sequence[SheetLine], numbers: Sequence[int], key: str, label: str
) -> tuple[list[Record], list[Issue]]:
    """One `sheet_amount` record per amount printed on the lines `numbers` of a sheet, and what is wrong with others.

    An amount takes the year and stage printed before it on its line, else the last one printed above. What a bracket
    says (（前年度 4.8億円）) holds inside it. `label` is the sheet's own title; a listed name (・居住支援協議会等活動支援事業
    10.81億円) stands in its place. Differences between years (+0.4億円, 対前年度比) are no amounts of a year.
    """
    records: list[Record] = []
    issues: list[Issue] = []
    seen: set[tuple[object, ...]] = set()
    carried: _Said | None = None
    main = next((stage for number in numbers for stage in find_stages(lines[number].text)), None)
    for number in numbers:
        item = lines[number]
        said = [_Said(stage, item) for stage in year_marks(item.text, main)]
        amounts = find_amounts(item.text)
        closed = _closed_brackets(item.text, amounts)
        for amount in amounts:
            place = reading.where(*item.block.span(amount.start, amount.end))
            trouble = _trouble(item.text, amount)
            if trouble is not None:
                issues.append(Issue(*trouble, place, f"sheet:{key}"))
                continue
            if beside := _BESIDE.search(amount.text):
                message = f"括弧の中の額「{beside[1]}」は、どの年度のものか印刷されていないため取らない"
                issues.append(Issue("unknown-year", "info", message, place, f"sheet:{key}"))
            if is_difference(item.text, amount.start, amount.end):
                continue
            before = [
                mark
                for mark in said
                if mark.stage.start < amount.start
                and not any(
                    a <= mark.stage.start < b <= amount.start and not a <= amount.start < b for a, b in closed
                )
            ]
            mine = before[-1] if before else carried
            gap = item.text[mine.stage.end if before and mine else 0 : amount.start]
            if mine is not None and _OWN_LABEL.search(gap):
                message = f"「{gap.strip()}」は字が失われていて、年度と段階を決められない"
                issues.append(Issue("unknown-year", "warning", message, place, f"sheet:{key}"))
                mine = None
            name = _NAME.match(item.text[: amount.start])
            stage = mine.stage if mine is not None else None
            identity = (stage and (stage.year, stage.stage), amount.yen, amount.kind, name and name["name"])
            if identity in seen:
                continue  # the same amount printed on each page of a sheet
            seen.add(identity)
            if stage is not None and not stage.year:
                message = f"「{item.text[stage.start : stage.end]}」がどの年度か、この資料からは決められない"
                issues.append(Issue("unknown-year", "warning", message, place, f"sheet:{key}"))
            if stage is None and DAMAGED_STAGE.match(item.text):
                message = (
                    f"「{item.text[: amount.start].strip()}」は字が失われていて、年度と段階を決められない"
                )
                issues.append(Issue("unknown-year", "warning", message, place, f"sheet:{key}"))
            records.append(_record(reading, item, amount, mine, name, key, label, len(records) + 1))
        outside = [mark for mark in said if not any(a <= mark.stage.start < b for a, b in closed)]
        carried = next((mark for mark in reversed(outside) if not mark.stage.inferred), carried)
    return records, issues


def lost_amounts(reading: Reading, lines: Sequence[SheetLine], key: str) -> Iterator[Issue]:
    """An issue for each line of a sheet that announces an amount of which nothing was found (７年度補正予算額 ２．４〓円)."""
    for item in lines:
        if len(item.text) <= 45 and _ANNOUNCED.match(item.text) and not find_amounts(item.text):
            place = reading.where(item.line.start, item.line.end)
            message = f"「{item.text.strip()}」の金額が読めない"
            yield Issue("unreadable-amount", "warning", message, place, f"sheet:{key}")


def _closed_brackets(text: str, amounts: Sequence[Amount]) -> list[tuple[int, int]]:
    """The half-open spans of brackets that hold an amount: what they say of the year holds inside them alone."""
    spans = (match.span() for match in _BRACKET.finditer(text))
    return [(a, b) for a, b in spans if any(a <= amount.start < b for amount in amounts)]


def _trouble(text: str, amount: Amount) -> tuple[str, Severity, str] | None:
    """(code, severity, message) of an amount that gets no record: unreadable, or left by an earlier year."""
    if amount.yen is None:
        return "unreadable-amount", "warning", f"金額「{amount.text}」の数が読めない"
    if is_carried_over(text, amount.start):
        return "carried-over", "info", f"繰越の額「{amount.text}」は、その年度の予算額として取らない"
    return None


def _record(
    reading: Reading,
    item: SheetLine,
    amount: Amount,
    said: _Said | None,
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
    if amount.kind == "ofWhich" and (part := part_named(item.text, amount.start, amount.end)) is not None:
        words = item.text[slice(*part)]
        fields.append(reading.make("part_name", words, *item.block.span(*part), method="sheet-amount"))
    if name is not None:
        fields.append(
            reading.make(
                "label", name["name"].strip(), *item.block.span(name.start("name"), name.end("name"))
            )
        )
    elif label:
        fields.append(Field("label", label, "", None, method="sheet-title"))
    if said is not None:
        fields.extend(_when(reading, said))
    # 新規 right behind an amount speaks of that year's budget, not of the whole programme.
    fresh = _NEW.match(item.text, amount.end)
    if fresh:
        fields.append(reading.make("newly_listed", True, *item.block.span(fresh.start(), fresh.end())))
    return Record("sheet_amount", f"{key}/{count}", reading.where(start, end), tuple(fields), f"sheet:{key}")


def part_named(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The half-open span of what a うち amount at [start, end) is for, None where that is not printed.

    >>> text = "3.3億円（うち運転技能検査機材関係 92百万円）"
    >>> text[slice(*part_named(text, 19, 24))]
    '運転技能検査機材関係'
    """
    before = _PART_BEFORE.search(text[max(0, start - _PART_WITHIN) : start])
    if before is not None:
        offset = max(0, start - _PART_WITHIN)
        return offset + before.start("name"), offset + before.end("name")
    behind = _PART_BEHIND.match(text, end)
    return (behind.start("name"), behind.end("name")) if behind is not None else None


def _when(reading: Reading, said: _Said) -> Iterator[Field]:
    """`fiscal_year` and `stage`, quoted from the words that say them; a year by its distance is less sure."""
    stage = said.stage
    span = said.line.block.span(stage.start, stage.end)
    note = "印刷は段階を言わない" if stage.inferred else ""
    sure = 0.85 if stage.inferred else 1.0
    if stage.year:
        yield reading.make(
            "fiscal_year", stage.year, *span, method="sheet-amount", confidence=max(0.95, sure)
        )
    if stage.stage:
        yield reading.make("stage", stage.stage, *span, method="sheet-amount", confidence=sure, note=note)
