"""Questions on review sheets alone: programmes that no budget list prints are asked as programmes are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from api.answering.answers import answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph


def write_sheet(folder: Path, name: str, group: str) -> None:
    """One programme of the review system that supports a group."""
    sheet = {
        "projectId": 4321,
        "projectName": name,
        "ministry": "厚生労働省",
        "bureau": "社会・援護局",
        "purpose": f"{group}を支援する。",
        "currentIssues": "",
        "overview": f"{group}への相談支援を行う。",
        "startYear": 2023,
    }
    (folder / "rs2024-project-details.json").write_text(
        json.dumps({"4321": sheet}, ensure_ascii=False), encoding="utf-8"
    )


def test_who_supports_a_group_without_a_budget_list(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    write_sheet(folder, "ひきこもり支援推進事業", "ひきこもり状態にある人")
    build(BuildOptions(folder, str(tmp_path / "store")))
    asking = services_for(open_graph(str(tmp_path / "store")))
    found = answer_question("ひきこもりを対象とする事業を持つ府省庁は？", asking)
    assert found["status"] == "answered"
    assert [item["label"] for item in found["answer"]["items"]] == ["厚生労働省"]


def test_beside_a_budget_list_programmes_of_sheets_alone_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    shutil.copytree(Path(__file__).parent.parent / "questions" / "transport", folder)
    write_sheet(folder, "買物同行支援費", "高齢者")
    build(BuildOptions(folder, str(tmp_path / "store")))
    asking = services_for(open_graph(str(tmp_path / "store")))
    found = answer_question("高齢者を対象とする事業は？", asking)
    assert [item["label"] for item in found["answer"]["items"]] == ["高齢者移動支援モデル事業"]
    assert any("事業シートだけ" in note and "買物同行支援費" in note for note in found["caveats"])
