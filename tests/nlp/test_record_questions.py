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
        ("検証の公表が義務なのは何ですか", "rule", {"obliged", "must"}),
        ("監査は年に何回受けなきゃいけない", "rule", {"often", "must"}),
        ("灯台の事業はいくつ以上の取組が必要？", "activity", {"chosen"}),
        ("港湾局が情報を共有する相手は", "rule", {"with", "whom"}),
        ("指標は最低いくつ設けるべき", "rule", {"least", "must"}),
        ("共同で実施する場合の上限はいくら", "rule", {"most"}),
        ("要領はいつ改正された", "guideline", {"amended"}),
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


@pytest.mark.parametrize(
    ("question", "kind", "asked"),
    [
        ("委託の相手にしてはいけない団体を実施要領から", "rule", {"bars"}),
        ("市町村が交付金計画を作ったら、大臣のほかにどこへ送る", "rule", {"whom"}),
        ("同じ経費でよその省庁の補助金ももらうのは要領上セーフ？アウト？", "rule", {"may", "barred"}),
        ("協力員養成支援は、どういう主体がやれることになっている", "component", {"implementer"}),
        ("交付金の型のうち、補助率が4分の3になるものはどれか", "component", {"which", "rate"}),
    ],
)
def test_more_ways_of_asking_for_rules_and_parts(question: str, kind: str, asked: set[str]) -> None:
    found = of_kind(question, kind)
    assert found is not None and set(found.asked) == asked


def test_a_date_asked_for_is_no_span_of_time() -> None:
    found = of_kind("教育計画は毎年何月何日までに、どこを通して誰宛てに提出する？", "rule")
    assert found is not None and "long" not in found.asked


def test_this_fund_is_the_one_whose_rules_are_loaded_and_nothing_else_is_pointed_at() -> None:
    assert of_kind("この交付金の仕事を宗教の団体に頼むことは禁じられていますか", "rule") is not None
    assert of_kind("今後この交付金はどうなる？見直し方針は", "measure") is None


def test_of_few_kinds_one_is_meant_only_where_the_kind_is_named() -> None:
    named, bare = of_kind("公募はいつまで？", "call"), of_kind("締切はいつまで？", "call")
    assert named is not None and named.named
    assert bare is not None and not bare.named
