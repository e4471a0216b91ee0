"""Kana printed as ids among rare kanji (Meiryo), in lines that hold no other sign of damage; digits whose neighbours are lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.glyphs.decoding import decode_glyphs
from nlp.glyphs.spaces import glyph_spaces
from nlp.language.lexicon import sudachi_lexicon
from nlp.values.amounts import find_amounts

SENTENCES = [
    "地域の関係者が連携する体制づくりを支援します。",
    "相談を受ける職員の研修を実施します。",
    "これらの取組を全国に広げることが期待されます。",
]


def as_ids(text: str) -> str:
    """Hiragana as the ids of Meiryo, all else as it is."""
    ids = {read: char for char, read in _meiryo().items() if "\u5cab" <= char <= "\u5cfd"}
    return "".join(ids.get(char, char) for char in text)


def wholly(text: str) -> str:
    ids = {read: char for char, read in reversed(_meiryo().items())}
    return "".join(ids.get(char, char) for char in text)


def _meiryo() -> dict[str, str]:
    return dict(next(space.readings for space in glyph_spaces() if space.name == "meiryo"))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_kana_beside_damage_are_decoded(sentence: str) -> None:
    text = f"{wholly('令和７年度、ポイント（相談、支援）を、施策に')}\n\n{as_ids(sentence)}\n"
    assert sentence in decode_glyphs(text, sudachi_lexicon()).text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_rare_kanji_far_from_damage_stay(sentence: str) -> None:
    text = f"{as_ids(sentence)}\n岬町と峠の茶屋、岶と峘の字\n"
    assert decode_glyphs(text, sudachi_lexicon()).text == text


@given(st.sampled_from("ڳ؝〓■�ԧᙀ"), st.integers(1, 999), st.sampled_from(["億円", "百万円", "千円"]))
def test_an_amount_behind_a_lost_sign_has_no_value(sign: str, number: int, unit: str) -> None:
    assert [item.yen for item in find_amounts(f"補正予算額 {sign}{number}{unit}")] == [None]


@given(st.sampled_from("　（「：、約計はを・→○※◆【～"), st.integers(1, 999))
def test_an_amount_behind_a_printed_sign_has_its_value(sign: str, number: int) -> None:
    assert [item.yen for item in find_amounts(f"補正予算額{sign}{number}億円")] == [number * 100_000_000]
