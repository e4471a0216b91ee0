"""Plans whose list stands in an outline of more than two levels: each entry in its own section and pillar, whatever the marks."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.measures.list_reader import read_measure_list
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record

FOREST = """森林と木材の循環に関する基本計画

第１章 策定の趣旨
１ これまでの経緯
２ 計画の期間
第２章 具体的な取組
１ 山を守り育てる
（１）森林の整備
①　間伐と再造林
No.001:再造林の推進【農林水産省】（P.11）……… 11
No.002:花粉の少ない苗木の生産【農林水産省、環境省】（P.12）
②　路網の整備
No.003:林道の開設と改良【農林水産省】（P.13）
（２）災害に強い森林
①　治山
No.004:山地災害危険地区の点検【農林水産省】（P.14）
２ 木を使う
（１）建築での利用
①　公共建築物
No.005:庁舎の木造化の促進【国土交通省】（P.15）
No.006:(再掲)再造林の推進【農林水産省】（前出１（１）①：P.11）
"""
FOREST_PAGE = """
- 15 -

施策 No.005
２（１）① 公共建築物
庁舎の木造化の促進【国土交通省】

＜施策の概要＞
低層の庁舎を木造とする。

施策 No.004
１ 山を守り育てる
（２）災害に強い森林
① 治山
山地災害危険地区の点検【農林水産省】

＜施策の概要＞
危険地区を点検する。
"""
SEA = """第１ 海を知る
１ 調査と観測
(1) 沿岸
ア 潮位の観測
No.001:験潮所の更新【国土交通省】
イ 海岸線の測量
No.002:航空機による測量の実施【国土交通省】
(2) 沖合
ア 海流の把握
No.003:観測船の運航【文部科学省】
第２ 海を使う
１ 資源
(1) 漁場
ア 藻場の造成
No.004:藻場の造成の支援【農林水産省】
２ 観光
(1) 港
ア 客船の受入れ
No.005:旅客ターミナルの整備【国土交通省】
"""
ROADS = """１ 道をつくる
（１）幹線
No.001:環状道路の整備【国土交通省】
（２）生活道路
No.002:歩道の設置【国土交通省】
２ 道をまもる
（１）点検
No.003:橋の点検【国土交通省】
"""


def read(text: str) -> ReadResult:
    settings = load_profiles()["measure_list"].settings["measure_list"]
    return read_measure_list(Reading.plain("t", text), Context(load_gazetteers(), settings, "t"))


def places(result: ReadResult) -> list[tuple[str, str]]:
    return [(one.text("section"), one.text("pillar")) for one in measures(result).values()]


def measures(result: ReadResult) -> dict[str, Record]:
    return {record.key: record for record in result.records if record.kind == "measure"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FOREST, ["1(1)①", "1(1)①", "1(1)②", "1(2)①", "2(1)①", "2(1)①"]),
        (SEA, ["1-1(1)ア", "1-1(1)イ", "1-1(2)ア", "2-1(1)ア", "2-2(1)ア"]),
        (ROADS, ["1(1)", "1(2)", "2(1)"]),
    ],
)
def test_each_entry_stands_in_the_section_above_it(text: str, expected: list[str]) -> None:
    assert places(read(text)) == [(one, one[0]) for one in expected]


def test_every_level_has_its_own_heading() -> None:
    labels = {one.key: one.text("label") for one in read(FOREST).records if one.kind == "section"}
    assert labels["2"] == "木を使う" and labels["1(2)"] == "災害に強い森林" and labels["1(2)①"] == "治山"
    assert "これまでの経緯" not in labels.values()


def test_a_page_names_its_section_by_all_its_marks_or_line_by_line() -> None:
    result = read(FOREST + FOREST_PAGE)
    found = measures(result)
    assert found["5"].text("label") == "庁舎の木造化の促進"
    assert found["4"].text("label") == "山地災害危険地区の点検"
    assert (found["5"].text("section"), found["4"].text("section")) == ("2(1)①", "1(2)①")
    assert not list(found["4"].all("relisted_section"))
    assert not [issue for issue in result.issues if issue.code == "label-mismatch"]


def test_a_relisting_finds_the_measure_by_the_three_marks_that_it_prints() -> None:
    [relation] = read(FOREST).relations
    assert (relation.subject, relation.object) == ("measure:6", "measure:1")


def test_a_lost_pillar_heading_is_seen_by_the_marks_below_it() -> None:
    result = read(FOREST.replace("２ 木を使う\n", ""))
    assert measures(result)["5"].text("section") == "2(1)①"
