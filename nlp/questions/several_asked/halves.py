"""Two facts asked for in one clause (平均年齢と任期は, 現状と目標は, 何か所で何人): each as a question of its own.

Which words name or ask for a value is the knowledge of `frames/passages.toml`.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns

_said = partial(patterns, "passages.toml", "halves")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A question word for a value, and the end of a value's name."""
    data = load_frames_file("passages.toml")
    values = [v for v in data["value"] if v["name"] not in data["words"]["worded"]]
    asked = "|".join(f"(?:{re.sub('[?]P<u>', '?:', v['asked'])})" for v in values)
    named = "|".join(
        f"(?:{re.sub('[?]P<u>', '?:', v['named'])})" for v in values if v["named"] and v["name"] != "場所"
    )
    return re.compile(asked), re.compile(f"(?:{named}|{_said()['side'].pattern})$")


def halves(text: str) -> tuple[tuple[str, str], ...]:
    """The two facts that a folded question asks for in one clause, as (what is asked for, the question for it); () for one fact.

    >>> halves("保護司の平均年齢と任期は")
    (('平均年齢', '保護司の平均年齢は'), ('任期', '保護司の任期は'))
    >>> halves("モデル地域は何か所で何人参加")
    (('モデル地域は何か所', 'モデル地域は何か所'), ('モデル地域は何人参加', 'モデル地域は何人参加'))
    >>> halves("保護司の定数は何人")
    ()
    """
    return _asked_twice(text) or _named_twice(text)


def of_two(text: str) -> tuple[tuple[str, str], ...]:
    """One value asked of two things (社会福祉士と保育士の登録者数), as a question for each; () for others.

    >>> of_two("社会福祉士と保育士の登録者数は")
    (('社会福祉士', '社会福祉士の登録者数は'), ('保育士', '保育士の登録者数は'))
    """
    match = _said()["of_two"].match(text)
    if match is None or not (_patterns()[1].search(match["value"]) or _patterns()[0].search(match["tail"])):
        return ()
    return tuple((match[name], f"{match[name]}の{match['value']}{match['tail']}") for name in ("one", "two"))


def _named_twice(text: str) -> tuple[tuple[str, str], ...]:
    match = _said()["named"].match(text)
    if match is None or not all(_patterns()[1].search(match[name]) for name in ("one", "two")):
        return ()
    return tuple((match[name], f"{match['head']}{match[name]}{match['tail']}") for name in ("one", "two"))


def _asked_twice(text: str) -> tuple[tuple[str, str], ...]:
    asked = _patterns()[0]
    first = asked.search(text)
    second = asked.search(text, first.end()) if first is not None else None
    if first is None or second is None or asked.search(text, second.end()):
        return ()
    between = _said()["between"].fullmatch(text[first.end() : second.start()])
    if between is None:
        return ()
    head, lead = text[: first.start()], between["two"]
    led = _said()["own"].sub("", head) if _said()["led"].search(lead) else head
    questions = text[: first.end()], f"{led}{lead}{text[second.start() :]}"
    return tuple((question.rstrip("?。"), question) for question in questions)


__all__ = ["halves", "of_two"]
