"""The word lists by which two spellings of one programme name may differ (`name_words.toml`), compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

from nlp.errors import ProfileError

# What could match across the end of a line, so that a pattern with it is tried on one name at a time.
_ACROSS_LINES = re.compile(r"\[\^|\\[DWSsAZbBn]|\(\?[a-zA-Z(-]")


@dataclass(frozen=True, slots=True)
class WordPattern:
    """Alternatives of one list. `strip` takes them out of names that stand one on each line."""

    pattern: re.Pattern[str]
    strip: Callable[[str], str]

    def sub(self, replacement: str, name: str) -> str:
        """The name with every occurrence replaced."""
        return self.pattern.sub(replacement, name)


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists of `name_words.toml`, compiled."""

    spellings: tuple[tuple[str, str], ...]
    okurigana: frozenset[str]
    connectives: WordPattern
    light: WordPattern
    near_light: WordPattern
    faint: WordPattern
    alike: Mapping[str, frozenset[str]]
    wide_groups: frozenset[str]
    scopes: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]


def fold(name: str) -> str:
    """Width, spaces and case removed; punctuation kept.

    >>> fold("ＮＰＯ 等の モデル調査")
    'npo等のモデル調査'
    """
    return without_space(normalize("NFKC", name)).casefold()


def without_space(text: str) -> str:
    """The text without white space, zero-width space and byte order mark.

    >>> without_space("居場所 づくり\\u3000支援")
    '居場所づくり支援'
    """
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def word_pattern(alternatives: str) -> WordPattern:
    """A pattern for names and for lines of names; the two agree whatever the alternatives look at.

    >>> word_pattern("費$|(?<!経)費用").strip("旅費\\n費用\\n経費用")
    '旅\\n\\n経費用'

    Raises:
        re.error: the alternatives are no regular expression.
    """
    alone = re.compile(alternatives)
    if _ACROSS_LINES.search(alternatives):
        return WordPattern(alone, lambda lines: "\n".join(alone.sub("", line) for line in lines.split("\n")))
    by_line = re.compile(alternatives, re.MULTILINE)
    return WordPattern(alone, lambda lines: by_line.sub("", lines))


def _alike(groups: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Sign -> every sign that it may be taken for, itself among them."""
    found: dict[str, set[str]] = {}
    for group in groups:
        for sign in group.casefold():
            found.setdefault(sign, set()).update(group.casefold())
    return MappingProxyType({sign: frozenset(others) for sign, others in found.items()})


@lru_cache(maxsize=4)
def load_name_words(path: Path | None = None) -> NameWords:
    """The shipped word lists, or those at `path`.

    Raises:
        ProfileError: a list is missing or an entry is not a regular expression.
    """
    source = path or Path(__file__).parent / "name_words.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))

    def words(section: str, key: str = "words") -> list[str]:
        try:
            return sorted((str(word) for word in data[section][key]), key=lambda word: (-len(word), word))
        except KeyError as error:
            raise ProfileError(f"{source.name}: [{section}] {key} is missing") from error

    def pattern(section: str) -> WordPattern:
        try:
            return word_pattern("|".join(words(section)))
        except re.error as error:
            raise ProfileError(
                f"{source.name}: [{section}]: {error}", hint="entries are regular expressions"
            ) from error

    spellings = data.get("spellings", {})
    return NameWords(
        spellings=tuple(sorted(spellings.items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        okurigana=frozenset(words("okurigana")),
        connectives=pattern("connectives"),
        light=pattern("light"),
        near_light=pattern("near_light"),
        faint=pattern("faint"),
        alike=_alike(words("alike", "groups")),
        wide_groups=frozenset(words("wide_groups")),
        scopes=tuple(fold(word) for word in words("scopes")),
        heads=tuple(fold(word) for word in words("wrappers", "heads")),
        tails=tuple(fold(word) for word in words("wrappers", "tails")),
    )
