"""The amendments that a guideline lists in its head and in its supplements."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.grants.guideline import read_guideline
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Record

TEXT = """山村留学推進交付金交付要綱

制　　定　令和６年４月３日６林整森第12号
一部改正　令和７年４月２日７林整森第34号
　　　　　令和８年３月30日７林整森第299号
最終改正　令和９年５月１日
林野庁長官通知

第１　趣旨
　この要綱は、山村留学を推進することを目的とする。

第２　事業主体
　事業主体は、市町村とする。

附則
　この要綱は、令和６年４月５日から施行する。
附則（令和７年４月２日７林整森第34号）
　この改正は、令和７年６月１日から施行する。
附則（令和10年４月１日）
　この要綱は、令和10年４月２日から施行する。
"""


def records(text: str) -> tuple[Record, list[Record]]:
    found = read_guideline(Reading.plain("d", text), Context(load_gazetteers(), {}, "d")).records
    for record in found:
        for item in record.fields:
            assert item.where is None or text[item.where.start : item.where.end] == item.raw
    return found[0], [item for item in found if item.kind == "amendment"]


def told(record: Record) -> tuple[str, str, str]:
    return record.text("amended"), record.text("document_number"), record.text("in_force")


def test_each_amendment_is_a_record_with_its_day_number_and_day_of_force() -> None:
    guideline, amendments = records(TEXT)
    assert [told(item) for item in amendments] == [
        ("2025-04-02", "7林整森第34号", "2025-06-01"),
        ("2026-03-30", "7林整森第299号", ""),
        ("2027-05-01", "", ""),
        ("2028-04-01", "", "2028-04-02"),
    ]
    assert {item.parent for item in amendments} == {f"guideline:{guideline.key}"}


def test_the_day_of_an_amendment_is_not_the_day_it_was_made() -> None:
    guideline, _ = records(TEXT)
    assert [item.value for item in guideline.all("established")] == ["2024-04-03"]
    assert [item.value for item in guideline.all("document_number")] == ["6林整森第12号"]
    assert [item.value for item in guideline.all("in_force")] == ["2024-04-05"]


def test_a_day_alone_in_a_head_without_amendments_is_when_it_was_made() -> None:
    _, amendments = records(
        TEXT.replace("一部改正", "")
        .replace("制　　定　令和６年４月３日６林整森第12号\n", "")
        .replace("　　　　　令和８年３月30日７林整森第299号\n最終改正　令和９年５月１日\n", "")
    )
    assert [told(item) for item in amendments if not item.text("in_force")] == []
