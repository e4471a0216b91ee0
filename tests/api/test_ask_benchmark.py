"""The question benchmark as a test: accuracy, the same from the returned query, quotes that slice back, other names."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
for folder in (ROOT / "tests" / "gold", ROOT / "tests" / "questions"):
    sys.path.insert(0, str(folder))

from eval_questions import Case, Judge, Outcome, cases  # noqa: E402
from other_names import UNMOVED, renamed_case, renamed_graph  # noqa: E402

from api.answering.answers import answer_question, services_for  # noqa: E402
from api.answering.sets.projected import bare_query  # noqa: E402
from api.graph_access import GraphAccess  # noqa: E402

CASES = list(cases())


@pytest.fixture(scope="module")
def judge(seed_store: Path) -> Judge:
    return Judge(seed_store)


@pytest.fixture(scope="module")
def outcomes(judge: Judge) -> list[Outcome]:
    return [judge.outcome(case) for case in CASES]


def told(items: list[Outcome]) -> str:
    return "\n".join(
        f"{o.case.id} {o.case.question}: {o.found['status']} {o.found['text'][:80]}" for o in items
    )


def of(items: list[Outcome], status: str) -> list[Outcome]:
    return [item for item in items if item.case.status == status]


def check(items: list[Outcome]) -> None:
    for status in ("answered", "unanswerable", "ambiguous"):
        wrong = [item for item in of(items, status) if not item.answer]
        assert len(wrong) <= 0.05 * len(of(items, status)), told(wrong)
    falsely = [item for item in items if item.wrong]
    assert len(falsely) <= 0.01 * len(items), told(falsely)


def test_size_of_the_benchmark() -> None:
    count = {
        status: sum(c.status == status for c in CASES) for status in ("answered", "unanswerable", "ambiguous")
    }
    assert count["answered"] >= 400 and count["unanswerable"] >= 80 and count["ambiguous"] >= 40
    assert sum(c.held_out for c in CASES) >= len(CASES) * 0.3
    assert len({c.question + c.after for c in CASES}) == len(CASES), "a question stands twice"


def test_accuracy(outcomes: list[Outcome]) -> None:
    check(outcomes)


def test_linking_and_frames(outcomes: list[Outcome]) -> None:
    linked = [o.linking for o in outcomes if o.linking is not None]
    framed = [o.frame for o in outcomes if o.frame is not None]
    assert sum(linked) >= 0.95 * len(linked)
    assert sum(framed) >= 0.9 * len(framed)


def test_every_returned_query_gives_the_same(judge: Judge, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.found["status"] == "answered":
            query = outcome.found["sparql"]
            assert query, outcome.case.question
            same(outcome.found["answer"], judge.rows(query), outcome.case)


def same(answer: dict[str, Any], rows: list[tuple[str, ...]], case: Case) -> None:
    cells = {cell for row in rows for cell in row}
    match answer["type"]:
        case "number":
            if answer.get("unit") != "%":
                assert rows[0][0] == str(answer["value"]), case.question
        case "boolean":
            assert rows[0][0] == str(answer["value"]).lower(), case.question
        case "amount":
            # A difference of two sums or a chosen reading stands in the row, in yen.
            assert str(answer["value"]) in {cell.split(".")[0] for cell in cells}, case.question
        case "list":
            ids = [item["id"] for item in answer["items"] if item["id"]]
            columns = [set(column) - {""} for column in zip(*rows, strict=True)]
            # A pair of ministries stands in two columns.
            alone = any(set(ids) in (column, column | columns[0]) for column in columns)
            # Questions that work have no id; they are made from the rows.
            assert not ids or alone or {item["label"] for item in answer["items"]} <= cells, case.question


def test_the_query_of_the_challenge_is_the_answer_alone(judge: Judge, outcomes: list[Outcome]) -> None:
    """Scored as the challenge scores: the cells of all columns together, against those of the query written by hand."""
    scores = []
    for outcome in outcomes:
        case, found = outcome.case, outcome.found
        if found["status"] != "answered" or case.after or not outcome.answer:
            continue
        query = bare_query(found, judge.services)
        if isinstance(found["answer"].get("value"), bool):
            assert judge.graph.local is not None
            assert bool(judge.graph.local.query(query)) is found["answer"]["value"], case.question
            continue
        cells = {cell for row in judge.rows(query) for cell in row} - {""}
        if found["answer"]["type"] == "list" and found["frame"] != "ministry_pairs":
            ids = {item["id"] for item in found["answer"]["items"] if item["id"]}
            assert not ids or cells == ids, case.question
        if case.query and (wanted := {cell for row in judge.rows(case.query) for cell in row} - {""}):
            scores.append(2 * len(cells & wanted) / (len(cells) + len(wanted)))
    assert len(scores) > 400
    assert sum(scores) / len(scores) >= 0.85


def test_quotes_slice_back(outcomes: list[Outcome]) -> None:
    texts: dict[str, str] = {}
    for path in (ROOT / "seeds").glob("*.txt"):
        with path.open(encoding="utf-8", newline="") as handle:
            texts[path.stem] = handle.read()
    quotes = [item for outcome in outcomes for item in outcome.found["evidence"]]
    assert len(quotes) > 500
    for item in quotes:
        assert texts[item["document"]][item["start"] : item["end"]] == item["quote"]


def test_interpretation_tells_every_condition(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.found["status"] == "answered" and outcome.case.family in (
            "programmes-by-ministry",
            "target-groups",
        ):
            for link in outcome.case.links:
                assert link.split("/")[1] in outcome.found["interpretation"], outcome.case.question


def test_the_same_with_other_names_and_years(judge: Judge) -> None:
    other = Judge.__new__(Judge)
    assert judge.graph.local is not None
    other.graph = GraphAccess(renamed_graph(judge.graph.local), None, {"build_id": "renamed"})
    other.services = services_for(other.graph)
    check([other.outcome(renamed_case(c)) for c in CASES if c.family not in UNMOVED])


def thread(judge: Judge, *questions: str) -> Iterator[dict[str, Any]]:
    context = None
    for question in questions:
        found = answer_question(question, judge.services, context=context)
        context = found["permalink"]
        yield found


def test_a_thread_is_told_by_its_permalink(judge: Judge) -> None:
    first, second, third = thread(
        judge, "厚労省が所管するR7補正の事業は？", "じゃあ令和6年度は？", "法務省は？"
    )
    assert "（前の問いから）" in second["interpretation"] and "法務省" in third["interpretation"]
    assert third["permalink"].count("&after=") == 2
    assert first["answer"]["items"] and third["answer"]["items"]


def test_nothing_is_never_zero(judge: Judge) -> None:
    for question in ("宮内庁の施策は何件？", "文科省のR7補正の事業は何件？", "令和5年度の事業は何件？"):
        found = answer_question(question, judge.services)
        assert found["status"] == "unanswerable" and found["answer"] is None
        assert found["reason"] in ("not_in_source", "not_loaded") and "0件" not in found["text"]
