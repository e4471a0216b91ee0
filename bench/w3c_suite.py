"""The W3C SPARQL 1.1 query-evaluation tests against our endpoint over HTTP, each over its data as `serve --data` has it.

    python bench/w3c_suite.py FOLDER [--list]

FOLDER holds the suite (manifest.ttl files in one folder for each topic), for example `test/DAWG/data-sparql11` of
rdflib's source distribution (`pip download --no-binary :all: --no-deps rdflib==5.0.0`); it is not part of this repository.
"""

from __future__ import annotations

import argparse
import csv
import io
import logging
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
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
    RdfFormat,
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
HOME = "http://example.org/suite/"
FORMATS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """One test: files, and the data as (graph name or "", file)."""

    name: str
    query: Path
    result: Path
    data: tuple[tuple[str, Path], ...]


def cases(folder: Path) -> Iterator[Case]:
    """The evaluation and CSV result tests of every manifest below `folder`."""
    for manifest in sorted(folder.rglob("manifest.ttl")):
        base = iri(folder, manifest)
        graph = Graph().parse(manifest, format="turtle", publicID=base)
        for entries in graph.objects(None, MF.entries):
            for test in Collection(graph, entries):
                kinds = set(graph.objects(test, RDF.type))
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
                yield Case(
                    f"{manifest.parent.name}/{graph.value(test, MF.name)}",
                    file(folder, query),
                    file(folder, result),
                    tuple(sorted(data)),
                )


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


def ask(port: int, query: str, accept: str) -> bytes:
    """One answer. Raises: HTTPError."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sparql",
        data=urlencode({"query": query}).encode(),
        headers={"Accept": accept},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return bytes(answer.read())


def passes(folder: Path, case: Case, port: int) -> bool:
    """Whether the endpoint gives what the test expects."""
    query = f"BASE <{iri(folder, case.query)}>\n" + case.query.read_text(encoding="utf-8")
    suffix = case.result.suffix
    if suffix == ".csv":
        expected = list(csv.reader(io.StringIO(case.result.read_text(encoding="utf-8"))))
        found = list(csv.reader(io.StringIO(ask(port, query, "text/csv").decode())))
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
            graph = Graph().parse(data=ask(port, query, "application/n-triples"), format="nt")
            return isomorphic(graph, Graph().parse(case.result, publicID=iri(folder, case.result)))
        wanted_rows = result_set(case.result, iri(folder, case.result))
    form = QueryResultsFormat.XML if suffix == ".srx" else FORMATS.get(suffix, QueryResultsFormat.JSON)
    given_rows = read_rows(ask(port, query, form.media_type), form)
    if isinstance(wanted_rows, bool) or isinstance(given_rows, bool):
        return wanted_rows == given_rows
    return len(wanted_rows) == len(given_rows) and isomorphic(table(given_rows), table(wanted_rows))


def number(cell: str) -> str:
    """A numeric cell by its value."""
    try:
        return str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell


def main() -> None:
    """Runs the suite and prints what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=9951)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "bench"))
    from sparql_bench import our_command, server

    groups: dict[tuple[tuple[str, Path], ...], list[Case]] = {}
    for case in cases(options.folder):
        groups.setdefault(case.data, []).append(case)
    passed, failed = 0, []
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        for group in groups.values():
            data = Path(scratch) / "data.nq"
            try:
                write_dataset(options.folder, group[0], data)
                with server(our_command(data, options.port), options.port, "/sparql"):
                    for case in group:
                        try:
                            good = passes(options.folder, case, options.port)
                            why = "differs"
                        except urllib.error.HTTPError as error:
                            good, why = False, f"{error.code} {error.read()[:160].decode(errors='replace')}"
                        except Exception as error:
                            good, why = False, f"{type(error).__name__}: {error}"[:160]
                        if good:
                            passed += 1
                        else:
                            failed.append((case.name, why))
            except (OSError, SyntaxError, ValueError, SystemExit, subprocess.SubprocessError) as error:
                failed += [(case.name, f"data: {error}") for case in group]
    for name, why in failed:
        print(f"  failed: {name}: {why}")
    print(f"{passed} of {passed + len(failed)} passed in {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
