"""What a wrong query is told: the place of the mistake and a sentence, in place of what the engine's grammar expected."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Store

from api.endpoint.query_failures import describe
from api.settings import Settings
from api.sparql_mistakes import explain
from graph.sparql_text import tokens

CASES = [
    ("", "空です", 1, 1),
    ("SELCT ?x { ?x a ?y }", "SELECT のことですか", 1, 1),
    ("\ufeffSELECT ?x { ?x a ?y }", "バイト順マーク", 1, 1),
    ("INSERT DATA { <a:b> <a:c> 1 }", "変える命令", 1, 1),
    ("PREFIX tsu <http://x/> ASK {}", "PREFIX tsu: <…>", 1, 8),
    ("SELECT * WHERE {\n  ?m a tsu:Measure }", "PREFIX tsu: <https://w3id.org/tsunagari/ns#>", 2, 8),
    ("SELECT * { ?s foo:bar ?o }", "接頭辞「foo:」", 1, 15),
    ("SELECT ?x, ?y { ?x ?p ?y }", "コンマ", 1, 10),
    ("SELECT (COUNT(?x) ?n) { ?x ?p ?y }", "AS", 1, 8),
    ("SELECT ?x ?y (COUNT(?z) AS ?n) { ?x ?p ?y }", "GROUP BY", 1, None),
    ("SELECT ?x { ?x ?p ?y } ORDER ?x", "ORDER の後に BY", 1, 24),
    ("SELECT ?x { ?x ?p ?y } LIMIT ten", "LIMIT の後に整数", 1, 24),
    ('SELECT ?x {\n\n ?x ?p "abc }', "引用符", 3, 8),
    ("ASK { ?x\u3000a ?y }", "全角", 1, 9),
    ("ASK { ?x a ?y ．}", "全角", 1, 15),
    ("SELECT * { ?s 施策 ?o }", "「施策」", 1, 15),
    ("SELECT * { FILTER(foo(?x)) }", "「foo」という関数", 1, 19),
    ("SELECT * { ?x ?p ?y FILTER REGEX(?y, 'a' }", "「(」が閉じられていません", 1, 33),
    ("SELECT * { ?s ?p ?o ", "「{」が閉じられていません", 1, 10),
    ("SELECT * { ?s ?p ?o }}", "余分な", 1, 22),
    ("SELECT * {\r\n ?x ?p }", "「?x ?p」", 2, 2),
    ("SELECT * { ?x a ?c ; ?p }", "「?p」", 1, 22),
    ("SELECT * { ?x ?p ?y ?z }", "「?x ?p ?y ?z」", 1, 12),
    ("SELECT * { VALUES ?x { 1 2 } ?x a }", "「?x a」", 1, 30),
    ("ASK {} ASK {}", "文法に合わなくなります", 1, None),
    ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "文法に合わなくなります", 1, None),
]


def refusal(query: str) -> str:
    with pytest.raises((SyntaxError, ValueError, RuntimeError)) as told:
        Store().query(query, base_iri="http://example.org/")
    return str(told.value)


@pytest.mark.parametrize(("query", "words", "line", "column"), CASES)
def test_a_mistake_is_told_in_words_with_its_place(
    query: str, words: str, line: int, column: int | None
) -> None:
    found = explain(query, refusal(query))
    assert words in found.message + found.hint
    assert "expected" not in found.message
    assert found.line == line
    assert column is None or found.column == column
    assert " (" in found.message and " (" in found.hint, "both languages"


def test_prefixes_that_need_no_line_are_not_the_mistake() -> None:
    query = "SELECT * { ?m a tsu:Measure ; tsu:number }"
    found = explain(query, "error at 1:43: expected x", declared=("tsu",))
    assert "「tsu:number」" in found.message


def test_what_a_query_process_reports_is_told_the_same_way() -> None:
    query = "SELECT ?x, ?y { ?x ?p ?y }"
    failure = describe(
        {"code": "bad_query", "message": "expected DISTINCT", "line": 1, "column": 16},
        Settings(store=""),
        query,
    )
    assert (failure.line, failure.column) == (1, 10)
    assert "line 1, column 10" in failure.message
    assert json.dumps(failure.hint)


def test_escapes_are_left_to_the_engine() -> None:
    query = "SELECT * { ?s \\u003Fp }"
    assert list(tokens(query))
    assert explain(query, "error at 1:20: expected x").column == 20
