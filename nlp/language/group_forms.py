"""What `nlp/cues/group_forms.toml` says of the forms of groups' names: their heads, their suffixes and the patterns around them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.cue_files import load_cues


@dataclass(frozen=True, slots=True)
class Head:
    """A word that ends the name of a group: whether people or a body, and the group above it."""

    word: str
    kind: str
    broader: str
    listed: bool = False


@lru_cache(maxsize=1)
def forms() -> dict[str, Any]:
    return load_cues("group_forms")


@lru_cache(maxsize=1)
def heads() -> dict[str, Head]:
    return {
        word: Head(word, table["kind"], table["broader"])
        for kind in ("suffixes", "heads")
        for table in forms()[kind]
        for word in table["words"]
    }


@lru_cache(maxsize=1)
def suffixes() -> frozenset[str]:
    return frozenset(word for table in forms()["suffixes"] for word in table["words"])


@lru_cache(maxsize=1)
def staff_heads() -> dict[str, Head]:
    """The heads of those who belong to a body, with the の that stands before them."""
    form = forms()["staff"]
    return {f"の{word}": Head(f"の{word}", form["kind"], form["broader"]) for word in form["heads"]}
