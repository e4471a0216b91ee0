"""What a question says twice or in passing: a section by its notation and heading, all things by their number, years by 両方."""

from __future__ import annotations

import pytest

from nlp.questions.beside.whole_counts import numbers_left_out, whole_count
from nlp.questions.names.headed_sections import headed_sections
from nlp.questions.names.lexicon import Lexicon, Name

_HEADINGS = {"2-③": "港の基盤となる岸壁の補修", "2-④": "港湾で働く人の対話の推進", "3-①": "関連施策の推進"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    names = (Name(f"s{n}", "section", label, notation=n) for n, label in _HEADINGS.items())
    pillar = Name("p2", "pillar", "状況に合わせた切れ目のない港の支援につなげる", notation="2")
    return Lexicon("", (*names, pillar))


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("2-③岸壁の補修に置かれている事業は", "2-③に置かれている事業は"),
        ("２－③「岸壁の補修」の事業", "2-③の事業"),
        ("岸壁の補修の区分（2-③）、行の数は", "2-③、行の数は"),
        ("2-④働く人の対話の推進には施策がない？", "2-④には施策がない?"),
        ("柱2（切れ目のない港の支援）の施策は何件", "柱2の施策は何件"),
        ("3の丸1、関連施策の推進のところに何が入っている", "3-①に何が入っている"),
    ],
)
def test_a_heading_beside_its_notation_is_said_by_it(question: str, left: str, lexicon: Lexicon) -> None:
    assert headed_sections(question, lexicon) == left


@pytest.mark.parametrize(
    "question",
    [
        "2-③関連施策の推進の事業は",
        "2-③の岸壁の事業は",
        "2-③の施策は",
        "岸壁の補修の事業は",
        "令和2-3年度の事業は",
    ],
)
def test_another_heading_or_a_word_of_it_stays(question: str, lexicon: Lexicon) -> None:
    assert headed_sections(question, lexicon) == question


@pytest.mark.parametrize(
    ("question", "number", "rest"),
    [
        ("柱ごとの施策の数を、全35施策の", 35, "柱ごとの施策の数を"),
        ("全部で35ある施策のうち国交省のものは", 35, "施策の国交省のものは"),
        ("35本の担当で一番多い役所", 35, "施策の担当で一番多い役所"),
    ],
)
def test_the_number_of_all_things_is_no_condition(question: str, number: int, rest: str) -> None:
    found = whole_count(question)
    assert found is not None and (found.number, found.without("施策")) == (number, rest)
    assert rest in numbers_left_out(question)


@pytest.mark.parametrize(
    "question", ["全部で何件", "5件以上の施策を持つ省", "国交省の3事業の平均は", "35番の施策の担当"]
)
def test_other_numbers_are_not_those_of_all_things(question: str) -> None:
    assert whole_count(question) is None
