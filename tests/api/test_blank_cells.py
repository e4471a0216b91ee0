"""A blank cell of a measure table: not printed where its row and its table are whole, unreadable where text of them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering.answers import answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

HEAD = """「地域の見守りの推進を図るための重点計画」(令和8年7月3日見守り推進会議決定) 「Ⅲ.具体的施策」の実施状況(令和9年度)

施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t達成状況を踏まえた施策の見直し方針\t関連URL\t担当 府省庁
(1)見守りを広げる\t\t\t\t\t\t\t
①担い手の確保\t\t\t\t\t\t\t
"""
NAMES = (
    "相談員の確保",
    "居場所の整備",
    "移動の支援",
    "研修の充実",
    "食事の提供",
    "学習の支援",
    "住まいの確保",
)
BLANK = 4


def table(*cut: int) -> str:
    """Seven measures, the fourth without an achievement; the texts of the rows `cut` begin in the middle of a sentence."""
    lines = []
    for number, name in enumerate(NAMES, 1):
        overview = f"地域で暮らす高齢者が安心して過ごせるよう、{name}を進める。"
        overview = "、を行う者の連携により、" + overview if number in cut else overview
        achieved = "" if number == BLANK else f"令和9年度末時点で{number}20件を実施した。"
        goal = f"令和11年度までに{number}50件を実施する。"
        url = f"https://www.mhlw.go.jp/mimamori{number}/"
        cells = (str(number), name, overview, goal, achieved, "助言を行う。", url, "厚生労働省")
        lines.append("\t".join(cells))
    return HEAD + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("cut", "reason"),
    [((), "not_in_source"), ((BLANK,), "unreadable"), ((1, 6), "unreadable")],
    ids=["whole", "its-row-cut", "others-cut"],
)
def test_a_blank_cell(cut: tuple[int, ...], reason: str, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "022_status.txt").write_text(table(*cut), encoding="utf-8")
    build(BuildOptions(folder, str(tmp_path / "store")))
    asking = services_for(open_graph(str(tmp_path / "store")))
    found = answer_question("施策No.4の達成状況は？", asking)
    assert (found["status"], found.get("reason")) == ("unanswerable", reason)
    assert ("損傷" in found["text"]) == (reason == "unreadable")
    assert "520件" in answer_question("施策No.5の達成状況は？", asking)["text"]
