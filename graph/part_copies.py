"""Documents that repeat another's very text: they are named, and whose copy they are, and count for nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import zstandard
from pyoxigraph import RdfFormat, serialize

from graph.document_part import DocumentPart, plain
from graph.part_file import PartFile
from graph.quads.records import copy_quad, document_quads
from nlp.records import Document, Issue


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
        issues=(plain(Issue("copy", "warning", message, hint=hint)),),
        repairs=(),
        fingerprint=part.fingerprint,
    )
