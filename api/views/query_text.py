"""The SPARQL query of a view with its filters written in, so that the endpoint gives the rows of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import Literal

from api.views.facts import Filters
from api.views.neighbours import node_of
from graph.queries import stored_query

_MARKER = "# filters"


def query_of(view: str, filters: Filters, focus: str = "") -> str:
    """The stored query `views/<view>` with its filters as VALUES of RDF terms, which no value can break out of."""
    text = stored_query(f"views/{view}").text
    clauses = _of_lines(filters) if view == "chain" else _clauses(filters)
    if view == "explorer":
        node = node_of(focus)
        clauses = [f"VALUES ?thing {{ {node} }}"] if focus and node else ["FILTER(false)"]
    return text.replace(f"  {_MARKER}\n", "".join(f"  {clause}\n" for clause in clauses))


def _clauses(filters: Filters) -> list[str]:
    found = []
    if filters.ministry:
        found.append(
            "?thing tsu:ministry/skos:prefLabel ?ministryName . "
            + _values("ministryName", filters.ministry, "ja")
        )
    if filters.target:
        found.append(
            "?thing tsu:targetGroup/skos:prefLabel ?targetName . "
            + _values("targetName", filters.target, "ja")
        )
    if filters.section:
        tests = " || ".join(
            f"?place = {Literal(value)} || STRSTARTS(?place, {Literal(value + '-')})"
            for value in filters.section
        )
        found.append(
            "{ ?thing tsu:section/skos:notation ?place } UNION { ?of tsu:programme ?thing ; tsu:section/skos:notation ?place } "
            f"FILTER({tests})"
        )
    if filters.year:
        years = ", ".join(str(Literal(value)) for value in filters.year)
        found.append(
            "{ ?thing tsu:planYear ?fy } UNION { ?row tsu:programme ?thing ; tsu:fiscalYear ?fy } "
            f"FILTER(STR(?fy) IN ({years}))"
        )
    if filters.kind:
        found.append(f"?thing a {'tsu:Measure' if filters.kind == '施策' else 'tsu:Programme'} .")
    if filters.keyword:
        found.append(
            "?thing skos:prefLabel|tsu:displayLabel|tsu:overview ?words . "
            f"FILTER(CONTAINS(LCASE(STR(?words)), {Literal(filters.keyword.lower())}))"
        )
    return found


def _of_lines(filters: Filters) -> list[str]:
    """The chain is of lines: year and section are those of the line itself."""
    found = _clauses(replace(filters, section=(), year=(), kind=""))
    if filters.section:
        tests = (
            f"?section = {Literal(value)} || STRSTARTS(?section, {Literal(value + '-')})"
            for value in filters.section
        )
        found.append(f"FILTER({' || '.join(tests)})")
    if filters.year:
        found.append(f"FILTER(?year IN ({', '.join(str(Literal(value)) for value in filters.year)}))")
    return found


def _values(variable: str, values: Sequence[str], language: str) -> str:
    return f"VALUES ?{variable} {{ {' '.join(str(Literal(value, language=language)) for value in values)} }}"
