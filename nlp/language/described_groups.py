"""Finds people who are described instead of named (家族の世話を担うこども), by the patterns of `group_descriptions.tsv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.cue_files import compiled, load_cues
from nlp.errors import ProfileError
from nlp.gazetteer import FOLDER, Gazetteer, Hit
from nlp.word_tries import pattern_of

_FILE = FOLDER / "group_descriptions.tsv"


@lru_cache(maxsize=1)
def _descriptions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """(pattern, canonical name) of each line, in order; {who} stands for the words in `role_cues.toml`."""
    found: list[tuple[re.Pattern[str], str]] = []
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith(("#", "pattern\t")):
            continue
        pattern, tab, canonical = line.partition("\t")
        if not tab or not canonical.strip():
            raise ProfileError(f"{_FILE.name}:{number}: a pattern and a name, parted by one tab")
        found.append((compiled(pattern.replace("{who}", load_cues("role_cues")["who"])), canonical.strip()))
    return tuple(found)


_LEADING = re.compile(
    r"\(\?:([^()\[\]?*+.\\{}|]+(?:\|[^()\[\]?*+.\\{}|]+)*)\)(?![?*{])|([一-龠ァ-ヴーぁ-ん]+)(?![?*{|])"
)


@lru_cache(maxsize=1)
def _begun_by() -> tuple[re.Pattern[str], dict[str, frozenset[int]], frozenset[int]]:
    """(any word that a pattern begins with, the places in `_descriptions` of those that may begin there, of all others)."""
    places: dict[str, set[int]] = {}
    always: set[int] = set()
    for place, (pattern, _) in enumerate(_descriptions()):
        leading = _LEADING.match(pattern.pattern)
        if leading is None or "|" in pattern.pattern[leading.end() : leading.end() + 1]:
            always.add(place)
            continue
        for word in (leading[1] or leading[2]).split("|"):
            places.setdefault(word, set()).add(place)
    # A word that a longer one begins with (学校, 学校給食) is there wherever the longer one is.
    whole = {
        word: frozenset().union(*(places[other] for other in places if word.startswith(other)))
        for word in places
    }
    return re.compile(f"(?=({pattern_of(places)}))"), whole, frozenset(always)


def _may_begin(text: str) -> list[int]:
    """The places in `_descriptions` of the patterns that can match in `text`, in order."""
    words, places, always = _begun_by()
    found = set(always)
    for word in {match[1] for match in words.finditer(text)}:
        found |= places[word]
    return sorted(found)


def with_described(text: str, hits: Sequence[Hit], groups: Gazetteer) -> list[Hit]:
    """`hits` and what `text` describes, in order, not overlapping: a description stands for the names within it.

    Raises:
        ProfileError: a line of the file lacks its name, or a pattern does not compile.
    """
    described = list(_described(text, groups))
    if not described:
        return list(hits)
    kept = [
        hit for hit in hits if not any(hit.start < item.end and item.start < hit.end for item in described)
    ]
    return sorted([*kept, *described], key=lambda hit: hit.start)


def _described(text: str, groups: Gazetteer) -> Iterator[Hit]:
    taken: list[Hit] = []
    for place in _may_begin(text):
        pattern, canonical = _descriptions()[place]
        entry = groups.canonical.get(canonical)
        if entry is None:
            raise ProfileError(f"{_FILE.name}: {canonical} is not in {groups.name}.tsv")
        for match in pattern.finditer(text):
            if all(match.end() <= other.start or other.end <= match.start() for other in taken):
                taken.append(Hit(match.start(), match.end(), entry))
    yield from taken
