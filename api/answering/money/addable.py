"""Whether the amount of something may be added up: an exact amount may, a 内数 or うち数 is no amount of its own."""

from __future__ import annotations

from dataclasses import replace

from api.answering.money.amounts import amounts
from api.answering.result import AskServices, Result, around
from api.answering.words import kind_words
from nlp.questions.parser import Understood

_LIST = "予算一覧"
_PLACE, _KIND = 6, 4


def addable(understood: Understood, services: AskServices) -> Result:
    """Yes where all amounts that the lists print of it are exact, no where one is not, with the amounts.

    Of what only sheets print, those count.
    """
    found = amounts(understood, services)
    if found.reason:
        return found
    rows = found.answer.get("rows") or []
    on_lists = [r for r in rows if r[_PLACE] == _LIST] or rows
    others = list(dict.fromkeys(r[_KIND] for r in on_lists if r[_KIND] != kind_words("exact")))
    places = on_lists is not rows
    if not others:
        text = f"はい、確定額なので合計に加えられます（再掲の行は一度だけ数えます）。{found.text}"
    else:
        text = f"いいえ、そのままは足せません。{'・'.join(others)}で印刷された額は、その事業だけの額ではありません。{found.text}"
    answer = {**found.answer, "type": "boolean", "value": not others}
    return replace(found, text=text, answer=answer, sparql=_whether_exact(found.sparql, listed=places))


def _whether_exact(query: str, *, listed: bool) -> str:
    """The query for the amounts, with whether none of them is anything but exact as its only cell."""
    only = f' FILTER(?place = "{_LIST}")' if listed else ""
    return around(query, "SELECT (SUM(IF(?kind = tsu:exact, 0, 1)) = 0 AS ?value) WHERE", only)
