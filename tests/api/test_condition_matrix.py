"""Every way of asking takes every condition: each cell's answer is worked out from the triples (tests/questions/matrix.py)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.graph_access import GraphAccess, open_graph
from tests.questions.composed import composed_measures, composed_rows
from tests.questions.matrix import Cell, Graph, measure_cells, measures_of, row_cells, rows_of, wrong


@pytest.fixture(scope="module")
def opened(seed_store: Path) -> GraphAccess:
    return open_graph(str(seed_store))


@pytest.fixture(scope="module")
def graph(opened: GraphAccess) -> Graph:
    assert opened.local is not None
    return Graph(opened.local)


@pytest.fixture(scope="module")
def asking(opened: GraphAccess) -> AskServices:
    return services_for(opened)


def mistakes(cells: Iterable[Cell], asking: AskServices, graph: Graph) -> dict[str, str]:
    told = {
        f"{cell.frame} x {cell.condition}: {cell.question}": wrong(
            cell, answer_question(cell.question, asking), graph.label
        )
        for cell in cells
    }
    return {question: mistake for question, mistake in told.items() if mistake}


def test_every_way_of_asking_takes_every_condition_on_rows(asking: AskServices, graph: Graph) -> None:
    cells = list(row_cells(rows_of(graph)))
    assert len(cells) > 150
    assert mistakes(cells, asking, graph) == {}


def test_every_way_of_asking_takes_every_condition_on_measures(asking: AskServices, graph: Graph) -> None:
    cells = list(measure_cells(measures_of(graph)))
    assert len(cells) > 90
    assert mistakes(cells, asking, graph) == {}


def test_conditions_go_together_in_every_order(asking: AskServices, graph: Graph) -> None:
    cells = [*composed_measures(measures_of(graph)), *composed_rows(rows_of(graph))]
    assert len(cells) > 50
    assert mistakes(cells, asking, graph) == {}
