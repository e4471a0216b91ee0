"""Rates and limits tied to the item that a sentence names, the year from which a guideline applies, rules among what is paid for."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.grants.guideline import read_guideline
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Record

TEXT = """離島航路維持改善交付金交付要綱

令和９年３月４日国海内第55号

１ 目的
　この要綱は、離島の航路を維持することを目的とする。

２ 対象事業
（１）船舶整備事業
次に掲げる取組を実施する。ただし、②は必ず実施するものとする。
① 船舶の建造
② 船舶の点検
（２）桟橋改良事業
桟橋の改良を行う。

３ 補助率及び上限額
（１）２（１）の事業の補助率は３分の２以内とし、１航路当たりの上限額は5,000万円とする。
（２）２（１）の事業を除き、補助率は２分の１とする。
（３）２（２）に要する経費については、定額を補助する。
（４）補助事業者は、運航の実績を検証し、その結果を公表するよう努めるものとする。
（５）補助事業者は、検証の結果を大臣に報告しなければならない。

附則
この要綱は、令和９年４月１日から施行し、令和９年度以後の予算に係る交付金について適用する。
"""


def _records() -> dict[tuple[str, str], Record]:
    result = read_guideline(Reading.plain("d", TEXT), Context(load_gazetteers(), {}, "d"))
    return {(record.kind, record.key): record for record in result.records}


def test_rates_and_limits_are_of_the_item_their_sentence_names() -> None:
    """２（１）の事業の補助率は… is of 2(1); 2(1)の事業を除き ties nothing to it."""
    records = _records()
    ships = records["eligible_programme", "2(1)"]
    assert [item.value for item in ships.all("subsidy_rate")] == ["2/3"]
    assert [item.value for item in ships.all("limit")] == [50_000_000]
    assert all(
        item.where is not None and TEXT[item.where.start : item.where.end] == item.raw
        for item in (*ships.all("subsidy_rate"), *ships.all("limit"))
    )
    assert "1/2" not in [item.value for item in records["eligible_programme", "2(2)"].all("subsidy_rate")]


def test_the_year_from_whose_programmes_it_applies() -> None:
    """The day of force and the first year are two facts."""
    guideline = next(record for (kind, _), record in _records().items() if kind == "guideline")
    assert (guideline.text("in_force"), guideline.value("applies_from")) == ("2027-04-01", 2027)


def test_a_must_among_the_activities_is_a_rule() -> None:
    """ただし、②は必ず…; the sentence that lists what is paid for is none."""
    rules = [record.text("description") for (kind, _), record in _records().items() if kind == "requirement"]
    assert "ただし、②は必ず実施するものとする。" in rules
    assert not any("次に掲げる取組" in rule for rule in rules)


def test_own_checks_are_requirements_reports_are_procedures() -> None:
    """検証 and 公表 of one's own work bind; 報告 to the minister is a step between the two sides."""
    records = _records()
    assert records["requirement", "3(4)"].text("requirement_type") == "requirement"
    assert records["requirement", "3(5)"].text("requirement_type") == "procedure"
