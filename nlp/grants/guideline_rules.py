"""Cuts the text of a rule into sentences and says what kind of rule each is and by when, by cues from `guideline_cues.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nlp.cue_files import compiled
from nlp.layout.blocks import Block
from nlp.reading import Reading
from nlp.records import Field
from nlp.values.era_dates import find_dates

BULLETS = ("・", "○", "●", "※")
_LEAD = re.compile(r"[\s\u3000]*(?:(?:なお|また|ただし|さらに|おって)、)?")

_HOUR = r"(?:正午|午[前後][^、。]{1,6}|[0-9０-９]{1,2}(?:時|[:：])(?:[0-9０-９]{1,2}分?)?)"
_UNTIL = re.compile(
    rf"[ \u3000]*(?:[（(][^（）()]{{1,12}}[）)])?[ \u3000]*{_HOUR}?[ \u3000]*(?:[（(【]?必着[）)】]?)?[ \u3000]*(?:まで|[（(【]?必着|締切|〆切)"
)
# 令和9年7月5日～8月20日正午: the second day ends a period.
_FROM = re.compile(r"(?:[～〜~－―]|から)[ \u3000]*$")
_ISO_DAY = 10  # 2025-02-14: a month alone is no day to keep


def sentences(paragraphs: Iterable[Block]) -> Iterator[tuple[Block, int, int]]:
    """(paragraph, start, end) of every sentence; a 。 inside brackets ends none. Bullets (・…) join the one before."""
    for block in paragraphs:
        depth = start = 0
        for position, character in enumerate(block.text):
            depth += (character in "（(「") - (character in "）)」")
            following = block.text[position + 1 : position + 2]
            if character == "。" and depth <= 0 and following not in ("）", ")"):
                yield block, start, position + 1
                start, depth = position + 1, 0
        if block.text[start:].strip():
            yield block, start, len(block.text)


def requirement_type(sentence: str, cues: Mapping[str, list[str]]) -> str:
    """The kind of rule a sentence is; "" when it binds nobody (a reason, a bullet that is no sentence).

    >>> requirement_type("補助金の交付を受けてはならない。", {"prohibition": ["てはならない"]})
    'prohibition'
    """
    body = _LEAD.sub("", sentence, count=1).rstrip("。 ")
    if body.startswith(BULLETS):
        if not sentence.rstrip().endswith("。"):
            return ""
        body = body[1:].lstrip(" \u3000")
    outside = re.sub(r"[（(][^（）()]*[）)]", "", body)
    for kind, patterns in cues.items():
        if any(compiled(pattern).search(outside) for pattern in patterns):
            return kind
    return ""


def obligation_of(sentence: str, cues: Mapping[str, list[str]]) -> str:
    """How binding a rule is: "effort" (努力義務), "may", or "duty"."""
    for kind, patterns in cues.items():
        if any(compiled(pattern).search(sentence) for pattern in patterns):
            return kind
    return "duty"


def due_dates(reading: Reading, block: Block, start: int, end: int) -> Iterator[Field]:
    """`due_date` fields (ISO days) of one sentence: 令和７年２月14日までに. Days of every year (翌年度の４月10日) are none."""
    sentence = block.text[start:end]
    for date in find_dates(sentence):
        ends = _UNTIL.match(sentence, date.end) or _FROM.search(sentence[: date.start])
        if len(date.iso) == _ISO_DAY and ends:
            span = block.span(start + date.start, start + date.end)
            yield reading.make("due_date", date.iso, *span, method="cue", confidence=0.9)
