"""Turns of phrase put as written ones (the tables `spoken` of files in `frames/`), by families of words that mean the same.

`<<name>>` in a pattern stands for any word of the family `name` of its file; families may use others that stand above them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.errors import ProfileError
from nlp.questions.frame_files import load_frames_file

_FAMILY = re.compile(r"<<(\w+)>>")


@lru_cache(maxsize=4)
def everyday_rules(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """(what is said, how it is written), in the order of the file `name` of `frames/`.

    Raises:
        ProfileError: a pattern is no regular expression or names an unknown family.
    """
    data = load_frames_file(name)
    families: dict[str, str] = {}
    for family, said in data.get("families", {}).items():
        families[family] = _any_of(said, families, f"{name}: {family}")
    return tuple((_compiled(entry["pattern"], families), entry["written"]) for entry in data["spoken"])


def _any_of(said: list[str], families: dict[str, str], name: str) -> str:
    """One group for the words of a family, the longest first."""
    words = sorted((_expanded(word, families, name) for word in said), key=len, reverse=True)
    return f"(?:{'|'.join(words)})"


def _expanded(pattern: str, families: dict[str, str], where: str) -> str:
    def family(match: re.Match[str]) -> str:
        if match[1] not in families:
            raise ProfileError(f"{where}: unknown family {match[1]}")
        return families[match[1]]

    return _FAMILY.sub(family, pattern)


def _compiled(pattern: str, families: dict[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(_expanded(pattern, families, pattern))
    except re.error as error:
        raise ProfileError(f"{pattern}: {error}") from error
