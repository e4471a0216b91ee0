"""What may be written in several ways put in one before a question is read: years and stages, numbers of measures, how much.

The ways are those of `frames/one_form.toml`: they mean the same wherever they stand, so that every reading behind knows one form.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.turns import outside_quotes

_FILE = "one_form.toml"


def in_one_form(question: str) -> str:
    """A question as typed, with each thing that the table knows in its one form; what is quoted stays.

    >>> in_one_form("施策番号138とつながる事業は令和7年度の補正予算でいくら？")
    '施策No.138とつながる事業は令和7年度補正でいくら？'
    >>> in_one_form("「施策の8番」とは")
    '「施策の8番」とは'
    """
    return outside_quotes(question, _put)


def _put(text: str) -> str:
    for pattern, written in _forms():
        text = pattern.sub(written, text)
    return text


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    return tuple((compiled(entry["pattern"], families, _FILE), entry["written"]) for entry in data["form"])


__all__ = ["in_one_form"]
