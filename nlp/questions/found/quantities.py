"""Words that say how many and nothing else (3本以上, 何か所): read as numbers or refused, never looked for in texts."""

from __future__ import annotations

import re

# 3本以上, 何か所, 2回だけ: how many, which no name or text has as its topic.
_QUANTITY = re.compile(
    r"(?:約|計|全|第|各)?(?:\d+|[何数幾]|過?半(?:分|数)|大半)(?:[つ件個本回度社名人者校倍割%円位番年月日週歳才箇枚台種行]|か所|ヶ所|ヵ所|団体|事業|施策|府省庁|府省|省庁|種類|時間|ポイント)*"
    r"(?:以上|以下|未満|超|以内|程度|前後|くらい|ぐらい|ほど|だけ|のみ|ずつ|まで|目|強|弱)*"
)


def is_quantity(words: str) -> bool:
    """Whether words say nothing but how many: they are read as a number or refused, never looked for in texts.

    >>> is_quantity("3本以上"), is_quantity("何か所"), is_quantity("110番通報")
    (True, True, False)
    """
    return _QUANTITY.fullmatch(words) is not None


# 1自治体あたり, 指定都市: what a limit is counted by, or a word that only says that it is one.
PER_UNIT = re.compile(
    r"1?(?:団体|自治体|市町村|市区町村|都道府県|指定都市|か所|箇所|法人|施設|校|世帯)(?:あたり|当たり|当り|ごと)?|交付|補助|助成"
)
