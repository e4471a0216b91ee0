"""Two facts asked for in one clause are two questions; one value of one thing is one."""

from __future__ import annotations

import pytest

from nlp.questions.several_asked.halves import halves, of_two


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("灯台守の平均年齢と任期は", ["灯台守の平均年齢は", "灯台守の任期は"]),
        ("稚魚の放流量の現状と目標は", ["稚魚の放流量の現状は", "稚魚の放流量の目標は"]),
        ("講習の割合の目標値と期限", ["講習の割合の目標値", "講習の割合の期限"]),
        ("港は何か所で何人が働く", ["港は何か所", "港は何人が働く"]),
        ("灯台守の定数は何人", []),
        ("灯台守と船員の数", []),
        ("水産庁の施策と事業を教えて", []),
    ],
)
def test_two_values_are_two_questions(question: str, pieces: list[str]) -> None:
    assert [piece for _, piece in halves(question)] == pieces


def test_one_value_of_two_things_is_asked_of_each() -> None:
    assert [piece for _, piece in of_two("灯台守と船員の登録者数は")] == [
        "灯台守の登録者数は",
        "船員の登録者数は",
    ]
    assert of_two("港湾の整備と改修") == ()
