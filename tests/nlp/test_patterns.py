"""Patterns kept as data: families of words written out, mistakes told with their place."""

from __future__ import annotations

import re

import pytest

from nlp.errors import ProfileError
from nlp.questions.tables.patterns import compiled, families_of


def test_a_family_is_any_of_its_words_the_longest_first() -> None:
    families = families_of({"families": {"light": ["灯", "灯台"], "lamp": ["<<light>>の光"]}}, {}, "lights")
    assert compiled("<<light>>", families, "lights").match("灯台守")[0] == "灯台"  # type: ignore[index]
    assert compiled("^<<lamp>>$", families, "lights").match("灯の光") is not None


def test_an_unknown_family_is_told() -> None:
    with pytest.raises(ProfileError, match="lights: unknown family beam"):
        compiled("<<beam>>灯台", {}, "lights")


def test_a_broken_pattern_is_told() -> None:
    with pytest.raises(ProfileError, match="lights"):
        compiled("(灯台", {}, "lights")


@pytest.mark.parametrize(
    ("verb", "said", "denied"),
    [
        (
            "載る",
            ("載る", "載った", "載ってる", "載っています"),
            ("載らない", "載ってない", "載っておらず", "載っていません"),
        ),
        ("付く", ("付いている", "付いた"), ("付かない", "付いてない", "付いていなかった")),
        ("記載される", ("記載された", "記載されてる"), ("記載されない", "記載されていない", "記載されず")),
        ("出てくる", ("出てくる", "出てきた"), ("出てこない", "出てきません", "出てきていない")),
        ("読む", ("読んだ", "読んでいる"), ("読まない", "読んでない")),
    ],
)
def test_a_verb_stands_for_all_its_forms(verb: str, said: tuple[str, ...], denied: tuple[str, ...]) -> None:
    families = families_of({"verbs": {"v": [verb]}}, {}, "here")
    for form in said:
        assert re.fullmatch(families["v"], form), form
        assert not re.fullmatch(families["no_v"], form), form
    for form in denied:
        assert re.fullmatch(families["no_v"], form), form
        assert not re.fullmatch(families["v"], form), form
