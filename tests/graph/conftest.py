"""The seeds' printed things as plain items, transcribed by hand, and what reconciliation makes of them."""

import json
from pathlib import Path

import pytest

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Clustering, Item, MeasureItem

GOLD = Path(__file__).parent.parent / "gold"


def read(name: str, kind: type) -> tuple:
    """Records of one class from a JSON Lines file; lists become tuples."""
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(
        kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}) for row in rows
    )


@pytest.fixture(scope="session")
def seed_items() -> tuple[Item, ...]:
    return read("reconcile_items.jsonl", Item)


@pytest.fixture(scope="session")
def seed_measures() -> tuple[MeasureItem, ...]:
    return read("reconcile_measures.jsonl", MeasureItem)


@pytest.fixture(scope="session")
def seed_clustering(seed_items: tuple[Item, ...]) -> Clustering:
    return cluster_items(seed_items)
