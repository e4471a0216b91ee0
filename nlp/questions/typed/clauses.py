"""A question split into clauses: at the marks (不安で…合計は too), and where ので, けど or んですが end one without a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.questions.found.words import words

_STOPS = re.compile(r"[、。,，!！?？\n]|…+")
_OPENING, _CLOSING = '「『（("', '」』）)"'


def clauses_of(text: str) -> list[str]:
    """The clauses of a text with the marks behind them; joined they are the text. Quotations and brackets stay whole.

    >>> clauses_of("急いでるので一覧をください。「甲、乙」は？")
    ['急いでるので', '一覧をください。', '「甲、乙」は？']
    """
    found: list[str] = []
    start = depth = 0
    ends = set(_joined_ends(text))
    for place, char in enumerate(text):
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth <= 0 and (_STOPS.match(char) or place + 1 in ends):
            found.append(text[start : place + 1])
            start = place + 1
    found.append(text[start:])
    return [clause for clause in found if clause]


def _joined_ends(text: str) -> Iterator[int]:
    """Where a clause ends without a mark: behind ので, けど, んですが before a word that begins another."""
    tokens = words(text)
    for number, token in enumerate(tokens[:-1]):
        following = tokens[number + 1]
        if following.pos in ("助詞", "助動詞", "補助記号"):
            continue
        before = tokens[number - 1] if number else None
        reason = token.surface == "で" and before is not None and before.surface in ("の", "もの")
        joined = token.detail == "接続助詞" and token.surface in ("けど", "けれど", "けれども", "が", "から")
        if reason or joined:
            yield token.end
