"""What only opens a question (別件ですが、追加で、結論から言うと、資料によると、): taken off before the question is cut into parts.

An opening stands at the beginning before a mark and is, whole, one of those of `frames/openers.toml`; a clause with any other
word in it (R7の話ですが、) stays and has to be understood.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from nlp.questions.tables.frame_files import load_frames_file

_FILE = "openers.toml"
_FIRST = re.compile(r"\s*(?P<said>[^、。,!?…「」\s][^、。,!?…「」]{0,23})[、。,!…]+\s*(?=[^、。,!?…\s]{2})")
_MOST = 4


@lru_cache(maxsize=1)
def openings() -> frozenset[str]:
    """Every opening in full, as typed in one width.

    Raises:
        ProfileError: the table cannot be read.
    """
    entries = load_frames_file(_FILE)["opening"]
    return frozenset(
        word + end for entry in entries for word, end in product(entry["said"], entry["ends"]) if word + end
    )


def without_openers(text: str) -> str:
    """A question in one width without the openings it begins with; four at most, and never all of it.

    >>> without_openers("すみません、別件ですが、R7補正の合計は?")
    'すみません、別件ですが、R7補正の合計は?'
    >>> without_openers("別件ですが、追加で、R7補正の合計は?")
    'R7補正の合計は?'
    >>> without_openers("R7の話ですが、合計は?")
    'R7の話ですが、合計は?'
    """
    for _ in range(_MOST):
        first = _FIRST.match(text)
        if first is None or first["said"].strip() not in openings():
            break
        text = text[first.end() :]
    return text


__all__ = ["openings", "without_openers"]
