"""Headings of sections of which the mark is lost (3-〓居場所の確保, 2-竭｡…): known by their place between the others, or left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.budgets.line_kinds import ListLine
from nlp.layout.item_markers import CIRCLED
from nlp.reading import Reading
from nlp.records import Issue

_LIKE = re.compile(
    r"[\s|｜]*(?P<pillar>[0-9０-９])[ \u3000]?[-－‐–—−][ \u3000]?(?P<rest>[^\s0-9０-９①-⑳][^\n\t|。]{1,60}?)[\s|｜]*"
)
_LABEL = re.compile(
    r"[^ぁ-ゖァ-ヺ一-鿿A-ZＡ-Ｚ「（]?(?P<label>[ぁ-ゖァ-ヺー々一-鿿0-9A-Za-z０-９Ａ-Ｚａ-ｚ・、（）()「」 　]{3,})"
)
_BY_ORDER = 0.75
_RESTORED = 0.85
UNKNOWN = "?"


def with_lost_headings(lines: Sequence[ListLine], reading: Reading) -> tuple[ListLine, ...]:
    """The lines of a list, those that head a section of which the mark is lost as headings with the mark that their place leaves.

    Where the place leaves none, `notation` is `UNKNOWN` and the kind stays "other": the rows below stand in no known section.
    Headings whose circled number was put back by its order are less sure than printed ones.
    """
    restored = [item.where.start for item in reading.repairs if item.rule == "lost-enumerator"]
    found: list[ListLine] = []
    for index, line in enumerate(lines):
        if line.kind == "other":
            line = _read(line, found, lines[index + 1 :], reading.text)
        elif line.kind == "section" and restored:
            where = reading.where(line.start, line.end)
            if any(where.start <= place <= where.end for place in restored):
                line = replace(line, sure=_RESTORED)
        found.append(line)
    return tuple(found)


def heading_issues(reading: Reading, lines: Sequence[ListLine]) -> Iterator[Issue]:
    """What was made of each heading without its mark."""
    for line in lines:
        if line.notation != UNKNOWN and not (line.kind == "section" and line.sure == _BY_ORDER):
            continue
        printed = " ".join(reading.text[line.start : line.end].split())[:60]
        made = (
            "どの節の見出しか決められない"
            if line.notation == UNKNOWN
            else f"前後の見出しの順から {line.notation} と読んだ"
        )
        subject = "" if line.notation == UNKNOWN else f"section:{line.notation}"
        message = f"節の見出し「{printed}」は番号の字が失われていて、{made}"
        yield Issue("damaged-heading", "warning", message, reading.where(line.start, line.end), subject)


def _read(line: ListLine, above: Sequence[ListLine], below: Sequence[ListLine], text: str) -> ListLine:
    match = _LIKE.fullmatch(text[line.start : line.end])
    if match is None:
        return line
    pillar = normalize("NFKC", match["pillar"])
    before = next((item for item in reversed(above) if item.kind in ("section", "pillar")), None)
    after = next((item for item in below if item.kind in ("section", "pillar")), None)
    if any(item.notation == UNKNOWN for item in above[-1:]):
        return replace(line, notation=UNKNOWN)
    last = _place(before, pillar)
    following = _place(after, pillar)
    if (before is None or before.notation.split("-")[0] != pillar) and following != 2:
        return replace(line, notation=UNKNOWN)
    if last >= len(CIRCLED) or following not in (0, last + 2):
        return replace(line, notation=UNKNOWN)
    label = _LABEL.fullmatch(match["rest"].rstrip())
    span = (0, 0)
    if label is not None:
        start = line.start + match.start("rest")
        span = (start + label.start("label"), start + label.end("label"))
    return replace(line, kind="section", notation=f"{pillar}-{CIRCLED[last]}", label=span, sure=_BY_ORDER)


def _place(line: ListLine | None, pillar: str) -> int:
    """The number of a section's heading within `pillar`; 0 for any other line."""
    if line is None or line.kind != "section" or line.notation.split("-")[0] != pillar:
        return 0
    return CIRCLED.index(line.notation[-1]) + 1
