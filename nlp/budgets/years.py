"""Fiscal year and stage of a budget list: printed in its header or near it, else as the supplier says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.budgets.columns import AmountColumn
from nlp.budgets.layout import Region
from nlp.budgets.words import ListWords
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Field
from nlp.values.era_dates import find_fiscal_years

_OF_BUDGET = re.compile(r"予算|経費|事業一覧|施策一覧|一覧")
_TITLE_REACH = 400
_AFTER_REACH = 200


def year_fields(
    reading: Reading, context: Context, region: Region, words: ListWords, column: AmountColumn | None
) -> list[Field]:
    """`fiscal_year` and `stage` for the rows of a region (of one amount column where these name years).

    The head of the column goes first, then the list's header wherever it stands, the title above, the lines below.
    A stage is translated by the profile's `stages` (当初予算案 is the initial budget of a list).
    """
    if column is not None and column.year is not None and column.span is not None:
        start, end = column.span
        stage = column.stage or _said(reading, region) or context.stage
        fields = [reading.make("fiscal_year", column.year, start, end, method="list-header")]
        return [*fields, *_stage(reading, words, stage, start, end)]
    for start, end, backwards in _spans(reading, region):
        hits = find_fiscal_years(_unbroken(reading.text[start:end]))
        for hit in reversed(hits) if backwards else hits:
            if not hit.stage or not hit.explicit:
                continue
            begin, stop = start + hit.start, min(end, start + hit.end + 8)
            year = reading.make("fiscal_year", hit.year, begin, start + hit.end, method="list-header")
            return [
                year,
                *_stage(reading, words, hit.stage, begin, _stage_end(reading.text, start + hit.end, stop)),
            ]
    titled = _titled(reading, region)
    if titled is not None and context.fiscal_year in (None, titled.value):
        fields = [titled]
        if context.stage:
            fields.append(Field("stage", context.stage, "", None, method="manifest", confidence=0.95))
        return fields
    fields = []
    if context.fiscal_year is not None:
        fields.append(Field("fiscal_year", context.fiscal_year, "", None, method="manifest", confidence=0.95))
    if context.stage:
        fields.append(Field("stage", context.stage, "", None, method="manifest", confidence=0.95))
    return fields


def _titled(reading: Reading, region: Region) -> Field | None:
    """The year of a heading that says no stage: 令和８年度 地域づくり関係予算 of the header's lines or the title above."""
    for start, end, backwards in _spans(reading, region):
        hits = [hit for hit in find_fiscal_years(reading.text[start:end]) if hit.explicit]
        for hit in reversed(hits) if backwards else hits:
            begin = reading.text.rfind("\n", 0, start + hit.start) + 1
            stop = reading.text.find("\n", start + hit.end)
            line = reading.text[begin : stop if stop >= 0 else len(reading.text)]
            if _OF_BUDGET.search(line) and "。" not in line:
                span = (start + hit.start, start + hit.end)
                return reading.make(
                    "fiscal_year",
                    hit.year,
                    *span,
                    method="list-title",
                    confidence=0.9,
                    note="段階の印刷がない題の年度",
                )
    return None


def _spans(reading: Reading, region: Region) -> Iterator[tuple[int, int, bool]]:
    """Where to look, in order: (start, end, whether the last hit is the nearest)."""
    heads = [line for line in region.lines if line.kind == "header"]
    groups: list[list[int]] = []
    for line in sorted(heads, key=lambda item: item.start):
        if groups and line.start - groups[-1][1] <= 4:
            groups[-1][1] = line.end
        else:
            groups.append([line.start, line.end])
    yield from ((start, end, False) for start, end in groups)
    yield max(0, region.start - _TITLE_REACH), region.start, True
    yield region.end, min(len(reading.text), region.end + _AFTER_REACH), False


def _said(reading: Reading, region: Region) -> str:
    """The stage that any of the places names, "" when none does."""
    for start, end, _ in _spans(reading, region):
        for hit in find_fiscal_years(_unbroken(reading.text[start:end])):
            if hit.stage:
                return hit.stage
    return ""


def _stage(reading: Reading, words: ListWords, stage: str, start: int, end: int) -> list[Field]:
    if not stage:
        return []
    value = words.stages.get(stage, stage)
    note = "" if value == stage else f"印刷された段階は {stage}"
    return [reading.make("stage", value, start, end, method="list-header", note=note)]


def _stage_end(text: str, start: int, limit: int) -> int:
    """Where the words of the stage end: at the tab, line end or 額 that closes them."""
    for index in range(start, limit):
        if text[index] == "額":
            return index + 1
        if text[index] == "\t":
            return max(start, index)
    return limit


def _unbroken(text: str) -> str:
    """Line ends and tabs as spaces, so that 令和６年度 / 補正予算額 over two lines reads as one; offsets stay."""
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
