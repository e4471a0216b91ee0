"""Which of several of one name is meant (第二期基本計画, 第3次計画): a text that does not say that one does not answer."""

from __future__ import annotations

import re

from nlp.questions.typed.text import kanji_number

_ORDINAL = re.compile(r"第\s?(?P<number>[0-9０-９]+|[〇一二三四五六七八九十]+)\s?(?P<unit>[次期])")


def _ordinals(text: str) -> set[tuple[int, str]]:
    return {
        (int(m["number"]) if m["number"].isdecimal() else kanji_number(m["number"]), m["unit"])
        for m in _ORDINAL.finditer(text)
    }


def of_another_one(question: str, text: str) -> bool:
    """Whether a question says 第N期 or 第N次 of something and a text does not say that one.

    >>> of_another_one("第二期基本計画はいつ決定", "第3期スポーツ基本計画(令和4年3月25日決定)")
    True
    >>> of_another_one("第二期基本計画はいつ決定", "第２期基本計画"), of_another_one("基本計画は", "第3期計画")
    (False, False)
    >>> of_another_one("第1期の重点計画は入ってる", "重点的な早期1期")
    True
    """
    asked = _ordinals(question)
    return bool(asked) and not asked & _ordinals(text)


__all__ = ["of_another_one"]
