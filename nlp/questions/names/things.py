"""The thing that a question names: by its whole name, its number, a part of its name, or a name nearly right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.questions.conditions.standing import stands_behind
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import words
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Name
from nlp.questions.names.linking import Candidate, best_candidates
from nlp.questions.records import AskBack, Choice, Linked
from nlp.questions.typed.text import fold_key

THINGS = (
    "programme",
    "measure",
    "grantee",
    "guideline",
    "call",
    "eligible_programme",
    "law",
    "plan",
    "component",
)
_MOST_CHOICES = 8
_GOOD = 85.0
_SURE = 6
_APART = 2


@dataclass(frozen=True, slots=True)
class Thing:
    """What was named. `names` are several only where the question names several; `surface` is what stood there."""

    names: tuple[Name, ...]
    surface: str
    score: float = 100.0
    others: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the things."""
        return self.names[0].kind

    def linked(self) -> tuple[Linked, ...]:
        """How each name was understood, for the answer."""
        return tuple(Linked(self.surface, n.id, n.kind, n.label, self.score, self.others) for n in self.names)


def whole_things(reading: Reading, kinds: Sequence[str]) -> Thing | None:
    """The things named in full, of the first of `kinds` that any of them has."""
    for kind in kinds:
        found = tuple(dict.fromkeys(n for hit in reading.entities for n in hit.names if n.kind == kind))
        if found:
            surface = "・".join(h.surface for h in reading.entities if kind in h.kinds())
            return Thing(found, surface)
    return None


def numbered_thing(reading: Reading, kinds: Sequence[str], known: Knowledge, prefer: str) -> Thing | None:
    """The measures or rows that No.N (or No.8、9、10) names; `prefer` is "measure" or "line" where both exist."""
    hits = reading.numbers_of("number")
    if not hits or any(len(hit.values) != 1 for hit in hits):
        return None
    numbers = list(dict.fromkeys(int(hit.values[0]) for hit in hits))
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    order = ("line", "measure") if prefer == "line" else ("measure", "line")
    for kind in order:
        if kind not in kinds and kind != "line":
            continue
        found = [n for n in known.lexicon.of_kind(kind) if n.number in numbers]
        if years and (kind == "line" or any(n.year in years for n in found)):
            of_years = [n for n in found if n.year in years]
            # No.52は令和7年度の何番: the year is that of the number asked for.
            found = of_years or (found if reading.has("attr:number") else of_years)
        if found:
            newest = max(n.year or 0 for n in found)
            newest_only = sorted(
                (n for n in found if n.year == newest), key=lambda n: numbers.index(n.number or 0)
            )
            return Thing(tuple(newest_only)[: len(numbers)], f"No.{'・'.join(map(str, numbers))}")
    return None


def partial_thing(
    reading: Reading, kinds: Sequence[str], known: Knowledge, *, sure: bool = False, money: bool = False
) -> Thing | AskBack | None:
    """The thing that the question nearly names; a question back when several fit equally.

    All its words together first (氷河期 and 交付金 in one name), then the longest stretch that fits well. With
    `sure` only a stretch of six characters or more that stands in one name alone. With `money` the first of `kinds`
    comes before the others.
    """
    together = thing_of_words(reading, kinds, known)
    if together is not None and not sure:
        return together
    phrases = [reading.text[start:end] for start, end in reading.phrases]
    phrases += [word for core in reading.cores if core.noun for word in (core.whole, core.text)]
    best: tuple[str, tuple[Candidate, ...]] | None = None
    # Of a programme and a measure of one name only the programme has money.
    looked = (kinds[:1], kinds, THINGS) if money else (kinds, THINGS)
    for phrase in sorted(dict.fromkeys(phrases), key=len, reverse=True):
        for allowed in looked:
            found = best_candidates(known.index.nearest(phrase, allowed))
            if found and (best is None or found[0].score > best[1][0].score):
                best = (phrase, found)
            if found and (allowed is not looked[0] or not money or found[0].score >= _GOOD):
                break
        if best is not None and best[1][0].score >= _GOOD:
            break
    if best is None:
        return None
    phrase, found = best
    names = tuple(dict.fromkeys(item.name for item in found))
    chosen = _chosen(phrase, names, found, reading, kinds)
    if sure and (not isinstance(chosen, Thing) or chosen.score < 100 or len(phrase) < _SURE):
        return None
    return chosen


def only_a_topic(thing: Thing, text: str) -> bool:
    """Whether what was named by a part is spoken of rather than named: said to stand in texts (…に触れている施策), or a word
    of the gloss that stands for a name which the document has lost ("（…）", "…の推進（…）") and none of a printed name."""
    place = text.find(thing.surface)
    if place >= 0 and stands_behind(text[place + len(thing.surface) :]):
        return True
    return all(name.only_glossed(thing.surface) for name in thing.names)


def thing_of_words(
    reading: Reading, kinds: Sequence[str], known: Knowledge, *, apart: bool = False
) -> Thing | None:
    """The one thing whose name holds every unexplained word and target group of the question, two at least; `apart`: those of
    one compound count each (児童館モデル in 児童館等を活用した…モデル事業)."""
    pieces = [core.text for core in reading.cores if core.noun]
    pieces += [
        hit.surface
        for hit in reading.of_kind("target_group")
        if not any(hit in c.inside for c in reading.cores)
    ]
    if len(pieces) == 1 and apart and not known.index.containing(pieces[0], ("programme", "measure")):
        pieces = [word.surface for word in words(pieces[0]) if word.pos == "名詞" and len(word.surface) > 1]
    if len(pieces) < 2:
        return None
    holders = [_holding(piece, kinds, known) for piece in pieces]
    names = set.intersection(*holders)
    if len({fold_key(name.label) for name in names}) != 1:
        return None
    if all(name.kind == "component" for name in names):
        return Thing(tuple(sorted(names, key=lambda name: name.id)), "・".join(pieces), 95.0)
    return Thing((min(names, key=lambda name: _place(name, kinds)),), "・".join(pieces), 95.0)


def _holding(piece: str, kinds: Sequence[str], known: Knowledge) -> set[Name]:
    """The things whose names have a piece, or all words of it (つながりづくり調査研究: 〜つながりづくりに関する調査研究)."""
    whole = set(known.index.containing(piece, kinds))
    nouns = [word.surface for word in words(piece) if len(word.surface) > 1]
    if whole or len(nouns) < _APART:
        return whole
    return set.intersection(*(set(known.index.containing(noun, kinds)) for noun in nouns))


def _place(name: Name, kinds: Sequence[str]) -> int:
    return kinds.index(name.kind) if name.kind in kinds else len(kinds)


def _chosen(
    phrase: str, names: tuple[Name, ...], found: Sequence[Candidate], reading: Reading, kinds: Sequence[str]
) -> Thing | AskBack | None:
    by_label: dict[str, list[Name]] = {}
    for name in names:
        by_label.setdefault(fold_key(name.label), []).append(name)
    parts = tuple(name for name in names if name.kind == "component")
    if len(by_label) == 1 and len(parts) == len(names):
        return Thing(parts, phrase, found[0].score)  # one component, printed by the sheets of several years
    if len(by_label) == 1:
        # One name that several kinds bear (an 事業 and its 公募) is no ambiguity here.
        return Thing((min(names, key=lambda name: _place(name, kinds)),), phrase, found[0].score)
    exact = [n for n in names if phrase in (n.label, *n.alternatives)]
    if len(exact) == 1:
        return Thing((exact[0],), phrase)
    choices = tuple(
        Choice(substituted(reading, phrase, group[0]), f"「{group[0].label}」") for group in by_label.values()
    )[:_MOST_CHOICES]
    more = f"（{len(choices)}を挙げます）" if len(by_label) > len(choices) else ""
    text = f"「{phrase}」に当たるものが{len(by_label)}あります{more}。どれでしょうか。"
    return AskBack(text, f"「{phrase}」", choices, named=True)


def substituted(reading: Reading, phrase: str, name: Name) -> str:
    """The question with `phrase` replaced by the full name of a thing (or its number where the name is cut)."""
    label = f"施策No.{name.number}" if name.kind == "measure" and name.number else name.label
    original = reading.question
    pattern = r"\s*".join(re.escape(char) for char in phrase)
    replaced, count = re.subn(pattern, lambda _: label, original, count=1, flags=re.IGNORECASE)
    if count:
        return replaced
    return reading.text.replace(phrase, label, 1)
