"""The kind asked for against the kind given, on a graph of a few invented names."""

from __future__ import annotations

import pytest
from few_names import knowledge

from nlp.questions.framing.sets import Knowledge
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Decline
from nlp.questions.refusing.asked_kinds import asked_kinds


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return knowledge()


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("最大事業の差 水産庁と林野庁", "差"),
        ("水産庁と林野庁、最大の事業どうしの差は？", "どうし"),
        ("港湾改修事業はどこの機関を通して支払われる？", "どこの機関を通し"),
        ("再掲の事業だけの合計と、再掲以外の合計", "合計"),
        ("港湾改修事業の総額と漁業者分", "総額と漁業者分"),
        ("新規or再掲の事業", "新規or再掲"),
        ("再掲がいくつで新規がいくつ？", "再掲がいくつで新規"),
        ("事業名が一覧と資料で食い違う事業", "事業名"),
        ("水産庁の事業の件数は節ごとにいくつで、補助率は？", "補助率"),
        ("再掲のものばかり並ぶ節はある？", "再掲のものばかり"),
        ("令和5年度の概算決定と当初は同じ額ですか", "概算"),
    ],
)
def test_what_the_answer_would_not_give_is_named(question: str, word: str, known: Knowledge) -> None:
    found = understand(question, known)
    assert isinstance(found, Decline), found
    assert word in found.interpretation


@pytest.mark.parametrize(
    ("question", "op", "item"),
    [
        ("令和5年度 掲載府省庁数", "count", "ministry"),
        ("水産庁・林野庁 共同で担当", "list", "measure"),
        ("水産庁と林野庁の受け持ちを一覧で", "list", "work"),
        ("再掲で新規の事業", "list", "programme"),
        ("水産庁の事業は前年度から何倍", "change_rank", "programme"),
    ],
)
def test_what_can_be_given_is_read_so(question: str, op: str, item: str, known: Knowledge) -> None:
    found = understand(question, known)
    assert isinstance(found, Understood), found
    assert (found.rule.op, found.frame.item) == (op, item)


def test_every_kind_says_where_it_is_looked_for() -> None:
    kinds = asked_kinds()
    assert len({kind.name for kind in kinds}) == len(kinds)
    # No computation answers these: wherever they are asked for, the word is named.
    for_none = {"何を通して", "総額とその部分", "実績の数", "割合で言う"}
    assert {kind.name for kind in kinds if not (kind.only or kind.given)} == for_none
