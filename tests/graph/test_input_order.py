"""The order in which documents and rows come changes neither programmes nor addresses."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, RdfFormat, Store

from graph.build import build_quads, parts_of, reconcile
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage import trace_lineage
from tests.generate.rows import generate

ROWS = [
    Item(
        f"{year}/{line.id}", "budget_line", line.name, ministry=(line.ministry,), fiscal_year=year, stage="supplementary",
        amount=line.amount, amount_kind="exact", section=line.section, relisted=line.relisted, document=f"list {year}",
    )
    for year, seed in ((2024, 7), (2025, 7))
    for line in generate(500, seed=seed, duplicates=0.1, year=year)
]  # fmt: skip
WORD = (Judgement(ROWS[3].id, ROWS[600].id, "same", who="A", when="2026-11-01", why="要綱が同じ"),)
WANTED = cluster_items(ROWS, WORD)
LINEAGE = trace_lineage(WANTED, ROWS)


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_rows_in_any_order_give_the_same_programmes(random: Random) -> None:
    assert len(ROWS) == 1_000
    shuffled = random.sample(ROWS, len(ROWS))
    found = cluster_items(shuffled, WORD)
    assert found == WANTED
    assert trace_lineage(found, shuffled) == LINEAGE


@pytest.fixture(scope="module")
def three_parts(extractions):
    """The two lists with their sheets, and the document that names their grantees."""
    return parts_of([one for one in extractions if one.document.id[:3] in {"000", "001", "003"}])


@pytest.fixture(scope="module")
def in_order(three_parts) -> list[bytes]:
    return _built(three_parts)


def _built(parts) -> list[bytes]:
    store = Store()
    store.bulk_extend(build_quads(parts, reconcile(parts)))
    return sorted(store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()).splitlines())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(list(permutations(range(3)))))
def test_documents_in_any_order_give_the_same_graph(three_parts, in_order, order: tuple[int, ...]) -> None:
    assert _built([three_parts[index] for index in order]) == in_order
