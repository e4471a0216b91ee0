"""The radical (部首) of a kanji: what a reader of print keeps most often when it takes one kanji for another (総 -> 縂).

Unicode lists U+4E00..U+9FA5 by radical, each radical's own kanji first; the radicals themselves stand in U+2F00..U+2FD5 and
are compatible with those kanji. Source: The Unicode Standard, CJK Unified Ideographs (ordering) and Kangxi Radicals.
"""

from __future__ import annotations

from bisect import bisect_right
from unicodedata import normalize

_FIRST = sorted(ord(normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6))
_KANJI = range(0x4E00, 0x9FA6)


def radical_of(kanji: str) -> int | None:
    """The number of the radical, 1 to 214; None for anything but a kanji of the first block.

    >>> radical_of("総") == radical_of("縂"), radical_of("法") == radical_of("総")
    (True, False)
    """
    code = ord(kanji)
    return bisect_right(_FIRST, code) if code in _KANJI else None


def misread_alike(printed: str, name: str) -> bool:
    """Whether `printed` is `name` with one kanji taken for another of the same radical.

    >>> misread_alike("縂務省", "総務省"), misread_alike("縂務省", "法務省")
    (True, False)
    """
    if len(printed) != len(name):
        return False
    other = [(left, right) for left, right in zip(printed, name, strict=True) if left != right]
    return len(other) == 1 and (radical := radical_of(other[0][0])) is not None and radical == radical_of(other[0][1])  # fmt: skip
