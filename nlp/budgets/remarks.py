"""What 備考 says of a row's amount: that it is part of a larger one (内数, うち数, ○○事業の内数)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nlp.budgets.rows import Part, RowParts
from nlp.budgets.words import ListWords

_BRACKET_AT_END = re.compile(r"[（(〔\[][^（()）〔〕\[\]]*[)）〕\]]\s*$")
_CLAUSE = re.compile(r"[^、。，,；;\n]+")


def included_part(row: RowParts, words: ListWords) -> Part | None:
    """Where the row says, outside its amount cell, that the amount is part of a larger one; None when it does not.

    Its remarks are asked first, then a bracket that closes its name (○○支援事業（内数）).
    """
    for part in (row.remarks, _bracket(row.name)):
        found = said_included(part.text, words) if part is not None else None
        if part is not None and found is not None:
            return Part(part.text[slice(*found)], part.start + found[0], part.start + found[1])
    return None


def said_included(text: str, words: ListWords) -> tuple[int, int] | None:
    """The span of the first clause's words that call an amount part of a larger one; None when nothing does.

    A clause that speaks of further money beside the amount (このほか、○○事業の内数), or denies (内数を除く), says nothing.
    """
    for clause in _CLAUSE.finditer(text):
        said = _pattern(tuple(words.included)).search(clause.group())
        if said is None or _pattern(tuple(words.not_included)).search(text[: clause.end()]):
            continue
        return clause.start() + said.start(), clause.start() + said.end()
    return None


def _bracket(name: Part | None) -> Part | None:
    found = _BRACKET_AT_END.search(name.text) if name is not None else None
    if name is None or found is None:
        return None
    return Part(found.group(), name.start + found.start(), name.start + found.end())


@lru_cache(maxsize=8)
def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, white space of a line end inside it allowed; never matching when there are none."""
    spaced = (r"\s*".join(map(re.escape, word)) for word in words)
    return re.compile("|".join(spaced) or r"(?!)")
