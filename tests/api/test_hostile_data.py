"""Somebody's data in our own vocabulary, with labels that are markup, numbers that are none and addresses that are code."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from endpoint import endpoint
from rdflib import Graph, Literal
from wire import ask

KINDS = (
    "ministry Ministry|measure Measure|programme Programme|budget-line BudgetLine|target-group TargetGroup|section Section|"
    "pillar Pillar|grantee Grantee|document Document|law Law|plan Plan|evidence Evidence|issue Issue|link Link|"
    "indicator Indicator|component Component|requirement Requirement|activity EligibleActivity|call CallForProposals|"
    "guideline Guideline|odd-kind Odd"
)
BAD = "<script>alert(1)</script>\"' <img src=x onerror=alert(2)> &amp; {{7*7}} \u202eabc \u2066x </title></textarea>"
PREFIXES = """
@prefix t: <https://w3id.org/tsunagari/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix id: <https://w3id.org/tsunagari/id/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PATHS = [
    "/", "/browse", "/browse/ministries", "/browse/measures", "/browse/programmes", "/browse/documents", "/browse/grantees",
    "/browse/target-groups", "/browse/sections", "/quality", "/review", "/view", "/view/overlap", "/view/map", "/view/chain",
    "/view/explorer", "/view/heatmap", "/view/overlap-table", "/view/overlap.svg", "/view/map.svg", "/view/chain.csv",
    "/embed/overlap", "/ask?q=evil", "/api/ask?question=evil", "/sparql", "/about", "/ns",
]  # fmt: skip


def things() -> str:
    text = Literal(BAD).n3()
    found = [PREFIXES]
    for pair in KINDS.split("|"):
        kind, name = pair.split()
        found.append(
            f"<https://w3id.org/tsunagari/id/{kind}/evil-1> a t:{name} ; skos:prefLabel {text}@ja ; skos:altLabel {text} ;"
            f"dct:title {text} ; dct:description {text} ; t:overview {text} ; t:quote {text} ; t:message {text} ;"
            f't:number "³" ; t:amount {text} ; t:fiscalYear "x" ; t:planYear "{"9" * 5000}" ; t:start "x" ; t:end -5 ;'
            f't:confidence "y" ; t:method {text} ; t:severity {text} ; dct:identifier "../../../../etc/passwd" ;'
            't:link "javascript:alert(1)"^^xsd:anyURI , <javascript:alert(2)> , "https://x/\\"><script>alert(3)</script>" ;'
            "t:evidence <https://w3id.org/tsunagari/id/evidence/evil-1> ; t:document <https://w3id.org/tsunagari/id/document/evil-1> ;"
            "t:ministry <https://w3id.org/tsunagari/id/ministry/evil-1> ; t:programme <https://w3id.org/tsunagari/id/programme/evil-1> ;"
            "rdf:subject <https://w3id.org/tsunagari/id/measure/evil-1> ; rdf:predicate t:programme ; rdf:object <https://w3id.org/tsunagari/id/programme/evil-1> ."
        )
    return "\n".join(found)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    data = tmp_path_factory.mktemp("hostile") / "evil.ttl"
    data.write_text(things(), encoding="utf-8")
    with endpoint(data) as found:
        yield found.port


class Suspect(HTMLParser):
    """Gathers what would run in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and "json" not in str(given.get("type")):
            self.found.append("script")
        for name, value in attrs:
            code = (value or "").strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
            if name.startswith("on") or (name in ("href", "src", "action") and code):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", [*PATHS, *(f"/id/{pair.split()[0]}/evil-1" for pair in KINDS.split("|"))])
def test_pages(port: int, path: str, lang: str) -> None:
    reply = ask(port, "GET", f"{path}{'&' if '?' in path else '?'}lang={lang}", {"Accept": "text/html"})
    assert reply.status in (200, 404)
    assert reply.status == 200 or not path.startswith("/id/")
    if reply.kind == "text/html":
        suspect = Suspect()
        suspect.feed(reply.text)
        assert suspect.found == []
        assert "<script>alert" not in reply.text
    assert b"root:x" not in reply.body


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf"])
@pytest.mark.parametrize("pair", KINDS.split("|"))
def test_data(port: int, pair: str, suffix: str) -> None:
    reply = ask(port, "GET", f"/id/{pair.split()[0]}/evil-1.{suffix}")
    assert reply.status == 200
    form = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}.get(suffix, suffix)
    assert Literal(BAD, lang="ja") in set(Graph().parse(data=reply.body, format=form).objects())
