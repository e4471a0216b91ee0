"""One notation that a list and a plan head with other words: two sections, each with its own heading, found by heading or by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering.answers import answer_question, services_for
from api.answering.result import AskServices
from api.commands.builder import BuildOptions, build
from api.commands.checking import check
from api.graph_access import open_graph
from tests.api.test_blank_cells import table

LIST = (
    "No.\t事業名\t令和9年度 当初予算額\t担当府省庁\t備考\n（単位：百万円）\n１ 住まいを守る\n1-①空き家の発生の予防\n"
    "61\t空き家予防相談事業\t95\t国土交通省\t\n62\t空き家改修事業\t120\t国土交通省\t\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("documents")
    (found / "020_list.txt").write_text(LIST, encoding="utf-8")
    (found / "022_status.txt").write_text(table(), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def store(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    found = str(tmp_path_factory.mktemp("built") / "store")
    build(BuildOptions(folder, found))
    return found


@pytest.fixture(scope="module")
def asking(store: str) -> AskServices:
    return services_for(open_graph(store))


def test_each_document_has_its_own_heading(asking: AskServices, folder: Path, store: str) -> None:
    assert "1-① 担い手の確保" in answer_question("施策No.3の節は？", asking)["text"]
    assert "1-① 空き家の発生の予防" in answer_question("空き家改修事業の節は？", asking)["text"]
    listed = answer_question("節1-①の施策は？", asking)
    assert any("担い手の確保" in said and "空き家の発生の予防" in said for said in listed["caveats"])
    told = "同じ番号の節が別の計画にもある"
    assert told in check(None, store)[0]
    assert told in check(folder, store)[0]


def test_a_section_is_asked_for_by_its_heading_or_by_number(asking: AskServices) -> None:
    def counted(question: str) -> object:
        return (answer_question(question, asking)["answer"] or {}).get("value")

    assert counted("空き家の発生の予防の節の事業は何件？") == counted("節1-①の事業は何件？") == 2
    assert counted("1-①空き家の発生の予防の事業は何件？") == 2
    measures = counted("担い手の確保の節の施策は何件？")
    assert measures and measures == counted("節1-①の施策は何件？")
    assert "見つかりませんでした" in answer_question("空き家の発生の予防の節の施策は？", asking)["text"]
    grouped = answer_question("節ごとの事業の件数は？", asking)
    assert grouped["answer"]["rows"] == [["1-①「空き家の発生の予防」", 2]]
    named = answer_question("節1-①の見出しは？", asking)["text"]
    assert "担い手の確保" in named and "空き家の発生の予防" in named
