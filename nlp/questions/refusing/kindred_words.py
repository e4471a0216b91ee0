"""A question refused for a word that no table holds, in words of the same meaning: 受け持ち as 担当.

Which words mean the same is told by the synonym groups of Sudachi's dictionary; what words are known, by the tables
of `frames/`. Only a word that nothing explains is exchanged: no name, number, quotation or part of a longer word. A
word is never exchanged for its opposite (`frames/opposed.toml`), nor for one of two opposites that share its group.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.found.words import Word, groups_of_word, words
from nlp.questions.framing.sets import Knowledge, condition_data
from nlp.questions.parser import reading_of
from nlp.questions.tables.cues import load_cues
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.synonyms import inflected, inflects
from nlp.questions.typed.text import fold_question

_NOUNS = ("名詞", "形状詞")
_EXCHANGED = (*_NOUNS, "動詞", "形容詞", "副詞")
_NEVER = ("数詞", "固有名詞", "非自立可能", "助動詞語幹")
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』")
_PLAIN_SIGN = re.compile(r"[ぁ-んァ-ヶa-z0-9.%]")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥々]")
_TELLING = ("ask", "attr", "cond", "stage", "group", "join")
_MOST_UNKNOWN = 2
_MOST_WAYS = 6


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question with words exchanged: (the word said, the known word) in `read_as`.

    `sure` is False where a known word means something else too (敷地 as サイト): such a question is offered, not answered.
    """

    question: str
    read_as: tuple[tuple[str, str], ...]
    sure: bool

    def said(self) -> str:
        """How the words were read, for the interpretation."""
        return "、".join(f"「{word}」を「{known}」" for word, known in self.read_as) + "と読みました"


def reworded(question: str, named: Collection[str], known: Knowledge) -> Iterator[Reworded]:
    """The question in known words, at most six ways, for the words in `named` that nothing explains.

    `named` are the stretches that a refusal names. Nothing is given where one of the unexplained words has no known
    word of its meaning, or where they are more than two.
    """
    text = fold_question(question)
    tokens = words(text)
    places = _unexplained(question, text, tokens, named, known)
    if not 0 < len(places) <= _MOST_UNKNOWN:
        return
    choices = [[(place, word) for word in kindred(tokens[place])] for place in places]
    for chosen in itertools.islice(itertools.product(*choices), _MOST_WAYS):
        written = _written(text, tokens, dict(chosen))
        if written:
            read_as = tuple((tokens[place].surface, word.base) for place, word in chosen)
            sure = all(_means_only(tokens[place], word) for place, word in chosen)
            yield Reworded(written, read_as, sure)


def read_tables() -> None:
    """Read the words of all tables, for which the first refusal would else wait (some 0.3 s)."""
    _known_by_group()
    _held()


def kindred(token: Word) -> tuple[Word, ...]:
    """The known words that share a synonym group with the token and may stand in its place, those of no other meaning first.

    A noun is read only as a word that asks or restricts: read as one that says nothing, it would be dropped.
    """
    found = dict(entry for group in _groups(token) for entry in _known_by_group().get(group, ()))
    near = [word for word in found if word.normal != token.normal]
    kept = [word for word in near if not _opposed(token, word) and not any(_opposed(word, w) for w in near)]
    fit = (word for word in kept if _fits(token, word) and (found[word] or token.pos not in _NOUNS))
    return tuple(sorted(fit, key=lambda word: not _means_only(token, word)))


def _groups(token: Word) -> frozenset[int]:
    return groups_of_word(token.base) | groups_of_word(token.normal)


def _means_only(token: Word, word: Word) -> bool:
    """Whether all that a known word means is meant by the token too."""
    return _groups(word) <= _groups(token)


def opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The pairs of `frames/opposed.toml`, in normalised forms."""
    return _opposites()


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = load_frames_file("opposed.toml")["pair"]
    return tuple((_forms(pair["one"]), _forms(pair["other"])) for pair in pairs)


def _forms(said: Collection[str]) -> frozenset[str]:
    normal = ("".join(word.normal for word in words(fold_question(entry))) for entry in said)
    return frozenset((*said, *normal))


def _opposed(one: Word, other: Word) -> bool:
    first, second = {one.normal, one.base}, {other.normal, other.base}
    return any((first & a and second & b) or (first & b and second & a) for a, b in _opposites())


def _fits(token: Word, word: Word) -> bool:
    """Whether the known word can be written in the token's place."""
    if token.pos == "動詞":
        return word.use == "サ変可能" or (word.pos == "動詞" and inflects(word))
    if token.pos == "形容詞":
        return word.pos == "形容詞" and word.base.endswith("い") and token.base.endswith("い")
    return word.pos in _NOUNS if token.pos in _NOUNS else word.pos == token.pos


def _written(text: str, tokens: tuple[Word, ...], chosen: Mapping[int, Word]) -> str:
    written, reached = "", 0
    for place, token in enumerate(tokens):
        if place not in chosen or token.start < reached:
            continue
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        said, end = _in_form(chosen[place], token, following)
        written, reached = written + text[reached : token.start] + said, end
    return written + text[reached:]


def _in_form(word: Word, token: Word, following: Word | None) -> tuple[str, int]:
    if token.pos == "動詞":
        verb = word.base if word.pos == "動詞" else f"{word.base}する"
        return inflected(verb, token, following)
    if token.pos == "形容詞":
        return word.base[:-1] + token.surface[len(token.base) - 1 :], token.end
    return word.base, token.end


def _unexplained(
    question: str, text: str, tokens: tuple[Word, ...], named: Collection[str], known: Knowledge
) -> list[int]:
    """The places of the tokens that may be exchanged."""
    reading = reading_of(question, known)
    told = [hit.surface for hit in reading.entities]
    told += [reading.text[hit.start : hit.end] for hit in reading.numbers]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return [
        place
        for place, token in enumerate(tokens)
        if any(token.surface in words_named for words_named in named)
        and _open(token)
        and not any(token.surface in words_told for words_told in told)
        and not any(start <= token.start < end for start, end in quoted)
        and not (token.pos in _NOUNS and known.index.containing(token.surface))
        and not _in_longer_word(tokens, place)
    ]


def _open(token: Word) -> bool:
    """Whether a token is a content word that no table holds."""
    short = len(token.surface) == 1 and _PLAIN_SIGN.match(token.surface)
    content = token.pos in _EXCHANGED and token.detail not in _NEVER
    return content and not short and token.normal not in _held()


def _in_longer_word(tokens: tuple[Word, ...], place: int) -> bool:
    """実支出, 孤独死者: a noun with a prefix before it, or beside a noun that is unknown too, is part of another word."""
    token = tokens[place]
    if token.pos not in _NOUNS:
        return False
    before = tokens[place - 1] if place else None
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    if before is not None and before.pos == "接頭辞":
        return True
    return any(other is not None and other.pos in _NOUNS and _open(other) for other in (before, behind))


@lru_cache(maxsize=1)
def _known_by_group() -> Mapping[int, tuple[tuple[Word, bool], ...]]:
    """The words that are read, by synonym group, with whether they ask or restrict: entries of the tables that are one word."""
    found: dict[int, dict[Word, bool]] = {}
    for said, tells in _read_words():
        tokens = words(said)
        if len(tokens) != 1 or tokens[0].pos not in _EXCHANGED or tokens[0].detail in _NEVER:
            continue
        if not _JAPANESE.search(said):
            continue
        base = tokens[0] if tokens[0].surface == tokens[0].base else words(tokens[0].base)[0]
        for group in groups_of_word(base.base):
            held = found.setdefault(group, {})
            held[base] = held.get(base, False) or tells
    return {group: tuple(held.items()) for group, held in found.items()}


def _read_words() -> Iterator[tuple[str, bool]]:
    """The entries of the tables, each with whether it asks or restricts: what any computation serves says nothing."""
    serves = load_frames_file("serves.toml")
    for table in load_cues():
        for said, values in table.surfaces.items():
            told = (v for v in values if "*" not in serves.get(table.slot, {}).get(v, ()))
            yield said, table.slot in _TELLING and any(told)
    for kind in ("noun", "verb"):
        for entry in load_frames_file("synonyms.toml").get(kind, ()):
            yield from ((said, True) for said in (entry["written"], *entry["said"]))
    yield from ((said, False) for said in condition_data()["neutral_verbs"])


@lru_cache(maxsize=1)
def _held() -> frozenset[str]:
    """The normalised forms of all entries of one word, those among them that only forbid an answer or say nothing.

    A word that tables hold only beside others (顔 of 顔を出す) is not known by itself.
    """
    data = condition_data()
    said = [
        *(entry for entry, _ in _read_words()),
        *data["generic_words"],
        *data["never_keywords"],
        *data["rule_words"],
    ]
    said += load_frames_file("serves.toml")["words"]["neutral"]
    said += [s for entry in load_frames_file("declines.toml")["decline"] for s in entry.get("surfaces", ())]
    said += [s for names in load_frames_file("speech.toml")["classes"].values() for s in names]
    tokens = (words(entry) for entry in said)
    return frozenset(token.normal for run in tokens if len(run) == 1 for token in run)
