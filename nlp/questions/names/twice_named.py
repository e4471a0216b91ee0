"""A thing said by its number and by a name beside it (施策No.16、よりそい相談の関連リンクは; 施策の五番、研究開発のプログラムのことだと思うんですが、…):
the number tells which it is, and the name is held against it. The patterns are those of `frames/talk.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import words
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key, fold_question

_said = partial(patterns, "talk.toml", "twice_named")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class TwiceNamed:
    """The question with the number alone, what else it was called as typed, and what it is."""

    asked: str
    called: str
    thing: Name


def twice_named(question: str, lexicon: Lexicon, read: Callable[[str], Reading]) -> Iterator[TwiceNamed]:
    """The ways in which the question may be read without the name beside a measure's number, the shortest name first: where a noun of
    the name stands in the name of the one measure that has the number, and the name is that of nothing else. `read` reads a text
    by itself."""
    text = fold_question(question)
    number = _said()["number"].search(text)
    if number is None:
        return
    things = [name for name in lexicon.of_kind("measure") if str(name.number) == number["n"]]
    if len(things) != 1:
        return
    rest = text[number.end() :]
    for behind in _said()["behind"].finditer(rest):
        called = rest[: behind.start()]
        if _said()["name"].fullmatch(called) is None:
            continue
        if _of(called, things[0]) and not _others(called, things[0], read):
            joined = f"施策{number['n']}番{behind['joined'] or 'は、'}"
            yield TwiceNamed(f"{text[: number.start()]}{joined}{rest[behind.end() :]}", called, things[0])


def _others(said: str, thing: Name, read: Callable[[str], Reading]) -> bool:
    """Whether what was said is the name of another thing, or holds a word for what is asked (…の担当)."""
    reading = read(said)
    if any(cue.slot in ("attr", "ask") for cue in reading.cues):
        return True
    named = {name.id for hit in reading.entities for name in hit.names if name.kind != "target_group"}
    return bool(named - {thing.id})


def _of(said: str, thing: Name) -> bool:
    """Whether a noun of what was said stands in a name of the thing."""
    labels = fold_key("".join((thing.label, *thing.alternatives)))
    nouns = [t.surface for t in words(said) if t.pos == "名詞" and len(t.surface) >= _SHORTEST]
    return any(fold_key(noun) in labels for noun in nouns)


__all__ = ["TwiceNamed", "twice_named"]
