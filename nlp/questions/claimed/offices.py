"""Whether several things, or all of a set, are of one ministry (施策13と施策31は同じ省の担当ですか), by `frames/yes_no.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "yes_no.toml"
_LISTED = re.compile(r"(?P<of>.+の)no\.\d")


@dataclass(frozen=True, slots=True)
class SameOffice:
    """The things in words, one or two of them; `apart` asks whether their ministries differ."""

    things: tuple[str, ...]
    apart: bool = False


def same_office(question: str) -> SameOffice | None:
    """The things whose ministries are asked to be one; None for other questions.

    >>> same_office("施策13と施策31は同じ省の担当ですか")
    SameOffice(things=('施策13', '施策31'), apart=False)
    >>> same_office("No.19とNo.42は別の省庁ですか").apart, same_office("No.19とNo.42の担当は同じですか").apart
    (True, False)
    >>> same_office("食品アクセス事業は同じ省の担当ですか").things
    ('食品アクセス事業',)
    """
    text, forms = fold_question(question), patterns(_FILE, "same")
    match = forms["together"].match(text) or forms["charges"].match(text)
    if match is not None:
        return SameOffice(
            (match["a"], _like(match["b"], match["a"])), bool(forms["apart"].search(match["how"]))
        )
    match = forms["alone"].match(text)
    return None if match is None else SameOffice((match["a"],))


def _like(second: str, first: str) -> str:
    """施策19と42, R7補正のNo.64とNo.70: a bare number is of the kind, and of the list, that was named first."""
    listed = _LISTED.match(first)
    if listed is not None and second.startswith("no."):
        return listed["of"] + second
    return first.rstrip("0123456789") + second if second.isdecimal() else second


__all__ = ["SameOffice", "same_office"]
