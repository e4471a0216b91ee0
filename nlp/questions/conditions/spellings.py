"""The spellings under which a folded word may be printed; those of words are the table `spellings` of `frames/conditions.toml`."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.framing.sets import condition_data

_FOUR_KANJI = re.compile("[一-龥]{4}")


@lru_cache(maxsize=4096)
def keyword_variants(word: str) -> tuple[str, ...]:
    """The spellings under which a folded word may be printed.

    >>> keyword_variants("こども食堂")
    ('こども食堂', '子ども食堂', '子供食堂')
    >>> keyword_variants("空き家の活用")
    ('空き家の活用', '空家の活用')
    >>> keyword_variants("npo")
    ('npo', 'ｎｐｏ')
    """
    spellings = [word]
    for before, others in condition_data()["spellings"].items():
        if before in word:
            spellings += [word.replace(before, other) for other in others]
    for family in condition_data()["alike"]["families"]:
        found = max((form for form in family if form in word), key=len, default="")
        if found:
            spellings += [one.replace(found, other) for one in spellings for other in family if found in one]
    if re.search(r"[a-z0-9]", word):
        spellings += ["".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in s) for s in spellings]
    return tuple(dict.fromkeys(spellings))


def halves_of(word: str) -> tuple[str, ...]:
    """A word of four kanji as two of two, which may stand apart in a text; () for any other word.

    >>> halves_of("人材育成"), halves_of("育成")
    (('人材', '育成'), ())
    """
    return (word[:2], word[2:]) if _FOUR_KANJI.fullmatch(word) else ()
