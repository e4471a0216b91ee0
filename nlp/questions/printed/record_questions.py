"""A question about what one small record says: a rule of a guideline, an activity, a part of a sheet, a call, a measure.

Every word of the question must be one that asks, the subject of a rule as people call it (二重にもらう), one that narrows
nothing, or a word that the record prints, itself or as the Sino-Japanese noun for it (片づける: 撤去). A question with any
other word is none of these. The knowledge is in `frames/record_questions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.found.marked import Marked, Span
from nlp.questions.found.numbers import NumberHit, find_numbers
from nlp.questions.found.words import Word, words
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.printed.fund_said import fund_said
from nlp.questions.printed.record_patterns import asked_of_records, rule_topics, table, units_asked
from nlp.questions.printed.sought_words import Sought, sought_words, with_prefixes
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_key, fold_question, without_wish

_FILE = "record_questions.toml"
_OF_GUIDELINES = ("rule", "guideline", "activity")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule is about, and how rules print it; `done`: something that is done."""

    name: str
    printed: str
    start: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """A question about one record of `kind`: the names of what is `asked` of it in the order said, and each place where one is
    (`places`), the words it must print, the subjects it must be about, its No. (0 for none), the western years said, whether a municipality
    asks, the subsidy rate that it must have ("" for any), and the units of the numbers asked for (何人: 人), each as a pattern of what is printed; `named`: the
    kind is named, of which there are few (公募の締切は); `guideline`: a guideline is spoken of."""

    kind: str
    asked: tuple[str, ...]
    sought: tuple[Sought, ...]
    subjects: tuple[Subject, ...]
    number: int = 0
    years: tuple[int, ...] = ()
    city: bool = False
    places: tuple[tuple[int, str], ...] = ()
    rate: str = ""
    units: tuple[str, ...] = ()
    named: bool = False
    guideline: bool = False

    @property
    def nouns(self) -> tuple[Sought, ...]:
        """The words sought that may not be missing."""
        return tuple(word for word in self.sought if not word.verb)

    @property
    def runs(self) -> tuple[str, ...]:
        """Nouns said right behind each other, as one word each."""
        found: list[tuple[int, str, int]] = []
        for word in sorted(self.nouns, key=lambda w: w.start):
            last = found[-1] if found else None
            if last is not None and last[0] + len(last[1]) == word.start:
                found[-1] = (last[0], last[1] + word.said, last[2] + 1)
            else:
                found.append((word.start, word.said, 1))
        return tuple(said for _, said, count in found if count > 1)

    @property
    def sorts(self) -> tuple[str, ...]:
        """The sorts of rule that answer it (委託できない団体: prohibitions; 委託できない団体とできる団体: options too), () for any."""
        if "bars" not in self.asked:
            return ()
        return ("prohibition", "optional") if "may" in self.asked else ("prohibition",)

    def without_people(self) -> RecordQuestion | None:
        """The question without those for whom something is done; None where it names none of them, or nothing else."""
        kept = tuple(word for word in self.sought if not word.people)
        rest = replace(self, sought=kept)
        return rest if rest.nouns and len(kept) < len(self.sought) else None

    def apart(self) -> tuple[RecordQuestion, ...]:
        """検証は毎年？公表は義務？: one question for each thing done, with what is asked of it; () where there is one."""
        done = sorted((s for s in self.subjects if s.done), key=lambda s: s.start)
        if len(done) < 2 or self.nouns:
            return ()
        mine: dict[str, list[str]] = {subject.name: [] for subject in done}
        for place, name in self.places:
            before = [s for s in done if s.start <= place] or done[:1]
            if name != "how":
                mine[before[-1].name].append(name)
        if not all(mine.values()):
            return ()
        return tuple(
            replace(self, asked=tuple(dict.fromkeys(mine[s.name])), subjects=(s,), places=()) for s in done
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """A question as typed, folded, with its words, the names and the numbers in it."""

    text: str
    tokens: tuple[Word, ...]
    entities: tuple[EntityHit, ...]
    numbers: tuple[NumberHit, ...]
    fund: Sought | None = None


def record_questions(question: str, index: LinkIndex) -> tuple[RecordQuestion, ...]:
    """The ways in which a question, as typed, may be about one record, the likelier kinds first; () where it is about none."""
    text = without_wish(plain_speech(fold_question(question)))
    tokens = words(text)
    starts, ends = frozenset(t.start for t in tokens), frozenset(t.end for t in tokens)
    named = index.exact(text, starts, ends)
    said = _Said(text, with_prefixes(tokens), named, find_numbers(text), fund_said(text, tokens, index))
    signals = table("signals").items()
    found = (_of_kind(said, kind) for kind, sign in signals if sign.search(text) and not _points(text, kind))
    return tuple(one for one in found if one is not None)


def _points(text: str, kind: str) -> bool:
    """Whether the question points to what was said before; a fund or guideline (この交付金) is the one whose rules are loaded."""
    unread = table("unread")
    own = unread["fund"].sub("", text) if kind in ("rule", "activity") else text
    return unread["pointing"].search(own) is not None


def _of_kind(said: _Said, kind: str) -> RecordQuestion | None:
    """The question as one about a record of the kind; None where a word of it is then not read."""
    named = _names(said, kind)
    numbers, number_spans = _numbers(said) if kind == "measure" else (set(), ())
    years = [hit for hit in said.numbers if hit.kind == "year"]
    marked = Marked(said.text, ((word.start, word.start + len(word.said)) for word in named))
    rate = _rate(marked) if kind == "component" else ""
    marked.take((*number_spans, *((hit.start, hit.end) for hit in years)))
    outside = marked.copy()
    places = sorted(
        (start, one.name)
        for one in asked_of_records()
        if kind in one.kinds
        for start, _ in marked.all(one.said, outside=outside)
    )
    subjects = _subjects(said, outside, marked) if kind == "rule" else ()
    city = kind == "rule" and bool(marked.all(table("roles")["city"], outside=outside))
    _glue(kind, several_years=len(years) > 1, outside=outside, marked=marked)
    left = list(marked.unread(said.tokens))
    if not places or len(numbers) > 1 or any(map(may_not_be_left, left)) or narrowing_left(marked):
        return None
    words_left = sought_words(left)
    if words_left is None:
        return None
    return RecordQuestion(
        kind,
        tuple(dict.fromkeys(name for _, name in places)),
        (*named, *words_left),
        subjects,
        next(iter(numbers), 0),
        tuple(int(h.values[0]) for h in years if h.values[0].isdecimal()),
        city,
        tuple(places),
        rate,
        units_asked(said.text),
        kind in table("named") and table("named")[kind].search(said.text) is not None,
        table("named")["guideline"].search(said.text) is not None,
    )


def _names(said: _Said, kind: str) -> list[Sought]:
    """The names in the question with what a record that they belong to prints."""
    same: dict[str, list[str]] = load_frames_file(_FILE)["same"]
    found = []
    fund = said.fund if kind in _OF_GUIDELINES else None
    if fund is not None:
        found.append(fund)
    for hit in said.entities:
        if fund is not None and hit.start < fund.start + len(fund.said) and fund.start < hit.end:
            continue
        if kind == "rule" and hit.kinds() & {"target_group"}:
            continue
        typed = said.text[hit.start : hit.end]
        called = (typed, *(fold_key(n.label) for n in hit.names), *same.get(typed, ()))
        forms = dict.fromkeys(form for one in called for form in keyword_variants(one))
        people = bool(hit.kinds() & {"target_group"})
        found.append(Sought(typed, tuple(forms), start=hit.start, people=people))
    return found


def _numbers(said: _Said) -> tuple[set[int], tuple[Span, ...]]:
    """The No. of measures in the question, and where they stand."""
    hits = [h for h in said.numbers if h.kind == "number"]
    if hits:
        values = {int(v) for h in hits for v in h.values if v.isdecimal()}
        return values, tuple((h.start, h.end) for h in hits)
    found = table("roles")["number"].search(said.text)
    if found is None:
        return set(), ()
    return {int(next(filter(None, found.groups())))}, (found.span(),)


def _rate(marked: Marked) -> str:
    """The subsidy rate that the question says (4分の3, 全額), "" where it says none."""
    data = load_frames_file(_FILE)["rates"]
    matches = list(table("rates")["said"].finditer(marked.text))
    rates = {_rate_said(match, data) for match in matches}
    if len(rates) != 1:
        return ""
    marked.take(match.span() for match in matches)
    return rates.pop()


def _rate_said(match: re.Match[str], data: Mapping[str, str]) -> str:
    below, above = match["below"] or match["b"], match["above"] or match["a"]
    if below:
        return f"{above}/{below}"
    return str(data["half"] if match["half"] else data["whole"])


def _subjects(said: _Said, outside: Marked, marked: Marked) -> tuple[Subject, ...]:
    """What the rule is about: what is said for it begins where a word does (再委託 is no 委託)."""
    found, begins = [], {token.start for token in said.tokens}
    for topic in rule_topics():
        matches = topic.said.finditer(said.text)
        spans = [m.span() for m in matches if m.start() in begins and not outside.any(*m.span())]
        if not spans:
            continue
        found.append(Subject(topic.name, topic.printed, spans[0][0], topic.done))
        marked.take(spans)
        if topic.beside is not None:
            marked.all(topic.beside, outside=outside)
    return tuple(found)


def _glue(kind: str, *, several_years: bool, outside: Marked, marked: Marked) -> None:
    """Marks what narrows nothing."""
    glue = table("glue")
    marked.all(glue["said"], outside=outside)
    if kind in ("rule", "activity"):
        marked.all(glue["fund"], outside=outside)
    if several_years:
        marked.all(glue["both"], outside=outside)


def may_not_be_left(token: Word) -> bool:
    """A word that denies or asks, and belongs to nothing that is asked: it changes the question, or something else is
    asked for too (あと何団体採択？)."""
    unread = load_frames_file(_FILE)["unread_words"]
    return bool({token.normal, token.surface} & {*unread["denying"], *unread["asking"]})


def narrowing_left(marked: Marked) -> bool:
    """Whether what denies or narrows stands outside what asks (してはいけない), where it changes the question."""
    return any(
        not all(marked.read[m.start() : m.end()]) for m in table("unread")["narrowing"].finditer(marked.text)
    )


__all__ = ["RecordQuestion", "Sought", "Subject", "may_not_be_left", "narrowing_left", "record_questions"]
