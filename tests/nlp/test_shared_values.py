"""One value asked of each of several things: shared out as a whole question for each, and only where it is shared out."""

from __future__ import annotations

import pytest

from nlp.questions.several_asked.shared_values import only_with_both, shared_questions


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("岸壁補修と灯台保守、額をそれぞれ", ("岸壁補修の額は?", "灯台保守の額は?")),
        (
            "岸壁補修と灯台保守と漁港清掃の番号、3つとも",
            ("岸壁補修の番号は?", "灯台保守の番号は?", "漁港清掃の番号は?"),
        ),
        (
            "8年度の岸壁補修・灯台保守の金額を別々に教えてください",
            ("8年度の岸壁補修の金額は?", "8年度の灯台保守の金額は?"),
        ),
        (
            "令和8年度と令和9年度で1億円以上の事業はそれぞれ何件ですか",
            ("令和8年度で1億円以上の事業は何件?", "令和9年度で1億円以上の事業は何件?"),
        ),
    ],
)
def test_a_value_is_asked_of_each_with_the_year_that_is_of_all(question: str, each: tuple[str, ...]) -> None:
    assert shared_questions(question) == each


@pytest.mark.parametrize(
    "question",
    [
        "岸壁補修と灯台保守の額",  # nothing shares it out
        "岸壁補修と灯台保守の額の差",
        "岸壁補修と灯台保守の担当は同じか",
        "国交省と農水省が共同で担当する事業はそれぞれ何件",  # one set of both
        "国交省の事業と農水省、額をそれぞれ",  # a set beside a name
        "1億円以上と5億円以上の件数をそれぞれ",  # bounds, not things
        "「岸壁と灯台」の額をそれぞれ",  # one quoted name
        "港湾局は、額をそれぞれ",
        "",
    ],
)
def test_what_joins_compares_or_bounds_is_one_question(question: str) -> None:
    assert shared_questions(question) == ()


def test_words_for_both_ask_for_two_answers_and_each_alone_may_be_of_one() -> None:
    assert only_with_both("岸壁補修と灯台保守の額、どちらも")
    assert only_with_both("R8とR9で1億円以上の事業はそれぞれ何件")
    assert not only_with_both("岸壁補修と灯台保守、額をそれぞれ")
