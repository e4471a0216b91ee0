"""The recipe: document parts -> what they say together -> one graph."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.block import note_pointer, says_more
from graph.damaged_copies import joined_copies
from graph.document_part import DocumentPart, document_part, label_nodes
from graph.iris import iri
from graph.outlines import outlines
from graph.own_sections import with_own_sections
from graph.part_copies import copies, copy_part
from graph.part_file import PartFile, triples_of
from graph.quads.authorities import law_quads, ministry_quads, plan_quads, target_group_quads
from graph.quads.programmes import lineage_quads, measure_link_quads, programme_node, programme_quads
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Clustering, Doubt, Item, LineageLink, MeasureItem, MeasureLink
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage import trace_lineage
from graph.reconcile.related import relate_measures
from graph.reconcile.review import measure_doubts, report_order
from graph.renumbering import compared, renumbered
from graph.section_headings import SectionHeadings
from graph.vocabulary import ontology_path, term
from nlp.gazetteer import load_gazetteers
from nlp.records import Extraction


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What reconciliation concluded over all documents."""

    items: Mapping[str, Item]
    measures: tuple[MeasureItem, ...]
    clustering: Clustering
    lineage: tuple[LineageLink, ...]
    related: tuple[MeasureLink, ...]

    @property
    def doubtful(self) -> tuple[Doubt, ...]:
        """What waits for a researcher: pairs that may be one programme, then measures that a programme may serve."""
        names = {one.key: one.label for one in self.clustering.programmes}
        served = sorted(measure_doubts(self.related, names, self.measures), key=report_order)
        return (*self.clustering.doubtful, *served)


def parts_of(extractions: Iterable[Extraction]) -> list[DocumentPart]:
    """The parts of documents held in memory, numbers that clash told apart."""
    parts = {extraction.document.id: document_part(extraction) for extraction in extractions}
    for name, original in copies(parts.values()).items():
        parts[name] = copy_part(parts[name], original)
    found = compared(parts.values())
    for name, paths in found.paths.items():
        parts[name] = renumbered(parts[name], paths)
    for name, (twin, rows) in sorted(found.copies.items()):
        parts[twin], parts[name] = joined_copies(parts[twin], parts[name], rows)
    for name, outline in outlines(parts.values()).items():
        parts[name] = with_own_sections(parts[name], outline)
    return [parts[name] for name in sorted(parts)]


def reconcile(parts: Iterable[DocumentPart], judgements: Sequence[Judgement] = ()) -> Reconciled:
    """Cluster what documents name into programmes, trace them over the years, relate them to measures."""
    items: dict[str, Item] = {}
    measures: dict[str, MeasureItem] = {}
    for part in parts:
        for item in part.items:
            held = items.get(item.id)
            if held is None or says_more(item, held):
                items[item.id] = item
        for measure in part.measures:
            measures.setdefault(measure.id, measure)
    ordered = tuple(items[key] for key in sorted(items))
    known = tuple(measures[key] for key in sorted(measures))
    clustering = cluster_items(ordered, judgements)
    return Reconciled(
        items=items,
        measures=known,
        clustering=clustering,
        lineage=tuple(trace_lineage(clustering, ordered, judgements)),
        related=tuple(relate_measures(clustering, ordered, known, judgements)),
    )


def document_quads(parts: Iterable[DocumentPart]) -> Iterator[Quad]:
    """The documents' own statements, part after part."""
    for part in parts:
        yield from parse(input=triples_of(part), format=RdfFormat.N_TRIPLES)


def joint_quads(parts: Sequence[DocumentPart], reconciled: Reconciled) -> Iterator[Quad]:
    """What the documents say together, descriptions of all they name, and the vocabulary."""
    evidence = label_nodes(parts)
    used: dict[str, set[str]] = {}
    for part in parts:
        for kind, names in part.used.items():
            used.setdefault(kind, set()).update(names)
    for quads in (
        programme_quads(reconciled.clustering, reconciled.items, evidence),
        lineage_quads(reconciled.lineage, evidence),
        measure_link_quads(reconciled.related, evidence),
    ):
        for quad in quads:
            note_pointer(quad, used)
            yield quad
    yield from _named_programmes(parts, reconciled)
    described = {path for part in parts for path in part.described}
    yield from authority_quads(used, described, SectionHeadings.of(parts))


def build_quads(parts: Sequence[DocumentPart], reconciled: Reconciled) -> Iterator[Quad]:
    """Every quad of the graph; the same parts give the same set, in whatever order they come."""
    yield from document_quads(parts)
    yield from joint_quads(parts, reconciled)


def authority_quads(
    used: Mapping[str, set[str]], described: Container[str], sections: SectionHeadings
) -> Iterator[Quad]:
    """What documents point at without describing it (`used`: kind -> names), and the vocabulary.

    The vocabulary travels with the data, so that a client finds labels and definitions of terms.
    """
    gazetteers = load_gazetteers()
    yield from ministry_quads(used.get("ministry", ()), gazetteers.ministries)
    yield from target_group_quads(used.get("target-group", ()), gazetteers.target_groups)
    yield from sections.quads(used.get("section", set()) | used.get("pillar", set()))
    bare = {
        kind: [name for name in used.get(kind, ()) if f"{kind}/{name}" not in described]
        for kind in ("law", "plan")
    }
    yield from law_quads(bare["law"], gazetteers.laws)
    yield from plan_quads(bare["plan"])
    yield from parse(path=str(ontology_path()), format=RdfFormat.TURTLE)


def _named_programmes(parts: Iterable[DocumentPart], reconciled: Reconciled) -> Iterator[Quad]:
    """`tsu:programme` of grantees, calls, activities: the programme that their printed name stands for."""
    programme_of = reconciled.clustering.programme_of()
    for part in parts:
        for path, item in part.named:
            key = programme_of.get(item)
            if key is not None:
                yield Quad(NamedNode(iri(path)), term("programme"), programme_node(key))


def build_id(parts: Iterable[DocumentPart | PartFile], judgements: Sequence[Judgement] = ()) -> str:
    """The id of a build: the same documents, rules and judgements always give the same one (16 hex digits)."""
    digest = hashlib.sha256(rules_version().encode())
    for name in sorted(f"{part.document['id']} {part.document['sha256']}" for part in parts):
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
            if path.suffix in {".py", ".toml", ".tsv", ".txt", ".ttl"} and "data" not in path.parts:
                digest.update(path.relative_to(room).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
