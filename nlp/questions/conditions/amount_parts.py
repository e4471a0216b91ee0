"""A part of a printed amount asked for by its name (木造分はいくら: うち木造応急仮設住宅関係 3.4億円) as its うち数.

The names are those that the sheets print beside うち. A part is meant where the programme that prints it is named beside it, or
nothing else is named; then the words of the part stand for うち数, which the frames of amounts read.
"""

from __future__ import annotations

import re

from nlp.questions.found.number_patterns import AMOUNT
from nlp.questions.found.words import words
from nlp.questions.names.lexicon import AmountPart, Lexicon
from nlp.questions.typed.text import fold_key, fold_question

_MONEY = re.compile(r"いくら|額|円|予算|金額|うち|費用|[分係][はの?。]*$|[分係][(]|分と|と[^と]{1,16}分")
_OF_WHICH = re.compile(r"うち(?:数|書き?|額|の額)|何の分")
# 居場所分のうち数: the part is named, and said to be one
_PART_OF_WHICH = re.compile(r"(?<=[分枠係連])のうち(?:数|書き|額)")
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
        "なか",
        "案",
    ]
)
_SHORTEST = 6
# …のうち, …、この中で, … 、 before the part; 10億円だと聞いたのですが、このうち: what the person knows of the whole.
_OF_IT = re.compile(
    r"(?P<money>円|億|万)?(?:(?:だ|である)?(?:と|って)(?:聞|書|伺|うかが|見|なっ|あり|いう)[^、。?]{0,12})?、?(?:(?:この|その)?の?(?:うち|中|なか)(?:、|の|で|から|に(?:は|ある)?)*|、|\s)$"
)
# 見守り活動に回る分, NPO支援に関わる部分: how a part is spoken of behind words of its name.
_LOOSELY = re.compile(
    r"(?:(?:に|へ|と)?(?P<given>関わる|かかわる|係る|関する|関係する|回る|回す|回した|回って(?:い)?る|回される|充てる|充てられる|充てた|向ける|向けた|向けられる|使う|使える|使われる|振り向ける|割り当てる|割り当てられ(?:た|る)|割り振られた|配分され(?:た|る)|あたる|当たる|相当する|対応する|入る|行く|いく)|の)?"
    r"(?:部分|分(?!の\d|野|類|担|け|か)|ぶん|枠|(?P<sum>金額|額|予算)|(?P<one>(?<=[るた])の(?=[はがを])))"
)
_WITHIN = re.compile(r"(?:うち|中|なか)(?:、|の|で|から|に(?:は|ある)?)*$")
_JOINING = ("の", "・", "と", "等", "や", "への", "に", "へ", "に対する", "向け", "けの")
# Words of many names: a part is not told by them alone.
_OF_MANY = frozenset(
    ["支援", "対策", "関係", "事業", "推進", "活動", "予算", "補正", "地域", "団体", "取組", "等"]
)


def parts_as_cue(question: str, lexicon: Lexicon) -> str:
    """The question with the name of a part as うち数; as it is where no part is named.

    A folded text is given back where a part was put: the words shown to the person come from it.
    """
    whole, question = question, _PART_OF_WHICH.sub("", question)
    if not lexicon.amount_parts or _OF_WHICH.search(question):
        return whole
    found = _with_part(question, lexicon)
    return whole if found == question else found


def _with_part(question: str, lexicon: Lexicon) -> str:
    text = fold_question(question)
    if not _MONEY.search(question) and not any(fold_key(name) in text for name in lexicon.amount_part_names):
        return question
    # Programmes by the hundred print parts of one name, which is looked for once.
    spans = {name: _span(text, name, lexicon) for name in lexicon.amount_part_names}
    found = [(part, span) for part in lexicon.amount_parts if (span := spans[part.name]) is not None]
    named = [(span, "") for part, span in found if _is_named(_rest(text, span), part, lexicon)]
    alone = [(part, span) for part, span in found if not _nouns(_rest(text, span))]
    whole = [(part, span) for part, span in alone if fold_key(part.name) == text[slice(*span)]] or alone
    owners = {part.programme for part, _ in whole}
    if not named and len(owners) == 1 and (only := lexicon.by_id.get(*owners)) is not None:
        named = [(whole[0][1], f"{only.label}の")]
    if not named:
        return question
    (start, end), owner = named[0]
    before = _OF_IT.sub(lambda match: f"{match['money'] or ''}の", text[:start])
    put = f"{owner}{before}うち書きの額{text[end:]}"
    return _TOTAL_BEHIND.sub("と予算額", _TOTAL_TOO.sub("予算額と", put))


def total_too(text: str) -> bool:
    """予算額とうち数, うち数と予算額: the whole is asked for beside its part."""
    return (
        re.search(r"(?:予算)?額と(?:その)?うち(?:数|書きの額)|うち(?:数|書きの額)と(?:予算)?額", text)
        is not None
    )


def _span(text: str, printed: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where the question names the part `printed`: its whole name, that without its end (関係, 分), or a word of it with 分 behind."""
    name = fold_key(printed)
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
    loose = _loose_span(text, name)
    if loose is not None:
        return loose
    place = text.find(stem)
    if len(stem) >= _SHORTEST and place >= 0 and not _in_a_name(stem, lexicon):
        return place, place + len(stem)
    return None


def _loose_span(text: str, name: str) -> tuple[int, int] | None:
    """Words of the part's name, whatever joins them, and behind them what speaks of a part (孤独・孤立のNPO支援に関わる部分)."""
    for match in _LOOSELY.finditer(text):
        start, said = match.start(), []
        for word in reversed(words(text[: match.start()])):
            if word.surface not in _JOINING and word.surface not in name:
                break
            if word.surface not in _JOINING:
                start = word.start
                said.append(word.surface)
        part = not (match["sum"] or match["one"]) or match["given"] or _WITHIN.search(text[:start])
        if part and any(len(w) > 1 and w not in _OF_MANY for w in said):
            return start, match.end()
    return None


def _in_a_name(stem: str, lexicon: Lexicon) -> bool:
    return stem in lexicon.names_folded


def _rest(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]]}。{text[span[1] :]}"


def _nouns(rest: str) -> list[str]:
    """The nouns beside the part that may name something: not the year, not 予算, not an amount."""
    rest = AMOUNT.sub("。", rest)
    nouns = [w.surface for w in words(rest) if w.pos == "名詞" and len(w.surface) > 1]
    return [n for n in nouns if n not in _GENERAL and not re.fullmatch(r"[rh]?\d+(?:年度?)?", n)]


def _is_named(rest: str, part: AmountPart, lexicon: Lexicon) -> bool:
    """Whether every noun of the rest stands in a name of the programme that prints the part."""
    owner = lexicon.by_id.get(part.programme)
    labels = [fold_key(label) for label in (owner.label, *owner.alternatives)] if owner else []
    nouns = _nouns(rest)
    return bool(nouns) and all(any(noun in label for label in labels) for noun in nouns)
