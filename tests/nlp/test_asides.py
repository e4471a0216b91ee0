"""Clauses that tell why or at whose wish something is asked: which are set aside, and which hold a condition and stay."""

from __future__ import annotations

import pytest

from nlp.questions.beside.asides import without_asides
from nlp.questions.found.reading import Reading, read_question
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.names.linking import LinkIndex

_INDEX = LinkIndex(
    Lexicon(
        "b",
        (
            Name("iri:k", "ministry", "厚生労働省"),
            Name("iri:s", "target_group", "学生"),
            Name("iri:n", "target_group", "NPO"),
            Name("iri:o", "target_group", "高齢者"),
        ),
    )
)
ASKS = "R7補正の事業は何件ですか"


def _read(text: str) -> Reading:
    return read_question(text, _INDEX, ())


@pytest.mark.parametrize(
    "aside",
    [
        "来週の庁内勉強会で配る一枚紙を作っておりまして",
        "議員レクの想定問答用です",
        "うちの県の男女共同参画課から聞かれて困ってるんですが",
        "NPOの理事会で話題になりましてね",
        "電話が回ってきて番号だけ言われたんですけど",
        "県の契約担当から念押しされてます",
        "起案文に引きたいので",
        "課長が急いでおりまして",
        "財政課に説明しないといけなくて",
        "先輩から聞いた話なんですが",
        "うちは一般社団なので",
        "孫に聞かれまして",
        "デスクに説明するので",
        "初めて読むもので",
        "挨拶に伺う予定があるものですから",
        "教育委員会から問い合わせがありまして",
        "上司に急かされてまして",
        "明日の定例会で報告することになりまして",
        "広報誌の原稿を書いてるんですけど",
        "素人なものですから",
        "自分でも数えたんですが自信がなくて",
        "いま電話中なんですけど",
        "会議まであと10分しかないので",
        "町内会の役員をやっている者です",
    ],
)
def test_a_clause_that_tells_why_is_set_aside_before_and_behind(aside: str) -> None:
    assert without_asides(f"{aside}、{ASKS}", _read).asked == ASKS
    behind = without_asides(f"{ASKS}、{aside}", _read)
    assert (behind.asked, "".join(behind.asides)) == (ASKS, aside)


@pytest.mark.parametrize(
    "clause",
    [
        "サウナの件で聞かれて",  # what it is about
        "ひきこもりの記事を書いておりまして",
        "学生の資料を作っておりまして",
        "学生が困っているので",
        "高齢者対策の準備で求められていまして",
        "厚生労働省に聞かれたので",
        "新規の事業について聞かれまして",
        "増えたと聞いたのですが",
        "再掲は数えないと聞きましたので",
        "内数は含めたくて",
        "5億円以上のものに関心がありまして",
        "R6の表を見ておりまして",
        "国のか県のか私もよくわかってなくて",
        "一覧も作って",
        "金額も調べて",
        "多い順に並べて",
        "番号で",
        "担当もあわせて",
        "保護司さんの関係で",
        "高齢者の担当をしておりまして",
        "再掲は除いて考えてまして",
        "ということですかね",
        "古く",
    ],
)
def test_a_clause_that_asks_or_holds_a_condition_stays(clause: str) -> None:
    for question in (f"{clause}、{ASKS}", f"{ASKS}、{clause}"):
        assert without_asides(question, _read).asked == question


def test_what_was_told_is_set_aside_only_in_words_of_the_question() -> None:
    told = "行だけ数えると多く見えるって上司に言われまして"
    assert without_asides(f"内閣府の行数は。{told}", _read).asides == (told,)
    other = f"{ASKS}、再掲が多いと言われまして"
    assert without_asides(other, _read).asked == other


def test_a_question_handed_on_is_the_question() -> None:
    handed = without_asides("上限額が知りたいという相談が会員団体から来まして", _read)
    assert handed.asked == "上限額が知りたい"


@pytest.mark.parametrize("question", ["上司に聞かれまして", "", "急ぎで", "急ぎで、至急で"])
def test_nothing_is_set_aside_where_nothing_is_asked(question: str) -> None:
    assert without_asides(question, _read).asked == question


def test_quotations_are_never_cut() -> None:
    question = "「上司に聞かれまして、困って」という語が出てくる施策は何件ですか"
    assert without_asides(question, _read).asked == question


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("この事業は増額されたそうですが、いくら増えましたか", "この事業は、いくら増えましたか"),
        ("この事業は減ったそうですが、いくら増えましたか", ""),  # the other way
        ("内閣府の事業は新規のものがあったと聞いたのですが、何件ですか", ""),  # a condition of its own
        ("この事業は3億円だと聞いたのですが、いくらですか", ""),  # a number of its own
        ("この事業は増えたと聞いたのですが、担当はどこですか", ""),  # another thing
    ],
)
def test_what_was_heard_is_left_to_the_answer_only_when_it_is_what_is_asked(
    question: str, asked: str
) -> None:
    assert without_asides(question, _read).asked == (asked or question)
