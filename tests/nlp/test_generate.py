"""The generator: the same documents for the same seed, facts that the text holds, and clean documents read without a miss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.generate import KINDS, document, write_corpus
from tests.gold.eval_generated import Comparison


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_a_document_follows_from_its_number_and_seed(number: int) -> None:
    first, again = document(number, 4, damage=0.5), document(number, 4, damage=0.5)
    assert (first.text, first.facts) == (again.text, again.facts)
    assert first.text != document(number, 5, damage=0.5).text


def test_the_truth_stands_beside_the_folder(tmp_path: Path) -> None:
    facts = list(write_corpus(tmp_path / "documents", 6, 2))
    lines = (tmp_path / "documents.truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == [fact.key for fact in facts]
    assert {path.stem for path in (tmp_path / "documents").iterdir()} == {fact.document for fact in facts}


def test_clean_documents_are_read_without_a_miss_in_numbers_names_and_amounts() -> None:
    comparison = Comparison()
    for number in range(2 * len(KINDS)):
        comparison.add(77, number, 0.0)
    counted = ("number", "amount", "amount_kind", "ministry", "section", "fiscal_year", "stage", "relisted", "key", "notation")  # fmt: skip
    wrong = {
        f"{kind}.{field}": counts
        for (kind, field, _), counts in comparison.counts.items()
        if field in counted and len(set(counts)) != 1
    }
    assert wrong == {}
    assert comparison.lost == 0
