"""Ministries by the names that people call them in talk (農水の事業), written out before a question is read."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.frame_files import load_frames_file


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    data = load_frames_file("nicknames.toml")
    names: dict[str, str] = data["ministries"]
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    after = "|".join(re.escape(word) for word in data["followed_by"])
    return re.compile(rf"(?<![一-龥])(?:{either})(?={after}|[？　]|$)"), names


def in_full(question: str) -> str:
    """The question with ministries' nicknames written out, where what follows shows that a ministry is meant.

    >>> in_full("農水の補正事業"), in_full("農水路の整備")
    ('農水省の補正事業', '農水路の整備')
    """
    pattern, names = _pattern()
    return pattern.sub(lambda match: names[match.group()], question)
