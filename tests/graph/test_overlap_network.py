"""Overlap graded in GAO's terms, projections and what they mean."""

import random

from graph.analysis.ministries import load_ministries
from graph.analysis.network import bridges, centrality, communities, project
from graph.analysis.overlap import Traits, activities_of, overlap_table

FACTS = [
    ("m1", "厚生労働省", "高齢者"), ("m2", "国土交通省", "高齢者"), ("m3", "厚生労働省", "障害者"), ("m4", "総務省", "高齢者"),
    ("m5", "環境省", "こども"), ("m1", "厚生労働省", "高齢者"),
]  # fmt: skip
TRAITS = {
    "m1": Traits(frozenset({"高齢者"}), frozenset({"2-①"}), frozenset({"見守り"})),
    "m2": Traits(frozenset({"高齢者"}), frozenset({"2-①"}), frozenset({"見守り"})),
    "m4": Traits(frozenset({"高齢者"}), frozenset({"2-①"}), frozenset({"広報・啓発"})),
}


def test_grades() -> None:
    table = overlap_table(FACTS, traits=TRAITS)
    grade = {(pair.first, pair.second): pair for pair in table.pairs}
    assert grade[("厚生労働省", "国土交通省")].grade == "duplication"
    assert grade[("厚生労働省", "国土交通省")].pairs == (("m1", "m2"),)
    assert set(grade[("厚生労働省", "国土交通省")].shared) == {"2-①", "見守り"}
    assert grade[("厚生労働省", "総務省")].grade == "overlap"
    assert table.pairs[0].grade == "duplication"
    assert {one.value: one.grade for one in table.grades} == {
        "高齢者": "duplication",
        "障害者": "none",
        "こども": "none",
    }
    assert table.cell("厚生労働省", "高齢者") == ("m1",)


def test_without_traits_only_fragmentation_is_told() -> None:
    assert {pair.grade for pair in overlap_table(FACTS).pairs} == {"fragmentation"}


def test_a_joint_measure_does_not_duplicate_itself() -> None:
    joint = [("m1", "厚生労働省", "高齢者"), ("m1", "国土交通省", "高齢者")]
    (pair,) = overlap_table(joint, traits=TRAITS).pairs
    assert pair.grade == "fragmentation"
    assert pair.strength == 1.0


def test_order_of_facts_does_not_matter() -> None:
    assert overlap_table(random.Random(1).sample(FACTS, len(FACTS)), traits=TRAITS) == overlap_table(
        FACTS, traits=TRAITS
    )
    assert overlap_table([]).rows == ()


def test_activities() -> None:
    assert activities_of("高齢者の見守り体制強化事業") == {"見守り"}
    assert "調査・研究" in activities_of("若者のつながりに関する調査研究")
    assert activities_of("その他の事業") == frozenset()


def test_projection_and_findings() -> None:
    graph = project(FACTS)
    assert set(graph) == {"厚生労働省", "国土交通省", "総務省", "環境省"}
    assert graph["厚生労働省"]["国土交通省"]["weight"] == 1
    assert not graph.has_edge("環境省", "総務省")
    for finding in (*communities(graph), *centrality(graph), *bridges(FACTS, {"m1": "高齢者の見守り"})):
        assert finding.meaning_ja.endswith("。")
        assert finding.meaning_en.endswith(".")
    assert communities(graph)[0].members == ("厚生労働省", "国土交通省", "総務省")
    assert communities(project([])) == ()
    assert set(project(FACTS, "column").edges) == {("障害者", "高齢者")}


def test_ministries_in_time() -> None:
    from datetime import date

    known = load_ministries()
    assert known.existed("こども家庭庁", date(2023, 3, 31)) is False
    assert known.existed("こども家庭庁", date(2023, 4, 1)) is True
    assert known.existed("存在しない省", date(2023, 4, 1)) is None
    assert known.ministry_of("出入国在留管理庁") == "法務省"
    moved = known.took_over("こども家庭庁", "厚生労働省")
    assert moved is not None
    assert moved.on == "2023-04-01"
    assert (
        known.kinship(("こども家庭庁",), ("厚生労働省",))[0]
        == known.kinship(("厚生労働省",), ("こども家庭庁",))[0]
        == "successor"
    )
    assert known.kinship(("法務省",), ("出入国在留管理庁",))[0] == "within"
    assert known.kinship(("法務省",), ("環境省",))[0] == "different"
    assert known.kinship((), ("環境省",))[0] == "missing"
