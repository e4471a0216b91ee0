"""Requests for one thing put as the question about it, and what is no such request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.questions.typed.speech import asked_plainly


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("灯台の補助率を教えてもらえますか", "灯台の補助率は?"),
        ("お忙しいところ恐れ入ります、灯台の担当を見せていただけますか。", "灯台の担当は?"),
        ("R6にあってR7にはない事業の所管を出して", "R6にあってR7にはない事業の所管は?"),
        ("節が違うものを挙げてください", "節が違うものは?"),
        ("海事局の施策の番号はどうなっていますか", "海事局の施策の番号は?"),
        ("灯台の補助率は何でしょうか", "灯台の補助率は?"),
        ("灯台の補助率をお願いいたします。", "灯台の補助率は?"),
        ("施策8の担当を全部挙げて", "施策8の担当は?"),
        ("灯台の行の番号には何がありますか", "灯台の行の番号は?"),
    ],
)
def test_a_request_is_the_question_about_its_thing(said: str, asked: str) -> None:
    assert asked_plainly(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "施策が何件あるかを教えて",
        "再掲以外を教えて",
        "灯台だけを見せて",
        "灯台改修事業はどうなっていますか",
        "内数とは何でしょうか",
        "施策は何件で、番号を教えて",
        "教えて",
        "交付金の拡充をお願いします",
        "「目標を教えて」という語が出てくる施策",
        "灯台の補助率は？",
    ],
)
def test_other_questions_stay(said: str) -> None:
    assert asked_plainly(said) == said


@given(
    st.text(
        alphabet="灯台の補助率をはもが教えて見せ出しくださいどうなって何でしょうか、。？?もの", max_size=40
    )
)
def test_any_text_stays_or_becomes_a_question_about_its_beginning(said: str) -> None:
    asked = asked_plainly(said)
    assert asked in said or (asked.endswith("は?") and asked.removesuffix("は?") in said)
