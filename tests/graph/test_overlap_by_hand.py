"""Overlap in GAO's sense counted by hand, findings whose sentences are checked against the graph, exports as other tools read them."""

import csv
import io
from itertools import combinations
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.analysis.exchange import ExchangeGraph, exchange_graph
from graph.analysis.export import gexf, graphml, write_csv_tables
from graph.analysis.network import bridges, centrality, communities, project
from graph.analysis.overlap import GRADES, Traits, overlap_table

# 高齢者: 厚労省 has a visiting and a phone service, 国交省 a visiting service in the same section, 総務省 a phone service in
# another section, 環境省 something else elsewhere. こども: 厚労省 alone. 若者: 総務省 and 環境省 carry one measure together.
FACTS = [
    ("訪問A", "厚生労働省", "高齢者"), ("電話A", "厚生労働省", "高齢者"), ("訪問B", "国土交通省", "高齢者"), ("電話B", "総務省", "高齢者"),
    ("散歩", "環境省", "高齢者"), ("学習", "厚生労働省", "こども"), ("共同", "総務省", "若者"), ("共同", "環境省", "若者"),
]  # fmt: skip
TRAITS = {
    "訪問A": Traits(frozenset({"高齢者"}), frozenset({"2-①"}), frozenset({"見守り"})),
    "訪問B": Traits(frozenset({"高齢者"}), frozenset({"2-①"}), frozenset({"見守り"})),
    "電話A": Traits(frozenset({"高齢者"}), frozenset({"1-③"}), frozenset({"相談"})),
    "電話B": Traits(frozenset({"高齢者"}), frozenset({"3-①"}), frozenset({"相談"})),
    "散歩": Traits(frozenset({"高齢者"}), frozenset({"4-②"}), frozenset({"広報・啓発"})),
    "学習": Traits(frozenset({"こども"}), frozenset({"2-①"}), frozenset({"学習"})),
    "共同": Traits(frozenset({"若者"}), frozenset({"3-①"}), frozenset({"相談"})),
}
# (ministries, over) -> grade, strength, shared, the pairs behind it; worked out on paper.
BY_HAND = {
    ("厚生労働省", "国土交通省", "高齢者"): ("duplication", 2 / 3, ("2-①", "見守り"), (("訪問A", "訪問B"),)),
    ("厚生労働省", "総務省", "高齢者"): ("overlap", 2 / 3, ("相談",), (("電話A", "電話B"),)),
    ("厚生労働省", "環境省", "高齢者"): ("fragmentation", 0.0, (), ()),
    ("国土交通省", "総務省", "高齢者"): ("fragmentation", 0.0, (), ()),
    ("国土交通省", "環境省", "高齢者"): ("fragmentation", 0.0, (), ()),
    ("環境省", "総務省", "高齢者"): ("fragmentation", 0.0, (), ()),
    ("環境省", "総務省", "若者"): ("fragmentation", 1.0, (), ()),
}


def test_every_pair_as_worked_out_by_hand() -> None:
    table = overlap_table(FACTS, traits=TRAITS)
    found = {(*sorted((one.first, one.second)), one.over): one for one in table.pairs}
    assert found.keys() == {(*sorted(key[:2]), key[2]) for key in BY_HAND}
    for (first, second, over), (grade, strength, shared, pairs) in BY_HAND.items():
        one = found[(*sorted((first, second)), over)]
        assert (one.grade, one.shared) == (grade, shared)
        assert one.strength == pytest.approx(strength, abs=1e-4)
        assert {frozenset(pair) for pair in one.pairs} == {frozenset(pair) for pair in pairs}
    assert {one.value: (one.grade, one.things, len(one.ministries)) for one in table.grades} == {
        "高齢者": ("duplication", 5, 4),
        "こども": ("none", 1, 1),
        "若者": ("fragmentation", 1, 2),
    }
    assert {(cell.row, cell.column): cell.things for cell in table.cells} == {
        ("厚生労働省", "高齢者"): ("訪問A", "電話A"),
        ("国土交通省", "高齢者"): ("訪問B",),
        ("総務省", "高齢者"): ("電話B",),
        ("環境省", "高齢者"): ("散歩",),
        ("厚生労働省", "こども"): ("学習",),
        ("総務省", "若者"): ("共同",),
        ("環境省", "若者"): ("共同",),
    }


def test_over_sections_the_group_and_the_activity_are_what_may_be_shared() -> None:
    facts = [(thing, ministry, section) for thing, ministry, _ in FACTS for section in TRAITS[thing].sections]
    table = overlap_table(facts, over="section", traits=TRAITS)
    found = {(one.first, one.second, one.over): one for one in table.pairs}
    assert found[("厚生労働省", "国土交通省", "2-①")].grade == "duplication"
    assert found[("厚生労働省", "国土交通省", "2-①")].shared == ("見守り", "高齢者")
    # 電話B and 共同 share 相談 in section 3-①, not whom they serve; 総務省's own two are not an overlap between ministries.
    assert found[("環境省", "総務省", "3-①")].grade == "overlap"


THINGS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("甲乙丙"), st.sampled_from("老若")), max_size=14
)
KNOWN = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.builds(
        Traits,
        st.frozensets(st.sampled_from("老若"), max_size=2),
        st.frozensets(st.sampled_from("12"), max_size=2),
        st.frozensets(st.sampled_from("見話"), max_size=2),
    ),
)


@given(THINGS, KNOWN)
def test_grades_and_strengths_are_those_of_the_definition(
    facts: list[tuple[str, str, str]], known: dict[str, Traits]
) -> None:
    table = overlap_table(facts, traits=known)
    for pair in table.pairs:
        mine = {thing for thing, row, column in facts if (row, column) == (pair.first, pair.over)}
        theirs = {thing for thing, row, column in facts if (row, column) == (pair.second, pair.over)}
        assert (set(pair.things_first), set(pair.things_second)) == (mine, theirs)
        levels = {}
        for one in mine:
            for other in theirs:
                if one != other and one in known and other in known:
                    section = bool(known[one].sections & known[other].sections)
                    activity = bool(known[one].activities & known[other].activities)
                    levels[(one, other)] = section + activity
        gravest = max(levels.values(), default=0)
        assert GRADES.index(pair.grade) == 1 + gravest
        behind = {thing for ends, level in levels.items() if level for thing in ends}
        assert pair.strength == pytest.approx(len(behind | (mine & theirs)) / len(mine | theirs), abs=1e-4)
        assert set(pair.pairs) == {ends for ends, level in levels.items() if level and level == gravest}
    for grade in table.grades:
        of_column = [pair.grade for pair in table.pairs if pair.over == grade.value]
        assert grade.grade == max(of_column, key=GRADES.index, default="none")


@given(THINGS.filter(bool))
def test_sentences_are_true(facts: list[tuple[str, str, str]]) -> None:
    graph = project(facts)
    for one, other in combinations(sorted(graph), 2):
        mine = {column for _, row, column in facts if row == one}
        theirs = {column for _, row, column in facts if row == other}
        weight = graph.edges[one, other]["weight"] if graph.has_edge(one, other) else 0
        assert weight == len(mine & theirs)
    for finding in centrality(graph):
        if finding.measure == "degree":
            others = graph.degree(finding.subject)
            assert f"{len(graph) - 1}の府省庁のうち{others}と" in finding.meaning_ja
            assert f"{others} of the {len(graph) - 1} other" in finding.meaning_en
        else:
            apart = [pair for pair in combinations(graph[finding.subject], 2) if not graph.has_edge(*pair)]
            assert apart, "it stands between two that share nothing"
    assert sorted(name for finding in communities(graph) for name in finding.members) == sorted(graph)
    for finding in communities(graph):
        inside = graph.subgraph(finding.members).size(weight="weight")
        around = sum(data["weight"] for _, _, data in graph.edges(finding.members, data=True))
        assert ("共有するものがない" in finding.meaning_ja) == (around == 0)
        assert ("多くを共有する" in finding.meaning_ja) == (
            len(finding.members) > 1 and around > 0 and inside >= around / 2
        )
    for finding in bridges(facts, {}):
        mine = {(row, column) for thing, row, column in facts if thing == finding.subject}
        rows, columns = {row for row, _ in mine}, {column for _, column in mine}
        assert set(finding.members) == rows | columns
        for row in rows:
            for column in columns:
                if f"{row}と{column}を直接に結ぶものは、ほかにない" in finding.meaning_ja:
                    ties = {
                        thing
                        for thing, _, _ in facts
                        if any(t == thing and r == row for t, r, _ in facts)
                        and any(t == thing and c == column for t, _, c in facts)
                    }
                    assert ties == {finding.subject}


@pytest.fixture(scope="module")
def exchange(seed_graph: Store) -> ExchangeGraph:
    return exchange_graph(seed_graph.quads_for_pattern(None, None, None, None))


def test_gexf_is_what_its_schema_asks(exchange: ExchangeGraph) -> None:
    """GEXF 1.2: declared attributes of known types, unique ids, edges between nodes, numbers that are numbers."""
    name = "{http://www.gexf.net/1.2draft}"
    root = ET.fromstring(gexf(exchange))
    graph = root.find(f"{name}graph")
    assert graph is not None
    assert [child.tag.removeprefix(name) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    declared = {
        kind.get("class"): {one.get("id"): one.get("type") for one in kind}
        for kind in graph.findall(f"{name}attributes")
    }
    assert set(declared["node"].values()) <= {"string", "long"}
    ids = [node.get("id") for node in graph.iter(f"{name}node")]
    assert len(ids) == len(set(ids))
    edges = list(graph.iter(f"{name}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= set(ids)
        assert 0 < float(edge.get("weight", "nan")) <= 1
    for kind in ("node", "edge"):
        for holder in graph.iter(f"{name}{kind}"):
            values = list(holder.iter(f"{name}attvalue"))
            keys = [value.get("for") for value in values]
            assert set(keys) <= declared[kind].keys()
            assert len(keys) == len(set(keys))
            assert all(
                value.get("value", "").lstrip("-").isdigit()
                for value in values
                if declared[kind][value.get("for")] == "long"
            )


def test_three_formats_hold_the_same_graph(exchange: ExchangeGraph, tmp_path) -> None:
    read = [nx.read_graphml(io.BytesIO(graphml(exchange))), nx.read_gexf(io.BytesIO(gexf(exchange)))]
    write_csv_tables(exchange, tmp_path)
    texts = {name: (tmp_path / f"{name}.csv").read_bytes() for name in ("nodes", "edges", "Programme")}
    assert texts["nodes"].startswith(b"Id,Label,Kind")
    assert texts["edges"].startswith(b"Source,Target,Type")
    assert texts["Programme"].startswith(b"\xef\xbb\xbf")
    nodes = [row["Id"] for row in csv.DictReader(io.StringIO(texts["nodes"].decode()))]
    ties = sorted(
        (row["Source"], row["Target"]) for row in csv.DictReader(io.StringIO(texts["edges"].decode()))
    )
    for graph in read:
        assert graph.is_directed()
        assert set(graph) == set(nodes)
        assert sorted((one, other) for one, other, *_ in graph.edges) == ties
