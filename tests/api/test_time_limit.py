"""Our own queries end with a clear answer when they take too long, and nobody else waits for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from api.app import create_app
from api.endpoint.query_failures import QueryFailedError
from api.services import Services, services
from api.settings import Settings
from api.timed_queries import MOST_OVERDUE, OverdueError, TimedQueries

# Ends by itself after some seconds: what overruns its time in the server cannot be ended.
SLOW = (
    "SELECT (COUNT(*) AS ?n) {"
    ' { SELECT ?a { ?a ?b ?c } LIMIT 2000 } { SELECT ?d { ?d ?e ?f } LIMIT 1500 } FILTER(CONCAT(STR(?a), STR(?d)) = "") }'
)
QUICK = "SELECT ?s { ?s ?p ?o } LIMIT 1"


def _app(store: Path, seconds: float) -> Iterator[Flask]:
    made = create_app(Settings(store=str(store), query_seconds=seconds, workers=2, long_workers=1))
    yield made
    service = made.extensions["tsunagari"]
    for _ in range(6000):  # a thread that is still in the engine must not meet the end of the process
        if service.timed.overdue == 0:
            break
        time.sleep(0.01)
    service.close()


@pytest.fixture
def app(seed_store: Path) -> Iterator[Flask]:
    yield from _app(seed_store, 0.5)


@pytest.fixture
def patient(seed_store: Path) -> Iterator[Flask]:
    yield from _app(seed_store, 60.0)


def test_a_slow_query_is_told_and_then_runs_where_it_can_be_ended(app: Flask) -> None:
    with app.test_request_context("/"):
        with pytest.raises(QueryFailedError) as failure:
            services().select(SLOW)
        assert failure.value.code == "time_limit"
        with pytest.raises(QueryFailedError):  # the request has no time left
            services().select(QUICK)
    with app.test_request_context("/"):
        assert len(services().select(QUICK)) == 1
    with app.test_request_context("/"):
        service = services()
        assert service.timed.refuses(SLOW)
        with pytest.raises(QueryFailedError) as failure:
            service.select(SLOW)
        assert failure.value.code == "time_limit"


def test_the_processes_give_the_same_rows(patient: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "SELECT ?label ?none { ?x <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY ?label LIMIT 20"
    with patient.test_request_context("/"):
        expected = services().answer(query)
        monkeypatch.setattr(TimedQueries, "refuses", lambda *_: True)
        assert services().answer(query) == expected


def test_a_question_that_takes_too_long_is_answered_503(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    unlimited = Services.limited

    def slowly(service: Services, _: object, __: object) -> object:
        return unlimited(service, SLOW, lambda: service.unlimited(SLOW))

    monkeypatch.setattr(Services, "limited", slowly)
    app.extensions["tsunagari"].served.cache.clear()
    answer = client.get("/api/ask", query_string={"question": "R7補正の事業は何件？"})
    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] == "time_limit"


def test_only_so_many_run_on() -> None:
    timed, held = TimedQueries(), threading.Event()
    for number in range(MOST_OVERDUE):
        assert not timed.refuses("another")
        with pytest.raises(OverdueError):
            timed.run(f"q{number}", held.wait, 0.01)
    assert timed.refuses("another")
    held.set()
    for _ in range(500):
        if timed.overdue == 0:
            break
        time.sleep(0.01)
    assert not timed.refuses("another")
    assert timed.refuses("q0")


def test_errors_and_values_come_back() -> None:
    timed = TimedQueries()
    assert timed.run("a", lambda: 7, 5) == 7
    with pytest.raises(ZeroDivisionError):
        timed.run("b", lambda: 1 // 0, 5)
    assert timed.run("c", lambda: 8, 5) == 8
