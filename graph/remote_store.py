"""A store that lives in another engine, reached by SPARQL 1.1 Query, Update and the Graph Store Protocol.

Addresses and credentials come from the environment, so that they stand in no command line:
TSUNAGARI_STORE_UPDATE and TSUNAGARI_STORE_GRAPH (URLs; guessed from the query URL when absent),
TSUNAGARI_STORE_USER and TSUNAGARI_STORE_PASSWORD (basic), TSUNAGARI_STORE_TOKEN (bearer).
"""

from __future__ import annotations

import base64
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    Triple,
    parse,
    parse_query_results,
)

from graph.queries import Term
from graph.sparql_text import substitute
from nlp.errors import QueryError, StoreError

META_GRAPH = "https://w3id.org/tsunagari/store"
META_TERM = "https://w3id.org/tsunagari/ns#storeMeta"
STAGING = "https://w3id.org/tsunagari/staging/"
SKOLEM = "https://w3id.org/tsunagari/.well-known/genid/"
_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_PLACE = re.compile(r"(?:at |line )(\d+)(?::|, column )(\d+)")
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A remote answer: status, lower-case header names, and the open body."""

    status: int
    headers: Mapping[str, str]
    body: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStore:
    """A SPARQL 1.1 engine at `query_url`. Times are in seconds, `batch` counts quads in one request."""

    query_url: str
    update_url: str
    graph_url: str | None = None
    authorization: str | None = None
    timeout: float = 60.0
    batch: int = 5_000
    attempts: int = 4

    @classmethod
    def from_environment(cls, query_url: str, environment: Mapping[str, str] | None = None) -> RemoteStore:
        """The store at `query_url` with what the environment adds."""
        given = os.environ if environment is None else environment
        update, graph = _neighbours(query_url)
        authorization = None
        if token := given.get("TSUNAGARI_STORE_TOKEN"):
            authorization = f"Bearer {token}"
        elif user := given.get("TSUNAGARI_STORE_USER"):
            pair = f"{user}:{given.get('TSUNAGARI_STORE_PASSWORD', '')}"
            authorization = "Basic " + base64.b64encode(pair.encode()).decode()
        return cls(
            query_url=query_url,
            update_url=given.get("TSUNAGARI_STORE_UPDATE") or update,
            graph_url=given.get("TSUNAGARI_STORE_GRAPH") or graph,
            authorization=authorization,
        )

    def query(
        self,
        query: str,
        *,
        accept: str = "application/sparql-results+json",
        default_graphs: Iterable[str] = (),
        named_graphs: Iterable[str] = (),
        timeout: float | None = None,
    ) -> Answer:
        """Sends one query; the body of the answer is still open. Raises: QueryError, StoreError."""
        fields = [("query", query)]
        fields += [("default-graph-uri", iri) for iri in default_graphs]
        fields += [("named-graph-uri", iri) for iri in named_graphs]
        return self._send(
            self.query_url,
            urllib.parse.urlencode(fields).encode(),
            "application/x-www-form-urlencoded",
            accept=accept,
            timeout=timeout,
        )

    def select(self, query: str, values: Mapping[str, Term] | None = None) -> list[Row]:
        """The rows of a SELECT; `values` takes the place of variables. Raises: QueryError, StoreError."""
        return self.answer(query, values)[1]

    def answer(self, query: str, values: Mapping[str, Term] | None = None) -> tuple[list[str], list[Row]]:
        """Variable names and rows of a SELECT. Raises: QueryError, StoreError."""
        answer = self.query(substitute(query, values) if values else query)
        with answer.body as body:
            results = parse_query_results(body.read(), QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            raise QueryError(
                "ASK には行がありません (an ASK query has no rows)", hint="SELECT を使う (use SELECT)"
            )
        names = results.variables
        return [name.value for name in names], [tuple(row[name] for name in names) for row in results]

    def update(self, update: str) -> None:
        """Sends one update request, which the engine carries out whole or not at all. Raises: StoreError."""
        self._send(self.update_url, update.encode(), "application/sparql-update").body.close()

    def meta(self) -> dict[str, Any] | None:
        """What was published last (`build_id`, `created`, …), or None when nothing was."""
        rows = self.select(f"SELECT ?meta WHERE {{ GRAPH <{META_GRAPH}> {{ ?s <{META_TERM}> ?meta }} }}")
        if not rows or rows[0][0] is None:
            return None
        found: dict[str, Any] = json.loads(rows[0][0].value)  # type: ignore[union-attr]
        return found

    def publish(
        self, quads: Path | Iterable[Quad], meta: Mapping[str, Any], report: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Uploads quads beside the present ones in bounded batches, then moves them into place by one update.

        Blank nodes get IRIs (they would fall apart between requests). Returns the meta data as stored.
        Raises: StoreError; the old graph then still stands.
        """
        complete = {"created": datetime.now(UTC).isoformat(timespec="seconds"), **meta}
        source = parse(path=str(quads)) if isinstance(quads, Path) else iter(quads)
        staged: dict[str, str] = {}
        prefix = f"{STAGING}{urllib.parse.quote(str(complete['build_id']), safe='')}/"
        while part := list(islice(source, self.batch)):
            groups: dict[str, list[Triple]] = {}
            for quad in part:
                target = "" if isinstance(quad.graph_name, DefaultGraph) else _skolem(quad.graph_name).value
                groups.setdefault(target, []).append(
                    Triple(_skolem(quad.subject), quad.predicate, _skolem(quad.object))
                )
            for target, triples in groups.items():
                if target not in staged:
                    staged[target] = f"{prefix}{len(staged)}"
                    self.update(f"DROP SILENT GRAPH <{staged[target]}>")
                self._upload(staged[target], triples)
        self._switch(staged, complete)
        del report  # a remote engine keeps the graph alone; the caller has the report
        return complete

    def _upload(self, graph: str, triples: list[Triple]) -> None:
        lines = "".join(f"{triple} .\n" for triple in triples)
        if self.graph_url is None:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines}}} }}")
            return
        url = f"{self.graph_url}?{urllib.parse.urlencode({'graph': graph})}"
        self._send(url, lines.encode(), "application/n-triples").body.close()

    def _switch(self, staged: Mapping[str, str], meta: Mapping[str, Any]) -> None:
        present = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        graphs = {row[0].value for row in present if isinstance(row[0], NamedNode)}
        steps = [
            f"DROP SILENT GRAPH <{graph}>"
            for graph in sorted(graphs - set(staged))
            if graph.startswith(STAGING) and graph not in staged.values()
        ]
        if "" not in staged:
            steps.append("CLEAR SILENT DEFAULT")
        for target, graph in staged.items():
            steps.append(f"MOVE GRAPH <{graph}> TO {f'GRAPH <{target}>' if target else 'DEFAULT'}")
        text = json.dumps(dict(meta), ensure_ascii=False, default=str)
        fact = Triple(NamedNode(META_GRAPH), NamedNode(META_TERM), Literal(text))
        steps.append(f"DROP SILENT GRAPH <{META_GRAPH}>")
        steps.append(f"INSERT DATA {{ GRAPH <{META_GRAPH}> {{ {fact} }} }}")
        self.update(" ;\n".join(steps))

    def _send(
        self,
        url: str,
        body: bytes,
        content_type: str,
        *,
        accept: str = "*/*",
        timeout: float | None = None,
    ) -> Answer:
        headers = {"Content-Type": content_type, "Accept": accept, "User-Agent": "tsunagari"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        reason = "no answer"
        for attempt in range(self.attempts):
            if attempt:
                time.sleep(min(0.2 * 4**attempt, 5.0))
            request = urllib.request.Request(url, data=body, headers=headers, method="POST")
            try:
                answer = urllib.request.urlopen(request, timeout=timeout or self.timeout)
                return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer)
            except urllib.error.HTTPError as error:
                with error:
                    text = error.read(500).decode("utf-8", "replace").strip()
                if error.code == 400:
                    raise _rejected(text) from error
                reason = f"HTTP {error.code}"
                if error.code in (401, 403):
                    raise StoreError(
                        f"エンドポイントに拒まれました (the remote store refuses access: {reason})",
                        hint="TSUNAGARI_STORE_USER と _PASSWORD、または TSUNAGARI_STORE_TOKEN を設定する (set them)",
                    ) from error
                if error.code not in _RETRIED:
                    break
            except (OSError, HTTPException) as error:
                reason = str(getattr(error, "reason", error)) or type(error).__name__
        raise StoreError(
            f"エンドポイントが応えません (the remote store does not answer: {reason})",
            hint="--store の URL と、TSUNAGARI_STORE_UPDATE・TSUNAGARI_STORE_GRAPH を確かめる (check them)",
        )


def _neighbours(query_url: str) -> tuple[str, str | None]:
    """The update and graph-store URLs that engines put beside a query URL (Fuseki, Oxigraph), else the same URL.

    >>> _neighbours("http://h/ds/query")
    ('http://h/ds/update', None)
    """
    head, _, last = query_url.rpartition("/")
    return (f"{head}/update", None) if last in {"query", "sparql"} else (query_url, None)


def _rejected(text: str) -> QueryError:
    """The engine's complaint, with the place in the query where it gives one (Oxigraph "1:9", Jena "line 1, column 9")."""
    place = _PLACE.search(text)
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return QueryError(
        f"エンドポイントが問い合わせを断りました (the remote engine rejects the request): {text}",
        hint="そこを直す (correct the query there)",
        line=line,
        column=column,
    )


def _skolem(term: Any) -> Any:
    """An IRI in the place of a blank node; any other term as it is."""
    return NamedNode(SKOLEM + term.value) if isinstance(term, BlankNode) else term
