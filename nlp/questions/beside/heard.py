"""An amount that a person heard of a thing, said before the question about it (…交付金は全体で10億円だと聞いたんですが、このうち…は):
the thing, the amount, and the ways in which the question may be asked of the thing. The pattern is that of `frames/asides.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file

_AMOUNTS = ("amount", "change_amount")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of `topic`, in `words`: an amount of `yen`, or that it `changed` by as much.

    `questions`: what is asked of the topic, in the ways in which it may be said, the likeliest first.
    """

    topic: str
    words: str
    yen: int
    changed: bool
    questions: tuple[str, ...]


def heard_amount(question: str, read: Callable[[str], Reading]) -> Heard | None:
    """The amount that a question says was heard of a thing; None where it says none, or another number beside it. `read` reads
    a text by itself."""
    match = _data()["pattern"].match(question.strip())
    if match is None:
        return None
    told = read(f"{match['claim']}だ").numbers
    if len(told) != 1 or told[0].kind not in _AMOUNTS or len(told[0].values) != 1:
        return None
    topic, rest = match["topic"], match["rest"]
    among = _data()["among"].match(rest)
    joined = (f"{topic}のうち{rest[among.end() :]}",) if among else (f"{topic}は、{rest}", f"{topic}の{rest}")
    changed = _data()["changed"].search(match["claim"]) is not None
    return Heard(topic, match["claim"], int(told[0].values[0]), changed, joined)


@lru_cache(maxsize=1)
def _data() -> dict[str, re.Pattern[str]]:
    said: dict[str, Any] = load_frames_file("asides.toml")["heard"]
    return {name: re.compile(pattern) for name, pattern in said.items()}


__all__ = ["Heard", "heard_amount"]
