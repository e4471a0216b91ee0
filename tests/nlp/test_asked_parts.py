"""What is asked of one set of things beside each other: the parts in the order said, and the question that is left."""

from __future__ import annotations

import pytest

from nlp.questions.several_asked.asked_parts import asked_parts


@pytest.mark.parametrize(
    ("question", "core", "parts"),
    [
        (
            "港湾局の事業の名前と金額と所管を番号順に",
            "港湾局の事業",
            ("name", "amount", "ministry", "number"),
        ),
        ("港湾局の施策、何件あって最初と最後の番号は", "港湾局の施策", ("count", "ends")),
        (
            "港湾局の施策は何件ですか。最後の番号の施策名も教えてください",
            "港湾局の施策",
            ("count", "last"),
        ),
        ("港湾局の施策って何個あって、番号は何番から何番まで？", "港湾局の施策", ("count", "ends")),
        ("港湾局の施策でURLのあるもの、番号とURLを", "港湾局の施策でurlのあるもの", ("number", "link")),
        ("岸壁補修の額と担当と番号（R7補正）", "r7補正、岸壁補修", ("amount", "ministry", "number")),
        ("港湾局の施策は何本で、番号はいくつですか", "港湾局の施策", ("count", "number")),
        ("港湾局の施策はいくつあって、番号でいうとどれか", "港湾局の施策", ("count", "number")),
        ("港湾局の事業は何件で、担当はどこか、額はいくらか", "港湾局の事業", ("count", "ministry", "amount")),
        ("港湾局の行は何番から何番まであって、全部で何行か", "港湾局の行", ("ends", "count")),
        (
            "港湾局の事業がR6補正にいくつあったか、金額の書き方も併せて",
            "港湾局の事業がr6補正に",
            ("count", "amount"),
        ),
        ("港湾局の施策を全部、共管のものには相手の省庁も添えて", "港湾局の施策を全部", ("ministry",)),
        ("港湾局の施策に何が入っていますか、一つだけですか", "港湾局の施策に何が入っていますか", ("count",)),
        ("R7補正の再掲の番号だけ列挙", "r7補正の再掲", ("number",)),
        ("港湾局の施策、件数だけじゃなく名前も", "港湾局の施策", ("count", "name")),
        ("再掲の事業を担当と一緒に書き出して", "再掲の事業", ("ministry",)),
        ("一番伸びた事業。額も％も欲しい", "一番伸びた事業", ("amount", "rate")),
        ("その表の新規は何件でどこの省か", "その表の新規", ("count", "ministry")),
        ("一般社団法人はいくつあり、どこの県ですか", "一般社団法人", ("count", "prefecture")),
        ("令和7年度補正の事業名と番号", "令和7年度補正の事業", ("name", "number")),
    ],
)
def test_parts_are_read_in_the_order_said(question: str, core: str, parts: tuple[str, ...]) -> None:
    found = asked_parts(question)
    assert found is not None and (found.core, found.parts) == (core, parts)


@pytest.mark.parametrize(
    "question",
    [
        "港湾局の施策は何件？",
        "3-③には何も出していないところ",
        "厚労省とこども家庭庁が一緒に担当しているもの",
        "省庁ごとの件数と金額",
        "施策の総数と、そのうち単独所管の数と割合",
        "「名前と番号」と書かれた施策は",
        "担当の省はどこも同じですか",
    ],
)
def test_one_question_or_another_is_no_list_of_parts(question: str) -> None:
    assert asked_parts(question) is None


def test_a_follow_up_may_ask_for_parts_of_what_was_answered() -> None:
    found = asked_parts("番号と金額も", follows=True)
    assert found is not None and (found.core, found.parts) == ("", ("number", "amount"))
    assert asked_parts("番号と金額も") is None
