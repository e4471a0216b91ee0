"""Turns of phrase put as written ones: one file for each idea in `frames/turns`, in the order that `order.toml` there states.

`<<name>>` in a pattern stands for any word of the family `name`, of `order.toml` or of the file itself; a family may use
those that stand above it. To see which turns a question takes: `python -m nlp.questions.typed.turns 出どころは？`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.needed_signs import needed, pieces_of
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.said_order import in_written_order
from nlp.questions.typed.synonyms import in_known_words
from nlp.questions.typed.text import fold_question

_QUOTED = re.compile(r"(「[^」]*」|『[^』]*』|\"[^\"]*\")")


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of phrase of the file `idea`: what is said, and how it is written.

    `examples` are questions that it turns, each with what the whole is read as; `unlike` are questions that it must leave.
    """

    idea: str
    pattern: re.Pattern[str]
    written: str
    examples: tuple[tuple[str, str], ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A turn that was taken: the text before and after it."""

    turn: Turn
    before: str
    after: str


@lru_cache(maxsize=1)
def turns() -> tuple[Turn, ...]:
    """Every turn of phrase, in the order in which they are tried.

    Raises:
        ProfileError: a pattern is no regular expression or names an unknown family.
    """
    first = load_frames_file("turns/order.toml")
    shared = families_of(first, {}, "order")
    found: list[Turn] = []
    for idea in first["order"]:
        data = load_frames_file(f"turns/{idea}.toml")
        families = families_of(data, shared, idea)
        found.extend(turn_of(entry, families, idea) for entry in data["turn"])
    return tuple(found)


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """The text with what stands outside quotations (「…」) changed.

    >>> outside_quotes("「えー」と言うえー", lambda part: part.replace("えー", ""))
    '「えー」と言う'
    """
    return "".join(part if number % 2 else change(part) for number, part in enumerate(_QUOTED.split(text)))


@lru_cache(maxsize=512)
def put_as_written(text: str) -> str:
    """Folded text without quotations, with its known words and turns of phrase as they are written.

    >>> put_as_written("おんなじ事業はなんぼ?")
    '同じ事業はいくら?'
    """
    text = in_known_words(text)
    for _, after in _each_turned(text):
        text = after
    return text


def steps(text: str) -> tuple[Step, ...]:
    """The turns that a folded question takes outside quotations, in their order."""
    taken: list[Step] = []
    for part in _QUOTED.split(text)[::2]:
        part = in_known_words(part)
        for turn, after in _each_turned(part):
            taken.append(Step(turn, part, after))
            part = after
    return tuple(taken)


def _each_turned(text: str) -> Iterator[tuple[Turn, str]]:
    """The turns that change a text with known words, one after the other, and the text behind each."""
    every = turns()
    worth, at = _worth_trying(text, every), 0
    while at < len(worth):
        number = worth[at]
        at += 1
        if every[number].pattern.search(text) is None:
            continue  # of ninety tried few are found, and looking costs less than putting nothing in their place
        after = every[number].pattern.sub(every[number].written, text)
        if after != text:
            yield every[number], after
            text, at = after, 0
            worth = [other for other in _worth_trying(after, every) if other > number]


def _worth_trying(text: str, every: Sequence[Turn]) -> Sequence[int]:
    """The numbers of the turns that may turn a text, in order: all of them until `turns_by_piece` was asked for."""
    if not turns_by_piece.cache_info().currsize:
        return range(len(every))
    sorted_ones, by_piece = turns_by_piece()
    if sorted_ones is not every:
        return range(len(every))
    return sorted(set[int]().union(by_piece[""], *(by_piece.get(piece, ()) for piece in pieces_of(text))))


@lru_cache(maxsize=1)
def turns_by_piece() -> tuple[Sequence[Turn], Mapping[str, Sequence[int]]]:
    """The turns, and those that need a piece of a text by number; under "" those that need none.

    Of a thousand turns a question has what some ninety need. It takes 0.4 s to work out, which one question does not win
    back: a process that answers many asks for it once, before the first.
    """
    every = turns()
    found: dict[str, list[int]] = {"": []}
    for number, turn in enumerate(every):
        for piece in needed(turn.pattern) or ("",):
            found.setdefault(piece, []).append(number)
    return every, found


def turn_of(entry: Mapping[str, Any], families: Mapping[str, str], idea: str) -> Turn:
    """A `[[turn]]` of the file `idea`, with its families written out.

    Raises:
        ProfileError: its pattern is no regular expression or names an unknown family.
    """
    examples = tuple((said, read) for said, read in entry.get("example", ()))
    pattern = compiled(entry["pattern"], families, idea)
    return Turn(idea, pattern, entry["written"], examples, tuple(entry.get("not", ())))


def _show(question: str) -> None:
    for step in steps(fold_question(in_written_order(question))):
        print(f"turns/{step.turn.idea}.toml  {step.turn.pattern.pattern}\n  {step.before}\n  {step.after}")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        _show(argument)
