"""Ministries by the names that people call them in talk (農水の事業), written out before a question is read."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file


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
    >>> in_full("施策件数 厚労 法務 各何件"), in_full("法務の研修")
    ('施策件数 厚労省 法務省 各何件', '法務の研修')
    >>> in_full("厚労省と法務の研修に関する施策"), in_full("対象が消費者、厚労省の施策は")
    ('厚労省と法務の研修に関する施策', '対象が消費者、厚労省の施策は')
    """
    pattern, names = _pattern()
    text = pattern.sub(lambda match: names[match.group()], question)
    behind, before = _beside()
    short: dict[str, str] = load_frames_file("nicknames.toml")["beside"]
    text = behind.sub(lambda match: match[1] + short[match[2]], text)
    return before.sub(lambda match: short[match[1]], text)


@lru_cache(maxsize=1)
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A short name right behind another ministry's where what follows is a ministry's too, and one right before it."""
    data = load_frames_file("nicknames.toml")
    short = "|".join(re.escape(name) for name in data["beside"])
    joins = r"(?:[\s　・、,/／&＆+＋×|]|or|と|か|や|vs)"
    after = "|".join(data["beside_ends"])
    office = rf"[一-龥]{{1,6}}(?:省|庁)|内閣府|こども家庭庁|デジタル庁|(?<![一-龥])(?:{short})"
    return (
        re.compile(rf"((?:{office}){joins})({short})(?={after}|{joins}(?:{office}))"),
        re.compile(rf"(?<![一-龥])({short})(?={joins}(?:{office}))"),
    )
