"""What of a question is compared, held against a number, or left unread, on a graph of a few invented names."""

from __future__ import annotations

import pytest
from few_names import knowledge

from nlp.questions.conditions.bounds import bound_of
from nlp.questions.found.reading import Reading, read_question
from nlp.questions.framing.sets import Knowledge, condition_data
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Decline
from nlp.questions.refusing.asking_back import not_japanese
from nlp.questions.several_asked.comparisons import comparisons_of


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge()


def read(question: str, known: Knowledge) -> Reading:
    return read_question(question, known.index, condition_data()["keyword_suffixes"])


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("水産庁が喜ぶ施策", "喜ぶ"),
        ("水産庁の事業は港湾改修だけですか", "だけ"),
        ("港湾改修事業の予算額は誰", "誰"),
        ("水産庁が関心を示していない施策", "いない"),
        ("水産庁以外の10億円以上でない事業", "以上でない"),
        ("水産庁と林野庁以外の10億円以上でない事業", "以上でない"),
        ("再掲ばかりの節はありますか", "再掲ばかり"),
        ("水産庁の施策の件数と予算", "件数と予算"),
        ("水産庁の事業の平均額と中央値", "平均額と中央値"),
        ("水産庁の事業は資料の何行目", "何行目"),
        ("水産庁の予算の何%が藻場の施策", "予算"),
        ("水産庁の施策は何件が遅れていますか", "遅れ"),
        ("水産庁が忘れた施策", "忘れ"),
        ("水産庁が担当しつつある施策", "つつある"),
        ("水産庁に任せてほしい施策", "てほしい"),
    ],
)
def test_what_was_not_read_is_named_and_not_answered(question: str, word: str, known: Knowledge) -> None:
    found = understand(question, known)
    assert isinstance(found, Decline), found
    assert word in found.text


@pytest.mark.parametrize(
    "question",
    [
        "水産庁の施策を教えていただけますか",
        "水産庁の事業名だけ教えて",
        "漁業者を対象とする施策はありませんか",
        "水産庁が手がける施策を一通り挙げてほしいのですが",
        "令和5年度に水産庁が受け持つ事業を5件ほど見せてもらえますか",
    ],
)
def test_ways_of_asking_leave_nothing_unread(question: str, known: Knowledge) -> None:
    found = understand(question, known)
    assert isinstance(found, Understood), found
    assert found.rule.op in ("list", "exists")


def test_two_sides_become_two_questions(known: Knowledge) -> None:
    for question, op, asks in (
        ("水産庁の施策数と林野庁の施策数の差は", "count", "difference"),
        ("水産庁の施策は林野庁の施策より多いか", "count", "whether"),
        ("施策と予算一覧の行、多いのはどっち", "count", "which"),
        ("令和5年度の水産庁の合計と林野庁の合計の差額", "totals", "difference"),
    ):
        found = understand(question, known)
        assert isinstance(found, Understood), (question, found)
        assert found.rule.op == "compare"
        assert found.frame.group == asks
        assert [part.rule.op for _, part in found.parts] == [op, op], question


def test_what_both_sides_share_reaches_both(known: Knowledge) -> None:
    found = next(comparisons_of(read("令和5年度の水産庁の事業と林野庁の事業はどちらが多い", known)))
    assert [question for _, question in found.sides] == [
        "令和5年度の水産庁の事業は何件?",
        "令和5年度の林野庁の事業は何件?",
    ]


@pytest.mark.parametrize(
    ("question", "value", "operator"),
    [
        ("令和5年度の合計は50億円を超えていますか", 5e9, ">"),
        ("水産庁の施策は10件以上ある？", 10, ">="),
        ("水産庁の事業は1つだけ？", 1, "="),
    ],
)
def test_a_value_held_against_a_number(question: str, value: float, operator: str, known: Knowledge) -> None:
    bound = bound_of(read(question, known))
    assert bound is not None
    assert (bound.value, bound.operator) == (value, operator)


@pytest.mark.parametrize(
    "question", ["施策が1つしかない府省庁は？", "5億円以上の事業はある？", "施策を10件だけ見せて"]
)
def test_numbers_that_restrict_are_no_claims(question: str, known: Knowledge) -> None:
    assert bound_of(read(question, known)) is None


def test_other_languages_are_told_what_to_do() -> None:
    declined = not_japanese("How many measures are there?")
    assert declined is not None
    assert "日本語" in declined.text
    assert "/sparql" in declined.text
    assert not_japanese("R7 NPO") is None
    assert not_japanese("NPOの施策") is None
