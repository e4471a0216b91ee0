"""Pictures of a crowded graph (tests/crowded.py), and what holds for every picture: sizes, pages, names told apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from crowded import crowded
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api.views.picture import page_by_height, page_of
from api.views.svg import em_width, told_apart, wrap

VIEWS = ("overlap", "overlap-table", "map", "upset", "chain", "explorer")
SVG = "{http://www.w3.org/2000/svg}"
# A4 with margins of 20 mm: 170 mm carry 960 px, 257 mm this many.
TALLEST = 960 * 257 / 170
QUERIES = (
    "",
    "?page=2",
    "?page=99",
    "?section=4&focus=section/" + quote("4-①"),
    "?keyword=" + quote("支援") + "&focus=target-group/" + quote("対象者1"),
    "?year=2040&focus=programme/" + quote("事業3"),
    "?ministry=" + quote("第0省外局付属総合企画調整推進本部"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    from api.app import create_app
    from api.settings import Settings

    data = tmp_path_factory.mktemp("crowded") / "crowded.ttl"
    data.write_text(crowded(), encoding="utf-8")
    app = create_app(Settings(data=data))
    yield app.test_client()
    app.extensions["tsunagari"].close()


def drawn(client: FlaskClient, name: str, query: str) -> ElementTree.Element:
    answer = client.get(f"/view/{name}.svg{query}")
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.data)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", VIEWS)
def test_no_picture_is_higher_than_a_page(client: FlaskClient, name: str, query: str) -> None:
    """Else Word and Quarto shrink it to fit, and its smallest text falls below 7 points."""
    assert float(drawn(client, name, query).get("height", "0")) <= TALLEST


@pytest.mark.parametrize("name", VIEWS)
def test_the_pages_together_show_every_row_once(client: FlaskClient, name: str) -> None:
    pages = client.get(f"/view/{name}.json").get_json()
    assert pages["rows"]
    words: list[str] = []
    for number in range(1, 60):
        root = drawn(client, name, f"?page={number}")
        text = "".join("".join(item.itertext()) for item in root.iter(f"{SVG}text"))
        if words and text == words[-1]:
            break
        words.append(text)
    shown = "".join(words)
    if name == "overlap":
        assert all(f"対象者{number}" in shown for number in range(60))


def test_the_first_rows_alone_when_asked(client: FlaskClient) -> None:
    root = drawn(client, "overlap-table", "?rows=5")
    assert "程度の重い5を示す" in "".join("".join(item.itertext()) for item in root.iter(f"{SVG}text"))


def test_rows_that_begin_alike_are_told_apart(client: FlaskClient) -> None:
    root = drawn(client, "overlap", "")
    labels = [
        "".join(item.itertext()) for item in root.iter(f"{SVG}text") if item.get("text-anchor") == "end"
    ]
    assert len(labels) == len(set(labels))
    assert all(em_width(label) <= 17.01 for label in labels)


def test_an_amount_is_never_cut(client: FlaskClient) -> None:
    """内数 at the end of a long amount says that it is no exact one."""
    for page in range(1, 10):
        root = drawn(client, "chain", f"?page={page}")
        amounts = [
            "".join(item.itertext()) for item in root.iter(f"{SVG}text") if item.get("stroke") is not None
        ]
        assert not [words for words in amounts if "円" in words and words.endswith("…")]


def test_too_many_columns_and_ends_are_put_together_and_large_numbers_fit(client: FlaskClient) -> None:
    cells = " ".join(f'("r{i % 5}" "column number {i}" {10_000_000_000 + i})' for i in range(60))
    query = quote("SELECT ?row ?column ?value { VALUES (?row ?column ?value) { " + cells + " } }")
    root = drawn(client, "custom", f"?query={query}")
    texts = list(root.iter(f"{SVG}text"))
    assert any("".join(item.itertext()).startswith("ほか") for item in texts)
    middles = sorted(
        (round(float(item.get("y", "0"))), float(item.get("x", "0")), em_width("".join(item.itertext())) * 14)
        for item in texts
        if item.get("text-anchor") == "middle"
    )
    for (row, x, width), (next_row, next_x, next_width) in pairwise(middles):
        assert row != next_row or next_x - next_width / 2 >= x + width / 2 - 1
    ends = " ".join(f'("one" "end {i}")' for i in range(200))
    query = quote("SELECT ?from ?to { VALUES (?from ?to) { " + ends + " } }")
    root = drawn(client, "custom", f"?query={query}")
    assert "ほか170件" in "".join("".join(item.itertext()) for item in root.iter(f"{SVG}text"))
    assert float(root.get("height", "0")) <= TALLEST


def test_fractions_and_negative_numbers_are_written(client: FlaskClient) -> None:
    query = quote(
        'SELECT ?row ?column ?value { VALUES (?row ?column ?value) { ("a" "x" 0.25) ("a" "y" -3) ("b" "x" 0) } }'
    )
    words = [
        "".join(item.itertext()) for item in drawn(client, "custom", f"?query={query}").iter(f"{SVG}text")
    ]
    assert {"0.25", "-3", "0"} <= set(words)


@pytest.mark.parametrize("number", ["NaN", "INF", "-INF"])
@pytest.mark.parametrize("columns", ["?label ?value", "?row ?column ?value", "?from ?to ?weight"])
def test_what_is_no_number_is_refused_with_a_reason(client: FlaskClient, columns: str, number: str) -> None:
    names = columns.split()
    cells = " ".join(['"a"'] * (len(names) - 1))
    value = f'"{number}"^^<http://www.w3.org/2001/XMLSchema#double>'
    query = quote(f"SELECT {columns} {{ VALUES ({columns}) {{ ({cells} {value}) }} }}")
    answer = client.get(f"/view/custom.svg?query={query}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "no_picture"


def test_unknown_values_of_filters_are_named_with_names_like_them(client: FlaskClient) -> None:
    page = client.get(
        "/view/overlap?target=" + quote("対象者5") + "&ministry=" + quote("第0省外局付属") + "&year=1999"
    ).get_data(as_text=True)
    assert 'role="status"' in page
    assert "第0省外局付属総合企画調整推進本部" in page.split('role="status"')[1].split("</div>")[0]
    assert "1999" in page
    assert 'role="status"' not in client.get("/view/overlap").get_data(as_text=True)


def test_the_explorer_says_what_it_does_not_know(client: FlaskClient) -> None:
    root = drawn(client, "explorer", "?focus=" + quote("measure/1999-1"))
    assert "「measure/1999-1」は、読み込んだ文書にありません" in "".join(root.itertext())


def test_without_a_query_the_form_says_which_columns_make_which_picture(client: FlaskClient) -> None:
    answer = client.get("/view/custom")
    assert answer.status_code == 200
    assert "?row ?column" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/nothing", "/view/nothing", "/view/custom?query=SELEC", "/browse/nothing"])
def test_an_error_is_a_page_of_the_site_in_its_language(client: FlaskClient, path: str) -> None:
    for lang, word in (("ja", "ページ"), ("en", "Ask")):
        found = client.get(
            path + ("&" if "?" in path else "?") + f"lang={lang}", headers={"Accept": "text/html"}
        )
        text = found.get_data(as_text=True)
        assert found.status_code in (400, 404)
        assert f'<html lang="{lang}">' in text
        assert word in text or "問い合わせ" in text
        assert 'href="/browse' in text
        assert "Traceback" not in text


@given(st.integers(0, 900), st.integers(1, 60), st.integers(1, 40))
def test_pages_cover_everything_once_and_evenly(total: int, size: int, wanted: int) -> None:
    _, pages, _ = page_of(total, size, wanted)
    found = [page_of(total, size, number)[2] for number in range(1, pages + 1)]
    assert [at for part in found for at in range(total)[part]] == list(range(total))
    assert all(part.stop - part.start <= size for part in found)


@given(st.lists(st.integers(1, 99), max_size=80))
def test_pages_by_height_are_full_but_never_too_high(heights: list[int]) -> None:
    _, pages, _ = page_by_height(len(heights), lambda at: heights[at], 1, least=3, room=300)
    parts = [
        page_by_height(len(heights), lambda at: heights[at], number, least=3, room=300)[2]
        for number in range(1, pages + 1)
    ]
    assert [at for part in parts for at in range(len(heights))[part]] == list(range(len(heights)))
    assert all(sum(heights[part]) <= 300 for part in parts)


@given(
    st.lists(st.text("支援を要する対象者と", min_size=1, max_size=30), unique=True, min_size=1, max_size=6)
)
def test_names_told_apart_are_no_wider_than_asked(names: list[str]) -> None:
    assert all(em_width(line) <= 10.01 for line in told_apart(names, 10))


@pytest.mark.parametrize(
    ("words", "ems", "expected"),
    [
        ("居住支援協議会等活動支援事業", 13, ["居住支援協議会等活動支援", "事業"]),
        ("孤独・孤立の当事者", 8, ["孤独・孤立の当", "事者"]),
        ("孤独・孤立対策（No.64）", 7, ["孤独・孤立対策", "（No.64）"]),
    ],
)
def test_no_line_of_a_single_character(words: str, ems: float, expected: list[str]) -> None:
    assert wrap(words, ems) == expected
