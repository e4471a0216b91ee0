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
# A mark that is no word: 3-A 別紙のとおり and 3 - 補助の内訳 may be notes, so that only a gap between two headings proves them.
_DAMAGED = re.compile(r"[^!-~ぁ-ゖァ-ヺー々〇一-鿿Ａ-Ｚａ-ｚ（）「」『』【】]|[?]|[^ｦ-ﾟ｡-･]{1,2}[ｦ-ﾟ｡-･]")
_HEADINGS = ("section", "pillar")
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
    before: ListLine | None = None
    for line, after in zip(lines, _next_headings(lines), strict=True):
        if line.kind == "other":
            open_above = bool(found) and found[-1].notation == UNKNOWN
            line = _read(line, before, after, reading.text, open_above=open_above)
        elif line.kind == "section" and restored:
            where = reading.where(line.start, line.end)
            if any(where.start <= place <= where.end for place in restored):
                line = replace(line, sure=_RESTORED)
        found.append(line)
        before = line if line.kind in _HEADINGS else before
    return tuple(found)


def _next_headings(lines: Sequence[ListLine]) -> list[ListLine | None]:
    """The heading that follows each line, None where none does."""
    following: list[ListLine | None] = []
    after: ListLine | None = None
    for line in reversed(lines):
        following.append(after)
        after = line if line.kind in _HEADINGS else after
    return following[::-1]


def heading_issues(reading: Reading, lines: Sequence[ListLine]) -> Iterator[Issue]:
    """What was made of each heading without its mark, and of each that stands in pieces."""
    for line in lines:
        if line.torn:
            whole = "".join(reading.text[line.label[0] : line.label[1]].split())
            message = f"節の見出しが欄に割れて印刷されている。つないで「{whole[:60]}」と読んだ"
            where = reading.where(line.start, line.end)
            yield Issue("misread-heading", "info", message, where, f"section:{line.notation}")
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


def _read(
    line: ListLine, before: ListLine | None, after: ListLine | None, text: str, *, open_above: bool
) -> ListLine:
    match = _LIKE.fullmatch(text[line.start : line.end])
    if match is None:
        return line
    pillar = normalize("NFKC", match["pillar"])
    if open_above:
        return replace(line, notation=UNKNOWN)
    last = _place(before, pillar)
    following = _place(after, pillar)
    if (before is None or before.notation.split("-")[0] != pillar) and following != 2:
        return replace(line, notation=UNKNOWN)
    proved = following == last + 2 or (following == 0 and _DAMAGED.match(match["rest"]) is not None)
    if last >= len(CIRCLED) or not proved:
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
