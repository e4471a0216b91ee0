"""What a person believes to be there, said before or behind the question (R6の補正には二つあったような気がするのですが、その二つの…).

Such a clause holds conditions: what it speaks of and where that stands are given to the question. The number supposed is
kept beside it, to be held against the answer. The patterns are those of `frames/asides.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.frame_files import load_frames_file
from nlp.questions.patterns import compiled, families_of
from nlp.questions.text import kanji_number, one_width

# Of things that are counted, どちら asks which they are.
_OF_TWO = re.compile(r"^どちら(?=です|でしょう|か|と|、|[?？。]|$)")
# 名前は何でしたか, 金額を: asked of the thing just named.
_OF_THING = re.compile(r"^(?:名前|名称|金額|額|担当|番号|予算額|目標)(?:は|を|って|と)")


@dataclass(frozen=True, slots=True)
class Supposed:
    """A question with what was supposed given to it; `number` is the number supposed, `said` its words ("" and 0: none)."""

    asked: str
    number: int = 0
    said: str = ""


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = load_frames_file("asides.toml")["supposed"]
    families = families_of(data, {}, "asides")
    return {name: compiled(pattern, families, "asides") for name, pattern in data["patterns"].items()}


def with_supposed(question: str) -> Supposed:
    """The question with what is supposed to be there given to it; the question itself when nothing is.

    >>> with_supposed("法務省の担当分って、R6の補正には二つあったような気がするのですが、その二つの名前を教えて")
    Supposed(asked='R6の補正の法務省の担当分の名前を教えて', number=2, said='二つ')
    >>> with_supposed("消費者庁の単独の施策はどれですか、二つくらいあった気がします")
    Supposed(asked='消費者庁の単独の施策はどれですか', number=2, said='二つ')
    """
    text = question.strip()
    match = _patterns()["there"].match(text)
    if match:
        told = f"{match['where']}の{match['topic']}"
        point = match["point"] or ""
        joined = "の" if point.startswith(("その", "それ")) else "に載っている" if point else "は、"
        rest = _OF_TWO.sub("どれ", match["rest"]) if _number(match["n"])[0] else match["rest"]
        return Supposed(f"{told}{joined}{rest}", *_number(match["n"]))
    match = _patterns()["counted"].match(text)
    if match:
        rest = _OF_TWO.sub("どれ", match["rest"])
        joined = "の" if match["point"] or _OF_THING.match(rest) else "は、"
        return Supposed(f"{match['topic']}{joined}{rest}", *_number(match["n"]))
    match = _patterns()["behind"].search(text)
    if match:
        return Supposed(text[: match.start()], *_number(match["n"]))
    return Supposed(question)


def _number(said: str | None) -> tuple[int, str]:
    if not said:
        return 0, ""
    digits = re.match(r"\d+|[一二三四五六七八九十]+", one_width(said))
    figure = digits.group() if digits else "0"
    return (int(figure) if figure.isdigit() else kanji_number(figure)), said
