"""Rows kept between questions are bounded, and nobody can change them."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Store

from api.answering.answers import answer_question
from api.answering.lasting import KeptRows, lasting_services
from api.answering.result import Found
from api.graph_access import GraphAccess

DATA = """
@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/tsunagari/id/> .
<measure/1> a tsu:Measure ; tsu:number 1 ; skos:prefLabel "見守りの推進"@ja ; tsu:overview "サポーターが見守る。"@ja .
<measure/2> a tsu:Measure ; tsu:number 2 ; skos:prefLabel "相談"@ja ; tsu:overview "サポーターを増やす。"@ja .
<measure/3> a tsu:Measure ; tsu:number 3 ; skos:prefLabel "広報"@ja ; tsu:overview "見守り隊。"@ja .
"""


def test_rows_are_kept_as_they_were() -> None:
    kept = KeptRows(most=1000)
    rows = [("a", "b")]
    kept.put("q", (["x", "y"], rows))
    rows.append(("c", "d"))
    found = kept.get("q")
    assert found == (["x", "y"], [("a", "b")])
    found[1].clear()
    assert kept.get("q") == (["x", "y"], [("a", "b")])


def test_the_oldest_go_when_there_is_no_room() -> None:
    kept = KeptRows(most=100)
    for number in range(40):
        kept.put(f"q{number}", (["x"], [("a",)] * 4))
        assert kept.cells <= 100
    assert kept.get("q0") is None
    assert kept.get("q39") is not None


def test_one_large_result_does_not_push_out_the_rest() -> None:
    kept = KeptRows(most=100)
    kept.put("small", (["x"], [("a",)]))
    kept.put("large", (["x"], [("a",)] * 50))
    assert kept.get("large") is None
    assert kept.get("small") is not None


def test_the_things_that_hold_words_are_told_once_the_texts_are_read() -> None:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TURTLE)
    asking, lasting = lasting_services(GraphAccess(store, None, {"build_id": "one"}), store)
    assert lasting is not None
    lasting.wait()
    measures = [f"https://w3id.org/tsunagari/id/measure/{number}" for number in (1, 2, 3)]
    assert sorted(asking.holding([("サポーター", "応援者")]) or ()) == measures[:2]
    assert asking.holding([("サポーター",), ("見守り", "見守る")]) == measures[:1]
    assert asking.holding([("どこにもない",)]) == []
    assert asking.holding([]) is None
    lasting.texts.read(lambda query: [tuple(row) for row in store.query(query)], room=0)
    assert asking.holding([("サポーター",)]) is None


def test_a_measure_of_many_plans_is_told_cell_by_cell() -> None:
    """Nine goals beside nine results are eighteen cells, not eighty-one rows."""
    cells = "".join(
        f'<measure/1> tsu:goal "目標{n}人"@ja ; tsu:achievement "{n}人達成"@ja .\n' for n in range(9)
    )
    store, asked = Store(), list[str]()
    store.load((DATA + cells).encode(), RdfFormat.TURTLE)
    asking, lasting = lasting_services(GraphAccess(store, None, {"build_id": "one"}), store)
    assert lasting is not None
    lasting.wait()
    run = asking.run

    def counted(query: str) -> Found:
        found = run(query)
        asked.append(f"{len(found[1])} {query}")
        return found

    asking.run = counted
    told = answer_question("施策1の目標値と実績値は？", asking)
    assert "目標0人" in told["text"]
    assert max(int(one.split()[0]) for one in asked) < 60
