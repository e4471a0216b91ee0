"""Follow-ups that say hardly more than what they ask for: what they ask, of a set or of what a text told before."""

from __future__ import annotations

import pytest

from nlp.questions.follow_ups.carrying import (
    asks_fact,
    asks_of_another,
    carried_questions,
    last_whole,
    subjects_of,
)
from nlp.questions.follow_ups.ellipses import KINDS, in_full_words
from nlp.questions.typed.text import fold_question
from nlp.questions.typed.turns import put_as_written


def rewritten(text: str) -> str:
    """The folded text with its turns of phrase as they are written."""
    return put_as_written(text)


@pytest.mark.parametrize(
    ("question", "fact", "another"),
    [
        ("その締切は？", True, False),
        ("いつまでに？", True, False),
        ("目標は何人？", True, False),
        ("出典は", True, False),
        ("どこに書いてある？", True, False),
        ("それ、どの資料に書いてあるんですか", True, False),
        ("関連する事業は？", False, False),
        ("前年度は？", False, False),
        ("令和5年度は？", True, False),
        ("精神保健福祉士は？", False, True),
        ("都道府県だと？", False, True),
        ("厚労省の施策は何件？", False, False),
        ("実績報告書の提出先は？", False, False),
        ("施策を一覧で見せて", False, False),
    ],
)
def test_what_a_short_follow_up_asks(question: str, fact: bool, another: bool) -> None:
    assert asks_fact(question) is fact
    assert asks_of_another(question) is another


@pytest.mark.parametrize(
    ("before", "question", "first"),
    [
        (("心のサポーターは何万人養成する計画？",), "いつまでに？", "心のサポーターはいつまでに"),
        (("相談室の令和6年度の相談件数は？",), "令和5年度は？", "相談室の令和5年度の相談件数は?"),
        (("社会福祉士は何人登録されている？",), "精神保健福祉士は？", "精神保健福祉士は何人登録されている?"),
        (("啓発活動、中核市の基準額はいくら",), "都道府県は？", "啓発活動、都道府県の基準額はいくら"),
        (("養成研修の参加者は何人？", "目標は何人？"), "いつまで？", "養成研修の参加者はいつまで"),
        (("養成研修の参加者は何人？",), "出典は？", "養成研修の参加者は何人？"),
        (("養成研修の参加者は何人？",), "それ、どの資料に書いてあるんですか", "養成研修の参加者は何人？"),
    ],
)
def test_the_subject_is_carried_over(before: tuple[str, ...], question: str, first: str) -> None:
    assert carried_questions(before, question)[0] == first


def test_nothing_is_carried_where_nothing_whole_was_asked() -> None:
    assert carried_questions(("目標は？",), "いつまで？") == ()
    assert last_whole(("目標は？", "都道府県は？")) == ""
    assert carried_questions(("養成研修の参加者は何人？",), "厚労省の施策は何件？") == ()


def test_a_year_is_no_subject() -> None:
    assert "農福連携" in subjects_of("農福連携 令和12年度末の目標値")


def test_each_kind_has_words_that_are_read() -> None:
    assert all(in_full_words(kind).strip() for kind in KINDS)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("No.64に対するNo.77の倍率", "no.77はno.64の何倍"),
        ("厚労省の予算を1とすると内閣府の予算は何倍になりますか", "内閣府の予算は厚労省の予算の何倍"),
        ("R7補正の事業費をならすといくら？", "r7補正の事業費の平均は?"),
        ("厚労省分を2か年足すといくら", "厚労省分を2年分の合計は"),
        ("厚労省ゼロの節", "厚労省の施策がない節"),
        ("首位と次点の開きはいくら", "1位と2位の差はいくら"),
        ("R6・R7どっちの一覧にも出てくる事業", "r6とr7の両方にある事業"),
        ("令和6年度までで終わりになった事業", "令和6年度で終わった事業"),
        ("1億円未満にとどまる事業", "1億円未満の事業"),
        ("施策28 達成か未達か", "施策28は達成しましたか"),
    ],
)
def test_sets_and_sums_in_talk_are_written_as_they_are_read(said: str, written: str) -> None:
    assert rewritten(fold_question(said)) == written


@pytest.mark.parametrize(
    "said",
    [
        "r7補正の1位と小さい方から2番目の差は?",
        "市役所の窓口に関する施策",
        "r7補正の合計は?",
        "令和2年度の合計",
        "再掲でない事業",
    ],
)
def test_what_is_read_already_stays(said: str) -> None:
    assert rewritten(said) == said
