"""`tsunagari explain`: what is said about a thing, by whom, where, and how sure."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode

from api.commands.tables import table
from api.graph_access import GraphAccess, open_graph
from graph.iris import BASE, iri
from graph.quads.provenance import local_name
from graph.queries import stored_query
from graph.vocabulary import label_of
from nlp.errors import QueryError

# The name under which a programme's rows and sheets are listed; no property of the vocabulary points from it to them.
_MEMBER = "member"
_NUMBER = re.compile(r"(?:施策|予算)?\s*(?:No|№)?\s*[.．]?\s*(\d{1,4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Explained:
    """One statement with one piece of its evidence. Offsets are code points in the document's text."""

    subject: str
    property: str
    value: str
    quote: str
    repaired: str
    document: str
    start: int | None
    end: int | None
    method: str
    confidence: float | None
    reasons: str
    link: str = ""


def explain(id_or_number: str, store: str, *, as_json: bool = False) -> str:
    """Every statement about the thing or things that `id_or_number` names.

    Raises:
        QueryError: nothing has that id, number or name.
    """
    access = open_graph(store)
    things = find_things(access, id_or_number)
    if not things:
        raise QueryError(
            f"「{id_or_number}」に当たるものがグラフにない (nothing in the graph is called that)",
            hint="IRI、measure/2024-82 のような番地、番号、名称のどれかを渡す (give an IRI, a path, a number or a name)",
        )
    found = {thing: [*statements_about(access, thing), *members_of(access, thing)] for thing in things}
    if as_json:
        return json.dumps(
            {thing: [asdict(item) for item in items] for thing, items in found.items()},
            ensure_ascii=False,
            indent=1,
        )
    return "\n\n".join(_as_text(thing, items) for thing, items in found.items())


def find_things(access: GraphAccess, wanted: str) -> list[str]:
    """IRIs of the things that an IRI, a path, a number or a name stands for, in a stable order."""
    text = wanted.strip()
    if text.startswith(("http://", "https://")):
        rows = access.select("SELECT ?t WHERE { ?s ?p ?o BIND(?s AS ?t) } LIMIT 1", {"s": NamedNode(text)})
        return [text] if rows else []
    if "/" in text and not text.startswith("/"):
        return find_things(access, iri(text))
    number = _NUMBER.fullmatch(normalize("NFKC", text))
    if number:
        query = stored_query("explain/by-number").text
        value = Literal(
            number[1].lstrip("0") or "0", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")
        )
        return [str(row[0].value) for row in access.select(query, {"number": value})]  # type: ignore[union-attr]
    query = stored_query("explain/by-label").text
    return [str(row[0].value) for row in access.select(query, {"label": Literal(text, language="ja")})]  # type: ignore[union-attr]


def statements_about(access: GraphAccess, thing: str) -> list[Explained]:
    """The statements about one thing, evidence beside each; links first by their own evidence."""
    rows = access.select(stored_query("explain/statements").text, {"thing": NamedNode(thing)})
    return [_explained(thing, row) for row in rows]


def members_of(access: GraphAccess, thing: str) -> list[Explained]:
    """The rows and sheets that were counted as the programme `thing`, with the reasons; () for other things."""
    rows = access.select(stored_query("explain/members").text, {"thing": NamedNode(thing)})
    return [_explained(thing, (Literal(_MEMBER), *row)) for row in rows]


def _explained(thing: str, row: tuple[object, ...]) -> Explained:
    values = ["" if item is None else str(getattr(item, "value", item)) for item in row]
    predicate, value, label, quote, repaired, document, start, end, method, confidence, reasons = values
    name = local_name(NamedNode(predicate)) if predicate and predicate != _MEMBER else predicate
    return Explained(
        subject=thing,
        property="この事業に数えたもの" if name == _MEMBER else label_of(name),
        value=label or value,
        quote=quote,
        repaired=repaired,
        document=document,
        start=int(start) if start else None,
        end=int(end) if end else None,
        method=method,
        confidence=float(confidence) if confidence else None,
        reasons=reasons,
        link=f"/id/{value.removeprefix(BASE)}" if value.startswith(BASE) else "",
    )


def _as_text(thing: str, items: list[Explained]) -> str:
    rows = [
        (
            item.property,
            _short(item.value),
            _short(item.repaired or item.quote),
            item.document,
            f"{item.start}–{item.end}" if item.start is not None else "",
            item.method,
            "" if item.confidence is None else f"{item.confidence:.2f}",
            _short(item.reasons, 60),
        )
        for item in items
    ]
    header = ["項目", "値", "引用", "文書", "位置", "方法", "確度", "理由"]
    return f"{thing.removeprefix(BASE)}  <{thing}>\n{table(header, rows)}"


def _short(text: str, length: int = 40) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
