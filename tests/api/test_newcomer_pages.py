"""What somebody meets who knows none of our names: links of an answer, words for codes and measures, one count of ministries."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from html import unescape
from urllib.parse import urlencode

from serving import get

from api.answering.answer_tables import answer_csv


def page(server: str, path: str, **fields: str) -> str:
    status, _, body = get(f"{server}{path}" + ("?" + urlencode(fields) if fields else ""), "text/html")
    assert status == 200
    return unescape(body.decode())


def test_the_links_of_an_answer_give_the_same_answer(server: str) -> None:
    """A follow-up without its context is another question: the JSON beside it must be of this answer."""
    first = page(server, "/ask", q="厚労省が担当する施策は何件？")
    context = re.findall(r'name="context" value="([^"]+)"', first)[-1]
    text = page(server, "/ask", q="法務省は？", context=context, lang="en")
    links = re.findall(r'<a href="([^"]+)"', text)
    (as_json,) = [link for link in links if link.startswith("/api/ask")]
    told = json.loads(get(server + as_json)[2])["text"]
    assert "法務省" in told
    assert told in text
    (permalink,) = [
        link for link in links if link.startswith("/ask?") and "after=" in link and "&lang=en" in link
    ]
    again = unescape(get(server + permalink, "text/html")[2].decode())
    assert told in again
    assert '<html lang="en">' in again
    assert any(link.startswith("/sparql?") and link.endswith("format=csv") for link in links)


def test_an_answer_and_its_sources_are_saved_as_tables_that_excel_opens(server: str) -> None:
    first = page(server, "/ask", q="厚労省が担当する施策は何件？")
    context = re.findall(r'name="context" value="([^"]+)"', first)[-1]
    text = page(server, "/ask", q="法務省は？", context=context)
    answer, sources = (link for link in re.findall(r'<a href="([^"]+)"', text) if link.startswith("/ask.csv"))
    told = json.loads(
        get(server + "/api/ask?" + urlencode({"question": "法務省は？", "context": context}))[2]
    )
    _, headers, body = get(server + answer)
    assert body.startswith(codecs.BOM_UTF8)
    assert "attachment" in headers["Content-Disposition"]
    rows = list(csv.reader(body.decode("utf-8-sig").splitlines()))
    assert [row[1] for row in rows[1:]] == [item["label"] for item in told["answer"]["items"]]
    quoted = list(csv.DictReader(io.StringIO(get(server + sources)[2].decode("utf-8-sig"), newline="")))
    assert [(row["引用"], int(row["開始位置"])) for row in quoted] == [
        (item["quote"], item["start"]) for item in told["evidence"]
    ]


def test_a_refusal_saved_as_a_table_says_why(server: str) -> None:
    saved = get(server + "/ask.csv?" + urlencode({"q": "執行額はいくら？"}))[2].decode("utf-8-sig")
    assert "not_in_graph" in saved
    assert get(server + "/ask.csv?q=&part=answer")[0] == 400
    assert get(server + "/ask.csv?" + urlencode({"q": "再掲とは", "part": "other"}))[0] == 400


def test_a_cut_name_is_shown_as_other_pages_show_it(server: str) -> None:
    text = page(server, "/ask", q="金融庁が担当する施策は？")
    assert ">ンについて</a>" not in text
    assert "関連制度等の必要な見直しを検討する" in text


def test_home_counts_the_ministries_that_other_pages_count(server: str) -> None:
    home = page(server, "/")
    (number,) = re.findall(r"<b>([0-9]+)</b><span>府省庁</span>", home)
    assert f"ほかの{int(number) - 1}の府省庁のうち" in page(server, "/network")
    assert "前身や上位" in home


def test_pages_tell_codes_and_measures_in_words(server: str) -> None:
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page(server, "/quality"))
    assert "文が途中で切れている" in cells
    assert "施策No.5" in cells
    assert [cell for cell in cells if re.fullmatch(r"[a-z]+(?:[-_:][a-z0-9]+)+", cell)] == []
    network = page(server, "/network")
    assert "媒介中心性 (betweenness centrality)" in network
    assert "(betweenness 0" not in network


def test_a_browser_with_a_wrong_query_sees_a_page_with_the_way_back(server: str) -> None:
    status, _, body = get(f"{server}/sparql?" + urlencode({"query": "SELECT ?x, ?y {}"}), "text/html")
    text = body.decode()
    assert status == 400
    assert "コンマ" in text
    assert 'href="/sparql"' in text
    assert "Bad Request" not in text


def test_a_cell_that_a_spreadsheet_would_compute_is_text() -> None:
    found = {
        "status": "answered",
        "answer": {"columns": ["事業", "差"], "rows": [["=1+1", "-80百万円"], ["@sum", -5]]},
    }
    assert answer_csv(found).splitlines()[1:] == ["'=1+1,-80百万円", "'@sum,-5"]


def test_a_refused_page_says_in_the_readers_language_what_to_do(server: str) -> None:
    """The reason for programs is English; above it stands a sentence for the reader, on the page of that language alone."""
    explained = {
        "/id/measure/2024-999": "/browse",
        "/view/map.xyz": "/browse",
        "/sparql?update=CLEAR+ALL": "読むだけ",
    }
    for path, words in explained.items():
        status, _, body = get(server + path, "text/html")
        assert status >= 400, path
        said = re.search(r'<div class="note"><p>([^<]+)</p>', unescape(body.decode()))
        assert said is not None, path
        assert words in said.group(1), path
    assert "この番地のものは" not in get(f"{server}/view/map.xyz?lang=en", "text/html")[2].decode()
