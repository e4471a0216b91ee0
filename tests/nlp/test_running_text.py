"""Sentences of a guideline that the page's width breaks at an item's number or at a bracket stay whole."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.grants.guideline import read_guideline
from nlp.readers import Context
from nlp.reading import Reading

TEXT = """海岸漂着物等対策交付金実施要領

令和８年６月12日環水発0612第3号

１ 事業の目的
　この要領は、海岸に漂着した物の回収を進めることを目的とする。

２ 委託
（１）都道府県は、事業の一部を民間の団体に委託することができる。ただし、３（１）ア
①に掲げる計画の全部を委託してはならない。
（２）委託を受けた者は、毎月の作業の記録を作成し、都道府県に対して翌月の10日までに提
出するものとする。港湾管理者（地方自治法の規定により設けられた一部事務組合を除く。）
は、地方整備局を経由して提出するものとする。
（３）回収した物（危険なもの及び医療に用いられた注射針その他の鋭利な物をいう。
以下同じ。）は、密閉した容器に入れて運搬しなければならない。

３ 対象事業
（１）回収処理事業
ア 計画
次に掲げる取組を実施する。
① のぼり旗の作成
② はしけの借上げ及び調査員の乗船その他の海上における監視に要する機材等の準備及び保管
③ にごりの調査
"""


def _rules() -> dict[str, str]:
    result = read_guideline(Reading.plain("d", TEXT), Context(load_gazetteers(), {}, "d"))
    assert all(
        TEXT[item.where.start : item.where.end] == item.raw
        for record in result.records
        for item in record.fields
        if item.where is not None
    )
    kinds = ("requirement", "activity")
    return {record.key: record.text("description") for record in result.records if record.kind in kinds}


def test_a_number_named_at_the_head_of_a_line_is_no_item() -> None:
    """３（１）ア / ①に掲げる計画 is one sentence."""
    rules = _rules()
    assert "ただし、３（１）ア①に掲げる計画の全部を委託してはならない。" in rules.values()
    assert not any(key.startswith("2(1)①") for key in rules)


def test_a_bracket_at_the_end_of_a_line_ends_no_sentence() -> None:
    """…を除く。） / は、… and （…をいう。 / 以下同じ。）は、… are one sentence each."""
    rules = list(_rules().values())
    assert any(rule.startswith("港湾管理者（") and rule.endswith("提出するものとする。") for rule in rules)
    assert any(
        rule.startswith("回収した物（") and rule.endswith("運搬しなければならない。") for rule in rules
    )


def test_items_that_begin_with_a_noun_stay_items() -> None:
    """のぼり, はしけ and にごり are nouns, not particles."""
    assert {"3(1)ア①", "3(1)ア②", "3(1)ア③"} <= _rules().keys()
