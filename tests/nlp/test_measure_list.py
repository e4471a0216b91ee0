"""A plan's own list of measures and its pages: broken lines, leaders, 再掲 and 前出, one page per measure."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.measures.list_reader import read_measure_list
from nlp.profiles import choose_profile, load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record
from tests.generate.measure_tables import Measure, clean_table

LIST = """（１）暮らしを支える基盤を整える
① 住まいの確保と改善
No.001:高齢者の住居確保の推進【国土交通省】･････････････････････ 34
No.002:ホームページやＳＮＳ等を活用した支援
情報の発信【内閣府、
厚生労働省】……………………35
② 食と栄養の確保
No.003:(再掲)ホームページやＳＮＳ等を活用した支援情報の発信【内閣府、厚生労働省】（前出
（１）①：P.35）
No.004:フードバンク活動の支援【農林水産省】
（２）学びと仕事への道を開く
① 学び直しの環境整備
No.001:（再掲）高齢者の住居確保の推進【国土交通省】（前出（１）①：P.34）
No.005:留学生の学習機会の充実【文部科学省】 40
"""
PAGE = """
施策 No.004
（１）② 食と栄養の確保
フードバンク活動の
支援【農林水産省】
＜施策の概要＞
フードバンク活動の強化に向けて、専門家の
派遣等を行う。
【目標及び達成の期間】
令和９年度までに、支援を受けた団体の数を 120 団体以上とすることを目指す。
＜現状＞
取組が広がっている。
＜課題＞
担い手が足りない。
＜今後の取組方針＞
引き続き支援する。
- 41 -
"""


def read(text: str) -> ReadResult:
    settings_ = load_profiles()["measure_list"].settings["measure_list"]
    return read_measure_list(Reading.plain("t", text), Context(load_gazetteers(), settings_, "t"))


def measures(result: ReadResult) -> dict[str, Record]:
    return {record.key: record for record in result.records if record.kind == "measure"}


def values(record: Record, name: str) -> list[object]:
    return [item.value for item in record.all(name)]


def test_entries_over_lines_with_leaders() -> None:
    found = measures(read(LIST))
    assert list(found) == ["1", "2", "3", "4", "5"]
    assert found["2"].text("label") == "ホームページやＳＮＳ等を活用した支援情報の発信"
    assert values(found["2"], "ministry") == ["内閣府", "厚生労働省"]
    assert values(found["4"], "section") == ["1-②"]
    assert values(found["5"], "section") == ["2-①"]


def test_relisted_entry_with_the_first_number_adds_a_section() -> None:
    record = measures(read(LIST))["1"]
    assert (values(record, "section"), values(record, "relisted_section")) == (["1-①"], ["2-①"])
    assert values(record, "pillar") == ["1"]
    assert values(record, "relisted") == [True]


def test_relisted_entry_with_a_number_of_its_own_is_related_to_the_first() -> None:
    result = read(LIST)
    assert [(item.subject, item.predicate, item.object) for item in result.relations] == [
        ("measure:3", "relists", "measure:2")
    ]


def test_page_of_a_measure() -> None:
    result = read(LIST + PAGE)
    record = measures(result)["4"]
    assert record.text("label") == "フードバンク活動の支援"
    assert record.text("overview") == "フードバンク活動の強化に向けて、専門家の派遣等を行う。"
    assert record.text("goal").startswith("令和９年度までに")
    assert (record.text("current"), record.text("issue"), record.text("policy")) == (
        "取組が広がっている。",
        "担い手が足りない。",
        "引き続き支援する。",
    )
    indicator = next(item for item in result.records if item.kind == "indicator")
    assert (indicator.value("target_value"), indicator.value("due_year"), indicator.parent) == (
        120,
        2027,
        "measure:4",
    )


@pytest.mark.parametrize("printed", ["No.00■", "No.0〓4", "No.001"])
def test_page_whose_number_is_lost_or_taken_is_found_by_its_name(printed: str) -> None:
    first = PAGE.replace("004", "001").replace(
        "フードバンク活動の\n支援【農林水産省】", "高齢者の住居確保の推進【国土交通省】"
    )
    result = read(LIST + first + PAGE.replace("No.004", printed))
    found = measures(result)
    assert (
        next(one for key, one in found.items() if key.endswith("4"))
        .text("overview")
        .startswith("フードバンク活動の強化")
    )
    assert [issue.code for issue in result.issues if "施策の頁" in issue.message] == ["restored-number"]


def test_page_of_no_listed_name_is_told() -> None:
    torn = PAGE.replace("No.004", "No.■■").replace("フードバンク活動の\n支援", "港湾の清掃")
    messages = [issue.message for issue in read(LIST + torn).issues if issue.code == "missing-number"]
    assert messages == ["番号の読めない施策の頁がある"]


def test_profile_is_chosen() -> None:
    chosen = choose_profile(LIST + PAGE, load_profiles())
    assert chosen is not None and chosen.name == "measure_list"


def test_relisted_entry_with_a_number_of_its_own_stands_in_its_own_section() -> None:
    record = measures(read(LIST))["3"]
    assert values(record, "section") == ["1-②"]
    moved = LIST.replace("② 食と栄養の確保", "（３）地域のきずなを育てる\n① 食と栄養の確保")
    assert values(measures(read(moved))["3"], "section") == ["3-①"]


def test_relisted_entry_whose_first_listing_is_lost_keeps_the_place_printed_for_it() -> None:
    text = "\n".join(line for line in LIST.split("\n") if not line.startswith("No.001:高齢者"))
    found = measures(read(text))["1"]
    assert (values(found, "section"), values(found, "relisted_section")) == (["1-①"], ["2-①"])


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        (("No.004:", "No.OO4:"), "4"),
        (("No.004:", "No.004 "), "4"),
        (("No.004:", "o.004:"), "4"),
        (("No.004:", "Ｎｏ．００４："), "4"),
        (("No.004:", ""), "4"),
        (("（２）学びと", "（２)学ぴと"), "4"),
        (("【農林水産省】\n", "【農林水産省】･･･ 39"), "4"),
        (("【農林水産省】", "農林水産省】"), "4"),
        (("【農林水産省】", "【農林水産省"), "4"),
        (("【農林水産省】", "【晨林水産省】"), "4"),
    ],
)
def test_damaged_entries_are_read(damage: tuple[str, str], number: str) -> None:
    assert damage[0] in LIST
    found = measures(read(LIST.replace(*damage)))
    whole = measures(read(LIST))
    assert list(found) == list(whole)
    assert found[number].text("label") == "フードバンク活動の支援"
    assert values(found[number], "ministry") == ["農林水産省"]
    assert {key: values(item, "section") for key, item in found.items()} == {
        key: values(item, "section") for key, item in whole.items()
    }


def test_no_row_is_lost_without_an_issue() -> None:
    last = LIST.replace("No.005:", "")
    issues = read(last).issues
    assert "5" not in measures(read(last))
    assert any(item.code == "unnumbered-row" and "留学生の学習機会の充実" in item.message for item in issues)
    first = "\n".join(line for line in LIST.split("\n") if not line.startswith("No.001:"))
    assert "measure:1" in [item.subject for item in read(first).issues if item.code == "missing-row"]


def test_address_beside_a_plain_heading_is_a_link() -> None:
    page = PAGE.replace(
        "引き続き支援する。", "引き続き支援する。\n関連URL：https://www.maff.go.jp/j/ food_ bank.html"
    )
    record = measures(read(LIST + page))["4"]
    assert record.text("policy") == "引き続き支援する。"
    assert values(record, "link") == ["https://www.maff.go.jp/j/food_bank.html"]


def make_plan(seed: int) -> tuple[str, list[Measure]]:
    """A random plan's list, lines broken anywhere, and its measures."""
    random = Random(seed)
    _, lines, found = clean_table(random, 40, first=random.choice([1, 1, 101]))
    out = ["地域共生計画", "令和７年４月１日決定", ""]
    for kind, item in lines:
        if kind == "heading":
            out.append(str(item))
            continue
        assert isinstance(item, Measure)
        number = f"{item.number:03d}" if random.random() < 0.7 else str(item.number)
        entry = f"No.{number}:{item.label}【{'、'.join(item.ministries)}】"
        entry += random.choice(
            ["", " " + str(item.number + 20), "･･････････" + str(item.number + 20), "………… 7"]
        )
        at = random.randint(8, max(9, len(entry) - 1))
        out.append(
            entry[:at] + "\n" + entry[at:] if random.random() < 0.4 and entry[at - 1] not in "･…" else entry
        )
    return "\n".join(out) + "\n", found


@pytest.mark.parametrize("seed", range(12))
def test_generated_plans(seed: int) -> None:
    text, truth = make_plan(seed)
    result = read(text)
    found = measures(result)
    assert {key: record.text("label") for key, record in found.items()} == {
        str(m.number): m.label for m in truth
    }
    assert {key: values(record, "ministry") for key, record in found.items()} == {
        str(m.number): m.ministries for m in truth
    }
    assert {key: record.text("section") for key, record in found.items()} == {
        str(m.number): m.section for m in truth
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_mutated_plans_never_crash_and_slice_back(number: int) -> None:
    random = Random(number)
    text = make_plan(number)[0] + PAGE
    text = "".join(letter for letter in text if random.random() > 0.03)
    for record in read(text).records:
        for item in record.fields:
            if item.where is not None:
                assert text[item.where.start : item.where.end] == item.raw


def test_headings_whose_circled_numbers_became_plain_digits_head_their_sections() -> None:
    text = "\n".join(
        (
            "(1)港を守る",
            "1人材の育成",
            "No.001:岸壁の点検と補修の推進【国土交通省】",
            "2 漁港の衛生",
            "No.002:漁港における衛生管理の向上【農林水産省】",
            "3 灯台の保守",
            "No.003:灯台の保守の高度化【国土交通省】",
        )
    )
    found = measures(read(text))
    assert [found[key].value("section") for key in ("1", "2", "3")] == ["1-①", "1-②", "1-③"]


def test_a_page_of_another_measure_gives_no_name() -> None:
    page = "施策 No.001\n灯台の保守の高度化に関する調査【環境省】\n＜施策の概要＞\n灯台を守る。\n"
    text = "(1)港を守る\n①岸壁の補修\nNo.001:岸壁の点検と補修の推進【国土交通省】\nNo.002:漁港における衛生管理の向上【農林水産省】\n"
    result = read(text + page)
    found = measures(result)["1"]
    assert (found.value("label"), found.value("ministry")) == ("岸壁の点検と補修の推進", "国土交通省")
    assert any(issue.code == "label-mismatch" and issue.severity == "warning" for issue in result.issues)


def test_an_address_behind_its_label_in_round_brackets_is_no_policy() -> None:
    page = PAGE.replace(
        "引き続き支援する。", "引き続き支援する。\n（関連URL）https://www.example.go.jp/ bank/index.html"
    )
    (found,) = [record for record in read(LIST + page).records if record.first("policy")]
    assert found.text("policy") == "引き続き支援する。"
    assert values(found, "link") == ["https://www.example.go.jp/bank/index.html"]


def test_the_sign_of_a_lost_number_is_no_part_of_the_name() -> None:
    found = measures(read(LIST.replace("No.004:フード", "No.   :フード")))
    assert found["4"].text("label") == "フードバンク活動の支援"


def test_the_page_that_a_leader_leads_to_is_the_measures() -> None:
    found = {key: record.value("plan_page") for key, record in measures(read(LIST)).items()}
    # 前出 tells the page of the first listing, an entry without a leader none.
    assert found == {"1": 34, "2": 35, "3": None, "4": None, "5": 40}
