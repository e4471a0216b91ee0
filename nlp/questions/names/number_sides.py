"""Whether a number is that of a budget list's row or of a measure, said beside the question (No.15の担当（予算の一覧の方）, 施策の方):
put in front of the number, where it is read. The ways of saying it stand in `frames/number_sides.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.text import fold_question

_FILE = "number_sides.toml"
_LONGEST = 200


@lru_cache(maxsize=1)
def _forms() -> tuple[
    re.Pattern[str], re.Pattern[str], re.Pattern[str], Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]
]:
    """The number, a number whose kind is said, what is said not to be meant, and each form of saying the side with what is
    written for it."""
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    forms = {
        name: tuple(
            (
                side["written"],
                compiled(data["patterns"][name].replace("#", f"(?:{side['said']})"), families, _FILE),
            )
            for side in data["sides"].values()
        )
        for name in ("before", "beside", "behind", "alone")
    }
    number, told, others = (
        compiled(data["patterns"][name], families, _FILE) for name in ("number", "told", "others")
    )
    return number, told, others, forms


def with_side(question: str, before: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The question with what its number is of in front of it, and the questions before it; both as they are where it is not said
    beside it. A follow-up that says only which of both is the question before, asked of that.

    >>> with_side("No.15の担当と金額（予算の一覧の方）", ())
    ('予算一覧のno.15の担当と金額', ())
    >>> with_side("施策の方です", ("No.8の担当は？",))
    ('施策no.8の担当は?', ())
    >>> with_side("施策No.8の担当は？", ())
    ('施策No.8の担当は？', ())
    """
    if len(question) > _LONGEST:
        return question, before
    text = fold_question(question)
    number, told, others, forms = _forms()
    former = fold_question(before[-1]) if before else ""
    if former and number.search(former) and not told.search(former):
        for written, form in forms["alone"]:
            if form.match(text):
                return _told(former, written), before[:-1]
    if not number.search(text):
        return question, before
    if told.search(text):
        rest = others.sub("", text)
        return (rest if rest != text else question), before
    for name in ("beside", "behind", "before"):
        for written, form in forms[name]:
            match = form.match(text)
            if match is not None:
                rest = match["rest"].rstrip("、。 ") + match.groupdict().get("more", "")
                return _told(rest, written), before
    return question, before


def _told(text: str, written: str) -> str:
    """The text with the words for what its first number is of in front of that."""
    number = _forms()[0].search(text)
    return text if number is None else text[: number.start()] + written + text[number.start() :]


def sided(before: tuple[str, ...]) -> tuple[str, ...]:
    """The questions of a thread, oldest first, each with what its number is of.

    >>> sided(("No.8の担当は？", "予算の方", "金額は？"))
    ('予算一覧のno.8の担当は?', '金額は？')
    """
    read: tuple[str, ...] = ()
    for question in before:
        told, former = with_side(question, read)
        read = (*former, told)
    return read


__all__ = ["sided", "with_side"]
