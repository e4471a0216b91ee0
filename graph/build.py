"""The recipe: extractions -> reconciled quads -> a validated, published store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.authority_quads import law_quads, ministry_quads, plan_quads, section_quads, target_group_quads
from graph.clusters import cluster_items
from graph.iris import BASE, NS, iri, path_of, slug
from graph.items import Clustering, Item, LineageLink, MeasureItem, MeasureLink
from graph.judgements import Judgement
from graph.lineage import trace_lineage
from graph.programme_quads import lineage_quads, measure_link_quads, programme_node, programme_quads
from graph.record_items import items_of, measures_of, mention_id
from graph.record_quads import extraction_quads, terms_of
from graph.related import relate_measures
from graph.vocabulary import ontology_path, term
from nlp.gazetteer import Gazetteers, load_gazetteers
from nlp.records import Extraction, Record

_NUMBERED = ("measure", "budget_line")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What reconciliation concluded over all documents."""

    items: Mapping[str, Item]
    measures: tuple[MeasureItem, ...]
    clustering: Clustering
    lineage: tuple[LineageLink, ...]
    related: tuple[MeasureLink, ...]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """Quads are streamed by `build_quads`; this is the rest: figures and everything that needs attention."""

    counts: Mapping[str, int]
    reconciled: Reconciled
    problems: tuple[str, ...] = field(default=())


def assign_paths(extractions: Iterable[Extraction]) -> dict[str, dict[str, str]]:
    """For each document, the thing paths that differ from `path_of`.

    Two documents may use one number for different rows (No.64 of two unrelated lists). The rows of the
    document that comes first by id keep the short path; a different row of another document gets the
    document's id appended. The same row printed in two documents (same label and ministries) is one thing.
    """
    first: dict[str, tuple[str, str]] = {}
    paths: dict[str, dict[str, str]] = {}
    for extraction in sorted(extractions, key=lambda item: item.document.id):
        own: dict[str, str] = {}
        for record in extraction.records:
            if record.kind not in _NUMBERED:
                continue
            path = path_of(extraction.document.id, record)
            identity = _identity(record)
            holder = first.setdefault(path, (extraction.document.id, identity))
            if holder[0] != extraction.document.id and holder[1] != identity:
                own[f"{record.kind}:{record.key}"] = f"{path}-{slug(extraction.document.id)}"
        paths[extraction.document.id] = own
    return paths


def _identity(record: Record) -> str:
    ministries = "|".join(sorted(str(item.value) for item in record.all("ministry")))
    return f"{slug(record.text('label'))}|{ministries}"


def reconcile(
    extractions: Iterable[Extraction],
    judgements: Sequence[Judgement] = (),
    paths: Mapping[str, Mapping[str, str]] | None = None,
) -> Reconciled:
    """Cluster what documents name into programmes, trace them over the years, relate them to measures."""
    own = paths or {}
    items: dict[str, Item] = {}
    measures: dict[str, MeasureItem] = {}
    for extraction in extractions:
        document_paths = own.get(extraction.document.id)
        for item in items_of(extraction, document_paths):
            items.setdefault(item.id, item)
        for measure in measures_of(extraction, document_paths):
            measures.setdefault(measure.id, measure)
    ordered = tuple(items[key] for key in sorted(items))
    clustering = cluster_items(ordered, judgements)
    return Reconciled(
        items=items,
        measures=tuple(measures[key] for key in sorted(measures)),
        clustering=clustering,
        lineage=tuple(trace_lineage(clustering, ordered, judgements)),
        related=tuple(relate_measures(clustering, ordered, tuple(measures.values()), judgements)),
    )


def build_quads(
    extractions: Iterable[Extraction],
    reconciled: Reconciled,
    paths: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[Quad]:
    """Every quad of the graph: each document by itself, then what they say together.

    `extractions` is gone through once, one document in memory at a time.
    """
    own = paths or {}
    used = _Used()
    evidence: dict[str, list[NamedNode]] = {}
    for extraction in extractions:
        document_paths = own.get(extraction.document.id)
        yield from used.watch(extraction_quads(extraction, document_paths), evidence)
        yield from _named_programmes(extraction, reconciled, document_paths)
        used.sections.update(_section_labels(extraction))
    together = (
        programme_quads(reconciled.clustering, reconciled.items, evidence),
        lineage_quads(reconciled.lineage, evidence),
        measure_link_quads(reconciled.related, evidence),
    )
    for quads in together:
        yield from used.watch(quads, None)
    yield from _authorities(used, load_gazetteers())
    # The vocabulary travels with the data, so that a client finds labels and definitions of terms.
    yield from parse(path=str(ontology_path()), format=RdfFormat.TURTLE)


@dataclass
class _Used:
    """What the statements so far point at, by kind of thing, so that each gets described once."""

    names: dict[str, set[str]] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    sections: dict[str, str] = field(default_factory=dict)

    def watch(self, quads: Iterable[Quad], evidence: dict[str, list[NamedNode]] | None) -> Iterator[Quad]:
        ministry, support = _predicate("ministry"), _predicate("evidence")
        watched = {
            ministry,
            *(_predicate(name) for name in ("section", "pillar", "targetGroup", "cites", "legalBasis")),
        }
        for quad in quads:
            if quad.predicate in watched and isinstance(quad.object, NamedNode):
                kind, _, name = quad.object.value[len(BASE) :].partition("/")
                self.names.setdefault(kind, set()).add(name)
            elif (
                evidence is not None
                and quad.predicate == support
                and isinstance(quad.object, NamedNode)
                and isinstance(quad.subject, NamedNode)
                and "-prefLabel-" in quad.object.value
            ):
                evidence.setdefault(quad.subject.value[len(BASE) :], []).append(quad.object)
            elif quad.predicate.value.endswith("#prefLabel") and isinstance(quad.subject, NamedNode):
                self.described.add(quad.subject.value)
            yield quad


@lru_cache(maxsize=32)
def _predicate(name: str) -> NamedNode:
    return NamedNode(NS + name)


def _authorities(used: _Used, gazetteers: Gazetteers) -> Iterator[Quad]:
    yield from ministry_quads(used.names.get("ministry", ()), gazetteers.ministries)
    yield from target_group_quads(used.names.get("target-group", ()), gazetteers.target_groups)
    notations = used.names.get("section", set()) | used.names.get("pillar", set()) | set(used.sections)
    yield from section_quads(notations, used.sections)
    for kind, quads in (("law", law_quads), ("plan", None)):
        bare = sorted(
            name for name in used.names.get(kind, ()) if iri(f"{kind}/{name}") not in used.described
        )
        yield from quads(bare, gazetteers.laws) if quads is law_quads else plan_quads(bare)


def _section_labels(extraction: Extraction) -> dict[str, str]:
    return {
        record.text("notation"): record.text("label")
        for record in extraction.of_kind("section")
        if record.text("label")
    }


def _named_programmes(
    extraction: Extraction, reconciled: Reconciled, paths: Mapping[str, str] | None
) -> Iterator[Quad]:
    """`tsu:programme` of grantees, calls, activities: the programme that their printed name stands for."""
    programme_of = reconciled.clustering.programme_of()
    for record in extraction.records:
        known = terms_of(record.kind).fields.get("programme")
        if known is None:
            continue
        path = (paths or {}).get(f"{record.kind}:{record.key}") or path_of(extraction.document.id, record)
        for item in record.all("programme"):
            key = programme_of.get(mention_id(extraction.document.id, str(item.value)))
            if key is not None:
                yield Quad(NamedNode(iri(path)), term("programme"), programme_node(key))


def build_id(extractions: Iterable[Extraction], judgements: Sequence[Judgement] = ()) -> str:
    """The id of a build: the same documents, rules and judgements always give the same one (16 hex digits)."""
    digest = hashlib.sha256(rules_version().encode())
    for name in sorted(f"{item.document.id} {item.document.sha256}" for item in extractions):
        digest.update(name.encode())
    for judgement in judgements:
        digest.update(repr(judgement).encode())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def rules_version() -> str:
    """A hash over our code and data files: when it changes, finished work is done again."""
    digest = hashlib.sha256(ontology_path().read_bytes())
    here = Path(__file__).resolve().parent
    for room in (here.parent / "nlp", here):
        for path in sorted(room.rglob("*")):
            if path.suffix in {".py", ".toml", ".tsv", ".txt", ".ttl", ".rq"} and "data" not in path.parts:
                digest.update(path.relative_to(room).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def count_classes(quads: Iterable[Quad]) -> Counter[str]:
    """How many things of each of our classes the quads describe."""
    counts: Counter[str] = Counter()
    for quad in quads:
        if quad.predicate.value.endswith("#type") and str(quad.object.value).startswith(NS):  # type: ignore[union-attr]
            counts[str(quad.object.value)[len(NS) :]] += 1  # type: ignore[union-attr]
    return counts
