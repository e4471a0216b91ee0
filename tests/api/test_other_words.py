"""What becomes of a refusal whose words have known words of the same meaning."""

from __future__ import annotations

from typing import Any

import pytest

from api.answering.refusing import other_words
from api.answering.refusing.other_words import in_other_words
from api.answering.result import AskServices
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.names.linking import LinkIndex
from nlp.questions.refusing.kindred_words import Reworded

_LEXICON = Lexicon("b", ())
_SERVICES = AskServices(
    lambda _: ([], []),
    "b",
    Knowledge(_LEXICON, LinkIndex(_LEXICON), lambda *_: True, lambda *_: True),
)
_REFUSED: dict[str, Any] = {
    "question": "q",
    "status": "unanswerable",
    "interpretation": "「甲」を含む問い",
    "text": "「甲」をどのような条件と読めばよいか分からないため、答えを出していません。",
    "suggestions": ["before"],
}


def _asked(
    monkeypatch: pytest.MonkeyPatch, ways: list[Reworded], answers: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    monkeypatch.setattr(other_words, "reworded", lambda *_: iter(ways))

    def answer_one(question: str, *_: object) -> dict[str, Any]:
        return {"status": "answered", "interpretation": "件数", "frame": "count", **answers[question]}

    return in_other_words("q", ("former",), dict(_REFUSED), _SERVICES, answer_one)


def test_one_sure_answer_is_given_and_says_how_the_word_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = [Reworded("a", (("甲", "乙"),), True), Reworded("b", (("甲", "丙"),), True)]
    found = _asked(monkeypatch, ways, {"a": {"answer": {"value": 3}}, "b": {"answer": {"value": 3}}})
    assert found["status"] == "answered" and found["question"] == "q"
    assert found["interpretation"] == "件数（「甲」を「乙」と読みました）"
    assert found["permalink"] == "/ask?q=q&after=former"


def test_answers_that_differ_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = [Reworded("a", (("甲", "乙"),), True), Reworded("b", (("甲", "丙"),), True)]
    found = _asked(monkeypatch, ways, {"a": {"answer": {"value": 3}}, "b": {"answer": {"value": 4}}})
    assert found["status"] == "unanswerable"
    assert found["suggestions"] == ["a", "b", "before"]


@pytest.mark.parametrize(
    ("sure", "answer"),
    [
        (False, {"answer": {"value": 3}}),
        (True, {"answer": {"value": 3}, "frame": "passage"}),
        (True, {"answer": {"value": 3}, "interpretation": "名称か概要に「乙」を含む施策の件数"}),
    ],
)
def test_what_is_not_sure_or_only_looked_for_is_offered(
    monkeypatch: pytest.MonkeyPatch, sure: bool, answer: dict[str, Any]
) -> None:
    found = _asked(monkeypatch, [Reworded("a", (("甲", "乙"),), sure)], {"a": answer})
    assert found["status"] == "unanswerable"
    assert found["suggestions"] == ["a", "before"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("answered", _REFUSED["text"]),
        ("unanswerable", "このサービスは読み取り専用です。"),
        ("ambiguous", "どれでしょうか。"),
    ],
)
def test_other_refusals_and_answers_stay(monkeypatch: pytest.MonkeyPatch, status: str, text: str) -> None:
    found = {**_REFUSED, "status": status, "text": text}
    monkeypatch.setattr(other_words, "reworded", lambda *_: iter([Reworded("a", (("甲", "乙"),), True)]))
    answered = in_other_words(
        "q", (), found, _SERVICES, lambda *_: {"status": "answered", "interpretation": ""}
    )
    assert answered == found


def test_words_said_to_stand_in_texts_are_not_exchanged() -> None:
    found = {**_REFUSED, "text": _REFUSED["text"] + "「甲」は施策No.3「丁」に出てきます。"}
    assert "甲" not in other_words._named({**found, "interpretation": "「甲」を含む問い"})
    assert "甲" in other_words._named(_REFUSED)
