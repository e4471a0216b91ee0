"""What bare names of people mean by the words around them, and people who are background or do the helping."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.group_names import above
from nlp.language.roles import target_groups_of
from tests.gold.eval_group_roles import supported_in


def named(text: str) -> set[str]:
    return {found.canonical for found in target_groups_of(text, load_gazetteers())}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("難病患者やその家族からの相談に応じる。", {"難病患者", "難病患者の家族"}),
        ("依存症の人及び家族に対する支援を行う。", {"依存症の人", "依存症の人の家族"}),
        ("遺族やその家族に寄り添う。", {"遺族"}),
        ("介護に取り組む家族の相談に応じ、家族同士の交流を支援する。", {"家族介護者"}),
        ("家族からの相談に応じる。", {"当事者の家族"}),
        ("ひとり親家庭の親に給付金を支給し、家庭の生活の安定を支援する。", {"ひとり親家庭"}),
        ("支援が必要な家庭を把握し、支援につなげる。", {"家庭"}),
    ],
)
def test_family_and_household_bear_the_name_of_whose_they_are(text: str, groups: set[str]) -> None:
    assert named(text) == groups


def test_the_family_of_a_group_is_none_of_it() -> None:
    assert above("認知症の人の家族", load_gazetteers().target_groups) == ["当事者の家族", "すべての人"]


def test_staff_of_a_centre_are_no_public_servants() -> None:
    assert "公務員" not in named("公民館の周知と職員の負担軽減を進める。")
    assert named("税関の職員の負担軽減を進める。") == {"公務員"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("留学生が増加していることから、障害のある学生からの相談に応じる窓口を置く。", {"障害者", "学生"}),
        ("留学生が増加していることから、相談窓口を置く。", {"留学生"}),
        ("農業者が講師を務める体験教室で、こどもが食を学ぶ機会を設ける。", {"こども"}),
        ("運転者不足を踏まえ、妊産婦の通院を支援する。", {"妊産婦"}),
        ("社員が勤務の経験を生かして施設の運営を手伝う取組を広げる。", set()),
    ],
)
def test_background_and_helpers_are_not_whom_it_is_for(text: str, groups: set[str]) -> None:
    found = supported_in("", text, load_gazetteers())
    assert {next(iter(names & groups), "extra") for names in found} == groups
