"""Who is helped to help, told apart from whom it is for; measures listed again; places where somebody is only one of all."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.supported_groups import add_target_groups
from nlp.measures.list_reader import read_measure_list
from nlp.measures.relisted_groups import METHOD, with_first_listings_groups
from nlp.profiles import load_profiles
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Record


def groups(label: str, overview: str) -> tuple[set[str], set[str]]:
    """(target groups, helper groups) of a measure."""
    text = f"{label}\n{overview}"
    reading = Reading.plain("d", text)
    fields = (
        reading.make("label", label, 0, len(label)),
        reading.make("overview", overview, len(label) + 1, len(text)),
    )
    record = Record("measure", "1", reading.where(0, len(text)), fields)
    (found,) = add_target_groups([record], reading, load_gazetteers())
    for item in found.fields:
        assert item.where is not None
        assert text[item.where.start : item.where.end] == item.raw
    return tuple({str(item.value) for item in found.all(name)} for name in ("target_group", "helper_group"))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("label", "overview", "supported", "helpers"),
    [
        (
            "帰宅後の見守り",
            "留守家庭の小学生が安心して過ごせるよう、見守りを行う市町村を支援する。",
            {"地方公共団体"},
            None,
        ),
        (
            "買物の支援",
            "買物に困る高齢者のため、移動販売を行う事業者に対し、費用を補助する。",
            {"企業"},
            {"高齢者"},
        ),
        ("離島の学び", "離島の児童生徒に遠隔授業を行う高等学校を支援する。", {"学校・大学"}, {"児童生徒"}),
        (
            "農園での就労",
            "障害者が農業で働く機会を広げるため、農業経営体への助言を行う。",
            {"農業法人"},
            {"障害者"},
        ),
        (
            "夜間の窓口",
            "ひとり親家庭に対し、夜間に相談を受ける民間団体の取組を支援する。",
            {"NPO等の支援団体"},
            {"ひとり親家庭"},
        ),
    ],
)
def test_bodies_that_are_helped_to_help_people_are_helpers(
    label: str, overview: str, supported: set[str], helpers: set[str] | None
) -> None:
    people, helped = groups(label, overview)
    assert supported <= helped
    assert not supported & people
    assert helpers is None or helpers <= people


@pytest.mark.parametrize(
    ("label", "overview", "supported"),
    [
        ("町工場の省エネ", "省エネルギー設備を導入する中小企業に対し、費用の一部を補助する。", {"中小企業"}),
        ("商店の連携", "協同組合の設立に取り組む商店街を支援する。", {"商店街"}),
        ("保育士の処遇改善", "こどもの保育の質を保つため、保育士の処遇を改善する。", {"保育士"}),
    ],
)
def test_a_body_alone_and_a_profession_in_the_name_are_whom_it_is_for(
    label: str, overview: str, supported: set[str]
) -> None:
    people, helped = groups(label, overview)
    assert supported <= people
    assert not supported & helped


def test_a_local_government_alone_is_a_helper() -> None:
    assert groups("水道の更新", "老朽化した水道管の更新に取り組む市町村を支援する。") == (
        set(),
        {"地方公共団体"},
    )


def test_users_of_a_service_say_nothing_beside_people_who_are_named() -> None:
    said = "留学生の孤立を防ぐため、訪問支援を行う。訪問支援の利用者が安心して過ごせるよう努める。"
    assert groups("見守り", said)[0] == {"留学生"}


def test_consumers_are_whom_it_is_for_only_where_nobody_else_is_in_danger() -> None:
    assert groups("消費者トラブルの防止", "消費者被害の防止のため、注意喚起を行う。")[0] == {"消費者"}
    assert groups("消費者被害の防止", "留学生に対し、契約の注意点を多言語で周知する。")[0] == {"留学生"}


@pytest.mark.parametrize(
    ("overview", "none"),
    [
        (
            "市町村、大学、企業等が参画する協議会の設置を促進し、活動を支援する。",
            {"地方公共団体", "企業", "学校・大学"},
        ),
        ("こどもまつりの運営者と地域の漁業者をつなぎ、地魚を届ける。", {"漁業者"}),
        ("市のこども計画の策定に役立つ資料を公表する。", {"こども"}),
    ],
)
def test_who_takes_part_or_is_only_named_is_neither(overview: str, none: set[str]) -> None:
    people, helped = groups("地域の連携", overview)
    assert not none & (people | helped)


def test_staff_of_a_body_are_no_public_servants() -> None:
    people, helped = groups(
        "研修", "児童養護施設の職員を対象に、発達障害のあるこどもへの接し方の研修を行う。"
    )
    assert "公務員" not in people | helped


def test_victims_who_are_young_are_both() -> None:
    people, _ = groups("相談", "性暴力の被害に遭った若者への相談支援を行う。")
    assert people == {"性犯罪・性暴力の被害者", "若者"}


LIST = """（１）夜の街を安全にする
①相談の入口
No.001:夜間の声掛けの推進【警察庁】・・・・・・ 11
No.002:灯台守の手当の見直し【国土交通省】・・・・・・ 12
②居場所
No.003:(再掲)夜間の声掛けの推進【警察庁】（前出（１）①：P.11）

施策 No.001

（１）夜の街を安全にする
①相談の入口

夜間の声掛けの推進【警察庁】

＜施策の概要＞
　繁華街に集まる若者に対し、声掛けと相談を行う民間団体を支援する。
"""


def test_a_measure_listed_again_is_for_whom_its_first_listing_is_for() -> None:
    rules = load_profiles()["measure_list"].settings["measure_list"]
    reading, known = Reading.plain("d", LIST), load_gazetteers()
    result = read_measure_list(reading, Context(known, rules, "d"))
    records = with_first_listings_groups(add_target_groups(result.records, reading, known), result.relations)
    (again,) = [record for record in records if record.kind == "measure" and record.key == "3"]
    (group,) = again.all("target_group")
    assert (group.value, group.method, [item.value for item in again.all("helper_group")]) == (
        "若者",
        METHOD,
        ["NPO等の支援団体"],
    )
    assert "No.1" in group.note
    assert group.confidence < 1
    assert group.where is not None
    assert LIST[group.where.start : group.where.end] == "若者"
