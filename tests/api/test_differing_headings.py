"""One notation that a list and a plan head with other words: the answer has the words of the document asked about, and says that there are others."""

from __future__ import annotations

from pathlib import Path

from api.answering.answers import answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.commands.checking import check
from api.graph_access import open_graph
from tests.api.test_blank_cells import table

LIST = (
    "No.\t事業名\t令和9年度 当初予算額\t担当府省庁\t備考\n（単位：百万円）\n１ 住まいを守る\n1-①空き家の発生の予防\n"
    "61\t空き家予防相談事業\t95\t国土交通省\t\n62\t空き家改修事業\t120\t国土交通省\t\n"
)


def test_each_document_has_its_own_heading(tmp_path: Path) -> None:
    folder, store = tmp_path / "documents", str(tmp_path / "store")
    folder.mkdir()
    (folder / "020_list.txt").write_text(LIST, encoding="utf-8")
    (folder / "022_status.txt").write_text(table(), encoding="utf-8")
    build(BuildOptions(folder, store))
    asking = services_for(open_graph(store))
    assert "1-① 担い手の確保" in answer_question("施策No.3の節は？", asking)["text"]
    assert "1-① 空き家の発生の予防" in answer_question("空き家改修事業の節は？", asking)["text"]
    listed = answer_question("節1-①の施策は？", asking)
    assert any("担い手の確保" in said and "空き家の発生の予防" in said for said in listed["caveats"])
    told = "同じ番号の節の見出しが文書によって違う"
    assert told in check(None, store)[0]
    assert told in check(folder, store)[0]
