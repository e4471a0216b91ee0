"""Telegraphic questions: every pair of a field and a state is read as its clause however it is written, or left as it stands."""

from __future__ import annotations

import pytest

from graph.question_graph import can_list, supports
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import Understood, reading_of, understand
from nlp.questions.refusing.completeness import unread_words
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.telegraph import clauses, in_sentence
from nlp.questions.typed.text import fold_question

DATA = load_frames_file("telegraph.toml")
FIELDS = {
    "numeric": "数値目標",
    "goal": "目標",
    "reaching": "達成",
    "achievement": "達成状況",
    "link": "リンク",
    "target": "対象者",
    "ministry": "担当府省庁",
    "remarks": "備考",
    "review": "見直し方針",
    "overview": "概要",
    "indicator": "指標",
    "subsidy_rate": "補助率",
    "limit": "上限額",
    "implementer": "実施主体",
    "amount": "金額",
    "name": "名称",
    "number": "番号",
    "related": "関連施策",
    "related_programme": "関連事業",
}
STATES = {
    "lack": (
        "なし",
        "無し",
        "ゼロ",
        "未記入",
        "未記載",
        "空白",
        "空欄",
        "ブランク",
        "欠落",
        "記載なし",
        "不明",
    ),
    "unread": ("読み取り不可", "判読不能", "読取不能"),
    "has": ("あり", "有り", "記載あり", "記入済み"),
    "reached": ("達成", "達成済み", "クリア"),
    "short": ("未達成", "未達"),
    "missed": ("割れ", "届かず"),
}
ID = "https://w3id.org/tsunagari/id/"
NAMES = (
    Name(f"{ID}ministry/水産庁", "ministry", "水産庁"),
    Name(f"{ID}target-group/漁業者", "target_group", "漁業者"),
    Name(f"{ID}programme/a", "programme", "漁村等の担い手・後継者確保対策推進交付金"),
    Name(f"{ID}programme/b", "programme", "港湾改修事業"),
    Name(f"{ID}measure/2023-4", "measure", "藻場の再生と保全の推進", number=4, year=2023),
)
LISTS = (
    ListCoverage("line", 2023, "initial", 30, 1, 30, ("2",)),
    ListCoverage("measure", 2023, "", 40, 1, 40),
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    lexicon = Lexicon("test", NAMES, LISTS)
    return Knowledge(lexicon, LinkIndex(lexicon), supports, can_list)


def pairs() -> list[tuple[str, str, str, str]]:
    """(field, how it is said, how the state is said, what both are written as, "" for nothing)."""
    return [
        (
            field,
            FIELDS[field],
            said,
            "" if said in entry.get("never", "").split("|") else entry.get(state, ""),
        )
        for field, entry in DATA["fields"].items()
        for state, words in STATES.items()
        for said in words
    ]


def test_the_table_is_tried_whole() -> None:
    assert set(FIELDS) == set(DATA["fields"])
    assert set(STATES) == set(DATA["states"])


@pytest.mark.parametrize(
    "form", ["{f}{s}の{c}", "{f} {s} {c}", "{c} {f}{s}", "{f}の欄が{s}の{c}", "{c} {f} {s} 件数"]
)
def test_every_pair_is_read_as_its_clause_or_left(form: str) -> None:
    wrong = []
    for field, said_field, said_state, written in pairs():
        of = DATA["fields"][field]["of"]
        question = form.format(f=said_field, s=said_state, c=of)
        read = in_sentence(question)
        # 達成済みの目標, 番号不明: a pair without a clause is left, or is part of a longer pair that has one.
        if written and f"{written}{of}" not in read and not clauses(question):
            wrong.append((question, read))
        if not written and read != question and not any(c.written in read for c in clauses(question)):
            wrong.append((question, read))
    assert wrong == []


def test_a_field_said_to_be_printed_or_not_is_a_condition(known: Knowledge) -> None:
    """The clauses of 記載がない and 記載がある become conditions, each and together, or are refused."""
    lost = []
    for entry in DATA["fields"].values():
        for state in ("lack", "has"):
            if not entry.get(state, "").endswith(("の記載がない", "の記載がある")):
                continue
            question = f"{entry[state]}{entry['of']}は"
            found = understand(question, known)
            kind = "missing" if state == "lack" else "has"
            if isinstance(found, Understood) and not found.frame.of_kind(kind):
                lost.append(question)
    assert lost == []


def test_two_fields_are_two_conditions(known: Knowledge) -> None:
    found = understand("リンクなし 目標あり 施策 件数", known)
    assert isinstance(found, Understood)
    assert found.rule.op == "count"
    assert [c.values[0].label for c in found.frame.of_kind("missing")] == ["関連URL"]
    assert [c.values[0].label for c in found.frame.of_kind("has")] == ["目標及び達成の期間"]
    assert unread_words(reading_of("リンクなし 目標あり 施策 件数", known), found) == ()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("水産庁 施策 リンク記載なし", "水産庁のリンクの記載がない施策は"),
        ("漁業者向け施策 数値目標あり 件数", "漁業者向けの数値目標がある施策の数は"),
        ("見直し方針「継続」の記載なし 施策数", "見直し方針に「継続」と書かれていない施策の数は"),
        ("備考欄「新規・再掲」の事業", "備考が新規・再掲の事業"),
        ("目標欄ブランク・達成状況記載あり 施策", "目標の記載がない達成状況の記載がある施策は"),
        ("リンクなし施策の割合", "リンクの記載がない施策の割合は"),
        ("水産庁 でない リンクなし 施策", "水産庁以外のリンクの記載がない施策は"),
        ("リンクあり 施策 水産庁 じゃない 件数", "水産庁以外のリンクの記載がある施策の数は"),
        ("10億円 以上 備考なし 事業", "10億円以上の備考の記載がない事業は"),
    ],
)
def test_the_rest_stands_in_the_spoken_order(said: str, written: str) -> None:
    assert in_sentence(fold_question(said)) == written


@pytest.mark.parametrize(
    "said",
    [
        "「目標なし」と書かれた施策",
        "目標なしと書かれた施策",
        "目標は達成したか",
        "施策27 リンク なし",
        "数値目標なしの施策と数値目標ありの施策",
        "目標が空なのに達成状況は書いてある施策",
        "目標達成状況の一覧",
        "目標設定の施策",
        "リンクなし 施策 以外",
        "水産庁 なし リンクあり 施策",
        "目標なし でない 施策",
        "水産庁 林野庁 以外 リンクなし 施策",
        "達成状況 判読不能 施策",
        "概要 読取不可 施策 件数",
    ],
)
def test_what_is_no_telegraphic_question_is_left(said: str) -> None:
    assert in_sentence(fold_question(said)) == fold_question(said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("漁村の担い手後継者確保対策推進交付金 担当", "漁村等の担い手・後継者確保対策推進交付金"),
        ("漁村の後継者確保の推進交付金の担当は", "漁村等の担い手・後継者確保対策推進交付金"),
        ("後継者確保対策推進交付金 担当", "漁村等の担い手・後継者確保対策推進交付金"),
        ("藻場再生と保全推進の担当は", "藻場の再生と保全の推進"),
    ],
)
def test_names_are_found_without_what_people_leave_out(said: str, meant: str, known: Knowledge) -> None:
    assert meant in {name.label for hit in reading_of(said, known).entities for name in hit.names}


@pytest.mark.parametrize(
    "said", ["漁村の事業の担当は", "推進交付金の担当は", "担い手の交付金は", "港湾の事業は"]
)
def test_general_words_name_no_one_programme(said: str, known: Knowledge) -> None:
    assert not any(hit.kinds() & {"programme"} for hit in reading_of(said, known).entities)


def test_quotations_are_left_to_stand() -> None:
    assert plain_speech("「目標なし」という語が出てくる施策") == "「目標なし」という語が出てくる施策"
