"""Numbers in a line whose characters may have stood in several orders: 前年度９８７百万円 or 前年度７８９百万円.

The lexicon prices every order of digits alike, so it can not tell. The way numbers are written can, a little
(１，２３４ groups by three, １／２ is a rate and ２／１ is not); where two orders remain, the digits are not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.glyphs.tokens import Token, likely_text

_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．／", "0123456789,./")
_NUMBER = re.compile(r"[0-9][0-9,./]*[0-9]|[0-9]")
_WELL_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_LOOSE_COMMA = re.compile(r"(?<![0-9]),[0-9]|[0-9],(?![0-9])")
_RATE = re.compile(r"(\d+)/(\d+)")
_HALF_A_RANGE = re.compile("[ぁ-んァ-ヶ一-龥][～〜][0-9]")  # 月に～１２回 was 月に１～２回
_RANGE = re.compile(r"(?<![0-9,./])(\d+)[～〜](\d+)(?![0-9,./])")
_LEADING_ZERO = re.compile(r"(?<![0-9,./])0\d")


def misformed_numbers(text: str) -> int:
    """How many numbers of `text` are written as nobody writes them.

    >>> [misformed_numbers(text) for text in ("４３２，１百万円", "１，２３４百万円", "国２／１", "３～２回")]
    [1, 0, 1, 1]
    """
    plain = text.translate(_FULL_WIDTH)
    wrong = len(_LOOSE_COMMA.findall(plain)) + len(_LEADING_ZERO.findall(plain))
    wrong += len(_HALF_A_RANGE.findall(plain))
    # A range ascends: 月に３～２回 was 月に２～３回.
    wrong += sum(int(first) > int(second) for first, second in _RANGE.findall(plain))
    for number in _NUMBER.findall(plain):
        if "," in number and not _WELL_GROUPED.fullmatch(number):
            wrong += 1
        rate = _RATE.fullmatch(number)
        if rate is not None and int(rate[1]) > int(rate[2]):
            wrong += 1
    return wrong


def without_doubtful_numbers(chosen: Sequence[Token], rivals: Sequence[Sequence[Token]]) -> tuple[Token, ...]:
    """`chosen` with the digits left as they are in the source where a rival order reads another number.

    Digits that no glyph id stood for are characters of the source, and stay.
    """
    sure = Counter(number for number, _ in _numbers(chosen))
    for rival in rivals:
        sure &= Counter(number for number, _ in _numbers(rival))
    doubtful: set[int] = set()
    for number, places in _numbers(chosen):
        if sure[number]:
            sure[number] -= 1
        else:
            doubtful.update(places)
    return tuple(
        replace(token, text=token.raw, kind="unreadable", other="", confidence=1.0)
        if index in doubtful and token.kind == "decoded"
        else token
        for index, token in enumerate(chosen)
    )


def _numbers(tokens: Sequence[Token]) -> Iterator[tuple[str, range]]:
    """Each number that the tokens read, with the indexes of its tokens; the letter before and after says of what."""
    text = "".join(likely_text(token)[:1] or " " for token in tokens).translate(_FULL_WIDTH)
    for match in _NUMBER.finditer(text):
        yield text[max(0, match.start() - 1) : match.end() + 1], range(match.start(), match.end())
