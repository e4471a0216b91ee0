"""Learn what unlisted glyphs stand for: from the same passage in another document, and from the dictionary.

Only what is decided is learned. A glyph that could be either of two kanji stays unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from nlp.glyphs.detection import UNKNOWN
from nlp.glyphs.spaces import GlyphSpace, kanji_ranks
from nlp.glyphs.tokens import Token, likely_text
from nlp.language.lexicon import BLANK, COST_PER_BIT, Lexicon

# How many known characters around an unknown one must agree with the other document, and how far to look.
_LEAST_AGREEMENT = 8
_CONTEXT = 8
_CLUSTER = 3
# A kanji that no word asks for, or that the next context contradicts, is not learned.
_LEAST_SUPPORT = 0.6
# One word can mislead (収容中から_住先 is not 居住); words in different places that agree do not.
_LEAST_WORDS = 2
_LEAST_CONTEXTS = 4
_MOST_CONTEXTS = 12
_MARGIN = 4000.0
_ROUNDS = 3
# Twelve bits is as odd as it gets; a frequency this far off excludes a kanji.
_RANK_DEVIATION = 0.85
_ODD_RANK = 5.0


@dataclass(frozen=True, slots=True)
class LearnedPair:
    """A glyph of a space read by context: how sure (0..1) and from what ("parallel" or "lexicon")."""

    space: str
    glyph: str
    char: str
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of an unknown glyph: its line in reading order with `BLANK` for it, and where it stands there."""

    line: str
    index: int

    def window(self, char: str, width: int = 8) -> str:
        before = self.line[max(0, self.index - width) : self.index]
        return before + char + self.line[self.index + 1 : self.index + 1 + width]

    def is_clear(self) -> bool:
        """Whether the characters beside the blank are known."""
        return (
            BLANK
            not in self.line[max(0, self.index - 2) : self.index] + self.line[self.index + 1 : self.index + 3]
        )


def learn_pairs(
    lines: Sequence[tuple[str, Sequence[Token]]],
    spaces: Mapping[str, GlyphSpace],
    lexicon: Lexicon,
    parallel: Sequence[str] = (),
) -> tuple[LearnedPair, ...]:
    """What the unreadable glyphs of `lines` (space name, tokens in reading order) stand for, where that is decided.

    Glyphs of an unknown font are learned from parallel text only: no table helps to check them.
    """
    learned: dict[tuple[str, str], LearnedPair] = {}
    other_text = _folded("\n".join(parallel)) if parallel else ""
    for _ in range(_ROUNDS):
        places = _places(lines, learned)
        if not places:
            break
        found = list(_from_parallel(lines, learned, other_text)) if other_text else []
        if not found:
            found = list(_from_lexicon(places, spaces, learned, lexicon))
        fresh = _consistent(found, spaces, learned)
        if not fresh:
            break
        learned.update({(pair.space, pair.glyph): pair for pair in fresh})
    return tuple(learned.values())


def _places(
    lines: Sequence[tuple[str, Sequence[Token]]], learned: Mapping[tuple[str, str], LearnedPair]
) -> dict[tuple[str, str], list[_Place]]:
    places: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for space, tokens in lines:
        text = "".join(_known_text(space, token, learned) for token in tokens)
        index = 0
        for token in tokens:
            known = _known_text(space, token, learned)
            if known == BLANK and token.kind == "unreadable":
                places[(space, token.raw)].append(_Place(text, index))
            index += len(known)
    return places


def _known_text(space: str, token: Token, learned: Mapping[tuple[str, str], LearnedPair]) -> str:
    if token.kind != "unreadable":
        return likely_text(token)
    pair = learned.get((space, token.raw))
    return BLANK if pair is None else pair.char


def _from_parallel(
    lines: Sequence[tuple[str, Sequence[Token]]],
    learned: Mapping[tuple[str, str], LearnedPair],
    other_text: str,
) -> Iterator[LearnedPair]:
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for space, tokens in lines:
        units = [(_known_text(space, token, learned), token) for token in tokens]
        units = [(_folded(text), token) for text, token in units if text.strip()]
        for index, (text, token) in enumerate(units):
            if text == BLANK and token.kind == "unreadable":
                for char in set(_matches(units, index, other_text)):
                    votes[(space, token.raw)][char] += 1
    for (space, glyph), counts in votes.items():
        (char, most), *others = counts.most_common(2)
        if not others or others[0][1] * 4 <= most:
            yield LearnedPair(space, glyph, char, 0.95 if most > 1 else 0.9, "parallel")


def _matches(units: Sequence[tuple[str, Token]], index: int, other_text: str) -> list[str]:
    """The kanji that stand in the other text where this glyph stands between the same characters."""
    before = [text for text, _ in units[max(0, index - _CONTEXT) : index]]
    after = [text for text, _ in units[index + 1 : index + 1 + _CONTEXT]]
    for width in range(_CONTEXT, 1, -1):
        left, right = before[-width:], after[:width]
        known = [sum(text != BLANK for text in side) for side in (left, right)]
        if sum(known) < _LEAST_AGREEMENT or min(known) < 2:
            return []
        pattern = f"{_as_pattern(left)}([一-鿿々])(?={_as_pattern(right)})"
        if found := re.findall(pattern, other_text):
            return list(found)
    return []


def _as_pattern(texts: Sequence[str]) -> str:
    return "".join("." if text == BLANK else re.escape(text) for text in texts)


def _folded(text: str) -> str:
    """Text for comparison: NFKC, without blanks and line breaks (the sheets break lines elsewhere)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _from_lexicon(
    places: Mapping[tuple[str, str], Sequence[_Place]],
    spaces: Mapping[str, GlyphSpace],
    learned: Mapping[tuple[str, str], LearnedPair],
    lexicon: Lexicon,
) -> Iterator[LearnedPair]:
    """One unknown in a known word: 観_官 and 公務_ can be filled in one way only.

    Likelihood alone does not decide: 保護_ reads 者 more readily than the true 司. So a kanji is learned when some
    word of three or more characters admits no other, no such word contradicts it, most of its places
    stand in words with it, and its frequency fits the glyph.
    """
    wanted = {
        key: found
        for key, found in places.items()
        if key[0] != UNKNOWN and ord(key[1]) in spaces[key[0]].unlisted
    }
    patterns = {key: [_patterns(place) for place in found] for key, found in wanted.items()}
    words = lexicon.fill({pattern for lists in patterns.values() for items in lists for pattern in items})
    for key, lists in patterns.items():
        found = wanted[key]
        unlisted = spaces[key[0]].unlisted
        taken = _taken(spaces[key[0]], key[0], learned)
        only: dict[str, set[str]] = defaultdict(set)
        support: Counter[str] = Counter()
        for items in {tuple(items) for items in lists}:
            fitting = {
                pattern: {
                    char
                    for char in words.get(pattern, ())
                    if char not in taken and _rank_bits(char, key[1], unlisted) < _ODD_RANK
                }
                for pattern in items
            }
            support.update(set().union(*fitting.values()))
            for pattern, chars in fitting.items():
                if len(chars) == 1 and _tells(pattern):
                    only[next(iter(chars))].add(pattern)
        distinct = len({tuple(items) for items in lists})
        clear = list({place.window(BLANK, 4): place for place in found if place.is_clear()}.values())[
            :_MOST_CONTEXTS
        ]
        if not only and len(clear) >= _LEAST_CONTEXTS:
            candidates = [
                char for char, count in support.items() if count >= 0.7 * distinct and "一" <= char <= "鿿"
            ]
            scores = sorted(
                (
                    sum(lexicon.cost(place.window(char)) for place in clear)
                    + COST_PER_BIT * _rank_bits(char, key[1], unlisted),
                    char,
                )
                for char in candidates
            )
            if scores and (len(scores) == 1 or scores[1][0] - scores[0][0] > _MARGIN):
                yield LearnedPair(*key, scores[0][1], 0.8, "lexicon")
        if len(only) == 1:
            char, telling = next(iter(only.items()))
            enough = len(telling) >= _LEAST_WORDS and support[char] >= _LEAST_SUPPORT * distinct
            if enough and "一" <= char <= "鿿":
                yield LearnedPair(*key, char, 0.85, "lexicon")


def _tells(pattern: str) -> bool:
    """Whether a word of this shape may decide alone: two kanji beside the blank, in three characters or more."""
    return len(_KANJI.findall(pattern)) >= 2


def _rank_bits(char: str, glyph: str, unlisted: range) -> float:
    """How odd a kanji of this frequency is at this glyph, where glyphs stand in order of frequency, in bits.

    The logarithms of the two ranks differ by about 0.85 (one standard deviation over the 103 pairs known).
    """
    rank = kanji_ranks().get(char, 4000)
    apart = (log(rank + 50) - log(ord(glyph) - unlisted.start + 50)) / _RANK_DEVIATION
    return min(12.0, apart * apart / 2 / log(2))


def _patterns(place: _Place) -> list[str]:
    """Stretches of two to five characters around the blank that may be a word: 観_官, _察, 保護_."""
    found = []
    for length in (2, 3, 4, 5):
        for start in range(max(0, place.index - length + 1), place.index + 1):
            text = place.line[start : start + length]
            if len(text) == length and text.count(BLANK) == 1 and _KANJI.search(text):
                found.append(text)
    return found


_KANJI = re.compile("[一-鿿々]")


def _taken(space: GlyphSpace, name: str, learned: Mapping[tuple[str, str], LearnedPair]) -> set[str]:
    """Characters that already have a glyph in this space: one character, one glyph."""
    return set(space.readings.values()) | {pair.char for key, pair in learned.items() if key[0] == name}


def _consistent(
    found: Sequence[LearnedPair],
    spaces: Mapping[str, GlyphSpace],
    learned: Mapping[tuple[str, str], LearnedPair],
) -> list[LearnedPair]:
    """Drop pairs that give two glyphs one character."""
    fresh = []
    claims = Counter((pair.space, pair.char) for pair in found)
    for pair in found:
        space = spaces.get(pair.space)
        taken = _taken(space, pair.space, learned) if space else set()
        if claims[(pair.space, pair.char)] == 1 and pair.char not in taken:
            fresh.append(pair)
    return fresh
