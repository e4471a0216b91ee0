"""Fixtures that several rooms share: the seeds as read, and the graph built from them once a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pyoxigraph import Store

from nlp.records import Extraction

# A loaded machine takes its time over one example: that says nothing about the code.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

# What an answer says depends on no clock: servers of tests try all questions offered beside a refusal.
os.environ["TSUNAGARI_NEAR_SECONDS"] = "0"

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def extractions() -> list[Extraction]:
    """The five seed documents, extracted."""
    from nlp.extract import extract_document
    from nlp.sources import list_sources

    return [extract_document(entry) for entry in list_sources(SEEDS)]


@pytest.fixture(scope="session")
def by_document(extractions: list[Extraction]) -> dict[str, Extraction]:
    """Seed extractions by the first three characters of their file name."""
    return {item.document.id[:3]: item for item in extractions}


@pytest.fixture(scope="session")
def seed_graph(extractions: list[Extraction]) -> Store:
    """The reconciled graph of the seeds in memory."""
    from graph.build import build_quads, parts_of, reconcile

    parts = parts_of(extractions)
    store = Store()
    store.bulk_extend(build_quads(parts, reconcile(parts)))
    return store


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A published store folder of the seeds."""
    from api.commands.builder import BuildOptions, build

    folder = tmp_path_factory.mktemp("store")
    build(BuildOptions(SEEDS, str(folder)))
    yield folder


@pytest.fixture(scope="session")
def server(seed_store: Path) -> Iterator[str]:
    """The base address of a server over the seeds' graph."""
    from serving import served

    with served(seed_store) as base:
        yield base
