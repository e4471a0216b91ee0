"""Budget lists: the seeds against hand labels, and generated lists against their truth.

`budget_lines.csv` was typed from the source texts. The generated lists come from `tests/generate/budget_lists.py`, which knows
other numbers, names, ministries and years, whole tables and columns torn off; its habits were written after seeing the seeds.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

GOLD = Path(__file__).parent
SEEDS = GOLD.parent.parent / "seeds"
FIELDS = ("name", "section", "ministry", "relisted", "year", "amount")
DOCUMENTS = 40


def evaluate() -> Iterator[tuple[str, str, float]]:
    """(subject, measure, figure) rows for `make eval`."""
    yield from _seeds()
    yield from _generated()


def _seeds() -> Iterator[tuple[str, str, float]]:
    from nlp.extract import extract_document
    from nlp.sources import list_sources

    rows = {
        (entry.id[:3], item.value("number")): item
        for entry in list_sources(SEEDS)
        for item in extract_document(entry).of_kind("budget_line")
    }
    with (GOLD / "budget_lines.csv").open(encoding="utf-8") as lines:
        truth = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    counts: Counter[str] = Counter()
    for label in truth:
        row = rows.get((label["document"], int(label["number"])))
        if row is None:
            continue
        counts["number"] += 1
        counts["amount"] += row.value("amount") == int(label["million"]) * 1_000_000
        counts["kind of amount"] += row.text("amount_kind") == label["kind"]
        counts["section"] += row.text("section") == label["section"]
        counts["ministry"] += "|".join(str(item.value) for item in row.all("ministry")) == label["ministry"]
        counts["relisted"] += (row.value("relisted") is True) == (label["relisted"] == "1")
        counts["newly listed"] += (row.value("newly_listed") is True) == (label["new"] == "1")
    for field, right in counts.items():
        yield f"seeds: {field} ({len(truth)} rows)", "right", right / len(truth)


def _generated() -> Iterator[tuple[str, str, float]]:
    from tests.generate.budget_lists import make_document
    from tests.nlp.test_budget_documents import compared

    layouts = {
        "whole table": {"separator": "\t"},
        "no borders": {"separator": " "},
        "amounts torn off, downwards": {"torn": True, "habit": "down"},
        "amounts torn off, upwards": {"torn": True, "habit": "up"},
        "amounts torn off, any order": {"torn": True, "habit": "any"},
        "amounts and headings torn off": {"torn": True, "torn_headings": True, "habit": "any"},
    }
    for layout, habits in layouts.items():
        found = sum((compared(make_document(seed, **habits)) for seed in range(DOCUMENTS)), Counter())
        for field in FIELDS:
            yield f"{layout}: {field} ({found['rows']} rows)", "right", found[field] / found["rows"]
        yield f"{layout}: amount left open, with an issue", "share", found["open"] / found["rows"]
        yield f"{layout}: wrong amount at 0.9 or surer", "share", found["surely wrong"] / found["rows"]
