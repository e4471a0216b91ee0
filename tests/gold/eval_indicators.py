"""Figures of goals and achievements on the fresh labels: measures of seed 002 and texts of other fields."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from nlp.extract import extract_document
from nlp.measures.indicators import find_indicators
from nlp.records import Record
from nlp.sources import list_sources

HERE = Path(__file__).parent
SUBJECTS = ("figure", "year or date", "reached as stated", "target with its result")
Facts = dict[str, set[tuple[str, ...]]]


def evaluate() -> list[tuple[str, str, float]]:
    """Every row of this report."""
    rows = list(scores("fresh 002", *seed_facts()))
    for part in ("fresh-a", "fresh-b", "fresh-c", "fresh-d", "fresh-e"):
        rows.extend(scores(f"texts {part}", *text_facts(part)))
    return rows


def scores(subject: str, expected: Facts, found: Facts) -> Iterator[tuple[str, str, float]]:
    """F1 by subject."""
    for name in SUBJECTS:
        hit, size = len(expected[name] & found[name]), len(expected[name]) + len(found[name])
        if size:
            yield f"indicators, {subject}: {name}", "F1", 2 * hit / size


def text_facts(part: str) -> tuple[Facts, Facts]:
    """(labelled, read) on the texts of a set of indicator_texts.toml."""
    data = tomllib.loads((HERE / "indicator_texts.toml").read_text(encoding="utf-8"))
    expected, found = _nothing(), _nothing()
    for text in data["text"]:
        if text["set"] != part:
            continue
        for figure in text["figures"]:
            _expect(expected, text["id"], figure)
        for item in find_indicators(text["goal"], text["achievement"]):
            for role, figure in (("target", item.target), ("result", item.result)):
                if figure is not None:
                    when = str(figure.year or "") if role == "target" else figure.date
                    reached = figure.reached if role == "result" else None
                    _add(found, (text["id"], role, _number(figure.value), figure.text), when, reached)
            if item.target is not None and item.result is not None:
                found[SUBJECTS[3]].add((text["id"], item.target.text, item.result.text))
    return expected, found


def seed_facts() -> tuple[Facts, Facts]:
    """(labelled, read) on the measures of indicators_fresh.csv."""
    with (HERE / "indicators_fresh.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(line for line in handle if not line.startswith("#")))
    expected, found = _nothing(), _nothing()
    names = ("role", "value", "text", "when", "reached", "result")
    for row in rows:
        if row["role"]:
            _expect(expected, row["measure"], [row[name] for name in names])
    entry = next(item for item in list_sources(HERE.parent.parent / "seeds") if item.id.startswith("002"))
    read = extract_document(entry).records
    _read(found, read, {row["measure"] for row in rows})
    return expected, found


def _read(found: Facts, records: Iterable[Record], measures: set[str]) -> None:
    for record in records:
        key = record.key.partition("/")[0]
        if record.kind != "indicator" or key not in measures:
            continue
        for role, dated in (("target", "due_year"), ("result", "result_date")):
            text = record.text(f"{role}_text")
            if text:
                reached: Any = record.value("reached") if role == "result" else None
                figure = (key, role, _number(record.value(f"{role}_value")), text)
                _add(found, figure, record.text(dated), reached)
        if record.text("target_text") and record.text("result_text"):
            found[SUBJECTS[3]].add((key, record.text("target_text"), record.text("result_text")))


def _nothing() -> Facts:
    return {name: set() for name in SUBJECTS}


def _expect(facts: Facts, place: str, figure: list[str]) -> None:
    role, value, text, when, reached, result = figure[:6]
    _add(facts, (place, role, value, text), when, {"": None, "True": True, "False": False}[reached])
    if result:
        facts[SUBJECTS[3]].add((place, text, result))


def _add(facts: Facts, figure: tuple[str, ...], when: str, reached: bool | None) -> None:
    facts[SUBJECTS[0]].add(figure)
    if when:
        facts[SUBJECTS[1]].add((*figure, when))
    if reached is not None:
        facts[SUBJECTS[2]].add((*figure, str(reached)))


def _number(value: Any) -> str:
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


if __name__ == "__main__":
    for line in evaluate():
        print(*line)
