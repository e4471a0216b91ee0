"""What reconciliation concluded -> quads: programmes, their lines, measures, lineage and components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from pyoxigraph import Literal, NamedNode, Quad

from graph.iris import iri, slug
from graph.quads.provenance import link_quads
from graph.reconcile.items import Clustering, Item, LineageLink, MatchLink, MeasureLink
from graph.reconcile.name_readings import name_forms
from graph.terms import PREF_LABEL, RDF_TYPE, japanese, name, typed
from graph.vocabulary import term

EvidenceOf = Mapping[str, Sequence[NamedNode]]
_LINEAGE_TERM = {
    "continued": "continues",
    "renamed": "renamedFrom",
    "split": "splitFrom",
    "merged": "mergedFrom",
}


def programme_node(key: str) -> NamedNode:
    """The node of a programme by its slug."""
    return NamedNode(iri(f"programme/{slug(key)}"))


def programme_quads(
    clustering: Clustering, items: Mapping[str, Item], evidence: EvidenceOf
) -> Iterator[Quad]:
    """Every programme with its names, ministries, target groups, sheets and the links of its lines.

    `evidence` gives the evidence nodes of an item's label by item id (its thing path).
    """
    for programme in clustering.programmes:
        if programme.label in programme.members:
            continue  # only a sheet without a printed title: it names no programme
        node = programme_node(programme.key)
        yield Quad(node, RDF_TYPE, term("Programme"))
        yield Quad(node, PREF_LABEL, japanese(programme.label))
        for other in programme.alt_labels:
            yield Quad(node, name("skos:altLabel"), japanese(other))
        members = [items[member] for member in programme.members if member in items]
        for former in _former_names(members):
            yield Quad(node, term("formerName"), japanese(former))
        for ministry in programme.ministries:
            yield Quad(node, term("ministry"), NamedNode(iri(f"ministry/{slug(ministry)}")))
        links = {link.item: link for link in programme.links}
        yield from _target_groups(node, members, evidence)
        for item in members:
            for found in evidence.get(item.id, ()):
                yield Quad(node, term("evidence"), found)
            yield from _membership(node, item, links.get(item.id), evidence)
        yield from _relisted(members)
    for part in clustering.components:
        yield from link_quads(
            programme_node(part.whole),
            term("component"),
            programme_node(part.part),
            confidence=part.confidence,
            method=part.method,
            reasons=part.reasons,
            evidence=_evidence_of(part.items, evidence),
        )


def _former_names(members: Sequence[Item]) -> tuple[str, ...]:
    """The names that a list or sheet prints as former ones (旧・更生保護地域連携拠点事業)."""
    readings = (form for item in members for form in name_forms(item.label, item.alt_labels))
    return tuple(dict.fromkeys(form.text for form in readings if form.role == "former"))


def _evidence_of(ids: Iterable[str], evidence: EvidenceOf) -> list[NamedNode]:
    return list(dict.fromkeys(node for item in ids for node in evidence.get(item, ())))


def _target_groups(node: NamedNode, members: Sequence[Item], evidence: EvidenceOf) -> Iterator[Quad]:
    """Whom a programme is for and who is helped to help them: a group that one member is for is no helper of the programme."""
    sources: dict[str, list[Item]] = {}
    sure: dict[str, float] = {}
    supported = {group for item in members for group in item.target_groups if group not in item.helper_groups}
    for item in members:
        unmeasured = (1.0,) * len(item.target_groups)
        for group, confidence in zip(item.target_groups, item.group_confidences or unmeasured, strict=True):
            sources.setdefault(group, []).append(item)
            sure[group] = max(sure.get(group, 0.0), confidence)
    for group, behind in sorted(sources.items()):
        yield from link_quads(
            node,
            term("targetGroup" if group in supported else "helperGroup"),
            NamedNode(iri(f"target-group/{slug(group)}")),
            # The role was decided where it is printed: a programme is never surer of it than its surest member.
            confidence=min(sure[group], 0.95 if len(behind) > 1 else 0.9),
            method="inherited-from-member",
            reasons=[
                f"「{item.label}」の対象者として印刷されている"
                if group in supported
                else f"「{item.label}」で支援を受けて支える側として印刷されている"
                for item in behind[:3]
            ],
            evidence=_evidence_of((item.id for item in behind), evidence),
        )


def _membership(node: NamedNode, item: Item, link: MatchLink | None, evidence: EvidenceOf) -> Iterator[Quad]:
    if item.kind == "mention":
        return
    subject = NamedNode(iri(item.id))
    if item.kind == "sheet":
        yield Quad(node, term("sheet"), subject)
    elif item.kind == "review_sheet":
        yield Quad(node, term("reviewSheet"), subject)
    yield from link_quads(
        subject,
        term("programme"),
        node,
        confidence=1.0 if link is None else link.confidence,
        method="name" if link is None else link.method,
        reasons=() if link is None else link.reasons,
        evidence=evidence.get(item.id, ()),
    )


def _relisted(members: Sequence[Item]) -> Iterator[Quad]:
    lists: dict[tuple[int | None, str], list[Item]] = {}
    for item in members:
        if item.kind == "budget_line":
            lists.setdefault((item.fiscal_year, item.stage), []).append(item)
    for lines in lists.values():
        for first, second in combinations(lines, 2):
            yield Quad(NamedNode(iri(first.id)), term("relistedIn"), NamedNode(iri(second.id)))
            yield Quad(NamedNode(iri(second.id)), term("relistedIn"), NamedNode(iri(first.id)))


def lineage_quads(links: Iterable[LineageLink], evidence: EvidenceOf) -> Iterator[Quad]:
    """`tsu:continues` and its kinds between programmes of two years; newly listed and ended as notes."""
    for link in _one_for_each_pair(links):
        later, earlier = programme_node(link.later), programme_node(link.earlier)
        more: dict[str, Literal | NamedNode] = {
            "linkKind": Literal(link.kind),
            "comparable": typed(link.comparable, "boolean"),
        }
        reasons = [*link.reasons, *([link.why_not_comparable] if link.why_not_comparable else [])]
        yield from link_quads(
            later,
            term("continues"),
            earlier,
            confidence=link.confidence,
            method=f"lineage-{link.kind}",
            reasons=reasons,
            evidence=_evidence_of(link.evidence, evidence),
            more=more,
        )
        kind = _LINEAGE_TERM.get(link.kind, "continues")
        if kind != "continues":
            yield Quad(later, term(kind), earlier)


def _one_for_each_pair(links: Iterable[LineageLink]) -> list[LineageLink]:
    """The surest link of each two programmes; what other years of the same two say is added to its reasons.

    A programme may be renamed in one year and split in the next: between the same two that is one statement.
    """
    pairs: dict[tuple[str, str], list[LineageLink]] = {}
    for link in links:
        if link.earlier and link.later and link.earlier != link.later:
            pairs.setdefault((link.later, link.earlier), []).append(link)
    chosen = []
    for found in pairs.values():
        first, *others = sorted(found, key=lambda link: (-link.confidence, -(link.year_to or 0), link.kind))
        more = (
            f"{link.year_from}→{link.year_to}: {link.kind}（確度{link.confidence:.2f}）" for link in others
        )
        chosen.append(replace(first, reasons=(*first.reasons, *more)))
    return chosen


def measure_link_quads(links: Iterable[MeasureLink], evidence: EvidenceOf) -> Iterator[Quad]:
    """`tsu:relatedMeasure` links that are sure enough to publish, with the kind of their evidence."""
    for link in links:
        if not link.published:
            continue
        yield from link_quads(
            programme_node(link.programme),
            term("relatedMeasure"),
            NamedNode(iri(link.measure)),
            confidence=link.confidence,
            method=f"related-{link.kind}",
            reasons=(*link.reasons, *(f"施策の本文:「{quote}」" for quote in link.evidence)),
            evidence=_evidence_of((*link.items, link.measure), evidence),
            more={"linkKind": Literal(link.kind)},
        )
