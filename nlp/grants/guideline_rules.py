"""Cuts the text of a rule into sentences and says what kind of rule each is, by cues from `guideline_cues.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nlp.cue_files import compiled
from nlp.layout.blocks import Block

_LEAD = re.compile(r"[\s\u3000]*(?:(?:なお|また|ただし|さらに|おって)、)?")


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
    """The kind of rule a sentence is; "" when it binds nobody (a reason, a bullet).

    >>> requirement_type("補助金の交付を受けてはならない。", {"prohibition": ["てはならない"]})
    'prohibition'
    """
    body = _LEAD.sub("", sentence, count=1).rstrip("。 ")
    if body.startswith(("・", "○", "●", "※")):
        return ""
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
