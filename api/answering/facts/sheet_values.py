"""Values that sheets print of parts of programmes, by the year of the sheet, and how they moved from one to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.result import Row, year_of
from graph.question_graph import serialise
from nlp.questions.framing.sets import year_words
from nlp.questions.records import Frame

LONGEST = 400
_MOVED = re.compile(r"上が|下が|増え|増加|増額|減っ|減少|減額|変わ|変化|増減|差|比べ|から何|同じ|据え置")
# 1指定都市あたり 5,842千円: for what, how much and in which unit.
_EACH = re.compile(r"^(?P<what>.*?)\s?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<unit>百万円|千円|万円|億円|円)$")


# From a programme to its sheets, or from it right to the value that they give it.
_TO_SHEET = re.compile(r"\?programme (?:tsu:\w+\|)?tsu:sheet/")
_OF_YEAR = "?programme tsu:sheet ?dated . ?dated tsu:document ?datedIn . ?datedIn tsu:fiscalYear ?dateOf . FILTER(?dateOf IN ({years})){of_stage} ?dated "
# The list of the same document: 令和6年度補正 and 令和6年度当初 print their own sheets.
_OF_STAGE = " FILTER EXISTS {{ ?datedLine a tsu:BudgetLine ; tsu:document ?datedIn ; tsu:budgetStage ?datedStage . FILTER(?datedStage IN ({stages})) }}"


def years_said(frame: Frame) -> str:
    """The years whose sheets are asked for, in words; "" where none is said."""
    return "・".join(
        year_words(int(t.value)) for c in frame.of_kind("year") if c.mode == "any" for t in c.values
    )


def of_years(path: str, frame: Frame) -> str:
    """The pattern of a value that sheets print, of the sheets of the years (and the stage of their lists) said; as it is where no
    year is said."""
    terms = [t for c in frame.of_kind("year") if c.mode == "any" for t in c.values]
    if not terms:
        return path
    stages = [t for c in frame.of_kind("stage") if c.mode == "any" for t in c.values]
    of_stage = _OF_STAGE.format(stages=", ".join(map(serialise, stages))) if stages else ""
    step = _OF_YEAR.format(years=", ".join(map(serialise, terms)), of_stage=of_stage)
    return _TO_SHEET.sub(lambda _: step, path)


def by_sheet(rows: Sequence[Row], label: str) -> str:
    """The values of components by the year of the sheet that prints them, the newest first."""
    told: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: row.get("fiscalYear", ""), reverse=True):
        told.setdefault((row["label"], year_of(row)), []).append(row["value"])
    said = [
        f"{name}の{label}{f'（{year}の資料）' if year else ''}: {'、'.join(dict.fromkeys(values))}"
        for (name, year), values in told.items()
    ]
    return "。".join(said)[:LONGEST] + "。"


def values_moved(rows: Sequence[Row], asked: str) -> str:
    """How far each value moved between two years, where the question asks and both years print it in one unit; else ""."""
    if _MOVED.search(asked) is None:
        return ""
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for row in rows:
        match = _EACH.match(row["value"])
        if match is not None and row.get("fiscalYear"):
            key = (row["label"], match["what"], match["unit"])
            found.setdefault(key, {})[row["fiscalYear"]] = float(match["n"].replace(",", ""))
    return "".join(
        _moved(what, unit, [years[year] for year in sorted(years)])
        for (_, what, unit), years in found.items()
        if len(years) == 2
    )


def _moved(what: str, unit: str, values: Sequence[float]) -> str:
    before, after = values
    way = "上がりました" if after > before else "下がりました" if after < before else "変わりません"
    by = f"{abs(after - before):,g}{unit}" if after != before else ""
    return f"{what}の額は{before:,g}{unit}から{after:,g}{unit}へ{by}{way}。"
