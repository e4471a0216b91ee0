"""A value printed beside the words of a question: which one of a sentence is the one asked for, and whether it surely is.

A value is of the words that stand after the value before it, or behind it in its clause. It is told as the answer only where
nothing speaks for another one; a number torn apart by its reader's layout (30 0校) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.questions.printed.asked_facts import AskedFact
from nlp.questions.printed.asked_sides import YES_NO
from nlp.questions.printed.dated_names import dates_another
from nlp.questions.printed.printed_texts import MORE, Passage, Sentence, level, years_in
from nlp.questions.tables.frame_files import load_frames_file

REACH = 160
_BESIDE = 80
ELSEWHERE = 3
_MORE = re.compile(MORE)
_CLAUSE_END = re.compile(r"[、;]")
# 令和3年7月から、電話リレー…: the comma right behind a time ends no clause.
_STILL = re.compile(r"^(?:から|より|まで|までに|に|には|は|末|末に|現在|時点で?)?、")
# A及び[令和7年]より始まったB: A stands beside the value without being its word.
_BESIDE_ANOTHER = re.compile(r"[^、。はがをにで]*(?:及び|並びに|又は|と|や|・)$")
_TORN_BEFORE = re.compile(r"[0-9][,.]?\s+(?:約|延べ|のべ)?$|[0-9]\s+,?$")
_TORN_BEHIND = re.compile(r"^\s*,?\s?[0-9]|^\s+,[0-9]")
_QUOTED = re.compile("「([^「」]+)」")
_RIGHT_BEFORE = re.compile(r"[はがをのも:\s(]*$")
_PARTS = re.compile(r"[。\n]")
_LAW_NUMBER = re.compile(r"\([^()]*(?:法律|令|条例|規則)第[0-9]+号[^()]*\)")
_LAW_BEHIND = re.compile(r"(?:法律|政令|[^、。()0-9]{0,4}[省府]令|条例|規則|訓令|告示)第")
_DIGIT_END = re.compile(r"[0-9]$")
# How far beside a time the word stands that says what it is the time of.
_ROLE_BEFORE, _ROLE_BEHIND = 10, 24
NEUTRAL_FIELDS = ("limitText", "subsidyRate", "implementer", "description", "project")


def places_in(fact: AskedFact, sentence: Sentence) -> Iterator[Passage]:
    """The passage that a sentence is for a fact: with each of the values nearest to its words, without one where it is told in words."""
    if not fact.printed:
        passage = _told(fact, sentence)
        if passage is not None:
            yield passage
        return
    matches = [m for m in re.finditer(fact.printed, sentence.text) if not _torn(sentence.text, m)]
    matches = [m for m in matches if not _step(fact, sentence.text[m.end() :])] or matches
    own = [m for m in matches if not _numbers_law(sentence.text, m)]
    found = [p for m in own if (p := _valued(fact, sentence, m, matches)) is not None]
    best = min((p.rank for p in found), default=None)
    yield from (p for p in found if fact.every or p.rank == best)


def stands(forms: Sequence[str], text: str) -> bool:
    """Whether one of the forms of a word stands in a levelled text."""
    for form in forms:  # noqa: SIM110 (asked a hundred times of each text; any() takes three times as long)
        if form.lower() in text:
            return True
    return False


def year_said(fact: AskedFact, text: str) -> bool:
    """Whether a levelled text prints a year that is asked for."""
    return any(year in fact.years for year, _ in years_in(text))


def _torn(text: str, match: re.Match[str]) -> bool:
    """Whether a value is a part of a number that was printed apart: 30 0校, 1,03 7."""
    before, behind = text[: match.start()], text[match.end() :]
    bare = _DIGIT_END.search(match.group()) is not None
    return _TORN_BEFORE.search(before) is not None or (bare and _TORN_BEHIND.match(behind) is not None)


def _numbers_law(text: str, match: re.Match[str]) -> bool:
    """Whether a value is the year in a law's number (令和5年|法律第45号), which is no time of anything."""
    return _LAW_BEHIND.match(text, match.end()) is not None


def _off(fact: AskedFact, sentence: Sentence) -> bool:
    """Whether a sentence stands in another field than the side asked for has (a review that names a new target)."""
    own = {"goal": "goal", "result": "achievement"}.get(fact.side)
    return own is not None and sentence.printed.field not in (own, *NEUTRAL_FIELDS)


def _told(fact: AskedFact, sentence: Sentence) -> Passage | None:
    """A sentence that says what is asked in words, none where its words stand far apart or what it needs is missing."""
    text, inside = sentence.text, sentence.inside
    if not inside and not (fact.numbers and sentence.tier == ELSEWHERE):
        return None
    if not _of_year(fact, sentence, len(text)):
        return None
    if fact.value == YES_NO and sentence.absent:
        return None  # whether it is so is told by what has all the words
    bare = text
    for word in inside:
        bare = re.sub("|".join(re.escape(form.lower()) for form in word.forms), "□", bare)
    places = [min(text.find(f.lower()) for f in word.forms if f.lower() in text) for word in inside]
    spread = max(places, default=0) - min(places, default=0)
    if spread > REACH or (fact.needs and re.search(fact.needs, bare) is None):
        return None
    missing = len(fact.required()) - len(inside)
    rank = (sentence.tier, sentence.torn, _off(fact, sentence), missing, len(sentence.absent), spread)
    return Passage(sentence.printed, sentence.start, sentence.end, rank, sentence.absent)


def _valued(
    fact: AskedFact, sentence: Sentence, match: re.Match[str], matches: Sequence[re.Match[str]]
) -> Passage | None:
    """A value with the words beside it: those after the value before, then those behind it in its clause."""
    text = sentence.text
    if not _of_year(fact, sentence, match.start()):
        return None
    low = max((m.end() for m in matches if m.end() <= match.start()), default=0)
    later = (m.start() for m in matches if m.start() >= match.end() and not _numbers_law(text, m))
    high = min(later, default=len(text))
    before, behind = text[low : match.start()], _clause(text[match.end() : high])
    if not _in_role(fact, match.group(), before, behind) or dates_another(fact, sentence, match):
        return None
    own = _BESIDE_ANOTHER.sub("", before)
    beside = before[len(own) :]
    first = [word.forms for word in fact.required() if stands(word.forms, own)]
    after = [
        word.forms
        for word in fact.required()
        if stands(word.forms, behind) and word.forms not in first and not stands(word.forms, beside)
    ]
    if fact.head and stands(fact.head, own + behind):
        (first if stands(fact.head, own) else after).append(fact.head)
    told = fact.field or fact.every or (fact.years and year_said(fact, text))
    if not first and not after and not told and not _named_whole(fact, sentence, match, matches):
        return None
    if _of_another_kind(fact, sentence.text, own):
        return None
    doubtful = _restricted(fact, sentence, own) or (
        not _adjacent(first, own) and _doubtful(fact, sentence, before + behind, matches)
    )
    if doubtful and sentence.tier == ELSEWHERE and _far_off(fact, sentence, matches):
        return None
    form, place = _nearest(first, own) if first else _nearest(after, behind)
    if (len(before) - place if first else place) > _BESIDE:
        return None
    more = _MORE.match(text, match.end())
    at, stop = sentence.start + match.start(), sentence.start + (more.end() if more else match.end())
    distance = len(before) - place if first else place
    lacking = 2 * len(fact.required()) + 2 - 2 * len(first) - len(after)
    return Passage(
        sentence.printed,
        sentence.start,
        sentence.end,
        (sentence.tier, sentence.torn, _off(fact, sentence), lacking, len(sentence.absent), distance),
        sentence.absent,
        sentence.printed.text[at:stop],
        at,
        form,
        bool(first),
        doubtful=doubtful,
    )


def _named_whole(
    fact: AskedFact, sentence: Sentence, match: re.Match[str], matches: Sequence[re.Match[str]]
) -> bool:
    """Whether the names say all that is asked, and the value is the one number of its kind in the goal or the result, or has
    the noun that is counted (40地域)."""
    if sentence.printed.field not in ("goal", "achievement"):
        return False
    counted = fact.counted != "" and match.group().endswith(fact.counted)
    if counted or not all(stands(word.forms, sentence.names) for word in fact.required()):
        return counted
    whole = re.findall(fact.printed, level(sentence.printed.text))
    aimed = fact.side == "goal" and sentence.printed.field == "goal"
    return (fact.measured != "" or aimed) and len(whole) == 1 == len(matches)


def _doubtful(fact: AskedFact, sentence: Sentence, around: str, matches: Sequence[re.Match[str]]) -> bool:
    """Whether the value may be another one's: a word is missing, what it is of stands elsewhere, or it is one of several."""
    if sentence.absent or fact.every:
        return bool(sentence.absent)
    if _elsewhere(fact, sentence):
        return True
    if len({m.group() for m in matches}) < 2:
        return False
    shared = around + sentence.text[: matches[0].start()] + sentence.names
    lost = [word.forms for word in fact.required() if not stands(word.forms, shared)]
    bound = any(
        words and stands(words, around) for words in (fact.head if fact.head_firm else (), fact.topic)
    )
    return any(stands(forms, sentence.text) or not bound for forms in lost)


def _elsewhere(fact: AskedFact, sentence: Sentence) -> bool:
    """Whether what a number is asked of stands neither in the sentence nor in the names (役員は何人 of a sentence on others)."""
    return bool(fact.topic) and not stands(fact.topic, sentence.text + sentence.names)


def _step(fact: AskedFact, behind: str) -> bool:
    """Whether the value is what is added or taken away (910人程度を増員し、7,390人とする), and that is not asked for."""
    asked = any(sign in form for word in fact.wanted for form in word.forms for sign in "増減加削")
    return not asked and re.match(load_frames_file("passages.toml")["words"]["step"], behind) is not None


@lru_cache(maxsize=1)
def _restricting() -> re.Pattern[str]:
    said = "|".join(load_frames_file("passages.toml")["words"]["restricting"])
    return re.compile(
        rf"(?P<who>{said})の?[一-龥ァ-ヶー]*(?:数|率|割合|人数|件数)?(?:[はがをの]|\s)*(?:過去最多の|約|延べ|:)*$"
    )


def _restricted(fact: AskedFact, sentence: Sentence, own: str) -> bool:
    """Whether the value is of some of those asked for alone (小中高生の自殺者数は529人, asked 自殺者), or of another name
    that is quoted before it."""
    forms = [form.lower() for word in fact.wanted for form in word.forms]
    match = _restricting().search(own)
    if match is not None and not any(match["who"] in form or form in match["who"] for form in forms):
        return True
    quoted = _QUOTED.findall(own)[-1:]
    return any(name not in sentence.names and not any(form in name for form in forms) for name in quoted)


def same_group(fact: AskedFact, kept: Passage, other: Passage) -> bool:
    """Whether a second value is of those that the first is of: beside 小中高生 529人 the target for everybody is no answer."""
    known = "|".join(load_frames_file("passages.toml")["words"]["restricting"])
    asked = [match.group() for said in fact.said for match in re.finditer(known, said)]
    own, beside = level(kept.quote), level(other.quote)
    return all(group in beside or group not in own for group in asked)


def _of_another_kind(fact: AskedFact, text: str, own: str) -> bool:
    """SNS相談は何件 where the text counts 電話相談: another compound of the same noun stands before the value."""
    for run in fact.compounds:
        ends = (*fact.topic, *re.findall("[一-龥]{2}$", run))
        topic = next((form for form in ends if run.endswith(form) and len(run) > len(form)), "")
        if not topic or run in text:
            continue
        found = re.search(rf"[一-龥ァ-ヶーa-z]{{2,}}(?={re.escape(topic)}[^一-龥]*$)", own)
        said = [w.forms for w in fact.wanted if w.said in run[: -len(topic)]]
        own_words = run[: -len(topic)] in own or any(stands(forms, own) for forms in said)
        if found is not None and found.group() not in run and not own_words:
            return True
    return False


def _adjacent(words: Sequence[Sequence[str]], own: str) -> bool:
    """Whether one of the words stands right before the value (社会福祉士|315,589名, 定数は|52,500人)."""
    return any(_RIGHT_BEFORE.sub("", own).endswith(form.lower()) for forms in words for form in forms)


def _far_off(fact: AskedFact, sentence: Sentence, matches: Sequence[re.Match[str]]) -> bool:
    """Whether the value is plainly another one's: one of several, or what is asked of has a number in another sentence."""
    if sentence.absent or len({m.group() for m in matches}) > 1:
        return True
    others = (part for part in _PARTS.split(sentence.beyond) if part and part not in sentence.text)
    return any(stands(fact.topic, part) and re.search(fact.printed, part) for part in others)


def _clause(behind: str) -> str:
    """What stands behind a value in its clause."""
    still = _STILL.match(behind)
    start = still.end() if still is not None else 0
    return behind[:start] + _CLAUSE_END.split(behind[start:], maxsplit=1)[0]


def _in_role(fact: AskedFact, value: str, before: str, behind: str) -> bool:
    """Whether a time is the beginning, the end or the decision that is asked for."""
    if not fact.role:
        return True
    # 令和6年に…推進法(令和5年法律第45号)が施行: a law's number between them sets no word apart.
    behind = _LAW_NUMBER.sub("", behind)
    beside = f"{before[-_ROLE_BEFORE:]}|{value[2:]}{behind[:_ROLE_BEHIND]}"
    return re.search(fact.role, beside) is not None


def _nearest(words: Sequence[Sequence[str]], text: str) -> tuple[str, int]:
    """The last of the words in a text as it stands there, and where; ("", 0) where none does."""
    places = [(text.rfind(form.lower()), form) for forms in words for form in forms if form.lower() in text]
    place, form = max(places, default=(0, ""))
    return form, place


def _of_year(fact: AskedFact, sentence: Sentence, place: int) -> bool:
    """Whether a value at `place` is of the year asked for: the year said before it, any year of the sentence, or the plan's own."""
    if not fact.years:
        return True
    said = years_in(sentence.text)
    before = [year for year, at in said if at < place]
    if before:
        return before[-1] in fact.years
    return any(year in fact.years for year, _ in said) or (not said and sentence.printed.year in fact.years)


__all__ = ["ELSEWHERE", "NEUTRAL_FIELDS", "places_in", "same_group", "stands", "year_said"]
