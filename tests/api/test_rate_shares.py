"""The subsidy rate of a part with who bears which share: the bare rate of the sheet is not said beside it."""

from __future__ import annotations

from pathlib import Path

from api.answering.answers import answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph
from tests.nlp.test_sheets_alone import SAID


def test_a_rate_is_said_once_with_its_shares(tmp_path: Path) -> None:
    folder, store = tmp_path / "documents", str(tmp_path / "store")
    folder.mkdir()
    (folder / "sheet.txt").write_text(SAID, encoding="utf-8")
    build(BuildOptions(folder, store))
    found = answer_question("河川環境保全交付金の補助率は？", services_for(open_graph(store)))
    assert found["text"].endswith("の補助率: 清掃支援: 1/2(国 1/2、都道府県・市町村 1/2)")
