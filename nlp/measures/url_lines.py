"""An internet address broken over the lines of a narrow column, put together: which spaces are line ends, which lost underscores.

The column fills its lines, so a way of reading the spaces is believed when its lines come out equally long; a line may
end early after / - . ? & = %. A double space is a line end beside a lost underscore.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_FIRST = re.compile(r"https?://(\S{4,40})(?=\s)")
_JOINT = re.compile(r"[/\-.?&=_%]$")
_BROKEN = re.compile(r"https?://[!-~]+(?:[ \u3000]+[!-~]+)+")
# torikum i/, page_0 16, .ht ml, page_ 1: what stands on either side of a blank inside a word, where a column was full.
_TORN_WORD = re.compile(
    r"[A-Za-z0-9_] [A-Za-z0-9]{1,2}(?:[/_.]|$)|[0-9] [0-9]|\.[a-z]{0,3} [a-z]{1,4}$|_ | _"
)
_LEAST_SAMPLES = 5
_WIDER, _MOST_LONGER = 2, 0.1
_WIDEST = 40  # no column of a table holds longer pieces
_SPREAD = 1  # proportional type: a line may hold one letter more or fewer at no cost
_SHORT, _LONG, _NO_JOINT = 1.0, 4.0, 4.0
_BROKEN_ENDING = re.compile(r"\.(?=[a-z]*_)[a-z_]{2,6}$|_[!|]$")  # .ht_ml
_UNDERSCORE, _ODD_GAP = 0.5, 2.0
# A line too long may be two of which the space between was lost; so no length speaks more than this against a reading.
_HIDDEN = 6.0
# A line ends inside words wherever it is full; a gap between two whole words of Latin-written Japanese (kobetsu hinan) is as likely a
# lost underscore, unless the lines speak as clearly as this.
_WORD_MARGIN = 6.6
_SHORTEST_WORD = 4
_ROMAJI = re.compile(r"(?:(?:[kgsztdnhbpmrjf]y?|[kstp]{2}|s?sh|t?ch|ts|w|y)?[aiueo]|n)+")
_BEAM = 48
MARGIN = 1.0


@dataclass(frozen=True, slots=True)
class Joined:
    """The likeliest reading of an address, how many underscores it restores, and the rival that is nearly as likely ("": none)."""

    text: str
    underscores: int
    rival: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    text: str
    line: int
    underscores: int


@lru_cache(maxsize=8)
def line_width(text: str) -> int | None:
    """How many letters a line of this document's addresses holds; None when too few are broken to tell, 0 where no column broke them."""
    lengths = [len(match[0]) for match in _FIRST.finditer(text) if len(match[0]) <= 40]
    if len(lengths) < _LEAST_SAMPLES:
        return None
    length, count = max(Counter(lengths).items(), key=lambda item: (item[1], item[0]))
    broken = [match[0].split() for match in _BROKEN.finditer(text)]
    pieces = [piece for address in broken for piece in address]
    longer = sum(len(piece) > length + _WIDER for piece in pieces)
    if longer > _MOST_LONGER * len(pieces) and not any(map(_inside_word, broken)):
        return (
            0  # many pieces that no such line holds, and every blank stands behind a joint or between words
        )
    return length if count >= 2 else None


def _inside_word(pieces: Sequence[str]) -> bool:
    """Whether a blank of a broken address stands inside a word."""
    return any(_TORN_WORD.search(f"{left[-6:]} {right}") for left, right in pairwise(pieces))


def join_address(body: str, lead: int, width: int | None) -> Joined:
    """The pieces of `body` (an address without its scheme of `lead` letters) as one.

    `width` is the length of the column's lines; None: as the pieces show it; 0: blanks are no line ends, but for those behind a joint.

    >>> join_address("www.cao.go.jp/ kodoku koritsu/torikum i/zenkoku.html", 8, 22).text
    'www.cao.go.jp/kodoku_koritsu/torikumi/zenkoku.html'
    >>> join_address("www.caa.go.jp/ consumer/local/pages  safety/index.html", 8, 22).text
    'www.caa.go.jp/consumer/local/pages_safety/index.html'
    """
    pieces = re.split(r"(\s+)", body.strip())
    words, gaps = pieces[::2], pieces[1::2]
    longest = max(len(words[0]) + lead, *(len(word) for word in words[1:]), 0) if words[1:] else 0
    # A piece much longer than a line shows that this cell was not broken by the column.
    broken = longest <= (_WIDEST if width is None else width + 4 * bool(width))
    rows = "\n" in body
    full = width if width is not None and broken and not rows else max(longest, 18)
    states = [_State(0.0, words[0], lead + len(words[0]), 0)]
    for word, gap in zip(words[1:], gaps, strict=True):
        following = [state for before in states for state in _after(before, word, gap, full, broken=broken)]
        states = _best(following)
    ended = _best([_closed(state, full) if broken else state for state in states])
    best = ended[0]
    rival = next((state for state in ended if state.text != best.text), None)
    if rival is not None and rival.cost - best.cost >= MARGIN:
        apart = _words_apart(words, best.text)
        near = (state for state in ended if state.cost - best.cost < _WORD_MARGIN)
        rival = next((state for state in near if any(pair in state.text for pair in apart)), None)
    return Joined(best.text, best.underscores, rival.text if rival else "")


def _words_apart(words: Sequence[str], joined: str) -> list[str]:
    """Pairs of whole words (kobetsu_hinan) with an underscore between that the reading `joined` of the pieces has without one."""
    found = []
    for left, right in pairwise(words):
        first, second = re.split("[^a-z]", left)[-1], re.split("[^a-z]", right)[0]
        whole = all(len(one) >= _SHORTEST_WORD and _ROMAJI.fullmatch(one) for one in (first, second))
        if whole and f"{first}{second}" in joined:
            found.append(f"{first}_{second}")
    return found


def _after(before: _State, word: str, gap: str, full: int, *, broken: bool) -> Iterator[_State]:
    """The ways to go on over one gap: line end, underscore, or both."""
    if "\n" in gap:  # the next row of the table: a line end, whatever its length
        yield _State(before.cost, before.text + word, len(word), before.underscores)
        return
    double = len(gap) > 1
    named = "/" in before.text  # no underscore stands in the name of a host
    ended = _closing(before.text, before.line, full)
    if broken:
        yield _State(
            before.cost + ended + _ODD_GAP * double, before.text + word, len(word), before.underscores
        )
    if not named:
        if not broken:
            yield _State(before.cost, before.text + word, len(word), before.underscores)
        return
    odd = _NO_JOINT if _JOINT.search(before.text) or word[:1] in "/.?&=" else 0.0
    joined = f"{before.text}_{word}"
    cost = before.cost + _UNDERSCORE + odd + _ODD_GAP * (double and broken)
    yield _State(cost, joined, before.line + 1 + len(word), before.underscores + 1)
    if odd and not broken:
        yield _State(before.cost, before.text + word, before.line + len(word), before.underscores)
    if double and broken:
        closed = _closing(before.text + "_", before.line + 1, full)
        yield _State(
            before.cost + _UNDERSCORE + odd + min(closed, abs(before.line + 1 - full)),
            joined,
            len(word),
            before.underscores + 1,
        )


def _closing(text: str, length: int, full: int) -> float:
    """What speaks against a line ending here."""
    over, short = length - full - _SPREAD, full - length - _SPREAD
    if over > 0:
        return min(_HIDDEN, _LONG * over)
    if short <= 0:
        return 0.0
    return min(_SHORT, 0.3 * short) if _JOINT.search(text) else _SHORT * short


def _closed(state: _State, full: int) -> _State:
    """The last line may be as short as it likes, but no longer than the others; no ending (.html) holds an underscore."""
    over = max(0, state.line - full - 2 * _SPREAD)
    odd = _NO_JOINT if _BROKEN_ENDING.search(state.text) else 0.0
    return _State(state.cost + min(_HIDDEN, _LONG * over) + odd, state.text, state.line, state.underscores)


def _best(states: Sequence[_State]) -> list[_State]:
    """The cheapest state for each (text, line length), cheapest first."""
    kept: dict[tuple[str, int], _State] = {}
    for state in sorted(states, key=lambda item: (item.cost, item.underscores)):
        kept.setdefault((state.text, state.line), state)
    return list(kept.values())[:_BEAM]
