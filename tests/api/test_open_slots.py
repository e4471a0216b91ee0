"""What becomes of a refusal whose unread verb stands in an open slot."""

from __future__ import annotations

from typing import Any

import pytest

from api.answering.refusing import open_slots
from api.answering.refusing.open_slots import in_open_slots
from api.answering.result import AskServices
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.names.linking import LinkIndex
from nlp.questions.refusing.open_slots import Relaxed

_LEXICON = Lexicon("b", ())
_SERVICES = AskServices(
    lambda _: ([], []), "b", Knowledge(_LEXICON, LinkIndex(_LEXICON), lambda *_: True, lambda *_: True)
)
_UNREAD = "「束ね」をどのような条件と読めばよいか分からないため、答えを出していません。"
_REFUSED: dict[str, Any] = {
    "question": "q",
    "status": "unanswerable",
    "interpretation": "「束ね」を含む問い",
    "text": _UNREAD,
    "suggestions": ["before"],
}


@pytest.mark.parametrize(
    ("refused", "sure", "other", "status"),
    [
        ({}, True, {}, "answered"),
        ({}, False, {}, "unanswerable"),
        ({}, True, {"frame": "passage"}, "unanswerable"),
        ({}, True, {"status": "ambiguous"}, "unanswerable"),
        ({"text": "書かれていません。", "interpretation": "「束ね」を含む決まり"}, True, {}, "answered"),
        (
            {"text": "このサービスは読み取り専用です。", "interpretation": "書き込み"},
            True,
            {},
            "unanswerable",
        ),
        ({"status": "ambiguous"}, True, {}, "ambiguous"),
    ],
)
def test_a_sure_way_is_answered_and_another_offered(
    monkeypatch: pytest.MonkeyPatch, refused: dict[str, Any], sure: bool, other: dict[str, Any], status: str
) -> None:
    way = Relaxed("載る施策", (("束ねられた", "載る"),), "束ね", sure)
    monkeypatch.setattr(open_slots, "relaxed", lambda *_: iter([way]))
    answered = {"status": "answered", "interpretation": "節の施策", "frame": "list", **other}
    found = in_open_slots("q", ("former",), {**_REFUSED, **refused}, _SERVICES, lambda *_: dict(answered))
    assert found["status"] == status
    if status == "answered":
        assert found["interpretation"] == "節の施策（「束ねられた」を「載る」と読みました）"
        assert found["question"] == "q"
    else:
        offered = not sure and not other
        assert found["suggestions"] == (["載る施策", "before"] if offered else ["before"])
