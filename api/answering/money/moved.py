"""Which changes a question asks for: rises, falls or either, by the words for them and not by the end of their order."""

from __future__ import annotations

import re

from nlp.questions.records import Frame

UNLIKE = "?after != ?before"
RISES = re.compile(r"増え|増加|増額|伸び|増やし|上がっ|プラス|膨ら|膨れ|拡大|積み増|上積み|上がり|倍増")
_FALLS = re.compile(
    r"減っ|減少|減額|減り|削られ|下がっ|マイナス|減ら|縮小|縮ん|目減り|しぼん|圧縮|落ち込|落ち幅|半減|半分(?:以下|未満)?に"
)
_EITHER = re.compile(r"増減|変化|変動|動き|差")


def direction(frame: Frame) -> str:
    """Which changes a ranking is of: rises, falls, or either (増減の大きい順, 増えた事業と減った事業)."""
    if any(c.kind == "change_ratio" and c.operator.startswith("<") for c in frame.conditions):
        return "?after < ?before"
    told = any(way.search(frame.text) for way in (RISES, _FALLS, _EITHER))
    said = frame.text if told else frame.former or frame.text  # 減額が一番大きいのは？ 2番目は？
    both, either = both_or_either(said)
    if both or either:
        return UNLIKE
    rises, falls = _ways(said)
    down = falls if rises != falls else frame.order == "asc"  # 増額が一番小さい: a rise, the least first
    return "?after < ?before" if down else "?after > ?before"


def strictly(frame: Frame) -> int:
    """1 where only a rise is said, -1 where only a fall is, 0 where any change is asked for (いくら変わった, 差, 増減)."""
    rises, falls = _ways(frame.text)
    return rises - falls


def both_or_either(text: str) -> tuple[bool, bool]:
    """Whether rises and falls are both said; whether neither or both are, beside a word for any change (増減)."""
    rises, falls = _ways(text)
    return rises and falls, rises == falls and bool(_EITHER.search(text))


def _ways(text: str) -> tuple[bool, bool]:
    """Whether a rise and whether a fall is said; 増減額 says neither.

    >>> _ways("増減額の大きい順"), _ways("減額が一番大きい")
    ((False, False), (False, True))
    """
    said = text.replace("増減", "")
    return bool(RISES.search(said)), bool(_FALLS.search(said))
