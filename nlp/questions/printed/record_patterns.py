"""What may be asked of a record and what rules are about, as `frames/record_questions.toml` tells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of, patterns

_FILE = "record_questions.toml"
table = partial(patterns, _FILE)
"""The patterns of one of its tables, by their names there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A way of asking: the name of what is asked, and the kinds of records that answer it."""

    name: str
    said: re.Pattern[str]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a rule may be about, as people say it, with the pattern that such rules print.

    `beside` finds words that say no more where it is said; `done`: something that is done, so that two of them are two rules,
    where a fund or a way of carrying out belongs to one.
    """

    name: str
    said: re.Pattern[str]
    printed: str
    beside: re.Pattern[str] | None
    done: bool


@lru_cache(maxsize=1)
def asked_of_records() -> tuple[Asked, ...]:
    """The ways of asking, in the order of the file.

    Raises:
        ProfileError: a pattern is no regular expression or names an unknown family.
    """
    families = _families()
    return tuple(
        Asked(e["name"], compiled(e["said"], families, f"{_FILE}: {e['name']}"), tuple(e["kinds"]))
        for e in load_frames_file(_FILE)["asked"]
    )


@lru_cache(maxsize=1)
def rule_topics() -> tuple[Topic, ...]:
    """What rules may be about, in the order of the file.

    Raises:
        ProfileError: a pattern is no regular expression or names an unknown family.
    """
    families = _families()
    return tuple(
        Topic(
            e["name"],
            compiled(e["said"], families, f"{_FILE}: {e['name']}"),
            e["printed"],
            compiled(e["beside"], families, f"{_FILE}: {e['name']}") if "beside" in e else None,
            e.get("done", False),
        )
        for e in load_frames_file(_FILE)["topic"]
    )


def units_asked(text: str) -> tuple[str, ...]:
    """What must be printed for the units of the numbers that a folded question asks for, each once.

    >>> units_asked("何名が受けた?")
    ('[0-9][0-9,.]*[十百千万億兆]*(?:人|名)',)
    """
    data = load_frames_file(_FILE)["units"]
    units = (match["unit"] for match in re.finditer(data["said"], text))
    return tuple(dict.fromkeys(data["printed"].replace("{u}", data["same"].get(u, u)) for u in units))


def _families() -> Mapping[str, str]:
    return families_of(load_frames_file(_FILE), {}, _FILE)


__all__ = ["Asked", "Topic", "asked_of_records", "rule_topics", "table", "units_asked"]
