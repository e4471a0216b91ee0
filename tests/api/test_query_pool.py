"""The pool of query processes by itself: lanes, what is remembered of long queries, processes that leave nothing behind."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.endpoint.guard import inspect
from api.endpoint.long_queries import LongQueries, skeleton
from api.endpoint.query_failures import QueryFailedError
from api.endpoint.query_process import Job
from api.endpoint.stream import LONG, SHORT
from api.endpoint.workers import WorkerPool
from api.settings import Settings
from graph.sparql_text import tokens
from graph.store import StoreFolder

SETTINGS = Settings(query_seconds=1.0, long_after_seconds=0.1, workers=2, long_workers=2, queue_seconds=3)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("pool")
    data = folder / "data.nt"
    data.write_text(
        "".join(f'<http://e/{i}> <http://e/p{i % 7}> "{i}" .\n' for i in range(2_000)), encoding="utf-8"
    )
    return str(StoreFolder(folder / "store").publish(data, {"build_id": "b"}).path)


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    found = WorkerPool(SETTINGS)
    yield found
    found.close()


def job(store: str, query: str) -> Job:
    return Job(
        store=store,
        query=query,
        format="csv",
        base="http://e/",
        bytes=1 << 30,
        skeleton=inspect(query, SETTINGS).skeleton,
    )


def test_a_long_query_is_known_the_next_time(pool: WorkerPool, store: str) -> None:
    endless = job(store, ENDLESS)
    assert pool.lane_of(endless) == SHORT
    with pytest.raises(QueryFailedError) as failure:
        pool.run(endless, "a")
    assert failure.value.code == "time_limit"
    assert pool.lane_of(job(store, ENDLESS + " # another")) == LONG
    assert pool.lane_of(job(store, "SELECT * {} LIMIT 1")) == SHORT


def test_one_that_is_quick_this_time_is_forgotten(pool: WorkerPool, store: str) -> None:
    quick = job(store, "SELECT * { ?s ?p ?o } LIMIT 3")
    pool.known_long.add(quick.skeleton)
    assert pool.run(quick, "a").first.count(b"\r\n") == 4
    assert pool.lane_of(quick) == SHORT


def test_long_queries_wait_for_a_long_place_and_quick_ones_do_not(pool: WorkerPool, store: str) -> None:
    for _ in range(2):
        assert pool.turns[LONG].take("b", 0)
    endless = job(store, ENDLESS)
    begin = time.monotonic()
    with pytest.raises(QueryFailedError) as failure:
        pool.run(endless, "a")
    assert failure.value.code == "long_busy"
    assert time.monotonic() - begin >= SETTINGS.queue_seconds
    assert pool.run(job(store, "SELECT (1 AS ?x) {}"), "a").first == b"x\r\n1\r\n"
    assert pool.state()["short"] == pool.state()["long"] == 0


def test_processes_stay_in_our_session(pool: WorkerPool, store: str) -> None:
    """In a session of its own a process has its own share of the processors, whatever its priority."""
    stream = pool.run(job(store, "SELECT (1 AS ?x) {}"), "a")
    assert os.getsid(stream.worker.process.pid) == os.getsid(0)
    assert os.getpgid(stream.worker.process.pid) != os.getpgid(0)


def test_ended_processes_are_buried(pool: WorkerPool, store: str) -> None:
    with pytest.raises(QueryFailedError):
        pool.run(job(store, ENDLESS), "a")
    deadline = time.monotonic() + 60
    while pool._dying and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not pool._dying


def test_one_large_value_comes_in_small_pieces(pool: WorkerPool, store: str) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(18))
    stream = pool.run(job(store, f'SELECT ?x18 {{ BIND("0123456789" AS ?x0) {doubled} }}'), "a")
    pieces = [stream.first, *stream]
    assert sum(map(len, pieces)) == len("x18\r\n") + 10 * 2**18 + 2
    assert max(map(len, pieces[1:])) <= 262_144
    assert len(stream.first) < 2 << 20


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("SELECT * { ?s ?p 'a' } # x", 'select *\n{?s ?p "b"}', True),
        ("SELECT * { ?s ?p 1 }", "SELECT * { ?s ?p 2.5e3 }", True),
        ("SELECT * { ?s ?p ?o } LIMIT 10", "SELECT * { ?s ?p ?o } LIMIT 1000000", False),
        ("SELECT * { ?s <http://e/a> ?o }", "SELECT * { ?s <http://e/b> ?o }", False),
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o . ?a ?b ?c }", False),
    ],
)
def test_skeletons(one: str, other: str, alike: bool) -> None:
    assert (skeleton(tokens(one)) == skeleton(tokens(other))) is alike


@given(st.text())
def test_any_text_has_a_skeleton(text: str) -> None:
    assert len(skeleton(tokens(text))) == 24


def test_memory_of_long_queries_is_bounded() -> None:
    known = LongQueries()
    for number in range(3_000):
        known.add(str(number))
    assert "2999" in known
    assert "0" not in known
    known.add("")
    assert "" not in known
