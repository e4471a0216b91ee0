"""Counts by two properties at once (府省庁ごと柱ごとの施策の件数): a row for each pair that has something."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, coverage, select_text, template_text
from api.answering.sets.groupings import grouping_by
from api.answering.sets.lists import item_words
from api.answering.words import set_words
from nlp.errors import VocabularyError
from nlp.questions.parser import Understood

_BY = {"府省庁": "ministry", "柱": "pillar", "節": "section", "対象者": "target_group"}
_SAID = re.compile(r"(府省庁|省庁|柱|節|対象者?)(?:ごと|別)")
_VARIABLE = re.compile(r"\?(\w+)")
_MOST_SAID = 3


def two_groups(understood: Understood, services: AskServices) -> Result:
    """The numbers for each pair of two groupings, in the order in which the question says them.

    Raises:
        VocabularyError: the rows are of no kind that is grouped so.
    """
    frame = understood.frame
    said = [
        _BY.get({"省庁": "府省庁", "対象": "対象者"}.get(word, word), "")
        for word in _SAID.findall(frame.text)
    ]
    kinds = list(dict.fromkeys(kind for kind in said if kind))
    if len(kinds) != 2:
        raise VocabularyError("two groupings are needed")
    frame = replace(frame, item="programme" if frame.over == "line" else frame.over)
    plans = bool(services.known.lexicon.shared_notations)
    parts = [grouping_by(frame.over, kind, below=False, plans=plans) for kind in kinds]
    text = template_text("two_groups")
    for marker, name, part in (("#{first}", "one", parts[0]), ("#{second}", "two", parts[1])):
        text = text.replace(marker, "  " + _renamed(part, name, frame.over))
    query, rows = select_text(text, frame, services)
    if not rows:
        return nothing(understood, services, query, set_words(understood))
    table: list[list[Any]] = [[row["one"], row["two"], int(row["value"])] for row in rows]
    marks = ["柱" if kind == "pillar" else "" for kind in kinds]
    largest = sorted(table, key=lambda row: -row[2])[:_MOST_SAID]
    named = "、".join(f"{marks[0]}{one}×{marks[1]}{two} {value}" for one, two, value in largest)
    columns = [item_words(kinds[0]), item_words(kinds[1]), f"{item_words(frame.item)}の数"]
    told = f"{columns[0]}と{columns[1]}の組ごとの{item_words(frame.item)}の数を表に示します（{len(table)}組）。多いのは{named}です。"
    caveats = ["二つ以上の府省庁が担当するものは、それぞれに数えています。"] if "ministry" in kinds else []
    answer = {"type": "table", "columns": columns, "rows": table}
    return Result(told, answer, query, [*caveats, *coverage(frame, services)])


def _renamed(part: str, group: str, over: str) -> str:
    """A grouping with its variables told apart from those of the other, its group named `group`."""
    names = {over: over, "group": group}
    return _VARIABLE.sub(lambda match: f"?{names.get(match[1], f'{match[1]}_{group}')}", part)


__all__ = ["two_groups"]
