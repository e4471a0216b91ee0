"""Files for Gephi and Cytoscape read back by networkx; two graphs and two years compared."""

import csv
import io

import networkx as nx
import pytest
from pyoxigraph import Store

from graph.analysis.diff import Change, State, compare, compare_years, stages_apart, states
from graph.analysis.exchange import ExchangeEdge, ExchangeGraph, ExchangeNode, exchange_graph
from graph.analysis.export import csv_tables, gexf, graphml, write_csv_tables

BASE = "https://w3id.org/tsunagari/id/"
NASTY = ExchangeGraph(
    (
        ExchangeNode(BASE + "a", "事業<&>\"'\x00\x0b改行\nあり", "Programme", (("amount", 5), ("note", "x"))),
        ExchangeNode(BASE + "b", "内閣府", "Ministry"),
    ),
    (ExchangeEdge(BASE + "a", BASE + "b", "ministry", 0.75, "name"),),
)


@pytest.fixture(scope="module")
def graph(seed_graph: Store) -> ExchangeGraph:
    return exchange_graph(seed_graph.quads_for_pattern(None, None, None, None))


def test_graphml_opens(graph: ExchangeGraph) -> None:
    read = nx.read_graphml(io.BytesIO(graphml(graph)))
    assert len(read) == len(graph.nodes)
    assert read.nodes[BASE + "budget-line/2025s-64"]["label"] == "孤独・孤立対策のための自殺防止対策事業"
    assert read.nodes[BASE + "budget-line/2025s-64"]["amount"] == 1_000_000_000
    assert read.number_of_edges() > 300


def test_gexf_opens(graph: ExchangeGraph) -> None:
    read = nx.read_gexf(io.BytesIO(gexf(graph)))
    assert len(read) == len(graph.nodes)
    assert read.nodes[BASE + "ministry/内閣府"]["label"] == "内閣府"


def test_odd_characters_survive_or_are_dropped() -> None:
    for read in (nx.read_graphml(io.BytesIO(graphml(NASTY))), nx.read_gexf(io.BytesIO(gexf(NASTY)))):
        assert read.nodes[BASE + "a"]["label"].startswith("事業<&>\"'改行")
        assert read.edges[next(iter(read.edges))]["weight"] == 0.75


def test_tables(graph: ExchangeGraph, tmp_path) -> None:
    tables = csv_tables(graph)
    nodes = list(csv.DictReader(io.StringIO(tables["nodes.csv"])))
    assert len(nodes) == len(graph.nodes)
    rows = {
        row["label"]: row
        for row in csv.DictReader(io.StringIO(tables["BudgetLine.csv"]))
        if row["fiscalYear"] == "2025"
    }
    assert rows["食品アクセス確保緊急支援事業"]["ministry"] == "農林水産省"
    assert rows["食品アクセス確保緊急支援事業"]["amount"] == "600000000"
    written = write_csv_tables(NASTY, tmp_path / "out")
    assert (tmp_path / "out" / "edges.csv") in written
    assert not written[0].read_bytes().startswith(b"\xef\xbb\xbf"), "Gephi reads the mark as part of Id"
    assert b"\x00" not in written[0].read_bytes()
    assert (tmp_path / "out" / "Programme.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_equal_graphs_give_equal_files(seed_graph: Store, graph: ExchangeGraph) -> None:
    quads = list(seed_graph.quads_for_pattern(None, None, None, None))
    again = exchange_graph(reversed(quads))
    assert (graphml(again), gexf(again), csv_tables(again)) == (
        graphml(graph),
        gexf(graph),
        csv_tables(graph),
    )


def line(name: str, **more: object) -> State:
    return State(
        **(
            {
                "id": f"{BASE}{name}",
                "kind": "BudgetLine",
                "label": name,
                "amount": 5_000_000,
                "amount_kind": "exact",
                "stage": "supplementary",
                "sections": ("4-①",),
            }
            | more
        )
    )  # type: ignore[arg-type]


def by_id(*things: State) -> dict[str, State]:
    return {thing.id: thing for thing in things}


def test_two_builds() -> None:
    before = by_id(line("a"), line("b"), line("c", programmes=("p",)))
    after = by_id(
        line("a", label="a2", sections=("4-②",), amount=7_000_000), line("c", programmes=("q",)), line("d")
    )
    found = compare(before, after)
    assert [change.kind for change in found] == [
        "added",
        "removed",
        "renamed",
        "moved",
        "rebudgeted",
        "regrouped",
    ]
    assert found[4].change == 2_000_000
    assert str(found[4]) == "金額の変更「a2」: 5百万円 → 7百万円"
    assert compare(before, before) == ()


def test_unlike_amounts_get_no_difference() -> None:
    (change,) = compare(by_id(line("a")), by_id(line("a", amount_kind="includedIn")))
    assert (change.kind, change.change) == ("rebudgeted", None)
    assert "の内数" in change.after


def test_two_years_of_budget_rows(graph: ExchangeGraph) -> None:
    found = compare_years(states(graph), "2024", "2025", kind="BudgetLine")
    budgeted = {change.label: change for change in found if change.kind == "rebudgeted"}
    assert budgeted["こどもの居場所づくり支援体制強化事業"].change == 75_000_000
    assert budgeted["刑務所出所者等の就労・住居・相談先の確保"].change is None
    added = {change.label for change in found if change.kind == "added"}
    assert "民間企業におけるつながりづくりに関する調査研究" in added
    taken_over = {change.label: change.before for change in found if change.kind == "succeeded"}
    assert taken_over["地域就職氷河期世代等支援推進交付金"].endswith("交付金（分割）")
    gone = {change.label for change in found if change.kind == "removed"}
    assert not gone & {before.removesuffix("（分割）") for before in taken_over.values()}
    assert Change("renamed", "", "") not in found


def test_a_stage_of_one_year_says_nothing_of_what_ended() -> None:
    things = by_id(
        line("a", programmes=("p",), year="2025", stage="supplementary"),
        line("b", programmes=("q",), year="2026", stage="initial"),
    )
    assert stages_apart(things, "2025", "2026") == {"supplementary": "2025", "initial": "2026"}
    assert compare_years(things, "2025", "2026", kind="BudgetLine") == ()


def test_a_programme_that_continues_two_is_told_once_for_each() -> None:
    things = by_id(
        line("a", programmes=("p",), year="2024"),
        line("b", programmes=("q",), year="2024"),
        line("c", label="r", programmes=("r",), year="2025", origins=(("p", "統合"), ("q", "統合"))),
        line("d", label="r", programmes=("r",), year="2025", origins=(("p", "統合"), ("q", "統合"))),
    )
    found = compare_years(things, "2024", "2025", kind="BudgetLine")
    assert [(change.kind, change.before) for change in found] == [
        ("succeeded", "p（統合）"),
        ("succeeded", "q（統合）"),
    ]


def test_two_plan_years() -> None:
    things = by_id(
        State("m1", "Measure", "高齢者の見守りの推進", ("1-①",), ("総務省",), year="2024"),
        State("m2", "Measure", "農福連携の推進", ("1-②",), ("農林水産省",), year="2024"),
        State("n1", "Measure", "高齢者の見守り推進事業", ("2-①",), ("総務省",), year="2025"),
        State("n2", "Measure", "休眠預金等の活用", ("1-②",), ("内閣府",), year="2025"),
    )
    found = {(change.kind, change.thing) for change in compare_years(things, "2024", "2025")}
    assert found == {("added", "n2"), ("removed", "m2"), ("renamed", "n1"), ("moved", "n1")}
