"""Everyday ways of asking: families of words put as the written question, negations kept."""

from __future__ import annotations

import pytest

from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question


def written(question: str) -> str:
    return plain_speech(fold_question(question))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("No.66は再掲に当たるかどうか教えて", "no.66は再掲か?"),
        ("環境省の施策の有無", "環境省の施策はあるか"),
        ("食育の事業は皆無ですか", "食育の事業が1つもないのは本当?"),
        ("4-②には施策がゼロなんですか", "4-②には施策が1つもないのは本当?"),
        ("名称欠落の施策は何件", "名称が欠けている施策は何件"),
        ("関連URL欄が空っぽの施策", "リンクの記載がない施策は"),
        ("達成状況の欄が埋まってる施策", "達成状況の記載がある施策"),
        ("法務省所管分を除外した施策の件数", "法務省を除いた施策の件数"),
        ("総務省のはいらないので、ほかの施策を見せて", "総務省を除いて、施策を見せて"),
        ("高齢者が対象外の施策は何本", "高齢者を対象としない施策は何本"),
        ("合計の出どころは", "合計の出典は"),
        ("法務省へ移った事業", "法務省に移管された事業"),
    ],
)
def test_families_are_written_out(said: str, meant: str) -> None:
    assert written(said) == meant


@pytest.mark.parametrize(
    "name",
    [
        "刑務所出所者等の就労・住居・相談先の確保の額は",
        "「出どころ」という語が出てくる施策",
        "シニア人材の活用事業とは",
    ],
)
def test_names_and_quotes_stay(name: str) -> None:
    assert written(name) == fold_question(name)


@pytest.mark.parametrize("said", ["コロナ禍前と比べて", "改正前と比べて", "直前と比べて"])
def test_before_something_named_is_no_year_before(said: str) -> None:
    assert "前年度" not in written(f"{said}施策は増えた")


def test_before_alone_is_the_year_before() -> None:
    assert "前年度と比べて" in written("R7補正は前と比べて増えた")


@pytest.mark.parametrize(
    "asked", ["No.27は若者は対象外?", "施策27で高齢者は対象外?", "R7補正の合計は再掲は対象外?"]
)
def test_whether_something_is_left_out_leaves_nothing_out(asked: str) -> None:
    assert "除い" not in written(asked)


@pytest.mark.parametrize(
    "question",
    [
        "予算が最も大きい省庁はどこ?",
        "厚生労働省の施策は何件?",
        "r7補正の事業の合計は?",
        "灯台の見回りを是とする施策は?",
        "27の自治体が参加した施策は?",
    ],
)
def test_a_question_that_no_family_means_stays(question: str) -> None:
    assert written(question) == question
