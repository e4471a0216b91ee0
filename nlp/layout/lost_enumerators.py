"""Circled numbers that an encoding could not hold (EUC-JP and ISO-2022-JP have no ①): restored where their order proves them.

A converter leaves a sign in their place (?, 〓, ■) or nothing; NFKC makes plain digits of them. Headings of a pillar
(2-?見守りの充実) and items below a numbered heading are counted in the order in which they stand. Only a text that holds no
circled number at all is looked at, so that a clean text is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED
from nlp.reading import Reading
from nlp.records import Repair

_LOST = "?？〓■□\ufffd"
_TEXT = r"[ぁ-ゖァ-ヺ一-鿿A-ZＡ-Ｚ「（]"
_DASH = "-－‐–―ー−"
# 2-?見守りの充実, 2-見守りの充実, 2-1見守りの充実
_OF_PILLAR = re.compile(
    rf"^[ \u3000|\"]*(?P<pillar>[0-9０-９])[ \u3000]?[{_DASH}][ \u3000]?(?P<mark>[{_LOST}]|[0-9]{{1,2}}(?![0-9])|)(?=[ \u3000]?{_TEXT})",
    re.MULTILINE,
)
_ITEM = re.compile(
    rf"^[ \u3000|\"]*(?:[{_DASH}・][ \u3000])?(?P<mark>[{_LOST}])(?=[ \u3000]?{_TEXT})", re.MULTILINE
)
# What begins above such items: （１）, 第２, ４ 交付額, ア, Ⅲ, ＜…＞, 【…】. A row of a table (number and tab) does not.
_ABOVE = re.compile(
    r"^[ \u3000|\"]*(?:[（(][ \u3000]?[0-9０-９]{1,2}[ \u3000]?[)）]|第[0-9０-９一二三四五六七八九十]|[0-9０-９]{1,2}[.．、 \u3000](?=[ \u3000]?[ぁ-ゖァ-ヺ一-鿿])"
    r"|[ア-オカ-コ][ \u3000.．、]|[Ⅰ-Ⅻ]|[＜<]|【(?![^】\n]*(?:[省庁府]|委員会|本部)(?:】|[、，]|$)))",
    re.MULTILINE,
)
_BRACKETED = re.compile(r"^[ \u3000|\"]*[（(][ \u3000]?([0-9０-９]{1,2})[ \u3000]?[)）]", re.MULTILINE)
_ROW = re.compile(r"^[ \u3000|]*([0-9０-９]{1,3})[ \u3000\t|]", re.MULTILINE)
_FEWEST = 2
_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class Restored:
    """`sign` belongs at [start, end) of the text, which holds what is left of it ("" when nothing is)."""

    start: int
    end: int
    sign: str


def lost_enumerators(text: str) -> list[Restored]:
    """The circled numbers that `text` lost and that their order restores, by place.

    >>> [item.sign for item in lost_enumerators("1-?相談\\n1-?居場所\\n2-?食育")]
    ['①', '②', '①']
    """
    if any(sign in text for sign in CIRCLED):
        return []
    headings = list(_headings(text))
    items = list(_items(text))
    return sorted((*headings, *items), key=lambda item: item.start)


def with_enumerators(reading: Reading) -> Reading:
    """The reading with the circled numbers restored that it lost, each a repair and all of them in its notes."""
    found = lost_enumerators(reading.text)
    if not found:
        return reading
    parts: list[str] = []
    offsets: list[int] = []
    repairs: list[Repair] = []
    origin = range(len(reading.text)) if reading.offsets is None else reading.offsets
    place = 0
    for item in found:
        parts.extend((reading.text[place : item.start], item.sign))
        offsets.extend((*origin[place : item.start], origin[item.start]))
        where = reading.where(item.start, item.end)
        before = reading.text[item.start : item.end]
        repairs.append(Repair(where, before, item.sign, "lost-enumerator", _CONFIDENCE))
        place = item.end
    parts.append(reading.text[place:])
    offsets.extend(origin[place:])
    note = f"失われた丸数字{len(found)}個を、並びの順から補って読んだ"
    return replace(
        reading,
        text="".join(parts),
        offsets=tuple(offsets),
        notes=(*reading.notes, note),
        repairs=(*reading.repairs, *repairs),
    )


def _headings(text: str) -> Iterator[Restored]:
    found = list(_OF_PILLAR.finditer(text))
    if len(found) < _FEWEST or not _rows_ascend(text):
        return
    pillars = [match["pillar"] for match in found]
    # A pillar that comes back was torn apart: what its headings are numbered by is not where they stand.
    if len({*pillars}) != 1 + sum(one != other for one, other in pairwise(pillars)):
        return
    counted: dict[str, int] = {}
    numbered = []
    for match in found:
        counted[match["pillar"]] = count = counted.get(match["pillar"], 0) + 1
        if count > len(CIRCLED) or (match["mark"].isdecimal() and int(match["mark"]) != count):
            return
        numbered.append(Restored(*match.span("mark"), CIRCLED[count - 1]))
    yield from numbered


def _items(text: str) -> Iterator[Restored]:
    found = list(_ITEM.finditer(text))
    if len(found) < _FEWEST:
        return
    above = [match.start() for match in _ABOVE.finditer(text)]
    doubtful = list(_gaps(text))
    count, begun = 0, 0
    for match in found:
        heads = [place for place in above if begun <= place < match.start()]
        count = 1 if heads else count + 1
        begun = match.start()
        unsure = any(start < match.start() < end for start, end in doubtful)
        if count <= len(CIRCLED) and not unsure:
            yield Restored(*match.span("mark"), CIRCLED[count - 1])


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where a heading is lost between （１） and （３）: what is counted below it begins anew somewhere there."""
    heads = [(match.start(), int(normalize("NFKC", match[1]))) for match in _BRACKETED.finditer(text)]
    for (start, number), (end, following) in pairwise(heads):
        if following > number + 1:
            yield start, end


def _rows_ascend(text: str) -> bool:
    numbers = [int(match[1]) for match in _ROW.finditer(text)]
    falls = sum(later < earlier for earlier, later in pairwise(numbers))
    return falls <= 0.1 * len(numbers)
