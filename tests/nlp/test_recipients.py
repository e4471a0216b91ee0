"""The bodies that get the money of a sheet are helper groups, but for those that get it in some case only."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.readers import Context
from nlp.reading import Reading
from nlp.sheets.reader import read_sheets

TEXT = """山村留学受入体制整備事業（林野庁森林利用課）

令和１０年度概算決定額 ２．４億円

事業概要・目的

○ 親元を離れて山村で学ぶ児童生徒を支援します。

事業イメージ・具体例

【実施主体】市町村、商工会議所、NPO法人（離島で活動するものに限る）、国

期待される効果

○ 山村の学校が維持されます。
"""


def test_who_gets_the_money_is_a_helper_group() -> None:
    result = read_sheets(Reading.plain("d", TEXT), Context(load_gazetteers(), {}, "d"))
    sheet = next(record for record in result.records if record.kind == "sheet")
    helpers = list(sheet.all("helper_group"))
    assert [item.value for item in helpers] == ["地方公共団体", "商工団体"]
    assert [item.value for item in sheet.all("target_group")] == ["児童生徒"]
    assert all(item.where and TEXT[item.where.start : item.where.end] == item.raw for item in helpers)
