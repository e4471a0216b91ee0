"""How many things of each of our classes a graph holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from graph.iris import NS

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def count_classes(store: Store) -> dict[str, int]:
    """How many things of each of our classes a store holds, and "triples", its size."""
    found = store.query("SELECT ?c (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    assert isinstance(found, QuerySolutions)
    counts: Counter[str] = Counter()
    for row in found:
        name, number = row["c"], row["n"]
        value = str(getattr(name, "value", ""))
        if value.startswith(NS):
            counts[value[len(NS) :]] = int(str(getattr(number, "value", "0")))
    counts["triples"] = len(store)
    return dict(sorted(counts.items()))


def changed_counts(counts: Mapping[str, int], gone: Iterable[Quad], come: Iterable[Quad]) -> dict[str, int]:
    """`counts` of a store after it lost and got quads (those lost were there, those got were not)."""
    changed = Counter(counts)
    for quads, by in ((gone, -1), (come, 1)):
        for quad in quads:
            changed["triples"] += by
            if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
                name = quad.object.value
                if name.startswith(NS):
                    changed[name[len(NS) :]] += by
    return {name: number for name, number in sorted(changed.items()) if number}
