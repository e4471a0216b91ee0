"""Find the damaged stretches of a text and the glyph space of each, without being told.

Every run of characters that Japanese text does not hold is weighed, in bits: how surprising is it as what it
seems to be (a Thai word, a bullet), as the glyph ids of each known font, and as ids of an unknown font. A
path through all runs of the document then chooses the cheapest explanation, where starting to believe in
damage costs more than going on believing. Whole leaflets in other scripts stay cheap as what they are: their
letters come in runs of one script.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.glyphs.spaces import GlyphSpace, kanji_ranks, parse_range, read_rules

UNKNOWN = "unknown"
_CLEAN = "clean"

# Clean text without any of these holds no damage; one search over it costs next to nothing.
# Left out: Latin, Greek, Cyrillic as far as Japanese character sets have them; symbols; CJK; Hangul; emoji.
_SUSPICIOUS = re.compile(
    "[\u0180-\u0390\u03aa-\u03b0\u03c2\u03ca-\u0400\u0402-\u040f\u0450\u0452-\u1fff\u2c00-\u2dff\u3100-\u312f\u3400-\u4dbf\ua000-\ua4cf]"
)
_SUSPECT_RUN = re.compile(
    "[\u0180-\u1fff\u2010-\u2e7f\u2fe0-\u2fff\u3100-\u312f\u31a0-\u31ff\u3200-\u4dff\ua000-\ua4cf]+"
)
_GAP = re.compile("[\\s!-@\\[-`{-~\u3000-\u3003\uff01-\uff20]*")

# Costs in bits. A change of mind has a price, so that one odd letter in a clean paragraph stays what it is.
_START_DAMAGE = 22.0
_END_DAMAGE = 3.0
_OTHER_SPACE_ON_LINE = 14.0
_OTHER_SPACE = 9.0
_STAY_PER_LINE = 2.0
_STAY_AT_MOST = 18.0
_LEAST_EVIDENCE = 25.0
_LEAST_BEYOND_ONE_SCRIPT = 6.0
_OUTSIDE_SPACE = 26.0
_UNLISTED_KANJI = 13.0
_UNKNOWN_SPACE = 15.5
_UNASSIGNED = 24.0


@dataclass(frozen=True, slots=True)
class DamagedSpan:
    """A run of damaged characters: half-open offsets in the text, the name of its space (or `UNKNOWN`)."""

    start: int
    end: int
    space: str


def is_suspicious(text: str) -> bool:
    """Whether the text holds any character that calls for a closer look; scans some 600 million characters a second."""
    return _SUSPICIOUS.search(text) is not None


def find_damage(text: str, spaces: Sequence[GlyphSpace]) -> tuple[DamagedSpan, ...]:
    """The damaged runs of `text` in order; () for clean text in any mixture of scripts."""
    if not is_suspicious(text):
        return ()
    runs = _runs(text)
    if not runs:
        return ()
    costs = [_run_costs(text, runs, index, spaces) for index in range(len(runs))]
    breaks = [match.start() for match in re.finditer("\n", text)]
    states = _cheapest_path(text, runs, costs, breaks)
    names = [_CLEAN, *(space.name for space in spaces), UNKNOWN]
    spans = [DamagedSpan(start, end, names[state]) for (start, end), state in zip(runs, states, strict=True)]
    return _with_evidence(text, spans, costs, states, breaks)


def japanese_bits(char: str) -> float:
    """How surprising a decoded character is in Japanese policy text, in bits."""
    code = ord(char)
    if 0x3041 <= code <= 0x3096:
        return 7.0
    if 0x30A1 <= code <= 0x30FE:
        return 8.5
    if 0x4E00 <= code <= 0x9FFF:
        return _kanji_bits(char)
    if char in "、。・「」（）ー":
        return 7.0
    if 0xFF10 <= code <= 0xFF19 or char in "，．／":
        return 6.0  # amounts and rates fill whole lines
    if 0xFF10 <= code <= 0xFF5A or char == "々":
        return 10.0
    return 12.0


@lru_cache(maxsize=20_000)
def _kanji_bits(char: str) -> float:
    rank = kanji_ranks().get(char)
    if rank is None:
        return 20.0 if char.encode("cp932", "ignore") else 23.0
    return float(min(17.0, 8.0 + (rank / 60) ** 0.5 * 1.1))


def _runs(text: str) -> list[tuple[int, int]]:
    """Maximal stretches of characters that cp932, the set of Japanese office text, does not hold."""
    found = []
    for match in _SUSPECT_RUN.finditer(text):
        start = match.start()
        for index in range(match.start(), match.end() + 1):
            if index == match.end() or _in_cp932(text[index]):
                if start < index:
                    found.append((start, index))
                start = index + 1
    return found


@lru_cache(maxsize=20_000)
def _in_cp932(char: str) -> bool:
    return bool(char.encode("cp932", "ignore")) and not 0x3400 <= ord(char) <= 0x4DBF


@dataclass(frozen=True, slots=True)
class _Costs:
    """Bits of one run under each state: clean, the spaces in order, unknown."""

    bits: tuple[float, ...]


def _run_costs(
    text: str, runs: Sequence[tuple[int, int]], index: int, spaces: Sequence[GlyphSpace]
) -> _Costs:
    start, end = runs[index]
    before = ""
    if index and _GAP.fullmatch(text, runs[index - 1][1], start):
        before = _script(text[runs[index - 1][1] - 1])[0]
    clean = 0.0
    for place in range(start, end):
        char = text[place]
        clean += _clean_bits(char, before, text[place - 1 : place], text[place + 1 : place + 2])
        before = _script(char)[0]
    damaged = [sum(_space_bits(space, char) for char in text[start:end]) for space in spaces]
    return _Costs((clean, *damaged, _UNKNOWN_SPACE * (end - start)))


def _space_bits(space: GlyphSpace, char: str) -> float:
    read = space.read(char)
    if read is not None:
        return sum(map(japanese_bits, read))
    return _UNLISTED_KANJI if ord(char) in space.unlisted else _OUTSIDE_SPACE


def _clean_bits(char: str, script_before: str, before: str, after: str) -> float:
    """How surprising `char` is as what it seems to be, after a character of `script_before` (a gap between allowed)."""
    script, living = _script(char)
    if not script:
        return _symbol_bits(char)
    if not unicodedata.category(char).startswith(("L", "M", "N")):
        return 14.0 if unicodedata.category(char) != "Cn" else _UNASSIGNED
    if script == script_before:
        return 6.0 if living else 9.0
    if script == "Latin" and (
        (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    ):
        return 4.0
    glued = 3.0 * sum("\u3041" <= beside <= "\u9fff" for beside in (before, after))
    return (14.0 if living else 19.0) + glued


@cache
def _script_table() -> tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[str, bool], ...]]:
    rules = read_rules()
    entries = [
        (block.start, block.stop, (name, key == "living"))
        for key in ("living", "rare")
        for name, blocks in rules[key].items()
        for block in map(parse_range, blocks)
    ]
    entries.sort()
    starts, stops, names = zip(*entries, strict=True)
    return starts, stops, names


@lru_cache(maxsize=20_000)
def _script(char: str) -> tuple[str, bool]:
    """(name of the script, whether leaflets are printed in it); ("", False) outside the scripts listed."""
    starts, stops, names = _script_table()
    place = bisect.bisect_right(starts, ord(char)) - 1
    if place >= 0 and ord(char) < stops[place]:
        return names[place]
    return "", False


@cache
def _symbol_table() -> tuple[tuple[range, float], ...]:
    symbols: Mapping[str, float] = read_rules()["symbols"]
    return tuple((parse_range(block), float(bits)) for block, bits in symbols.items())


@lru_cache(maxsize=20_000)
def _symbol_bits(char: str) -> float:
    if unicodedata.category(char) == "Cn":
        return _UNASSIGNED
    return next((bits for block, bits in _symbol_table() if ord(char) in block), 14.0)


def _beyond_one_script(gains: Mapping[str, float]) -> float:
    """The evidence left when the commonest script among the damaged letters is taken for a real one."""
    scripts = Counter(_script(char)[0] for char in gains if _script(char)[0])
    if not scripts:
        return sum(gains.values())
    commonest = scripts.most_common(1)[0][0]
    return sum(min(gain, 0.0) if _script(char)[0] == commonest else gain for char, gain in gains.items())


def _cheapest_path(
    text: str, runs: Sequence[tuple[int, int]], costs: Sequence[_Costs], breaks: Sequence[int]
) -> list[int]:
    """The state of each run on the cheapest path (0 is clean)."""
    count = len(costs[0].bits)
    totals = [bits + (_START_DAMAGE if state else 0.0) for state, bits in enumerate(costs[0].bits)]
    came_from: list[list[int]] = []
    for index in range(1, len(runs)):
        gap = _lines_between(text, runs[index - 1][1], runs[index][0], breaks)
        stay = min(_STAY_AT_MOST, _STAY_PER_LINE * max(0, gap - 1))
        switch = _OTHER_SPACE if gap else _OTHER_SPACE_ON_LINE
        best = min(range(1, count), key=totals.__getitem__)
        choices, following = [], []
        for state, bits in enumerate(costs[index].bits):
            if state == 0:
                options = [(totals[0], 0), (totals[best] + _END_DAMAGE, best)]
            else:
                options = [
                    (totals[state] + stay, state),
                    (totals[0] + _START_DAMAGE, 0),
                    (totals[best] + stay + switch, best),
                ]
            total, origin = min(options)
            choices.append(origin)
            following.append(total + bits)
        came_from.append(choices)
        totals = following
    state = min(range(count), key=totals.__getitem__)
    states = [state]
    for choices in reversed(came_from):
        state = choices[state]
        states.append(state)
    return states[::-1]


def _lines_between(text: str, start: int, end: int, breaks: Sequence[int]) -> int:
    """Line breaks between two places, blank lines not counted (0 on one line)."""
    first, last = bisect.bisect_left(breaks, start), bisect.bisect_left(breaks, end)
    if last - first > 40:
        return last - first
    if first == last:
        return 0
    return 1 + sum(1 for line in text[breaks[first] + 1 : breaks[last - 1]].split("\n") if line.strip())


def _with_evidence(
    text: str,
    spans: Sequence[DamagedSpan],
    costs: Sequence[_Costs],
    states: Sequence[int],
    breaks: Sequence[int],
) -> tuple[DamagedSpan, ...]:
    """Keep the stretches of damage that rest on more than one odd character.

    A stretch goes on while the path stays in damage and the lines stand close. Each distinct character counts
    once: a foreign letter that a document repeats fifty times is one observation, not fifty.
    """
    kept: list[DamagedSpan] = []
    stretch: list[int] = []

    def close() -> None:
        seen: dict[str, float] = {}
        for item in stretch:
            span = spans[item]
            gain = (costs[item].bits[0] - costs[item].bits[states[item]]) / (span.end - span.start)
            for char in text[span.start : span.end]:
                seen[char] = max(gain, seen.get(char, gain))
        strong = sum(1 for char in seen if _SUSPICIOUS.match(char))
        enough = (
            sum(seen.values()) >= _LEAST_EVIDENCE and _beyond_one_script(seen) >= _LEAST_BEYOND_ONE_SCRIPT
        )
        if strong >= 2 and enough:
            kept.extend(spans[item] for item in stretch)
        stretch.clear()

    for index, state in enumerate(states):
        if stretch:
            gap = _lines_between(text, spans[stretch[-1]].end, spans[index].start, breaks)
            if state == 0 or gap > 1 + _STAY_AT_MOST / _STAY_PER_LINE:
                close()
        if state:
            stretch.append(index)
    close()
    return tuple(kept)
