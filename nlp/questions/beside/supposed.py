"""What a person believes to be there, said before or behind the question (R6の補正には二つあったような気がするのですが、その二つの…).

Such a clause holds conditions: what it speaks of and where that stands are given to the question. The number supposed is
kept beside it, to be held against the answer. The patterns are those of `frames/asides.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.beside.own_conditions import brings_conditions, other_subject
from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.text import kanji_number, one_width


@dataclass(frozen=True, slots=True)
class Supposed:
    """A question with what was supposed given to it; `number` is the number supposed, `said` its words ("" and 0: none).

    `unread`: what was supposed of another thing than the one asked about; with it the question has no answer.
    """

    asked: str
    number: int = 0
    said: str = ""
    unread: str = ""


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = load_frames_file("asides.toml")["supposed"]
    families = families_of(data, {}, "asides")
    return {name: compiled(pattern, families, "asides") for name, pattern in data["patterns"].items()}


def with_supposed(question: str, read: Callable[[str], Reading]) -> Supposed:
    """The question with what is supposed to be there given to it; the question itself when nothing is. `read` reads a text.

    The number is kept where the rest asks of just what was supposed.

    >>> from nlp.questions.names.linking import LinkIndex
    >>> from nlp.questions.names.lexicon import Lexicon
    >>> from nlp.questions.found.reading import read_question
    >>> read = lambda text: read_question(text, LinkIndex(Lexicon("b", ())), ())
    >>> with_supposed("法務省の担当分って、R6の補正には二つあったような気がするのですが、その二つの名前を教えて", read)
    Supposed(asked='R6の補正の法務省の担当分の名前を教えて', number=2, said='二つ', unread='')
    >>> with_supposed("消費者庁の単独の施策はどれですか、二つくらいあった気がします", read).asked
    '消費者庁の単独の施策はどれですか'
    >>> with_supposed("R7補正は確か14行だったと思いますが、R6補正は何行", read).unread
    'R7補正は確か14行だったと思いますが'
    """
    text = question.strip()
    match = _patterns()["there"].match(text)
    if match:
        told = f"{match['where']}の{match['topic']}"
        point = match["point"] or ""
        joined = "の" if point.startswith(("その", "それ")) else "に載っている" if point else "は、"
        rest = _patterns()["of_two"].sub("どれ", match["rest"]) if _number(match["n"])[0] else match["rest"]
        return _given(match, told, joined, rest, read)
    match = _patterns()["counted"].match(text)
    if match:
        rest = _patterns()["of_two"].sub("どれ", match["rest"])
        joined = "の" if match["point"] or _patterns()["of_thing"].match(rest) else "は、"
        return _given(match, match["topic"], joined, rest, read)
    match = _patterns()["only_first"].match(text)
    if match:
        return Supposed(f"{match['topic']}は{match['rest']}", *_number(match["n"]))
    match = _patterns()["only"].search(text)
    if match:
        return Supposed(f"{text[: match.start()]}?", *_number(match["n"]))
    match = _patterns()["offices"].match(text)
    if match:
        return Supposed(f"{match['topic']}の担当府省庁はどこですか")
    match = _patterns()["behind"].search(text)
    if match:
        return Supposed(text[: match.start()], *_number(match["n"]))
    return Supposed(question)


def _given(
    match: re.Match[str], told: str, joined: str, rest: str, read: Callable[[str], Reading]
) -> Supposed:
    """The rest of a question behind what was supposed (`told`): as one question, or unread where it is of another thing."""
    topic, asked = read(told), read(rest)
    if not match["point"] and other_subject(topic, asked):
        return Supposed(match.string, unread=match.string[: match.start("rest")].rstrip("、"))
    if brings_conditions(topic, asked):
        return Supposed(f"{told}{joined}{rest}")
    return Supposed(f"{told}{joined}{rest}", *_number(match["n"]))


def _number(said: str | None) -> tuple[int, str]:
    if not said:
        return 0, ""
    digits = re.match(r"\d+|[一二三四五六七八九十]+", one_width(said))
    figure = digits.group() if digits else "0"
    return (int(figure) if figure.isdigit() else kanji_number(figure)), said
