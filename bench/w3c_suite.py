"""The W3C SPARQL 1.1 query tests against our endpoint over HTTP, each over its data as `serve --data` has it.

    python bench/w3c_suite.py FOLDER [--direct]

FOLDER holds the suite (manifest.ttl files in one folder for each topic), for example `test/DAWG/data-sparql11` of
rdflib's source distribution (`pip download --no-binary :all: --no-deps rdflib==5.0.0`); it is not part of this repository.
`--direct` asks the engine in this process, without a server: what it cannot do is no fault of the endpoint.
Entailment regimes and SERVICE are counted apart: the endpoint has no regime and refuses SERVICE.
"""

from __future__ import annotations

import argparse
import csv
import io
import logging
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
    serialize,
)
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.compare import isomorphic

ROOT = Path(__file__).parent.parent
logging.getLogger("rdflib").setLevel(logging.CRITICAL)
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
VALID = {MF.PositiveSyntaxTest, MF.PositiveSyntaxTest11}
INVALID = {MF.NegativeSyntaxTest, MF.NegativeSyntaxTest11}
HOME = "http://example.org/suite/"
FORMATS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """One test: files, and the data as (graph name or "", file). `result` is None for a test of syntax alone."""

    name: str
    query: Path
    result: Path | None
    data: tuple[tuple[str, Path], ...] = ()
    valid: bool = True

    @property
    def topic(self) -> str:
        """What it is counted under."""
        folder = self.name.split("/", 1)[0]
        if folder in ("entailment", "service"):
            return folder
        return "evaluation" if self.result else "syntax"


def cases(folder: Path) -> Iterator[Case]:
    """The evaluation, CSV result and query syntax tests of every manifest below `folder`."""
    for manifest in sorted(folder.rglob("manifest.ttl")):
        base = iri(folder, manifest)
        graph = Graph().parse(manifest, format="turtle", publicID=base)
        for entries in graph.objects(None, MF.entries):
            for test in Collection(graph, entries):
                kinds = set(graph.objects(test, RDF.type))
                name = f"{manifest.parent.name}/{graph.value(test, MF.name)}"
                if kinds & (VALID | INVALID):
                    query = graph.value(test, MF.action)
                    if str(query).endswith(".rq"):
                        yield Case(name, file(folder, query), None, valid=bool(kinds & VALID))
                    continue
                if not kinds & {MF.QueryEvaluationTest, MF.CSVResultFormatTest}:
                    continue
                action = graph.value(test, MF.action)
                query = graph.value(action, QT.query)
                result = graph.value(test, MF.result)
                if query is None or result is None:
                    continue
                data = [("", file(folder, item)) for item in graph.objects(action, QT.data)]
                for item in graph.objects(action, QT.graphData):
                    source = graph.value(item, QT.graph) or item
                    data.append((str(source), file(folder, source)))
                if not data:
                    data = fetched(folder, file(folder, query))
                yield Case(name, file(folder, query), file(folder, result), tuple(sorted(data)))


def fetched(folder: Path, query: Path) -> list[tuple[str, Path]]:
    """The graphs that FROM and FROM NAMED of a query name, as named graphs: the suite expects them to be fetched."""
    found = []
    for name in re.findall(
        r"FROM\s+(?:NAMED\s+)?<([^>]*)>", query.read_text(encoding="utf-8"), re.IGNORECASE
    ):
        path = query.parent / name
        if path.is_file():
            found.append((iri(folder, path), path))
    return found


def iri(folder: Path, path: Path) -> str:
    """The IRI that a file of the suite goes by here."""
    return HOME + path.relative_to(folder).as_posix()


def file(folder: Path, node: object) -> Path:
    """The file behind such an IRI."""
    return folder / str(node).removeprefix(HOME)


def write_dataset(folder: Path, case: Case, out: Path) -> None:
    """The data of a test as N-Quads."""
    quads = []
    for number, (name, path) in enumerate(case.data):
        graph = NamedNode(name) if name else DefaultGraph()
        rdf_format = RdfFormat.RDF_XML if path.suffix == ".rdf" else RdfFormat.TURTLE

        def own(term: object, number: int = number) -> object:
            return BlankNode(f"g{number}{term.value}") if isinstance(term, BlankNode) else term

        for quad in parse(path=str(path), format=rdf_format, base_iri=iri(folder, path)):
            quads.append(Quad(own(quad.subject), quad.predicate, own(quad.object), graph))
    out.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")


def as_rdflib(term: object) -> object:
    """An engine term as an rdflib term, numbers by their value."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    kind = term.datatype.value
    if term.language:
        return RdfLiteral(term.value, lang=term.language.lower())
    if kind.rpartition("#")[2] in {"decimal", "integer", "double", "float"}:
        try:
            number = Decimal(term.value.replace("INF", "Infinity")).normalize()
            return RdfLiteral(f"{number:e}", datatype=URIRef(f"urn:value:{kind}"))
        except InvalidOperation:
            pass
    return RdfLiteral(term.value, datatype=URIRef(kind), normalize=False)


def table(rows: list[Row]) -> Graph:
    """Rows as a graph, so that blank nodes can be matched."""
    graph = Graph()
    for row in rows:
        node = BNode()
        graph.add((node, RDF.type, RS.Row))
        for name, value in row.items():
            graph.add((node, URIRef(f"urn:{name}"), as_rdflib(value)))
    return graph


def read_rows(data: bytes, rdf_format: QueryResultsFormat) -> bool | list[Row]:
    """A result document as a boolean or rows."""
    found = parse_query_results(data, rdf_format)
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def result_set(path: Path, base: str) -> bool | list[Row]:
    """Expected results that are written as RDF."""
    graph = Graph().parse(path, publicID=base)
    for value in graph.objects(None, RS.boolean):
        return bool(value.toPython())
    rows: list[Row] = []
    for solution in graph.objects(None, RS.solution):
        row: Row = {}
        for binding in graph.objects(solution, RS.binding):
            value = graph.value(binding, RS.value)
            name = str(graph.value(binding, RS.variable))
            if isinstance(value, URIRef):
                row[name] = NamedNode(str(value))
            elif isinstance(value, BNode):
                row[name] = BlankNode(str(value))
            elif value.language:
                row[name] = Literal(str(value), language=value.language)
            else:
                kind = value.datatype or "http://www.w3.org/2001/XMLSchema#string"
                row[name] = Literal(str(value), datatype=NamedNode(str(kind)))
        rows.append(row)
    return rows


Ask = Callable[[str, str], bytes]
"""Query and media type to answer."""


def over_http(port: int, query: str, accept: str) -> bytes:
    """One answer of the endpoint. Raises: HTTPError."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sparql",
        data=urlencode({"query": query}).encode(),
        headers={"Accept": accept},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def in_process(store: Store, query: str, accept: str) -> bytes:
    """One answer of the engine itself."""
    found = store.query(query)
    form = RdfFormat if isinstance(found, QueryTriples) else QueryResultsFormat
    return found.serialize(format=form.from_media_type(accept)) or b""


def passes(folder: Path, case: Case, ask: Ask) -> bool:
    """Whether the endpoint gives what the test expects."""
    query = f"BASE <{iri(folder, case.query)}>\n" + case.query.read_text(encoding="utf-8")
    if case.result is None:
        return accepted(query, ask) == case.valid
    suffix = case.result.suffix
    if suffix == ".csv":
        expected = list(csv.reader(io.StringIO(case.result.read_text(encoding="utf-8"))))
        found = list(csv.reader(io.StringIO(ask(query, "text/csv").decode())))
        order = [found[0].index(name) for name in expected[0]]
        given = [tuple(row[i] for i in order) for row in found[1:]]
        wanted = [tuple(row) for row in expected[1:]]
        no_blanks = lambda rows: Counter(  # noqa: E731
            tuple("_" if cell.startswith("_:") else number(cell) for cell in row) for row in rows
        )
        return bool(no_blanks(given) == no_blanks(wanted))
    if suffix in FORMATS:
        wanted_rows = read_rows(case.result.read_bytes(), FORMATS[suffix])
    else:
        text = query.upper()
        if "CONSTRUCT" in text or "DESCRIBE" in text:
            graph = Graph().parse(data=ask(query, "application/n-triples"), format="nt")
            return isomorphic(graph, Graph().parse(case.result, publicID=iri(folder, case.result)))
        wanted_rows = result_set(case.result, iri(folder, case.result))
    form = QueryResultsFormat.XML if suffix == ".srx" else FORMATS.get(suffix, QueryResultsFormat.JSON)
    given_rows = read_rows(ask(query, form.media_type), form)
    if isinstance(wanted_rows, bool) or isinstance(given_rows, bool):
        return wanted_rows == given_rows
    return len(wanted_rows) == len(given_rows) and isomorphic(table(given_rows), table(wanted_rows))


def accepted(query: str, ask: Ask) -> bool:
    """Whether a query parses. Raises: HTTPError for anything but a complaint about the query."""
    graph = re.search(r"\b(CONSTRUCT|DESCRIBE)\b", query, re.IGNORECASE)
    try:
        ask(query, "application/n-triples" if graph else "application/sparql-results+json")
    except urllib.error.HTTPError as error:
        if error.code != 400:
            raise
        return False
    except SyntaxError:
        return False
    return True


def number(cell: str) -> str:
    """A numeric cell by its value."""
    try:
        return str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell


def run(folder: Path, group: list[Case], ask: Ask) -> Iterator[tuple[Case, str]]:
    """Each test of a group with "" when it passes, else why not."""
    for case in group:
        try:
            yield case, "" if passes(folder, case, ask) else "differs"
        except urllib.error.HTTPError as error:
            yield case, f"{error.code} {error.read()[:120].decode(errors='replace')}"
        except Exception as error:
            yield case, f"{type(error).__name__}: {error}"[:120]


@contextmanager
def asking(data: Path, port: int, *, direct: bool) -> Iterator[Ask]:
    """The way to ask over a data file."""
    sys.path.insert(0, str(ROOT / "bench"))
    from sparql_bench import our_command, server

    if direct:
        store = Store()
        store.bulk_load(path=str(data))
        yield partial(in_process, store)
        return
    with server(our_command(data, port), port, "/sparql"):
        yield partial(over_http, port)


def main() -> None:
    """Runs the suite and prints what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=9951)
    parser.add_argument("--direct", action="store_true")
    options = parser.parse_args()
    groups: dict[tuple[tuple[str, Path], ...], list[Case]] = {}
    for case in cases(options.folder):
        groups.setdefault(case.data, []).append(case)
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        for group in groups.values():
            data = Path(scratch) / "data.nq"
            try:
                write_dataset(options.folder, group[0], data)
                with asking(data, options.port, direct=options.direct) as ask:
                    found = list(run(options.folder, group, ask))
            except (OSError, SyntaxError, ValueError, SystemExit, subprocess.SubprocessError) as error:
                found = [(case, f"data: {error}") for case in group]
            for case, why in found:
                total[case.topic] += 1
                passed[case.topic] += not why
                if why:
                    print(f"  failed: {case.name}: {why}")
    for topic in sorted(total):
        print(f"{topic}: {passed[topic]} of {total[topic]}")
    print(f"{time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
