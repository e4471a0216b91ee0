"""Signs that show nothing, letters taken apart and spaces set after every letter: read as if they were not there.

A text copied from a page or sent through converters may carry zero-width signs between its letters, か and its voicing
mark as two characters, or one blank after each letter. The reading is freed of them; its offsets lead back to the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

# Zero-width spaces and joiners, direction marks, soft hyphen, byte order mark, variation selectors (a glyph of the same kanji).
_SIGNS = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_SIGN = re.compile(f"[{_SIGNS}]+")
# Beside such a character a sign may be a glyph id that lost its meaning (nlp/glyphs), and stays.
_PLAIN = re.compile(
    r"[\t\n\r\f -~\u00a5\u2010-\u2027\u2030-\u205e\u2160-\u217f\u2190-\u2193\u2460-\u2473\u25a0-\u25ef\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]"
)
_APART = re.compile("([ぁ-ゖァ-ヺ])([\u3099\u309a])")
_LETTER = r"[ぁ-ゖァ-ヺー一-鿿]"
_CLOSE = re.compile(f"{_LETTER}(?={_LETTER})")
_WIDE = re.compile(f"{_LETTER}(?= {_LETTER})")
_AFTER_EACH = re.compile(r"(?<=\S) ")
# So many letters with a blank behind, and hardly any without, are no headings set wide.
_FEWEST = 100
_MOST_CLOSE = 0.03
_BETWEEN = 1 / 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it shows: `offsets[i]` is the place in the source of `text[i]`, None when the text is the source."""

    text: str
    offsets: Sequence[int] | None = None
    notes: tuple[str, ...] = ()


def as_shown(text: str) -> Shown:
    """`text` without signs that show nothing; what was done is in the notes.

    >>> as_shown("施\\u200b策か\\u3099").text, as_shown("施\\u200b策か\\u3099").offsets
    ('施策が', (0, 2, 3))
    """
    cuts = sorted(_hidden(text))
    notes = [f"見えない文字{len(cuts)}個を除いて読んだ"] if cuts else []
    joined = [found.start() for found in _APART.finditer(text)]
    if joined:
        notes.append(f"濁点・半濁点が離れた仮名{len(joined)}字を合わせて読んだ")
    shown = _without(text, cuts, frozenset(joined)) if cuts or joined else Shown(text)
    blanks = _blanks(shown.text)
    if blanks:
        spread = _without(shown.text, blanks, frozenset())
        assert spread.offsets is not None
        inner = shown.offsets
        places = spread.offsets if inner is None else tuple(inner[place] for place in spread.offsets)
        shown = Shown(spread.text, places)
        notes.append(f"一字ごとに置かれた空白{len(blanks)}個を除いて読んだ")
    return Shown(shown.text, shown.offsets, tuple(notes))


def _hidden(text: str) -> Iterator[int]:
    counts = Counter(char for found in _SIGN.finditer(text) for char in found.group())
    # A sign behind every other letter at least is no letter, whatever stands beside it.
    between = {char for char, count in counts.items() if count > _BETWEEN * len(text)}
    for found in _SIGN.finditer(text):
        if between.issuperset(found.group()):
            yield from range(found.start(), found.end())
            continue
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        if all(not char or _PLAIN.match(char) for char in (before, after)):
            yield from range(found.start(), found.end())


def _without(text: str, cuts: Sequence[int], joined: frozenset[int]) -> Shown:
    gone = {*cuts, *(place + 1 for place in joined)}
    places = tuple(place for place in range(len(text)) if place not in gone)
    kept = (normalize("NFC", text[place : place + 2]) if place in joined else text[place] for place in places)
    return Shown("".join(kept), places)


def _blanks(text: str) -> list[int]:
    wide = len(_WIDE.findall(text))
    if wide < _FEWEST or len(_CLOSE.findall(text)) > _MOST_CLOSE * wide:
        return []
    return [found.start() for found in _AFTER_EACH.finditer(text)]
