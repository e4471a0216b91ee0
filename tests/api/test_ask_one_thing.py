"""A request for one thing is the question about it: whatever is asked for, the answer is that of 「…は？」.

What is asked for here are values, fields and sets of every kind, on the documents of another field (buses and ferries).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

TRANSPORT = Path(__file__).parent.parent / "questions" / "transport"
THINGS = (
    "施策No.6の担当",
    "施策No.6の見直し方針",
    "乗合タクシーの導入支援の目標",
    "離島航路補助金の令和8年度の予算額",
    "過疎地域バス実証事業の担当府省庁",
    "令和8年度にあって令和9年度にはない事業の担当府省庁",
    "令和9年度の事業で金額が2番目に大きいもの",
    "令和9年度で最大の事業と最小の事業の差",
    "施策数が同じ府省庁",
    "国交省が所管する令和9年度の事業の金額の合計",
    "令和9年度の予算一覧の行数",
)
REQUESTS = (
    "{}を教えてもらえますか",
    "すみません、{}が知りたいです",
    "{}が分かれば教えてください",
    "{}を見せてほしいんですけど",
    "{}を出して",
    "{}をください。",
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    store = tmp_path_factory.mktemp("transport") / "store"
    build(BuildOptions(TRANSPORT, str(store)))
    return services_for(open_graph(str(store)))


def essence(found: dict[str, Any]) -> tuple[object, ...]:
    answer = found["answer"] or {}
    items = tuple(item["id"] for item in answer.get("items") or ())
    return found["status"], str(answer.get("value")), items, answer.get("text")


@pytest.mark.parametrize("thing", THINGS)
def test_a_request_is_answered_as_the_question(asking: AskServices, thing: str) -> None:
    asked = essence(answer_question(f"{thing}は？", asking))
    told = {
        request: found
        for request in REQUESTS
        if (found := essence(answer_question(request.format(thing), asking))) != asked
    }
    assert not told
    assert asked[0] == "answered"


def test_a_request_in_a_thread_is_carried_on(asking: AskServices) -> None:
    first = answer_question("施策No.6の担当を教えてもらえますか", asking)
    told = [
        essence(answer_question(said, asking, context=first["permalink"]))
        for said in ("目標は？", "目標を見せて")
    ]
    assert told[0] == told[1]
    assert told[0][0] == "answered"
