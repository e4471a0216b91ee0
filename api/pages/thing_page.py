"""What the page of a thing shows: its statements in reading order with evidence, what points to it, where to go on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from api.pages.surroundings import Quotation, document_text, quotation
from api.pages.texts import texts_for
from api.services import Services
from api.views.facts import era_year
from api.views.neighbours import Tie, ties_of
from graph.iris import BASE, NS, iri
from graph.quads.provenance import local_name
from graph.queries import stored_query
from graph.terms import number, whole
from graph.vocabulary import label_of

# Reading order; what is not named here follows by label.
_ORDER = (
    "prefLabel", "displayLabel", "altLabel", "title", "notation", "number", "planYear", "fiscalYear", "budgetStage",
    "amount", "amountKind", "amountText", "relisted", "newlyListed", "remarks", "ministry", "bureau", "pillar", "section",
    "programme", "targetGroup", "helperGroup", "overview", "purpose", "description", "goal", "achievement", "currentSituation", "challenge", "review", "effect",
    "subject", "predicate", "object", "quote", "repairedQuote", "message", "about", "supported", "document",
    "implementer", "subsidyRate", "rateShares", "limit", "limitText", "indicator", "component", "sheet", "relatedMeasure", "continues",
    "renamedFrom", "splitFrom", "mergedFrom", "relistedSection", "relists", "relistedIn", "link", "cites", "legalBasis", "publisher", "issued",
)  # fmt: skip
_PLACED = ("evidence/", "issue/", "link/")
_SEVERITIES = {"info": "参考", "warning": "注意", "error": "誤り"}
_HIDDEN = frozenset({"type", "isDefinedBy", "inScheme", "topConceptOf", "supports", "supportsValue"})
_NAMES = {
    "prefLabel": ("名称", "label"),
    "altLabel": ("別名", "also called"),
    "description": ("説明", "description"),
    "notation": ("番号・記号", "notation"),
    "broader": ("上位", "broader"),
    "subOrganizationOf": ("上位の組織", "part of"),
    "title": ("題", "title"),
    "publisher": ("公表者", "publisher"),
    "source": ("出どころ", "source"),
    "identifier": ("識別子", "identifier"),
    "license": ("利用条件", "licence"),
    "issued": ("公表日", "issued"),
    "date": ("日付（日は印刷されていない）", "date (no day is printed)"),
    "historyNote": ("沿革", "history"),
    "subject": ("主語", "subject"),
    "predicate": ("関係", "predicate"),
    "object": ("目的語", "object"),
    "definition": ("定義", "definition"),
    "document": ("出どころの文書", "document"),
    "supported": ("支える記述", "supports"),
}
_YEN = frozenset({"amount", "limit"})
_YEARS = frozenset({"fiscalYear", "planYear", "dueYear"})
_MOST_TIES = 40
_OPENED = ("http://", "https://", "mailto:")
"""Addresses that a page may lead to; javascript: in somebody's data is text."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence; `document` is its title, `href` its page, `repaired` the text after repair or ""."""

    document: str
    href: str
    place: str
    quotation: Quotation
    repaired: str
    method: str
    confidence: float | None
    reasons: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value for reading, where it leads ("" for nowhere), whether that is another host, its evidence."""

    text: str
    href: str
    outside: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A property of the thing with its values."""

    name: str
    label: str
    values: tuple[Value, ...]


def statements(service: Services, path: str, lang: str = "ja") -> tuple[Statement, ...]:
    """The statements of a thing, by property, in reading order."""
    titles = document_titles(service)
    values: dict[str, dict[str, Value]] = defaultdict(dict)
    rows = service.select(stored_query("explain/statements").text, {"thing": NamedNode(iri(path))})
    for row in sorted(rows, key=lambda row: getattr(row[1], "language", None) not in (None, "ja")):
        predicate, term = row[0], row[1]
        if not isinstance(predicate, NamedNode) or term is None:
            continue
        name = local_name(predicate)
        if name in _HIDDEN:
            continue
        label = str(getattr(row[2], "value", "")) if row[2] is not None else ""
        key = str(term)
        known = values[name].get(key)
        proof = _proof(service, row, titles)
        proofs = (*(known.proofs if known else ()), *((proof,) if proof else ()))
        text, href, outside = _shown(name, term, label)
        values[name][key] = Value(text, href, outside, tuple(dict.fromkeys(proofs)))
    # A general tie that a special one says already (splitFrom says continues) lends it its evidence.
    special = [name for name in ("renamedFrom", "splitFrom", "mergedFrom") if name in values]
    for key, general in values.pop("continues", {}).items() if special else ():
        for name in special:
            if key in values[name]:
                values[name][key] = replace(general, proofs=(*values[name][key].proofs, *general.proofs))
    if {value.text for value in values.get("title", {}).values()} <= {
        value.text for value in values.get("prefLabel", {}).values()
    }:
        values.pop("title", None)
    if path.startswith(_PLACED):
        _place(service, path, values, titles)
    rank = {name: index for index, name in enumerate(_ORDER)}
    names = sorted(values, key=lambda name: (rank.get(name, len(rank)), _label(name, lang)))
    return tuple(Statement(name, _label(name, lang), tuple(values[name].values())) for name in names)


def _place(service: Services, path: str, values: dict[str, dict[str, Value]], titles: dict[str, str]) -> None:
    """Adds to evidence, an issue or a link where it stands, with the surroundings, and what the evidence supports."""
    for name in ("start", "end"):
        values.pop(name, None)
    for row in service.select(stored_query("pages/evidence-of").text, {"thing": NamedNode(iri(path))}):
        supported, label, local, document, start, end, quote, repaired = (
            "" if item is None else str(getattr(item, "value", item)) for item in row
        )
        if supported:
            title = label or supported.removeprefix(BASE)
            note = f"（{_label(local, 'ja')}）" if local else ""
            values["supported"][supported] = Value(title + note, page_of(supported), False, ())
        first, last = whole(start), whole(end)
        if not document or first is None or last is None:
            continue
        shown = quotation(service, document, first, last, quote)
        if not quote and (text := document_text(service, document)) is not None:
            shown = quotation(service, document, first, last, text[first:last])
        href = page_of(iri(f"document/{document}"))
        proof = Proof(
            titles.get(document, document), href, f"{start}–{end}", shown, repaired, "printed", None, ""
        )
        values["document"][f"{document} {start}"] = Value(
            titles.get(document, document), href, False, (proof,)
        )


def document_titles(service: Services) -> dict[str, str]:
    """Titles of the documents by identifier."""

    def load() -> dict[str, str]:
        rows = service.select(stored_query("pages/document-titles").text)
        return {str(getattr(name, "value", "")): str(getattr(title, "value", "")) for name, title in rows}

    return service.cached("pages.titles", load)


def _label(name: str, lang: str) -> str:
    if name in _NAMES:
        return _NAMES[name][lang == "en"]
    return label_of(name, lang)


def _shown(name: str, term: object, label: str) -> tuple[str, str, bool]:
    value = str(getattr(term, "value", term))
    if isinstance(term, NamedNode):
        if value.startswith(BASE):
            path = value.removeprefix(BASE)
            head = path.split("/", 1)[1] + " " if path.startswith(("section/", "pillar/")) else ""
            return (head + label if label else path), page_of(value), False
        if value.startswith(NS):
            return label or label_of(value.removeprefix(NS)), "", False
        return label or value, value if value.startswith(_OPENED) else "", True
    if name == "method":
        return str(texts_for("ja")["methods"].get(value, value)), "", False
    if name == "severity":
        return _SEVERITIES.get(value, value), "", False
    if name in _YEN and value.lstrip("-").isdecimal() and len(value) < 40:
        return f"{int(value):,}円", "", False
    if name in _YEARS:
        return f"{era_year(value)}（{value}）", "", False
    if value in ("true", "false"):
        return {"true": "はい", "false": "いいえ"}[value], "", False
    if isinstance(term, Literal) and term.datatype.value.endswith("#date"):
        return _day(value), "", False
    if value.startswith(("http://", "https://")):
        return value, value, True
    return value, "", False


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.year}年{day.month}月{day.day}日"


def _proof(service: Services, row: tuple[object, ...], titles: dict[str, str]) -> Proof | None:
    quoted, repaired, document, start, end, method, confidence, reasons = (
        "" if item is None else str(getattr(item, "value", item)) for item in row[3:]
    )
    if not method:
        return None
    at = (whole(start), whole(end))
    return Proof(
        titles.get(document, document),
        page_of(iri(f"document/{document}")) if document else "",
        f"{start}–{end}" if start else "",
        quotation(service, document, at[0], at[1], quoted) if quoted else Quotation("", "", ""),
        repaired if repaired != quoted else "",
        method,
        number(confidence),
        reasons,
    )


def incoming(service: Services, path: str, lang: str = "ja") -> tuple[tuple[str, tuple[Tie, ...], int], ...]:
    """What points to the thing: heading, the first ties, how many there are."""
    groups: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties_of(service, path):
        if not tie.outward:
            groups[tie.heading_en if lang == "en" else tie.heading].append(tie)
    return tuple((heading, tuple(ties[:_MOST_TIES]), len(ties)) for heading, ties in groups.items())


def contents(service: Services, path: str, lang: str = "ja") -> tuple[tuple[str, int], ...]:
    """What was read from a document: label of the class and how many, () for other things."""
    if not path.startswith("document/"):
        return ()
    rows = service.select(stored_query("pages/document-contents").text, {"thing": NamedNode(iri(path))})
    named = [
        (local_name(kind), int(str(getattr(many, "value", "0"))))
        for kind, many in rows
        if isinstance(kind, NamedNode)
    ]
    return tuple((label_of(name, lang), many) for name, many in named)


def onward(path: str, label: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """Pages that show more of the thing: path and arguments."""
    kind = path.split("/", 1)[0]
    found: list[tuple[str, dict[str, str]]] = [("/view/explorer", {"focus": path})]
    if kind in ("ministry", "target-group"):
        key = "ministry" if kind == "ministry" else "target"
        found += [(f"/view/{name}", {key: label}) for name in ("overlap", "overlap-table", "map")]
        found += [("/browse", {key: label})]
    elif kind in ("section", "pillar"):
        found += [
            (where, {"section": path.split("/", 1)[1]}) for where in ("/view/overlap", "/view/map", "/browse")
        ]
    elif kind == "programme":
        found += [("/view/chain", {"keyword": label}), ("/view/map", {"keyword": label})]
    return tuple(found)


def page_of(address: str) -> str:
    """Where the page of a thing is on this server; other addresses stay as they are."""
    return quote("/id/" + address.removeprefix(BASE), safe="/") if address.startswith(BASE) else address
