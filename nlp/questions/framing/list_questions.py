"""Questions about the budget lists as such: what of them is loaded, and which ministries stand in a plan but in no list, or the other
way round. The forms are those of `frames/list_questions.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.found.numbers import find_numbers
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "list_questions.toml"
_STAGES = (("補正", "supplementary"), ("当初", "initial"))
_PILLAR = re.compile(
    r"柱(?P<first>[1-9])(?:(?:〜|~|-|から)(?:柱)?(?P<last>[1-9]))?(?P<more>(?:(?:・|、|と)(?:柱)?[1-9])*)"
)


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """`form` is "scope", "plan_only" or "list_only"; the western years, the stage ("" for any) and the pillars that are said."""

    form: str
    years: tuple[int, ...] = ()
    stage: str = ""
    pillars: tuple[str, ...] = ()


def list_question(question: str) -> ListQuestion | None:
    """What a question asks of the lists; None for others.

    >>> list_question("そもそもR7の補正予算一覧って何番から何番まで入ってます？柱1〜3もある？").pillars
    ('1', '2', '3')
    >>> list_question("重点計画に施策を持っているのにR7補正の一覧には一行も出てこない府省庁は？").form
    'plan_only'
    >>> list_question("R7補正の一覧にある府省庁は？")
    """
    text = fold_question(question).replace("一行", "1行")
    for form, pattern in patterns(_FILE, "asked").items():
        match = pattern.match(text)
        if match is None:
            continue
        said = match.groupdict().get("lists") or text
        years = tuple(int(hit.values[0]) for hit in find_numbers(said) if hit.kind == "year")
        stage = next((name for word, name in _STAGES if word in said), "")
        return ListQuestion(form, years, stage, _pillars(text))
    return None


def _pillars(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _PILLAR.finditer(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        found += [str(n) for n in range(first, last + 1)] + re.findall(r"[1-9]", match["more"])
    return tuple(dict.fromkeys(found))


__all__ = ["ListQuestion", "list_question"]
