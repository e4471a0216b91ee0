"""A question about what one small record says: a rule of a guideline, an activity, a part of a sheet, a call, a measure.

Every word of the question must be one that asks, the subject of a rule as people call it (二重にもらう), one that narrows
nothing, or a word that the record prints, itself or as the Sino-Japanese noun for it (片づける: 撤去). A question with any
other word is none of these. The knowledge is in `frames/record_questions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.found.numbers import NumberHit, find_numbers
from nlp.questions.found.words import Word, words
from nlp.questions.framing.sets import condition_data
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.printed.asked_words import forms_of, half_unread, says_something
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_key, fold_question, without_wish

_FILE = "record_questions.toml"
# What denies or narrows must be part of what asks (してはいけない): elsewhere it changes the question.
_NARROWING = re.compile(
    r"だけ|のみ|しか|以外|除[いくき]|じゃなく|ではなく|でなく|より(?:も)?多|比べ|それぞれ|残り|ほかに|(?:さらに|更に)(?!、)"
)
_DENYING = ("ない", "無い", "ぬ", "ず")
# A word that asks and belongs to nothing that is asked: something else is asked for too (あと何団体採択？).
_ASKING = (
    "何",
    "なん",
    "なに",
    "いくつ",
    "いくら",
    "幾つ",
    "誰",
    "だれ",
    "どこ",
    "どれ",
    "どちら",
    "いつ",
    "なぜ",
)
_POINTING = re.compile(r"それ(?!ぞれ|とも|から)|(?<!よ)その(?!他)|(?<!ど)この|あの|これ|あれ|同じ(?:く|よう)")
# What is done with something: two of them are two rules, where a fund or a way of carrying out belongs to one.
_DONE = ("publish", "verify", "handing", "keep")
_FOUR_KANJI = re.compile("[一-龥]{4}")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that the record must print, in one of its forms; `verb`: a general verb, which may be missing."""

    said: str
    forms: tuple[str, ...]
    verb: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule is about, and how rules print it."""

    name: str
    printed: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """A question about one record of `kind`: the names of what is `asked` of it in the order said, and each place where one is
    (`places`), the words it must print, the subjects it must be about, its No. (0 for none), the western years said, whether a municipality
    asks, the subsidy rate that it must have ("" for any), and the units of the numbers asked for (何人: 人), each as a pattern of what is printed."""

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

    def apart(self) -> tuple[RecordQuestion, ...]:
        """検証は毎年？公表は義務？: one question for each thing done, with what is asked of it; () where there is one."""
        done = sorted((s for s in self.subjects if s.name in _DONE), key=lambda s: s.start)
        if len(done) < 2 or any(not word.verb for word in self.sought):
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
class _Pattern:
    name: str
    pattern: re.Pattern[str]
    kinds: tuple[str, ...] = ()
    printed: str = ""
    beside: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A question as typed, folded, with its words, the names and the numbers in it."""

    text: str
    tokens: tuple[Word, ...]
    entities: tuple[EntityHit, ...]
    numbers: tuple[NumberHit, ...]


@lru_cache(maxsize=1)
def _asked() -> tuple[_Pattern, ...]:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    return tuple(
        _Pattern(e["name"], compiled(e["said"], families, f"{_FILE}: {e['name']}"), tuple(e["kinds"]))
        for e in data["asked"]
    )


@lru_cache(maxsize=1)
def _topics() -> tuple[_Pattern, ...]:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    return tuple(
        _Pattern(
            e["name"],
            compiled(e["said"], families, f"{_FILE}: {e['name']}"),
            printed=e["printed"],
            beside=re.compile(e["beside"]) if "beside" in e else None,
        )
        for e in data["topic"]
    )


@lru_cache(maxsize=1)
def _signals() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(said) for kind, said in load_frames_file(_FILE)["signals"].items()}


def record_questions(question: str, index: LinkIndex) -> tuple[RecordQuestion, ...]:
    """The ways in which a question, as typed, may be about one record, the likelier kinds first; () where it is about none."""
    text = without_wish(plain_speech(fold_question(question)))
    if _POINTING.search(text):
        return ()
    tokens = words(text)
    starts, ends = frozenset(t.start for t in tokens), frozenset(t.end for t in tokens)
    said = _Said(text, _joined(tokens), index.exact(text, starts, ends), find_numbers(text))
    found = (_of_kind(said, kind) for kind, signal in _signals().items() if signal.search(text))
    return tuple(one for one in found if one is not None)


def _of_kind(reading: _Said, kind: str) -> RecordQuestion | None:
    text = reading.text
    covered = [False] * len(text)
    named = _names(reading, kind)
    for start, end, _ in named:
        covered[start:end] = [True] * (end - start)
    values, spans = _numbers(reading) if kind == "measure" else ((), ())
    rate = _rate(text, covered) if kind == "component" else ""
    years = [h for h in reading.numbers if h.kind == "year"]
    for start, end in (*spans, *((hit.start, hit.end) for hit in years)):
        covered[start:end] = [True] * (end - start)
    free = list(covered)
    places: list[tuple[int, str]] = []
    for one in _asked():
        for start, end in _spans(one.pattern, text, free) if kind in one.kinds else ():
            places.append((start, one.name))
            covered[start:end] = [True] * (end - start)
    subjects = _subjects(reading, free, covered) if kind == "rule" else ()
    data = load_frames_file(_FILE)
    city = kind == "rule" and _cover(re.compile(data["roles"]["city"]), text, free, covered)
    _cover(_glue(), text, free, covered)
    if kind in ("rule", "activity"):
        _cover(re.compile(data["glue"]["fund"]), text, free, covered)
    if len(years) > 1:
        _cover(re.compile(data["glue"]["both"]), text, free, covered)
    left = list(half_unread(reading.tokens, covered))
    if not places or any(_narrows(token) for token in left) or _narrowing_left(text, covered):
        return None
    words_left = _sought(left)
    if words_left is None:
        return None
    sought = (*(Sought(text[s:e], forms, start=s) for s, e, forms in named), *words_left)
    if len(set(values)) > 1:
        return None
    places.sort()
    order = tuple(dict.fromkeys(name for _, name in places))
    when = tuple(int(h.values[0]) for h in years if h.values[0].isdecimal())
    number = values[0] if values else 0
    return RecordQuestion(
        kind, order, sought, subjects, number, when, city, tuple(places), rate, _units(text)
    )


def _joined(tokens: Sequence[Word]) -> tuple[Word, ...]:
    """The tokens, a prefix that makes another word with the noun behind it as one (再|委託)."""
    prefixes = load_frames_file(_FILE)["joined"]["prefixes"]
    kept: list[Word] = []
    for token in tokens:
        last = kept[-1] if kept else None
        if last is not None and last.pos == "接頭辞" and last.surface in prefixes and last.end == token.start:
            whole = last.surface + token.surface
            kept[-1] = replace(token, start=last.start, surface=whole, normal=whole, base=whole)
        else:
            kept.append(token)
    return tuple(kept)


def _units(text: str) -> tuple[str, ...]:
    """What must be printed for the units of the numbers asked for (何人), each once."""
    data = load_frames_file(_FILE)["units"]
    units = (match["unit"] for match in re.finditer(data["said"], text))
    return tuple(dict.fromkeys(data["printed"].replace("{u}", data["same"].get(u, u)) for u in units))


def _numbers(reading: _Said) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """The No. of measures in the question, and where they stand."""
    hits = [h for h in reading.numbers if h.kind == "number"]
    if hits:
        values = tuple(int(v) for h in hits for v in h.values if v.isdecimal())
        return values, tuple((h.start, h.end) for h in hits)
    found = re.search(load_frames_file(_FILE)["roles"]["number"], reading.text)
    if found is None:
        return (), ()
    return (int(next(filter(None, found.groups()))),), (found.span(),)


def _rate(text: str, covered: list[bool]) -> str:
    """The subsidy rate that the question says (4分の3, 全額), "" where it says none."""
    said = load_frames_file(_FILE)["rates"]
    for match in re.finditer(said["said"], text):
        covered[match.start() : match.end()] = [True] * (match.end() - match.start())
        below, above = match["below"] or match["b"], match["above"] or match["a"]
        return f"{above}/{below}" if below else str(said["whole"])
    return ""


def _names(reading: _Said, kind: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The names in the question with what a record that they belong to prints."""
    found = []
    for hit in reading.entities:
        if kind == "rule" and hit.kinds() & {"target_group"}:
            continue
        said = (reading.text[hit.start : hit.end], *(fold_key(n.label) for n in hit.names))
        forms = dict.fromkeys(form for one in said for form in keyword_variants(one))
        found.append((hit.start, hit.end, tuple(forms)))
    return found


def _subjects(reading: _Said, free: Sequence[bool], covered: list[bool]) -> tuple[Subject, ...]:
    """What the rule is about: what is said for it begins where a word does (再委託 is no 委託)."""
    found, text, begins = [], reading.text, {token.start for token in reading.tokens}
    for one in _topics():
        spans = [span for span in _spans(one.pattern, text, free) if span[0] in begins]
        if spans:
            found.append(Subject(one.name, one.printed, spans[0][0]))
        for start, end in spans:
            covered[start:end] = [True] * (end - start)
        if spans and one.beside is not None:
            _cover(one.beside, text, free, covered)
    return tuple(found)


def _spans(pattern: re.Pattern[str], text: str, taken: Sequence[bool]) -> Iterable[Span]:
    for match in pattern.finditer(text):
        if match.end() > match.start() and not any(taken[match.start() : match.end()]):
            yield match.span()


def _cover(pattern: re.Pattern[str], text: str, taken: Sequence[bool], covered: list[bool]) -> bool:
    """Marks what the pattern finds outside the names; whether it found anything."""
    spans = list(_spans(pattern, text, taken))
    for start, end in spans:
        covered[start:end] = [True] * (end - start)
    return bool(spans)


@lru_cache(maxsize=1)
def _glue() -> re.Pattern[str]:
    data = load_frames_file(_FILE)
    return compiled(data["glue"]["said"], families_of(data, {}, _FILE), f"{_FILE}: glue")


def _narrows(token: Word) -> bool:
    return bool({token.normal, token.surface} & {*_DENYING, *_ASKING})


def _narrowing_left(text: str, covered: Sequence[bool]) -> bool:
    return any(not all(covered[m.start() : m.end()]) for m in _NARROWING.finditer(text))


def _sought(left: Sequence[Word]) -> tuple[Sought, ...] | None:
    """The content words that are left, each with its forms; None where one is too short to be looked for."""
    same: dict[str, list[str]] = load_frames_file(_FILE)["same"]
    neutral = set(condition_data()["neutral_verbs"])
    found = []
    for token in _counted(left):
        if not says_something(token):
            continue
        others = same.get(token.surface) or same.get(token.normal) or same.get(token.base) or []
        if _FOUR_KANJI.fullmatch(token.surface) and not others:
            halves = token.surface[:2], token.surface[2:]
            found += [Sought(h, forms_of(token, h), start=token.start + 2 * i) for i, h in enumerate(halves)]
            continue
        forms = dict.fromkeys((*others, *forms_of(token, token.surface)))
        verb = token.pos == "動詞" and {token.normal, token.base} & neutral != set()
        long = tuple(form for form in forms if len(form) > 1)
        if not long and not verb:
            return None
        found.append(Sought(token.surface, long, verb, token.start))
    return tuple(found)


def _counted(left: Sequence[Word]) -> Iterable[Word]:
    """The tokens, a numeral with its counter and a noun with the one sign behind it as one (110番, 相談|会)."""
    kept: list[Word] = []
    for token in left:
        last = kept[-1] if kept else None
        short = len(token.surface) == 1 and token.pos in ("名詞", "接尾辞")
        if last is not None and last.end == token.start and short and last.pos == "名詞":
            kept[-1] = replace(last, end=token.end, surface=last.surface + token.surface, detail="普通名詞")
        else:
            kept.append(token)
    return kept


__all__ = ["RecordQuestion", "Sought", "Subject", "record_questions"]
