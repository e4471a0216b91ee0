"""One unit in one sentence: where some amounts are said in 百万円, whole 億円 stand beside them in 百万円 too."""

from __future__ import annotations

import re

_OPS = (
    "rank",
    "change",
    "amounts",
    "compare",
    "totals",
    "count_and_total",
    "top_total",
    "average",
    "mean",
    "beside_average",
    "share",
    "list",
)
_WHOLE = re.compile(r"(?<![\d.,])(-?\d[\d,]*)億円(?!（|規模|以上|以下|未満|超)")


def in_one_unit(text: str, op: str) -> str:
    """The text of a computation over money with its amounts comparable at a glance; other texts quote what is printed.

    >>> in_one_unit("最も大きいのはA（2,146百万円）です。続いてB（10億円）。", "rank")
    '最も大きいのはA（2,146百万円）です。続いてB（1,000百万円＝10億円）。'
    >>> in_one_unit("Aが5億円、Bが6億円です。", "compare")
    'Aが5億円、Bが6億円です。'
    """
    if not op.startswith(_OPS) or "百万円" not in text:
        return text
    return _WHOLE.sub(lambda m: f"{int(m[1].replace(',', '')) * 100:,}百万円＝{m[0]}", text)
