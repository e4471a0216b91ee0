"""The built graph: counts, evidence, stable identifiers, independence of input order."""

import csv
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from graph.build import build_id, build_quads, parts_of, reconcile
from graph.part_file import pack, unpack

PREFIX = "PREFIX tsu: <https://w3id.org/tsunagari/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
GOLD = Path(__file__).parent.parent / "gold"


def rows(store: Store, query: str) -> list[tuple]:
    found = store.query(PREFIX + query)
    return [tuple(None if row[v] is None else row[v].value for v in found.variables) for row in found]


def dump(store: Store) -> list[bytes]:
    return sorted(store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()).splitlines())


def test_counts_of_the_seeds(seed_graph: Store) -> None:
    counts = dict(rows(seed_graph, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"))
    short = {key.rsplit("#", 1)[-1]: int(value) for key, value in counts.items() if "tsunagari" in key}
    assert short["Measure"] == 141
    assert short["BudgetLine"] == 27
    assert short["Grantee"] == 9
    assert short["Document"] == 5
    assert short["Pillar"] == 4


def test_every_printed_line_has_its_labelled_values(seed_graph: Store) -> None:
    query = """SELECT ?number ?amount ?kind ?ministry ?section ?relisted ?new WHERE {
      ?line a tsu:BudgetLine ; tsu:number ?number ; tsu:fiscalYear ?year ; tsu:amount ?amount ; tsu:amountKind ?kind ;
        tsu:ministry/skos:prefLabel ?ministry ; tsu:section/skos:notation ?section ; tsu:relisted ?relisted ; tsu:newlyListed ?new }"""
    found = {
        (
            n,
            str(int(a) // 1_000_000),
            k.rsplit("#", 1)[-1],
            m,
            s,
            "1" if r == "true" else "0",
            "1" if w == "true" else "0",
        )
        for n, a, k, m, s, r, w in rows(seed_graph, query)
    }
    with (GOLD / "budget_lines.csv").open(encoding="utf-8") as handle:
        expected = {
            (r["number"], r["million"], r["kind"], r["ministry"], r["section"], r["relisted"], r["new"])
            for r in csv.DictReader(handle)
        }
    assert found == expected


def test_every_quote_slices_back(seed_graph: Store, extractions) -> None:
    texts = {item.document.id: item.text for item in extractions}
    query = """SELECT ?id ?start ?end ?quote WHERE { ?e a tsu:Evidence ; tsu:start ?start ; tsu:end ?end ; tsu:quote ?quote ;
      tsu:document/<http://purl.org/dc/terms/identifier> ?id }"""
    found = rows(seed_graph, query)
    assert len(found) > 1000
    assert all(texts[document][int(start) : int(end)] == quote for document, start, end, quote in found)


def test_every_inferred_link_says_how_sure_it_is(seed_graph: Store) -> None:
    for predicate in ("programme", "relatedMeasure", "continues", "targetGroup"):
        query = f"""SELECT ?s ?o WHERE {{ ?s tsu:{predicate} ?o .
          FILTER NOT EXISTS {{ ?l a tsu:Link ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?s ;
            <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> tsu:{predicate} ;
            <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?o ; tsu:confidence ?c ; tsu:method ?m }} }}"""
        missing = [
            row for row in rows(seed_graph, query) if predicate != "programme" or "/budget-line/" in row[0]
        ]
        assert missing == [], predicate


def test_slugs_of_the_contract(seed_graph: Store) -> None:
    things = {row[0] for row in rows(seed_graph, "SELECT DISTINCT ?s WHERE { ?s a ?c }")}
    base = "https://w3id.org/tsunagari/id/"
    assert {base + "measure/2024-82", base + "budget-line/2025s-64", base + "ministry/厚生労働省"} <= things


def test_input_order_changes_nothing(extractions) -> None:
    def built(order) -> list[bytes]:
        parts = parts_of(order)
        store = Store()
        store.bulk_extend(build_quads(parts, reconcile(parts)))
        return dump(store)

    assert built(extractions) == built(extractions[::-1])
    assert build_id(parts_of(extractions)) == build_id(parts_of(extractions[::-1]))


def test_a_part_survives_packing(extractions) -> None:
    for part in parts_of(extractions):
        assert unpack(pack(part)) == part


def test_each_of_several_values_has_its_own_quote(seed_graph: Store) -> None:
    stated = """?thing tsu:ministry ?value ; a ?kind . FILTER(?kind IN (tsu:Measure, tsu:BudgetLine))"""
    quoted = """?thing tsu:evidence ?e . ?e tsu:supports "ministry" ; tsu:supportsValue ?value ; tsu:quote ?quote"""
    all_of_them = rows(seed_graph, f"SELECT DISTINCT ?thing ?value WHERE {{ {stated} }}")
    with_quote = rows(seed_graph, f"SELECT DISTINCT ?thing ?value WHERE {{ {stated} {quoted} }}")
    assert len(all_of_them) > 150
    assert set(all_of_them) == set(with_quote)


def test_a_date_without_a_day_is_no_date(seed_graph: Store) -> None:
    dates = rows(
        seed_graph,
        "SELECT ?o WHERE { ?s ?p ?o FILTER(DATATYPE(?o) = <http://www.w3.org/2001/XMLSchema#date>) }",
    )
    assert dates and all(len(value) == 10 for (value,) in dates)


def test_two_programmes_of_three_years_have_one_lineage_link() -> None:
    """Renamed from one year to the next and split in the year after: one link between the two, the surest."""
    from graph.quads.programmes import lineage_quads
    from graph.reconcile.items import LineageLink

    links = [
        LineageLink("a", "b", "renamed", 0.7, ("名称が近い",), year_from=2024, year_to=2025),
        LineageLink("a", "b", "split", 0.9, ("金額が分かれた",), year_from=2025, year_to=2026),
        LineageLink("", "c", "newlyListed", 0.9, ()),
    ]
    quads = list(lineage_quads(links, {}))
    methods = {q.object.value for q in quads if q.predicate.value.endswith("#method")}
    assert methods == {"lineage-split"}
    reasons = {q.object.value for q in quads if q.predicate.value.endswith("#reason")}
    assert any("renamed" in reason for reason in reasons)
