"""How many things there are in all, said in passing (全141施策の, 141本の担当で): the number, and the question without it.

The number is held against what is loaded (`api/answering/sets/whole_counts.py`): it says which things are meant, and restricts none.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.questions.beside.said_counts import said_count
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question


@dataclass(frozen=True, slots=True)
class WholeCount:
    """`number` things are said to be all there are, in `words`; `thing` is the kind that was named, "" where only a counter
    was; `rest` is what stands before the words, `behind` what stands after them."""

    words: str
    number: int
    thing: str
    rest: str
    behind: str

    def without(self, thing: str) -> str:
        """The question with the kind of thing in the place of the number; without it where the kind is said anyway."""
        if thing in self.rest or thing in self.behind:
            return f"{self.rest}{self.behind}".strip("、 ")
        return f"{self.rest}{thing}の{self.behind}"


def whole_count(question: str) -> WholeCount | None:
    """The number that a question says all things are; None where it says none.

    >>> whole_count("柱ごとに施策の数を出せますか、全141施策の").without("施策")
    '柱ごとに施策の数を出せますか'
    >>> whole_count("141本の担当で一番多い役所").without("施策")
    '施策の担当で一番多い役所'
    >>> whole_count("全部で何件")
    """
    folded = fold_question(question)
    said = patterns("said_counts.toml", "whole")
    match = said["all_of"].search(folded) or said["at_first"].search(folded)
    if match is None:
        return None
    thing = match["thing"] or match["of"] or ""
    words = match.group().strip("、。() ")
    return WholeCount(words, int(match["n"]), thing, folded[: match.start()], folded[match.end() :])


def numbers_left_out(question: str) -> tuple[str, ...]:
    """The question without a number that it says in passing of its set (厚労省の2事業) or of all things (141本の担当)."""
    said, whole = said_count(question), whole_count(question)
    rests = (said.rest,) if said else ()
    return (*rests, *((whole.without(whole.thing or "施策"),) if whole else ()))


__all__ = ["WholeCount", "numbers_left_out", "whole_count"]
