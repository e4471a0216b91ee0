"""How many rows a budget list has, said in passing (一覧14行のうち): which of the loaded lists is meant, where one has as many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.objects import as_asked, declined
from api.answering.result import AskServices
from nlp.questions.framing.sets import condition_data, year_words
from nlp.questions.parser import reading_of
from nlp.questions.records import Decline
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

Answer = dict[str, Any]
AnswerOne = Callable[[str, tuple[str, ...], AskServices], Answer]


def of_list_of_rows(
    asked: str, before: tuple[str, ...], services: AskServices, answer_one: AnswerOne
) -> Answer | None:
    """The answer of the one list with as many rows as are said, named by its year and stage; a refusal with the numbers of rows
    where none, not the one whose year is said, or more than one has as many. None where no such number is said, or a set is counted."""
    folded = fold_question(asked)
    match = patterns("said_counts.toml", "whole")["of_list"].match(folded)
    lists = services.known.lexicon.budget_lists()
    if match is None or not lists:
        return None
    head = reading_of(match["head"], services.known) if match["head"] else None
    if head is not None and (head.entities or head.cores or head.of_slot("cond")):
        return None  # 内閣府の一覧8行のうち: of a part of a list
    number = int(match["n"] or match["n2"])
    years = {int(hit.values[0]) for hit in head.numbers_of("year")} if head is not None else set()
    fitting = [one for one in lists if one.count == number and (not years or one.year in years)]
    stages = condition_data()["stages"]
    if len(fitting) == 1:
        named = f"{year_words(fitting[0].year)}{stages.get(fitting[0].stage, '')}の一覧の行のうち"
        return as_asked(answer_one(f"{named}{folded[match.end() :]}", before, services), asked, before)
    told = "、".join(f"{year_words(one.year)}{stages.get(one.stage, '')}が{one.count}行" for one in lists)
    many = f"で、{number}行のものが{len(fitting)}つあります" if fitting else "です"
    text = f"「{match.group().strip()}」とありますが、読み込んだ予算一覧は{told}{many}。何を指しているのか確かめられないため、答えを出していません。"
    return declined(asked, Decline("false_premise", text, f"一覧の行の数（{number}行）"), services, before)


__all__ = ["of_list_of_rows"]
