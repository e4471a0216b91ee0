"""A part of a printed amount asked for by its name (木造分はいくら: うち木造応急仮設住宅関係 3.4億円) as its うち数.

The names are those that the sheets print beside うち. A part is meant where the programme that prints it is named beside it, or
nothing else is named; then the words of the part stand for うち数, which the frames of amounts read.
"""

from __future__ import annotations

import re

from nlp.questions.found.words import words
from nlp.questions.names.lexicon import AmountPart, Lexicon
from nlp.questions.typed.text import fold_key, fold_question

_MONEY = re.compile(r"いくら|額|円|予算|金額|うち|費用|[分係][はの?。]*$|[分係][(]|分と|と[^と]{1,16}分")
_OF_WHICH = re.compile(r"うち(?:数|書き?|額|の額)|何の分")
_ENDS = re.compile(r"(?:支援)?(?:関係|関連|分|枠)(?:の?(?:経費|予算|費用))?$")
# 木造分, 孤独・孤立関係の額: what stands before is looked for in the name of the part.
_PART_SAID = re.compile(
    r"(?P<said>[^\s、。?()「」のはがをと]{2,24}?)(?:の?(?:ための)?(?:分|関係|関連|枠))(?:の?(?:経費|予算|費用))?(?=は|の|が|を|と|って|も|だけ|で|、|\s|[?。(]|$)"
)
# …のうち木造はいくら
_OF_WHOLE = re.compile(
    r"うち(?:、|の|で)?(?P<said>[^\s、。?()「」のはがをと]{2,24}?)(?=は|って|の(?:額|金額|予算)|が|、|[?。(]|$)"
)
_TOTAL_TOO = re.compile(
    r"(?:総額|全体額?|全額|総計|合計額?|もとの額)(?:は|と|、|及び|および|や|・|\s)+(?:その|この)?(?:うち)?の?(?=うち書きの額)"
)
_TOTAL_BEHIND = re.compile(r"(?<=うち書きの額)(?:と|、|及び|および|や|・)(?:総額|全体額?|全額|総計|合計額?)")
_GENERAL = frozenset(
    [
        "事業",
        "交付",
        "推進",
        "支援",
        "対策",
        "孤独",
        "孤立",
        "予算",
        "補正",
        "年度",
        "令和",
        "当初",
        "金額",
        "額",
        "分",
        "関係",
        "費用",
        "いくら",
        "総額",
        "全体",
        "資料",
        "地域",
        "経費",
        "必要",
        "取組",
        "強化",
        "うち",
        "中",
        "案",
    ]
)
_SHORTEST = 6
# …のうち, … 、 before the part.
_OF_IT = re.compile(r"(?:(?:の)?うち(?:、|の|で)?|、)$")


def parts_as_cue(question: str, lexicon: Lexicon) -> str:
    """The question with the name of a part as うち数; as it is where no part is named.

    A folded text is given back where a part was put: the words shown to the person come from it.
    """
    if not lexicon.amount_parts or _OF_WHICH.search(question):
        return question
    text = fold_question(question)
    if not _MONEY.search(question) and not any(fold_key(part.name) in text for part in lexicon.amount_parts):
        return question
    found = [
        (part, span) for part in lexicon.amount_parts if (span := _span(text, part, lexicon)) is not None
    ]
    named = [(span, "") for part, span in found if _is_named(_rest(text, span), part, lexicon)]
    alone = [(part, span) for part, span in found if not _nouns(_rest(text, span))]
    whole = [(part, span) for part, span in alone if fold_key(part.name) == text[slice(*span)]] or alone
    if not named and len({part.programme for part, _ in whole}) == 1:
        owner = next(n.label for n in lexicon.of_kind("programme") if n.id == whole[0][0].programme)
        named = [(whole[0][1], f"{owner}の")]
    if not named:
        return question
    (start, end), owner = named[0]
    put = f"{owner}{_OF_IT.sub('の', text[:start])}うち書きの額{text[end:]}"
    return _TOTAL_BEHIND.sub("と予算額", _TOTAL_TOO.sub("予算額と", put))


def total_too(text: str) -> bool:
    """予算額とうち数, うち数と予算額: the whole is asked for beside its part."""
    return (
        re.search(r"(?:予算)?額と(?:その)?うち(?:数|書きの額)|うち(?:数|書きの額)と(?:予算)?額", text)
        is not None
    )


def _span(text: str, part: AmountPart, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the question names the part: its whole name, the name without its end (関係, 分), or a word of it with 分 behind."""
    name = fold_key(part.name)
    place = text.find(name)
    if place >= 0:
        return place, place + len(name)
    stem = _ENDS.sub("", name)
    for match in _PART_SAID.finditer(text):
        said = fold_key(match["said"])
        if said in stem and not any(
            said == fold_key(n.label) for n in lexicon.of_kind("ministry", "target_group")
        ):
            return match.span()
    for match in _OF_WHOLE.finditer(text):
        if fold_key(match["said"]) in stem:
            return match.span("said")
    place = text.find(stem)
    if len(stem) >= _SHORTEST and place >= 0 and not _in_a_name(stem, lexicon):
        return place, place + len(stem)
    return None


def _in_a_name(stem: str, lexicon: Lexicon) -> bool:
    return any(
        stem in fold_key(label)
        for n in lexicon.of_kind("programme", "measure", "component")
        for label in (n.label, *n.alternatives)
    )


def _rest(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]]}。{text[span[1] :]}"


def _nouns(rest: str) -> list[str]:
    """The nouns beside the part that may name something: not the year, not 予算."""
    nouns = [w.surface for w in words(rest) if w.pos == "名詞" and len(w.surface) > 1]
    return [n for n in nouns if n not in _GENERAL and not re.fullmatch(r"[rh]?\d+(?:年度?)?", n)]


def _is_named(rest: str, part: AmountPart, lexicon: Lexicon) -> bool:
    """Whether every noun of the rest stands in a name of the programme that prints the part."""
    labels = [
        fold_key(label)
        for n in lexicon.of_kind("programme")
        if n.id == part.programme
        for label in (n.label, *n.alternatives)
    ]
    nouns = _nouns(rest)
    return bool(nouns) and all(any(noun in label for label in labels) for noun in nouns)
