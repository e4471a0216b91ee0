"""Damaged lines as tokens in reading order: what each character may be read as, before the lexicon has its say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from nlp.bidi_order import logical_orders, may_be_reordered
from nlp.glyph_detection import UNKNOWN, DamagedSpan
from nlp.glyph_spaces import GlyphSpace, kanji_ranks
from nlp.lexicon import Lexicon

Kind = Literal["plain", "decoded", "unreadable", "lookalike"]

# A line without damage of its own between damaged lines belongs to them when no more lines than these lie between.
_LINES_BETWEEN = 3
# Moving characters must pay: orders whose decoded text is not clearly more likely are left alone (Sudachi units).
_ORDER_MARGIN = 300.0
# Bullets stand at the beginning of a line, not at its end.
_BULLET_AT_END = re.compile("(?<=.)[ \u3000]?[○〇●■□◎◆・※]$")
_BULLET_PENALTY = 4000.0
_CONTEXT = 8


@dataclass(frozen=True, slots=True)
class Token:
    """One character of the source (`raw` at offset `start`, or two that NFC took apart) and its reading `text`.

    `other` is a second possible reading, "" when there is none; a lookalike keeps its raw character as `text`.
    """

    start: int
    raw: str
    text: str
    kind: Kind
    confidence: float = 1.0
    other: str = ""


@dataclass(frozen=True, slots=True)
class DamagedLine:
    """A line of the source (offsets half-open, without its line break), its space, its tokens in reading order."""

    start: int
    end: int
    space: str
    tokens: tuple[Token, ...]
    damaged: bool

    def decoded(self) -> str:
        return "".join(token.text for token in self.tokens)


def damaged_lines(
    text: str, spans: Sequence[DamagedSpan], spaces: Mapping[str, GlyphSpace], lexicon: Lexicon
) -> list[DamagedLine]:
    """The lines that hold damage, and the clean-looking ones between them, in document order."""
    drafts = [
        _draft(text, start, end, inside, spaces) for start, end, inside in _lines_with_spans(text, spans)
    ]
    chosen = [_best_order(draft, "", "", lexicon) for draft in drafts]
    for index, draft in enumerate(drafts):
        # Where the order is open, the neighbouring lines help: …踏まえた stands after …とともに、そ and の成果.
        if len(draft.orders) > 1:
            before, after = _neighbours(text, drafts, chosen, index)
            chosen[index] = _best_order(draft, before, after, lexicon)
    lines: list[DamagedLine] = []
    for draft, tokens in zip(drafts, chosen, strict=True):
        lines.extend(_lines_between(text, lines[-1] if lines else None, draft.start, draft.space, spaces))
        lines.append(DamagedLine(draft.start, draft.end, draft.space, tokens, damaged=True))
    return lines


@dataclass(frozen=True, slots=True)
class _Draft:
    """A damaged line with the tokens of each order that it can have had."""

    start: int
    end: int
    space: str
    orders: tuple[tuple[Token, ...], ...]


def _draft(
    text: str, start: int, end: int, spans: Sequence[DamagedSpan], spaces: Mapping[str, GlyphSpace]
) -> _Draft:
    owners = _owners(start, end, spans)
    line = text[start:end]
    orders = logical_orders(line) if may_be_reordered(line) else [list(range(len(line)))]
    names = [span.space for span in spans for _ in range(span.start, span.end)]
    return _Draft(
        start,
        end,
        max(sorted(set(names)), key=names.count),
        tuple(tuple(_tokens(line, start, order, owners, spaces)) for order in orders),
    )


def _best_order(draft: _Draft, before: str, after: str, lexicon: Lexicon) -> tuple[Token, ...]:
    if len(draft.orders) == 1:
        return draft.orders[0]
    costs = []
    for tokens in draft.orders:
        reading = "".join(map(likely_text, tokens))
        cost = lexicon.cost(before + reading + after)
        if _BULLET_AT_END.search(reading):
            cost += _BULLET_PENALTY
        if all(left.start < right.start for left, right in pairwise(tokens)):
            cost -= _ORDER_MARGIN
        costs.append(cost)
    return draft.orders[min(range(len(costs)), key=costs.__getitem__)]


def _neighbours(
    text: str, drafts: Sequence[_Draft], chosen: Sequence[tuple[Token, ...]], index: int
) -> tuple[str, str]:
    """The end of the line before and the beginning of the line after, decoded, "" where the paragraph ends."""
    draft = drafts[index]
    before = text[text.rfind("\n", 0, max(0, draft.start - 1)) + 1 : max(0, draft.start - 1)]
    if index and drafts[index - 1].end + 1 == draft.start:
        before = "".join(map(likely_text, chosen[index - 1]))
    stop = text.find("\n", draft.end + 1)
    after = text[draft.end + 1 : len(text) if stop < 0 else stop]
    if index + 1 < len(drafts) and drafts[index + 1].start == draft.end + 1:
        after = "".join(map(likely_text, chosen[index + 1]))
    return before[-_CONTEXT:], after[:_CONTEXT]


def likely_text(token: Token) -> str:
    """What a token most likely reads before its lookalikes are settled: kana as they are, symbols as glyph ids."""
    if token.kind == "lookalike" and not "\u3041" <= token.raw <= "\u30fe":
        return token.other
    return token.text


def _lines_with_spans(
    text: str, spans: Sequence[DamagedSpan]
) -> Iterator[tuple[int, int, list[DamagedSpan]]]:
    index = 0
    while index < len(spans):
        start = text.rfind("\n", 0, spans[index].start) + 1
        end = text.find("\n", spans[index].start)
        end = len(text) if end < 0 else end
        inside = []
        while index < len(spans) and spans[index].start < end:
            inside.append(spans[index])
            index += 1
        yield start, end, inside


def _lines_between(
    text: str, before: DamagedLine | None, start: int, space: str, spaces: Mapping[str, GlyphSpace]
) -> Iterator[DamagedLine]:
    if before is None or before.space != space or space == UNKNOWN:
        return
    gap = text[before.end + 1 : start]
    if sum(1 for line in gap.split("\n") if line.strip()) > _LINES_BETWEEN:
        return
    place = before.end + 1
    for line in gap.split("\n")[:-1]:
        tokens = tuple(
            _token(place + index, char, spaces[space], in_run=False) for index, char in enumerate(line)
        )
        if any(token.kind == "lookalike" for token in tokens):
            yield DamagedLine(place, place + len(line), space, tokens, damaged=False)
        place += len(line) + 1


def _owners(start: int, end: int, spans: Sequence[DamagedSpan]) -> list[tuple[str, bool]]:
    """For each character of the line the space it belongs to (that of the nearest span) and whether it lies in the span."""
    owners: list[tuple[str, bool]] = []
    at = 0
    for place in range(start, end):
        while at + 1 < len(spans) and _distance(spans[at + 1], place) <= _distance(spans[at], place):
            at += 1
        owners.append((spans[at].space, spans[at].start <= place < spans[at].end))
    return owners


def _distance(span: DamagedSpan, place: int) -> int:
    return span.start - place if place < span.start else max(0, place - span.end + 1)


def _tokens(
    line: str,
    start: int,
    order: Sequence[int],
    owners: Sequence[tuple[str, bool]],
    spaces: Mapping[str, GlyphSpace],
) -> list[Token]:
    tokens: list[Token] = []
    skip = False
    for position, index in enumerate(order):
        if skip:
            skip = False
            continue
        name, in_run = owners[index]
        space = spaces.get(name)
        if space is None:
            kind: Kind = "unreadable" if in_run else "plain"
            tokens.append(Token(start + index, line[index], line[index], kind))
            continue
        pair = line[index : index + 2]
        follows = position + 1 < len(order) and order[position + 1] == index + 1
        if in_run and follows and pair in space.composed and pair not in space.readings:
            tokens.append(Token(start + index, pair, space.composed[pair], "decoded", space.exact - 0.05))
            skip = True
            continue
        tokens.append(_token(start + index, line[index], space, in_run=in_run))
    return tokens


def _token(start: int, char: str, space: GlyphSpace, *, in_run: bool) -> Token:
    read = space.read(char)
    if in_run:
        if read is None:
            return Token(start, char, char, "unreadable")
        return Token(start, char, read, "decoded", space.confidence(char), space.doubtful.get(char, ""))
    if char.isascii() or read is None or not _is_common(read) or read == char:
        return Token(start, char, char, "plain")
    return Token(start, char, char, "lookalike", space.confidence(char), read)


def _is_common(reading: str) -> bool:
    """Only a reading that documents really use can outweigh a character that looks clean."""
    return all(
        char in kanji_ranks() or "\u3041" <= char <= "\u30fe" or unicodedata.east_asian_width(char) == "F"
        for char in reading
    )
