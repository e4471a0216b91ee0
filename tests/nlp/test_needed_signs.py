"""What a pattern needs a text to have: a pattern that matches is never ruled out, and most that do not are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nlp.questions.tables.needed_signs import needed, pieces_of
from nlp.questions.typed.turns import put_as_written, turns, turns_by_piece

_PATTERNS = (
    "何本?(?=あり)|いくつ",
    "(?<=の)(?:行|列)(?!目)",
    "(?P<a>[0-9]+)年?(?P=a)",
    "[^あ]い*う+",
    "(?:[ぁ-ん]|行)の",
    "(?i:NPO)",
    "(?!の)",
    "い{2}(?:う|え?)",
)


@given(st.text("あいうえの行列目何本いくつあり年0123nNpPoO"))
def test_no_match_is_ruled_out(text: str) -> None:
    for pattern in map(re.compile, _PATTERNS):
        pieces = needed(pattern)
        assert not pieces or not pieces.isdisjoint(pieces_of(text)) or pattern.search(text) is None


def test_the_same_is_written_before_and_after_the_turns_are_sorted() -> None:
    said = [said for turn in turns() for said, _ in turn.examples]
    turns_by_piece.cache_clear()
    before = [put_as_written(text) for text in said]
    turns_by_piece()
    assert [put_as_written(text) for text in said] == before
