"""Two measures printed as one row with their numbers in front of the names, rows whose address slipped to the front, clauses as names."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.measures.current_results import current_indicators
from nlp.measures.indicators import find_indicators
from nlp.measures.table_reader import read_measure_table
from nlp.measures.url_lines import join_address, line_width
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record

HEAD = "施策 No.\t施策名\t施策の概要\t目標及び達成の期間\t目標の達成状況\t達成状況を踏まえた施策の見直し方針\t関連URL\t担当 府省庁\n"
ROWS = (
    "（１）海を守る\n①海岸の清掃\n"
    "6\t海岸清掃の支援\t漂着ごみを集める団体に道具を貸し出す。\t団体数を増やす。\t令和6年度は84団体に道具を貸し出した。\t続ける。\thttps://www.env.go.jp/water/\t環境省\n"
    "7 海洋教育の推進 8 漁村体験の受入れ\t小学校の授業で海の生き物を教える。 漁家に泊まり、網を引く体験を広げる。 船に乗る前に安全の講習を受ける。"
    "\t全ての小学校で海の授業を行う。 受け入れる漁家を300とする。\t授業を行った小学校は8割である。 漁家は212である。\t教材を改める。 漁家を募る。\t"
    "https://www.mext.go.jp/\t文部科学省 文部科学省 水産庁\n"
    "9\thttps://www.mlit.go.jp/ port/mizube rekishi/\t港の歴史の案内\t港を訪れる人に歴史を伝える看板を立てる。\t看板を年30基立てる。\t令和6年度は22基を立てた。\t続ける。\t国土交通省\n"
    "10\t灯台の公開\t灯台の内部を公開する。\t公開する灯台を増やす。\t16基を公開した。\t続ける。\t\t海上保安庁\n"
)


def read(text: str) -> ReadResult:
    context = Context(load_gazetteers(), load_profiles()["measure_table"].settings["measure_table"], "d")
    return read_measure_table(Reading.plain("d", text), context)


def measures(result: ReadResult) -> dict[str, Record]:
    return {item.key: item for item in result.records if item.kind == "measure"}


def test_measures_of_one_row_have_their_own_number_name_ministries_and_texts() -> None:
    found = measures(read(HEAD + ROWS))
    assert list(found) == ["6", "7", "8", "9", "10"]
    assert [found[key].text("label") for key in ("7", "8")] == ["海洋教育の推進", "漁村体験の受入れ"]
    named = [[str(item.value) for item in found[key].all("ministry")] for key in ("7", "8")]
    assert named == [["文部科学省"], ["文部科学省", "水産庁"]]
    assert found["7"].text("overview") == "小学校の授業で海の生き物を教える。"
    assert found["8"].text("overview").startswith("漁家に泊まり")
    number = found["8"].first("number")
    assert number is not None and number.raw == "8"


def test_ministries_behind_the_address_are_taken_where_their_own_cell_is_empty() -> None:
    rows = ROWS.replace(
        "https://www.env.go.jp/water/\t環境省", "https://www.env.go.jp/water/ 環境省、水産庁\t"
    )
    row = measures(read(HEAD + rows))["6"]
    assert [str(item.value) for item in row.all("ministry")] == ["環境省", "水産庁"]
    assert row.text("link") == "https://www.env.go.jp/water/"


def test_an_address_in_front_puts_the_texts_back_into_their_columns() -> None:
    result = read(HEAD + ROWS)
    row = measures(result)["9"]
    assert (row.text("label"), row.text("review")) == ("港の歴史の案内", "続ける。")
    assert row.text("goal") == "看板を年30基立てる。"
    assert "shifted-columns" in {item.code for item in result.issues if item.subject == "measure:9"}


def test_addresses_that_no_column_broke_lost_underscores_inside_words() -> None:
    whole = "https://www.example.go.jp/policies/machi-tsukuri/nagai-namae/index.html"
    text = "\n".join(f"https://www.a{n}.go.jp/ {'x' * n}/y.html\t{whole} {'z' * n}" for n in range(11, 18))
    assert line_width(text) == 0
    read_as = join_address("www.mlit.go.jp/ port/minato rekishi.html", 8, 0)
    assert (read_as.text, read_as.rival) == ("www.mlit.go.jp/port/minato_rekishi.html", "")


@pytest.mark.parametrize(
    ("goal", "told", "wanted"),
    [
        (
            "令和9年度までに、全ての町村で夜間の相談を実現する。",
            "夜間の相談に応じるのは、令和7年4月1日時点で310町村であった。",
            ("全ての町村", "310町村", None),
        ),
        (
            "窓口を設ける市町村を令和8年度末までに人口10万人以上の全市とする。",
            "検討した。",
            ("人口10万人以上の全市", None, None),
        ),
        (
            "令和6年度末までに全都道府県で公表する。",
            "令和6年度末までに全都道府県で公表し、目標を達成した。",
            ("全都道府県", "全都道府県", True),
        ),
        (
            "直した劇場の数を5年間で倍増させる（令和2年度：64館）。直した劇場の数を令和8年度に120館とする。",
            "令和6年度末の直した劇場は118館である。",
            ("120館", "118館", None),
        ),
        (
            "実施率を令和7年度に80%とする。",
            "実施率は令和7年度に71%であり、目標は達成されていない。",
            ("80%", "71%", False),
        ),
    ],
)
def test_targets_and_verdicts_in_words(
    goal: str, told: str, wanted: tuple[str, str | None, bool | None]
) -> None:
    (found,) = find_indicators(goal, told)
    assert found.target is not None
    result = found.result
    said = None if result is None else result.reached
    assert (found.target.text, None if result is None else result.text, said) == wanted


def test_whom_a_deed_reached_is_counted_and_ages_and_rates_are_names() -> None:
    (found,) = find_indicators("", "令和6年度は84団体に対し道具の貸出しを行った。")
    assert found.result is not None and found.result.measured == "道具の貸出しを行った団体"
    goal = (
        "令和12年度までに、39歳以下の新規漁業者を年間500人とする。着業した者の3年後の継続率を80%以上とする。"
    )
    today = "39歳以下の新規漁業者は令和5年に412人であった。着業後3年を経過した者の継続率は令和6年3月末現在74.2%である。"
    pairs = [
        (str(one.target.value), one.result.text)
        for one in current_indicators(goal, today)
        if one.target and one.result
    ]
    assert pairs == [("500", "412人"), ("80", "74.2%")]


def test_the_address_of_a_shared_row_is_its_ministrys_or_nobodys() -> None:
    rows = ROWS.replace("文部科学省 文部科学省 水産庁", "文部科学省 水産庁")
    found = measures(read(HEAD + rows))
    assert [found[key].text("link") for key in ("7", "8")] == ["https://www.mext.go.jp/", ""]
    result = read(HEAD + rows.replace("https://www.mext.go.jp/", "https://www.city.example.jp/"))
    found = measures(result)
    assert [found[key].text("link") for key in ("7", "8")] == ["", ""]
    assert any("www.city.example.jp" in item.message for item in result.issues if item.subject == "measure:8")


def test_a_figure_of_which_the_head_is_lost_is_no_result() -> None:
    (holed,) = find_indicators("支援する世帯を500世帯とする。", "令和9年度は4■6世帯を支援した。")
    assert holed.target is not None and holed.result is None
