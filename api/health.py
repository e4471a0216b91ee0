"""`/health` and `/metrics`: whether the store can be read, and numbers for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from flask import Blueprint, Response, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

from api.express.slot import BUCKETS, Counted
from api.services import services
from api.web_server import access_log

blueprint = Blueprint("health", __name__)
REGISTRY = CollectorRegistry()
REQUESTS = Counter("tsunagari_requests", "Requests answered", ["endpoint", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "tsunagari_request_seconds",
    "Seconds until an answer begins",
    ["endpoint"],
    registry=REGISTRY,
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)
EXPRESS = "tsunagari_express_seconds"
POOL = Gauge("tsunagari_query_processes", "Query processes by state", ["state"], registry=REGISTRY)
TRIPLES = Gauge("tsunagari_triples", "Statements in the served build", registry=REGISTRY)


def observe(endpoint: str, status: int, seconds: float) -> None:
    """Counts one answered request."""
    requests, times = _counters(endpoint, status)
    requests.inc()
    times.observe(seconds)


@lru_cache(maxsize=1024)
def _counters(endpoint: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(endpoint, str(status)), SECONDS.labels(endpoint)


@blueprint.before_app_request
def _begin() -> None:
    request.environ["tsunagari.began"] = time.perf_counter()


@blueprint.after_app_request
def _end(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    seconds = time.perf_counter() - request.environ.get("tsunagari.began", time.perf_counter())
    observe(endpoint, response.status_code, seconds)
    if services().settings.access_log:
        access_log.write(endpoint, request.method, response.status_code, seconds)
    return response


@blueprint.get("/health")
def health() -> Response:
    """200 with the build id when the store answers; 503 otherwise."""
    served = services().served
    services().select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
    return jsonify(
        {
            "status": "ok",
            "build": served.build_id,
            "created": served.created.isoformat(),
            "triples": served.meta.get("counts", {}).get("triples", served.meta.get("quads")),
        }
    )


@blueprint.get("/metrics")
def metrics() -> Response:
    """The numbers in Prometheus' text format."""
    service = services()
    if service.pool is not None:
        for state, number in service.pool.state().items():
            POOL.labels(state).set(number)
    if service.lanes is not None:
        POOL.labels("express").set(service.lanes.alive)
    TRIPLES.set(service.served.meta.get("quads", 0))
    text = generate_latest(REGISTRY)
    if service.lanes is not None:
        text += generate_latest(_Express(service.lanes.counted()))
    return Response(text, content_type=CONTENT_TYPE_LATEST)


class _Express(Collector):
    """What the express processes have answered, as they counted it themselves."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """One histogram; its count is the number of requests."""
        ends = [*(str(end) for end in BUCKETS), "+Inf"]
        sums = list(accumulate(self.counted.buckets))
        yield HistogramMetricFamily(
            EXPRESS,
            "Seconds of queries answered by express processes; they are not among tsunagari_requests",
            buckets=list(zip(ends, sums, strict=True)),
            sum_value=self.counted.seconds,
        )
