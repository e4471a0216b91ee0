"""The unit that amounts are to be shown in; an amount with で behind it, or a question for the unit, asks for none."""

from __future__ import annotations

import pytest

from nlp.questions.several_asked.asked_units import UNITS, asked_unit


@pytest.mark.parametrize(
    ("question", "core", "unit", "digits"),
    [
        ("8年度の国交省の合計を百万円単位で", "8年度の国交省の合計", "百万円", -1),
        ("8年度の合計を億円に直して", "8年度の合計", "億円", -1),
        ("8年度の合計、万円で", "8年度の合計", "万円", -1),
        ("8年度の平均は、小数第2位まで", "8年度の平均は", "", 2),
    ],
)
def test_what_is_said_of_showing_is_parted(question: str, core: str, unit: str, digits: int) -> None:
    found = asked_unit(question)
    assert found is not None and (found.core, found.unit, found.digits) == (core, unit, digits)
    assert unit in ("", *UNITS)


def test_digits_are_those_of_the_unit_said_with_them() -> None:
    found = asked_unit("8年度の平均は。億円で、小数第一位まで")
    assert found is not None and (found.unit, found.digits) == ("億円", 1)


@pytest.mark.parametrize(
    "question",
    [
        "3億円で足りる事業は",
        "3億円で買える事業は",
        "5億円以上の事業は",
        "合計は何円ですか",
        "百万円単位の事業は",
        "平均は",
    ],
)
def test_an_amount_is_no_unit(question: str) -> None:
    assert asked_unit(question) is None
