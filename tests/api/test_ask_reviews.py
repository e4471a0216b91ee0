"""Questions on review sheets alone: programmes that no budget list prints are asked as programmes are."""

from __future__ import annotations

import json
from pathlib import Path

from api.answering.answers import answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph


def test_who_supports_a_group_without_a_budget_list(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    sheet = {
        "projectId": 4321,
        "projectName": "ひきこもり支援推進事業",
        "ministry": "厚生労働省",
        "bureau": "社会・援護局",
        "purpose": "ひきこもり状態にある人を支援する。",
        "currentIssues": "",
        "overview": "ひきこもり状態にある人への相談支援を行う。",
        "startYear": 2023,
    }
    (folder / "rs2024-project-details.json").write_text(
        json.dumps({"4321": sheet}, ensure_ascii=False), encoding="utf-8"
    )
    build(BuildOptions(folder, str(tmp_path / "store")))
    asking = services_for(open_graph(str(tmp_path / "store")))
    found = answer_question("ひきこもりを対象とする事業を持つ府省庁は？", asking)
    assert found["status"] == "answered"
    assert [item["label"] for item in found["answer"]["items"]] == ["厚生労働省"]
