"""The frame that talk puts around what is asked, put as it would be written, before a question is cut into parts: conditional second
parts (…ありますか、あるなら番号は), what was named first and is pointed at (…がありますよね、あれは), what the person knows
already (…は分かりました。では…), two ways of asking one thing (あるのかないのか). The frames are those of `frames/talk.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.beside.openers import without_openers
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import families_of
from nlp.questions.typed.text import one_width
from nlp.questions.typed.turns import Turn, turn_of

_FILE = "talk.toml"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Talk:
    """A question as it would be written, and what it told beside it and does not ask, as typed."""

    asked: str
    told: tuple[str, ...] = ()


@lru_cache(maxsize=2)
def talk_frames(table: str = "turn") -> tuple[Turn, ...]:
    """The frames in the order in which they are tried; of the table "follow" those that only questions after others have.

    Raises:
        ProfileError: a pattern is no regular expression or names an unknown family.
    """
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    return tuple(turn_of(entry, families, _FILE) for entry in data[table])


def as_written(question: str, *, follows: bool = False) -> Talk:
    """The question without the frame of talk; the question itself, in its own width, where it has none. `follows`: it was asked
    after another one.

    >>> as_written("R7補正に国交省の事業はありますか、あるなら番号は")
    Talk(asked='R7補正に国交省の事業はありますか?番号は', told=())
    >>> as_written("R7補正の合計は分かりました。ではR6補正の合計はいくら")
    Talk(asked='R6補正の合計はいくら', told=('R7補正の合計は分かりました',))
    """
    width = one_width(question.strip()).replace("...", "…")
    if len(width) > _LONGEST:
        return Talk(question)
    text = without_openers(width)
    told: list[str] = []
    taken = text != width
    frames = (*talk_frames(), *(talk_frames("follow") if follows else ()))
    for frame in frames:
        match = frame.pattern.search(text)
        if match is None:
            continue
        told.extend(filter(None, [match.groupdict().get("told")]))
        text, taken = without_openers(frame.pattern.sub(frame.written, text, count=1)), True
    return Talk(text, tuple(told)) if taken else Talk(question)


__all__ = ["Talk", "as_written", "talk_frames"]
