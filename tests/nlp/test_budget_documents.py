"""Budget lists nobody has seen: other numbers, names, ministries, years and layouts, read and compared with their truth."""

from __future__ import annotations

from collections import Counter

import pytest

from nlp.budgets.reader import read_budget_list
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from tests.generate.budget_lists import Made, make_document

DOCUMENTS = 20


def read(made: Made) -> ReadResult:
    settings = load_profiles()["budget_list"].settings["budget_list"]
    return read_budget_list(Reading.plain("made", made.text), Context(load_gazetteers(), settings, "made"))


def compared(made: Made) -> Counter[str]:
    """Counts of what was read rightly, left open with an issue, or wrong."""
    result = read(made)
    rows = {item.value("number"): item for item in result.records if item.kind == "budget_line"}
    reported = {item.subject for item in result.issues}
    counts: Counter[str] = Counter(
        rows=len(made.lines), extra=len(rows.keys() - {line.number for line in made.lines})
    )
    for line in made.lines:
        row = rows.get(line.number)
        if row is None:
            counts["lost"] += f"budget_line:{line.number}" not in reported
            continue
        counts["name"] += "".join(row.text("label").split()) == line.name
        counts["section"] += row.text("section") == line.section
        counts["ministry"] += [item.value for item in row.all("ministry")] == line.ministries
        counts["relisted"] += (row.value("relisted") is True) == ("再掲" in line.remark)
        counts["year"] += (row.value("fiscal_year"), row.text("stage")) == (made.year, made.stage)
        amount = row.first("amount")
        if amount is None:
            counts["open"] += 1
            counts["silent"] += f"budget_line:{line.number}" not in reported
        elif amount.value == line.million * 1_000_000:
            counts["amount"] += 1
            counts["kind"] += (row.text("amount_kind") == "includedIn") == line.included
        else:
            counts["wrong"] += 1
            counts["surely wrong"] += amount.confidence >= 0.9
    return counts


@pytest.mark.parametrize("separator", ["\t", " "])
def test_whole_tables_are_read_to_the_last_field(separator: str) -> None:
    found = sum((compared(make_document(seed, separator=separator)) for seed in range(DOCUMENTS)), Counter())
    for field in ("name", "section", "ministry", "relisted", "year", "amount", "kind"):
        assert found[field] == found["rows"], field
    assert not found["extra"] and not found["lost"]


@pytest.mark.parametrize(("habit", "least"), [("down", 0.95), ("up", 0.95), ("any", 0.75)])
def test_torn_columns_are_assigned_or_left_open_never_guessed(habit: str, least: float) -> None:
    found = sum(
        (compared(make_document(seed, torn=True, habit=habit)) for seed in range(DOCUMENTS)), Counter()
    )
    for field in ("name", "section", "ministry", "relisted", "year"):
        assert found[field] == found["rows"], field
    assert found["amount"] >= least * found["rows"]
    assert found["silent"] == found["lost"] == found["surely wrong"] == 0


def test_torn_headings_and_page_numbers_lose_no_row() -> None:
    found = sum(
        (
            compared(make_document(seed, torn=True, torn_headings=True, page_number=True))
            for seed in range(DOCUMENTS)
        ),
        Counter(),
    )
    assert found["name"] == found["rows"]
    assert found["silent"] == found["lost"] == 0
    assert found["surely wrong"] <= 0.02 * found["rows"]
