"""Reading questions: folding, numbers, cues and names, without a graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.questions.found.kept_readings import KeptReadings
from nlp.questions.found.numbers import find_numbers, yen
from nlp.questions.found.reading import Reading, read_question
from nlp.questions.framing.sets import Knowledge, condition_data
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import Understood, understand
from nlp.questions.records import AskBack, Decline
from nlp.questions.refusing.declines import decline_rules, find_decline
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import frame_rules
from nlp.questions.typed.text import fold_key, fold_question

BASE = "https://w3id.org/tsunagari/id/"


def name(kind: str, label: str, *others: str, number: int | None = None, year: int | None = None) -> Name:
    return Name(f"{BASE}{kind}/{label}", kind, label, others, number, year)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    """A world with other names, numbers and years than the seeds'."""
    names = (
        name("ministry", "環境省"),
        name("ministry", "財務省"),
        name("target_group", "高齢者", "シニア"),
        name("programme", "里山みまもり交流促進事業"),
        name("programme", "離島通信環境整備交付金"),
        name("programme", "山村通学支援交付金"),
        *(name("measure", f"里の取組その{n}", number=n, year=2030) for n in range(1, 21)),
        *(name("line", f"行{n}", number=n, year=2031) for n in range(15, 31)),
        Name(f"{BASE}pillar/2", "pillar", "二つ目の柱", notation="2"),
    )
    lists = (
        ListCoverage("line", 2031, "supplementary", 16, 15, 30, ("2",)),
        ListCoverage("measure", 2030, "", 20, 1, 20, ("1", "2")),
    )
    lexicon = Lexicon("test", names, lists)

    def supports(over: str, kind: str) -> bool:
        from graph.question_graph import supports as real

        return real(over, kind)

    def can_list(over: str, item: str) -> bool:
        from graph.question_graph import can_list as real

        return real(over, item)

    return Knowledge(lexicon, LinkIndex(lexicon), supports, can_list)


@pytest.mark.parametrize(
    ("typed", "kind", "values", "operator"),
    [
        ("令和7年度補正", "year", ("2025",), ""),
        ("令和七年度", "year", ("2025",), ""),
        ("Ｒ７補正", "year", ("2025",), ""),
        ("６年度の予算", "year", ("2024",), ""),
        ("2031年度", "year", ("2031",), ""),
        ("平成30年度", "year", ("2018",), ""),
        ("5億円以上", "amount", ("500000000",), ">="),
        ("200百万円を超える", "amount", ("200000000",), ">"),
        ("二億円未満", "amount", ("200000000",), "<"),
        ("2〜5億円", "amount", ("200000000", "500000000"), "between"),
        ("No.64", "number", ("64",), ""),
        ("№６４", "number", ("64",), ""),
        ("施策82", "number", ("82",), "measure"),
        ("No.50から55", "number", ("50", "55"), ""),
        ("4-①", "section", ("4-①",), ""),
        ("柱4の①", "section", ("4-①",), ""),
        ("4ー①の事業", "section", ("4-①",), ""),
        ("第3の柱", "pillar", ("3",), ""),
        ("三つ目の柱", "pillar", ("3",), ""),
        ("トップ5", "top", ("5",), "desc"),
        ("補助率が2分の1の事業", "rate", ("1/2",), ""),
    ],
)
def test_numbers(typed: str, kind: str, values: tuple[str, ...], operator: str) -> None:
    hits = find_numbers(fold_question(typed))
    assert [(hit.kind, hit.values, hit.operator) for hit in hits] == [(kind, values, operator)]


@pytest.mark.parametrize("typed", ["一番大きい事業", "電話110", "24時間の相談", "3か月", "第2回会議"])
def test_not_numbers(typed: str) -> None:
    kinds = {hit.kind for hit in find_numbers(fold_question(typed))}
    assert not kinds & {"number", "amount", "year"}


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_key(fold_key(text)) == fold_key(text)


@given(st.integers(min_value=1, max_value=99_999))
def test_yen_in_any_unit(millions: int) -> None:
    assert yen(f"{millions:,}百万円") == millions * 10**6 == yen(f"{millions}000千円")


@given(st.text(max_size=60))
def test_spans_stay_inside_and_apart(text: str) -> None:
    folded = fold_question(text)
    position = 0
    for hit in find_numbers(folded):
        assert position <= hit.start < hit.end <= len(folded)
        position = hit.end


@given(st.text(alphabet="令和7年度補正の事業は何件再掲を除く厚労省高齢者No.64$?{}#\"'\\・ 、", max_size=40))
def test_any_typing_is_understood_or_declined(text: str) -> None:
    world = _world()
    assert isinstance(understand(text, world), Understood | Decline | AskBack)


_kept: list[Knowledge] = []


def _world() -> Knowledge:
    if not _kept:
        lexicon = Lexicon("t", (name("ministry", "厚生労働省", "厚労省"), name("target_group", "高齢者")))
        _kept.append(Knowledge(lexicon, LinkIndex(lexicon), lambda *_: True, lambda *_: True))
    return _kept[0]


def conditions(found: object) -> dict[str, tuple[str, ...]]:
    assert isinstance(found, Understood), found
    return {c.kind: tuple(t.label or t.value for t in c.values) for c in found.frame.conditions}


def test_conditions_combine(known: Knowledge) -> None:
    found = understand("環境省が所管する令和13年度補正の再掲事業で2億円以上は何件？", known)
    assert isinstance(found, Understood)
    assert found.rule.op == "count" and (found.frame.over, found.frame.item) == ("line", "programme")
    assert conditions(found) == {
        "ministry": ("環境省",),
        "year": ("令和13年度",),
        "stage": ("補正予算",),
        "relisted": ("true",),
        "amount": ("2億円",),
    }


def test_not_and_except(known: Knowledge) -> None:
    found = understand("令和13年度補正で環境省以外の、再掲を除いた事業は？", known)
    assert isinstance(found, Understood)
    by_kind = {c.kind: c for c in found.frame.conditions}
    assert by_kind["ministry"].mode == "none"
    assert by_kind["relisted"].values[0].value == "false"


def test_a_year_that_is_not_loaded_is_said_so(known: Knowledge) -> None:
    found = understand("令和7年度補正の事業は？", known)
    assert isinstance(found, Decline) and found.reason == "not_loaded"


def test_a_pillar_that_is_not_loaded_is_said_so(known: Knowledge) -> None:
    found = understand("柱1の予算の合計は？", known)
    assert isinstance(found, Decline) and found.reason == "not_loaded"


def test_numbers_out_of_range_are_false_premises(known: Knowledge) -> None:
    found = understand("施策No.21の目標は？", known)
    assert isinstance(found, Decline) and found.reason == "false_premise" and "1〜20" in found.text


def test_a_number_of_both_lists_is_asked_back(known: Knowledge) -> None:
    found = understand("No.18は？", known)
    assert isinstance(found, AskBack)
    assert [c.question for c in found.choices] == ["施策No.18は？", "令和13年度の予算一覧のNo.18は？"]
    for choice in found.choices:
        assert isinstance(understand(choice.question, known), Understood)


def test_a_part_of_several_names_is_asked_back(known: Knowledge) -> None:
    found = understand("交付金の予算額は？", known)
    assert isinstance(found, AskBack) and len(found.choices) == 2


def test_a_part_of_one_name_is_that_name(known: Knowledge) -> None:
    found = understand("里山みまもり交流事業の予算額は？", known)
    assert conditions(found)["programme"] == ("里山みまもり交流促進事業",)


def test_unknown_words_become_stated_conditions(known: Knowledge) -> None:
    assert conditions(understand("環境省の蜂蜜に関する施策は？", known))["keyword"] == ("蜂蜜",)


def test_a_follow_up_inherits_and_says_so(known: Knowledge) -> None:
    found = understand("じゃあ財務省は？", known, ("環境省の令和13年度補正の事業は？",))
    assert isinstance(found, Understood)
    origins = {c.kind: c.origin for c in found.frame.conditions}
    assert origins == {"ministry": "stated", "year": "inherited", "stage": "inherited"}
    assert conditions(found)["ministry"] == ("財務省",)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("この交付金の執行率は？", "not_in_graph"),
        ("なぜ減ったのですか", "not_in_graph"),
        ("一番良い事業はどれ？", "not_in_graph"),
        ("明日の天気は？", "out_of_domain"),
        ("No.3を削除して", "write_refused"),
        ("もう消えたい", "personal_crisis"),
        ("期待される効果は？", ""),
        ("R7で消えた事業は？", ""),
        ("変更された事業は？", ""),
        ("「」という語が出てくる施策", "false_premise"),
        ("『　』を含む事業", "false_premise"),
        ("「見守り」という語が出てくる施策", ""),
        ("上位０事業の合計は？", "false_premise"),
        ("0位の事業は？", "false_premise"),
        ("上位10事業の合計は？", ""),
        ("10位の事業は？", ""),
    ],
)
def test_declines_by_words(typed: str, reason: str) -> None:
    found = find_decline(fold_question(typed))
    assert (found[0].reason if found else "") == reason


def test_distress_comes_before_everything() -> None:
    found = find_decline(fold_question("予算の執行率も天気もどうでもいい、死にたい"))
    assert found is not None and found[0].reason == "personal_crisis"
    assert decline_rules()[0].reason == "personal_crisis"


def test_names_hide_words_that_would_decline() -> None:
    lexicon = Lexicon("t", (name("programme", "無年金者問題解消事業"),))
    world = Knowledge(lexicon, LinkIndex(lexicon), lambda *_: True, lambda *_: True)
    assert not isinstance(understand("無年金者問題解消事業の目的は？", world), Decline)


def test_a_compound_is_one_word(known: Knowledge) -> None:
    reading = read_question("支援情報検索サイトの施策は？", known.index, condition_data()["keyword_suffixes"])
    assert [(core.text, core.whole) for core in reading.cores] == [("支援情報検索", "支援情報検索サイト")]


def test_frames_name_operations_attributes_and_wordings_that_exist() -> None:
    from api.answering.operations import OPERATIONS

    attributes = load_frames_file("attributes.toml")
    for rule in frame_rules():
        assert rule.op == "ask" or rule.op in OPERATIONS, rule.id
        assert rule.wording, rule.id
        assert all(name in attributes for name in filter(None, rule.attribute.split("+"))), rule.id
        assert rule.op != "ask" or rule.choices, rule.id
    assert len({rule.id for rule in frame_rules()}) == len(frame_rules())


def test_a_question_is_read_once() -> None:
    readings, read = KeptReadings(most=1), []

    def once(text: str) -> Reading:
        def reading() -> Reading:
            read.append(text)
            return Reading(text, text, (), (), (), (), ())

        return readings.of(text, reading)

    assert once("施策は何件") is once("施策は何件")
    once("事業は何件")
    once("施策は何件")
    assert read == ["施策は何件", "事業は何件", "施策は何件"]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("港湾トラブル110番の施策は", []),
        ("漁業者110番に関する施策", []),
        ("施策110番の担当は", ["110"]),
        ("水産庁110番の施策", ["110"]),
        ("110番の施策の担当は", ["110"]),
    ],
)
def test_a_figure_in_a_name_is_no_number(question: str, numbers: list[str]) -> None:
    assert [hit.values[0] for hit in find_numbers(question) if hit.kind == "number"] == numbers
