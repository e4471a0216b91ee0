"""The parts of cells that several measures share, dealt to these measures: paragraphs by what they say, ministries by their repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.measures.ministry_cells import NamedMinistry
from nlp.measures.rows import TextPiece

_WORD = re.compile(r"[\u4e00-\u9fff々]{2,}|[\u30a1-\u30ffー]{3,}")
_KANJI = re.compile(r"[\u4e00-\u9fff]")
_MARGIN = 2


def paragraphs(pieces: Sequence[TextPiece]) -> list[TextPiece]:
    """Pieces cut where a sentence end is followed by white space: there a new paragraph began in print."""
    found: list[TextPiece] = []
    for piece in pieces:
        at = 0
        for match in re.finditer(r"(?<=。)\s+", piece.text):
            found.append(
                TextPiece(piece.text[at : match.start()], piece.start + at, piece.start + match.start())
            )
            at = match.end()
        if at < len(piece.text):
            found.append(TextPiece(piece.text[at:], piece.start + at, piece.end))
    return found


def deal(
    items: Sequence[TextPiece], anchors: Sequence[str], count: int
) -> tuple[list[list[TextPiece]], list[TextPiece]]:
    """Paragraphs dealt to the measures in order, and those that may be of either of two.

    One each when as many; else by the words that they share with what each measure surely says (`anchors`), by kanji where they
    share no word. Of more paragraphs than measures the first is the first measure's and the last the last's.
    """
    if len(items) == count:
        return [[item] for item in items], []
    dealt: list[list[TextPiece]] = [[] for _ in range(count)]
    undecided: list[TextPiece] = []
    least = 0
    for place, item in enumerate(items):
        scores = [likeness(item.text, anchors[index]) for index in range(count)]
        most = count - 1 if len(items) > count else least
        if len(items) > count and place in (0, len(items) - 1):
            index: int | None = 0 if place == 0 else most
        elif len(set(scores[least:])) > 1:
            index = max(range(least, count), key=lambda at: (scores[at], -at))
        elif count == 2 and least == 0 and len(items) > count:
            index = _by_kanji(item.text, anchors)
        else:
            index = least
        if index is None:
            undecided.append(item)
            continue
        dealt[index].append(item)
        least = max(least, index)
    return dealt, undecided


def _by_kanji(text: str, anchors: Sequence[str]) -> int | None:
    """Which of two anchors has more kanji of `text` that the other lacks; None where neither has two more."""
    sets = [set(_KANJI.findall(anchor)) for anchor in anchors]
    own = set(_KANJI.findall(text))
    first, second = len(own & (sets[0] - sets[1])), len(own & (sets[1] - sets[0]))
    if abs(first - second) < _MARGIN:
        return None
    return 0 if first > second else 1


def words(text: str) -> Counter[str]:
    """The compounds of kanji and the words in katakana of a text."""
    return Counter(_WORD.findall(re.sub(r"\s", "", text)))


def likeness(text: str, other: str) -> float:
    """Shared compound words, the longer the more they say (都市公園 more than 活用)."""
    ours, theirs = words(text), words(other)
    return float(sum((len(word) - 1) ** 2 for word in ours if word in theirs))


def parted_by_repetition(named: Sequence[NamedMinistry]) -> list[tuple[NamedMinistry, ...]]:
    """Two lists of ministries printed one after the other, where only one way to part them leaves none twice in one list; else [].

    >>> one, two = (NamedMinistry(name, 0, 0, "gazetteer", 1.0) for name in ("消費者庁", "文部科学省"))
    >>> [[item.name for item in part] for part in parted_by_repetition([one, one, two])]
    [['消費者庁'], ['消費者庁', '文部科学省']]
    >>> parted_by_repetition([one, two, one])
    []
    """
    names = [item.name for item in named]
    cuts = [
        cut
        for cut in range(1, len(names))
        if len(set(names[:cut])) == cut and len(set(names[cut:])) == len(names) - cut
    ]
    repeated = len(set(names)) < len(names)
    return [tuple(named[: cuts[0]]), tuple(named[cuts[0] :])] if repeated and len(cuts) == 1 else []
