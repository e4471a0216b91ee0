"""What is denied stays denied: claims to be confirmed, years beside the list asked about, and what a share is of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.graph_access import open_graph


@pytest.fixture(scope="module")
def asking(seed_store: Path) -> AskServices:
    return services_for(open_graph(str(seed_store)))


def ask(asking: AskServices, question: str) -> dict[str, Any]:
    return answer_question(question, asking)


CLAIMS = [
    ("法務省の施策は16件あると考えていい？", True),
    ("法務省の施策は10件という理解でいいですか", False),
    ("法務省の施策は0件という理解でいいですか", False),
    ("4の②に該当する施策は一つもない、という理解で合ってますか", True),
    ("R7補正に内閣府の新規の事業はないということで間違いないですか", False),
    ("R7補正に内閣府の再掲の事業はゼロという認識でいいですか", False),
    ("R7補正に内閣府の新規の事業は存在しないと考えていい？", False),
]


@pytest.mark.parametrize(("question", "holds"), CLAIMS)
def test_a_claim_is_confirmed_as_it_was_told(asking: AskServices, question: str, holds: bool) -> None:
    found = ask(asking, question)
    assert found["text"].startswith("はい" if holds else "いいえ"), found["text"]


FALSELY_DENIED = [
    "法務省の施策は16件ではないと考えていい？",
    "R7補正の事業は11件ではないという理解で合ってますか",
    "施策82は法務省の担当ではないという理解でいいですか",
    "施策82は法務省の担当ではなかったと考えていい？",
    "R7補正の合計は50億円を超えないと考えていい？",
]
TRULY_DENIED = [
    "法務省の施策は10件ではないと考えていい？",
    "R7補正の事業は12件ではないという理解で合ってますか",
    "施策82は文部科学省の担当ではないという理解でいいですか",
    "施策82は文部科学省の担当ではなかったと考えていい？",
    "R7補正の合計は60億円を超えないと考えていい？",
]


@pytest.mark.parametrize("question", FALSELY_DENIED)
def test_what_is_falsely_denied_is_never_confirmed(asking: AskServices, question: str) -> None:
    """いいえ and what is so, or no answer at all."""
    found = ask(asking, question)
    assert found["text"].startswith("いいえ") or found["status"] != "answered", found["text"]


@pytest.mark.parametrize("question", TRULY_DENIED)
def test_what_is_truly_denied_is_never_contradicted(asking: AskServices, question: str) -> None:
    assert not ask(asking, question)["text"].startswith("いいえ")


BESIDE = [
    "令和5年度にはない事業を持つ府省庁",
    "令和8年度にはない事業を持たない府省庁",
    "令和5年度にもある令和7年度の事業",
]


@pytest.mark.parametrize("question", BESIDE)
def test_a_year_beside_the_list_must_be_loaded(asking: AskServices, question: str) -> None:
    assert ask(asking, question)["reason"] == "not_loaded"


SHARES = [
    ("法務省の施策は全体の何%", [16, 141]),
    ("内閣府全体の施策に占める対象者なしの割合", [3, 13]),
    ("柱1全体の何%が法務省の施策", [8, 20]),
    ("R7補正の内閣府の事業で再掲は全体の何割", [3, 5]),
    ("R7補正の事業で再掲は全体の何割", [6, 11]),
    ("高齢者向けの施策は厚労省全体の何割", [6, 49]),
]


@pytest.mark.parametrize(("question", "parts"), SHARES)
def test_a_share_is_of_what_the_whole_is_said_to_be_of(
    asking: AskServices, question: str, parts: list[int]
) -> None:
    assert ask(asking, question)["answer"]["rows"][0][:2] == parts


BETWEEN = [
    "再掲でない事業を持つ府省庁",
    "再掲でない 事業を持つ府省庁",
    "再掲でない令和7年度の事業を持つ府省庁",
    "再掲でない補正予算の事業を持つ府省庁",
]


@pytest.mark.parametrize("question", BETWEEN)
def test_what_rows_are_denied_may_stand_before_other_conditions(asking: AskServices, question: str) -> None:
    found = ask(asking, question)
    assert {item["label"] for item in found["answer"]["items"]} == {"内閣府", "厚生労働省", "国土交通省"}


def test_rows_denied_are_not_told_as_rows_that_none_has(asking: AskServices) -> None:
    found = ask(asking, "高齢者を対象としない施策を持つ府省庁")
    assert not any("一つも持たない" in caveat for caveat in found["caveats"])


def test_a_programme_of_one_year_and_not_of_the_other_is_somebodys(asking: AskServices) -> None:
    found = ask(asking, "R6補正になくてR7補正にある事業を持つ府省庁")
    assert [item["label"] for item in found["answer"]["items"]] == ["内閣府"]


@pytest.mark.parametrize("kind", ["再掲", "新規"])
def test_whoever_lacks_such_rows_is_read_without_the_not(asking: AskServices, kind: str) -> None:
    lacking = ask(asking, f"{kind}の事業がない府省庁")["answer"]["items"]
    assert lacking == ask(asking, f"{kind}の事業を持たない府省庁")["answer"]["items"]
