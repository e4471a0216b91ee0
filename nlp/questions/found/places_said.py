"""Places in an order and stretches of sections said in other words than one number: その次, 1位と2位, ①から⑤まで.

Each function gives what stands in the folded text as spans; `nlp.questions.found.numbers` makes numbers of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nlp.layout.item_markers import CIRCLED
from nlp.questions.tables.patterns import patterns

order_words = partial(patterns, "places_said.toml")
"""The patterns of a table of that file: `places` in an order, what is said `beside` a name, `sizes`."""


def places_from_the_end(text: str) -> Iterator[tuple[int, int, str]]:
    """How many places of an order are asked for together with its end: start, end and the number.

    >>> [(n, "一番大きい事業と、その次は"[a:b]) for a, b, n in places_from_the_end("一番大きい事業と、その次は")]
    [('2', 'その次')]
    >>> list(places_from_the_end("次の事業の担当は")), [n for _, _, n in places_from_the_end("金額の1位2位は")]
    ([], ['2'])
    """
    for match in order_words("places")["first_two"].finditer(text):
        yield match.start(), match.end(), match["n"] or "2"
    for match in order_words("places")["next"].finditer(text):
        if order_words("places")["end"].search(text[: match.start()]):
            yield match.start(), match.end(), "2"


def sections_between(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Sections from one to another, all of them: start, end and their notations, without a pillar where none is said.

    >>> [names for _, _, names in sections_between("柱4の①〜③で")], [names for _, _, names in sections_between("②から④まで")]
    ([('4-①', '4-②', '4-③')], [('②', '③', '④')])
    """
    for match in order_words("places")["sections"].finditer(text):
        low, high = CIRCLED.index(match["low"]), CIRCLED.index(match["high"])
        before = f"{match['pillar']}-" if match["pillar"] else ""
        if low < high:
            yield match.start(), match.end(), tuple(before + mark for mark in CIRCLED[low : high + 1])


def is_small(size: str) -> bool:
    """Whether a word of size is one of little (小さ, 少な).

    >>> is_small("安い"), is_small("多い")
    (True, False)
    """
    return order_words("sizes")["small"].match(size) is not None
