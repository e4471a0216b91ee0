"""The pictures over an invented graph (fixture.ttl): what they count, say, and how they are written."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api.views.layers import crossings, ordered
from api.views.svg import em_width, shorten, wrap

FIXTURE = Path(__file__).parent / "fixture.ttl"
VIEWS = ("overlap", "overlap-table", "map", "upset", "chain", "explorer")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    from api.app import create_app
    from api.settings import Settings

    app = create_app(Settings(data=FIXTURE))
    yield app.test_client()
    app.extensions["tsunagari"].close()


def svg_of(client: FlaskClient, name: str, query: str = "") -> ElementTree.Element:
    answer = client.get(f"/view/{name}.svg{query}")
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.data)


def texts(root: ElementTree.Element) -> str:
    return "".join("".join(item.itertext()) for item in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", VIEWS)
def test_every_picture_says_what_it_is(client: FlaskClient, name: str) -> None:
    root = svg_of(client, name)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    words = texts(root)
    assert "を加工して作成" in words
    assert "ビルド" in words
    sizes = [float(item.get("font-size", "0")) for item in root.iter(f"{SVG}text")]
    # 7 pt across 170 mm of A4
    assert min(sizes) * 170 / 25.4 * 72 / float(root.get("width", "0")) >= 7.0
    for item in root.iter():
        assert item.get("style") is None
        assert item.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject", f"{SVG}image")


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(
    ("suffix", "begin"),
    [
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("csv", b"\xef\xbb\xbf"),
        ("json", b"{"),
        ("graphml", b"<?xml"),
        ("rq", b"# title"),
        ("html", b"<!doctype"),
    ],
)
def test_every_form(client: FlaskClient, name: str, suffix: str, begin: bytes) -> None:
    answer = client.get(f"/view/{name}.{suffix}")
    assert answer.status_code == 200
    assert answer.data.startswith(begin)
    again = client.get(f"/view/{name}.{suffix}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", VIEWS)
def test_the_query_of_a_view_runs_with_filters(client: FlaskClient, name: str) -> None:
    filters = (
        "?ministry="
        + quote('農林水産省" } DROP ALL #')
        + "&section=7&year=2031&keyword="
        + quote("居場所\\\"'")
    )
    text = client.get(f"/view/{name}.rq{filters}").get_data(as_text=True)
    from pyoxigraph import Store

    store = Store()
    store.load(path=str(FIXTURE))
    list(store.query(text))  # parses and runs


def test_overlap_counts_a_relisted_programme_once(client: FlaskClient) -> None:
    found = json.loads(client.get("/api/overlap?by=ministry&over=targetGroup").data)
    cell = next(c for c in found["cells"] if (c["ministry"], c["targetGroup"]) == ("農林水産省", "漁業者"))
    assert (cell["count"], cell["measures"], cell["programmes"]) == (3, 2, 1)
    assert cell["measureNumbers"] == [301, 310]
    rows = {
        (row["ministry"], row["targetGroup"]): row["count"]
        for row in json.loads(client.get("/view/overlap.json").data)["rows"]
    }
    assert rows == {(c["ministry"], c["targetGroup"]): c["count"] for c in found["cells"]}


def test_overlap_csv_and_query_agree(client: FlaskClient) -> None:
    from pyoxigraph import Store

    table = list(csv.DictReader(io.StringIO(client.get("/view/overlap.csv").data.decode("utf-8-sig"))))
    store = Store()
    store.load(path=str(FIXTURE))
    rows = store.query(client.get("/view/overlap.rq").get_data(as_text=True))
    by_query = {(r["row"].value, r["column"].value): int(r["value"].value) for r in rows}
    assert by_query == {(r["対象者"], r["府省庁"]): int(r["施策・事業の数"]) for r in table}


@pytest.mark.parametrize("name", ["explorer", "chain", "overlap", "overlap-table"])
def test_the_query_gives_as_many_rows_as_the_table(client: FlaskClient, name: str) -> None:
    table = list(csv.reader(io.StringIO(client.get(f"/view/{name}.csv").get_data(as_text=True))))
    query = client.get(f"/view/{name}.rq").get_data(as_text=True)
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert len(list(csv.reader(io.StringIO(answer.get_data(as_text=True))))) == len(table)


def test_a_cell_opens_its_list(client: FlaskClient) -> None:
    root = svg_of(client, "overlap")
    links = [a for a in root.iter(f"{SVG}a") if "/browse" in (a.get("href") or "")]
    assert links
    for anchor in links:
        number = int("".join(anchor.find(f"{SVG}text").itertext()))  # type: ignore[union-attr]
        path = re.sub(r"^https?://[^/]+", "", anchor.get("href") or "")
        page = client.get(path).get_data(as_text=True)
        assert f"<p>{number}件</p>" in page, unquote(path)


def test_grades_follow_gao(client: FlaskClient) -> None:
    rows = json.loads(client.get("/view/overlap-table.json").data)["rows"]
    grades = {(row["first"], row["second"], row["targetGroup"]): row["grade"] for row in rows}
    # 309 and 310: the same target group, section 7-① and 居場所づくり in both
    assert grades[("水産庁", "農林水産省", "漁業者")] == "重複の可能性"
    assert grades[("水産庁", "財務省", "漁業者")] in ("分散", "重なり")


def test_the_chain_compares_like_with_like_only(client: FlaskClient) -> None:
    words = texts(svg_of(client, "chain"))
    assert "＋150百万円" in words and "+50.0%" in words  # 300 -> 450
    assert "▲30百万円" in words  # 120 -> 90
    assert "同額" in words
    assert "900百万円の内数" in words and "改称" in words
    assert "金額は読めない" in words
    assert "1,700" not in words  # never added
    amounts = [row["amount"] for row in json.loads(client.get("/view/chain.json").data)["rows"]]
    assert amounts.count(450_000_000) == 2 and None in amounts


def test_markup_in_labels_stays_text(client: FlaskClient) -> None:
    page = client.get("/view/map?ministry=" + quote("財務省")).get_data(as_text=True)
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "<b>太字" not in client.get("/view/overlap-table").get_data(as_text=True)


@pytest.mark.parametrize("name", VIEWS)
def test_filters_that_leave_nothing(client: FlaskClient, name: str) -> None:
    query = "?ministry=" + quote("存在しない省") + "&focus=" + quote("ministry/存在しない省")
    assert "ありません" in texts(svg_of(client, name, query))
    assert client.get(f"/view/{name}{query}").status_code == 200
    assert client.get(f"/view/{name}.png{query}").data.startswith(b"\x89PNG")


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?rows=9999", "?page=" + quote("１")])
def test_bad_values_are_refused(client: FlaskClient, query: str) -> None:
    assert client.get("/view/overlap" + query).status_code == 400


def test_unknown_views_and_forms(client: FlaskClient) -> None:
    for path in (
        "/view/nothing",
        "/view/nothing.svg",
        "/view/overlap.exe",
        "/embed/nothing",
        "/oembed?url=http://elsewhere/view/overlap",
    ):
        assert client.get(path).status_code == 404, path


def test_pdf_text_can_be_found(client: FlaskClient) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(client.get("/view/overlap.pdf").data)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "農林水産省" in words and "漁業者" in words and "文部科学省" in words  # slanted column heads too


def test_oembed_and_frame(client: FlaskClient) -> None:
    target = quote("http://localhost/view/chain?year=2031&lang=en", safe="")
    found = json.loads(client.get(f"/oembed?url={target}&maxwidth=600").data)
    assert found["width"] == 600 and found["type"] == "rich"
    assert 'src="http://localhost/embed/chain?year=2031"' in found["html"]
    assert found["thumbnail_url"] == "http://localhost/view/chain.png?year=2031"
    xml = ET.fromstring(client.get(f"/oembed?url={target}&maxwidth=600&format=xml").data)
    assert {item.tag: item.text for item in xml} == {name: str(value) for name, value in found.items()}
    assert client.get(f"/oembed?url={target}&format=yaml").status_code == 400
    frame = client.get("/embed/chain?year=2031")
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert 'target="_blank"' in frame.get_data(as_text=True)
    assert "frame-ancestors 'self'" in client.get("/view/chain").headers["Content-Security-Policy"]


def test_a_select_becomes_a_picture_and_is_shared(client: FlaskClient) -> None:
    select = (
        "PREFIX tsu: <https://w3id.org/tsunagari/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    )
    cases = {
        "SELECT ?label (COUNT(*) AS ?value) { ?m a tsu:Measure ; tsu:ministry/skos:prefLabel ?label } GROUP BY ?label": "財務省",
        "SELECT ?row ?column { ?m tsu:ministry/skos:prefLabel ?row ; tsu:targetGroup/skos:prefLabel ?column }": "漁業者",
        "SELECT ?from ?to { ?m tsu:ministry/skos:prefLabel ?from ; tsu:targetGroup/skos:prefLabel ?to }": "難病患者",
        "SELECT ?set ?element { ?m tsu:ministry/skos:prefLabel ?set ; tsu:targetGroup/skos:prefLabel ?element }": "こども",
    }
    for query, word in cases.items():
        assert word in texts(svg_of(client, "custom", "?query=" + quote(select + query)))
    for query in (
        "SELECT ?x { ?x ?y ?z } LIMIT 1",
        "ASK { ?s ?p ?o }",
        "SELECT ?label ?value { ?label ?p ?value } LIMIT 9",
        "SELECT",
    ):
        assert client.get("/view/custom?query=" + quote(query)).status_code == 400, query
    assert client.get("/view/custom?query=" + quote("DELETE WHERE { ?s ?p ?o }")).status_code in (400, 403)
    assert client.get("/view/custom?id=../../etc/passwd").status_code == 404
    assert client.get("/embed/custom?query=" + quote(select)).status_code == 404


def test_characters_that_xml_cannot_write(client: FlaskClient) -> None:
    query = quote('SELECT ?from ?to { VALUES (?from ?to) { ("a\\u0001b" "c]]>d") ("=1+1" "x") } }')
    for suffix in ("svg", "png", "pdf", "csv", "json", "graphml", "html"):
        for path in (
            f"/view/custom.{suffix}?query={query}",
            f"/view/explorer.{suffix}?focus=a%01b",
            f"/view/map.{suffix}?keyword=%00%1b",
        ):
            assert client.get(path).status_code == 200, path
    ElementTree.fromstring(client.get(f"/view/custom.graphml?query={query}").data)
    assert "'=1+1" in client.get(f"/view/custom.csv?query={query}").get_data(as_text=True)


@given(st.text(max_size=60), st.floats(3, 40))
def test_lines_are_no_wider_than_asked_and_lose_nothing(text: str, ems: float) -> None:
    found = wrap(text, ems, 1000)
    assert "".join(found) == text.replace("\n", "\n")
    for line in found:
        hanging = 1 + sum(
            1
            for char in line
            if char in "、。，．・：；？！）」』】〕》〉’”ー々…%％,.)ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
        )
        assert em_width(line) <= ems + hanging
    assert em_width(shorten(text, ems)) <= ems + 0.001 or len(text) <= 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60))
def test_ordering_never_adds_crossings(pairs: list[tuple[int, int]]) -> None:
    ties = {((0, f"a{start}"), (1, f"b{end}")): 1 for start, end in pairs}
    plain = [sorted({tie[side] for tie in ties}) for side in (0, 1)]
    best = ordered(ties, 2)
    assert [sorted(layer) for layer in best] == plain
    assert crossings(best, ties) <= crossings(plain, ties)


def test_crossings_are_counted() -> None:
    ties = {((0, "a"), (1, "y")): 1, ((0, "b"), (1, "x")): 1}
    assert crossings([[(0, "a"), (0, "b")], [(1, "x"), (1, "y")]], ties) == 1
    assert crossings([[(0, "a"), (0, "b")], [(1, "y"), (1, "x")]], ties) == 0


def test_a_large_picture_is_paged_and_says_so() -> None:
    from api.views.facts import Filters, Thing
    from api.views.heatmap import COLUMNS, ROWS, draw

    none: frozenset[str] = frozenset()
    things = [
        Thing(
            f"measure/{i}",
            "施策",
            f"施策{i}",
            i,
            frozenset({f"第{i % 30}庁"}),
            frozenset({f"対象{i}"}),
            none,
            none,
            none,
            none,
            "",
        )
        for i in range(100)
    ]
    picture = draw(things, Filters())
    assert picture.pages == -(-100 // ROWS) and "ページ" in picture.note and "ほか" in picture.note
    assert len(picture.rows) == 100  # the table and the CSV have everything
    assert COLUMNS < 30
    assert draw(things, Filters(page=99)).page == picture.pages
