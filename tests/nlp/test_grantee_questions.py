"""Questions about the list of grantees: chosen by seat, area and legal form, and none where a word is left."""

from __future__ import annotations

import pytest

from nlp.questions.printed.grantee_questions import grantee_question

PRINTED = ("広島県", "愛媛県", "北海道", "東京都", "全国")


def test_a_place_is_the_seat_or_an_area_as_the_words_beside_it_say() -> None:
    found = grantee_question("北海道でやってるのに本拠は北海道じゃない団体は？", PRINTED)
    assert found is not None
    assert [(p.side, p.barred) for p in found.places] == [("area", False), ("seat", True)]


@pytest.mark.parametrize(
    ("question", "areas", "whole_only"),
    [
        ("事業区域が３県にまたがってる団体の名前", 3, False),
        ("県境をまたいで活動する交付団体は幾つ", -1, False),
        ("事業区域が全国オンリーなのは九つのうちいくつ", 0, True),
    ],
)
def test_how_many_areas(question: str, areas: int, whole_only: bool) -> None:
    found = grantee_question(question, PRINTED)
    assert found is not None
    assert (found.areas, found.whole_only) == (areas, whole_only)


def test_a_denied_legal_form_is_all_others() -> None:
    found = grantee_question("NPO法人じゃない交付団体はどこ", PRINTED)
    assert found is not None
    assert found.forms == ("特定非営利活動法人",) and found.forms_barred


@pytest.mark.parametrize(
    "question",
    [
        "あの交付団体の本部は？",
        "北海道だけの団体",
        "法人税の施策は",
    ],
)
def test_a_word_that_is_not_read_makes_it_none(question: str) -> None:
    assert grantee_question(question, PRINTED) is None


def test_a_remark_of_a_row_chooses_it() -> None:
    found = grantee_question(
        "コンソーシアム代表団体になっているのはどこでしょうか、区域も一緒に",
        PRINTED,
        ("コンソーシアムの代表団体",),
    )
    assert found is not None and found.remarks == ("コンソーシアムの代表団体",)


def test_a_prefecture_that_the_list_does_not_print_is_read() -> None:
    found = grantee_question("愛知や北海道に本部がある交付団体", PRINTED)
    assert found is not None and [(p.side, p.values) for p in found.places] == [
        ("seat", ("愛知県", "北海道"))
    ]
