"""Questions behind a ranking of which only the first were named, and lists of an early stage of the budget."""

from __future__ import annotations

import pytest

from graph.iris import BASE
from graph.question_graph import can_list, supports
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import understand
from nlp.questions.records import Decline
from nlp.questions.tables.frame_rules import Understood

_LARGEST = tuple(
    Name(f"{BASE}programme/{label}", "programme", label) for label in ("里海再生事業", "離島航路補助金")
)
_RANKING = "令和13年度の事業を金額の大きい順に2つ"


@pytest.fixture(scope="module")
def known() -> Knowledge:
    names = (Name(f"{BASE}ministry/環境省", "ministry", "環境省"), *_LARGEST)
    lists = (
        ListCoverage("line", 2031, "initial", 16, 15, 30, ("2",)),
        ListCoverage("line", 2030, "supplementary", 16, 15, 30, ("2",)),
    )
    lexicon = Lexicon("test", names, lists)
    return Knowledge(lexicon, LinkIndex(lexicon), supports, can_list)


@pytest.mark.parametrize(
    "asked", ["このうち環境省の事業は", "その2つの中で新規なのは？", "その合計は", "合わせていくら"]
)
def test_what_was_named_is_meant(asked: str, known: Knowledge) -> None:
    found = understand(asked, known, (_RANKING,), (_LARGEST,))
    assert isinstance(found, Understood)
    programmes = [t.value for c in found.frame.of_kind("programme") for t in c.values]
    assert programmes == [name.id for name in _LARGEST]
    assert (found.frame.limit, found.frame.nth) == (0, 0)


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ("担当は", "rows_and_charge"),
        ("それぞれどこの所管？", "rows_and_charge"),
        ("令和12年度ではいくら", "amount_table"),
        ("それぞれの令和12年度の額は", "amount_table"),
        ("令和12年度にもあったのは", "list"),
        ("新規なのは", "list"),
    ],
)
@pytest.mark.parametrize("ranking", [_RANKING, "令和12年度から令和13年度で減った事業は"])
def test_a_fact_is_asked_of_what_was_named(asked: str, rule: str, ranking: str, known: Knowledge) -> None:
    found = understand(asked, known, (ranking,), (_LARGEST,))
    assert isinstance(found, Understood)
    assert found.rule.id == rule
    programmes = [t.value for c in found.frame.of_kind("programme") for t in c.values]
    assert programmes == [name.id for name in _LARGEST]


def test_the_amount_of_the_one_that_was_named(known: Knowledge) -> None:
    found = understand("令和12年度ではいくら", known, ("令和13年度で一番大きい事業は",), (_LARGEST[:1],))
    assert isinstance(found, Understood)
    assert found.rule.id == "amount_table"


def test_what_was_named_has_to_be_known(known: Knowledge) -> None:
    assert isinstance(understand("このうち環境省の事業は", known, (_RANKING,)), Decline)


def test_another_year_is_asked_of_the_whole_ranking(known: Knowledge) -> None:
    found = understand("令和12年度は？", known, (_RANKING,), (_LARGEST,))
    assert isinstance(found, Understood)
    assert not found.frame.of_kind("programme")


@pytest.mark.parametrize(
    "asked",
    [
        "令和13年度概算決定の事業は？",
        "R13概算決定で環境省が担当する事業を教えて",
        "令和13年度予算案の一覧は何行？",
    ],
)
def test_a_list_of_an_early_stage_is_its_years_first_budget(asked: str, known: Knowledge) -> None:
    found = understand(asked, known)
    assert isinstance(found, Understood)
    assert [t.value.rsplit("#")[-1] for c in found.frame.of_kind("stage") for t in c.values] == ["initial"]
    assert any("当初予算として" in note for note in found.frame.notes)


def test_no_such_list_no_other_stage(known: Knowledge) -> None:
    found = understand("令和12年度概算要求の事業は？", known)
    stages = (
        []
        if isinstance(found, Decline)
        else [t.value for c in found.frame.of_kind("stage") for t in c.values]
    )
    assert not any(stage.endswith("initial") for stage in stages)
