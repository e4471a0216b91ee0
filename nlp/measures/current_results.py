"""Figures in what a plan says of today (＜現状＞) as results of its targets: where both measure the same thing, and only there.

Such a text describes; it reports on no target. A figure of it is a result only where its name and the target's say the same
(就職等率 for 登録者に占める就職等率, 実施した都道府県 for 全ての都道府県において相談支援を実施). That a target was reached is never
taken from it (it may be an earlier one); that it is not, only where the text says so of the target in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from rapidfuzz import fuzz

from nlp.measures.figures import Figure, Indicator
from nlp.measures.indicators import every_indicator

_WORD = re.compile("[一-龠々]{2,}|[ァ-ヴー]{2,}|[A-Za-z]{2,}")
_SHARE = ("%", "％")
# 定着率, 普及率: a rate by its own name.
_RATE = re.compile("(?<![一-龠々])[一-龠々]{2,6}率$")
_LIKE = 90
"""Above this two names are spellings of one (0..100, rapidfuzz ratio)."""


def current_indicators(goal: str, current: str) -> list[Indicator]:
    """The targets of a goal, each with the figure of today's text that measures the same thing, if there is one.

    >>> (found,) = current_indicators("令和9年度までに窓口を設ける市町村を600とする。", "令和7年度末現在、窓口を設ける市町村は412である。")
    >>> (str(found.target.value), str(found.result.value), found.result.date, found.result.reached)
    ('600', '412', '2025', None)
    """
    found = every_indicator(goal, current)
    targets = [item.target for item in found if item.target is not None]
    kept = []
    left = [item.result for item in found if item.target is None and item.result is not None]
    for item in found:
        if item.target is None:
            continue
        result = item.result
        if result is not None and not measures_same(item.target, result, _around(item.target, goal)):
            left.append(result)
            result = None
        if result is None:
            result = _of_unnamed(item.target, left, targets, goal)
        if result is None:
            result = _of_one_rate(item.target, left, targets)
        kept.append(Indicator(item.target, None if result is None else _as_told(result, current)))
    return kept


def measures_same(target: Figure, result: Figure, sentence: str = "") -> bool:
    """Whether a figure counts what the target counts: it ends in the same word, and has none that the target and its `sentence`
    (取組を新たに400件創出する) have not, or the reverse.

    認知症の人 is said of 認知症サポーター too, and counts something else.
    """
    if fuzz.ratio(target.measured, result.measured) >= _LIKE:
        return True
    aimed, told = _words(target.measured), _words(result.measured)
    if not aimed or not told:
        return False
    unit = {target.unit, result.unit}
    same_head = aimed[-1].endswith(told[-1]) or told[-1].endswith(aimed[-1]) or told[-1] in unit
    wide = {*aimed, *unit}
    return same_head and (
        all(_said_in(word, wide) or word in sentence for word in told)
        or all(_said_in(word, {*told, *unit}) for word in aimed)
    )


def _said_in(word: str, words: set[str]) -> bool:
    return any(word in other for other in words)


def _of_unnamed(
    target: Figure, results: Sequence[Figure], targets: Sequence[Figure], goal: str
) -> Figure | None:
    """The only figure of the unit of a target that names nothing (令和11年度までに150校とする): of what its own sentence does (設置)."""
    if target.measured or not target.unit or [item.unit for item in targets].count(target.unit) != 1:
        return None
    alike = [item for item in results if item.unit == target.unit and not item.part]
    if len(alike) != 1 or not alike[0].measured:
        return None
    acts = [word for word in _words(alike[0].measured) if word != target.unit]
    return alike[0] if any(word in _around(target, goal) for word in acts) else None


def _around(target: Figure, goal: str) -> str:
    """The sentence of the goal that the target stands in."""
    begin = goal.rfind("。", 0, target.start) + 1
    end = goal.find("。", target.end)
    return goal[begin : end if end >= 0 else len(goal)]


def _words(text: str) -> list[str]:
    """The words of a name in kanji, katakana or letters, in order."""
    return _WORD.findall(normalize("NFKC", text))


def _of_one_rate(target: Figure, results: Sequence[Figure], targets: Sequence[Figure]) -> Figure | None:
    """The only share of today's text, where the target's is the only one too and both are called by one compound (…の定着率)."""
    shares = [item for item in targets if item.unit in _SHARE]
    told = [item for item in results if item.unit in _SHARE and not item.part]
    if shares != [target] or len(told) != 1:
        return None
    rates = [_RATE.search(normalize("NFKC", item.measured)) for item in (target, told[0])]
    return told[0] if rates[0] and rates[1] and rates[0].group() == rates[1].group() else None


def _as_told(figure: Figure, current: str) -> Figure:
    """The figure, with a verdict only where the text says in words that the target is not reached (目標は達成されていない).

    A target said to be reached may be one of a plan before this one.
    """
    if figure.reached is False and "目標" in current[slice(*figure.said)]:
        return figure
    return replace(figure, reached=None, said=(0, 0))
