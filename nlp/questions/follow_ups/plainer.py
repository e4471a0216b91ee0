"""What a question that was answered otherwise than as it stands is about: what a question after it leans on."""

from __future__ import annotations

from nlp.questions.beside.whole_counts import numbers_left_out
from nlp.questions.several_asked.asked_parts import asked_parts


def plainer(question: str) -> tuple[str, ...]:
    """The question without a number said in passing (厚労省の2事業), or without what it asks for beside (どの府省？番号も).

    >>> plainer("法務省の施策をやってるのはどこ？番号も")
    ('法務省の施策をやってるのはどこ', '法務省の施策をやってるのはどこは?')
    """
    parts = asked_parts(question)
    return (*numbers_left_out(question), *(parts.cores if parts is not None else ()))


__all__ = ["plainer"]
