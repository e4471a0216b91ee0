"""Decode text whose code points are glyph ids: the damaged stretches only, with offsets back into the source.

What happens, in this order: find the damaged runs and their glyph space (`glyph_detection`), take back the
reordering of right-to-left characters line by line (`bidi_order`), read each character by the space's table
(`glyph_spaces`), decide by the lexicon about characters that look clean but may be glyph ids as well, and learn
glyphs that no table lists (`glyph_learning`). What stays unknown stays as it was, and is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.glyphs.detection import find_damage
from nlp.glyphs.learning import LearnedPair, learn_pairs
from nlp.glyphs.lines import DamagedLine, damaged_lines
from nlp.glyphs.lookalikes import settle_lookalikes
from nlp.glyphs.spaces import GlyphSpace, glyph_spaces
from nlp.glyphs.spread import with_ideographs
from nlp.glyphs.tokens import Token
from nlp.language.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class GlyphRepair:
    """One damaged stretch of one line: source offsets (half-open), its text before and after, the glyph space.

    `confidence` is the mean over the decoded characters (0..1); `reordered` says that characters changed places.
    """

    start: int
    end: int
    before: str
    after: str
    space: str
    confidence: float
    reordered: bool = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with its glyph damage undone.

    `offsets[i]` is the index in the source of the character that `text[i]` was read from: `len(offsets) ==
    len(text)`; within a line that was reordered it does not grow steadily. `unreadable` lists source spans that
    stay as they were. `learned` are the glyphs that no table lists and that were read by context.
    """

    text: str
    offsets: Sequence[int]
    repairs: tuple[GlyphRepair, ...] = ()
    unreadable: tuple[tuple[int, int], ...] = ()
    learned: tuple[LearnedPair, ...] = ()

    def behind(self, offsets: Sequence[int]) -> Decoded:
        """The same, told of an earlier text: `offsets` says where each character of what was decoded stands there."""

        def place(start: int, end: int) -> tuple[int, int]:
            return offsets[start], offsets[end - 1] + 1

        repairs = []
        for repair in self.repairs:
            start, end = place(repair.start, repair.end)
            repairs.append(replace(repair, start=start, end=end))
        return replace(
            self,
            offsets=tuple(offsets[index] for index in self.offsets),
            repairs=tuple(repairs),
            unreadable=tuple(place(start, end) for start, end in self.unreadable),
        )


def decode_glyphs(
    text: str,
    lexicon: Lexicon,
    *,
    parallel: Sequence[str] = (),
    spaces: Sequence[GlyphSpace] | None = None,
) -> Decoded:
    """Decode the glyph damage of one document; clean text comes back unchanged and costs next to nothing.

    `text` is the source as extracted, before any normalisation (NFC loses a few dozen glyphs for good). `parallel`
    are other documents that may hold the same passages undamaged: unknown glyphs are learned from them. `spaces`
    are the glyph orders to consider, None for those of `glyph_rules.toml`. Never raises for damaged input.
    """
    if spaces is None:
        spaces = glyph_spaces()
    spans = find_damage(text, spaces)
    if not spans:
        return Decoded(text, range(len(text)))
    spans = with_ideographs(text, spans, {space.name: space for space in spaces})
    lines = damaged_lines(text, spans, {space.name: space for space in spaces}, lexicon, parallel)
    learned = learn_pairs(
        [(line.space, line.tokens) for line in lines],
        {space.name: space for space in spaces},
        lexicon,
        parallel,
    )
    if learned:
        lines = [_with_learned(line, learned) for line in lines]
    return _assemble(text, settle_lookalikes(lines, lexicon), learned)


def _with_learned(line: DamagedLine, learned: Sequence[LearnedPair]) -> DamagedLine:
    known = {pair.glyph: pair for pair in learned if pair.space == line.space}
    tokens = tuple(
        replace(token, text=known[token.raw].char, kind="decoded", confidence=known[token.raw].confidence)
        if token.kind == "unreadable" and token.raw in known
        else token
        for token in line.tokens
    )
    return replace(line, tokens=tokens)


def _assemble(text: str, lines: Sequence[DamagedLine], learned: tuple[LearnedPair, ...]) -> Decoded:
    parts: list[str] = []
    offsets: list[int] = []
    repairs: list[GlyphRepair] = []
    unreadable: list[tuple[int, int]] = []
    place = 0
    for line in lines:
        parts.append(text[place : line.start])
        offsets.extend(range(place, line.start))
        for token in line.tokens:
            parts.append(token.text)
            offsets.extend(_token_offsets(token))
            if token.kind == "unreadable":
                unreadable.append((token.start, token.start + len(token.raw)))
        repairs.extend(_repairs(text, line))
        place = line.end
    parts.append(text[place:])
    offsets.extend(range(place, len(text)))
    return Decoded("".join(parts), tuple(offsets), tuple(repairs), _joined(unreadable), learned)


def _token_offsets(token: Token) -> list[int]:
    """One source index for each character of the reading: in step with the raw text, its last index at most."""
    last = len(token.raw) - 1
    return [token.start + min(index, last) for index in range(len(token.text))]


def _repairs(text: str, line: DamagedLine) -> list[GlyphRepair]:
    """One repair from the first to the last changed or moved character of a line; none when nothing changed."""
    place = line.start
    changed: list[int] = []
    moved = False
    for token in line.tokens:
        if token.start != place:
            moved = True
            changed += (token.start, place)
        if token.text != token.raw:
            changed += (token.start, token.start + len(token.raw) - 1)
        place += len(token.raw)
    if not changed:
        return []
    start, end = min(changed), max(changed) + 1
    inside = [token for token in line.tokens if start <= token.start < end]
    sure = [token.confidence for token in inside if token.kind == "decoded"]
    return [
        GlyphRepair(
            start,
            end,
            text[start:end],
            "".join(token.text for token in inside),
            line.space,
            round(sum(sure) / len(sure), 3) if sure else 0.5,
            moved,
        )
    ]


def _joined(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
