"""Questions about one record: each word asks, says nothing, is a rule's subject or must be printed; else it is none."""

from __future__ import annotations

import pytest

from nlp.questions.names.lexicon import Lexicon
from nlp.questions.names.linking import LinkIndex
from nlp.questions.printed.record_questions import RecordQuestion, record_questions

NOTHING_NAMED = LinkIndex(Lexicon("", ()))


def of_kind(question: str, kind: str) -> RecordQuestion | None:
    return next((q for q in record_questions(question, NOTHING_NAMED) if q.kind == kind), None)


@pytest.mark.parametrize(
    ("question", "kind", "asked"),
    [
        ("活用計画はどこを通して誰あてに、いつまでに出せば？", "rule", {"via", "whom", "when"}),
        ("ほかの省の補助金とのダブル受給 可否", "rule", {"may"}),
        ("事業を委託しちゃいけない団体って要領でどう決まってる？", "rule", {"bars", "how"}),
        ("荷物の片づけは対象に入りますか", "activity", {"eligible"}),
        ("取組モデル調査の応募、締切日時を至急", "call", {"closes", "hour"}),
        ("相談支援の補助率と、一団体の上限は", "component", {"rate", "limit"}),
        ("空き家バンクの施策のリンク先アドレスを貼りたい", "measure", {"link"}),
    ],
)
def test_what_is_asked_of_a_record(question: str, kind: str, asked: set[str]) -> None:
    found = of_kind(question, kind)
    assert found is not None and set(found.asked) == asked


def test_an_everyday_verb_is_looked_for_as_the_noun_that_is_printed() -> None:
    found = of_kind("荷物の片づけは対象に入りますか", "activity")
    assert found is not None
    assert any("撤去" in word.forms for word in found.sought)


@pytest.mark.parametrize(
    "question",
    [
        "委託先は大臣だけでいいですか",
        "その団体の補助率は",
        "検証の公表以外の義務は",
        "制度の関連URLと、あとなぜ採択？",
    ],
)
def test_a_word_that_narrows_points_back_or_asks_for_more_is_not_dropped(question: str) -> None:
    assert record_questions(question, NOTHING_NAMED) == ()


def test_two_things_done_are_two_questions() -> None:
    found = of_kind("検証は毎年度やる？公表は義務？", "rule")
    assert found is not None
    assert [(part.subjects[0].name, part.asked) for part in found.apart()] == [
        ("verify", ("often",)),
        ("publish", ("must",)),
    ]


def test_a_rate_in_words_is_the_rate_as_printed() -> None:
    whole = of_kind("国が全額みてくれるのはどの型", "component")
    part = of_kind("補助率が4分の3なのはどのタイプ", "component")
    assert whole is not None and part is not None
    assert (whole.rate, part.rate) == ("10/10", "3/4")
