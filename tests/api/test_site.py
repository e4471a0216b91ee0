"""The pages of the site and of things, over the invented graph: words, links, escaping, negotiation, two languages."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

FIXTURE = Path(__file__).parent / "fixture.ttl"
PAGES = (
    "/",
    "/view",
    "/browse",
    "/browse/measures",
    "/browse/programmes",
    "/browse/ministries",
    "/browse/target-groups",
    "/browse/sections",
    "/browse/documents",
    "/browse/grantees",
    "/quality",
    "/network",
    "/review",
    "/about",
    "/ask",
    "/view/overlap",
    "/view/overlap-table",
    "/view/map",
    "/view/upset",
    "/view/chain",
    "/view/explorer",
    "/id/measure/2031-301",
    "/id/programme/" + quote("漁村支援事業"),
    "/id/ministry/" + quote("農林水産省"),
    "/id/section/" + quote("7-①"),
    "/id/document/harbour-2031",
)
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    from api.app import create_app
    from api.settings import Settings

    app = create_app(Settings(data=FIXTURE))
    yield app.test_client()
    app.extensions["tsunagari"].close()


class Page(HTMLParser):
    """What the checks need of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.loaded: list[str] = []
        self.styles: list[str] = []
        self.headings: list[int] = []
        self.inside_label = 0
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag == "html":
            self.lang = have.get("lang") or ""
        if tag == "a" and have.get("href"):
            self.links.append(str(have["href"]))
        if have.get("id"):
            self.ids.append(str(have["id"]))
        if tag == "label":
            self.inside_label += 1
            self.labelled.add(str(have.get("for")))
        if tag in ("input", "select", "textarea") and have.get("type") != "hidden" and not self.inside_label:
            self.fields.append(have)
        if tag in ("script", "img", "link", "iframe"):
            self.loaded.append(str(have.get("src") or have.get("href") or ""))
        if have.get("style") is not None or tag == "style" or any(name.startswith("on") for name in have):
            self.styles.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.inside_label -= 1


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_pages_are_well_made(client: FlaskClient, path: str, lang: str) -> None:
    answer = client.get(path + ("?lang=en" if lang == "en" else ""), headers=HTML)
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    page = Page(text)
    assert page.lang == lang
    assert page.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))
    assert page.styles == []  # the policy of the pages forbids them
    assert all(urlsplit(where).netloc in ("", "w3id.org", "localhost") for where in page.loaded)
    for field in page.fields:
        assert field.get("id") in page.labelled or field.get("aria-label"), field
    assert "None" not in re.sub(r"<[^>]*>", "", text)
    if lang == "en":
        plain = re.sub(r"(?s)<(svg|select|table|dl|pre|datalist)\b.*?</\1>", "", text)
        plain = re.sub(r"<[^>]*>", "", plain)
        assert not re.search(r"[a-z]（[0-9-]+|[a-z0-9]。[A-Z]|[0-9]、[A-Z]", plain), path
        ours = [
            link
            for link in page.links
            if link.startswith("/") and not re.search(r"\.\w+($|\?)|/sparql\?|/api/", link)
        ]
        kept = [link for link in ours if "lang=en" in link]
        assert len(kept) >= len(ours) * 0.5


def test_links_of_the_site_lead_somewhere(client: FlaskClient) -> None:
    seen: set[str] = set()
    waiting = list(PAGES)
    while waiting and len(seen) < 220:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers=HTML)
        assert answer.status_code in (200, 302), path
        if answer.mimetype == "text/html":
            for link in Page(answer.get_data(as_text=True)).links:
                parts = urlsplit(link)
                if not parts.netloc and parts.path.startswith(("/browse", "/view", "/id", "/quality")):
                    waiting.append(link)


def test_home_says_what_is_loaded(client: FlaskClient) -> None:
    text = client.get("/").get_data(as_text=True)
    assert "令和12年度 当初予算" in text and "令和13年度" in text
    assert "柱7" in text
    assert 'name="q"' in text
    assert "<svg" in text


def test_facets_sort_and_pages(client: FlaskClient) -> None:
    text = client.get("/browse/measures?target=" + quote("漁業者") + "&sort=label").get_data(as_text=True)
    assert "<p>4件</p>" in text
    assert "ありません" in client.get("/browse/measures?keyword=" + quote("宇宙開発")).get_data(as_text=True)
    assert client.get("/browse/nothing").status_code == 404
    everything = client.get("/browse?keyword=" + quote("ＫＯＤＯＭＯ")).status_code
    assert everything == 200


def test_a_thing_shows_its_statements_evidence_and_what_points_to_it(client: FlaskClient) -> None:
    text = client.get("/id/measure/2031-301", headers=HTML).get_data(as_text=True)
    assert "漁村の見守り" in text and "水産庁" in text and "7-① 海辺のまちの居場所づくり" in text
    assert "<mark>漁村の見守り</mark>" in text and "海辺の計画（2031年度）" in text
    assert "漁村支援事業" in text  # tsu:relatedMeasure points here
    assert "https://w3id.org/tsunagari/id/measure/2031-301" in text
    assert "令和13年度（2031）" in text
    amounts = client.get("/id/budget-line/2031i-21", headers=HTML).get_data(as_text=True)
    assert "450,000,000円" in amounts


@pytest.mark.parametrize(
    ("accept", "suffix", "mime"),
    [
        ("text/html", "", "text/html"),
        ("text/turtle", "", "text/turtle"),
        ("application/ld+json;q=0.9, text/turtle;q=0.2", "", "application/ld+json"),
        ("application/n-triples", "", "application/n-triples"),
        ("application/rdf+xml", "", "application/rdf+xml"),
        ("text/html", ".ttl", "text/turtle"),
        ("*/*", ".rdf", "application/rdf+xml"),
        ("*/*", ".html", "text/html"),
    ],
)
def test_negotiation(client: FlaskClient, accept: str, suffix: str, mime: str) -> None:
    answer = client.get("/id/measure/2031-304" + suffix, headers={"Accept": accept})
    assert answer.status_code == 200 and answer.mimetype == mime
    assert "Accept" in answer.headers["Vary"]
    again = client.get(
        "/id/measure/2031-304" + suffix, headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert b"<script>alert" not in answer.data or mime != "text/html"


def test_what_is_not_there(client: FlaskClient) -> None:
    assert client.get("/id/measure/1999-1").status_code == 404
    assert client.get("/id/measure/2031-301", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/id/measure/" + quote('a"> <x> b', safe="")).status_code == 404


def test_examples_are_made_from_the_graph(client: FlaskClient) -> None:
    text = client.get("/ask").get_data(as_text=True)
    assert "令和13年度当初予算の事業は？" in text
    assert "No.82" not in text


def test_surroundings_come_only_from_the_text_that_was_read(tmp_path: Path) -> None:
    from types import SimpleNamespace

    from api.pages.surroundings import quotation

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes("前の文。\r\n引用された語。後の文".encode())
    meta = {"documents": [{"id": "a", "path": "a.txt", "sha256": "0"}]}
    served = SimpleNamespace(meta=meta, report_path=tmp_path / "report.json")
    cache: dict[str, object] = {}
    service = SimpleNamespace(served=served, cached=lambda key, make: cache.setdefault(key, make()))
    found = quotation(service, "a", 6, 13, "引用された語。")  # type: ignore[arg-type]
    assert (found.before, found.quote, found.after) == ("前の文。\r\n", "引用された語。", "後の文")
    moved = quotation(service, "a", 5, 12, "引用された語。")  # type: ignore[arg-type]
    assert (moved.before, moved.after) == ("", "")


def test_without_the_text_a_longer_quotation_surrounds(client: FlaskClient) -> None:
    from api.pages.surroundings import quotation

    service = client.application.extensions["tsunagari"]
    found = quotation(service, "harbour-2031", 40, 45, "漁業者の集")
    assert (found.before, found.after) == (
        "第三章　海辺のまちでは、",
        "まりを見守る取組を漁業協同組合と共に進める。",
    )
    assert quotation(service, "harbour-2031", 40, 45, "別の言葉").before == ""


def test_findings_come_with_a_sentence_and_as_json(client: FlaskClient) -> None:
    data = client.get("/network?format=json").get_json()
    assert data["over"] == "targetGroup"
    for name in ("communities", "centrality", "bridges"):
        assert data[name] and all(item["meaning_ja"] and item["meaning_en"] for item in data[name])
    page = client.get("/network?lang=en").get_data(as_text=True)
    assert data["bridges"][0]["meaning_en"] in html.unescape(page)


def test_doubtful_pairs_are_a_page_and_a_file_to_fill_in(client: FlaskClient) -> None:
    rows = list(
        csv.DictReader(io.StringIO(client.get("/review.csv").get_data(as_text=True).lstrip("\ufeff")))
    )
    page = html.unescape(client.get("/review").get_data(as_text=True))
    for row in rows:
        assert row["subject"] in page or row["object"] in page
        assert row["verdict"] == ""
