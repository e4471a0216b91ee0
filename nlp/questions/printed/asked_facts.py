"""What a question asks of the printed texts: the words that must stand there, the kind of value, the years, the side.

A fact (何人, いくら, いつまで, 何を, …に入りますか) is answered by a passage that prints it; `nlp.questions.printed.passages` finds it.
The knowledge is in `frames/passages.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word
from nlp.questions.framing.shared_out import classes_shared
from nlp.questions.printed.asked_sides import (
    EVERY,
    YES_NO,
    all_of_them,
    field_said,
    how_many,
    needed,
    role,
    side,
)
from nlp.questions.printed.asked_words import CONTENT, Wanted, forms_of, says_nothing, stretches, wanted_words
from nlp.questions.printed.measured import counted_as, counted_noun, measured_name
from nlp.questions.tables.frame_files import load_frames_file

ANY = "数"
TIME = "時期"
_COUNTED = (ANY, "自治体数", "都道府県数", "団体数", "社数", "施設数")
_WORDED = (YES_NO, "文", "場所", "人か組織")
_SETS = {"programme", "measure", "line", "ministry", "target_group", "section", "pillar"}
# 2万1,606人 is one number: no value begins behind its 万.
_NUMBER = r"(?<![\d.,第])(?<![\d][万億])(?:約|延べ|のべ)?\d[\d,.]*(?:[十百千万億兆](?:\d[\d,.]*)?)*"
# 対象者の記載がない施策は何%: of the things listed.
_OF_THINGS = re.compile(
    r"(?:施策|事業|行)(?:は|が|って|の)?(?:全体の)?(?:何(?:%|割|パーセント|ポイント)|割合|比率)"
)
# 実施主体が市町村だけの事業: things with such a field.
_WITH_FIELD = re.compile(
    r"(?:実施主体|実施者|事業主体|補助率|交付率)[がは][^。]{1,16}の(?:事業|施策|取組|もの)"
)
_REQUEST = re.compile(r"を(?:示|教え|答え|挙げ|知らせ)し?て[^、。]{0,6}$")
_ASIDE = re.compile(r"[(][^()]*[)](?=[?。]*$)")


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact asked for. `value` names the kind of value, `printed` is its pattern ("" where any sentence will do).

    `needs` must be found in a sentence that has no value; `field` is the property whose name the question says, "" for
    all texts; `said` are the words as they stand side by side in the question, of which the longer ones stand whole in the best
    passage; `head` is the word right beside the asking one (何人|登録された,
    導入|率), () where there is none, `head_firm` where the text must have it; `side` is "goal" or "result" where the question says which; `years` are western
    years, `numbers` measures' No., `kinds` the classes of things whose texts are looked through, () for all. `topic` are the
    forms of the noun right before an asking word (定年は|何歳), of which a value is one only where it stands in its sentence;
    `role` is what must stand beside a time (から, まで, 決定), "" for any; `every` says how many values are asked for, 0 for
    the one and -1 for all there are; `counted` is the noun of a number (地区|数), `measured` its name with the noun before (認定戸数);
    `newest`: of several years the last is asked for; `now`: what is so today.
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
    topic: tuple[str, ...] = ()
    role: str = ""
    every: int = 0
    counted: str = ""
    measured: str = ""
    newest: bool = False
    now: bool = False

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

    The first span is the one that decided; `named`: it is the name of a value (充足率), no question word; `counted` is the
    noun whose number it is (言語|数).
    """

    value: _Value
    printed: str
    spans: tuple[tuple[int, int], ...]
    named: bool = False
    counted: str = ""


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
    if (
        said is None
        or (not said.printed and all_of_them(text))
        or (not said.printed and _asks_for_set(reading, said.value.name))
        or _of_things(reading, said)
    ):
        return None
    if (said.value.name == "割合" and _OF_THINGS.search(text)) or _WITH_FIELD.search(text):
        return None
    scopes = [
        (m, x["kinds"])
        for x in load_frames_file("passages.toml")["scope"]
        if (m := re.search(x["said"], reading.text))
    ]
    said = _counting(reading, said)
    every = EVERY.search(text) if said.printed else None
    beside, deciding = role(text) if said.value.name == TIME else ("", None)
    said_aside = (every, deciding, _REQUEST.search(text), *(m for m, _ in scopes))
    aside = [m.span() for m in said_aside if m is not None]
    wanted = wanted_words(reading, (*said.spans, *aside), verbs=_verbs(said))
    fact = AskedFact(
        said.value.name,
        said.printed,
        needed(text, said.value.name, said.value.needs),
        said.value.field or (field_said(text) if not said.printed else ""),
        wanted,
        *_head(reading, said),
        tuple(int(hit.values[0]) for hit in reading.numbers_of("year") if hit.values[0].isdecimal()),
        side(text, said.value.name),
        tuple(int(v) for hit in reading.numbers_of("number") for v in hit.values if v.isdecimal()),
        tuple(
            dict.fromkeys(n.id for h in reading.of_kind("ministry") for n in h.names if n.kind == "ministry")
        ),
        tuple(scopes[0][1]) if scopes else (),
        stretches(wanted, reading.text),
        _topic(reading, said),
        beside,
        how_many(every),
        said.counted,
        measured_name(reading.text, said.spans[0]) if said.named else "",
        bool(said.printed)
        and re.search(load_frames_file("passages.toml")["side"]["newest"], text) is not None,
        bool(said.printed) and re.search(load_frames_file("passages.toml")["side"]["now"], text) is not None,
    )
    # いくつ of one word alone may be any number beside it.
    least = 2 if fact.value == ANY and not fact.years and not fact.every else 1
    enough = len(fact.required()) >= least and not _only_degree(fact.required())
    return fact if enough or (fact.numbers and fact.printed) else None


def _only_degree(words: Sequence[Wanted]) -> bool:
    """Whether nothing is left to look for but how much (R7のほうが多い): no text says whose number it is."""
    degree = set(load_frames_file("serves.toml")["words"]["degree"])
    return bool(words) and all(word.said in degree for word in words)


def _verbs(said: _Said) -> str:
    """Which general verbs count: when it was done is asked for, or no number at all."""
    return "done" if said.value.name == TIME else "" if said.printed else "begun"


def number_asked(reading: Reading) -> bool:
    """Whether a number is asked for that is no count of listed things (プラン作成件数は何件, 指定は何法人)."""
    said = _said(_ASIDE.sub("", reading.text))
    return said is not None and bool(said.printed) and not _asks_for_set(reading, said.value.name)


def of_one_thing(reading: Reading, named: str) -> bool:
    """Whether an amount or a rate is asked for, which each of several things `named` alike has of its own (推進交付金はいくら), and
    nothing before the name says which of them is meant (児童館を使ったモデル事業)."""
    said = _said(_ASIDE.sub("", reading.text))
    at = reading.text.find(named.strip("「」"))
    which = any(core.noun and core.end <= at for core in reading.cores)
    one = load_frames_file("passages.toml")["asked_back"]["of_one_thing"]
    return said is not None and said.value.name in one and not which


def told_beside_choices(reading: Reading, named: str) -> bool:
    """Whether a number is asked for that a text may tell though a word of the question, `named`, may mean several things (路上生活者数)."""
    return number_asked(reading) and not of_one_thing(reading, named)


def _said(text: str) -> _Said | None:
    """The kind of value asked for: a question word (何人) first, but the name of a value (充足率) before いくつ or whether."""
    asked = next(((v, m) for v in _values() if (m := v.asked.search(text))), None)
    named = next(((v, m) for v in _values() if v.named is not None and (m := v.named.search(text))), None)
    both = tuple((m.start(), m.end()) for _, m in filter(None, (asked, named)))
    if (
        asked is not None
        and named is not None
        and asked[1].group() == "どう"
        and named[1].end() <= asked[1].start()
    ):
        # 満足度はどうだった: the value of the name, not any sentence.
        return _Said(named[0], _in_unit(named[0], named[1]), both[::-1], named=True)
    if asked is not None and (asked[0].name != ANY or named is None):
        if named is not None and named[0] is asked[0]:  # 導入率は何%
            return _Said(asked[0], _in_unit(asked[0], asked[1]), both[::-1], named=True)
        return _Said(asked[0], _in_unit(asked[0], asked[1]), both[:1])
    if named is None:
        return None
    return _Said(named[0], _in_unit(named[0], named[1]), both[::-1], named=True)


def _in_unit(value: _Value, match: re.Match[str]) -> str:
    return value.printed.replace("{u}", re.escape(match.groupdict().get("u") or ""))


def _counting(reading: Reading, said: _Said) -> _Said:
    """The value with the noun that is counted as its unit too."""
    noun = counted_noun(reading, said.spans[0]) if said.named and said.value.name in _COUNTED else ""
    if not noun:
        return said
    return replace(said, printed=f"{said.printed}|{counted_as(noun, _NUMBER)}", counted=noun)


def _asks_for_set(reading: Reading, value: str) -> bool:
    """どの施策, 何件の事業: things of a kind are listed or counted, and no text says which."""
    classes = [cue.value for cue in reading.of_slot("class")]
    if value == ANY and classes and re.search(r"(?<!名|社|人)の数", reading.text):
        return True
    if value in ("件数", "事業数", ANY):
        measured = re.search(r"(?<!施策)(?<!事業)[一-龥ァ-ヶーa-z]件数", reading.text)
        return bool(set(classes) & {"programme", "measure", "line"}) and measured is None
    if value in _WORDED:
        return bool(set(classes[-1:]) & _SETS) or reading.has("ask:max", "ask:min", "ask:total", "ask:count")
    if value == "割合":
        return bool(set(classes_shared(reading)[-1:]) & _SETS)
    return value == "金額" and bool(set(classes[-1:]) & _SETS)


def _of_things(reading: Reading, said: _Said) -> bool:
    """困っている人の施策は何件: how many things of a kind there are; no number of a text says so."""
    if said.value.name not in ("件数", "事業数", ANY):
        return False
    pattern = load_frames_file("passages.toml")["counted"]["things"]
    ends = [c.end for c in reading.of_slot("class") if c.value in ("programme", "measure", "line")]
    return any(re.search(pattern, reading.text[end:]) for end in ends)


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
        behind = (t for t in reading.tokens if t.start >= end and t.pos in CONTENT and not says_nothing(t))
        beside = next((t for t in behind if t.start - end <= 1), None)
    data = load_frames_file("passages.toml")["words"]
    if beside is None or {beside.surface, beside.normal} & set(data["asking"]):
        return (), False
    return forms_of(beside, beside.surface), not {beside.surface, beside.normal} & set(data["verbs"])


def _topic(reading: Reading, said: _Said) -> tuple[str, ...]:
    """The forms of the noun before an asking word, over a particle and words that say nothing (定年は|何歳); () for others."""
    if said.named or not said.printed:
        return ()
    start = said.spans[0][0]
    general = load_frames_file("passages.toml")["words"]
    aside = [m.span() for m in re.finditer(r"[(][^()]*[)]", reading.text)]
    before = (t for t in reading.tokens if t.end <= start and not any(a <= t.start < b for a, b in aside))
    for token in reversed(list(before)):
        if token.pos in ("助詞", "補助記号", "接尾辞", "助動詞") or says_nothing(token):
            continue
        if token.pos not in CONTENT or token.pos == "動詞":
            return ()
        if {token.surface, token.normal} & {*general["asking"], *general["loose"]}:
            continue
        return forms_of(token, token.surface)
    return ()


def _adjacent(before: Sequence[Word], start: int) -> Word | None:
    """The noun that ends at `start`, over the suffixes between (登録|者|数)."""
    for token in reversed(before):
        if token.end < start:
            return None
        if token.pos == "名詞":
            return token
        start = token.start
    return None
