"""What a word means: which questions ask for it, and which sentences of the documents say it."""

from __future__ import annotations

import pytest

from nlp.questions.printed.terms_asked import meanings, term_asked


@pytest.mark.parametrize(
    ("question", "term", "member"),
    [
        ("港湾管理者とは何ですか", "港湾管理者", ""),
        ("「内数」って何を指すの", "内数", ""),
        ("備考欄に出てくる「新規」という言葉の意味は", "新規", ""),
        ("再掲ってどういう意味？", "再掲", ""),
        ("要領でいう「港湾管理者」に、市町村は入りますか", "港湾管理者", "市町村"),
    ],
)
def test_a_word_is_asked_about_with_nothing_beside_it(question: str, term: str, member: str) -> None:
    found = term_asked(question)
    assert found is not None and (found.term, found.member, found.beside) == (term, member, ())


@pytest.mark.parametrize(
    "question",
    [
        "「内数」と書かれた事業は何件",
        "「内数」は何件ありますか",
        "再掲の事業は何件",
        "岸壁補修事業の担当はどこ",
        "港湾管理者はどこですか",
        "",
    ],
)
def test_a_set_a_place_or_a_charge_is_no_meaning(question: str) -> None:
    assert term_asked(question) is None


def test_a_definition_is_told_before_other_sentences_with_the_word() -> None:
    texts = [
        "港湾管理者が行う補修に充てる。",
        "港湾管理者（市町村及び特別区を含む。）が行う。",
        "港湾管理者とは、港務局をいう。次の文。",
    ]
    assert meanings("港湾管理者", texts) == ("港湾管理者とは、港務局をいう。",)
    assert meanings("港湾管理者", texts[:2]) == ("港湾管理者（市町村及び特別区を含む。）",)


def test_a_meaning_printed_twice_is_told_once() -> None:
    printed = "港湾を管理する公法上の法人（港務局）が行う。"
    assert len(meanings("港務局", [printed, printed])) == 1


@pytest.mark.parametrize(
    "text",
    ["港湾管理者が行う。", "港湾管理者（以下「管理者」という。）が行う。", "灯台とは、航路の標識をいう。"],
)
def test_a_use_a_short_form_or_another_word_is_no_meaning(text: str) -> None:
    assert meanings("港湾管理者", [text]) == ()
