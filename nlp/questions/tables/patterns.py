"""Patterns over questions that are kept as data: tables of regular expressions in files of `frames/`, with families of words.

`<<name>>` in a pattern stands for any word of the family `name`; a family may use those that stand above it. Verbs are named
in a table `[verbs]` by their dictionary forms: `<<name>>` is any form that says so, `<<no_name>>` any that denies it;
`<<by_name>>` and `<<by_no_name>>` are those that say how something is to be done (外して, 含めずに).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from nlp.errors import ProfileError
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.verb_families import family_of, joined_family_of

_FAMILY = re.compile(r"<<(\w+)>>")


@lru_cache(maxsize=128)
def patterns(name: str, table: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a table of the file `name` of `frames/`, by their names there; families are those of the file.

    Raises:
        ProfileError: a pattern is no regular expression or names an unknown family.
    """
    data = load_frames_file(name)
    families = families_of(data, {}, name)
    return MappingProxyType(
        {key: compiled(said, families, f"{name}: {table}.{key}") for key, said in data[table].items()}
    )


def families_of(data: Mapping[str, Any], known: Mapping[str, str], where: str) -> dict[str, str]:
    """The families of a file, each written out as one group, with those that are known already.

    Raises:
        ProfileError: a family uses an unknown one.
    """
    families = dict(known)
    for family, verbs in data.get("verbs", {}).items():
        families[family] = family_of(verbs, negative=False)
        families[f"no_{family}"] = family_of(verbs, negative=True)
        families[f"by_{family}"] = joined_family_of(verbs, negative=False)
        families[f"by_no_{family}"] = joined_family_of(verbs, negative=True)
    for family, said in data.get("families", {}).items():
        families[family] = _any_of(said, families, f"{where}: {family}")
    return families


def compiled(pattern: str, families: Mapping[str, str], where: str) -> re.Pattern[str]:
    """The pattern with its families written out.

    Raises:
        ProfileError: it is no regular expression or names an unknown family.
    """
    try:
        return re.compile(_expanded(pattern, families, where))
    except re.error as error:
        raise ProfileError(f"{where}: {pattern}: {error}") from error


def _any_of(said: list[str], families: Mapping[str, str], where: str) -> str:
    """One group for the words of a family, the longest first."""
    words = sorted((_expanded(word, families, where) for word in said), key=len, reverse=True)
    return f"(?:{'|'.join(words)})"


def _expanded(pattern: str, families: Mapping[str, str], where: str) -> str:
    def family(match: re.Match[str]) -> str:
        if match[1] not in families:
            raise ProfileError(f"{where}: unknown family {match[1]}")
        return families[match[1]]

    return _FAMILY.sub(family, pattern)
