"""What the dictionary says about a few letters that a reader may have garbled. Asked about doubtful cells only."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.language.lexicon import sudachi_morphemes

_KANJI = re.compile(r"[\u3400-\u9fff々]")
_SPACE = re.compile(r"[\s\u3000]+")


@lru_cache(maxsize=4096)
def kanji_in_words(text: str) -> tuple[int, int]:
    """(kanji that stand in dictionary words of two letters or more, all kanji) of `text`, spaces left out.

    >>> kanji_in_words("結果を分析し、反映する。"), kanji_in_words("午皮よでに夫態訪査を取 り よ と め")[0]
    ((6, 6), 1)
    """
    inside = total = 0
    for surface, _, known in sudachi_morphemes(_SPACE.sub("", text)):
        kanji = len(_KANJI.findall(surface))
        total += kanji
        if known and len(surface) > 1:
            inside += kanji
    return inside, total


def is_one_word(text: str) -> bool:
    """Whether the dictionary has `text` as one word.

    >>> is_one_word("システム"), is_one_word("アシステム")
    (True, False)
    """
    found = sudachi_morphemes(text)
    return len(found) == 1 and found[0][2]


def word_over(before: str, after: str) -> bool:
    """Whether a dictionary word stands over the place where two texts meet.

    >>> word_over("備蓄品の基", "準を見直す。"), word_over("備蓄品の", "準を見直す。")
    (True, False)
    """
    first = _SPACE.sub("", before)
    at = 0
    for surface, _, known in sudachi_morphemes(first + _SPACE.sub("", after)):
        if at < len(first) < at + len(surface):
            return known
        at += len(surface)
    return False
