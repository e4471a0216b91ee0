"""Places behind the end of an order and stretches of sections, and the words that only look like them."""

from __future__ import annotations

import pytest

from nlp.questions.found.places_said import places_from_the_end, sections_between


@pytest.mark.parametrize(
    ("text", "said", "places"),
    [
        ("一番大きい事業と、その次は", "その次", "2"),
        ("最大の事業と次に大きい事業", "次に大きい事業", "2"),
        ("金額の1位と2位は", "1位と2位", "2"),
    ],
)
def test_what_comes_behind_the_end_is_a_number_of_places(text: str, said: str, places: str) -> None:
    assert [(text[a:b], n) for a, b, n in places_from_the_end(text)] == [(said, places)]


@pytest.mark.parametrize(
    "text",
    [
        "次の事業の担当は",  # no end before it
        "次に額が大きい省庁",
        "最も古い年度と次年度は",
        "最大の事業の次回の予定は",
        "1位と2位の差は",
        "11位と2位は",
    ],
)
def test_what_follows_no_end_or_is_compared_is_no_place(text: str) -> None:
    assert list(places_from_the_end(text)) == []


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("柱4の①〜③で", ("4-①", "4-②", "4-③")),
        ("②から④まで", ("②", "③", "④")),
        ("2-①から2-③まで", ("2-①", "2-②", "2-③")),
    ],
)
def test_sections_from_one_to_another_are_all_between(text: str, sections: tuple[str, ...]) -> None:
    assert [names for _, _, names in sections_between(text)] == [sections]


@pytest.mark.parametrize("text", ["④から②まで", "①と③で", "2-①の施策", "①-①", "⑳から"])
def test_two_sections_one_or_none_in_order_are_no_stretch(text: str) -> None:
    assert list(sections_between(text)) == []
