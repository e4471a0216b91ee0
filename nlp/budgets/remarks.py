"""What 備考 says of a row's amount: that it is part of a larger one (内数, うち数, ○○事業の内数), which part of it is for what (うち…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.budgets.rows import Part, RowParts
from nlp.budgets.words import ListWords
from nlp.values.amounts import find_amounts

_BRACKET_AT_END = re.compile(r"[（(〔\[][^（()）〔〕\[\]]*[)）〕\]]\s*$")
_CLAUSE = re.compile(r"[^、。，,；;\n]+")
# Where a clause with a sum begins anew; a comma between digits does not end one.
_CLAUSE_END = re.compile(r"[、。；;\n（(]|[，,](?![0-9０-９])")


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


def amounts_said(row: RowParts, words: ListWords) -> Iterator[tuple[Part, bool]]:
    """Each clause of the remarks that prints a sum of its own, and whether it calls it a part of the row's (うち○○分3億円)."""
    part = row.remarks
    for amount in find_amounts(part.text) if part is not None else ():
        if part is None or amount.kind == "includedIn":
            continue
        begin = max((mark.end() for mark in _CLAUSE_END.finditer(part.text[: amount.start])), default=0)
        own = Part(part.text[begin : amount.end], part.start + begin, part.start + amount.end)
        if said_included(part.text[begin:], words) is None:
            yield own, amount.kind == "ofWhich"


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
