"""Damage clean text the way a PDF without ToUnicode tables does: the inverse of what `nlp.glyphs.decoding` undoes."""

from __future__ import annotations

import random

from nlp.glyphs.bidi_order import visual_order
from nlp.glyphs.spaces import GlyphSpace

# Ids that extraction drops or turns into blanks: text that needs them can not be brought back by a rule.
_VANISHING = {
    *range(0x2000, 0x2010),
    *range(0x2028, 0x2030),
    0x202F,
    *range(0x205F, 0x2070),
    0x3000,
    0x1680,
    0x180E,
}


def glyph_ids(space: GlyphSpace) -> dict[str, list[str]]:
    """Character -> the glyph ids (as characters) that stand for it in `space`."""
    ids: dict[str, list[str]] = {}
    for damaged, char in space.readings.items():
        if ord(damaged) not in _VANISHING:
            ids.setdefault(char, []).append(damaged)
    return ids


def damage(text: str, space: GlyphSpace, *, seed: int = 0, share: float = 1.0, reorder: bool = True) -> str:
    """`text` as it comes out of a PDF set in the font of `space`.

    `share` of the distinct characters are damaged: fonts that have some ToUnicode entries show the same characters
    clean everywhere. With `reorder`, UAX #9 is applied to each line as an extractor does.
    """
    chance = random.Random(seed)
    ids = glyph_ids(space)
    chosen = {
        char: chance.choice(ids[char])
        for char in sorted(set(text))
        if char in ids and chance.random() < share
    }
    lines = ["".join(chosen.get(char, char) for char in line) for line in text.split("\n")]
    if reorder:
        lines = ["".join(line[index] for index in visual_order(line)) for line in lines]
    return "\n".join(lines)
