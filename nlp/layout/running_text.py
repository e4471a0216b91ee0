"""Tells whether a line of a text broken at the page's width goes on with the sentence of the line above it.

A sentence that names an item (３（１）ア / ①の計画) or ends a line in a bracket (指定都市を除く。） / は、) goes on below. What shows it is printed: the
line above has no full stop outside brackets, and this one goes on with a particle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# は、 に掲げる 及び のうち: a particle, and behind it a word that is no end of a noun (のぼり, はしご).
_PARTICLE = (
    r"(?:[のはがをにでとへもや](?=[一-龥々ァ-ヶA-Za-z0-9０-９「（(①-⑳、，])"
    r"|の(?:うち|ほか|いずれ|とおり)|に(?:より|よる|よって|おいて|おける|ついて|つき|対し|関し|係る|あって|あたって|掲げ|定め|規定)"
    r"|(?:から|まで|より)(?=[一-龥々ァ-ヶA-Za-z0-9０-９「（(①-⑳のにはをが、，]|[（(])|とする|とし(?=、)|である|及び|並びに|又は|若しくは|もしくは|または|および|、|，)"
)
_GOES_ON = re.compile(rf"[\s\u3000]*{_PARTICLE}")
_OPENING, _CLOSING = "（(「『［[", "）)」』］]"


def goes_on(text: str) -> bool:
    """Whether a text begins in the middle of a sentence.

    >>> goes_on("の計画の策定に係る業務"), goes_on("は、都道府県を経由して"), goes_on("のぼり旗の作成"), goes_on("はしけの借上げ")
    (True, True, False, False)
    """
    return _GOES_ON.match(text) is not None


def depth(text: str) -> int:
    """How many brackets of a text are still open at its end, 0 where more were closed than opened."""
    opened = 0
    for sign in text:
        opened = max(0, opened + (sign in _OPENING) - (sign in _CLOSING))
    return opened


def closes_below(text: str, below: Iterable[str]) -> bool:
    """Whether a bracket that a text leaves open is closed on one of the next lines.

    >>> closes_below("物（鋭利な物をいう。", ["以下同じ。）は、"]), closes_below("物（鋭利な物", ["①回収", "②運搬"])
    (True, False)
    """
    if not depth(text):
        return False
    for line in below:
        text += line
        if not depth(text):
            return True
    return False


def ends_sentence(text: str, below: str = "") -> bool:
    """Whether the sentence of a text is over at its end; `below` is the line under it.

    A full stop in an open bracket ends none, nor does one in brackets behind a word with which the line below goes on.

    >>> ends_sentence("補助する。"), ends_sentence("団体（以下同じ。"), ends_sentence("市（指定市を除く。）", "は、県に出す。")
    (True, False, False)
    """
    text = text.rstrip()
    if text.endswith("。"):
        return depth(text) == 0
    return text.endswith(("。）", "。」", "。)")) and depth(text) == 0 and not goes_on(below)
