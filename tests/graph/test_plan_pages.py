"""A plan's page of a measure: 現状, 課題 and 今後の取組方針 each under a term that says what it is."""

from __future__ import annotations

from pathlib import Path

from graph.build import build_quads, parts_of, reconcile
from graph.iris import NS
from nlp.extract import extract_document
from nlp.sources import SourceEntry

TEXT = """重点計画
（令和8年6月12日本部決定）
No.004:フードバンク活動の支援【農林水産省】
施策 No.004
（１）② 食と栄養の確保
フードバンク活動の支援【農林水産省】
＜施策の概要＞
専門家の派遣を行う。
【目標及び達成の期間】
令和９年度までに、団体の数を 120 団体以上とすることを目指す。
＜現状＞
取組が広がっている。
＜課題＞
担い手が足りない。
＜今後の取組方針＞
引き続き支援する。
"""


def test_present_challenge_and_policy_keep_their_meaning(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    parts = parts_of([extract_document(SourceEntry(file, "plan"), profile="measure_list")])
    said = {
        (quad.predicate.value.removeprefix(NS), quad.object.value)
        for quad in build_quads(parts, reconcile(parts))
        if quad.subject.value.endswith("measure/2026-4")
    }
    assert ("currentSituation", "取組が広がっている。") in said
    assert ("challenge", "担い手が足りない。") in said
    assert ("review", "引き続き支援する。") in said
    assert "achievement" not in {name for name, _ in said}
