"""Passages of printed texts that hold what a question asks for: all its words close together, with a value of its kind.

A text is cut into sentences. The words may stand in the sentence with the value, in the two before it, in the names of
the thing that the text is of, and last in its other texts (the goal says what is measured, the result has the number).
Of several passages the closest ones are kept; two values that compete stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.printed.asked_facts import ANY, TIME, AskedFact
from nlp.questions.printed.printed_texts import Passage, Printed, Sentence, level, years_in
from nlp.questions.printed.value_places import (
    ELSEWHERE,
    NEUTRAL_FIELDS,
    places_in,
    same_group,
    stands,
    year_said,
)
from nlp.questions.tables.frame_files import load_frames_file

# Where sentences end; a 。 right before a closing bracket (以下「…」という。) ends none.
_SENTENCE_END = re.compile(r"。(?![）)」])|\n|(?= ・)")
_BACK = 2
_ASIDE = 12
_MOST_TOGETHER = 8


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
        for passage in places_in(fact, sentence)
    ]
    if not found:
        return ()
    if fact.every:
        return _together(found)
    kept = _newest(_closest(found)) if fact.newest else _closest(found)
    if fact.printed and not fact.side:
        # 割合は何%: where the text has a target and a result, and the question says neither, both are told.
        things_meant = {passage.printed.thing for passage in kept}
        aimed = _aimed(kept[0].printed, level(kept[0].quote))
        others = [
            p for p in found if p.printed.thing in things_meant and _aimed(p.printed, level(p.quote)) != aimed
        ]
        others = [p for p in others if same_group(fact, kept[0], p)]
        if kept[0].rank[0] < ELSEWHERE:
            others = [p for p in others if p.rank[0] < ELSEWHERE]
        came = () if others else result_of(fact, kept, things[kept[0].printed.thing]) or _told_by(kept, found)
        kept = (*came, *kept, *(_closest(others) if others else ()))
    far = min(p.rank[0] for p in kept) == ELSEWHERE and _competing(kept)
    far = far or any(p.doubtful and _of_another(fact, p) for p in kept)
    return () if far else tuple(sorted(kept, key=lambda p: not fact.side and p.printed.field == "goal"))


def _of_another(fact: AskedFact, passage: Passage) -> bool:
    """推進交付金, where 推進 and a 交付金 stand apart: a text near the words alone, and not of the grant asked about."""
    grants = load_frames_file("passages.toml")["words"]["named_so"]
    text = level("\n".join((passage.quote, *passage.printed.names)))
    return any(
        run.endswith(tuple(grants)) and not stands(keyword_variants(run), text) for run in fact.compounds
    )


def result_of(fact: AskedFact, kept: Sequence[Passage], mine: Sequence[Printed]) -> tuple[Passage, ...]:
    """The one value of the result where the goal's alone has the words (割合を70%とする; 58.3%であった), or ()."""
    if len(kept) != 1 or kept[0].printed.field != "goal" or kept[0].doubtful or fact.value == TIME:
        return ()
    came = [
        (printed, start, end, value)
        for printed in mine
        if printed.field == "achievement"
        for start, end in _spans(level(printed.text))
        for value in re.finditer(fact.printed, level(printed.text)[start:end])
    ]
    aimed = re.findall(fact.printed, level(kept[0].printed.text))
    if len(came) != 1 or len(aimed) != 1:
        return ()
    printed, start, end, value = came[0]
    at = start + value.start()
    text = printed.text[at : start + value.end()]
    return (Passage(printed, start, end, (ELSEWHERE, *kept[0].rank[1:]), (), text, at, kept[0].anchor),)


def _competing(kept: Sequence[Passage]) -> bool:
    """Whether values speak against each other: of two things, or two in one field (a goal and its result do not)."""
    values = {(level(p.value), p.printed.field) for p in kept}
    pairs = {"goal", "achievement"} >= {field for _, field in values} and len(values) == 2
    apart = len({field for _, field in values}) == 2 and len({p.printed.thing for p in kept}) == 1
    return len({value for value, _ in values}) > 1 and not (pairs and apart)


def _told_by(kept: Sequence[Passage], found: Iterable[Passage]) -> tuple[Passage, ...]:
    """The one result that a measure of the same name tells of a sheet's goal, or ()."""
    if len(kept) != 1 or kept[0].printed.field != "goal" or kept[0].doubtful:
        return ()
    results = [p for p in found if p.printed.field == "achievement" and p.rank[0] == 0 and not p.doubtful]
    return tuple(results) if len(results) == 1 else ()


def _together(found: Sequence[Passage]) -> tuple[Passage, ...]:
    """All values that stand in one field of the thing that the words are of (目標を2つとも)."""
    first = min(found, key=lambda p: p.rank).printed
    same = [p for p in found if (p.printed.thing, p.printed.path) == (first.thing, first.path)]
    at = {(p.printed.text, p.value_at): p for p in sorted(same, key=lambda p: p.rank, reverse=True)}
    kept = sorted(at.values(), key=lambda p: (p.printed.text != first.text, p.printed.text, p.value_at))
    return tuple(kept) if len(kept) <= _MOST_TOGETHER else ()


def _closest(found: Sequence[Passage]) -> tuple[Passage, ...]:
    best = min(passage.rank[:4] for passage in found)
    return _each_once(p for p in found if p.rank[:4] == best)


def _newest(kept: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Of values told of several years those of the last; all where a year is not said of each."""
    years = [max((year for year, _ in years_in(level(p.quote))), default=0) for p in kept]
    return kept if 0 in years else tuple(p for p, y in zip(kept, years, strict=True) if y == max(years))


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


def _of_thing(fact: AskedFact, mine: Sequence[Printed]) -> Iterator[Sentence]:
    """The sentences in the texts of one thing; none where a word of the question stands neither in them nor in its names."""
    texts = [level(printed.text) for printed in mine]
    whole = "\n".join(texts)
    # What the goal measures is what the result is of; any other text with a number of its own speaks of another thing.
    unlike = "\n".join(t for printed, t in zip(mine, texts, strict=True) if printed.field != "goal")
    required = fact.required()
    for printed, text in zip(mine, texts, strict=True):
        names = level("\n".join(printed.names))
        unnamed = tuple(word.forms for word in required if not stands(word.forms, names))
        if _all_in(unnamed, whole):
            beyond = unlike if printed.field == "achievement" else whole
            yield from _sentences(fact, printed, text, whole, beyond, unnamed)


@lru_cache(maxsize=1024)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a levelled text are."""
    ends = [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return tuple(
        span
        for start, end in pairwise((0, *ends))
        if text[start:end].strip()
        for span in _aside_first(text, start, end)
    )


def _aside_first(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """A sentence in brackets (実績:85.9%) with another one right behind it as two."""
    depth = 0
    for at in range(start, end if text.startswith("(", start) else start):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            apart = at - start > _ASIDE and at + 1 < end and text[at + 1] not in "、。はがをにでもとの"
            return ((start, at + 1), (at + 1, end)) if apart else ((start, end),)
    return ((start, end),)


def _sentences(
    fact: AskedFact,
    printed: Printed,
    text: str,
    whole: str,
    beyond: str,
    unnamed: Sequence[Sequence[str]],
) -> Iterator[Sentence]:
    """The sentences of a text around which all words of the question stand, on the side that is asked for.

    `text` is the printed text levelled, `whole` all texts of its thing, `beyond` those that may speak of
    another number; `unnamed` are the words that do not stand in its names, of which all stand in `whole`.
    """
    value = re.compile(fact.printed)
    if value.search(text) is None:
        return
    required = fact.required()
    names, spans, close = level("\n".join(printed.names)), _spans(text), _all_in(unnamed, text)
    for number, (start, end) in enumerate(spans):
        sentence = text[start:end]
        if value.search(sentence) is None or not _on_side(fact, printed, sentence):
            continue
        near = (
            [text[spans[number - back][0] : end] for back in range(min(_BACK, number) + 1)] if close else []
        )
        tier = next((n for n, window in enumerate(near) if _all_in(unnamed, window)), None)
        if tier is None and _may_be_elsewhere(fact, sentence):
            tier = ELSEWHERE
        if tier is None:
            continue
        window = near[tier] if tier < len(near) else whole
        absent = tuple(w.said for w in fact.wanted if w.loose and not stands(w.forms, window + names))
        inside = tuple(word for word in required if stands(word.forms, sentence))
        if _heads(fact, sentence, window + (names if fact.value == "人数" else ""), far=tier == ELSEWHERE):
            torn = sum(not stands(keyword_variants(run), sentence + names) for run in fact.compounds)
            yield Sentence(printed, start, end, sentence, tier, inside, absent, torn, names, beyond)


def _all_in(words: Sequence[Sequence[str]], window: str) -> bool:
    """Whether of each word a form stands in the window."""
    for forms in words:  # noqa: SIM110 (as in `stands`)
        if not stands(forms, window):
            return False
    return True


def _heads(fact: AskedFact, sentence: str, window: str, *, far: bool) -> bool:
    """Whether the word beside the asking one stands in the text itself: 導入率 is no number of something about 導入."""
    if far:
        return not fact.head or stands(fact.head, sentence)
    return not fact.head_firm or stands(fact.head, window)


def _may_be_elsewhere(fact: AskedFact, sentence: str) -> bool:
    """Whether the words may be looked for in the thing's other texts: a number of a kind of its own, told by one of them."""
    if fact.numbers:
        return True
    if fact.value == TIME:
        return False
    told = any(stands(word.forms, sentence) for word in fact.required()) or (
        bool(fact.head) and stands(fact.head, sentence)
    )
    named = fact.measured != "" and fact.measured in sentence
    own = fact.value != ANY or named or (bool(fact.years) and year_said(fact, sentence))
    return bool(fact.printed) and own and told and re.search(fact.printed, sentence) is not None


@lru_cache(maxsize=1)
def _side_patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(text) for name, text in load_frames_file("passages.toml")["side"].items()}


def _on_side(fact: AskedFact, printed: Printed, sentence: str) -> bool:
    """Whether a sentence says what is aimed at or what came of it, as asked; both where the question leaves it open."""
    if not fact.side:
        return True
    if printed.field in NEUTRAL_FIELDS:
        return fact.side != "result" or _side_patterns()["due_printed"].search(sentence) is None
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
    told = _side_patterns()["reached"].sub("", sentence)  # (目標達成) behind a value is what came of it
    return printed.field == "goal" or bool(_side_patterns()["goal_printed"].search(told))


__all__ = ["find_passages", "result_of"]
