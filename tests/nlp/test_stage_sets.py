"""Stages of budget that a question asks for together or apart, on a graph of a few invented names."""

from __future__ import annotations

import pytest

from graph.question_graph import can_list, supports
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import Understood, understand

NAMES = (Name("https://w3id.org/tsunagari/id/programme/a", "programme", "港湾改修事業"),)
LISTS = (
    ListCoverage("line", 2023, "initial", 30, 1, 30, ("2",)),
    ListCoverage("line", 2023, "supplementary", 20, 1, 20, ("2",)),
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    lexicon = Lexicon("test", NAMES, LISTS)
    return Knowledge(lexicon, LinkIndex(lexicon), supports, can_list)


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("当初にも補正にも載っている事業は？", [("initial supplementary", "all")]),
        ("当初予算でも補正予算でも計上された事業を挙げて", [("initial supplementary", "all")]),
        ("当初と補正の両方に出ている事業は何件", [("initial supplementary", "all")]),
        ("補正だけに載っていて当初には無い事業", [("supplementary", "any"), ("initial", "none")]),
        ("当初にあって補正にない事業", [("initial", "any"), ("supplementary", "none")]),
        ("当初になくて補正にある事業", [("supplementary", "any"), ("initial", "none")]),
    ],
)
def test_stages_are_asked_for_together_or_apart(
    question: str, stages: list[tuple[str, str]], known: Knowledge
) -> None:
    found = understand(question, known)
    assert isinstance(found, Understood), found
    assert found.frame.item == "programme"
    told = [
        (" ".join(sorted(t.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for t in c.values)), c.mode)
        for c in found.frame.conditions
        if c.kind == "stage"
    ]
    assert told == stages
