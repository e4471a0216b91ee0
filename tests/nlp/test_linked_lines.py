"""A row of a budget list said by its number beside measures is its programme; any other number stays a number."""

from __future__ import annotations

import pytest

from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.names.linked_lines import lines_by_name

_LISTS = Lexicon(
    "b",
    (
        Name("iri:a", "line", "岸壁補修推進事業", number=12, year=2026, stage="initial"),
        Name("iri:b", "line", "灯台保守高度化事業", number=12, year=2025, stage="supplementary"),
        Name("iri:c", "line", "漁港清掃支援事業", number=7, year=2026, stage="initial"),
        Name("iri:d", "line", "漁港清掃支援事業", number=7, year=2025, stage="initial"),
    ),
)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("R8のNo.12の事業に対応する施策は", "岸壁補修推進事業に対応する施策は"),
        ("令和8年度当初のNo.12に関連する施策", "岸壁補修推進事業に関連する施策"),
        ("補正12番と施策36のつながり", "灯台保守高度化事業と施策36のつながり"),
        ("No.7と施策36は対応しますか", "漁港清掃支援事業と施策36は対応しますか"),  # one name in two years
        ("岸壁補修(R8の12番)に対応する施策は", "岸壁補修推進事業に対応する施策は"),
        ("R8のNo.12の岸壁補修事業に対応する施策は", "岸壁補修推進事業に対応する施策は"),
    ],
)
def test_a_row_beside_measures_is_its_programme(question: str, read: str) -> None:
    assert lines_by_name(question, _LISTS) == read


@pytest.mark.parametrize(
    "question",
    [
        "No.12の事業に対応する施策は",  # two programmes have it
        "R8のNo.99の事業に対応する施策は",
        "R9のNo.12の事業に対応する施策は",
        "R8のNo.12の事業の金額は",  # no measure is spoken of
        "R8のNo.12の施策は",  # a measure's own number
        "施策12に対応する施策は",
        "灯台保守(r8の12番)に対応する施策は",  # the words name another row
    ],
)
def test_a_number_of_none_of_two_or_of_a_measure_stays(question: str) -> None:
    assert lines_by_name(question, _LISTS) == question
