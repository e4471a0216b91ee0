"""Damaged lines as tokens in reading order: what each character may be read as, before the lexicon has its say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.glyphs.bidi_order import logical_orders, may_be_reordered
from nlp.glyphs.detection import UNKNOWN, DamagedSpan
from nlp.glyphs.orders import choose_orders
from nlp.glyphs.spaces import GlyphSpace, kanji_ranks
from nlp.glyphs.tokens import Draft, Kind, Token
from nlp.language.lexicon import Lexicon

# A line without damage of its own between damaged lines belongs to them when no more lines than these lie between.
_LINES_BETWEEN = 3


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
    text: str,
    spans: Sequence[DamagedSpan],
    spaces: Mapping[str, GlyphSpace],
    lexicon: Lexicon,
    parallel: Sequence[str] = (),
) -> list[DamagedLine]:
    """The lines that hold damage, and the clean-looking ones between them, in document order."""
    drafts = [
        _draft(text, start, end, inside, spaces) for start, end, inside in _lines_with_spans(text, spans)
    ]
    chosen = choose_orders(text, drafts, lexicon, parallel)
    lines: list[DamagedLine] = []
    for draft, tokens in zip(drafts, chosen, strict=True):
        lines.extend(_lines_between(text, lines[-1] if lines else None, draft.start, draft.space, spaces))
        lines.append(DamagedLine(draft.start, draft.end, draft.space, tokens, damaged=True))
    return lines


def _draft(
    text: str, start: int, end: int, spans: Sequence[DamagedSpan], spaces: Mapping[str, GlyphSpace]
) -> Draft:
    owners = _owners(start, end, spans)
    line = text[start:end]
    unmoved = list(range(len(line)))
    orders = logical_orders(line) if may_be_reordered(line) else [unmoved]
    names = [span.space for span in spans for _ in range(span.start, span.end)]
    return Draft(
        start,
        end,
        max(sorted(set(names)), key=names.count),
        tuple(_tokens(line, start, unmoved, owners, spaces)),
        tuple(tuple(_tokens(line, start, order, owners, spaces)) for order in orders),
    )


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
