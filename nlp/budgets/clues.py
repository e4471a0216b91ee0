"""Amounts outside a budget list that speak about its rows: on programme sheets, near a row's name or words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from unicodedata import normalize

from nlp.budgets.detached_columns import Clue, shared_words
from nlp.records import Scalar
from nlp.values.amounts import find_amounts
from nlp.values.era_dates import find_fiscal_years

_NEAR = 4  # lines on either side
_SHEET = 16  # lines on either side in which a programme sheet names itself
_LEAST_SHARE = 0.3


def find_clues(
    text: str, region: tuple[int, int], names: Mapping[int, str], year: Mapping[str, Scalar]
) -> list[Clue]:
    """The amounts of `text` outside `region` that are for the list's year and stage, or name none.

    `names` maps row index to the row's name without spaces; `year` has "fiscal_year" and "stage" when known.
    """
    folded = {row: _fold(name) for row, name in names.items()}
    rarity = Counter(
        pair for name in folded.values() for pair in {name[i : i + 2] for i in range(len(name) - 1)}
    )
    lines = [*text[: region[0]].split("\n"), *text[region[1] :].split("\n")]
    clues: list[Clue] = []
    for number, line in enumerate(lines):
        amounts = [
            amount for amount in find_amounts(line) if amount.yen is not None and amount.kind != "includedIn"
        ]
        if not amounts or not _fits(line, lines[max(0, number - 1)], year):
            continue
        same = _fold(line)
        near = _fold("".join(lines[max(0, number - _NEAR) : number + _NEAR + 1]))
        on_line = {row for row, name in folded.items() if name and name in same}
        named = on_line or {row for row, name in folded.items() if name and name in near}
        if not named:
            wide = _fold("".join(lines[max(0, number - _SHEET) : number + _SHEET + 1]))
            within = {row for row, name in folded.items() if name and name in wide}
            named = within if len(within) == 1 else set()
        words = {}
        for row, name in folded.items():
            share = shared_words(name, near, rarity)
            if share >= _LEAST_SHARE:
                words[row] = share
        clues.extend(Clue(amount.yen or 0, amount.text, frozenset(named), words) for amount in amounts)
    return clues


def _fits(line: str, before: str, year: Mapping[str, Scalar]) -> bool:
    hits = find_fiscal_years(line) or find_fiscal_years(before)
    if not hits or "fiscal_year" not in year:
        return True
    return any(
        hit.year == year["fiscal_year"] and (not hit.stage or hit.stage == year.get("stage", hit.stage))
        for hit in hits
    )


def _fold(text: str) -> str:
    return re.sub(r"[\s・の等]+", "", normalize("NFKC", text))
