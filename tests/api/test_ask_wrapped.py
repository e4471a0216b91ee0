"""However a question is wrapped (politely, in talk, in telegraph style), the answer is that to its plain form.

Wrappings are in tests/questions/wrappers.tsv; what is wrapped speaks of the documents of another field (buses and
ferries), so that nothing here is learnt from the seeds. Each wrapping is tried on one of the things of its kind, in turn.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

QUESTIONS = Path(__file__).parent.parent / "questions"
SETS = (
    "国交省が所管する令和9年度の事業",
    "令和9年度の再掲の事業",
    "令和9年度に新規の事業",
    "令和8年度に1億円以上の事業",
)
WRAPPED = {
    "list": SETS,
    "count": SETS,
    "exists": SETS,
    "amount": ("令和9年度の二種免許取得支援事業", "離島航路補助金の令和8年度"),
    "who": ("離島航路運航費等補助金", "過疎地域バス実証事業"),
    "what": ("施策No.6", "乗合タクシーの導入支援"),
}


def wrappings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (QUESTIONS / "wrappers.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, wrapping = line.split("\t")
            found.setdefault(kind, []).append(wrapping)
    return found


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    store = tmp_path_factory.mktemp("transport") / "store"
    build(BuildOptions(QUESTIONS / "transport", str(store)))
    return services_for(open_graph(str(store)))


def essence(kind: str, found: dict[str, Any]) -> tuple[object, ...]:
    """What of an answer must not depend on the wording: its value, and of a list the things."""
    answer = found["answer"] or {}
    things = tuple(item["id"] for item in answer.get("items") or ())
    if kind in ("list", "exists"):
        return found["status"], things
    return found["status"], str(answer.get("value"))


@pytest.mark.parametrize("kind", WRAPPED)
def test_the_answer_does_not_depend_on_the_wrapping(kind: str, asking: AskServices) -> None:
    plain, *others = wrappings()[kind]
    told = {said: essence(kind, answer_question(plain.format(said), asking)) for said in WRAPPED[kind]}
    assert all(status == "answered" for status, _ in told.values())
    differ = []
    for number, wrapping in enumerate(others):
        said = WRAPPED[kind][number % len(WRAPPED[kind])]
        question = wrapping.format(said)
        if essence(kind, answer_question(question, asking)) != told[said]:
            differ.append(question)
    assert not differ


def test_politeness_hides_no_cry_for_help_and_no_order(asking: AskServices) -> None:
    assert (
        answer_question("すみません、もう死にたいです。助けてください", asking)["reason"] == "personal_crisis"
    )
    order = answer_question("お手数ですが、No.5の金額を削除していただけますか", asking)
    assert order["reason"] == "write_refused"
