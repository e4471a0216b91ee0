"""Passages of printed texts that hold what a question asks for: all its words close together, with a value of its kind.

A text is cut into sentences. The words may stand in the sentence with the value, in the two before it, in the names of
the thing that the text is of, and last in its other texts (the goal says what is measured, the result has the number).
Of several passages the closest ones are kept; two values that compete stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from nlp.questions.asked_facts import ANY, AskedFact, Wanted
from nlp.questions.frame_files import load_frames_file
from nlp.questions.keyword_conditions import keyword_variants
from nlp.questions.number_patterns import ERAS

# A 。 right before a closing bracket (以下「…」という。) ends no sentence.
_SENTENCE = re.compile(r"(?:[^。\n]|。(?=[）)」]))*?(?:。(?![）)」])|\n|(?= ・)|$)")
# A year, not a span (10年間, 3年後) nor a decimal (85.2%): behind its era, of four digits, or said to be fiscal.
_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z])[rh])\s?(?P<n>\d{1,2})(?:年度|年(?![度間前後]|以内)|\.\d)"
    r"|(?<!\d)(?P<whole>\d{4})(?:年度|年(?![度間前後]|以内))|(?<!\d)(?P<fiscal>\d{1,2})年度)"
)
MORE = "(?:以上|以下|程度|超|未満|弱|増|減)"
"""What may follow a number and belongs to its value."""
_MORE = re.compile(MORE)
_CLAUSE_END = re.compile(r"[、;]")
_BACK, _ELSEWHERE = 2, 3
_REACH, _BESIDE = 160, 80
_NEUTRAL_FIELDS = ("limitText", "subsidyRate", "implementer", "description", "project")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed text: `path` is the property that prints it, `names` are those of the thing and of what it is part of.

    `kind` is the thing's class; `year` the fiscal year of the plan or sheet, 0 where none is printed.
    """

    thing: str
    kind: str
    path: str
    text: str
    names: tuple[str, ...]
    year: int = 0

    @property
    def field(self) -> str:
        """The property's own name (goal, overview …)."""
        return re.split(r"[/#]", self.path)[-1]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that holds the fact: [start, end) of the text, the value and where it begins, -1 where there is none.

    `anchor` is a word of the question as printed beside the value, `ahead` whether it stands before it; `absent` are
    loose words that do not stand there. `rank` orders passages, the lowest first.
    """

    printed: Printed
    start: int
    end: int
    rank: tuple[int, ...]
    absent: tuple[str, ...] = ()
    value: str = ""
    value_at: int = -1
    anchor: str = ""
    ahead: bool = True

    @property
    def quote(self) -> str:
        """The sentence as printed."""
        return self.printed.text[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a levelled text with the words that stand in it; `tier` says how far the others had to be looked for.

    `torn` is the number of the question's compounds that do not stand whole in it or in the names.
    """

    printed: Printed
    start: int
    end: int
    text: str
    tier: int
    inside: tuple[Wanted, ...]
    absent: tuple[str, ...]
    torn: int


def level(text: str) -> str:
    """A text with digits and letters of one width, lower case, of the same length.

    >>> level("５年間でＮＰＯ①")
    '5年間でnpo①'
    """
    return "".join(_level_char(char) for char in text)


_LOOKED = re.compile(r"\(\?<?[=!][^()]*\)")
# In this order: what one puts in, a later one leaves alone.
_WIDER = (
    ("[0-9", "[0-9０-９"),
    (r"[\d,.]", "[0-9０-９,，.．]"),
    (r"\d", "[0-9０-９]"),
    ("%", "[%％]"),
)


def wide(pattern: str) -> str:
    """A pattern for levelled texts as one for texts as printed, which every engine reads: signs of either width, and
    nothing looked for beside the match.

    >>> wide(r"(?<![第])\\d[\\d,.]*%")
    '[0-9０-９][0-9０-９,，.．]*[%％]'
    """
    kept = _LOOKED.sub("", pattern)
    for before, after in _WIDER:
        kept = kept.replace(before, after)
    return kept


@lru_cache(maxsize=4096)
def _level_char(char: str) -> str:
    if "①" <= char <= "⑳":
        return char
    kept = normalize("NFKC", char).lower()
    return kept if len(kept) == 1 else char


def find_passages(fact: AskedFact, texts: Iterable[Printed]) -> tuple[Passage, ...]:
    """The passages that hold the fact, the closest ones alone, each sentence once; none where only far ones compete."""
    things: dict[str, list[Printed]] = defaultdict(list)
    for printed in texts:
        asked = not fact.field or printed.field == fact.field
        if asked and (not fact.kinds or printed.kind in fact.kinds):
            things[printed.thing].append(printed)
    found = [
        passage
        for mine in things.values()
        for sentence in _of_thing(fact, mine)
        for passage in _of_sentence(fact, sentence)
    ]
    if not found:
        return ()
    kept = _closest(found)
    if fact.printed and not fact.side:
        # 割合は何%: where the text has a target and a result, and the question says neither, both are told.
        things_meant = {passage.printed.thing for passage in kept}
        aimed = _aimed(kept[0].printed, level(kept[0].quote))
        others = [
            p for p in found if p.printed.thing in things_meant and _aimed(p.printed, level(p.quote)) != aimed
        ]
        kept = (*kept, *(_closest(others) if others else ()))
    far = any(p.rank[0] == _ELSEWHERE for p in kept) and len({level(p.value) for p in kept}) > 1
    return () if far else kept


def _closest(found: Sequence[Passage]) -> tuple[Passage, ...]:
    best = min(passage.rank[:4] for passage in found)
    return _each_once(p for p in found if p.rank[:4] == best)


def _each_once(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Of passages with the same sentence (a part of a sheet, and the sheet's own text) the narrowest thing's."""
    kinds = load_frames_file("passages.toml")["order"]["kinds"]
    place = {kind: at for at, kind in enumerate(kinds)}  # a kind that no line names stands last
    kept: dict[tuple[str, str], Passage] = {}
    for passage in sorted(
        passages, key=lambda p: (place.get(p.printed.kind, len(place)), p.rank, p.printed.thing, p.start)
    ):
        bare = re.sub(r"^[・\d①-⑳.\s]+|[\s。]", "", level(passage.quote))
        same = next(
            (key for key in kept if key[0] == passage.value and (bare in key[1] or key[1] in bare)), None
        )
        if same is None:
            kept[passage.value, bare] = passage
    return tuple(sorted(kept.values(), key=lambda p: (p.rank, p.printed.thing, p.start)))


def _of_thing(fact: AskedFact, mine: Sequence[Printed]) -> Iterator[_Sentence]:
    """The sentences in the texts of one thing, each text levelled once."""
    texts = [level(printed.text) for printed in mine]
    whole = "\n".join(texts)
    for printed, text in zip(mine, texts, strict=True):
        yield from _sentences(fact, printed, text, whole)


def _sentences(fact: AskedFact, printed: Printed, text: str, whole: str) -> Iterator[_Sentence]:
    """The sentences of a text around which all words of the question stand, on the side that is asked for.

    `text` is the printed text levelled, `whole` all texts of its thing.
    """
    names = level("\n".join(printed.names))
    spans = [(m.start(), m.end()) for m in _SENTENCE.finditer(text) if m.group().strip()]
    for number, (start, end) in enumerate(spans):
        sentence = text[start:end]
        if not _on_side(fact, printed, sentence):
            continue
        near = [text[spans[number - back][0] : end] for back in range(min(_BACK, number) + 1)]
        tier = next((n for n, window in enumerate(near) if _all_in(fact, window, names)), None)
        if tier is None and _may_be_elsewhere(fact, sentence) and _all_in(fact, whole, names):
            tier = _ELSEWHERE
        if tier is None:
            continue
        window = near[tier] if tier < len(near) else whole
        absent = tuple(w.said for w in fact.wanted if w.loose and not _stands(w.forms, window + names))
        inside = tuple(word for word in fact.required() if _stands(word.forms, sentence))
        if _heads(fact, sentence, window, far=tier == _ELSEWHERE):
            torn = sum(not _stands(keyword_variants(run), sentence + names) for run in fact.compounds)
            yield _Sentence(printed, start, end, sentence, tier, inside, absent, torn)


def _stands(forms: Sequence[str], text: str) -> bool:
    return any(form.lower() in text for form in forms)


def _all_in(fact: AskedFact, window: str, names: str) -> bool:
    return all(_stands(word.forms, window) or _stands(word.forms, names) for word in fact.required())


def _heads(fact: AskedFact, sentence: str, window: str, *, far: bool) -> bool:
    """Whether the word beside the asking one stands in the text itself: 導入率 is no number of something about 導入."""
    if far:
        return not fact.head or _stands(fact.head, sentence)
    return not fact.head_firm or _stands(fact.head, window)


def _may_be_elsewhere(fact: AskedFact, sentence: str) -> bool:
    """Whether the words may be looked for in the thing's other texts: a number of a kind of its own, told by one of them."""
    if fact.numbers:
        return True
    told = any(_stands(word.forms, sentence) for word in fact.required()) or (
        bool(fact.head) and _stands(fact.head, sentence)
    )
    own = fact.value != ANY or (bool(fact.years) and _year_said(fact, sentence))
    return bool(fact.printed) and own and told and re.search(fact.printed, sentence) is not None


@lru_cache(maxsize=1)
def _side_patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(text) for name, text in load_frames_file("passages.toml")["side"].items()}


def _on_side(fact: AskedFact, printed: Printed, sentence: str) -> bool:
    """Whether a sentence says what is aimed at or what came of it, as asked; both where the question leaves it open."""
    if not fact.side or printed.field in _NEUTRAL_FIELDS:
        return True
    aimed = _aimed(printed, sentence)
    if fact.side == "goal":
        return aimed
    return printed.field != "goal" and (
        printed.field == "achievement"
        or not aimed
        or bool(_side_patterns()["result_printed"].search(sentence))
    )


def _aimed(printed: Printed, sentence: str) -> bool:
    """Whether a sentence says what is aimed at rather than what came of it."""
    return printed.field == "goal" or bool(_side_patterns()["goal_printed"].search(sentence))


def _of_sentence(fact: AskedFact, sentence: _Sentence) -> Iterator[Passage]:
    if not fact.printed:
        passage = _told(fact, sentence)
        if passage is not None:
            yield passage
        return
    matches = list(re.finditer(fact.printed, sentence.text))
    found = [p for m in matches if (p := _valued(fact, sentence, m, matches)) is not None]
    best = min((p.rank for p in found), default=None)
    yield from (p for p in found if p.rank == best)


def _off(fact: AskedFact, sentence: _Sentence) -> bool:
    """Whether a sentence stands in another field than the side asked for has (a review that names a new target)."""
    own = {"goal": "goal", "result": "achievement"}.get(fact.side)
    return own is not None and sentence.printed.field not in (own, *_NEUTRAL_FIELDS)


def _told(fact: AskedFact, sentence: _Sentence) -> Passage | None:
    """A sentence that says what is asked in words, none where its words stand far apart or what it needs is missing."""
    text, inside = sentence.text, sentence.inside
    if not inside and not (fact.numbers and sentence.tier == _ELSEWHERE):
        return None
    if not _of_year(fact, sentence, len(text)):
        return None
    bare = text
    for word in inside:
        bare = re.sub("|".join(re.escape(form.lower()) for form in word.forms), "□", bare)
    places = [min(text.find(f.lower()) for f in word.forms if f.lower() in text) for word in inside]
    spread = max(places, default=0) - min(places, default=0)
    if spread > _REACH or (fact.needs and re.search(fact.needs, bare) is None):
        return None
    missing = len(fact.required()) - len(inside)
    rank = (sentence.tier, sentence.torn, _off(fact, sentence), missing, len(sentence.absent), spread)
    return Passage(sentence.printed, sentence.start, sentence.end, rank, sentence.absent)


def _valued(
    fact: AskedFact, sentence: _Sentence, match: re.Match[str], matches: Sequence[re.Match[str]]
) -> Passage | None:
    """A value with the words beside it: those after the value before, then those behind it in its clause."""
    text = sentence.text
    if not _of_year(fact, sentence, match.start()):
        return None
    low = max((m.end() for m in matches if m.end() <= match.start()), default=0)
    high = min((m.start() for m in matches if m.start() >= match.end()), default=len(text))
    before, behind = text[low : match.start()], _CLAUSE_END.split(text[match.end() : high], maxsplit=1)[0]
    first = [word.forms for word in fact.required() if _stands(word.forms, before)]
    after = [
        word.forms for word in fact.required() if _stands(word.forms, behind) and word.forms not in first
    ]
    if fact.head and _stands(fact.head, before + behind):
        (first if _stands(fact.head, before) else after).append(fact.head)
    if not first and not after and not fact.field and not (fact.years and _year_said(fact, text)):
        return None
    form, place = _nearest(first, before) if first else _nearest(after, behind)
    if (len(before) - place if first else place) > _BESIDE:
        return None
    more = _MORE.match(text, match.end())
    at, stop = sentence.start + match.start(), sentence.start + (more.end() if more else match.end())
    distance = len(before) - place if first else place
    beside = 2 * len(fact.required()) + 2 - 2 * len(first) - len(after)
    source = sentence.printed.text
    return Passage(
        sentence.printed,
        sentence.start,
        sentence.end,
        (sentence.tier, sentence.torn, _off(fact, sentence), beside, len(sentence.absent), distance),
        sentence.absent,
        source[at:stop],
        at,
        form,
        bool(first),
    )


def _nearest(words: Sequence[Sequence[str]], text: str) -> tuple[str, int]:
    """The last of the words in a text as it stands there, and where; ("", 0) where none does."""
    places = [(text.rfind(form.lower()), form) for forms in words for form in forms if form.lower() in text]
    place, form = max(places, default=(0, ""))
    return form, place


def _years(text: str) -> list[tuple[int, int]]:
    """The years printed in a levelled text, as (western year, place).

    >>> _years("令和3年に始め10年間で85.2%、2030年度まで")
    [(2021, 0), (2030, 18)]
    """
    found = []
    for match in _YEAR.finditer(text):
        year = int(match["whole"] or 0) or int(match["n"] or match["fiscal"]) + ERAS[match["era"] or "令和"]
        found.append((year, match.start()))
    return found


def _year_said(fact: AskedFact, text: str) -> bool:
    return any(year in fact.years for year, _ in _years(text))


def _of_year(fact: AskedFact, sentence: _Sentence, place: int) -> bool:
    """Whether a value at `place` is of the year asked for: the year said before it, any year of the sentence, or the plan's own."""
    if not fact.years:
        return True
    said = _years(sentence.text)
    before = [year for year, at in said if at < place]
    if before:
        return before[-1] in fact.years
    return any(year in fact.years for year, _ in said) or (not said and sentence.printed.year in fact.years)


__all__ = ["MORE", "Passage", "Printed", "find_passages", "level", "wide"]
