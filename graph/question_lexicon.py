"""Fills the lexicon that questions are matched against, from one build of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from graph.iris import NS, iri, slug
from graph.queries import stored_query
from graph.terms import whole
from nlp.gazetteer import load_gazetteers
from nlp.language.group_names import formed_entry
from nlp.questions.names.lexicon import AmountPart, Figure, Lexicon, ListCoverage, Name, NumberedList
from nlp.questions.names.list_names import label_of, tells_of_progress
from nlp.questions.names.regions import region_names

Select = Callable[[str], Sequence[tuple[Any, ...]]]
_SHORTEST_MEASURE = 6


def fetch_lexicon(select: Select, build: str) -> Lexicon:
    """The names, numbered lists and documents of the graph that `select` asks."""
    names: dict[tuple[str, str], dict[str, Any]] = {}
    for row in select(stored_query("lexicon/names").text):
        thing, kind, label, other, number, year, stage, notation, broader = (_text(cell) for cell in row)
        entry = names.setdefault(
            (thing, kind),
            {
                "label": label,
                "others": set(),
                "broader": set(),
                "number": number,
                "year": year,
                "stage": stage,
                "notation": notation,
            },
        )
        if other and other != entry["label"]:
            entry["others"].add(other)
        if label and label != entry["label"]:
            entry["others"].add(label)
        if broader:
            entry["broader"].add(broader)
    found = [
        Name(
            id=thing,
            kind=kind,
            label=entry["label"],
            alternatives=tuple(sorted(entry["others"])),
            number=whole(entry["number"]),
            year=whole(entry["year"][:4]),
            stage=entry["stage"].removeprefix(NS),
            notation=entry["notation"] or _role(kind, entry["label"]),
            broader="／".join(sorted(entry["broader"])),
        )
        for (thing, kind), entry in sorted(names.items(), key=lambda item: (item[0][1], item[0][0]))
        # A cut label (推進) is no name to look for in questions.
        if kind != "measure" or len(entry["label"]) >= _SHORTEST_MEASURE or entry["number"]
    ]
    found += list(_places())
    found += list(_unused({(name.kind, name.label) for name in found}))
    found = _with_rows(found, select)
    lists = [
        ListCoverage(
            kind,
            whole(year[:4]) or 0,
            stage.removeprefix(NS),
            whole(count) or 0,
            whole(first) or 0,
            whole(last) or 0,
            tuple(filter(None, pillars.split("、"))),
        )
        for kind, year, stage, count, first, last, pillars in (
            tuple(_text(cell) for cell in row) for row in select(stored_query("lexicon/lists").text)
        )
    ]
    documents = tuple(_text(row[1]) for row in select(stored_query("pages/documents").text))
    helplines = tuple(
        (_text(row[0]), _text(row[1])) for row in select(stored_query("lexicon/helplines").text)
    )
    figures = tuple(
        Figure(*(_text(cell) for cell in row)) for row in select(stored_query("lexicon/figures").text)
    )
    parts = tuple(
        AmountPart(*(_text(cell) for cell in row)) for row in select(stored_query("lexicon/parts").text)
    )
    return Lexicon(
        build,
        tuple(found),
        tuple(lists),
        documents,
        frozenset(),
        helplines,
        figures,
        parts,
        _numbered(select),
    )


def _numbered(select: Select) -> tuple[NumberedList, ...]:
    """The plans and budget lists by the names in their documents' titles, with their rows."""
    documents: dict[tuple[str, str], set[str]] = {}
    rows: dict[tuple[str, str], set[str]] = {}
    every: dict[str, set[str]] = {}
    told: set[tuple[str, str]] = set()
    sections: dict[tuple[str, str], set[str]] = {}
    for row in select(stored_query("lexicon/list_rows").text):
        document, title, kind, thing, *inside = (_text(cell) for cell in row)
        every.setdefault(kind, set()).add(thing)
        label = label_of(title, kind)
        if label:
            documents.setdefault((label, kind), set()).add(document)
            rows.setdefault((label, kind), set()).add(thing)
            sections.setdefault((label, kind), set()).update(filter(None, inside))
            told |= {(label, kind)} if tells_of_progress(title) else set()
    return tuple(
        NumberedList(
            label,
            kind,
            tuple(sorted(documents[label, kind])),
            frozenset(found),
            len(found) == len(every[kind]),
            (label, kind) in told,
            frozenset(sections[label, kind]),
        )
        for (label, kind), found in sorted(rows.items())
    )


def _with_rows(names: list[Name], select: Select) -> list[Name]:
    """The names with what rows sections have, where several plans have sections of one notation: only then it is asked."""
    if not Lexicon("", tuple(names)).shared_notations:
        return names
    rows: dict[str, list[str]] = {}
    for place, kind in select(stored_query("lexicon/section_rows").text):
        rows.setdefault(_text(place), []).append(_text(kind))
    return [replace(name, holds=tuple(sorted(rows[name.id]))) if name.id in rows else name for name in names]


def _places() -> Iterator[Name]:
    """Prefectures, parts of the country and legal forms: grantees carry them as text, so their names come from files."""
    gazetteers = load_gazetteers()
    for kind, gazetteer in (("region", gazetteers.regions), ("legal_form", gazetteers.legal_forms)):
        variants: dict[str, set[str]] = {}
        for entry in gazetteer.entries:
            variants.setdefault(entry.canonical, set()).add(entry.surface)
        for part, said in region_names().items() if kind == "region" else ():
            variants.setdefault(part, set()).update(said)
        for canonical, surfaces in sorted(variants.items()):
            others = tuple(sorted(surface for surface in surfaces - {canonical} if len(surface) > 1))
            yield Name(id=f"{kind}:{canonical}", kind=kind, label=canonical, alternatives=others)


def _unused(known: set[tuple[str, str]]) -> Iterator[Name]:
    """Ministries and target groups that no loaded document has: asked about all the same, and answered with nothing."""
    gazetteers = load_gazetteers()
    for kind, path, gazetteer in (
        ("ministry", "ministry", gazetteers.ministries),
        ("target_group", "target-group", gazetteers.target_groups),
    ):
        variants: dict[str, set[str]] = {}
        for entry in gazetteer.entries:
            variants.setdefault(entry.canonical, set()).add(entry.surface)
        for canonical, surfaces in sorted(variants.items()):
            if (kind, canonical) not in known:
                others = tuple(sorted(surface for surface in surfaces - {canonical} if len(surface) > 2))
                yield Name(
                    id=iri(f"{path}/{slug(canonical)}"),
                    kind=kind,
                    label=canonical,
                    alternatives=others,
                    notation=_role(kind, canonical),
                )


def _role(kind: str, label: str) -> str:
    """ "intermediary" for target groups that rather support others (NPO等の支援団体), "" for all else."""
    groups = load_gazetteers().target_groups
    entry = groups.canonical.get(label) or formed_entry(label, groups) if kind == "target_group" else None
    return "intermediary" if entry is not None and entry.type == "intermediary" else ""


def _text(cell: Any) -> str:
    return "" if cell is None else str(getattr(cell, "value", cell))
