"""Names with lost signs, known again from the one name of the document that has the other signs in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LOST = re.compile(r"[^!-~ぁ-ゖァ-ヺー々〇一-鿿Ａ-Ｚａ-ｚ０-９、。・（）「」『』〈〉／：～①-⑳Ⅰ-Ⅹ]")
_LEAST_KEPT = 0.6


def healed(name: str, others: Iterable[str]) -> str:
    """`name`, or the one of `others` that it is but for lost signs (each stands for one sign).

    >>> healed("地域〓育て支援事業", ["地域子育て支援事業", "地域共生支援事業"])
    '地域子育て支援事業'
    >>> healed("〓〓事業", ["介護事業", "保育事業"])
    '〓〓事業'
    """
    lost = len(_LOST.findall(name))
    if not lost or len(name) - lost < _LEAST_KEPT * len(name):
        return name
    pattern = re.compile("".join("." if _LOST.match(sign) else re.escape(sign) for sign in name))
    fitting = {other for other in others if pattern.fullmatch(other) and not _LOST.search(other)}
    return fitting.pop() if len(fitting) == 1 else name
