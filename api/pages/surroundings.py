"""The text around a quotation, from the source document when it is at hand."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from api.services import Services
from graph.queries import stored_query
from graph.terms import whole
from graph.vocabulary import seeds_path
from nlp.errors import TsunagariError
from nlp.files.inputs import load_source

AROUND = 70  # code points on each side
_MOST_BYTES = 32 << 20
_MOST_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote with what stands before and after it, both "" when the document is not at hand."""

    before: str
    quote: str
    after: str


def quotation(service: Services, document: str, start: int | None, end: int | None, quote: str) -> Quotation:
    """The quote at [start, end) of a document in its surroundings; only text that has the quote at that place is used.

    Without the document, a longer quotation of the graph that has this one inside serves (a row, a heading with its text).
    """
    if start is None or end is None:
        return Quotation("", quote, "")
    text, shift = document_text(service, document), 0
    if text is None:
        text, shift = _enclosing(service, document, start, end)
    first, last = start - shift, end - shift
    if first < 0 or text[first:last] != quote:
        return Quotation("", quote, "")
    before, after = text[max(0, first - AROUND) : first], text[last : last + AROUND]
    return Quotation(
        ("…" if first > AROUND else "") + before, quote, after + ("…" if last + AROUND < len(text) else "")
    )


def _enclosing(service: Services, document: str, start: int, end: int) -> tuple[str, int]:
    """The shortest quotation of the document that reaches beyond [start, end), and where it begins; ("", 0) if none."""
    known: OrderedDict[str, list[tuple[int, int, str]]] = service.cached("texts.quotes", OrderedDict)
    if document not in known:
        rows = service.select(stored_query("pages/document-quotes").text, {"identifier": Literal(document)})
        values = [[str(getattr(item, "value", "")) for item in row] for row in rows]
        known[document] = sorted(
            ((whole(first) or 0, whole(last) or 0, quote) for first, last, quote in values),
            key=lambda item: item[1] - item[0],
        )
        while len(known) > _MOST_DOCUMENTS:
            known.popitem(last=False)
    for first, last, quote in known.get(document, ()):
        if first <= start and end <= last and last - first > end - start:
            return quote, first
    return "", 0


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
