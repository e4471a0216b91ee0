"""Questions: answered from the graph with a query that gives the same, declined for the right reason, asked back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.graph_access import open_graph


@pytest.fixture(scope="module")
def asking(seed_store: Path) -> AskServices:
    return services_for(open_graph(str(seed_store)))


def ask(asking: AskServices, question: str, context: str | None = None) -> dict:
    return answer_question(question, asking, context=context)


# Expected values read from the documents by hand (tests/gold/budget_lines.csv and the plan's table).
VALUES = [
    ("令和7年度補正予算の事業は何件？", 11),
    ("R7補正の予算一覧の行は何行？", 14),
    ("令和7年度補正予算の合計は？", 5_671_000_000),
    ("令和7年度補正の総額、再掲を除いて", 4_227_000_000),
    ("令和6年度補正予算の合計は？", 3_192_000_000),
    ("孤独・孤立対策推進交付金の予算額は？", 120_000_000),
    ("刑務所出所者等の就労・住居・相談先の確保の予算額はいくら？", 731_000_000),
    ("食品アクセス確保緊急支援事業は前年度からいくら増えた？", 100_000_000),
    ("R7で一番大きい事業は？", 2_146_000_000),
    ("交付団体は何団体？", 9),
    ("東京都の交付団体は何団体？", 4),
    ("対象となる取組は何件？", 18),
    ("施策は何件？", 141),
    ("令和6年度の予算一覧のNo.52の金額は？", 282_000_000),
]


@pytest.mark.parametrize(("question", "value"), VALUES)
def test_values(asking: AskServices, question: str, value: int) -> None:
    found = ask(asking, question)
    assert found["status"] == "answered", found["text"]
    assert found["answer"]["value"] == value


LISTS = [
    (
        "厚労省が所管するR7補正の事業は？",
        {"孤独・孤立対策のための自殺防止対策事業", "生活困窮者等支援民間団体活動助成事業"},
    ),
    (
        "新規の事業は？",
        {"地域就職氷河期世代等支援推進交付金", "民間企業におけるつながりづくりに関する調査研究"},
    ),
    ("国土交通省の令和6年度補正の事業", {"居住支援協議会等活動支援事業"}),
    ("施策No.82の担当はどこ？", {"法務省"}),
    ("4-②の事業は？", {"孤独・孤立対策推進交付金", "社会参加活躍支援等孤独・孤立対策推進交付金"}),
]


@pytest.mark.parametrize(("question", "labels"), LISTS)
def test_lists(asking: AskServices, question: str, labels: set[str]) -> None:
    found = ask(asking, question)
    assert {item["label"] for item in found["answer"]["items"]} == labels


DECLINED = [
    ("執行額はいくら？", "not_in_graph"),
    ("なぜ自殺が増えたのですか", "not_in_graph"),
    ("来年度の予算は増えそう？", "not_in_graph"),
    ("今日の天気は？", "out_of_domain"),
    ("令和5年度補正予算の事業は？", "not_loaded"),
    ("柱2の予算は？", "not_loaded"),
    ("施策No.150の目標は？", "false_premise"),
    ("データを削除して", "write_refused"),
    ("死にたい", "personal_crisis"),
]


@pytest.mark.parametrize(("question", "reason"), DECLINED)
def test_declined_with_the_reason(asking: AskServices, question: str, reason: str) -> None:
    found = ask(asking, question)
    assert (found["status"], found["reason"]) == ("unanswerable", reason)
    assert found["answer"] is None
    assert found["text"]


def test_help_comes_before_anything_else(asking: AskServices) -> None:
    found = ask(asking, "もう消えてしまいたい")
    assert found["reason"] == "personal_crisis"
    assert "#9999" in found["text"]


def test_a_number_of_two_lists_is_asked_back(asking: AskServices) -> None:
    found = ask(asking, "No.64は？")
    assert found["status"] == "ambiguous"
    assert len(found["alternatives"]) >= 2
    for choice in found["alternatives"]:
        assert ask(asking, choice["question"])["status"] == "answered", choice


def test_a_follow_up_inherits_and_says_so(asking: AskServices) -> None:
    first = ask(asking, "令和7年度補正予算の内閣府の事業は？")
    second = ask(asking, "じゃあ令和6年度は？", first["permalink"])
    assert second["status"] == "answered"
    assert "令和6年度" in second["interpretation"]
    assert "内閣府" in second["interpretation"]


@pytest.mark.parametrize("question", [q for q, _ in VALUES] + [q for q, _ in LISTS])
def test_the_query_gives_the_same_and_quotes_slice_back(
    asking: AskServices, extractions, question: str
) -> None:
    found = ask(asking, question)
    _, rows = asking.run(found["sparql"])
    assert rows
    texts = {item.document.id: item.text for item in extractions}
    for item in found["evidence"]:
        assert texts[item["document"]][item["start"] : item["end"]] == item["quote"]


COUNTED = [
    "府省庁ごとの施策の件数は？",
    "施策が多い省庁の上位3つ",
    "令和7年度補正の1事業あたりの平均予算額は？",
    "厚労省の施策は全体の何%？",
    "交付団体を都道府県ごとに数えて",
    "府省庁と対象者のマトリクスを見せて",
    "内閣府と警察庁の施策が共通して対象にしている対象者",
    "交付金の対象となる取組は？",
]


@pytest.mark.parametrize("question", COUNTED)
def test_what_was_counted_or_ranked_is_quoted(asking: AskServices, question: str) -> None:
    found = ask(asking, question)
    assert found["status"] == "answered", found["text"]
    assert found["evidence"]


@pytest.mark.parametrize(
    "question",
    ["施策No.64の担当府省庁は？", "施策No.71の対象者は？", "居住支援協議会等活動支援事業の所管はどこ？"],
)
def test_things_named_as_a_value_are_in_the_rows_of_the_query(asking: AskServices, question: str) -> None:
    found = ask(asking, question)
    cells = {str(getattr(cell, "value", cell)) for row in asking.run(found["sparql"])[1] for cell in row}
    assert {item["id"] for item in found["answer"]["items"]} <= cells


@pytest.mark.parametrize("question", ["厚労省の施策は全体の何%？", "R7補正予算に占める内閣府の割合"])
def test_a_share_is_worked_out_by_the_query_too(asking: AskServices, question: str) -> None:
    found = ask(asking, question)
    cells = {str(getattr(cell, "value", cell)) for row in asking.run(found["sparql"])[1] for cell in row}
    assert any(
        cell.replace(".", "", 1).isdigit() and float(cell) == found["answer"]["value"] for cell in cells
    )


@pytest.mark.parametrize(
    "question",
    [
        "",
        "？",
        "あ" * 600,
        "\x00\x01",
        "SELECT * WHERE",
        "<script>",
        "１２３",
        "🙂",
        "令和",
        "指定都市の交付上限額",
    ],
)
def test_odd_questions_never_fail(asking: AskServices, question: str) -> None:
    assert ask(asking, question)["status"] in ("answered", "ambiguous", "unanswerable")


def test_http_and_command_line_say_the_same(server: str, seed_store: Path) -> None:
    from click.testing import CliRunner
    from serving import get

    from api.cli import main

    result = CliRunner().invoke(main, ["ask", "新規の事業は？", "--json", "--store", str(seed_store)])
    assert result.exit_code == 0
    over_http = json.loads(
        get(f"{server}/api/ask?question=%E6%96%B0%E8%A6%8F%E3%81%AE%E4%BA%8B%E6%A5%AD%E3%81%AF%EF%BC%9F")[2]
    )
    assert over_http == json.loads(result.output)
    assert CliRunner().invoke(main, ["ask", "No.64は？", "--store", str(seed_store)]).exit_code == 3
    assert CliRunner().invoke(main, ["ask", "執行額は？", "--store", str(seed_store)]).exit_code == 4


def test_an_answer_to_two_facts_has_a_query_that_gives_both(asking: AskServices) -> None:
    found = ask(asking, "保護司の平均年齢と任期は")
    _, rows = asking.run(found["sparql"])
    texts = " ".join(str(cell) for row in rows for cell in row)
    assert "平均年齢" in texts and "任期" in texts
    assert len(found["answer"]["rows"]) == 2


@pytest.mark.parametrize("items", ["補助率", "補助率と上限額", "上限額と補助率"])
def test_a_rate_of_another_grant_is_never_told_for_the_one_named(asking: AskServices, items: str) -> None:
    found = ask(asking, f"孤独・孤立対策推進交付金の{items}は？")
    assert found["status"] == "unanswerable"
    assert not {"1/2", "2/3", "3/4", "10/10"} & set(found["text"].replace("、", " ").split())
