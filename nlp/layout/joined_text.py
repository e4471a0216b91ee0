"""Lines broken by page width, joined into one string whose every character keeps its place in the reading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.layout.blocks import Block
from nlp.reading import Line

_ASCII = re.compile(r"[!-~]")


def join_lines(lines: Iterable[Line]) -> Block:
    """The lines as one block: margins dropped, nothing between Japanese, one space between two Latin words.

    >>> join_lines([Line("等との連携", 0, 5, 0), Line("　による。", 6, 11, 1)]).text
    '等との連携による。'
    """
    characters: list[str] = []
    offsets: list[int] = []
    for line in lines:
        body = line.text.strip()
        if not body:
            continue
        begin = line.start + line.text.index(body[0])
        if characters and _ASCII.fullmatch(characters[-1]) and _ASCII.fullmatch(body[0]):
            characters.append(" ")
            offsets.append(offsets[-1])
        characters.extend(body)
        offsets.extend(range(begin, begin + len(body)))
    return Block("".join(characters), tuple(offsets))
