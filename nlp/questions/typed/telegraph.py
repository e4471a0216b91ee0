"""Telegraphic questions, nouns side by side with or without spaces, put as a sentence: 法務省 施策 リンク記載なし as
法務省のリンクの記載がない施策は. Fields, states and the clause that each pair is written as are those of
`frames/telegraph.toml`; a pair that has none there is left as it stands, and so is every word that is no part of a pair.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.found.words import words
from nlp.questions.tables.frame_files import load_frames_file

_QUOTED = re.compile(r"「[^」]*」|『[^』]*』")
# 備考欄「新規・再掲」の事業: marks, not words of a text.
_REMARK = re.compile(r"備考(?:欄)?(?:に|が)?\s?「((?:新規|再掲|内数|[・、])+)」(?:の|とある|あり)")
# 「内数」と書かれている行: what is printed beside a row, not a word of its name.
_MARKED = re.compile(
    r"(?<!名称に)(?<!名前に)(?<!本文に)(?<!概要に)「(?:[〇○●◯xX…]*の)?(再掲|新規|内数)」"
    r"(?=(?:では|じゃ|で)な[いく]|(?:以外|を除|は除|を外|は外|を抜|は抜|抜き|なし)|(?:が|の|も)(?:付|つ)[いく]|(?:と|って)(?:[書記印表明掲][^、。?「」]{1,8}|ある|なっ[^、。?「」]{1,4}|いう(?:印|マーク)[^、。?「」]{1,6})(?:予算)?(?:の)?(?:行|事業|もの|やつ))"
)
_END = re.compile(r"[?。!\s]*$")
# The fields of which ministries and sections are told by the things that have or lack them (見直し方針未記載 府省庁).
_HELD = frozenset({"numeric", "goal", "reaching", "achievement", "link", "review", "overview", "indicator"})
# What is said of one thing or goes on as a sentence is no telegraphic question for a set.
_COUNT = re.compile(r"(?:^|[\sの])\d+(?:つの?|件の?)?$")
_ONE_THING = re.compile(r"^(?:no\.?|施策(?:no\.?)?|事業(?:no\.?)?)?\s?\d+番?$")
# Behind the things only whose they are, whom they are for and where they stand; anything else (予算順) is asked.
_WHOSE = re.compile(
    r"(?:[省庁府院]|向け|対象|内閣官房|柱\d|\d-[①-⑳]|[①-⑳]|分|度|補正|当初|^r\d+|共同|単独|再掲|新規|以外|以上|以下|未満)$"
)
_OFFICE = re.compile(r"(?:[省庁府院]|内閣官房)$")
_SENTENCE = re.compile(r"(?:は|が|って|か|を|ので|から)$")
_NOT_SAID = re.compile(
    r"(?:で|では|じゃ)?(?:は)?な[いくか]|(?:で|では)?(?:は)?ありません|かどうか|か否か|か[?]|[?]|の有無|と書|と記|とさ|と明"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A field in a state at [start, end) of a text: `written` is how it is said of things; `of` is what has the field."""

    start: int
    end: int
    field: str
    state: str
    written: str
    of: str


def stated(text: str) -> tuple[Clause, ...]:
    """The fields that a text in sentences says to be printed or not (目標の記載がない), in order.

    >>> [(c.field, c.state) for c in stated("目標の記載があり達成状況の記載がない施策は")]
    [('goal', 'has'), ('achievement', 'lack')]
    """
    return tuple(
        Clause(match.start(), match.end(), _stated()[1][match["field"]], state, match[0], "")
        for match in _stated()[0].finditer(text)
        for state in ("lack" if match["lack"] else "has",)
    )


@lru_cache(maxsize=1)
def _stated() -> tuple[re.Pattern[str], Mapping[str, str]]:
    fields = load_frames_file("telegraph.toml")["fields"]
    ends = "の記載がない"
    names = {
        entry["lack"].removesuffix(ends): name
        for name, entry in fields.items()
        if entry.get("lack", "").endswith(ends)
    }
    names |= {said: names["リンク"] for said in ("url", "関連url", "関連リンク") if "リンク" in names}
    field = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"(?P<field>{field})の記載が(?:(?P<lack>な[いくし])|あ[るりっ])"), names


@dataclass(frozen=True, slots=True)
class _Grammar:
    pairs: tuple[tuple[re.Pattern[str], str], ...]
    classes: re.Pattern[str]
    groups: re.Pattern[str]
    heads: Mapping[str, re.Pattern[str]]
    join: re.Pattern[str]
    tied: Mapping[str, re.Pattern[str]]
    apart: re.Pattern[str]
    quoting: re.Pattern[str]


def clauses(text: str) -> tuple[Clause, ...]:
    """The pairs of a field and a state in a folded text, in order, those that have a clause.

    >>> [(c.written, c.of) for c in clauses("数値目標なし かつ 達成状況未記入")]
    [('数値目標がない', '施策'), ('達成状況の記載がない', '施策')]
    >>> clauses("目標なしと書かれた施策")
    ()
    """
    fields = load_frames_file("telegraph.toml")["fields"]
    found: list[Clause] = []
    for pattern, state in _grammar().pairs:
        for match in pattern.finditer(text):
            field = next(name for name in fields if match[f"f_{name}"] is not None)
            written = fields[field].get(state, "")
            taken = any(match.start() < c.end and c.start < match.end() for c in found)
            never = fields[field].get("never", "")
            if never and re.search(f"(?:{never})$", match[0]):
                continue  # 金額ゼロ: an amount of nothing is not an amount that lacks
            if written and not taken and not _NOT_SAID.match(text[match.end() :]):
                found.append(Clause(match.start(), match.end(), field, state, written, fields[field]["of"]))
    return tuple(sorted(found, key=lambda c: c.start))


def in_sentence(text: str) -> str:
    """A folded telegraphic question as a sentence; the text itself where no field stands in a state.

    >>> in_sentence("法務省 施策 リンク記載なし")
    '法務省のリンクの記載がない施策は'
    >>> in_sentence("数値目標なし かつ 達成状況未記入 の施策")
    '数値目標がない達成状況の記載がない施策は'
    >>> in_sentence("達成状況 空白 施策 何件")
    '達成状況の記載がない施策の数は'
    >>> in_sentence("「内数」と書かれている行は何行")
    '内数と書かれている行は何行'
    >>> in_sentence("法務省の施策は何件")
    '法務省の施策は何件'
    """
    text = _MARKED.sub(r"\1", text)
    body = _REMARK.sub(r"備考が\1の", _END.sub("", text))
    found = _quoted_clauses(body) or clauses(_QUOTED.sub(lambda match: "□" * len(match[0]), body))
    parts = _parts(body, found) if found else None
    return _composed(parts, found) if parts is not None else text if body == _END.sub("", text) else body


def _quoted_clauses(body: str) -> tuple[Clause, ...]:
    """見直し方針「継続」の記載なし: words that a field has or lacks."""
    match = _grammar().quoting.search(body)
    if match is None:
        return ()
    said = "と書かれていない" if match["lack"] else "と書かれた"
    field, quoted = match["field"] or match["field2"], match["words"] or match["words2"]
    field = "見直し方針" if field == "見直し" else field
    return (Clause(match.start(), match.end(), "", "", f"{field}に{quoted}{said}", "施策"),)


@dataclass(frozen=True, slots=True)
class _Parts:
    about: str
    things: str
    head: str


def _parts(body: str, found: tuple[Clause, ...]) -> _Parts | None:
    """What stands around the clauses: what they are of, and what is asked; None where something else is said."""
    grammar = _grammar()
    about, things, head = "", "", ""
    gaps = [
        body[a.end if a else 0 : b.start if b else None]
        for a, b in zip((None, *found), (*found, None), strict=True)
    ]
    for number, gap in enumerate(gaps):
        rest = gap.strip()
        if 0 < number < len(found):
            rest = grammar.join.sub("", rest).strip()
            if rest and not grammar.classes.fullmatch(rest) and not _head(rest):
                return None  # 目標なし or リンクなし: either is no clause of one set
        elif number == len(found):
            rest = re.sub(r"^(?:の|な|である|になって(?:い)?る|と(?:いう|の))\s?", "", rest)
        pieces = _tied(rest.split())
        if pieces is None:
            return None
        for piece in pieces:
            if grammar.groups.fullmatch(piece):
                if number < len(found) or things or any(c.field not in _HELD for c in found):
                    return None
                head = f"holders{piece}"
                continue
            said = grammar.classes.fullmatch(piece)
            asked = _head(piece)
            if said is not None:
                about = _joined(about, said["about"] or "")
                if things or (said["rest"] and not _head(said["rest"])):
                    return None
                things, head = said["class"], _head(said["rest"]) or head
            elif asked and (things or number == len(found)) and not head:
                head = asked
            elif not _SENTENCE.search(piece) and (number == 0 or _WHOSE.search(_untied(piece))):
                about = _joined(about, piece)
            else:
                return None
    if _COUNT.search(about) or (not things and _ONE_THING.match(about)):
        return None
    return _Parts(about, things, head)


def _tied(pieces: list[str]) -> list[str] | None:
    """Denials and bounds joined to the name before them (法務省 でない as 法務省以外); None where they have none there,
    and where a piece begins as only what goes on from another word does.

    >>> _tied(["法務省", "でない"]), _tied(["施策", "10億円", "以上"]), _tied(["施策", "以外"])
    (['法務省以外'], ['施策', '10億円以上'], None)
    """
    grammar = _grammar()
    done: list[str] = []
    for piece in pieces:
        written = next((name for name, said in grammar.tied.items() if said.fullmatch(piece)), "")
        before = done[-1] if done else ""
        if not written:
            if words(piece)[0].pos in ("助詞", "助動詞") or grammar.apart.fullmatch(piece):
                return None
            done.append(piece)
        elif not before or grammar.classes.fullmatch(before) or grammar.groups.fullmatch(before):
            return None
        elif written == "以外" and len(done) > 1 and all(_OFFICE.search(name) for name in done[-2:]):
            return None  # 水産庁 林野庁 以外: neither of the two, or one without the other
        else:
            done[-1] += written
    return done


def _untied(piece: str) -> str:
    return next((piece.removesuffix(name) for name in _grammar().tied if piece.endswith(name)), piece)


def _joined(about: str, more: str) -> str:
    if not about or not more:
        return about or more
    last = words(about)[-1]
    return about + ("" if last.pos in ("助詞", "助動詞", "補助記号") else "の") + more


def _head(piece: str) -> str:
    return next(
        (name for name, pattern in _grammar().heads.items() if piece and pattern.fullmatch(piece)), ""
    )


def _composed(parts: _Parts, found: tuple[Clause, ...]) -> str:
    written = load_frames_file("telegraph.toml")["written"]
    said = "".join(dict.fromkeys(c.written for c in found))
    about = _joined(parts.about, "□")[:-1]
    of = parts.things or found[-1].of
    if parts.head.startswith("holders"):
        return f"{about}{said}{of}を持つ{parts.head.removeprefix('holders')}は"
    return f"{about}{said}{of}{written[parts.head or 'list']}"


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    data = load_frames_file("telegraph.toml")
    between = data["between"]
    field = "|".join(f"(?P<f_{name}>{_any(entry['said'])})" for name, entry in data["fields"].items())
    field = rf"(?<![一-龥ァ-ヶa-z])(?:{field})"
    pairs: list[tuple[re.Pattern[str], str]] = []
    for state, said in data["states"].items():
        ends = rf"(?:{_any(said)})(?![ァ-ヶー])(?=の(?![にで])|な(?![いくかの])|\s|$|、|・|/|&|\+|か|で|{_any(data['classes']['said'])})"
        middle = "" if state in ("reached", "short", "missed") else between["noun"]
        joined = between["column"] + between["particle"] + middle
        pairs.append((re.compile(field + joined + ends), state))
        before = rf"(?<![一-龥ァ-ヶ])(?:{_any(said)})(?:の|な|\s)"
        if state in ("lack", "unread"):
            pairs.append((re.compile(before + field + r"(?=の|\s|$|、)"), state))
    classes = rf"(?P<about>.*?)(?P<class>{_any(data['classes']['said'])})(?P<rest>.*?)"
    kept = "見直し方針|見直し|達成状況|目標|概要"
    lack, has = _any(data["states"]["lack"]), _any(data["states"]["has"])
    quoting = rf"(?P<field>{kept})(?:の?欄)?(?:に|の|で|が)?\s?(?P<words>「[^」]+」)(?:と|との|の)?\s?(?:記載|記述|文言|表記|言及)?(?:の)?\s?(?:(?P<lack>{lack})|(?:{has}))(?=の|\s|$|{_any(data['classes']['said'])})"
    quoting += (
        rf"|(?P<field2>{kept})(?:の?欄)?に\s?(?P<words2>「[^」]+」)\s(?={_any(data['classes']['said'])})"
    )
    return _Grammar(
        tuple(pairs),
        re.compile(classes),
        re.compile(_any(data["classes"]["groups"])),
        {name: re.compile(rf"(?:{_any(said)})") for name, said in data["heads"].items()},
        re.compile(rf"^(?:{_any(data['joins']['said'])})+|(?:{_any(data['joins']['said'])})+$"),
        {name: re.compile(_any(said)) for name, said in data["tied"].items()},
        re.compile(_any(data["apart"]["said"])),
        re.compile(quoting),
    )


def _any(said: list[str] | Any) -> str:
    return "|".join(said)
