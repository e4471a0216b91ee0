"""Choose the order in which the characters of damaged lines once stood, among those that display as the line.

Whether an extractor applied UAX #9 is one fact about a document, so it is settled once for all lines; then each
line takes the order that reads best, by the lexicon and by what the rest of the document says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log2

from nlp.glyphs.number_order import misformed_numbers, without_doubtful_numbers
from nlp.glyphs.tokens import Draft, Token, likely_text
from nlp.language.lexicon import COST_PER_BIT, Lexicon

# Moving characters must pay: an order that is not clearly more likely is left alone (Sudachi units).
_ORDER_MARGIN = 300.0
# Bullets stand at the beginning of a line, not at its end.
_BULLET_AT_END = re.compile("(?<=.)[ \u3000]?[-○〇●■□◎◆・※]$")
_BULLET_PENALTY = 4000.0
# What a pair of characters met elsewhere in the document is worth, per doubling of its count.
_FAMILIAR = 250.0
_CONTEXT = 8
_MISFORMED = 6000.0
_BRACKETS_INSIDE_OUT = 8000.0
# An order this much dearer than the chosen one is not in the running any more (Sudachi units).
_OUT_OF_THE_RUNNING = 4000.0
_DIGITS = str.maketrans("123456789０１２３４５６７８９", "0" * 19)
# More text than this adds nothing to the counts of pairs.
_ENOUGH = 300_000


def choose_orders(
    text: str, drafts: Sequence[Draft], lexicon: Lexicon, parallel: Sequence[str]
) -> list[tuple[Token, ...]]:
    """The tokens of each draft in reading order."""
    open_places = [index for index, draft in enumerate(drafts) if _is_open(draft)]
    chosen = [draft.standing if _is_open(draft) else draft.orders[0] for draft in drafts]
    if not open_places:
        return chosen
    pairs = _pairs(text, drafts, parallel)
    standing, moved = 0.0, 0.0
    for index in open_places:
        draft = drafts[index]
        best, cost = _best_order(draft, "", "", lexicon, pairs)
        chosen[index] = best
        # More orders to choose from make a better best one by chance alone.
        moved += cost + COST_PER_BIT * log2(len(draft.orders))
        standing += _order_cost(draft.standing, "", "", lexicon, pairs)
    if standing < moved:
        return [draft.standing for draft in drafts]
    for index in open_places:
        before, after = _neighbours(text, drafts, chosen, index)
        chosen[index], _ = _best_order(drafts[index], before, after, lexicon, pairs)
    # Only now: a number left open must not change how its neighbours read.
    for index in open_places:
        before, after = _neighbours(text, drafts, chosen, index)
        chosen[index] = _sure_numbers(drafts[index], before, after, lexicon, pairs)
    return chosen


def _is_open(draft: Draft) -> bool:
    return len(draft.orders) > 1 or draft.orders[0] != draft.standing


def _pairs(text: str, drafts: Sequence[Draft], parallel: Sequence[str]) -> Counter[str]:
    """How often each pair of characters stands in what is certain: clean lines, lines with one order, parallel text."""
    known = []
    place = 0
    for draft in drafts:
        known.append(text[place : draft.start])
        place = draft.end
        if not _is_open(draft):
            known.append("".join(map(likely_text, draft.standing)))
    known.append(text[place:])
    sample = "\n".join([*known, *parallel])[:_ENOUGH].translate(_DIGITS)
    return Counter(map("".join, pairwise(sample)))


def _best_order(
    draft: Draft, before: str, after: str, lexicon: Lexicon, pairs: Counter[str]
) -> tuple[tuple[Token, ...], float]:
    costs = [_order_cost(tokens, before, after, lexicon, pairs) for tokens in draft.orders]
    best = min(range(len(costs)), key=costs.__getitem__)
    return draft.orders[best], costs[best]


def _sure_numbers(
    draft: Draft, before: str, after: str, lexicon: Lexicon, pairs: Counter[str]
) -> tuple[Token, ...]:
    costs = [_order_cost(tokens, before, after, lexicon, pairs) for tokens in draft.orders]
    least = min(costs)
    best = draft.orders[costs.index(least)]
    wrong = _misformed(best)
    # An order that writes its numbers as nobody does is no rival of one that does not.
    rivals = [
        tokens
        for tokens, cost in zip(draft.orders, costs, strict=True)
        if cost - least < _OUT_OF_THE_RUNNING and _misformed(tokens) <= wrong
    ]
    return without_doubtful_numbers(best, rivals)


def _misformed(tokens: Sequence[Token]) -> int:
    return misformed_numbers("".join(map(likely_text, tokens)))


def _order_cost(
    tokens: Sequence[Token], before: str, after: str, lexicon: Lexicon, pairs: Counter[str]
) -> float:
    reading = "".join(map(likely_text, tokens))
    cost = lexicon.cost(before + reading + after)
    cost -= _FAMILIAR * sum(log2(1 + pairs["".join(pair)]) for pair in pairwise(reading.translate(_DIGITS)))
    cost += _MISFORMED * misformed_numbers(reading)
    if _inside_out(reading):
        cost += _BRACKETS_INSIDE_OUT
    if _BULLET_AT_END.search(reading):
        cost += _BULLET_PENALTY
    if all(left.start < right.start for left, right in pairwise(tokens)):
        cost -= _ORDER_MARGIN
    return cost


def _inside_out(text: str) -> bool:
    """Whether a line with as many brackets opened as closed closes one first: ）百万円９８７前年度（."""
    depth = 0
    below = False
    for char in text:
        depth += (char in "（「【") - (char in "）」】")
        below = below or depth < 0
    return below and depth == 0


def _neighbours(
    text: str, drafts: Sequence[Draft], chosen: Sequence[Sequence[Token]], index: int
) -> tuple[str, str]:
    """The end of the line before and the beginning of the line after, decoded, "" where the paragraph ends.

    …とともに、そ is followed by の成果等を: the break of a line tells which order it had.
    """
    draft = drafts[index]
    before = text[text.rfind("\n", 0, max(0, draft.start - 1)) + 1 : max(0, draft.start - 1)]
    if index and drafts[index - 1].end + 1 == draft.start:
        before = "".join(map(likely_text, chosen[index - 1]))
    stop = text.find("\n", draft.end + 1)
    after = text[draft.end + 1 : len(text) if stop < 0 else stop]
    if index + 1 < len(drafts) and drafts[index + 1].start == draft.end + 1:
        after = "".join(map(likely_text, chosen[index + 1]))
    return before[-_CONTEXT:], after[:_CONTEXT]
