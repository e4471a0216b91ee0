"""Documents written by hand with other ministries, sections, numbers and damage (cases/unseen), each field against what it says."""

from __future__ import annotations

from pathlib import Path

from nlp.extract import extract_document
from nlp.records import Extraction, Record
from nlp.sources import SourceEntry
from tests.nlp.mutations import faults

FOLDER = Path(__file__).parent / "cases" / "unseen"


def read(name: str, profile: str) -> tuple[Extraction, dict[str, Record]]:
    """The extraction of a case, recognised without being told, and its records by kind:key."""
    found = extract_document(SourceEntry(FOLDER / f"{name}.txt", name))
    assert found.document.profile == profile
    assert list(faults(found)) == []
    return found, {f"{record.kind}:{record.key}": record for record in found.records}


def groups(record: Record) -> set[object]:
    return {item.value for item in record.all("target_group")}


def test_a_torn_budget_list_with_sheets() -> None:
    found, records = read("torn_budget", "budget_list")
    truth = {
        17: (74, "exact", "総務省", False, False, set()),
        18: (1205, "exact", "出入国在留管理庁", False, True, {"在留外国人"}),
        19: (318, "exact", "厚生労働省", False, False, {"自死遺族"}),
        20: (1130, "includedIn", "警察庁", True, False, {"非行少年"}),
        21: (96, "exact", "復興庁", False, False, set()),
        22: (455, "exact", "農林水産省", True, False, {"NPO等の支援団体"}),
    }
    reported = {(issue.code, issue.subject) for issue in found.issues}
    for number, (million, kind, ministry, relisted, new, whom) in truth.items():
        row = records[f"budget_line:{number}"]
        assert row.value("amount") == million * 1_000_000 and row.text("amount_kind") == kind
        assert [item.value for item in row.all("ministry")] == [ministry]
        assert (row.value("relisted"), row.value("newly_listed")) == (relisted, new)
        assert (row.value("fiscal_year"), row.text("stage")) == (2026, "initial")
        assert groups(row) == whom
        # The headings are torn off: a section is told only where one remains possible.
        assert row.text("section") or ("unknown-section", f"budget_line:{number}") in reported
    assert records["budget_line:17"].text("section") == "2-①"
    assert records["budget_line:22"].text("section") == "2-③"
    sheet = records["sheet:被災地の心のケア支援体制整備事業"]
    assert sheet.text("ministry") == "復興庁" and groups(sheet) == {"被災者"}


def test_a_damaged_table_of_measures() -> None:
    found, records = read("measures", "measure_table")
    truth = {
        31: ("夜間中学の設置促進", ["文部科学省"], "3-①"),
        32: ("高校中退者等の学び直し支援", ["文部科学省"], "3-①"),
        33: ("日本語教室の空白地域解消", ["文部科学省"], "3-①"),
        34: ("就職氷河期世代の就労支援", ["厚生労働省"], "3-②"),
        35: ("若年無業者の職業的自立支援", [], "3-②"),
        36: ("農福連携の推進", ["農林水産省", "厚生労働省"], "3-②"),
        37: ("認定就労訓練事業の推進", ["厚生労働省"], "3-②"),
        38: ("矯正施設出所者等の就労支援", ["法務省"], "3-②"),
    }
    measures = {key: record for key, record in records.items() if record.kind == "measure"}
    assert measures.keys() == {f"measure:{number}" for number in truth}
    for number, (label, ministries, section) in truth.items():
        row = measures[f"measure:{number}"]
        assert row.text("label") == label and row.text("section") == section
        assert [item.value for item in row.all("ministry")] == ministries
        assert row.value("plan_year") == 2026
    assert records["measure:32"].text("review") == "好事例を周知し、実施自治体を増やす。"
    assert records["measure:31"].text("link") == "https://www.mext.go.jp/yakan/index.html"
    assert groups(records["measure:35"]) == {"若年無業者"}
    assert groups(records["measure:38"]) == {"刑務所出所者等"}
    verdicts = {
        record.key: record.value("reached")
        for record in found.of_kind("indicator")
        if record.text("result_text")
    }
    assert verdicts["34/1"] is True and verdicts["38/1"] is False
    assert {verdicts[key] for key in ("31/1", "32/1", "33/1", "36/1", "37/1")} == {None}
    assert records["indicator:33/1"].value("due_year") == 2027
    assert records["indicator:36/1"].value("target_value") == 12_000
    codes = {(issue.code, issue.subject) for issue in found.issues}
    assert {("cut-number", "measure:33"), ("missing-number", "measure:37")} <= codes
    assert {("merged-rows", "measure:34"), ("missing-ministry", "measure:35")} <= codes


def test_a_table_of_grantees() -> None:
    found, records = read("grantees", "grant_sheets")
    truth = {
        1: ("はばたきの家", "青森県", "若者の居場所「ひなた」運営事業"),
        2: ("ミナトリンク", "神奈川県", "単身高齢者の訪問相談事業"),
        3: ("四万十福祉会", "高知県", "中山間地域の移動サロン事業"),
        5: ("琉球子ども未来基金", "沖縄県", "離島の学習支援ネットワーク事業"),
    }
    rows = [record for record in found.records if record.kind == "grantee"]
    assert {row.value("number") for row in rows} == set(truth)
    for row in rows:
        read_ = (row.text("label"), row.text("prefecture"), row.text("project"))
        assert read_ == truth[int(str(row.value("number")))]
        assert row.value("fiscal_year") == 2027 and row.text("programme") == "地域共生スタートアップ助成金"
    assert "missing-row" in {issue.code for issue in found.issues}
    assert [record.value("limit") for record in found.records if record.kind == "sheet"] == [3_500_000]
    assert records["grantee:3"].text("legal_form") == "社会福祉法人"
