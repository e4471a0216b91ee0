"""The text around a quotation, from the source document when it is at hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from api.services import Services
from graph.vocabulary import seeds_path
from nlp.errors import TsunagariError
from nlp.inputs import load_source

AROUND = 70  # code points on each side
_MOST_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote with what stands before and after it, both "" when the document is not at hand."""

    before: str
    quote: str
    after: str


def quotation(service: Services, document: str, start: int | None, end: int | None, quote: str) -> Quotation:
    """The quote at [start, end) of a document in its surroundings; only text that has the quote at that place is used."""
    if start is None or end is None:
        return Quotation("", quote, "")
    text = document_text(service, document)
    if text is None or text[start:end] != quote:
        return Quotation("", quote, "")
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before = ("…" if first else "") + text[first:start]
    return Quotation(before, quote, text[end:last] + ("…" if last < len(text) else ""))


def document_text(service: Services, document: str) -> str | None:
    """The text of a document as it was read, None when no file with its checksum is at hand.

    Looked for beside the build (`texts/<id>.txt`), then among the shipped seeds.
    """
    texts: dict[str, str | None] = service.cached("texts", dict)
    if document not in texts:
        texts[document] = _find(service, document)
    return texts[document]


def _find(service: Services, document: str) -> str | None:
    served = service.served
    about = next((item for item in served.meta.get("documents", ()) if item.get("id") == document), None)
    if about is None:
        return None
    name = Path(str(about.get("id", ""))).name
    if served.report_path is not None:
        kept = served.report_path.parent / "texts" / f"{name}.txt"
        if kept.is_file():
            return kept.read_bytes().decode("utf-8")
    relative = Path(str(about.get("path", "")))
    if relative.is_absolute() or ".." in relative.parts:
        return None
    file = seeds_path() / relative
    try:
        if not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return None
        if hashlib.sha256(file.read_bytes()).hexdigest() != about.get("sha256"):
            return None
        return load_source(file).text
    except (OSError, TsunagariError):
        return None
