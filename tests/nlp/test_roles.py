"""Who is supported, and who is only mentioned."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.roles import role_rules, target_groups_of
from tests.gold.eval_sheets import group_rows


def groups(text: str) -> set[str]:
    """The canonical names of the groups that a text supports."""
    return {found.canonical for found in target_groups_of(text, load_gazetteers())}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("生活困窮者やひきこもり状態にある者等に対する支援を行う", {"生活困窮者", "ひきこもり状態にある人"}),
        ("不登校児童生徒への支援", {"不登校児童生徒"}),
        ("高齢者、障害者や消費者等の見守り活動等の充実", {"高齢者", "障害者", "消費者"}),
        ("ひとり親家庭が、安心して相談できる窓口を設ける", {"ひとり親家庭"}),
        ("地方公共団体が実施する取組を支援する", {"地方公共団体"}),
        ("障害者相談支援体制の充実", {"障害者"}),
        ("単身者の死後事務を担う社会福祉法人等に対し、費用を助成する", {"単身者", "NPO等の支援団体"}),
        ("採用した事業主に助成金を支給する", {"企業"}),
        ("補助先：地方公共団体、公益法人", {"地方公共団体"}),
        ("民間団体の担当者に対する補助を行う", {"NPO等の支援団体"}),
        ("視覚と聴覚に障害のある盲ろう者の移動を支える", {"盲ろう者"}),
        ("きょうだい児の預かりを行う", {"きょうだい児"}),
        ("海外の教員を我が国に招へいし、研修を行う", {"教職員"}),
        ("製造業者に対し、外部の専門家を派遣して、設備の更新を支援する", {"企業"}),
        ("若年性認知症の人やその雇用主からの相談に応じる", {"若年性認知症の人", "雇用主"}),
        ("高齢又は障害により支援を必要とする受刑者", {"高齢者", "障害者", "刑務所出所者等"}),
        ("被災した市町村が、庁舎を建て替える場合に、補助金を交付する", {"地方公共団体"}),
        ("民間団体が実施する次の取組について上限を設けて補助する", {"NPO等の支援団体"}),
        ("〈地方公共団体が行う点検等の支援〉を進める", {"地方公共団体"}),
        ("地方公共団体、観光地域づくり法人に対し、計画の策定を支援する", {"地方公共団体", "企業"}),
        ("食品製造事業者の施設整備、製造ラインの増設等に必要な取組を支援する", {"食品事業者"}),
        ("徹底した国際化に取り組む大学を重点支援する", {"学校・大学"}),
        ("事業者の行う安全教育の支援を行う", {"企業"}),
        ("障害のある児童生徒等に対する指導の充実を図る", {"障害者", "児童生徒"}),
        ("求職者、学生等について、職業訓練から就職支援までを行う", {"求職者", "学生"}),
    ],
)
def test_supported(text: str, expected: set[str]) -> None:
    assert groups(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "こども家庭庁において検討する。",
        "民間団体と連携して実施する。",
        "専門的職員の配置を進める。",
        "小中高生の自殺者数は過去最多となった。",
        "消費者庁ホームページに掲載する。",
        "若者サポートステーションを設置する。",
        "高齢者の医療の確保に関する法律を改正する。",
        "若者へのヒアリングを行う。",
        "更生保護施設職員に対する研修を行う。",
        "農業従事者の減少に伴い、機械化を進める。",
        "労働者を対象とした意識調査を実施する。",
        "映像教材（DVD）を選定する。",
        "企業への就職を進める。",
        "訪日外国人の宿泊の実態を明らかにする「宿泊統計調査」を実施する。",
        "全国の母子世帯を対象として実施され、結果が公表される調査である。",
        "医療機関を対象に、体制の状況についてアンケートを行う。",
        "市町村と医療機関との連携を強める。",
        "障害者スポーツ大会を開く。",
        "アントレプレナーシップを育む。",
    ],
)
def test_only_mentioned(text: str) -> None:
    assert groups(text) == set()


def test_everybody_only_where_nobody_else() -> None:
    assert groups("スポーツに誰もがアクセスできる環境の整備") == {"すべての人"}
    assert groups("障害者の学びの機会を充実し、誰もが共に学び、生きる社会を目指す") == {"障害者"}


def test_spans_are_of_the_name() -> None:
    text = "地域の高齢者に対する支援"
    (found,) = target_groups_of(text, load_gazetteers())
    assert text[found.start : found.end] == "高齢者"
    assert found.role in {rule.id for rule in role_rules()}


def test_labelled_set_reaches_the_aim() -> None:
    figures = {(subject, name): value for subject, name, value in group_rows()}
    assert figures["target groups of measures", "F1"] >= 0.90
    assert figures["target groups of sheets", "F1"] >= 0.90
