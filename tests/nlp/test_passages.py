"""Which fact a question asks for, and the passage of invented texts that prints it; what no passage prints has none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.question_graph import can_list, supports
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import reading_of
from nlp.questions.printed.asked_facts import AskedFact, asked_fact
from nlp.questions.printed.passages import find_passages
from nlp.questions.printed.printed_texts import Passage, Printed, level, wide, years_in

NS = "https://w3id.org/tsunagari/ns#"


def text(
    number: int, field: str, words: str, *names: str, kind: str = "Measure", year: int = 2023
) -> Printed:
    return Printed(f"https://example.org/{kind}/{number}", kind, NS + field, words, names, year)


TEXTS = (
    text(1, "goal", "令和10年度までに、潮目観測員を５千人養成することを目指す。", "潮目観測の充実"),
    text(
        1,
        "achievement",
        "令和5年度は潮目観測員を1,240人養成した。全国で12回の講習を行った。",
        "潮目観測の充実",
    ),
    text(2, "achievement", "・令和4年度の修繕港数:18か所 ・令和5年度の修繕港数:25か所", "港湾の修繕"),
    text(3, "description", "灯台の清掃費は、交付の対象としない。", "港湾交付金", kind="Requirement", year=0),
    text(4, "description", "藻場の再生や稚魚の放流", "港湾交付金", kind="EligibleActivity", year=0),
    text(5, "limitText", "1漁協あたり 3,000千円", "稚魚の放流支援", kind="Component"),
    text(
        6, "purpose", "漁師の担い手調査を平成30年度に開始し、任期は３年である。", "担い手調査", kind="Sheet"
    ),
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    names = (Name("https://w3id.org/tsunagari/id/ministry/水産庁", "ministry", "水産庁"),)
    lexicon = Lexicon("test", names, (ListCoverage("measure", 2023, "", 40, 1, 40),))
    return Knowledge(lexicon, LinkIndex(lexicon), supports, can_list)


def fact_of(question: str, known: Knowledge) -> AskedFact | None:
    return asked_fact(reading_of(question, known))


def found(question: str, known: Knowledge) -> Sequence[Passage]:
    fact = fact_of(question, known)
    return () if fact is None else find_passages(fact, TEXTS)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("潮目観測員は何人養成する計画？", "５千人"),
        ("潮目観測員は何人養成されましたか", "1,240人"),
        ("潮目観測の講習は何回？", "12回"),
        ("修繕港数は令和4年度いくつ", "18か所"),
        ("令和5年度、港を何か所修繕した？", "25か所"),
        ("稚魚の放流支援は1漁協あたりいくら", "3,000千円"),
        ("担い手調査の任期は何年ですか", "３年"),
        ("漁師の担い手調査はいつ始まった？", "平成30年度"),
    ],
)
def test_a_number_asked_for_is_the_one_beside_the_words(question: str, value: str, known: Knowledge) -> None:
    passages = found(question, known)
    assert [passage.value for passage in passages] == [value]
    passage = passages[0]
    printed = passage.printed.text
    assert printed[passage.value_at : passage.value_at + len(passage.value)] == passage.value
    assert passage.value in passage.quote


def test_what_no_sentence_has_beside_the_words_is_not_answered(known: Knowledge) -> None:
    for question in (
        "潮目観測員は何社ありますか",
        "灯台守は何人いますか",
        "潮目観測員は令和2年度に何人養成した？",
        "灯台の清掃費はいくら",
        "講習の参加費はいくら",
    ):
        assert found(question, known) == (), question


def test_a_rule_is_quoted_and_a_list_of_measures_is_no_fact(known: Knowledge) -> None:
    assert [p.quote for p in found("灯台の清掃費は交付対象になりますか", known)] == [
        "灯台の清掃費は、交付の対象としない。"
    ]
    assert [p.printed.kind for p in found("稚魚の放流は交付対象に入りますか", known)] == ["EligibleActivity"]
    assert fact_of("潮目観測の施策はどれですか", known) is None


def test_a_target_and_a_result_are_both_told_where_the_question_says_neither(known: Knowledge) -> None:
    assert {p.value for p in found("潮目観測員の養成人数は", known)} == {"５千人", "1,240人"}


def test_levelled_texts_keep_their_places() -> None:
    whole = "ＮＰＯ１２％①㈱"
    assert len(level(whole)) == len(whole)
    assert wide(r"\d[\d,.]*%") == "[0-9０-９][0-9０-９,，.．]*[%％]"


def test_a_duration_or_a_decimal_is_no_year() -> None:
    assert years_in("10年間で100万人、85.2%、3年後、2年以内、令和5年間") == []
    said = "令和6年度、r5.4、2024年4月、7年度、平成30年"
    assert [year for year, _ in years_in(said)] == [2024, 2023, 2024, 2025, 2018]


def test_a_text_of_a_class_without_a_place_in_the_order_is_told_all_the_same(known: Knowledge) -> None:
    fact = fact_of("潮目観測員は何人養成する計画？", known)
    assert fact is not None
    strange = text(9, "goal", "潮目観測員を800人養成することを目指す。", "観測", kind="Unheard")
    assert [p.value for p in find_passages(fact, (strange,))] == ["800人"]


def test_a_value_beside_another_word_is_not_told_as_the_one_asked_for(known: Knowledge) -> None:
    rows = (
        text(
            1,
            "overview",
            "・ 欠員は12人\n・ 定年はないが、原則、運用。\n・ 特例的に、78歳の前日まで灯台守の活動が可能。",
            "灯台守の資料",
        ),
        text(2, "achievement", "船員は11万人増、役員は20万人増となった。", "港湾の担い手支援"),
        text(2, "goal", "船員について30万人増やすことを目指す。", "港湾の担い手支援"),
    )

    def told(question: str) -> list[tuple[str, bool]]:
        fact = fact_of(question, known)
        assert fact is not None
        return [(p.value, p.doubtful) for p in find_passages(fact, rows)]

    assert told("灯台守の定年は何歳") == [("78歳", True)]
    assert told("灯台守の欠員は何人") == [("12人", False)]
    assert told("港湾の担い手支援で役員は何万人増えた") == [("20万人増", False)]
    assert told("港湾の担い手支援で役員を何万人増やす目標") == []


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("海上通訳はいつから始まった", ["令和3年7月から"]),
        ("海上通訳はいつまで", []),
        ("観測計画の改訂はいつ決まった", ["令和6年6月5日"]),
        ("観測計画はいつ公布された", []),
        ("検潮所は何か所", []),
    ],
)
def test_a_time_is_the_one_asked_for_and_a_torn_number_none(
    question: str, value: list[str], known: Knowledge
) -> None:
    rows = (
        text(
            1,
            "overview",
            "海上通訳の提供を図る法律(令和2年法律第5号)が令和2年12月に施行され、令和3年7月から、海上通訳の提供が行われている。",
            "船舶",
        ),
        text(1, "achievement", "令和6年度は、海上通訳及び令和7年1月より始まった文字通訳を広めた。", "船舶"),
        text(
            2,
            "review",
            "令和6年6月5日の会議で観測計画の改訂を決定した。観測計画の主体数を令和12年度末までに12,000とする。",
            "観測",
        ),
        text(3, "goal", "検潮所を全国30 0か所とする。", "検潮"),
    )
    fact = fact_of(question, known)
    assert fact is not None
    assert [p.value for p in find_passages(fact, rows)] == value


def test_all_values_of_a_field_are_told_where_they_are_asked_for(known: Knowledge) -> None:
    rows = (
        text(1, "goal", "海藻の取扱量の増加（28,000t）\n藻場を守る市町村割合の増加（80%）", "藻場の再生"),
    )
    fact = fact_of("藻場の再生の目標（数値）を2つとも", known)
    assert fact is not None and fact.every == 2
    assert [p.value for p in find_passages(fact, rows)] == ["28,000t", "80%"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("令和10年度までに潮目観測員を何名育てるつもりですか", ["５千人"]),
        ("潮目観測員を令和5年度に育成したのは何人", ["1,240人"]),
        ("漁師の担い手調査は何年度からスタートしたのですか", ["平成30年度"]),
        ("漁師の担い手調査で不採択になった人は何人", []),
    ],
)
def test_a_fact_is_found_in_other_words_and_not_where_they_are_denied(
    question: str, values: list[str], known: Knowledge
) -> None:
    assert [passage.value for passage in found(question, known)] == values
