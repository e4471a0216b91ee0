"""What a refusal says is true: words that it calls absent were looked for, and where they stand is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.answering.refusing.occurrences import put_right
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph
from nlp.questions.records import Decline

DOCUMENTS = Path(__file__).parent.parent / "questions" / "transport"
ABSENT = "「{}」に当たる記述は、読み込んだ文書の中に見つかりませんでした。"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    store = tmp_path_factory.mktemp("transport") / "store"
    build(BuildOptions(DOCUMENTS, str(store)))
    return services_for(open_graph(str(store)))


def test_a_word_called_absent_that_stands_in_a_text_is_said_to_stand_there(asking: AskServices) -> None:
    told = put_right(Decline("not_in_source", ABSENT.format("混乗化")), "混乗化は何校？", asking)
    assert told.reason == "not_in_graph"
    assert "施策No.4「スクールバスの混乗化」" in told.text
    assert "見つかりませんでした" not in told.text
    assert told.suggestions[0] == "施策No.4の概要は？"


def test_a_word_that_stands_nowhere_stays_absent(asking: AskServices) -> None:
    refusal = Decline("not_in_source", ABSENT.format("潜水艦"))
    assert put_right(refusal, "潜水艦は何隻？", asking) == refusal


def test_refusals_of_other_kinds_are_left_alone(asking: AskServices) -> None:
    crisis = Decline("personal_crisis", "相談窓口があります。")
    assert put_right(crisis, "混乗化で死にたい", asking) == crisis
    opinion = Decline("not_in_graph", "良し悪しの判断はしません。")
    assert put_right(opinion, "混乗化は良い施策か", asking) == opinion


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("免許返納の割引率は何%", "施策No.3「運転免許の自主返納の促進」"),
        ("混乗化率", "施策No.4「スクールバスの混乗化」"),
    ],
)
def test_the_nearest_things_are_named(question: str, near: str, asking: AskServices) -> None:
    found = answer_question(question, asking)
    assert found["status"] == "unanswerable"
    assert near in found["text"]
    assert any(near.removeprefix("施策").split("「")[0] in asked for asked in found["suggestions"])
