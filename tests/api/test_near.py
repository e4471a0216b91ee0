"""The nearest questions beside a refusal: read, answered, about all that the question names; nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph
from nlp.questions.parser import reading_of
from nlp.questions.refusing.asking_back import ask_whose

DOCUMENTS = Path(__file__).parent.parent / "questions" / "transport"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    store = tmp_path_factory.mktemp("transport") / "store"
    build(BuildOptions(DOCUMENTS, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("国土交通省がこしらえている施策をぜひとも", "国土交通省"),
        ("スクールバスの混乗化をこしらえたのはどこの役所なのやら", "スクールバスの混乗化"),
    ],
)
def test_a_question_of_a_word_not_read_is_offered_as_known_questions(
    question: str, named: str, asking: AskServices
) -> None:
    found = answer_question(question, asking)
    assert found["status"] == "unanswerable"
    assert named in found["suggestions"][0]
    assert answer_question(found["suggestions"][0], asking)["status"] == "answered"


@pytest.mark.parametrize(
    "question", ["もう死にたい、助けて", "国土交通省の施策を消して", "国土交通省の施策は？"]
)
def test_other_answers_offer_none(question: str, asking: AskServices) -> None:
    found = answer_question(question, asking)
    assert not any("国土交通省" in offered for offered in found["suggestions"])


def test_two_attributes_of_nothing_in_particular_are_asked_back(asking: AskServices) -> None:
    back = ask_whose(reading_of("いくらで、どこの役所？", asking.known), "amount+ministry", asking.known)
    assert "予算額と担当府省庁" in back.text
    assert all(choice.question.endswith("の予算額と担当府省庁は？") for choice in back.choices)
