"""A question that denies to have something confirmed (再掲ではないですか, 再掲ではないですよね), as the plain question and which way it asks.

Read by `frames/yes_no.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "yes_no.toml"


@dataclass(frozen=True, slots=True)
class Denial:
    """`plain` is the question without the denial; `turned`: what is confirmed is that it is not so (ではないですよね)."""

    plain: str
    turned: bool
    said: str


def denial_of(question: str) -> Denial | None:
    """The plain question that a denying one asks; None for any other.

    >>> denial_of("施策13は文部科学省の担当ではないですか")
    Denial(plain='施策13は文部科学省の担当ですか', turned=False, said='ではないですか')
    >>> denial_of("No.66は再掲じゃないですよね").turned
    True
    >>> denial_of("委託してはいけないわけではないですか").plain
    '委託してもいいですか'
    >>> denial_of("再掲ではない事業は？")
    """
    text, denied = fold_question(question), patterns(_FILE, "denied")
    barred = denied["no_bar"].match(text)
    if barred is not None:
        return Denial(f"{barred['x']}てもいいですか", False, text[barred.end("x") :].rstrip("?。"))
    for turned, name in ((True, "sure"), (False, "whether")):
        match = denied[name].match(text)
        if match is not None and not patterns(_FILE, "words")["open"].search(match["x"]):
            return Denial(f"{match['x']}ですか", turned, text[match.end("x") :].rstrip("?。"))
    return None


def is_whether(question: str) -> bool:
    """Whether a question is to be answered with はい or いいえ: it ends so and no word asks for anything else."""
    text, words = fold_question(question), patterns(_FILE, "words")
    last = words["whether"].search(text)
    return last is not None and bool(last.group()) and words["open"].search(text) is None


def only_said(question: str) -> bool:
    """Whether what is confirmed is that there is nothing else (人件費だけですか)."""
    return patterns(_FILE, "words")["only"].search(fold_question(question)) is not None


def they_alone(question: str) -> bool:
    """Whether what is confirmed is that it is so of what is named and of nothing else (法務省だけが再掲ですか)."""
    return patterns(_FILE, "words")["only_they"].search(fold_question(question)) is not None


def denial_lost(question: str, told: str) -> bool:
    """Whether what is not so, or may not be, is asked for, and what is told denies nothing.

    >>> denial_lost("市町村が申請できないのはどれ", "市町村は申請することができる。")
    True
    >>> denial_lost("市町村が申請できないのはどれ", "市町村は申請することができない。")
    False
    """
    words = patterns(_FILE, "words")
    asked = words["barred_which"].search(fold_question(question)) is not None
    return asked and words["denying"].search(told) is None


__all__ = ["Denial", "denial_lost", "denial_of", "is_whether", "only_said", "they_alone"]
