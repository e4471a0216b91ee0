"""One text field of a measure (概要, 目標, …) from its pieces, and what is cut or broken in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.language.familiarity import Familiarity
from nlp.language.repetition import stable_length
from nlp.layout.tables import clean_cell
from nlp.measures.display_labels import cut_at_head, cut_at_tail
from nlp.measures.merged_rows import Draft
from nlp.measures.rows import JoinedText, TextPiece, join_pieces
from nlp.reading import Reading
from nlp.records import Field, Issue, Where
from nlp.values.lost_digits import lost_signs
from nlp.values.torn_numbers import torn_numbers

_AROUND = 8
NAMES = {"overview": "施策の概要", "goal": "目標", "achievement": "達成状況", "review": "見直し方針"}
PAGE_NAMES = {**NAMES, "current": "現状", "issue": "課題", "policy": "今後の取組方針"}


@dataclass(frozen=True, slots=True)
class _State:
    """How a cell was read: in pieces over rows, from a lost reader, as broken letters, cut at either end."""

    joined: bool
    overlapped: bool
    doubtful: bool
    garbled: bool
    head: bool
    tail: bool

    @property
    def method(self) -> str:
        if self.garbled:
            return "garbled"
        if self.doubtful:
            return "repetition-residue"
        return "joined-rows" if self.joined else "table-cell"

    @property
    def confidence(self) -> float:
        if self.garbled:
            return 0.2
        if self.doubtful:
            return 0.6
        if self.overlapped:
            return 0.7
        return 0.9 if self.head or self.tail else 1.0


def kept_pieces(draft: Draft, name: str) -> tuple[TextPiece, ...]:
    """The pieces of a field that count: without what a reader repeated or invented."""
    return tuple(piece for piece in map(_stable, draft.texts.get(name, ())) if piece.text)


def text_fields(
    reading: Reading, draft: Draft, name: str, familiar: Familiarity, subject: str, span: Where
) -> tuple[list[Field], list[Issue]]:
    """The field `name` with its longest piece as evidence, one "continuation" field for each other piece.

    A continuation's value is the name of the field that it continues. `span` is the place of the whole row.
    """
    kept = kept_pieces(draft, name)
    word = NAMES.get(name, name)
    if not kept:
        if not any(name in row.layout.columns for row in draft.rows):
            return [], []
        return [], [Issue("missing-cell", "info", f"{word}の欄が空か、読めない", span, subject)]
    whole = join_pieces(kept)
    value = whole.text
    state = _State(
        joined=len(kept) > 1,
        overlapped=whole.overlapped,
        doubtful=any(piece.doubtful for piece in kept),
        garbled=any(piece.garbled for piece in kept),
        head=cut_at_head(clean_cell(kept[0].text), familiar),
        tail=cut_at_tail(value),
    )
    sure = round(state.confidence * draft.confidence, 2)
    longest = max(kept, key=lambda piece: len(piece.text))
    fields = [
        reading.make(name, value, longest.start, longest.end, method=state.method, confidence=sure),
        *(
            reading.make("continuation", name, piece.start, piece.end, method=state.method, confidence=sure)
            for piece in kept
            if piece is not longest
        ),
    ]
    where = reading.where(kept[0].start, kept[-1].end)
    if state.garbled:
        return fields, [Issue("garbled-cell", "warning", f"{word}は字が崩れて読めない", where, subject)]
    issues = list(torn_issues(reading, whole, word, subject))
    ends = "と".join(end for end, flag in (("初め", state.head), ("終わり", state.tail)) if flag)
    if ends:
        issues.append(Issue("cut-cell", "info", f"{word}の{ends}が切れている", where, subject))
    return fields, issues


def torn_issues(reading: Reading, text: JoinedText, word: str, subject: str) -> Iterator[Issue]:
    """A number that a space parts and that could be one or two (none of its values is taken), and signs that stand for lost ones."""
    for start, end in torn_numbers(text.text):
        where = reading.where(text.offsets[start], text.offsets[end - 1] + 1)
        message = f"{word}の数「{text.text[start:end]}」は途中に空白があり、続きか別の数か決められないため値を取らない"
        yield Issue("torn-number", "warning", message, where, subject, "原本でこの数を確かめる")
    for start, end in lost_signs(text.text):
        where = reading.where(text.offsets[start], text.offsets[end - 1] + 1)
        around = text.text[max(0, start - _AROUND) : end + _AROUND]
        message = f"{word}の「{around}」は字が失われている。そのまま載せ、失われた所の値は取らない"
        yield Issue("lost-signs", "warning", message, where, subject, "原本で確かめる")


def _stable(piece: TextPiece) -> TextPiece:
    text = piece.text[: stable_length(piece.text)].rstrip()
    return replace(piece, text=text, end=piece.start + len(text))
