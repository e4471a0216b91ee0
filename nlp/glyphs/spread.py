"""Damage that shows in ideographs alone: 対策峘ポ崌ン崰 beside damaged lines of Meiryo, whose ids of kana lie among rare kanji.

The search for damage weighs letters that Japanese text does not hold. A line of kana ids has none: its letters are
ideographs, only such as hardly any document holds. Near lines whose font is known they are read in that font.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from nlp.glyphs.detection import DamagedSpan
from nlp.glyphs.spaces import GlyphSpace, kanji_ranks

_LINES_APART = 12
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u30fe]")


def with_ideographs(
    text: str, spans: Sequence[DamagedSpan], spaces: Mapping[str, GlyphSpace]
) -> tuple[DamagedSpan, ...]:
    """`spans` and, within twelve lines of one, every ideograph that its font prints as kana and office text hardly knows."""
    if not spans:
        return ()
    ids = {name: _kana_ids(space) for name, space in spaces.items()}
    fonts = {span.space for span in spans if ids.get(span.space)}
    if not fonts:
        return tuple(spans)
    breaks = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    near: dict[int, tuple[int, str]] = {}
    for span in spans:
        if span.space not in fonts:
            continue
        line = bisect_left(breaks, span.start) - 1
        for other in range(max(0, line - _LINES_APART), min(len(breaks) - 1, line + _LINES_APART + 1)):
            apart = abs(other - line)
            if other not in near or apart < near[other][0]:
                near[other] = (apart, span.space)
    added = [
        DamagedSpan(match.start(), match.end(), font)
        for line, (_, font) in near.items()
        for match in _IDEOGRAPH.finditer(text, breaks[line] + 1, breaks[line + 1])
        if match.group() in ids[font]
    ]
    taken = {place for span in spans for place in range(span.start, span.end)}
    fresh = [span for span in added if span.start not in taken]
    return tuple(sorted((*spans, *fresh), key=lambda span: span.start))


def _kana_ids(space: GlyphSpace) -> frozenset[str]:
    return frozenset(
        char
        for char, read in space.readings.items()
        if _IDEOGRAPH.fullmatch(char) and _KANA.fullmatch(read) and char not in kanji_ranks()
    )
