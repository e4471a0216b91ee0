"""A question without the words of it that were not read, offered instead of an answer that might pass over a condition."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from nlp.questions.found.words import Word
from nlp.questions.framing.sets import condition_data

_TIES = ("助詞", "助動詞", "補助記号", "接尾辞")


def without(unread: Collection[str], text: str, tokens: Sequence[Word]) -> str:
    """`text` less the tokens in `unread` and what ties each to the rest (particles, auxiliaries); "" when none stands in it.

    `tokens` cover `text` by character offsets. Particles before a word that ended the question go too: 件数の推移は？ -> 件数.
    """
    completing = condition_data()["completing_verbs"]
    kept: list[Word] = []
    dropping = found = False
    for token in tokens:
        if token.surface in unread:
            dropping = found = True
        elif dropping and not (token.pos in _TIES or (token.pos == "動詞" and token.normal in completing)):
            dropping = False
        if not dropping:
            kept.append(token)
    while dropping and kept and kept[-1].pos in _TIES:
        kept.pop()
    return "".join(text[token.start : token.end] for token in kept) if found else ""
