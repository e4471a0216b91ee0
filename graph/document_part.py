"""What one document contributes to the graph: made once per document, anywhere, and kept as plain data.

A part holds the document's own statements as N-Triples and, as JSON, the little that reconciliation needs. Parts
are independent of each other, so they can be made by processes or a cluster, cached by content, and joined later.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

import zstandard
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph.iris import BASE, NS, path_of, slug
from graph.quads.records import extraction_quads, terms_of
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.record_items import items_of, measures_of, mention_id
from nlp.quality import filled_fields, mended_values, reasoned_values
from nlp.records import Extraction

_NUMBERED = ("measure", "budget_line")
# What one row says once: two rows that say it differently are two, whatever else they share.
_SAID_ONCE = ("amount", "amount_kind", "section", "relisted", "newly_listed")
_WATCHED = frozenset(
    NS + name
    for name in (
        "ministry",
        "section",
        "relistedSection",
        "pillar",
        "targetGroup",
        "helperGroup",
        "cites",
        "legalBasis",
    )
)
_OF_LINKS = frozenset((NS + "confidence", NS + "method"))
_EVIDENCE = NS + "evidence"
_PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """`triples` is zstd-compressed N-Triples. The rest is what the joined graph needs to know of them.

    `reasoned` and `filled` are for the quality report (see nlp/quality.py).
    With `file` the triples stay in that file (written by `pack`) and `triples` is empty.
    `identities` gives for each numbered thing path what tells its row from another under the same number, and for each link
    path how it was inferred;
    `used` the names pointed at by kind of thing; `described` the law and plan paths that have a label;
    `labels` the evidence IRIs of a thing's label by path; `named` (path, item id) of things that carry a programme's name;
    `sections` the headings by notation, and `outline` whose they are ("": the corpus's first, see graph/outlines.py).
    """

    document: Mapping[str, Any]
    triples: bytes
    items: tuple[Item, ...]
    measures: tuple[MeasureItem, ...]
    identities: Mapping[str, str]
    used: Mapping[str, tuple[str, ...]]
    described: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    named: tuple[tuple[str, str], ...]
    sections: Mapping[str, str]
    coverage: Mapping[str, int]
    issues: tuple[Mapping[str, Any], ...]
    repairs: tuple[Mapping[str, Any], ...]
    reasoned: tuple[Mapping[str, Any], ...] = ()
    filled: tuple[Mapping[str, Any], ...] = ()
    fingerprint: str = ""
    outline: str = ""
    file: Path | None = None

    @property
    def has_measures(self) -> bool:
        """Whether it states measures of a plan."""
        return bool(self.measures)


# A copy typeset anew breaks its pages elsewhere. Only what can be nothing but the number of a page (- 12 -, 3/40): a bare number may be an amount.
_PAGE_NUMBER = re.compile(r"(?m)^[ \t]*(?:[-‐-―−]\s?\d{1,3}\s?[-‐-―−]|\d{1,3}\s?/\s?\d{1,3})[ \t]*$")


def document_part(extraction: Extraction) -> DocumentPart:
    """The part of one document."""
    watched = _Watched()
    out = io.BytesIO()
    compressor = zstandard.ZstdCompressor(level=3)
    with compressor.stream_writer(out, closefd=False) as stream:
        serialize(watched.over(extraction_quads(extraction)), stream, RdfFormat.N_TRIPLES)
    document = extraction.document.id
    return DocumentPart(
        document=asdict(extraction.document),
        triples=out.getvalue(),
        items=tuple(items_of(extraction)),
        measures=tuple(measures_of(extraction)),
        identities=dict(_identities(extraction)) | watched.inferences(),
        used={kind: tuple(sorted(names)) for kind, names in sorted(watched.used.items())},
        described=tuple(sorted(watched.described)),
        labels={path: tuple(found) for path, found in sorted(watched.labels.items())},
        named=tuple(_named(extraction, document)),
        sections={
            record.text("notation"): record.text("label")
            for record in extraction.of_kind("section")
            if record.text("notation")
        },
        coverage=dict(extraction.coverage),
        issues=tuple(plain(issue) for issue in extraction.issues),
        repairs=tuple(plain(repair) for repair in (*extraction.repairs, *mended_values(extraction))),
        reasoned=tuple(plain(item) for item in reasoned_values(extraction)),
        filled=tuple(plain(item) for item in filled_fields(extraction)),
        fingerprint=_fingerprint(extraction.text),
    )


def _fingerprint(text: str) -> str:
    """The same for the same text in another file or format: width, spaces, tabs, line ends and page numbers do not count."""
    plain = "".join(_PAGE_NUMBER.sub("", normalize("NFKC", text)).split()).replace("|", "")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest() if plain else ""


class _Watched:
    """Notes what passing quads point at."""

    def __init__(self) -> None:
        self.used: dict[str, set[str]] = {}
        self.described: set[str] = set()
        self.labels: dict[str, list[str]] = {}
        self._links: dict[str, dict[str, str]] = {}

    def inferences(self) -> dict[str, str]:
        """How sure each link is and by which method: two documents may infer one thing of a measure that both print."""
        return {
            path: f"\t\t{said.get('confidence', '')}\t{said.get('method', '')}"
            for path, said in sorted(self._links.items())
        }

    def over(self, quads: Iterable[Quad]) -> Iterator[Any]:
        for quad in quads:
            predicate, value = quad.predicate.value, quad.object
            if predicate in _OF_LINKS and isinstance(value, Literal) and isinstance(quad.subject, NamedNode):
                path = quad.subject.value[len(BASE) :]
                if path.startswith("link/"):
                    self._links.setdefault(path, {})[predicate[len(NS) :]] = value.value
            if isinstance(value, NamedNode):
                if predicate in _WATCHED:
                    kind, _, name = value.value[len(BASE) :].partition("/")
                    self.used.setdefault(kind, set()).add(name)
                elif (
                    predicate == _EVIDENCE
                    and "-prefLabel-" in value.value
                    and isinstance(quad.subject, NamedNode)
                ):
                    self.labels.setdefault(quad.subject.value[len(BASE) :], []).append(value.value)
            elif predicate == _PREF_LABEL and isinstance(quad.subject, NamedNode):
                path = quad.subject.value[len(BASE) :]
                if path.startswith(("law/", "plan/")):
                    self.described.add(path)
            yield quad.triple


def _identities(extraction: Extraction) -> Iterator[tuple[str, str]]:
    for record in extraction.records:
        if record.kind in _NUMBERED:
            ministries = "|".join(sorted(str(item.value) for item in record.all("ministry")))
            said = ("" if record.value(name) is None else str(record.value(name)) for name in _SAID_ONCE)
            identity = "\t".join((slug(record.text("label")), ministries, *said))
            yield path_of(extraction.document.id, record), identity


def _named(extraction: Extraction, document: str) -> Iterator[tuple[str, str]]:
    for record in extraction.records:
        if "programme" not in terms_of(record.kind).fields:
            continue
        for item in record.all("programme"):
            yield path_of(document, record), mention_id(document, str(item.value))


def plain(item: Any) -> dict[str, Any]:
    """An issue, a repair or the like for a report: what it does not say left out."""
    return {key: value for key, value in asdict(item).items() if value not in ("", None)}


def label_nodes(parts: Iterable[DocumentPart]) -> dict[str, list[NamedNode]]:
    """Evidence nodes of labels by thing path, over all parts."""
    found: dict[str, list[NamedNode]] = {}
    for part in parts:
        for path, nodes in part.labels.items():
            found.setdefault(path, []).extend(NamedNode(node) for node in nodes)
    return found
