"""Sentences of running text, brackets respected: a full stop inside （…。） ends nothing."""

from __future__ import annotations

from collections.abc import Iterator

_OPEN = "（(「『【〔["
_CLOSE = "）)」』】〕]"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, in order, each with its full stop.

    A bullet (・ after white space) begins a new one; so does a closing bracket that nothing opened.

    >>> [text[a:b] for text in ["所(分を含む。)を置く。次に"] for a, b in sentences(text)]
    ['所(分を含む。)を置く。', '次に']
    """
    start = 0
    depth = 0
    for index, letter in enumerate(text):
        if letter in _OPEN:
            # A bracket that never closes (cut text) must not swallow the rest.
            if _closes(text, index):
                depth += 1
        elif letter in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (
            letter == "。" or (letter == "・" and index > start and text[index - 1] in " 　)）%％")
        ):
            end = index + 1 if letter == "。" else index
            if text[start:end].strip():
                yield start, end
            start = end
    if text[start:].strip():
        yield start, len(text)


def _closes(text: str, opening: int) -> bool:
    depth = 0
    for letter in text[opening : opening + 120]:
        if letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth -= 1
            if depth == 0:
                return True
    return False
