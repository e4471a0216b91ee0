"""The fund whose guideline a question is about, said by some words of its name (居場所の交付金, 身寄りのない高齢者等の推進交付金)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.found.words import Word
from nlp.questions.names.linking import LinkIndex
from nlp.questions.printed.sought_words import Sought
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key

_FILE = "record_questions.toml"
_NOUNS = ("名詞", "接頭辞", "接尾辞", "形状詞")


def fund_said(text: str, tokens: Sequence[Word], index: LinkIndex) -> Sought | None:
    """The words before 交付金 as the name of the one fund with a guideline that has all of them; None where they are of none, or
    of several. `text` and `tokens` are of the folded question."""
    match = patterns(_FILE, "fund")["said"].search(text)
    if match is None:
        return None
    nouns = [
        token.surface
        for token in tokens
        if match.start("said") <= token.start < match.end("said") and token.pos in _NOUNS
    ]
    if not any(len(noun) > 1 for noun in nouns):
        return None
    labels = {re.split("[（(]", name.label)[0] for name in index.lexicon.of_kind("guideline")}
    fits = [label for label in labels if all(noun in fold_key(label) for noun in nouns)]
    if len(fits) != 1:
        return None
    forms = dict.fromkeys((fits[0], *keyword_variants(fold_key(fits[0]))))
    return Sought(match.group(), tuple(forms), start=match.start())


__all__ = ["fund_said"]
