"""Names of plans and budget lists, taken from titles and said in part; what a number is of, said beside it."""

from __future__ import annotations

import pytest

from nlp.extract import _title
from nlp.questions.names.in_lists import in_list, of_two_lists
from nlp.questions.names.lexicon import NumberedList
from nlp.questions.names.list_names import label_of, mentions
from nlp.questions.names.number_sides import with_side
from nlp.questions.typed.text import fold_question

_LISTS = tuple(
    NumberedList(label, kind, (f"https://example.jp/{label}",), frozenset())
    for label, kind in (
        ("海の安全・にぎわい推進基本計画", "measure"),
        ("離島・半島振興プラン2028", "measure"),
        ("島の暮らしと足の再生プラン（第３次）", "measure"),
        ("持続可能な観光・デジタル田園地域づくり推進計画", "measure"),
        ("海と高齢者支援関係予算", "line"),
    )
)


@pytest.mark.parametrize(
    ("title", "kind", "label"),
    [
        ("「離島計画」(令和7年10月28日会議決定) 「Ⅲ.具体的施策」の実施状況(令和8年度)", "measure", "離島計画"),
        ("離島・半島振興プラン2028", "measure", "離島・半島振興プラン2028"),
        ("離島振興関係予算（令和9年度概算決定）", "line", "離島振興関係予算"),
        ("離島振興関係予算 令和7年度補正予算（4. 担い手）と事業資料", "line", "離島振興関係予算"),
        ("島の暮らしと足の再生プラン（第３次）", "measure", "島の暮らしと足の再生プラン（第３次）"),
        ("予算一覧と事業資料 000003", "line", ""),
        ("計画の施策一覧と個別施策の記載（重点計画） doc", "measure", ""),
        ("基本計画", "measure", ""),
        ("孤立対策について", "measure", ""),
    ],
)  # fmt: skip
def test_the_name_of_a_list_is_taken_from_a_title(title: str, kind: str, label: str) -> None:
    assert label_of(title, kind) == label


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海の安全・にぎわい推進基本計画で", "海の安全・にぎわい推進基本計画"),
        ("海の安全の計画の施策", "海の安全の計画"),
        ("「海の安全・にぎわい推進基本計画」の", "海の安全・にぎわい推進基本計画"),
        ("令和8年度の半島プランで", "半島プラン"),
        ("プラン2028に", "プラン2028"),
        ("プラン2027に", ""),
        ("個別避難計画の施策", ""),
        ("海の計画で", ""),
        ("第3次プランで", "第3次プラン"),
        ("足の再生プラン第3次の", "足の再生プラン第3次"),
        ("第2次プランで", ""),
        ("観光計画の施策", "観光計画"),
        ("地域の計画の施策", ""),
        ("田園の計画の施策", "田園の計画"),
        ("海と高齢者支援関係予算の", "海と高齢者支援関係予算"),
        ("海と高齢者の予算の", ""),
        ("高齢者の予算一覧", ""),
    ],
)
def test_a_part_of_a_name_is_enough_where_it_sets_the_list_apart(question: str, said: str) -> None:
    found = mentions(fold_question(question), _LISTS)
    assert [question[m.start : m.end] for m in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("島の足の再生プラン（第３次）\n\n令和９年２月26日\n島の足会議決定\n\n\nⅢ．具体的施策　一覧", "島の足の再生プラン（第３次）"),
        ("島の足の再生基本計画\n\n第3章 具体的施策の一覧\n", "島の足の再生基本計画"),
        ("Ⅲ．具体的施策　一覧\n\n（１）島の足を守る", ""),
    ],
)  # fmt: skip
def test_a_title_is_the_name_with_its_edition_and_no_heading(head: str, title: str) -> None:
    assert _title(head) == title


@pytest.mark.parametrize(
    ("question", "ways"),
    [
        ("プラン2028で警察庁の施策は", ("警察庁の施策は?",)),
        ("警察庁の施策は？（プラン2028の方）", ("警察庁の施策は?",)),
        ("警察庁の施策、プラン2028で", ("警察庁の施策",)),
        ("プラン2028では？", ()),
        ("海と高齢者支援関係予算の一覧は何行", ("予算一覧は何行",)),
    ],
)
def test_the_question_is_left_without_the_name(question: str, ways: tuple[str, ...]) -> None:
    found = in_list(question, _LISTS, lambda _: ())
    assert found is not None
    assert tuple(way.rstrip("?") for way in found.ways) == tuple(way.rstrip("?") for way in ways)


@pytest.mark.parametrize(
    "question",
    [
        "プラン2028に基づく事業",
        "海の安全計画はいつ決定された？",
        "「プラン2028」と書かれた施策",
        "プラン2028と海の安全計画では",
    ],
)
def test_a_list_only_spoken_of_or_asked_about_narrows_nothing(question: str) -> None:
    assert in_list(question, _LISTS, lambda _: ()) is None


def test_what_is_read_already_names_the_one_plan_where_two_lists_are_set_side_by_side() -> None:
    plan = NumberedList("漁村振興のための重点計画", "measure", ("https://example.jp/p",), frozenset())
    lists = (plan, _LISTS[-1])
    assert of_two_lists("重点計画と海と高齢者支援関係予算で件数が多いのはどっち", lists) is not None
    assert of_two_lists("重点計画の施策と海と高齢者支援関係予算の事業", lists) is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("No.2の担当（予算一覧の方）", "予算一覧のno.2の担当"),
        ("計画の方のNo.2の目標", "施策no.2の目標"),
        ("12番の担当は、予算の方です", "予算一覧の12番の担当は"),
        ("予算の金額はいくら", "予算の金額はいくら"),
        ("No.2の予算の方針は", "No.2の予算の方針は"),
        ("施策No.2とNo.3の担当", "施策No.2とNo.3の担当"),
    ],
)
def test_the_side_of_a_number_goes_in_front_of_it(question: str, asked: str) -> None:
    assert with_side(question, ()) == (asked, ())
