"""Signs on the lines of a programme sheet that stand for lost letters or digits, told by what they are part of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.reading import Reading
from nlp.records import Issue
from nlp.sheets.printed_lines import SheetLine
from nlp.values.lost_digits import lost_signs

_RATE_LINE = re.compile(r"(?:補助|交付|助成|国費|負担)(?:率|割合)")
_BESIDE_LOST = re.compile(r"[0-9０-９][,，.．]?$")


def lost_values(reading: Reading, own: Sequence[SheetLine], key: str) -> Iterator[Issue]:
    """Signs on the lines of a sheet that stand for lost letters or digits: no value is made of them."""
    for item in own:
        if item.kind not in ("text", "other") or item.headings:
            continue
        for start, end in lost_signs(item.text):
            rate = _RATE_LINE.search(item.text[:start]) is not None
            code = (
                "unreadable-rate"
                if rate
                else "unread-figure"
                if _BESIDE_LOST.search(item.text[:start])
                else "lost-signs"
            )
            message = (
                f"「{item.text[max(0, start - 12) : end + 8]}」は字が失われている。失われた所の値は取らない"
            )
            yield Issue(code, "warning", message, reading.where(*item.block.span(start, end)), f"sheet:{key}")
