"""Rows of a measure table grouped by measure, the text of each cell put together from its pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

from nlp.language.familiarity import Familiarity
from nlp.language.known_words import kanji_in_words, word_over
from nlp.language.repetition import Piece, settle
from nlp.layout.number_sequence import items_of
from nlp.layout.row_signs import Placed
from nlp.layout.table_rows import DataRow
from nlp.layout.tables import clean_cell, clean_with_offsets

_CONTENT = re.compile("[\u30a1-\u30fa\u3400-\u9fff0-9A-Za-z]")
_TELLING = 2
_WORDS = 0.8
_KANA_AND_KANJI = re.compile("[\u3041-\u3096].*[\u3400-\u9fff]|[\u3400-\u9fff].*[\u3041-\u3096]")
_ENDS = ("。", "）", ")", "」", "）。", ")。", "」。")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a cell as printed, with its half-open span in the reading.

    `doubtful`: read by a reader that had lost its place. `garbled`: slices of letters, no sentence.
    """

    text: str
    start: int
    end: int
    doubtful: bool = False
    garbled: bool = False


@dataclass(frozen=True, slots=True)
class MeasureRows:
    """The rows of one measure, first to last, and the pieces of each text field in reading order.

    `left` are the pieces that are no text of the field: slices of letters beside a text that reads well.
    """

    number: int
    rows: tuple[DataRow, ...]
    texts: dict[str, tuple[TextPiece, ...]]
    reread: bool
    left: tuple[TextPiece, ...] = ()


def group_rows(
    rows: Sequence[DataRow], placed: Sequence[Placed], fields: Sequence[str], familiar: Familiarity
) -> list[MeasureRows]:
    """One MeasureRows per item of the number sequence, in printed order.

    Rows that a reader printed again and again form a run; inside a run each text is taken once (see repetition).
    """
    items = items_of(placed)
    members: dict[int, list[DataRow]] = {}
    numbers: dict[int, int] = {}
    for item, row, place in zip(items, rows, placed, strict=True):
        if place.number is not None:
            members.setdefault(item, []).append(row)
            numbers.setdefault(item, place.number)
    pieces: dict[int, dict[str, list[TextPiece]]] = {item: {name: [] for name in fields} for item in members}
    reread: set[int] = set()
    for begin, end in _runs(rows):
        run = list(rows[begin:end])
        if len(run) > 1:
            reread.update(items[begin:end])
        for name in fields:
            settled = settle([row.text(name) for row in run], items[begin:end])
            for owner, parts in settled.items():
                if owner in pieces:
                    pieces[owner][name].extend(_piece(run, name, part, len(run) > 1) for part in parts)
    groups = []
    for item, own in members.items():
        texts = {name: tuple(_readable(pieces[item][name], familiar)) for name in fields}
        kept = {piece.start for parts in texts.values() for piece in parts}
        left = [
            piece for name in fields for piece in pieces[item][name] if piece.text and piece.start not in kept
        ]
        groups.append(MeasureRows(numbers[item], tuple(own), texts, item in reread, tuple(left)))
    return groups


def _runs(rows: Sequence[DataRow]) -> list[tuple[int, int]]:
    """Half-open index spans: a row with the rows that read it again, the rows before included when they only begin it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or not rows[index].reread:
            spans.append((start, index))
            start = index
    return spans


def _piece(run: Sequence[DataRow], name: str, part: Piece, doubtful: bool) -> TextPiece:
    cell = run[part.row].cell(name)
    if cell is None:
        return TextPiece("", 0, 0)
    text = cell.text[part.start : part.end]
    lead = len(text) - len(text.lstrip())
    start = cell.start + part.start + lead
    return TextPiece(text.strip(), start, start + len(text.strip()), doubtful)


def _readable(pieces: Sequence[TextPiece], familiar: Familiarity) -> list[TextPiece]:
    """Without empty pieces and without slices of letters, unless a slice is all that stands in the cell."""
    filled = [item for item in pieces if item.text]
    clear: list[TextPiece] = []
    for item, after in zip_longest(filled, filled[1:]):
        # 。 alone on the last line of a cell ends the sentence above it.
        ends = bool(clear) and item.text in _ENDS and not clear[-1].text.endswith("。")
        # 備蓄品の基 | 準を見直す。: the first line of a split row is judged with the line that it begins.
        begins = after is not None and _begins(item.text, after.text, familiar)
        if ends or begins or not familiar.garbage(item.text):
            clear.append(item)
    return clear or [replace(item, garbled=True) for item in filled]


def _begins(piece: str, after: str, familiar: Familiarity) -> bool:
    """Whether `piece`, strange alone, is the unfinished beginning of the sentence that `after` ends."""
    if not _KANA_AND_KANJI.search(piece) or piece.endswith("。") or not after.endswith("。"):
        return False
    inside, kanji = kanji_in_words(piece + after)
    return word_over(piece, after) and inside >= _WORDS * kanji and not familiar.garbage(after)


@dataclass(frozen=True, slots=True)
class JoinedText:
    """Pieces as one cleaned text. `offsets[i]` is the index in the reading of letter i.

    `overlapped`: two pieces held the same printed line (slices of it read twice), which is kept once.
    """

    text: str
    offsets: tuple[int, ...]
    overlapped: bool = False


def join_pieces(pieces: Sequence[TextPiece]) -> JoinedText:
    """The pieces as one text, each cleaned of its line breaks.

    Two pieces overlap when the last letters of one and the first of the next agree place by place far beyond
    chance (a third of twelve or more).
    """
    joined, overlapped = "", False
    offsets: list[int] = []
    for piece in pieces:
        text, places = clean_with_offsets(piece.text)
        shared = _overlap(joined, text) if joined else 0
        overlapped = overlapped or shared > 0
        joined += text[shared:]
        offsets.extend(piece.start + place for place in places[shared:])
    return JoinedText(joined, tuple(offsets), overlapped)


def _overlap(before: str, after: str) -> int:
    """How many letters at the start of `after` repeat the end of `before`."""
    best, best_score = 0, 0.0
    for width in range(min(len(before), len(after), 40), 11, -1):
        tail, head = before[-width:], after[:width]
        agreed = [first for first, second in zip(tail, head, strict=True) if first == second]
        score = len(agreed) / width
        # 機会を提供する | 設置を促進する: particles and endings agree by themselves.
        telling = len(_CONTENT.findall("".join(agreed))) >= _TELLING
        if score >= 0.35 and telling and score > best_score:
            best, best_score = width, score
    for width in range(11, 3, -1):
        if best == 0 and before[-width:] == after[:width]:
            return width
    return best


def same_text(first: str, second: str) -> bool:
    """Whether two cell texts are one text but for reading errors."""
    if not first or not second:
        return False
    return Levenshtein.normalized_similarity(clean_cell(first), clean_cell(second)) >= 0.85
