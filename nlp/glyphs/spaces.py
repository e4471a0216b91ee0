"""The glyph orders of known fonts, read from `glyph_rules.toml`: glyph id (seen as a code point) -> character.

A PDF set in an Identity-H font without a ToUnicode table is extracted with code point = glyph id. The rules
say, per family of fonts, where kana, signs and kanji stand; this module lays them out as tables.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nlp.errors import ProfileError

_RULES = Path(__file__).with_name("glyph_rules.toml")
_KANJI_ORDER = Path(__file__).with_name("kanji_order.txt")


@dataclass(frozen=True, slots=True)
class GlyphSpace:
    """One glyph order.

    `readings` maps a damaged character to what it stands for; `doubtful` holds a second possible reading of
    some; `composed` maps what NFC makes of damaged characters (one or two code points) back to their reading;
    `learned` are the damaged characters known by context only; `unlisted` is the half-open range of ids that
    are kanji although which ones is not known (empty range when there are none).
    """

    name: str
    readings: Mapping[str, str]
    doubtful: Mapping[str, str]
    composed: Mapping[str, str]
    learned: frozenset[str]
    unlisted: range
    exact: float
    learned_confidence: float

    def confidence(self, damaged: str) -> float:
        """How sure the reading of one damaged character is (0..1)."""
        if damaged in self.learned:
            return self.learned_confidence
        return min(self.exact, 0.8) if damaged in self.doubtful else self.exact

    def read(self, damaged: str) -> str | None:
        """What the damaged character stands for, or None when this space does not say."""
        found = self.readings.get(damaged)
        return self.composed.get(damaged) if found is None else found


@cache
def glyph_spaces() -> tuple[GlyphSpace, ...]:
    """Every space of `glyph_rules.toml`, in its order.

    Raises:
        ProfileError: the file contradicts itself or names an unknown list or encoding.
    """
    rules = read_rules()
    return tuple(_space(entry) for entry in rules["space"])


@cache
def read_rules() -> dict[str, Any]:
    """`glyph_rules.toml` as parsed."""
    with _RULES.open("rb") as file:
        return tomllib.load(file)


@cache
def kanji_ranks() -> Mapping[str, int]:
    """Kanji -> rank (0 is the most frequent) after `kanji_order.txt`; some 4,000 of them."""
    lines = _KANJI_ORDER.read_text(encoding="utf-8").splitlines()
    order = "".join(line for line in lines if not line.startswith("#"))
    return MappingProxyType({kanji: rank for rank, kanji in enumerate(order)})


@cache
def unicode_order(encodings: tuple[str, ...]) -> tuple[str, ...]:
    """The ideographs U+4E00..U+9FFF that at least one of `encodings` has, in code point order."""
    return tuple(
        char
        for char in map(chr, range(0x4E00, 0xA000))
        if any(char.encode(name, "ignore") for name in encodings)
    )


def parse_range(text: str) -> range:
    """`"3400-4DBF"` -> the code points from the first to the last, both included.

    >>> parse_range("0041-0043")
    range(65, 68)
    """
    first, _, last = text.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _space(entry: Mapping[str, Any]) -> GlyphSpace:
    name = str(entry["name"])
    readings: dict[str, str] = {}
    for block in entry.get("ranges", ()):
        offset = int(block["add"], 16)
        for glyph in range(int(block["from"], 16), int(block["to"], 16) + 1):
            _put(readings, glyph, chr(glyph + offset), name)
    for glyph, char in entry.get("singles", {}).items():
        _put(readings, int(glyph, 16), char, name)
    if rows := entry.get("rows"):
        for glyph, char in enumerate(_jis_rows(rows["rows"]), start=int(rows["first"], 16)):
            _put(readings, glyph, char, name)
    doubtful = _put_kanji(readings, entry["kanji"], name)
    learned = {chr(int(glyph, 16)): str(char) for glyph, char in entry.get("learned", {}).items()}
    readings.update(learned)
    composed = _composed(readings, doubtful)
    unlisted = entry["kanji"].get("unlisted")
    exact = float(entry["exact"])
    return GlyphSpace(
        name=name,
        readings=MappingProxyType(readings),
        doubtful=MappingProxyType(doubtful),
        composed=MappingProxyType(composed),
        learned=frozenset(learned),
        unlisted=range(int(unlisted[0], 16), int(unlisted[1], 16) + 1) if unlisted else range(0),
        exact=exact,
        learned_confidence=float(entry.get("learned_confidence", exact)),
    )


def _put(readings: dict[str, str], glyph: int, char: str, space: str) -> None:
    known = readings.setdefault(chr(glyph), char)
    if known != char:
        raise ProfileError(
            f"{_RULES.name}: space {space!r} reads glyph {glyph:04X} as {known!r} and as {char!r}",
            hint="let its ranges, rows, singles and kanji not overlap",
        )


def _put_kanji(readings: dict[str, str], rule: Mapping[str, Any], space: str) -> dict[str, str]:
    """Lay out the kanji list; returns the second readings of the ids between the two ends of the shift."""
    if rule["list"] == "none":
        return {}
    if rule["list"] != "unicode-order":
        raise ProfileError(
            f"{_RULES.name}: space {space!r} names an unknown kanji list {rule['list']!r}",
            hint='use "unicode-order" or "none"',
        )
    first = int(rule["first"], 16)
    after = int(rule.get("shift_after", "FFFFF"), 16)
    before = int(rule.get("shift_before", "FFFFF"), 16)
    ranks = kanji_ranks()
    doubtful: dict[str, str] = {}
    between: dict[int, list[str]] = {}
    for index, kanji in enumerate(unicode_order(tuple(rule["encodings"]))):
        glyph = first + index
        if ord(kanji) <= after:
            _put(readings, glyph, kanji, space)
        elif ord(kanji) >= before:
            _put(readings, glyph + 1, kanji, space)
        else:
            between.setdefault(glyph, []).append(kanji)
            between.setdefault(glyph + 1, []).append(kanji)
    for glyph, choices in between.items():
        likely = min(choices, key=lambda kanji: ranks.get(kanji, len(ranks)))
        _put(readings, glyph, likely, space)
        doubtful.update({chr(glyph): other for other in choices if other != likely})
    return doubtful


def _jis_rows(rows: Iterable[int]) -> list[str]:
    """The characters of rows (区) of JIS X 0208, as Windows maps them (～ and not 〜), empty cells left out."""
    cells = []
    for row in rows:
        for cell in range(1, 95):
            lead, trail = 0x81 + (row - 1) // 2, cell + (0x3F if row % 2 else 0x9E)
            trail += 1 if row % 2 and trail >= 0x7F else 0
            euc = bytes((row + 0xA0, cell + 0xA0)).decode("euc_jp", "ignore")
            if euc:
                cells.append(bytes((lead, trail)).decode("cp932"))
    return cells


def _composed(readings: Mapping[str, str], doubtful: dict[str, str]) -> dict[str, str]:
    """What NFC makes of the ids, where there is a way back; two ways go into `doubtful` as well.

    U+1F71 becomes U+03AC: the MS spaces hold no glyph 03AC, so it can only have been 活. An id that turns into
    another id of the same space is lost, and so is one that turns into ASCII: both are left out here.
    """
    ways: dict[str, set[str]] = {}
    for damaged, char in readings.items():
        form = unicodedata.normalize("NFC", damaged)
        if form != damaged and not form.isascii() and not all(part in readings for part in form):
            ways.setdefault(form, set()).add(char)
    ranks = kanji_ranks()
    back: dict[str, str] = {}
    for form, chars in ways.items():
        likely, *others = sorted(chars, key=lambda char: (ranks.get(char, len(ranks)), char))
        back[form] = likely
        if others:
            doubtful[form] = others[0]
    for code in _COMPOSITES:
        parts = unicodedata.normalize("NFD", code)
        if code not in readings and code not in ways and all(part in readings for part in parts):
            back[code] = "".join(readings[part] for part in parts)
    return back


# Characters that NFC builds out of two or three others: all of Hangul, and a few dozen letters with marks.
_COMPOSITES = tuple(
    char
    for char in map(chr, (*range(0x180, 0x3400), *range(0xAC00, 0xD7A4)))
    if len(unicodedata.normalize("NFD", char)) > 1 and unicodedata.normalize("NFC", char) == char
)
