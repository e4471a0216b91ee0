"""What a question asks of the printed texts: the words that must stand there, the kind of value, the years, the side.

A fact (何人, いくら, いつまで, 何を, …に入りますか) is answered by a passage that prints it; `nlp.questions.passages` finds it.
The knowledge is in `frames/passages.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.frame_files import load_frames_file
from nlp.questions.keyword_conditions import keyword_variants
from nlp.questions.reading import Reading
from nlp.questions.sets import condition_data
from nlp.questions.words import Word, words

ANY = "数"
YES_NO = "有無"
_WORDED = (YES_NO, "文", "場所", "人か組織")
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞")
_KANJI_STEM = re.compile(r"[一-龥]+(?:[ぁ-ん][一-龥]+)?")
_FOUR_KANJI = re.compile(r"[一-龥]{4}")
_SETS = {"programme", "measure", "line", "ministry", "target_group", "section", "pillar"}
_NUMBER = r"(?<![\d.,第])(?:約|延べ|のべ)?\d[\d,.]*[十百千万億兆]*"
_ASIDE = re.compile(r"[(][^()]*[)](?=[?。]*$)")
_SUFFIXES = ("化", "性", "市", "町", "村", "県", "区")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of the question at [start, end): as said, and the forms of which one must stand in the text.

    `loose` words need not stand there.
    """

    said: str
    forms: tuple[str, ...]
    loose: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact asked for. `value` names the kind of value, `printed` is its pattern ("" where any sentence will do).

    `needs` must be found in a sentence that has no value; `field` is the property whose name the question says, "" for
    all texts; `said` are the words as they stand side by side in the question, of which the longer ones stand whole in the best
    passage; `head` is the word right beside the asking one (何人|登録された,
    導入|率), () where there is none, `head_firm` where the text must have it; `side` is "goal" or "result" where the question says which; `years` are western
    years, `numbers` measures' No., `kinds` the classes of things whose texts are looked through, () for all.
    """

    value: str
    printed: str
    needs: str
    field: str
    wanted: tuple[Wanted, ...]
    head: tuple[str, ...] = ()
    head_firm: bool = False
    years: tuple[int, ...] = ()
    side: str = ""
    numbers: tuple[int, ...] = ()
    ministries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def compounds(self) -> tuple[str, ...]:
        """The stretches of more than one word."""
        return tuple(said for said in self.said if len(said) > 2)

    def required(self) -> tuple[Wanted, ...]:
        """The words without which a passage speaks of something else; where one alone is left, the loose ones too."""
        firm = tuple(word for word in self.wanted if not word.loose)
        return firm if len(firm) > 1 else self.wanted


@dataclass(frozen=True, slots=True)
class _Value:
    name: str
    asked: re.Pattern[str]
    named: re.Pattern[str] | None
    printed: str
    needs: str
    field: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A kind of value as the question says it: its pattern with the unit said put in, and the spans that say it.

    The first span is the one that decided; `named`: it is the name of a value (充足率), no question word.
    """

    value: _Value
    printed: str
    spans: tuple[tuple[int, int], ...]
    named: bool = False


@lru_cache(maxsize=1)
def _values() -> tuple[_Value, ...]:
    return tuple(
        _Value(
            entry["name"],
            re.compile(entry["asked"]),
            re.compile(entry["named"]) if entry["named"] else None,
            entry["printed"].replace("{n}", _NUMBER),
            entry.get("needs", ""),
            entry.get("field", ""),
        )
        for entry in load_frames_file("passages.toml")["value"]
    )


def asked_fact(reading: Reading) -> AskedFact | None:
    """The fact that a question asks for; None where it asks for a set of things (…の施策は) or says too little."""
    text = _ASIDE.sub("", reading.text)
    said = _said(text)
    if said is None or (not said.printed and _asks_for_set(reading, said.value.name)):
        return None
    scopes = [
        (m, x["kinds"])
        for x in load_frames_file("passages.toml")["scope"]
        if (m := re.search(x["said"], reading.text))
    ]
    wanted = _wanted(reading, (*said.spans, *((m.start(), m.end()) for m, _ in scopes)))
    fact = AskedFact(
        said.value.name,
        said.printed,
        said.value.needs,
        said.value.field,
        wanted,
        *_head(reading, said),
        tuple(int(hit.values[0]) for hit in reading.numbers_of("year") if hit.values[0].isdecimal()),
        _side(text, said.value.name),
        tuple(int(v) for hit in reading.numbers_of("number") for v in hit.values if v.isdecimal()),
        tuple(
            dict.fromkeys(n.id for h in reading.of_kind("ministry") for n in h.names if n.kind == "ministry")
        ),
        tuple(scopes[0][1]) if scopes else (),
        _stretches(wanted, reading.text),
    )
    # いくつ of one word alone may be any number beside it.
    least = 2 if fact.value == ANY and not fact.years else 1
    enough = len(fact.required()) >= least
    return fact if enough or (fact.numbers and fact.printed) else None


def number_asked(reading: Reading) -> bool:
    """Whether a number is asked for that is no count of listed things (プラン作成件数は何件, 指定は何法人)."""
    said = _said(_ASIDE.sub("", reading.text))
    return said is not None and bool(said.printed) and not _asks_for_set(reading, said.value.name)


def _said(text: str) -> _Said | None:
    """The kind of value asked for: a question word (何人) first, but the name of a value (充足率) before いくつ or whether."""
    asked = next(((v, m) for v in _values() if (m := v.asked.search(text))), None)
    named = next(((v, m) for v in _values() if v.named is not None and (m := v.named.search(text))), None)
    both = tuple((m.start(), m.end()) for _, m in filter(None, (asked, named)))
    if asked is not None and (asked[0].name != ANY or named is None):
        if named is not None and named[0] is asked[0]:  # 導入率は何%
            return _Said(asked[0], _in_unit(asked[0], asked[1]), both[::-1], named=True)
        return _Said(asked[0], _in_unit(asked[0], asked[1]), both[:1])
    if named is None:
        return None
    return _Said(named[0], _in_unit(named[0], named[1]), both[::-1], named=True)


def _in_unit(value: _Value, match: re.Match[str]) -> str:
    return value.printed.replace("{u}", re.escape(match.groupdict().get("u") or ""))


def _asks_for_set(reading: Reading, value: str) -> bool:
    """どの施策, 何件の事業: things of a kind are listed or counted, and no text says which."""
    classes = [cue.value for cue in reading.of_slot("class")]
    if value in ("件数", "事業数", ANY):
        measured = re.search(r"(?<!施策)(?<!事業)[一-龥ァ-ヶーa-z]件数", reading.text)
        return bool(set(classes) & {"programme", "measure", "line"}) and measured is None
    if value in _WORDED:
        return bool(set(classes[-1:]) & _SETS) or reading.has("ask:max", "ask:min", "ask:total", "ask:count")
    return value in ("割合", "金額") and bool(set(classes[-1:]) & _SETS)


def _side(text: str, value: str) -> str:
    """ "goal" for what is aimed at, "result" for what came of it, "" where the question leaves it open."""
    if value == YES_NO:
        return ""
    data = load_frames_file("passages.toml")["side"]
    if re.search(data["result"], text) and not re.search(data["plainly_goal"], text):
        return "result"
    return "goal" if re.search(data["goal"], text) else ""


def _head(reading: Reading, said: _Said) -> tuple[tuple[str, ...], bool]:
    """The forms of the noun right before the name of a value (導入|率), or right behind the asking word (何人|登録された).

    A general verb (実施) is no firm one: it may be said otherwise.
    """
    if not said.printed:
        return (), False
    start, end = said.spans[0]
    if said.named:
        cut = next((t for t in reading.tokens if t.start < start < t.end), None)
        if cut is not None:  # 開始|時期 as one word
            return (reading.text[cut.start : start],), True
        beside = _adjacent(
            [t for t in reading.tokens if t.start < start and t.pos in ("名詞", "接尾辞")], start
        )
    else:
        behind = (t for t in reading.tokens if t.start >= end and t.pos in _CONTENT and not _empty(t))
        beside = next((t for t in behind if t.start - end <= 1), None)
    data = load_frames_file("passages.toml")["words"]
    if beside is None or {beside.surface, beside.normal} & set(data["asking"]):
        return (), False
    return _forms(beside, beside.surface), not {beside.surface, beside.normal} & set(data["verbs"])


def _adjacent(before: Sequence[Word], start: int) -> Word | None:
    """The noun that ends at `start`, over the suffixes between (登録|者|数)."""
    for token in reversed(before):
        if token.end < start:
            return None
        if token.pos == "名詞":
            return token
        start = token.start
    return None


def _wanted(reading: Reading, asked: Sequence[tuple[int, int]]) -> tuple[Wanted, ...]:
    """The content words, without those of asking, years and numbers of measures."""
    data = load_frames_file("passages.toml")["words"]
    spans = [*asked, *((h.start, h.end) for h in reading.numbers if h.kind in ("year", "number"))]
    spans += [(h.start, h.end) for h in reading.of_kind("ministry")]
    found: list[Wanted] = []
    for token, whole in _compounds(reading.tokens):
        said = _outside(token, spans)
        said = whole if said == token.surface else said
        if not re.search(r"\w", said) or token.pos not in _CONTENT or _empty(token):
            continue
        if {said, token.normal} & set(data["asking"]) and not _first_of_compound(
            token, reading.tokens, spans
        ):
            continue
        if token.normal in data["verbs"]:
            continue
        if token.pos == "動詞" and token.normal not in data["telling"] and {token.normal, said} & _neutral():
            continue
        bound = re.match("以上|以下|未満", reading.text[token.end :])
        if token.detail == "数詞" and bound:
            said = said + bound.group()  # 2以上の都道府県
        for part in (said[:2], said[2:]) if _FOUR_KANJI.fullmatch(said) else (said,):
            found.append(
                Wanted(
                    part, _forms(token, part), part in data["loose"], token.start, token.start + len(whole)
                )
            )
    return tuple({word.said: word for word in found}.values())


def _first_of_compound(token: Word, tokens: Sequence[Word], spans: Sequence[tuple[int, int]]) -> bool:
    """実績|報告書: a general noun right before another noun says which; 実績|値 says nothing."""
    general = load_frames_file("passages.toml")["words"]["asking"]
    following = next((t for t in tokens if t.start == token.end), None)
    return (
        following is not None
        and len(token.surface) > 1
        and following.pos == "名詞"
        and following.detail == "普通名詞"
        and following.surface not in general
        and not any(low < following.end and following.start < high for low, high in spans)
    )


def _compounds(tokens: Sequence[Word]) -> Iterator[tuple[Word, str]]:
    """Each token with the suffix that belongs to it (広域|化, 中核|市)."""
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        before = tokens[number - 1] if number else None
        if (
            token.surface in _SUFFIXES
            and before is not None
            and before.end == token.start
            and before.pos == "名詞"
        ):
            continue
        joined = following is not None and following.start == token.end and following.surface in _SUFFIXES
        whole = token.surface + (following.surface if joined and following and token.pos == "名詞" else "")
        yield token, whole


def _stretches(wanted: Sequence[Wanted], text: str) -> tuple[str, ...]:
    """The compounds of a question: words side by side, ・ between them or none (孤独・孤立対策地域協議会)."""
    runs: list[tuple[int, int]] = []
    for word in sorted(wanted, key=lambda word: word.start):
        if runs and text[runs[-1][1] : word.start] in ("", "・"):
            runs[-1] = (runs[-1][0], max(word.end, runs[-1][1]))
        elif not runs or word.start >= runs[-1][1]:
            runs.append((word.start, word.end))
    return tuple(text[start:end] for start, end in runs)


@lru_cache(maxsize=1)
def _neutral() -> frozenset[str]:
    said = condition_data()["neutral_verbs"]
    return frozenset((*said, *(word.normal for verb in said for word in words(verb)[:1])))


def _empty(token: Word) -> bool:
    """する, ある, 何: words that stand for others; numerals in digits say something (50%以上の)."""
    number = token.detail == "数詞" and not token.surface.isdecimal()
    return number or token.detail in ("非自立可能", "助動詞語幹")


def _outside(token: Word, spans: Sequence[tuple[int, int]]) -> str:
    """What of a token stands outside the spans, all of it where that is one character (定|数), "" when nothing does."""
    text = token.surface
    kept = "".join(
        char for i, char in enumerate(text, token.start) if not any(low <= i < high for low, high in spans)
    )
    return kept if len(kept) != 1 else text


def _forms(token: Word, said: str) -> tuple[str, ...]:
    same: dict[str, list[str]] = load_frames_file("passages.toml")["same"]
    others = same.get(said) or same.get(token.normal) or ()
    if token.pos in ("動詞", "形容詞"):
        stem = _KANJI_STEM.match(said)
        own = stem.group() if stem else said[:-1] if len(said) > 2 else said
        return tuple(dict.fromkeys((own, *others)))
    return tuple(dict.fromkeys((*keyword_variants(said), *others)))
