"""Patterns kept as data: families of words written out, mistakes told with their place."""

from __future__ import annotations

import pytest

from nlp.errors import ProfileError
from nlp.questions.patterns import compiled, families_of


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
