"""A comparison of the amounts of two years says a rise or a fall, whichever year is said first."""

import pytest

from nlp.questions.typed.years_compared import with_other_year, years_in_order


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ("令和12年度より令和13年度のほうが額が大きい事業", "増えた"),
        ("令和13年度より令和12年度のほうが額が大きい事業", "減った"),
        ("r13の方がr12より予算額が少ない事業は", "減った"),
        ("r12の方がr13より予算額が少ない事業は", "増えた"),
        ("r12補正とr13補正の両方に載っていて、r12のほうが金額が高かったもの", "減った"),
        ("2030年度と2031年度の一覧にある事業のうち、2031年度のほうが多いもの", "増えた"),
        ("平成30年度より令和7年度のほうが額が大きい事業", "平成30年度から令和7年度で増えた"),
        ("6年度より7年度の方が多くなってる?", "増えた"),
        ("里海再生事業は令和12年度より令和13年度のほうが多い?", "令和12年度から令和13年度で増えた"),
        ("里海再生事業はr13よりr12のほうが少なかったですか", "増えた"),
        ("事業数がr12よりr13のほうが多くなった省庁を教えて", "増えた"),
    ],
)
def test_the_later_year_says_whether_it_rose(said: str, moved: str) -> None:
    assert moved in years_in_order(said)


@pytest.mark.parametrize(
    "said",
    [
        "r12より多い事業はありますか",
        "r13のほうが詳しい資料",
        "r12とr13、どちらの額が大きい",
        "r13よりr13のほうが額が大きい事業",
        "環境省の事業は令和12年度より令和13年度のほうが多いですか",
        "里山交流事業より里海交流事業のほうが額が大きい年度",
    ],
)
def test_nothing_else_is_touched(said: str) -> None:
    assert years_in_order(said) == said


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("R13のほうが額が少ない事業は？", "令和12年度よりr13のほうが額が少ない事業は?"),
        ("里海再生事業は令和12年度の方が多い？", "里海再生事業は令和13年度より令和12年度の方が多い?"),
        ("R14のほうが額が多い事業は", "R14のほうが額が多い事業は"),
        ("R13で額が少ない事業は", "R13で額が少ない事業は"),
        ("R12よりR13のほうが額が多い事業は", "R12よりR13のほうが額が多い事業は"),
    ],
)
def test_the_year_that_is_not_said_is_the_loaded_one_beside(said: str, written: str) -> None:
    assert with_other_year(said, [2030, 2031]) == written
