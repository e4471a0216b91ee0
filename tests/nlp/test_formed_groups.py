"""Groups of people that no list names, known by their form."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.group_names import above, broader_of, formed_entry
from nlp.language.roles import target_groups_of

GROUPS = load_gazetteers().target_groups


def supported(text: str) -> dict[str, str]:
    """Canonical name -> the words of the text, of each group that the text supports."""
    found = target_groups_of(text, load_gazetteers())
    return {item.canonical: text[item.start : item.end] for item in found}


@pytest.mark.parametrize(
    ("text", "canonical", "surface", "broader"),
    [
        ("山林所有者に対する助言を行う。", "山林所有者", "山林所有者", ["すべての人"]),
        ("学び直しを望む方々への支援を行う。", "学び直しを望む人", "学び直しを望む方々", ["すべての人"]),
        ("航空貨物事業者に対し、費用を助成する。", "航空貨物事業者", "航空貨物事業者", ["企業"]),
        (
            "離島の小型船の利用者が安心して乗船できるようにする。",
            "小型船の利用者",
            "小型船の利用者",
            ["すべての人"],
        ),
        (
            "日本語を母語としない幼児への支援を行う。",
            "日本語を母語としない幼児",
            "日本語を母語としない幼児",
            ["幼児", "在留外国人"],
        ),
        ("資力の乏しい方を対象に、無料の相談を行う。", "資力の乏しい人", "資力の乏しい方", ["すべての人"]),
        ("国民（電波の利用者）に対し、情報を提供する。", "電波の利用者", "電波の利用者", ["すべての人"]),
        ("日本語教師経験者に対する研修を行う。", "日本語教師経験者", "日本語教師経験者", ["すべての人"]),
        (
            "地域に継続的に関わる方に対し、情報を提供する。",
            "地域に継続的に関わる人",
            "地域に継続的に関わる方",
            ["すべての人"],
        ),
        ("指定確認検査機関が行う審査の費用に対する補助", "指定確認検査機関", "指定確認検査機関", []),
        ("女性研究者に対し、研究費を助成する。", "女性研究者", "女性研究者", ["研究者", "女性"]),
    ],
)
def test_a_formed_group_has_its_name_its_span_and_what_is_above(
    text: str, canonical: str, surface: str, broader: list[str]
) -> None:
    assert supported(text)[canonical] == surface
    assert list(broader_of(canonical, GROUPS)) == broader


@pytest.mark.parametrize(
    "text",
    [
        "公衆衛生に対する理解を広げる。",
        "関係者に対する周知を行う。",
        "担当者に対する研修を行う。",
        "公衆衛生の向上と社会の再生を支援する。",
        "個々人の状況に応じた支援を行う。",
        "日本人の国語に関する意識を調査する。",
        "社会福祉士の養成を行う。",
        "消防署による空き家の所有者への指導を行う。",
        "作業療法士などの専門家配置を支援する。",
        "次に掲げる事業を行う者に対し、費用を補助する。",
        "対象となる者に対し、給付金を支給する。",
        "難病患者会と連携して実施する。",
        "第2回の応募者に対し、結果を通知する。",
    ],
)
def test_a_part_in_the_work_is_no_group(text: str) -> None:
    assert supported(text) == {}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("臨床研修のプログラム責任者に対する講習会を開く。", "プログラム責任者"),
        ("人事担当者に対する研修を行う。", "人事担当者"),
        ("設置者に対し、施設の復旧に係る費用を補助する。", "設置者"),
        ("警護対象者の安全を確保する。", "警護対象者"),
    ],
)
def test_a_part_in_the_work_that_is_itself_addressed_is_a_group(text: str, group: str) -> None:
    assert set(supported(text)) == {group}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("相続人が登記を円滑に行えるよう、相談を行う。", "相続人"),
        ("審査官が資料を検索できるシステムを利用する環境を構築する。", "審査官"),
        ("遊牧民への食料の提供を行う。", "遊牧民"),
        ("専門学校生への経済的支援を行う。", "専門学校生"),
        ("空き家の仲介を担うNPO等の人材を育成する。", "NPO等の人材"),
        ("ASEAN諸国に対する技術支援を行う。", "ASEAN諸国"),
    ],
)
def test_a_suffix_of_people_makes_a_group_of_the_word_before_it(text: str, group: str) -> None:
    assert set(supported(text)) == {group}
    assert supported("プログラム責任者が計画を立てる。") == {}


def test_users_who_are_people_of_a_list_are_those_people() -> None:
    assert set(supported("国民等利用者に対し、情報を提供する。")) == {"すべての人"}
    assert set(supported("劇場利用者の利便性の向上を図る。")) == {"劇場利用者"}


def test_a_profession_of_care_is_no_family_carer() -> None:
    for text in (
        "介護に携わる職員に対する研修を実施する。",
        "看護を行う職員の処遇を改善する。",
        "介護を担う職員を支援する。",
    ):
        assert "家族介護者" not in supported(text)
    assert "家族介護者" in supported("介護を行いながら働く労働者を支援する。")
    assert "家族介護者" in supported("介護をしている従業員に対する相談を行う。")


@pytest.mark.parametrize(
    "text",
    [
        "物依存を有する者に対し、プログラムを実施する。",
        "校児童生徒に対して支援を行うため、体制を整備する。",
    ],
)
def test_what_a_lost_beginning_left_is_no_group(text: str) -> None:
    assert supported(text) == {}


def test_a_kanji_that_stands_alone_is_no_rest() -> None:
    assert set(supported("元患者に対し、相談支援を行う。")) != set()


def test_a_clause_that_names_others_is_left_to_them() -> None:
    assert set(supported("高齢のこどもを親が支える世帯への支援")) & {"高齢のこどもを親が支える世帯"} == set()


def test_narrower_groups_keep_what_is_above_them() -> None:
    assert above("不登校児童生徒", GROUPS) == ["児童生徒", "こども", "こども・若者", "すべての人"]
    assert above("有期雇用労働者", GROUPS) == ["非正規雇用労働者", "労働者", "すべての人"]
    assert above("医療的ケア児", GROUPS)[:2] == ["障害児", "障害者"]


def test_the_kind_of_a_formed_group() -> None:
    people, bodies = formed_entry("土地所有者", GROUPS), formed_entry("離島航路事業者", GROUPS)
    assert people is not None and people.type == "person"
    assert bodies is not None and bodies.type == "intermediary"
    assert formed_entry("浄化槽", GROUPS) is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("停電時患者を支援する。", "患者"),
        ("豪雨時登山者への支援を行う。", "登山者"),
        ("平時高齢者への支援を行う。", "高齢者"),
        ("短時間労働者への支援を行う。", "短時間労働者"),
    ],
)
def test_when_people_are_helped_is_no_part_of_who_they_are(text: str, group: str) -> None:
    """停電時|患者 are 患者; 短時間 is no 時."""
    assert [found.canonical for found in target_groups_of(text, load_gazetteers())] == [group]
