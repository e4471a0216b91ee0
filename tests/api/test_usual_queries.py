"""What no question narrows is asked once a build: the queries are those that questions ask, and their rows are bounded."""

from __future__ import annotations

import pytest

from api.answering import usual_queries as module
from api.answering.usual_queries import read_usual_queries, usual_queries, usual_rows
from graph.question_graph import build_query
from nlp.questions.records import Frame


def test_each_is_asked_once_and_kept_as_it_came() -> None:
    asked: list[str] = []

    def ask(query: str) -> tuple[list[str], list[tuple[object, ...]]]:
        asked.append(query)
        return ["a"], [(str(len(asked)),)]

    kept = read_usual_queries(ask)
    assert asked == usual_queries()
    assert len(set(asked)) == len(asked)
    assert [rows for _, rows in kept.values()] == [[(str(at),)] for at in range(1, len(asked) + 1)]


def test_what_has_too_many_rows_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 5)
    kept = read_usual_queries(lambda query: (["a"], [("1",)] * (9 if "Issue" in query else 0)))
    assert build_query("list", Frame("", "issue", "issue")) not in kept
    assert build_query("disagreement", Frame("", "line", "programme")) in kept


def test_nothing_is_asked_of_a_process_that_ends() -> None:
    assert read_usual_queries(lambda query: ([query], []), lambda: False) == {}


def test_a_part_of_an_order_is_cut_out_of_the_whole() -> None:
    rank = build_query("rank_desc", Frame("", "line", "line"))
    kept = read_usual_queries(
        lambda query: (["n"], [(str(n),) for n in range(5)] if query == rank else []),
    )
    three = build_query("rank_desc", Frame("", "line", "line", limit=3))
    assert usual_rows(kept, three) == (["n"], [("0",), ("1",), ("2",)])
    assert usual_rows(kept, three.replace("LIMIT 3", "OFFSET 3\nLIMIT 1")) == (["n"], [("3",)])
    assert usual_rows(kept, rank) == (["n"], [(str(n),) for n in range(5)])
    assert usual_rows(kept, three.replace("MAX", "MIN")) is None
