"""Query parts: every one parses, every condition has words, terms are bound safely."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.question_graph import FOLDER, build_query, can_list, part, serialise, supports
from nlp.errors import QueryError
from nlp.questions.framing.sets import condition_data
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.tables.frame_files import load_frames_file

PREFIXES = (FOLDER / "prefixes.rq").read_text(encoding="utf-8")
PARTS = sorted(
    p for folder in ("over", "item", "condition", "attribute") for p in (FOLDER / folder).glob("*.rq")
)
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
TSU = "https://w3id.org/tsunagari/ns#"


@pytest.mark.parametrize("path", PARTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_part_parses(path: Path) -> None:
    text = part(f"{path.parent.name}/{path.stem}") or ""
    for slot, value in (("value", "tsu:exact"), ("low", "0"), ("high", "1")):
        text = text.replace(f"${slot}", value)
    if "FILTER" in text and "CONTAINS" in text:
        text = (
            text.replace("tsu:exact)", '"x")')
            .replace("LCASE(tsu:exact)", 'LCASE("x")')
            .replace("tsu:exact,", '"x",')
        )
    Store().query(f"{PREFIXES} SELECT * WHERE {{ {text} }}")


@pytest.mark.parametrize("path", sorted((FOLDER / "condition").glob("*.rq")), ids=lambda path: path.stem)
def test_every_condition_has_words_and_rows(path: Path) -> None:
    over = next(
        p.stem
        for p in sorted((FOLDER / "over").glob("*.rq"), key=lambda p: -len(p.stem))
        if path.stem.startswith(p.stem + "-")
    )
    kind = path.stem[len(over) + 1 :]
    assert kind in condition_data()["wording"], f"conditions.toml says nothing for {kind}"
    assert supports(over, kind)


def test_every_attribute_has_a_path_for_each_of_its_kinds() -> None:
    for name, entry in load_frames_file("attributes.toml").items():
        for kind in entry["kinds"]:
            assert part(f"attribute/{kind}-{name}"), f"attribute/{kind}-{name}.rq is missing"


def frame(*conditions: Condition, over: str = "measure", item: str = "measure") -> Frame:
    return Frame("list", over, item, conditions)


@given(st.text(max_size=40))
def test_any_text_is_a_literal_and_nothing_else(text: str) -> None:
    query = build_query("list", frame(Condition("keyword", (Term("text", text),))))
    list(Store().query(query))
    assert "$" not in query.replace("\\u0024", "")


@pytest.mark.parametrize("text", ['") } DELETE', "$value", "?ITEM", "#{body}", "\\", "\x00", "💡", '"""'])
def test_hostile_texts_are_found_as_they_are(text: str) -> None:
    store = Store()
    thing = NamedNode("https://w3id.org/tsunagari/id/measure/2030-1")
    store.add(Quad(thing, TYPE, NamedNode(TSU + "Measure")))
    store.add(Quad(thing, NamedNode(TSU + "number"), Literal(1)))
    store.add(Quad(thing, LABEL, Literal(f"前{text}後", language="ja")))
    rows = list(store.query(build_query("list", frame(Condition("keyword", (Term("text", text),))))))
    assert len(rows) == 1


@pytest.mark.parametrize("iri", ["http://a/ b", "x>y", "", 'http://a/"'])
def test_bad_iris_are_refused(iri: str) -> None:
    with pytest.raises(QueryError):
        serialise(Term("iri", iri))


def test_none_and_all_speak_of_what_is_listed() -> None:
    ministries = tuple(Term("iri", f"https://w3id.org/tsunagari/id/ministry/{n}", n) for n in "AB")
    both = build_query("list", frame(Condition("ministry", ministries, "all"), item="target_group"))
    assert len(set(re.findall(r"\?measure\w*", both))) == 2
    lacking = build_query("list", frame(Condition("ministry", ministries[:1], "none"), item="target_group"))
    assert "MINUS {" in lacking


def test_what_can_be_listed() -> None:
    assert (
        can_list("line", "programme")
        and can_list("measure", "ministry")
        and not can_list("document", "grantee")
    )


def test_many_words_do_not_multiply() -> None:
    """Each word in a FILTER EXISTS of its own: joined, nine words in seven texts each are 40 million rows."""
    words = tuple(Term("text", word, word) for word in "甲乙丙丁戊己庚辛壬")
    apart = tuple(Condition("quoted", (word,)) for word in words)
    together = (Condition("quoted", words, "all"),)
    store = Store()
    tsu, label = "https://w3id.org/tsunagari/ns#", "http://www.w3.org/2004/02/skos/core#prefLabel"
    measure = NamedNode("https://w3id.org/tsunagari/id/measure/1")
    store.add(
        Quad(
            measure, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode(f"{tsu}Measure")
        )
    )
    store.add(Quad(measure, NamedNode(f"{tsu}number"), Literal(1)))
    for name in (
        label,
        *(f"{tsu}{name}" for name in ("overview", "goal", "achievement", "review", "challenge")),
    ):
        for text in range(8):
            store.add(Quad(measure, NamedNode(name), Literal(f"甲乙丙丁戊己庚辛壬{text}")))
    for conditions in (apart, together):
        query = build_query("list_measures", Frame("list", "measure", "measure", conditions))
        assert query.count("{ SELECT DISTINCT ?measure WHERE {") == len(words)
        assert len(list(store.query(query))) == 8  # one for each of its labels


def test_programmes_of_one_year_and_not_the_other() -> None:
    store = Store()
    programme, line = NamedNode(TSU + "Programme"), NamedNode(TSU + "BudgetLine")
    gyear = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
    for name, years in (("old", [2024]), ("both", [2024, 2025]), ("new", [2025])):
        thing = NamedNode(f"https://example.org/{name}")
        store.extend([Quad(thing, TYPE, programme), Quad(thing, LABEL, Literal(name))])
        for year in years:
            row = NamedNode(f"https://example.org/{name}-{year}")
            store.extend(
                [
                    Quad(row, TYPE, line),
                    Quad(row, NamedNode(TSU + "programme"), thing),
                    Quad(row, NamedNode(TSU + "fiscalYear"), Literal(str(year), datatype=gyear)),
                ]
            )
    conditions = (
        Condition("year", (Term("year", "2025"),)),
        Condition("year", (Term("year", "2024"),), "none"),
    )
    query = build_query("list", Frame("only_in_year", "programme", "programme", conditions))
    assert [row["label"].value for row in store.query(query)] == ["new"]


PLANS = """
@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/tsunagari/id/> .
<m/1> a tsu:Measure ; tsu:number 1 ; skos:prefLabel "一"@ja ; tsu:planYear "2024"^^xsd:gYear ; tsu:document <d/1> .
<m/2> a tsu:Measure ; tsu:number 2 ; skos:prefLabel "二"@ja ; tsu:planYear "2024"^^xsd:gYear ; tsu:link <http://example.org/> ; tsu:goal "二"@ja ; tsu:document <d/1> .
<m/3> a tsu:Measure ; tsu:number 1 ; skos:prefLabel "三"@ja ; tsu:planYear "2025"^^xsd:gYear ; tsu:document <d/1> .
<m/4> a tsu:Measure ; tsu:number 2 ; skos:prefLabel "四"@ja ; tsu:planYear "2025"^^xsd:gYear ; tsu:document <d/2> .
<i/1> a tsu:Issue ; tsu:about <m/1> ; tsu:code "cut-link" .
<i/2> a tsu:Issue ; tsu:about <m/3> ; tsu:code "other" .
"""


@pytest.mark.parametrize(
    ("values", "mode", "left"),
    [
        (("link",), "any", ["m/3"]),
        (("goal",), "any", ["m/1", "m/3"]),
        (("link", "goal"), "all", ["m/3"]),
        (("link", "goal"), "any", ["m/1", "m/3"]),
        (("link",), "none", ["m/1", "m/2", "m/4"]),
    ],
)
def test_what_is_cut_or_has_no_column_in_its_plan_is_not_missing(
    values: tuple[str, ...], mode: str, left: list[str]
) -> None:
    store = Store()
    store.load(PLANS.encode(), "text/turtle")
    missing = Condition("missing", tuple(Term("iri", TSU + name) for name in values), mode)  # type: ignore[arg-type]
    rows = store.query(build_query("list", frame(missing)))
    assert sorted(str(row["measure"].value).partition("/id/")[2] for row in rows) == left


def test_each_plan_is_counted_as_if_asked_for() -> None:
    store = Store()
    store.load(PLANS.encode(), "text/turtle")
    for conditions in ((), (Condition("missing", (Term("iri", f"{TSU}link"),)),)):
        rows = list(store.query(build_query("count_of_each_plan", frame(*conditions))))
        counted = {row["year"].value: int(row["value"].value) for row in rows}
        for year in ("2023", "2024", "2025"):
            one = build_query("count", frame(*conditions, Condition("year", (Term("year", year),))))
            assert counted.get(year, 0) == int(next(iter(store.query(one)))["value"].value)
