"""Of three loaded years, 片方の年度だけ is of the two newest, and the answer says which; years that are said need no such word."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from api.answering.result import AskServices
from api.answering.sets.one_year_only import one_year_only


def _caveats(question: str, years: list[int]) -> list[str]:
    def answer_one(asked: str, _before: tuple[str, ...], _services: AskServices) -> dict[str, Any]:
        return {"status": "answered", "text": asked, "caveats": ["重なりません。"]}

    known = SimpleNamespace(lexicon=SimpleNamespace(budget_years=lambda: years))
    found = one_year_only(question, (), cast("AskServices", SimpleNamespace(known=known)), answer_one)
    return [caveat for one in found for caveat in one["caveats"]]


@pytest.mark.parametrize("question", ["片方の年度だけにある事業は", "片方の年度だけにある事業の合計"])
def test_the_years_taken_of_three_are_named(question: str) -> None:
    assert any("令和9年度と令和10年度" in caveat for caveat in _caveats(question, [2025, 2027, 2028]))


def test_two_loaded_or_said_years_are_not_chosen() -> None:
    assert set(_caveats("片方の年度だけにある事業は", [2027, 2028])) == {"重なりません。"}
    assert set(_caveats("R7とR9のどちらか片方だけにある事業の合計", [2025, 2027, 2028])) == {"重なりません。"}
