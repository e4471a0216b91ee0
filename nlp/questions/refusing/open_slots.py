"""An unread verb between two things of known kinds, read as the one relation that the graph has between such things.

Xに仕分けられた施策 of a section X can only mean those that stand in it, unless the verb says more than that (残った, 移された). The words
that do are a closed list (`closed_words.py`); the slots, and the kanji that the verbs of each are written with, are
`frames/open_slots.toml`. A verb that is neither closed nor of the slot's field is not sure: the question is offered, not answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word, words
from nlp.questions.framing.sets import Knowledge
from nlp.questions.parser import reading_of
from nlp.questions.refusing.closed_words import closed
from nlp.questions.refusing.verb_phrases import (
    VerbPhrase,
    at_the_end,
    at_the_tail,
    before_noun,
    closes,
    copula_at,
    noun_copula,
    requested,
)
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.text import as_typed, fold_question

_WHO = re.compile(r"のは、?(?=どこ|どちら|どの(?:府省庁|府省|省庁|役所|官庁|省)|何省|誰|だれ)")
_KANA = re.compile("[ぁ-ん]+")
_KANJI = re.compile("[^ぁ-ん]")
_THINGS = ("もの", "の", "やつ", "ところ")
# Between a thing and its particle: 3-②(の節)に, 「…」(の下)に.
_HEADS = (
    "節",
    "柱",
    "項",
    "区分",
    "欄",
    "ところ",
    "所",
    "下",
    "中",
    "もと",
    "くくり",
    "枠",
    "枠組み",
    "部分",
    "」",
    "の",
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of `frames/open_slots.toml`; `said` is None where `kinds` tell what stands before it."""

    name: str
    kinds: frozenset[str]
    said: re.Pattern[str] | None
    particles: tuple[str, ...]
    behind: tuple[str, ...]
    voice: str
    signs: frozenset[str]
    words: frozenset[str]
    verbs: frozenset[str]
    but: frozenset[str]
    written: str
    known: str
    offered: bool


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A question with unread words read: (the words said, what they were read as) in `read_as`, and `word`, the first with a meaning.

    `sure` where each verb is of its slot's field; else the question is offered, not answered.
    """

    question: str
    read_as: tuple[tuple[str, str], ...]
    word: str
    sure: bool

    def told(self) -> str:
        """How the words were read, for the interpretation."""
        return "、".join(f"「{said}」を「{known}」" for said, known in self.read_as) + "と読みました"


@dataclass(frozen=True, slots=True)
class _Filled:
    """A slot with the words [start, end) of the text in it."""

    slot: Slot
    start: int
    end: int
    said: str
    word: str
    sure: bool


@lru_cache(maxsize=1)
def open_slots() -> tuple[Slot, ...]:
    """The slots in the order of the file.

    Raises:
        re.error: `said` of a slot is not a regular expression.
    """
    return tuple(_slot(entry) for entry in load_frames_file("open_slots.toml")["slot"])


def _slot(entry: dict[str, Any]) -> Slot:
    return Slot(
        entry["name"],
        frozenset(entry.get("kinds", ())),
        re.compile(f"(?:{entry['said']})$") if "said" in entry else None,
        tuple(entry["particles"]),
        tuple(entry["behind"]),
        entry.get("voice", "any"),
        frozenset(entry["signs"]),
        _forms(entry["words"]),
        _forms(entry.get("verbs", ())),
        _forms(entry["but"]),
        entry["written"],
        entry["known"],
        entry.get("offered", True),
    )


def _forms(said: Collection[str]) -> frozenset[str]:
    """The words as they are written and in their normalised form."""
    taken = (words(fold_question(entry)) for entry in said)
    return frozenset((*said, *("".join(token.normal for token in tokens) for tokens in taken)))


def read_slots() -> None:
    """Read the tables, for which the first refusal would else wait."""
    open_slots()
    closed(words("置く"))


def relaxed(question: str, named: Collection[str], known: Knowledge) -> Iterator[Relaxed]:
    """The question with the unread verb of a slot, or those of two, read as the slots' relations.

    `named` are the stretches that the refusal names: each that stands in the question must be of the verbs, or there is more
    that was not read.
    """
    reading = reading_of(question, known)
    filled = tuple(_filled(reading))
    pairs = ((a, b) for a, b in combinations(filled, 2) if a.sure and b.sure and a.end <= b.start)
    for ways in (*((one,) for one in filled), *pairs):
        spans = [(way.start, way.end) for way in ways]
        if not _more_unread(named, reading, spans):
            written, reached = "", 0
            for way in ways:
                written += reading.text[reached : way.start] + way.slot.written
                reached = way.end
            asked = as_typed(written + reading.text[reached:], reading.question)
            read_as = tuple((way.said, way.slot.known) for way in ways)
            yield Relaxed(asked, read_as, ways[0].word, ways[0].sure)


def _filled(reading: Reading) -> Iterator[_Filled]:
    """The slots of a question with a verb that is not closed; not one that was read, and is written in known words."""
    typed = fold_question(reading.question)
    for place, token in enumerate(reading.tokens[:-1]):
        for slot in open_slots():
            start = _start(slot, reading, place) if token.surface in slot.particles else -1
            verb = _verb(slot, reading, place + 1) if start >= 0 else None
            if verb is None or _closed(slot, verb):
                continue
            said = reading.text[_told_from(slot, token, start) : verb.end].rstrip("?。!")
            word = (*verb.object, *verb.stem, token)[0].surface
            sure = _of_field(slot, verb)
            if (sure or slot.offered) and word in typed:
                yield _Filled(slot, start, verb.end, said, word, sure)


def _start(slot: Slot, reading: Reading, place: int) -> int:
    """Where the words of a slot begin, its particle at that place; -1 where what the slot is about does not stand before it.

    A heading word (の節) may stand between them. Words of a slot's `said` in the group `cut` are of the slot too.
    """
    particle = reading.tokens[place].start
    if slot.said is not None:
        found = slot.said.search(reading.text[:particle])
        return -1 if found is None else found.start("cut") if "cut" in slot.said.groupindex else particle
    at = place
    while at and reading.tokens[at - 1].surface in _HEADS:
        at -= 1
    ends = {reading.tokens[n].start for n in range(at, place + 1)}
    hits = [(hit.end, frozenset(hit.kinds())) for hit in reading.entities if hit.end in ends]
    hits += [(hit.end, frozenset((hit.kind,))) for hit in reading.numbers if hit.end in ends]
    fit = [end for end, kinds in hits if kinds and kinds <= slot.kinds]
    return fit[0] + reading.text.startswith("」", fit[0]) if fit else -1


def _told_from(slot: Slot, particle: Word, start: int) -> int:
    """Where the words begin that the interpretation quotes: どう with its verb, a particle of case without."""
    cut = slot.said is not None and "cut" in slot.said.groupindex
    return start if cut else particle.end if particle.pos in ("助詞", "補助記号") else particle.start


def _verb(slot: Slot, reading: Reading, place: int) -> VerbPhrase | None:
    """The verb of the slot that begins at that place, with what it is said of behind it; None where there is none."""
    if slot.voice == "none":
        return copula_at(reading.tokens, place, reading.text)
    if slot.voice == "noun":
        return noun_copula(reading.tokens, place, reading.text)
    match slot.behind:
        case ("end",):
            found = at_the_end(reading.tokens, place, reading.text)
            if found is not None and not closes(found, fold_question(reading.question)):
                return None
        case ("request",):
            found = requested(reading.tokens, place, reading.text)
        case ("tail",):
            found = at_the_tail(reading.tokens, place, reading.text)
        case ("who",):
            found = before_noun(reading.tokens, place)
            asked = _WHO.match(reading.text, found.end) if found is not None else None
            if found is None or asked is None:
                return None
            found = replace(found, end=asked.end())
        case _:
            found = before_noun(reading.tokens, place)
            if found is not None and not _of_class(slot, reading, found.end):
                return None
    return found if found is not None and (found.passive or slot.voice != "passive") else None


def _of_class(slot: Slot, reading: Reading, start: int) -> bool:
    """Whether the first word for a kind of thing from `start` on is one of the slot, nouns alone before it.

    施策のうちXに分類されるもの: もの is of the kind said before.
    """
    cues = sorted(reading.of_slot("class"), key=lambda cue: cue.start)
    first = next((cue for cue in cues if cue.start >= start), None)
    if first is None and reading.text.startswith(_THINGS, start):
        first = next((cue for cue in cues), None)
    if first is None or first.value not in slot.behind:
        return False
    between = (token for token in reading.tokens if start <= token.start < first.start)
    return all(token.surface in ("の", "・") or _is_read(token, reading) for token in between)


def _is_read(token: Word, reading: Reading) -> bool:
    """Whether a token stands in a cue, a name or a number (令和7年度補正の事業, no まま of 置かれたままの事業)."""
    spans = [(cue.start, cue.end) for cue in reading.cues]
    spans += [(hit.start, hit.end) for hit in reading.entities]
    spans += [(hit.start, hit.end) for hit in reading.numbers]
    return any(start <= token.start < end for start, end in spans)


def _closed(slot: Slot, verb: VerbPhrase) -> bool:
    """Whether the verb says more than the relation: a closed word, or one with an object that is none of the slot's."""
    if verb.object:
        return not (_all_in(slot.words, verb.object) and _all_in(slot.verbs, verb.stem))
    said = (token for token in verb.stem if not _in(slot.but | slot.words, token))
    return bool(closed(said, slot.signs))


def _of_field(slot: Slot, verb: VerbPhrase) -> bool:
    """Whether all kanji that the verb is written with are of the slot's field, or it is one of its words."""
    if verb.object or slot.voice == "none" or "".join(token.base for token in verb.stem) in slot.words:
        return True
    told = [token for token in verb.stem if not _KANA.fullmatch(token.normal)]
    return bool(told) and all(
        _in(slot.words, token) or slot.signs.issuperset(_KANJI.findall(token.normal)) for token in told
    )


def _all_in(said: frozenset[str], tokens: tuple[Word, ...]) -> bool:
    whole = "".join(token.base for token in tokens) in said
    return whole or (bool(tokens) and all(_in(said, token) for token in tokens))


def _in(said: frozenset[str], token: Word) -> bool:
    return not said.isdisjoint((token.normal, token.base, token.surface))


def _more_unread(named: Collection[str], reading: Reading, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch that the refusal names stands in the question elsewhere than in the spans, and is no name."""
    rest = list(reading.text)
    names = [(hit.start, hit.end) for hit in reading.entities]
    for start, end in (*names, *spans):
        rest[start:end] = "\0" * (end - start)
    held = [reading.text[start:end] for start, end in spans]
    return any(word in "".join(rest) and not any(word in span for span in held) for word in named)


__all__ = ["Relaxed", "Slot", "open_slots", "read_slots", "relaxed"]
