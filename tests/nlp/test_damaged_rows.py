"""Rows that line ends, page heads, lost borders and lost signs damage: each is read as it was printed, or reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.budgets.numbers import restore_numbers
from nlp.extract import extract_document
from nlp.layout.joined_lines import parted
from nlp.reading import Line
from nlp.records import Extraction
from nlp.sources import SourceEntry
from nlp.values.amounts import find_amounts, parse_amount
from tests.generate import KINDS, document

HEAD = "令和９年度 川辺のまちづくり関係予算\n(単位：百万円)\nNo.\t事業名\t令和9年度 当初予算額\t担当府省庁\t備考\n"
ROWS = [
    "11\t川辺の見守り事業\t310\t国土交通省\t再掲",
    "12\t水辺の学習支援事業\t1,240の内数\t文部科学省\t",
    "13\t河川敷の居場所づくり事業\t77\t内閣府\t新規",
    "14\t舟運の担い手育成事業\t205\t総務省\t",
]
TRUTH = {
    11: (310_000_000, "国土交通省", True),
    12: (1_240_000_000, "文部科学省", False),
    13: (77_000_000, "内閣府", False),
    14: (205_000_000, "総務省", False),
}
BLANKS = [" ".join(row.split("\t")).strip() for row in ROWS]


def read(folder: Path, text: str, profile: str = "budget_list") -> Extraction:
    file = folder / "d.txt"
    file.write_text(text, encoding="utf-8")
    return extract_document(SourceEntry(file, "d"), profile=profile)


def lines(found: Extraction) -> dict[object, tuple[object, object, object]]:
    return {
        record.value("number"): (
            record.value("amount"),
            record.value("ministry"),
            record.value("relisted"),
        )
        for record in found.of_kind("budget_line")
    }


@pytest.mark.parametrize("rows", [ROWS, BLANKS], ids=["borders", "blanks"])
@pytest.mark.parametrize("glue", ["", " "])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_two_rows_on_one_line(tmp_path: Path, rows: list[str], glue: str, place: int) -> None:
    if glue == "" and rows[place][-1].isdigit():
        return
    body = [*rows[:place], rows[place] + glue + rows[place + 1], *rows[place + 2 :]]
    assert lines(read(tmp_path, HEAD + "\n".join(body) + "\n")) == TRUTH


@pytest.mark.parametrize("cut", ["310", "国土交通省", "再掲"])
def test_a_row_of_blanks_that_a_line_end_tore(tmp_path: Path, cut: str) -> None:
    torn = BLANKS[0].replace(f" {cut}", f"\n {cut}")
    found = lines(read(tmp_path, HEAD + "\n".join([torn, *BLANKS[1:]]) + "\n"))
    assert {number: row[:2] for number, row in found.items()} == {n: row[:2] for n, row in TRUTH.items()}


@pytest.mark.parametrize(
    "head",
    ["- {} -", "{} / 40 ページ", "{}頁", "川辺室\t{}", "令和９年度 川辺の資料　{}", "内閣府 川辺推進室\t{}"],
)
def test_heads_and_feet_of_pages_are_no_rows(tmp_path: Path, head: str) -> None:
    body = "".join(f"{row}\n{head.format(page)}\n" for page, row in enumerate(ROWS, 1))
    assert lines(read(tmp_path, HEAD + body)) == TRUTH


@pytest.mark.parametrize(
    ("remark", "relisted"),
    [
        ("再 掲", True),
        ("〓掲", True),
        ("再�", True),
        ("〓〓", None),
        ("再ヰ", None),
        ("新 規", False),
        ("共管", False),
    ],
)
def test_a_damaged_remark_is_read_or_left_open(tmp_path: Path, remark: str, relisted: bool | None) -> None:
    found = read(tmp_path, HEAD + "\n".join([ROWS[0].replace("再掲", remark), *ROWS[1:]]) + "\n")
    assert lines(found)[11][2] is relisted
    reported = ("unreadable-remark", "budget_line:11") in {(item.code, item.subject) for item in found.issues}
    assert reported == (relisted is None)


@pytest.mark.parametrize(
    "mark", ["3-1川辺の安全", "3-1 川辺の安全", "3①川辺の安全", "３－１　人材の育成", "3-〓川辺の安全"]
)
def test_a_heading_without_its_circle_is_no_row(tmp_path: Path, mark: str) -> None:
    found = read(tmp_path, HEAD + "\n".join([mark, *ROWS]) + "\n")
    assert lines(found) == TRUTH
    if "〓" not in mark:
        assert {record.value("section") for record in found.of_kind("budget_line")} == {"3-①"}


def test_a_number_that_another_row_prints_is_given_to_none() -> None:
    assert [item.value for item in restore_numbers([41, 43, 40, 42, 48, 44, 45, 46, 47])] == [41, 43, 40, 42, 48, 44, 45, 46, 47]  # fmt: skip
    assert [item.value for item in restore_numbers([1, None, 3, 4, 2, 5, 6, 7])][1] is None


@pytest.mark.parametrize("text", ["1,086躕797千円", "〓797千円", "ڳ１億円"])
def test_an_amount_behind_a_lost_sign_has_no_value(text: str) -> None:
    assert [amount.yen for amount in find_amounts(text)] == [None]
    assert parse_amount("1,ᡚ02の内数", 1_000_000) is None
    assert parse_amount("2ヰ300の内数", 1_000_000) is None


@pytest.mark.parametrize("gap", [" ", "  ", "\u3000"])
def test_no_row_of_a_table_without_borders_is_lost_without_a_word(tmp_path: Path, gap: str) -> None:
    made = document(KINDS.index("measure_table"), 5, damage=0.0)
    found = read(tmp_path, made.text.replace("\t", gap), "measure_table")
    truth = {fact.key: fact for fact in made.facts if fact.kind == "measure"}
    read_ = {record.key: record for record in found.of_kind("measure")}
    reported = {issue.subject for issue in found.issues}
    assert {key for key in truth if key not in read_ and f"measure:{key}" not in reported} == set()
    for key, record in read_.items():
        assert {item.value for item in record.all("ministry")} <= set(truth[key].fields["ministry"])


def test_a_block_of_which_a_bracket_is_lost(tmp_path: Path) -> None:
    made = document(KINDS.index("measure_list"), 3, damage=0.0)
    whole = read(tmp_path, made.text, "measure_list")
    damaged = read(tmp_path, made.text.replace("＜現状＞", "〓現状＞"), "measure_list")
    for kind, names in (("measure", ("goal", "current")), ("indicator", ("target_value",))):
        for before, after in zip(whole.of_kind(kind), damaged.of_kind(kind), strict=True):
            assert [before.value(name) for name in names] == [after.value(name) for name in names]


def test_a_pillar_without_a_point_is_told_by_the_section_below_it(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "\n".join(["３　川辺の暮らしを支える", "", "3-①川辺の安全", *ROWS]) + "\n")
    assert lines(found) == TRUTH
    labels = {record.value("notation"): record.value("label") for record in found.of_kind("section")}
    assert labels == {"3": "川辺の暮らしを支える", "3-①": "川辺の安全"}


def test_a_name_that_holds_the_number_of_the_row_below_is_not_parted() -> None:
    texts = [
        "5 見守り 内閣府 6 か国の若者の交流 総務省",
        "6 相談事業 法務省",
        "7 学習支援 総務省 8 居場所づくり 内閣府",
    ]
    made = [Line(text, 0, len(text), at) for at, text in enumerate(texts)]
    assert [line.text for line in parted(made)] == [*texts[:2], "7 学習支援 総務省 ", "8 居場所づくり 内閣府"]
    assert parted([]) == []


def test_a_list_without_the_blanks_between_its_cells_is_read(tmp_path: Path) -> None:
    text = "\n".join(
        (
            "No. 事業名 令和８年度 当初予算額 担当府省庁 備考",
            "（単位：百万円）",
            "1-①港の整備",
            "11岸壁補修推進事業 355国土交通省",
            "12 漁港衛生管理交付金 1,450農林水産省再掲",
            "13灯台保守高度化事業95の内数国土交通省",
            "14 海岸清掃支援事業 38 環境省 新規",
        )
    )
    lines = {record.key: record for record in read(tmp_path, text).of_kind("budget_line")}
    assert [(line.value("amount"), line.value("ministry")) for line in lines.values()] == [
        (355_000_000, "国土交通省"),
        (1_450_000_000, "農林水産省"),
        (95_000_000, "国土交通省"),
        (38_000_000, "環境省"),
    ]
    assert lines["12"].value("relisted") is True
    assert lines["13"].value("amount_kind") == "includedIn"


@pytest.mark.parametrize(
    ("heading", "below", "section"),
    [
        ("2-竭｡驕ｿ髮｣逕滓ｴｻ縺ｮ迺ｰ", "2-③灯台の保守", "2-②"),
        ("2-〓漁港の衛生", "2-③灯台の保守", "2-②"),
        (
            "2-〓漁港の衛生",
            "2-②灯台の保守",
            None,
        ),  # the next section follows the one above: whose heading it is is open
        ("2-〓漁港の衛生", "3-①灯台の保守", "2-②"),
    ],
)
def test_a_heading_without_its_mark_is_known_by_its_place_or_left_open(
    tmp_path: Path, heading: str, below: str, section: str | None
) -> None:
    text = "\n".join(
        (
            "No. 事業名 令和８年度 当初予算額 担当府省庁 備考",
            "（単位：百万円）",
            "2-①港の整備",
            "11 岸壁補修推進事業 355 国土交通省",
            heading,
            "12 漁港衛生管理交付金 450 農林水産省",
            below,
            "13 灯台保守高度化事業 95 国土交通省",
        )
    )
    found = read(tmp_path, text)
    lines = found.of_kind("budget_line")
    assert [line.key for line in lines] == ["11", "12", "13"]
    assert lines[1].value("section") == section
    assert any(issue.code == "damaged-heading" for issue in found.issues)


@pytest.mark.parametrize("sign", ["〓2", "1l", "12〓", "1Ж", "12Ж"])
def test_a_strange_sign_of_a_number_is_no_sign_of_the_name(tmp_path: Path, sign: str) -> None:
    rows = [
        "No. 事業名 令和８年度 当初予算額 担当府省庁 備考",
        "（単位：百万円）",
        "2-①港の整備",
        "11 岸壁補修推進事業 355 国土交通省",
        f"{sign} 漁港衛生管理交付金 450 農林水産省",
        "13 灯台保守高度化事業 95 国土交通省",
        "14 海岸清掃支援事業 2,6 00 の内数 環境省 再掲",
    ]
    found = read(tmp_path, "\n".join(rows))
    lines = found.of_kind("budget_line")
    assert [(line.key, line.value("label"), line.value("section")) for line in lines][1] == (
        "12",
        "漁港衛生管理交付金",
        "2-①",
    )
    assert (lines[3].value("label"), lines[3].value("amount")) == ("海岸清掃支援事業", 2_600_000_000)
    told = [issue.message for issue in found.issues if issue.subject == "budget_line:12"]
    assert any(f"「{sign}」" in message for message in told)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("12D 都市モデル整備事業", "D 都市モデル整備事業"),
        ("12新 海岸事業推進", "新 海岸事業推進"),
        ("1岸 壁補修", "岸 壁補修"),
    ],
)
def test_a_letter_behind_the_number_stays_in_the_name(tmp_path: Path, printed: str, name: str) -> None:
    rows = [
        "11 岸壁補修推進事業 355 国土交通省",
        f"{printed} 450 農林水産省",
        "13 灯台保守高度化事業 95 国土交通省",
    ]
    text = (
        "港湾関係予算一覧（単位：百万円）\nNo. 事業名 令和８年度当初予算額 担当府省庁\n"
        + "\n".join(rows)
        + "\n"
    )
    assert [line.value("label") for line in read(tmp_path, text).of_kind("budget_line")][1] == name


def test_a_name_of_letters_left_out_keeps_its_signs(tmp_path: Path) -> None:
    rows = "○○支援事業 300 国土交通省\n○灯台保守高度化事業 95 国土交通省\n●港湾補修事業 10 国土交通省\n"
    text = f"港湾関係予算一覧（単位：百万円）\n事業名 令和８年度当初予算額 担当府省庁\n{rows}"
    lines = read(tmp_path, text).of_kind("budget_line")
    assert [line.value("label") for line in lines] == ["○○支援事業", "灯台保守高度化事業", "港湾補修事業"]


@pytest.mark.parametrize("note", ["3 - 補助の内訳は次頁に示す", "3-A 別紙のとおり"])
def test_a_note_that_looks_like_a_heading_makes_no_section(tmp_path: Path, note: str) -> None:
    rows = f"3-①居場所の確保\n1 岸壁補修事業 10 国土交通省\n{note}\n2 灯台保守事業 95 国土交通省\n3 港湾補修事業 95 国土交通省\n"
    found = read(tmp_path, f"No. 事業名 令和８年度 当初予算額 担当府省庁\n（単位：百万円）\n{rows}")
    assert [item.key for item in found.of_kind("section")] == ["3-①"]
    assert [line.value("section") for line in found.of_kind("budget_line")] == ["3-①", None, None]
    assert "damaged-heading" in {issue.code for issue in found.issues}


def test_a_row_on_the_line_of_its_heading_and_one_behind_a_ministry_in_katakana(tmp_path: Path) -> None:
    head = "No.\t事業名\t令和８年度 当初予算額\t担当府省庁\t備考\n（単位：百万円）\n"
    rows = "2-①港の整備\t\t\t\t11\t岸壁補修推進事業\t355\t国土交通省\t\n12\t漁港衛生管理交付金\t450\t農林水産省\t\n"
    found = read(tmp_path, head + rows + "13\t灯台保守高度化事業\t95\t国土交通省\t\n")
    lines = found.of_kind("budget_line")
    assert [(line.key, line.value("section"), line.value("amount")) for line in lines] == [
        ("11", "2-①", 355_000_000),
        ("12", "2-①", 450_000_000),
        ("13", "2-①", 95_000_000),
    ]
    plain = "No. 事業名 令和８年度 当初予算額 担当府省庁 備考\n（単位：百万円）\n11 岸壁補修推進事業 355 デジタル庁12 漁港衛生管理交付金 450 農林水産省\n13 灯台保守高度化事業 95 国土交通省\n"
    lines = read(tmp_path, plain).of_kind("budget_line")
    assert [(line.key, line.text("ministry")) for line in lines] == [
        ("11", "デジタル庁"),
        ("12", "農林水産省"),
        ("13", "国土交通省"),
    ]
