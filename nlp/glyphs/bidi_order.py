"""Undo the reordering of the Unicode Bidirectional Algorithm (UAX #9), line by line.

Glyph ids that fall into Hebrew, Arabic and other right-to-left blocks made the PDF extractor reorder Japanese
lines. `visual_order` applies the algorithm to a line without explicit embeddings; `logical_orders` lists the
orders that the line can have had before.

Source: https://www.unicode.org/reports/tr9/ rules P2-P3, W1-W7, N0 (brackets), N1-N2, I1-I2, L2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Anything of a right-to-left block: without one of these, no line is ever reordered.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BRACKETS = dict(zip("([{〈《「『【〔（［｛", ")]}〉》」』】〕）］｝", strict=True))
_MIRRORED = str.maketrans({**_BRACKETS, **{end: start for start, end in _BRACKETS.items()}})
_NEWER_MARKS = frozenset(map(chr, (*range(0x0897, 0x08A0), *range(0x08CA, 0x08D4))))
# A line longer than this is a paragraph that no extractor set on one line; the search would take too long.
_LONGEST_LINE = 400
_MOST_WAYS = 128
_LONGEST_NUMBER = 8


def may_be_reordered(line: str) -> bool:
    """Whether the line holds any character that UAX #9 would move."""
    return len(line) <= _LONGEST_LINE and _RIGHT_TO_LEFT.search(line) is not None


def bidi_class(char: str, *, newer_marks_as_letters: bool = False) -> str:
    """The bidirectional class, with the defaults of UAX #9 for code points that are not assigned.

    `newer_marks_as_letters` takes the Arabic marks that came in 2018 and 2021 (U+0898..U+089F, U+08CA..U+08D3)
    for letters, as an extractor does that was built before.
    """
    found = unicodedata.bidirectional(char)
    if found and not (newer_marks_as_letters and char in _NEWER_MARKS):
        return found
    code = ord(char)
    if 0x0600 <= code <= 0x07BF or 0x0860 <= code <= 0x08FF or 0xFB50 <= code <= 0xFEFF:
        return "AL"
    return "R" if 0x0590 <= code <= 0x085F or 0xFB1D <= code <= 0xFB4F else "L"


def base_direction(classes: Sequence[str]) -> int:
    """0 (left to right) or 1, from the first strong character (P2, P3); 0 when there is none."""
    for kind in classes:
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
    return 0


def visual_order(line: str, *, base: int | None = None, newer_marks_as_letters: bool = False) -> list[int]:
    """Where each displayed character stands in `line`: `[line[i] for i in visual_order(line)]` is what one sees.

    `base` is the paragraph level, None to take it from the first strong character.

    >>> "".join("abc אבג"[i] for i in visual_order("abc אבג"))
    'abc גבא'
    """
    classes = [bidi_class(char, newer_marks_as_letters=newer_marks_as_letters) for char in line]
    return _visual(line, classes, base_direction(classes) if base is None else base)


def logical_orders(line: str) -> list[list[int]]:
    """Every order found whose display is `line`, the unchanged order first when it is one of them.

    Each item lists indexes into `line`. Right-to-left display is nearly its own inverse, so the candidates are
    the displays of the line itself under both base directions, with and without a detached head (a bullet
    before a gap was placed by itself), and with marks given to either neighbour; those are kept whose display
    is the line. The result is never empty.
    """
    orders: dict[tuple[int, ...], None] = {}
    heads = [0, *(match.end() for match in _GAPS.finditer(line))][:6]
    for head in heads:
        prefix = list(range(head))
        for order in _orders_of(line[head:]):
            orders.setdefault((*prefix, *(head + index for index in order)))
    identity = tuple(range(len(line)))
    found = sorted(orders, key=lambda order: order != identity)
    return [list(order) for order in found] or [list(identity)]


_GAPS = re.compile("[ \u3000\t]+(?=[^ \u3000\t])")


def _orders_of(line: str) -> list[list[int]]:
    shown = list(range(len(line)))
    accepted: dict[tuple[int, ...], None] = {}
    forms = {line, line.translate(_MIRRORED)}
    for newer_marks_as_letters in (False, True):
        classes = [bidi_class(char, newer_marks_as_letters=newer_marks_as_letters) for char in line]
        candidates = {tuple(shown): None}
        for attached in _attachments(classes):
            for form in forms:
                for base in (0, 1):
                    candidates.setdefault(tuple(_visual(form, attached, base)))
        for order in candidates:
            moved = [classes[index] for index in order]
            text = "".join(line[index] for index in order)
            if [order[index] for index in _visual(text, moved, base_direction(moved))] == shown:
                accepted.setdefault(order)
        if not any(char in _NEWER_MARKS for char in line):
            break
    return [list(order) for order in accepted]


def _attachments(classes: Sequence[str]) -> list[list[str]]:
    """Classes for reading a displayed line backwards, where marks and numbers may have had other neighbours.

    A nonspacing mark took the class of what stood before it: its left neighbour, or the right one inside a
    right-to-left run. A number in front of a right-to-left letter may have stood behind it, or its last digits
    may (令和74年月 was 令和7年4月); "AN" keeps such digits apart from the text on their left. At most 128 ways.
    """
    ways = [list(classes)]
    for place, kind in enumerate(classes):
        if kind == "NSM":
            options = [(place, side) for side in _sides(classes, place)]
            ways = [_changed(way, [option]) for way in ways for option in options]
        elif kind in ("R", "AL") and place and classes[place - 1] == "EN":
            first = place
            while first and classes[first - 1] in ("EN", "CS", "ES", "ET"):
                first -= 1
            digits = [start for start in range(first, place) if classes[start] == "EN"][-_LONGEST_NUMBER:]
            ways += [
                _changed(way, [(at, "AN") for at in range(start, place)]) for way in ways for start in digits
            ]
        del ways[_MOST_WAYS:]
    return ways


def _sides(classes: Sequence[str], place: int) -> list[str]:
    """The classes that a mark at `place` of a displayed line may have taken, the likelier first."""
    after = next((item for item in classes[place + 1 :] if item != "NSM"), "ON")
    before = next((item for item in reversed(classes[:place]) if item != "NSM"), "ON")
    if after in ("L", "EN") or before == after:
        return [before]
    return [after] if before in ("R", "AL") else [after, before]


def _changed(way: Sequence[str], changes: Sequence[tuple[int, str]]) -> list[str]:
    changed = list(way)
    for place, kind in changes:
        changed[place] = kind
    return changed


def _visual(line: str, classes: Sequence[str], base: int) -> list[int]:
    levels = _levels(line, list(classes), base)
    order = list(range(len(line)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order


def _levels(line: str, kinds: list[str], base: int) -> list[int]:
    """Embedding levels after W1-W7, N0-N2, I1-I2; `kinds` is consumed."""
    edge = "R" if base else "L"
    original = kinds.copy()
    _resolve_weak(kinds, edge)
    _resolve_brackets(line, original, kinds, edge)
    _resolve_neutral(kinds, edge)
    levels = []
    for kind in kinds:
        if base == 0:
            levels.append({"R": 1, "AN": 2, "EN": 2}.get(kind, 0))
        else:
            levels.append({"L": 2, "AN": 2, "EN": 2}.get(kind, 1))
    # L1: gaps at the end of the line stand at the paragraph level.
    for index in range(len(line) - 1, -1, -1):
        if original[index] not in ("WS", "S", "B", "BN"):
            break
        levels[index] = base
    return levels


def _resolve_weak(kinds: list[str], edge: str) -> None:
    before, strong = edge, edge
    for index, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):  # W1
            kinds[index] = kind = "ON" if before in ("LRI", "RLI", "FSI", "PDI") else before
        before = kind
        if kind == "EN" and strong == "AL":  # W2
            kinds[index] = "AN"
        elif kind in ("L", "R", "AL"):
            strong = kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for index in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[index - 1 : index + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))):
            kinds[index] = left
    for index, kind in enumerate(kinds):  # W5
        if kind == "EN":
            for step in (-1, 1):
                place = index + step
                while 0 <= place < len(kinds) and kinds[place] == "ET":
                    kinds[place] = "EN"
                    place += step
    kinds[:] = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]  # W6
    strong = edge
    for index, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _resolve_brackets(line: str, original: Sequence[str], kinds: list[str], edge: str) -> None:
    """N0: a pair of brackets takes the direction of what it holds, or of what stands before it."""
    pairs, opened = [], list[tuple[str, int]]()
    for index, char in enumerate(line):
        if kinds[index] != "ON":
            continue
        if char in _BRACKETS:
            opened.append((_BRACKETS[char], index))
        else:
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == char:
                    pairs.append((opened[depth][1], index))
                    del opened[depth:]
                    break
    for start, end in sorted(pairs):
        inside = {_direction(kind) for kind in kinds[start + 1 : end]} - {""}
        if not inside:
            continue
        if edge in inside:
            side = edge
        else:
            before = next((_direction(kind) for kind in reversed(kinds[:start]) if _direction(kind)), edge)
            side = before if before != edge else edge
        for index in (start, end):
            kinds[index] = side
            for mark in range(index + 1, len(line)):
                if original[mark] != "NSM":
                    break
                kinds[mark] = side


def _resolve_neutral(kinds: list[str], edge: str) -> None:
    index = 0
    while index < len(kinds):
        if _direction(kinds[index]):
            index += 1
            continue
        end = index
        while end < len(kinds) and not _direction(kinds[end]):
            end += 1
        left = _direction(kinds[index - 1]) if index else edge
        right = _direction(kinds[end]) if end < len(kinds) else edge
        kinds[index:end] = [left if left == right else edge] * (end - index)
        index = end


def _direction(kind: str) -> str:
    """ "L" or "R" as the neutral rules see it (numbers count as R), "" for a neutral."""
    if kind in ("R", "AN", "EN"):
        return "R"
    return "L" if kind == "L" else ""
