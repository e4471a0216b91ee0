"""A number said of a set in passing (厚労省の2事業の平均, 新規の2本をあわせて), and the question without it.

The set is said by the other words; the number is held against it (`api/answering/sets/said_counts.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_table = partial(patterns, "said_counts.toml")
_NUMBERS = ("n", "n2", "n3", "n4")
_THINGS = ("thing", "of", "thing2", "thing3", "thing4")


@dataclass(frozen=True, slots=True)
class SaidCount:
    """`number` things are said to be in the set, in `words`; `rest` is the folded question without the number, `thing` the
    kind of thing that was named with it, "" where only a counter was (2本)."""

    words: str
    number: int
    thing: str
    rest: str


def said_count(question: str) -> SaidCount | None:
    """The number that a question says of its set in passing; None where it says none.

    >>> said_count("厚労省の２事業の平均は"), said_count("2つの府省庁が担当する施策")
    (SaidCount(words='2事業', number=2, thing='事業', rest='厚労省の事業の平均は'), None)
    """
    folded = fold_question(question)
    match = _table("said")["any"].search(folded)
    if match is None:
        return None
    digits = next(match[name] for name in _NUMBERS if match[name])
    thing = next((match[name] for name in _THINGS if match[name]), "")
    marked = _table("said")["marked"].search(folded[: match.start()][-2:]) is not None
    tie = "の" if thing == "行" and marked else ""
    rest = folded[: match.start()] + tie + (thing or _thing(folded)) + folded[match.end() :]
    return SaidCount(match.group(), int(digits), thing, rest)


def _thing(text: str) -> str:
    """What is counted where only a counter is said (2本)."""
    of = _table("of")
    return "施策" if of["measure"].search(text) else "団体" if of["grantee"].search(text) else "事業"
