"""What one document contributes to the graph: made once per document, anywhere, and kept as plain data.

A part holds the document's own statements as N-Triples and, as JSON, the little that reconciliation needs. Parts
are independent of each other, so they can be made by processes or a cluster, cached by content, and joined later.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO
from unicodedata import normalize

import zstandard
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph.iris import BASE, NS, path_of, slug
from graph.quads.records import copy_quad, document_quads, extraction_quads, terms_of
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.record_items import items_of, measures_of, mention_id
from nlp.quality import filled_fields, mended_values, reasoned_values
from nlp.records import Document, Extraction, Issue

_NUMBERED = ("measure", "budget_line")
# What one row says once: two rows that say it differently are two, whatever else they share.
_SAID_ONCE = ("amount", "amount_kind", "section", "relisted", "newly_listed")
_WATCHED = frozenset(
    NS + name
    for name in ("ministry", "section", "relistedSection", "pillar", "targetGroup", "cites", "legalBasis")
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
    `labels` the evidence IRIs of a thing's label by path; `named` (path, item id) of things that carry a programme's name.
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
    file: Path | None = None


# A copy typeset anew breaks its pages elsewhere. Only what can be nothing but the number of a page (- 12 -, 3/40): a bare number may be an amount.
_PAGE_NUMBER = re.compile(r"(?m)^[ \t]*(?:[-‐-―−]\s?\d{1,3}\s?[-‐-―−]|\d{1,3}\s?/\s?\d{1,3})[ \t]*$")


@dataclass(frozen=True, slots=True)
class PartFile:
    """A finished part on disk and the little of it that is held of every document of a corpus."""

    file: Path
    document: Mapping[str, Any]
    fingerprint: str

    @property
    def identities(self) -> Mapping[str, str]:
        """As of the part, read from its file."""
        return self.open().identities

    def open(self) -> DocumentPart:
        """The part, its triples left in the file. Raises: ValueError when the file is not a whole part."""
        return open_part(self.file)


def part_file(file: Path) -> PartFile:
    """The finished part in a file. Raises: OSError, ValueError when there is none or it is not whole."""
    part = open_part(file)
    return PartFile(file, part.document, part.fingerprint)


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
        issues=tuple(_plain(issue) for issue in extraction.issues),
        repairs=tuple(_plain(repair) for repair in (*extraction.repairs, *mended_values(extraction))),
        reasoned=tuple(_plain(item) for item in reasoned_values(extraction)),
        filled=tuple(_plain(item) for item in filled_fields(extraction)),
        fingerprint=_fingerprint(extraction.text),
    )


def _fingerprint(text: str) -> str:
    """The same for the same text in another file or format: width, spaces, tabs, line ends and page numbers do not count."""
    plain = "".join(_PAGE_NUMBER.sub("", normalize("NFKC", text)).split()).replace("|", "")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest() if plain else ""


def copies(parts: Iterable[DocumentPart | PartFile]) -> dict[str, str]:
    """Document id -> id of the document whose very text it repeats: 資料.txt beside 資料のコピー.txt, or as HTML.

    The one that says who published it is the original, else the first by id. Years that differ make two documents.
    """
    first: dict[tuple[str, Any], str] = {}
    found: dict[str, str] = {}
    for part in sorted(parts, key=lambda item: (not item.document["publisher"], str(item.document["id"]))):
        if not part.fingerprint:
            continue
        key = (part.fingerprint, part.document["fiscal_year"])
        original = first.setdefault(key, str(part.document["id"]))
        if original != str(part.document["id"]):
            found[str(part.document["id"])] = original
    return found


def copy_part(part: DocumentPart, original: str) -> DocumentPart:
    """The part of a copy: the document itself and whose copy it is, no record a second time."""
    document = Document(**part.document)
    out = io.BytesIO()
    with zstandard.ZstdCompressor(level=3).stream_writer(out, closefd=False) as stream:
        quads = [*document_quads(document), copy_quad(document.id, original)]
        serialize((quad.triple for quad in quads), stream, RdfFormat.N_TRIPLES)
    message = f"文書 {original} と同じ本文のため、記録は数えない"
    hint = "別の文書のはずなら、ファイルの中身を確かめる"
    return DocumentPart(
        document=part.document,
        triples=out.getvalue(),
        items=(),
        measures=(),
        identities={},
        used={},
        described=(),
        labels={},
        named=(),
        sections={},
        coverage={"characters": part.coverage.get("characters", 0)},
        issues=(_plain(Issue("copy", "warning", message, hint=hint)),),
        repairs=(),
        fingerprint=part.fingerprint,
    )


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


def _plain(item: Any) -> dict[str, Any]:
    return {key: value for key, value in asdict(item).items() if value not in ("", None)}


def triples_of(part: DocumentPart) -> BinaryIO:
    """The part's N-Triples as a file to read from."""
    return triples_in(part.file) if part.file is not None else _unzipped(io.BytesIO(part.triples))


def triples_in(file: Path) -> BinaryIO:
    """The N-Triples behind the head of a packed file, as a file to read from."""
    source = file.open("rb")
    source.seek(8 + int.from_bytes(source.read(8), "big"))
    return _unzipped(source)


def head_of(file: Path) -> bytes:
    """The head of a packed file, as it was packed."""
    with file.open("rb") as source:
        return source.read(int.from_bytes(source.read(8), "big"))


def _unzipped(source: BinaryIO) -> BinaryIO:
    reader: BinaryIO = zstandard.ZstdDecompressor().stream_reader(source, closefd=True)
    return reader


def pack(part: DocumentPart) -> bytes:
    """A part as bytes, for a file or a wire: JSON head, newline, compressed triples."""
    head = {
        **{
            name: getattr(part, name)
            for name in part.__slots__
            if name not in ("triples", "items", "measures", "file")
        },
        "items": [asdict(item) for item in part.items],
        "measures": [asdict(item) for item in part.measures],
    }
    packed = zstandard.compress(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(), 3)
    return len(packed).to_bytes(8, "big") + packed + part.triples


def unpack(data: bytes) -> DocumentPart:
    """The part that `pack` wrote.

    Raises:
        ValueError: the bytes are not a whole part.
    """
    size = int.from_bytes(data[:8], "big")
    return _part(data[8 : 8 + size], data[8 + size :], None)


def open_part(file: Path) -> DocumentPart:
    """The part in a file, its triples left there.

    Raises:
        ValueError: the file is not a whole part.
    """
    with file.open("rb") as source:
        return _part(source.read(int.from_bytes(source.read(8), "big")), b"", file)


def _part(packed: bytes, triples: bytes, file: Path | None) -> DocumentPart:
    try:
        head = json.loads(zstandard.decompress(packed))
    except (zstandard.ZstdError, json.JSONDecodeError) as error:
        raise ValueError("not a document part") from error
    return DocumentPart(
        document=head["document"],
        triples=triples,
        items=tuple(Item(**_tuples(item)) for item in head["items"]),
        measures=tuple(MeasureItem(**_tuples(item)) for item in head["measures"]),
        identities=head["identities"],
        used={kind: tuple(names) for kind, names in head["used"].items()},
        described=tuple(head["described"]),
        labels={path: tuple(found) for path, found in head["labels"].items()},
        named=tuple((path, item) for path, item in head["named"]),
        sections=head["sections"],
        coverage=head["coverage"],
        issues=tuple(head["issues"]),
        repairs=tuple(head["repairs"]),
        reasoned=tuple(head["reasoned"]),
        filled=tuple(head["filled"]),
        fingerprint=head["fingerprint"],
        file=file,
    )


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}


def label_nodes(parts: Iterable[DocumentPart]) -> dict[str, list[NamedNode]]:
    """Evidence nodes of labels by thing path, over all parts."""
    found: dict[str, list[NamedNode]] = {}
    for part in parts:
        for path, nodes in part.labels.items():
            found.setdefault(path, []).extend(NamedNode(node) for node in nodes)
    return found
