"""A damaged copy beside a better copy of one plan or list: a row counts once, and the better copy says what it holds.

What only the damaged copy prints stays. What it prints otherwise than the better copy (a cut name, a lost ministry, a text
with holes) is left out together with its evidence, and every row that was damaged gets an issue that says the doubt.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import zstandard
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rapidfuzz import fuzz

from graph.document_part import DocumentPart, plain
from graph.iris import BASE, NS
from graph.part_file import triples_of
from graph.terms import PREF_LABEL, RDF_TYPE
from nlp.records import Issue

_EVIDENCE, _SUPPORTS, _VALUE = (NS + name for name in ("evidence", "supports", "supportsValue"))
_INDICATOR, _DISPLAY = NS + "indicator", NS + "displayLabel"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABELS = frozenset({PREF_LABEL.value, _DISPLAY})
# What every document says of its rows, whatever another says.
_OWN = frozenset({RDF_TYPE.value, NS + "document", _EVIDENCE, _INDICATOR})
_TEXTS = frozenset(
    NS + name
    for name in ("overview", "goal", "achievement", "review", "currentSituation", "challenge", "remarks")
)
# Texts this alike (0..100) are one text of which one copy is damaged; others are two editions, and both stay.
_ONE_TEXT = 70


@dataclass(slots=True)
class _Statements:
    """What a part says of some rows: row -> predicate -> values."""

    of: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, triples: Iterable[Triple], rows: Iterable[str]) -> _Statements:
        wanted = {BASE + path for path in rows}
        found = cls({row: {} for row in wanted})
        for triple in triples:
            subject = _said(triple.subject)
            if subject in wanted:
                found.of[subject].setdefault(triple.predicate.value, set()).add(_said(triple.object))
        return found


def damage_of(part: DocumentPart) -> int:
    """How damaged a document is: what was reported and repaired in it."""
    return len(part.repairs) + len([issue for issue in part.issues if issue["severity"] != "info"])


def joined_copies(
    one: DocumentPart, other: DocumentPart, rows: Mapping[str, str]
) -> tuple[DocumentPart, DocumentPart]:
    """Two copies of one document with each row said once. `rows`: what damage tells its two prints apart, by thing path.

    The less damaged one leads, the first of two that are alike. The other's issues name the rows that were joined.
    """
    swapped = damage_of(one) > damage_of(other)
    better, worse = (other, one) if swapped else (one, other)
    triples = {part.document["id"]: list(_triples(part)) for part in (better, worse)}
    lead = _Statements.read(triples[better.document["id"]], rows)
    tail = _Statements.read(triples[worse.document["id"]], rows)
    nameless = {
        (row, predicate, value)
        for row, said in lead.of.items()
        if _DISPLAY in said and tail.of[row].get(PREF_LABEL.value) and _DISPLAY not in tail.of[row]
        for predicate in _LABELS
        for value in said.get(predicate, ())
    }
    told = {
        row: {key: value for key, value in said.items() if (row, key, next(iter(value))) not in nameless}
        for row, said in lead.of.items()
    }
    dropped = {item for row, said in tail.of.items() for item in _dropped(row, said, told[row])}
    repeated = _repeated(tail, lead, dropped)
    first = _without(better, triples[better.document["id"]], nameless, frozenset()) if nameless else better
    second = _without(worse, triples[worse.document["id"]], dropped, repeated)
    held = {item.id for item in better.measures}
    amounts = {item.id for item in better.items if item.amount is not None}
    second = replace(
        second,
        measures=tuple(item for item in worse.measures if item.id not in held or item.id not in rows),
        items=tuple(
            item
            for item in worse.items
            if item.id not in rows or (item.amount is not None and item.id not in amounts)
        ),
        issues=(*worse.issues, *_issues(str(better.document["id"]), rows)),
    )
    return (second, first) if swapped else (first, second)


def _triples(part: DocumentPart) -> Iterator[Triple]:
    with triples_of(part) as source:
        for quad in parse(input=source, format=RdfFormat.N_TRIPLES):
            yield quad.triple


def _dropped(
    row: str, said: Mapping[str, set[str]], told: Mapping[str, set[str]]
) -> Iterator[tuple[str, str, str]]:
    """The statements of the damaged copy that the better copy makes otherwise."""
    named = bool(told.get(PREF_LABEL.value))
    for predicate, values in said.items():
        others = told.get(predicate, set())
        if predicate in _OWN or not (others or (predicate == _DISPLAY and named)):
            continue
        for value in values - others:
            if predicate not in _TEXTS or any(_one_text(value, other) for other in others):
                yield row, predicate, value


def _one_text(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return short in long or fuzz.ratio(first, second) >= _ONE_TEXT or fuzz.partial_ratio(short, long) >= 90


def _repeated(tail: _Statements, lead: _Statements, dropped: set[tuple[str, str, str]]) -> frozenset[str]:
    """The indicators of the damaged copy that were read from texts which the better copy has too."""
    found: set[str] = set()
    for row, said in tail.of.items():
        texts = {(row, key, value) for key in _TEXTS & said.keys() for value in said[key]}
        same = {item for item in texts if item[2] in lead.of[row].get(item[1], ())}
        if texts and texts <= dropped | same:
            found |= said.get(_INDICATOR, set())
    return frozenset(found)


def _without(
    part: DocumentPart, triples: list[Triple], dropped: set[tuple[str, str, str]], nodes: frozenset[str]
) -> DocumentPart:
    """The part without statements, whole nodes, and the evidence and links that spoke for them alone."""
    said: dict[str, dict[str, str]] = {}
    for triple in triples:
        said.setdefault(_said(triple.subject), {})[triple.predicate.value] = _said(triple.object)
    by_name = {(row, predicate.rpartition("#")[2]): set[str]() for row, predicate, _ in dropped}
    for row, predicate, value in dropped:
        by_name[row, predicate.rpartition("#")[2]].add(value)
    gone = set(nodes) | {
        node
        for node, of in said.items()
        if (of.get(_RDF + "subject", ""), of.get(_RDF + "predicate", ""), of.get(_RDF + "object", ""))
        in dropped
    }
    needed: set[str] = set()
    idle: set[str] = set()
    for triple in triples:
        if triple.predicate.value == _EVIDENCE:
            subject, node = _said(triple.subject), _said(triple.object)
            of = said.get(node, {})
            against = by_name.get((subject, of.get(_SUPPORTS, "")))
            speaks = against is not None and of.get(_VALUE, next(iter(against))) in against
            (idle if speaks or subject in gone else needed).add(node)
    gone |= idle - needed
    kept = [triple for triple in triples if not _is_gone(triple, gone, dropped)]
    out = io.BytesIO()
    serialize(kept, out, RdfFormat.N_TRIPLES)
    labels = {path: tuple(node for node in found if node not in gone) for path, found in part.labels.items()}
    return replace(
        part,
        triples=zstandard.compress(out.getvalue(), 3),
        file=None,
        labels={path: found for path, found in labels.items() if found},
    )


def _is_gone(triple: Triple, gone: set[str], dropped: set[tuple[str, str, str]]) -> bool:
    subject, value = _said(triple.subject), _said(triple.object)
    if subject in gone or (isinstance(triple.object, NamedNode) and value in gone):
        return True
    return (subject, triple.predicate.value, value) in dropped


def _said(node: NamedNode | BlankNode | Literal | Triple) -> str:
    """The IRI or the literal's text; documents make no other terms."""
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


def _issues(better: str, rows: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    damaged = {path: damage for path, damage in rows.items() if damage}
    message = f"文書 {better} と同じ文書の写しとみて、{len(rows)}行を二重に数えない"
    if damaged:
        message += f"。うち{len(damaged)}行は損傷のため字が違う"
    hint = "別の文書のはずなら、年度や名称が違うかを確かめる"
    yield plain(Issue("damaged-copy", "warning", message, hint=hint))
    for path, damage in sorted(damaged.items()):
        kind, _, name = path.partition("/")
        text = f"{name} は {better} の同じ番号の行と同じものとみた: {damage}。番号と他の値が合うことが根拠"
        yield plain(
            Issue(
                "joined-copy-row", "info", text, subject=f"{kind.replace('-', '_')}:{name.partition('-')[2]}"
            )
        )
