"""Characters that look clean inside damaged lines: 委ク is 委託, 電ヰ is 電話, 都道府┴ is 都道府県.

A glyph id can be the code point of a kana or a common symbol. Within one damaged stretch a font is one font, so the
question is settled once per character and stretch: the lexicon compares both readings wherever the character
stands, and all its places vote.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from nlp.glyphs.lines import DamagedLine
from nlp.glyphs.tokens import Token, likely_text
from nlp.language.lexicon import Lexicon

# How far around a place the lexicon looks, in characters.
_WINDOW = 10
# In Sudachi units. One place may not outvote all others; kana, the commonest clean characters, must lose clearly.
_ONE_VOTE = 6000.0
_SYMBOL_MARGIN = 300.0
# ∧ in 地方∧ (版) or ь in ь・活躍 (加) hardly ever stand in office text: the lexicon, which takes symbols lightly, may even
# speak a little against the glyph.
_RARE_BONUS = 3000.0
_OFFICE_SYMBOLS = frozenset(
    "　、。・…‥“”‘’〈〉《》「」『』【】〔〕※○●◎◇◆□■△▲▽▼☆★→←↑↓⇒①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ〒々〇±×÷≦≧℃№㈱㎡"
)
_KANA_MARGIN = 1500.0
# A place that speaks this clearly goes its own way: a clean line of another font stands inside the stretch.
_OWN_WAY = 9000.0
# Lookalikes side by side are settled together, up to so many.
_CLUSTER = 3
# A line this short (vertical writing: one character a line) says nothing itself, and follows the others.
_TINY = 2
_LINES_APART = 12


def settle_lookalikes(lines: Sequence[DamagedLine], lexicon: Lexicon) -> list[DamagedLine]:
    """The same lines with every lookalike and every doubtful reading decided."""
    settled: list[DamagedLine] = []
    for stretch in _stretches(lines):
        settled.extend(_settle_stretch(stretch, lexicon))
    return settled


def _stretches(lines: Sequence[DamagedLine]) -> list[list[DamagedLine]]:
    stretches: list[list[DamagedLine]] = []
    for line in lines:
        last = stretches[-1][-1] if stretches else None
        if last is not None and last.space == line.space and line.start - last.end < 80 * _LINES_APART:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    return stretches


def _settle_stretch(lines: Sequence[DamagedLine], lexicon: Lexicon) -> list[DamagedLine]:
    votes: dict[str, float] = {}
    voters: Counter[str] = Counter()
    places: dict[int, float] = {}
    for number, line in enumerate(lines):
        for index, gain in _gains(line, *_edges(lines, number), lexicon).items():
            token = line.tokens[index]
            places[token.start] = gain
            if len(line.tokens) > _TINY:
                votes[token.raw] = votes.get(token.raw, 0.0) + max(-_ONE_VOTE, min(_ONE_VOTE, gain))
                voters[token.raw] += 1
    for char, count in voters.items():
        if char not in _OFFICE_SYMBOLS and not "\u3041" <= char <= "\u30fe":
            votes[char] += _RARE_BONUS * count
    return [
        replace(line, tokens=tuple(_settled(token, votes, places, line) for token in line.tokens))
        for line in lines
    ]


def _settled(token: Token, votes: dict[str, float], places: dict[int, float], line: DamagedLine) -> Token:
    if not token.other:
        return token
    gain = places.get(token.start, 0.0)
    vote = votes.get(token.raw, gain)
    wanted = vote > _margin(token)
    if len(line.tokens) <= _TINY:
        return _chosen(token, wanted=wanted, vote=vote)
    if abs(gain) > _OWN_WAY:
        wanted = gain > 0
    elif not line.damaged and wanted:
        wanted = gain > _margin(token)
    return _chosen(token, wanted=wanted, vote=vote)


def _chosen(token: Token, *, wanted: bool, vote: float) -> Token:
    if token.kind == "lookalike" and not wanted:
        return replace(token, kind="plain", other="", confidence=1.0)
    if wanted:
        sure = 0.9 if vote > 2 * _KANA_MARGIN else 0.8
        return replace(
            token, kind="decoded", text=token.other, other="", confidence=min(token.confidence, sure)
        )
    return replace(token, other="")


def _margin(token: Token) -> float:
    if "\u3041" <= token.raw <= "\u30fe":
        return _KANA_MARGIN
    return _SYMBOL_MARGIN


def _edges(lines: Sequence[DamagedLine], number: int) -> tuple[str, str]:
    """The end of the line before and the beginning of the line after, where they follow on: 財務規 | 則."""
    line = lines[number]
    before = after = ""
    if number and lines[number - 1].end + 1 == line.start:
        before = "".join(map(likely_text, lines[number - 1].tokens[-_WINDOW:]))
    if number + 1 < len(lines) and lines[number + 1].start == line.end + 1:
        after = "".join(map(likely_text, lines[number + 1].tokens[:_WINDOW]))
    return before, after


def _gains(line: DamagedLine, line_before: str, line_after: str, lexicon: Lexicon) -> dict[int, float]:
    """Index of a token with two readings -> how much cheaper the line gets by its other reading (Sudachi units)."""
    gains: dict[int, float] = {}
    open_places = [index for index, token in enumerate(line.tokens) if token.other]
    while open_places:
        cluster = [open_places.pop(0)]
        while open_places and open_places[0] == cluster[-1] + 1 and len(cluster) < _CLUSTER:
            cluster.append(open_places.pop(0))
        gains.update(_cluster_gains(line, cluster, line_before, line_after, lexicon))
    return gains


def _cluster_gains(
    line: DamagedLine, cluster: Sequence[int], line_before: str, line_after: str, lexicon: Lexicon
) -> dict[int, float]:
    first, last = cluster[0], cluster[-1]
    before = line_before + "".join(map(likely_text, line.tokens[:first]))
    after = "".join(map(likely_text, line.tokens[last + 1 :])) + line_after
    before, after = before[-_WINDOW:], after[:_WINDOW]
    costs = {
        choice: lexicon.cost(
            before
            + "".join(
                line.tokens[index].other if other else _clean(line.tokens[index])
                for index, other in zip(cluster, choice, strict=True)
            )
            + after
        )
        for choice in product((False, True), repeat=len(cluster))
    }
    return {
        index: min(cost for choice, cost in costs.items() if not choice[place])
        - min(cost for choice, cost in costs.items() if choice[place])
        for place, index in enumerate(cluster)
    }


def _clean(token: Token) -> str:
    """The token as clean text: a CJK radical counts as its ideograph, which is how readers take it."""
    return unicodedata.normalize("NFKC", token.text) if "\u2e80" <= token.text <= "\u2fdf" else token.text
