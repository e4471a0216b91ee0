"""Signs that stand for lost digits: a number right behind one has no value of its own."""

from __future__ import annotations

import re

_D = "0-9０-９"
# What stands for a digit that is lost.
HOLE = re.compile(r"[〓■□●○◯◆◇▲△？?\ufffd\ue000-\uf8ff]")
# A sign right before a number that Japanese text does not hold: a digit or a point that stayed a glyph id.
_DEBRIS = re.compile(
    r"[〓□�]|[^\s!-~\u00a0-\u00ff\u2010-\u27bf\u2b00-\u2bff\u3000-\u30ff\u3200-\u33ff\u3400-\u9fff\uf900-\uffef\ue000-\uf8ff]"
)
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
# Rows 16 to 47 of JIS X 0208: the kanji that Japanese writing uses daily.
_DAILY = (0xB0, 0xCF)


def behind_debris(text: str, start: int) -> bool:
    """Whether a lost sign stands right before `start`: debris, or a rare kanji between digits (1,086躕797).

    >>> behind_debris("1,086躕797千円", 6), behind_debris("令和5年150百万円", 5)
    (True, False)
    """
    if not start:
        return False
    before = text[start - 1]
    if _DEBRIS.match(before):
        return True
    if not _IDEOGRAPH.match(before) or not re.search(rf"[{_D},，]$", text[: start - 1][-1:]):
        return False
    lead = before.encode("euc_jp", errors="replace")[0]
    return not _DAILY[0] <= lead <= _DAILY[1]


_HOLES = re.compile(
    rf"[■□〓�]{{2,}}|(?<=[{_D},，.．])[■□〓�]|[■□〓�](?=[{_D}])|(?<=[ぁ-ゖァ-ヺー一-龥々])[□〓�](?=[ぁ-ゖァ-ヺー一-龥々])"
)


def lost_signs(text: str) -> list[tuple[int, int]]:
    """The spans of the signs that stand for lost letters or digits, not those that begin an item of a list.

    >>> [(a, b) for a, b in lost_signs("令和6年に■■都道府県、７１，０■２か所。□ 相談　■対策")]
    [(5, 7), (16, 17)]
    """
    return [match.span() for match in _HOLES.finditer(text)]
