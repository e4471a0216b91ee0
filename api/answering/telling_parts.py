"""Which conditions of a question make the part, and which the whole, where a share is asked for."""

from __future__ import annotations

import re

from nlp.questions.records import Condition, Frame

# What a list is by itself: 令和7年度補正予算 全体 is all of that list.
_OF_THE_LIST = ("year", "stage", "plan")
_OF_ALL = re.compile(
    r"全体(?:の|に占める|に対する|で見て|からみて|から見て|のうち)|全(?:施策|事業|行)(?:の|に占める|に対する|中)"
)


def parts_of_all(frame: Frame) -> tuple[Condition, ...]:
    """Where the whole is said to be everything (全体の何%): all conditions but those of the list; () where it is not.

    関連する事業がある施策は全体の何%: of all measures. 法務省の施策のうち共同のものは: of those of 法務省.
    """
    if not _OF_ALL.search(frame.text) or "うち" in frame.text:
        return ()
    return tuple(c for c in frame.conditions if c.kind not in _OF_THE_LIST)


def last_stated(frame: Frame) -> Condition | None:
    """The condition of the question itself that was read last, of those that are not the list's."""
    own = [c for c in frame.conditions if c.kind not in _OF_THE_LIST and c.origin == "stated"]
    return own[-1] if own else None


def with_its_ministry(telling: Condition, frame: Frame) -> tuple[Condition, ...]:
    """法務省だけが担当する施策の割合: the ministry belongs to the part; 法務省の施策のうち単独のもの: it does not."""
    if telling.kind != "sole" or "うち" in frame.text:
        return (telling,)
    return (*frame.of_kind("ministry"), telling)
