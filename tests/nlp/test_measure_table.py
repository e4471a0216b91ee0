"""Measure tables: the seed, generated tables with truth, mutated input."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.language.familiarity import Familiarity
from nlp.measures import merged_rows
from nlp.measures.display_labels import cut_at_head, cut_label
from nlp.measures.table_reader import read_measure_table
from nlp.measures.url_lines import join_address
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record
from tests.generate.measure_tables import make_table
from tests.gold.eval_measures import generated_rows, measure_rows, text_agreement

SEED = next((Path(__file__).parent.parent.parent / "seeds").glob("002*.txt"))
HEADER = "施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t見直し方針\t関連URL\t担当府省庁\n"


def read(text: str) -> ReadResult:
    settings_ = load_profiles()["measure_table"].settings["measure_table"]
    return read_measure_table(Reading.plain("t", text), Context(load_gazetteers(), settings_, "t"))


@cache
def seed() -> tuple[str, ReadResult]:
    text = SEED.open(encoding="utf-8", newline="").read()
    return text, read(text)


def measures(result: ReadResult) -> dict[str, Record]:
    return {record.key: record for record in result.records if record.kind == "measure"}


def codes(result: ReadResult, number: int) -> set[str]:
    return {issue.code for issue in result.issues if issue.subject == f"measure:{number}"}


def test_seed_numbers_sections_and_ministries_equal_the_labels() -> None:
    assert {figure for _, _, figure in measure_rows()} == {1.0}


def test_every_field_of_the_seed_slices_back() -> None:
    text, result = seed()
    for record in result.records:
        for item in record.fields:
            if item.where is not None:
                assert text[item.where.start : item.where.end] == item.raw
    for repair in result.repairs:
        assert text[repair.where.start : repair.where.end] == repair.before


@pytest.mark.parametrize(
    ("number", "code"),
    [(5, "missing-number"), (5, "missing-ministry"), (139, "cut-number"), (140, "cut-number"), (43, "missing-number"),
     (90, "machine-repetition"), (91, "missing-label"), (104, "merged-rows"), (105, "merged-rows"), (113, "garbled-cell")],
)  # fmt: skip
def test_damage_of_the_seed_is_reported(number: int, code: str) -> None:
    assert code in codes(seed()[1], number)


def test_text_of_a_neighbour_stays_out_of_repeated_rows() -> None:
    found = measures(seed()[1])
    assert found["90"].text("overview").startswith("「地域おこし協力隊」は")
    assert found["91"].text("overview").startswith("関係人口とは")
    assert "地域おこし協力隊" not in found["89"].text("overview")
    for key in ("89", "90", "91", "118"):
        for name in ("overview", "goal", "achievement", "review"):
            assert "大大大" not in found[key].text(name)
            assert "では、では" not in found[key].text(name)


def test_merged_measures_are_told_apart() -> None:
    found = measures(seed()[1])
    assert [item.value for item in found["104"].all("ministry")] == ["環境省"]
    assert [item.value for item in found["105"].all("ministry")] == ["国土交通省"]
    assert "国立公園" in found["104"].text("overview")
    assert "都市公園" in found["105"].text("overview")


def test_a_lost_name_gets_a_label_of_ours_and_no_label() -> None:
    record = measures(seed()[1])["33"]
    assert record.first("label") is None
    built = record.first("display_label")
    assert built is not None and built.method == "built" and built.raw == ""


def test_pillar_heading_that_is_lost_comes_from_the_outline() -> None:
    sections = {record.key: record for record in seed()[1].records if record.kind == "section"}
    assert sections["2"].where is None
    assert sections["2"].text("label") == "状況に合わせた切れ目のない相談支援につなげる"
    assert len(sections) == 20


@pytest.mark.parametrize("rate", [0.0, 0.3, 0.6])
def test_generated_tables(rate: float) -> None:
    figures = {
        (subject.split(" (")[0], kind): figure
        for subject, kind, figure in generated_rows(range(100, 108), rate)
    }
    assert figures["generated number", "F1"] >= 0.995
    assert figures["generated section", "F1"] >= 0.99
    assert figures["generated ministry", "F1"] >= 0.985
    assert figures["generated texts: own text only", "share"] >= 0.99


def test_numbers_may_begin_anywhere_and_go_to_hundreds() -> None:
    table = make_table(7, 80, rate=0.3, first=388)
    found = measures(read(table.text))
    assert set(found) == {str(item.number) for item in table.measures}


def test_clean_table_gives_no_warning() -> None:
    result = read(make_table(3, 40).text)
    assert [issue for issue in result.issues if issue.severity != "info"] == []
    good, total = text_agreement(make_table(3, 40), result)
    assert good == total


def test_crlf_pipes_and_repeated_header() -> None:
    table = make_table(5, 30)
    lines = table.text.split("\n")
    header = lines[2]
    lines.insert(20, header)
    piped = ["| " + line.replace("\t", " | ") + " |" if "\t" in line else line for line in lines]
    for text in ("\r\n".join(lines), "\n".join(piped)):
        found = measures(read(text))
        assert set(found) == {str(item.number) for item in table.measures}
        assert all("\r" not in item.raw for record in found.values() for item in record.fields)


def test_misread_number_is_restored_and_shuffled_rows_keep_theirs() -> None:
    row = (
        "{}\t地域の{}の支援\t支援を実施している。\t支援を目指す。\t支援した。\t引き続き支援する。\t\t法務省\n"
    )
    misread = HEADER + "".join(row.format("77" if n == 3 else n, n) for n in range(1, 9))
    assert list(measures(read(misread))) == [str(n) for n in range(1, 9)]
    order = [1, 4, 2, 3, 6, 5, 8, 7]
    shuffled = measures(read(HEADER + "".join(row.format(n, f"N{n}N") for n in order)))
    assert {key: record.text("label") for key, record in shuffled.items()} == {
        str(n): f"地域のN{n}Nの支援" for n in order
    }


def test_numbers_that_start_again_under_each_pillar_stay_apart() -> None:
    row = "{}\t{}の支援\t支援を実施している。\t支援を目指す。\t支援した。\t引き続き支援する。\t\t法務省\n"
    first = "".join(row.format(n, f"甲{n}") for n in range(1, 6))
    second = "".join(row.format(n, f"乙{n}") for n in range(1, 5))
    text = HEADER + "(1)第一の柱\t\t\t\t\t\t\t\n" + first + "(2)第二の柱\t\t\t\t\t\t\t\n" + second
    result = read(text)
    found = measures(result)
    assert found["1"].text("label") == "甲1の支援"
    assert found["1~2"].text("label") == "乙1の支援"
    assert found["4~2"].value("number") == 4
    assert found["1~2"].text("pillar") == "2"
    assert "repeated-numbers" in {issue.code for issue in result.issues}


def test_section_column_and_no_number_column() -> None:
    header = "柱\t施策名\t施策の概要\t目標\t達成状況\t見直し方針\t府省庁\n"
    row = "{}\t{}の支援\t支援を実施している。\t支援を目指す。\t支援した。\t引き続き支援する。\t法務省\n"
    found = measures(read(header + row.format("2-③", "甲") + row.format("（３）①", "乙")))
    assert [(record.text("label"), record.text("section")) for record in found.values()] == [
        ("甲の支援", "2-③"),
        ("乙の支援", "3-①"),
    ]
    assert {item.method for record in found.values() for item in record.all("number")} == {"order"}


def test_unresolvable_ministry_is_kept_as_printed() -> None:
    text = (
        HEADER
        + "1\tある施策\t支援を実施している。\t支援を目指す。\t支援した。\t引き続き支援する。\t\t東北星雲省\n"
    )
    record = measures(read(text))["1"]
    item = record.first("ministry")
    assert (
        item is not None
        and item.method == "unresolved"
        and item.value == "東北星雲省"
        and item.confidence < 0.5
    )
    assert "missing-ministry" in codes(read(text), 1)


def test_other_tables_are_left_alone() -> None:
    assert read("No.\t事業名\t補正予算額\t担当府省庁\t備考\n1\tある事業\t100\t内閣府\t\n").records == ()
    assert read("").records == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_mutated_tables_never_crash_and_lose_no_printed_number(number: int) -> None:
    random = Random(number)
    table = make_table(number, 30, rate=random.random() * 0.7)
    text = _mutate(random, table.text)
    result = read(text)
    for record in result.records:
        for item in record.fields:
            if item.where is not None:
                assert text[item.where.start : item.where.end] == item.raw
    known = {record.key for record in result.records if record.kind == "measure"}
    assert all(len(key) <= 4 for key in known)


def _mutate(random: Random, text: str) -> str:
    lines = text.split("\n")
    kind = random.choice(["cut", "shuffle", "tabs", "noise", "none"])
    if kind == "cut":
        return text[: random.randint(0, len(text))]
    if kind == "shuffle":
        body = lines[3:]
        random.shuffle(body)
        return "\n".join(lines[:3] + body)
    if kind == "tabs":
        return "".join("" if letter == "\t" and random.random() < 0.05 else letter for letter in text)
    if kind == "noise":
        return "".join(
            chr(random.randint(0x20, 0xFFF)) if random.random() < 0.02 else letter for letter in text
        )
    return text


ECHO = HEADER + "".join(
    [
        "41\t港の見守り活動の推進\t岸壁で働く人の安全を守るため、漁業協同組合が行う見回りの費用を補助する。\t令和9年度までに見回りの回数を600回とする。\t令和7年度は410回であった。\t取組を続ける。\t\t水産庁\n",
        "42\t灯台の保存活用\t岸壁で働く人の安全を守るため、漁業協同組合が行う見回りの費用を補助する。\t令和9年度までに見回りの回数を600回とする。\t\t\t\t\n",
        "\t灯台の保存活用\t岸壁で働く人の安全を守るため、漁業協同組合が行う見回りの費用を補助する。\t令和9年度までに見回りの回数を600回とする。\t\t\t\t\n"
        * 6,
        "44\t海の学びの充実\t磯の生き物を学ぶ教室を開き、こどもの海への関心を高める。\t令和9年度までに教室を90回開く。\t令和7年度は52回であった。\t教材を改める。\t\t文部科学省\n",
    ]
)


def test_what_a_lost_reader_echoes_is_no_evidence_for_the_rows_beside_it() -> None:
    result = read(ECHO)
    found = measures(result)
    assert (
        found["41"].text("overview")
        == "岸壁で働く人の安全を守るため、漁業協同組合が行う見回りの費用を補助する。"
    )
    assert found["42"].text("label") == "灯台の保存活用"
    for number in ("42", "43"):
        if number in found:
            assert not found[number].text("overview")
            assert not found[number].text("goal")
    assert "43" not in found or not found["43"].text("label")
    assert "machine-repetition" in {issue.code for issue in result.issues}
    assert found["44"].text("overview") == "磯の生き物を学ぶ教室を開き、こどもの海への関心を高める。"


def test_a_name_goes_to_the_half_that_speaks_of_it_or_to_none() -> None:
    texts = ["漁船の燃料費を助ける。", "灯台等保存率を高め、保存に当たる職員を置く。"]
    assert merged_rows._owner("灯台保存の推進", texts)[0] == 1
    assert merged_rows._owner("地域振興の推進", texts) == (None, 0.5)


def test_a_sentence_end_alone_on_the_last_line_is_kept() -> None:
    rows = (
        "7\t海図の電子化\t海図を電子化し、小型船にも\t令和9年度までに\t令和7年度は3割\t更新を早める\thttps://www.kaizu.go\t国土交通省\n"
        "\t\t使いやすくする。\t全ての海図とする。\tとなった。\t。\t.jp/denshi/map.htm\t\n"
        "\t\t\t\t\t\tl\t\n"
        "8\t港の灯の点検\t灯の点検を年二回行う。\t令和9年度まで続ける。\t令和7年度も行った。\t続ける。\t\t国土交通省\n"
    )
    found = measures(read(HEADER + rows))
    assert found["7"].text("review") == "更新を早める。"
    assert found["7"].text("link") == "https://www.kaizu.go.jp/denshi/map.html"


@pytest.mark.parametrize(
    ("printed", "width", "url"),
    [
        (
            "www.minato.go.jp/ umi to/kani kyoto/iso.html",
            17 + 8,
            "www.minato.go.jp/umi_to/kani_kyoto/iso.html",
        ),
        (
            "www.minato.go. jp/tokei/umi iso  hozon/nen.html",
            22,
            "www.minato.go.jp/tokei/umi_iso_hozon/nen.html",
        ),
        ("www.minato.go. jp/tokei/iso hozo n/nen.html", 22, "www.minato.go.jp/tokei/iso_hozon/nen.html"),
        (
            "www.umi-minato.go.jp/policies/anzen keikaku/index.html",
            22,
            "www.umi-minato.go.jp/policies/anzen_keikaku/index.html",
        ),
    ],
)
def test_the_width_of_the_column_tells_line_ends_from_lost_underscores(
    printed: str, width: int, url: str
) -> None:
    read_ = join_address(printed, 8, width)
    assert (read_.text, read_.rival) == (url, "")


def test_two_ways_to_join_an_address_are_left_open() -> None:
    assert join_address("www.umi.jp/a bcd", 8, 22).rival == "www.umi.jp/abcd"


@pytest.mark.parametrize(
    ("label", "cut"),
    [
        ("やさしい日本語の普及", False),
        ("へき地における教育の充実", False),
        ("留学生の受入れ", False),
        ("がん患者の就労", False),
        ("や高齢者の見守り", True),
        ("に対する相談支援", True),
        ("ところ、窓口を設ける", True),
    ],
)
def test_a_name_that_begins_with_a_word_is_whole(label: str, cut: bool) -> None:
    habits = Familiarity("外国人留学生を受け入れる。" * 6)
    assert cut_label(label, habits) is cut


@pytest.mark.parametrize("beyond", [9, 0, 1])
def test_a_row_torn_inside_a_cell_or_at_its_border_is_one_row(beyond: int) -> None:
    clean = make_table(5, 6, rate=0.0).text
    lines = clean.split("\n")
    place = next(index for index, line in enumerate(lines) if line.startswith("3\t"))
    cut = lines[place].index("\t", 3) + beyond
    torn = "\n".join([*lines[:place], lines[place][:cut], lines[place][cut:], *lines[place + 1 :]])
    whole, found = measures(read(clean)), measures(read(torn))
    assert set(whole) == set(found)
    for name in ("label", "overview", "goal", "achievement", "review", "ministry"):
        assert whole["3"].value(name) == found["3"].value(name)


def test_a_whole_first_word_is_not_cut_by_what_another_word_ends_with() -> None:
    habits = Familiarity(
        "手引きを配布する。手引きを作成する。新しい手引きを示す。" * 4 + "引き続き、手引きを用いる。"
    )
    assert cut_at_head("引き続き、手引きを用いた好事例を周知する。", habits) is False
    assert cut_at_head("窮者への支援を行う。", Familiarity("生活困窮者を支える。" * 9)) is True


_HEAD = "施策の実施状況（令和6年度）\nNo.\t施策名\t担当府省庁\t施策の概要\t目標及び達成の期間\t目標の達成状況\t見直し方針\n(1)見守りの推進\n"


def _row(number: int, name: str) -> str:
    return f"{number}\t{name}\t内閣府\t地域の見守りを進める。\t{number}00人に実施する。\t{number}0人に実施した。\t引き続き取り組む。\n"


@pytest.mark.parametrize("mark", ["注", "※", "（注1）", "注2"])
def test_a_note_below_a_torn_row_fills_none_of_its_cells(mark: str) -> None:
    torn = f"2\t相談の充実\t内閣府\t相談を行う。\n{mark}\t数値は暫定\t\t\n"
    record = measures(read(_HEAD + _row(1, "見守り活動の推進") + torn + _row(3, "研修の実施")))["2"]
    assert record.text("overview") == "相談を行う。"
    assert record.value("goal") is None


@pytest.mark.parametrize(
    ("name", "shown"), [("女性の活", "女性の活…"), ("に対する相談支援", "…に対する相談支援")]
)
def test_the_dots_of_a_name_stand_where_it_is_cut(name: str, shown: str) -> None:
    found = measures(read(_HEAD + _row(1, "見守り活動の推進") + _row(2, name) + _row(3, "研修の実施")))
    assert found["2"].text("display_label").startswith(shown)


def test_a_gap_between_two_whole_words_at_the_end_of_a_line_is_told_in_both_forms() -> None:
    read_ = join_address("www.minato.go.j p/kaiyo/sokutei/kaigan hozen.html", 8, 23)
    assert (read_.text, read_.rival) == (
        "www.minato.go.jp/kaiyo/sokutei/kaiganhozen.html",
        "www.minato.go.jp/kaiyo/sokutei/kaigan_hozen.html",
    )
