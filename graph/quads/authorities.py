"""Statements about what documents name but do not describe: ministries, target groups, pillars, laws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from graph.iris import iri, place_path, slug
from graph.terms import PREF_LABEL, RDF_TYPE, english, japanese, name, typed
from graph.vocabulary import term
from nlp.gazetteer import FOLDER as GAZETTEERS
from nlp.gazetteer import Entry, Gazetteer
from nlp.language.group_names import above, broader_of
from nlp.layout.notations import is_section, pillar_of, place_above

SCHEME = NamedNode(iri("scheme/pillars"))
TARGET_SCHEME = NamedNode(iri("scheme/target-groups"))
# The source of a target group that no list names.
FORMED_SOURCE = "文書の語による（語の末尾と修飾する語から上位の対象者を定めた）"


def ministry_quads(used: Iterable[str], ministries: Gazetteer) -> Iterator[Quad]:
    """The ministries named in `used`, those above and before them, with validity and variants."""
    wanted: dict[str, None] = {}
    queue = sorted(used)
    while queue:
        current = queue.pop(0)
        entry = ministries.canonical.get(current)
        if current in wanted or entry is None:
            continue
        wanted[current] = None
        queue.extend(part for part in (entry.broader, *entry.successor_of.split("|")) if part)
    for canonical in sorted(wanted):
        yield from _ministry(ministries.canonical[canonical], ministries)
    yield from _takeovers(wanted)


def _ministry(entry: Entry, ministries: Gazetteer) -> Iterator[Quad]:
    node = NamedNode(iri(f"ministry/{slug(entry.canonical)}"))
    yield Quad(node, RDF_TYPE, term("Ministry"))
    yield Quad(node, PREF_LABEL, japanese(entry.canonical))
    for variant in ministries.entries:
        if variant.canonical == entry.canonical and variant.surface != entry.canonical:
            tag = english if variant.surface.isascii() else japanese
            yield Quad(node, name("skos:altLabel"), tag(variant.surface))
    if entry.broader:
        yield Quad(node, name("org:subOrganizationOf"), NamedNode(iri(f"ministry/{slug(entry.broader)}")))
    if entry.valid_from:
        yield Quad(node, term("validFrom"), typed(entry.valid_from, "date"))
    if entry.valid_to:
        yield Quad(node, term("validTo"), typed(entry.valid_to, "date"))
    for before in filter(None, entry.successor_of.split("|")):
        if before in ministries.canonical:
            yield Quad(node, term("succeeds"), NamedNode(iri(f"ministry/{slug(before)}")))
    if entry.source:
        yield Quad(node, name("dcterms:source"), Literal(entry.source))


def _takeovers(wanted: Iterable[str]) -> Iterator[Quad]:
    names = set(wanted)
    lines = (GAZETTEERS / "takeover.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    header = rows[0]
    for values in rows[1:]:
        row = dict(zip(header, values, strict=False))
        if row["to"] not in names or row["from"] not in names:
            continue
        node = NamedNode(iri(f"ministry/{slug(row['to'])}"))
        yield Quad(node, term("tookOverFrom"), NamedNode(iri(f"ministry/{slug(row['from'])}")))
        text = f"{row['on']}に{row['from']}から引き継いだ事務: {row['what']}（{row['source']}）"
        yield Quad(node, name("skos:historyNote"), japanese(text))


def target_group_quads(used: Iterable[str], target_groups: Gazetteer) -> Iterator[Quad]:
    """The target groups named in `used` and those above them, as one SKOS concept scheme."""
    wanted: set[str] = set()
    for canonical in used:
        wanted.add(canonical)
        wanted.update(above(canonical, target_groups))
    yield Quad(TARGET_SCHEME, RDF_TYPE, name("skos:ConceptScheme"))
    yield Quad(TARGET_SCHEME, PREF_LABEL, japanese("対象者"))
    yield Quad(TARGET_SCHEME, PREF_LABEL, english("Target groups"))
    for canonical in sorted(wanted):
        node = NamedNode(iri(f"target-group/{slug(canonical)}"))
        yield Quad(node, RDF_TYPE, term("TargetGroup"))
        yield Quad(node, RDF_TYPE, name("skos:Concept"))
        yield Quad(node, PREF_LABEL, japanese(canonical))
        yield Quad(node, name("skos:inScheme"), TARGET_SCHEME)
        for broader in broader_of(canonical, target_groups):
            yield Quad(node, name("skos:broader"), NamedNode(iri(f"target-group/{slug(broader)}")))
        entry = target_groups.canonical.get(canonical)
        if entry is None:
            # Known by its form alone, not from a list: its own name is its source.
            yield Quad(node, name("dcterms:source"), Literal(FORMED_SOURCE))
            continue
        if entry.source:
            yield Quad(node, name("dcterms:source"), Literal(entry.source))
        for variant in target_groups.entries:
            if variant.canonical == canonical and variant.surface != canonical:
                yield Quad(node, name("skos:altLabel"), japanese(variant.surface))


def section_quads(
    notations: Iterable[str], labels: Mapping[str, str], outline: str = "", title: str = ""
) -> Iterator[Quad]:
    """Pillars ("4") and sections ("4-①") named in `notations`, and the pillars above them, as one scheme.

    `labels` gives the heading for a notation; one without a label is shown by its notation. An outline that is not the corpus's
    first (`outline`: its name, `title`: of its first document) is a scheme of its own.
    """
    wanted = set(notations)
    wanted.update(place for item in tuple(wanted) for place in _above_all(item))
    scheme = NamedNode(iri(f"scheme/pillars-{outline}")) if outline else SCHEME
    of_title, of_title_en = (f"（{title}）", f" ({title})") if title else ("", "")
    yield Quad(scheme, RDF_TYPE, name("skos:ConceptScheme"))
    yield Quad(scheme, PREF_LABEL, japanese(f"柱と節{of_title}"))
    yield Quad(scheme, PREF_LABEL, english(f"Pillars and sections{of_title_en}"))
    for notation in sorted(filter(None, wanted)):
        section = is_section(notation)
        node = NamedNode(iri(place_path(notation, outline)))
        yield Quad(node, RDF_TYPE, term("Section" if section else "Pillar"))
        yield Quad(node, RDF_TYPE, name("skos:Concept"))
        yield Quad(node, name("skos:notation"), Literal(notation))
        yield Quad(node, name("skos:inScheme"), scheme)
        label = labels.get(notation) or f"{'節' if section else '柱'}{notation}"
        yield Quad(node, PREF_LABEL, japanese(label))
        if section:
            yield Quad(node, name("skos:broader"), NamedNode(iri(place_path(pillar_of(notation), outline))))
            # 2(1)① stands in 2(1): the pillar is what every question and sum goes by, the section between is told beside it.
            if is_section(between := place_above(notation)):
                within = NamedNode(iri(place_path(between, outline)))
                yield Quad(node, name("skos:broaderTransitive"), within)
        else:
            yield Quad(node, name("skos:topConceptOf"), scheme)


def _above_all(notation: str) -> Iterator[str]:
    """The notations that stand above one, the nearest first."""
    while notation := place_above(notation):
        yield notation


def law_quads(used: Iterable[str], laws: Gazetteer) -> Iterator[Quad]:
    """The laws named in `used`: label, and the short names that the gazetteer knows. A number is stated only where a document prints it."""
    for canonical in sorted(set(used)):
        node = NamedNode(iri(f"law/{slug(canonical)}"))
        yield Quad(node, RDF_TYPE, term("Law"))
        yield Quad(node, PREF_LABEL, japanese(canonical))
        for variant in laws.entries:
            if variant.canonical == canonical and variant.surface != canonical:
                yield Quad(node, name("skos:altLabel"), japanese(variant.surface))


def plan_quads(used: Iterable[str]) -> Iterator[Quad]:
    """The plans named in `used`: label only; date and maker come from the records of the documents."""
    for canonical in sorted(set(used)):
        node = NamedNode(iri(f"plan/{slug(canonical)}"))
        yield Quad(node, RDF_TYPE, term("Plan"))
        yield Quad(node, PREF_LABEL, japanese(canonical))
