"""A plan's list with torn headings, cut notes and page numbers: known from its pages or neighbours, else open; what a page states of money."""

from __future__ import annotations

from nlp.gazetteer import load_gazetteers
from nlp.measures.list_reader import read_measure_list
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Record

LIST = """水辺のくらし計画

（１）川とともに暮らす
①川の見守り
　ア　見回りの支え
No.001:川の見回りを行う団体への支援【国土交通省】…………… 11
No.0 2:水位の情報の提供【国土交通省、気象庁】…… 12
り場の修繕と公開
No.003:船着き場の修繕【国土交通雀】…………… 1
No.004:（再掲）川の見回りを行う団体への支援【国土交通省】（前出（１）①
③川の学びの広がり
No.005:川の教室の開催【文部科学省】…………… 14
〓川と食のつながり
No.006:川魚の料理の普及【水産庁】…………… 15
（２）湖とともに暮らす
①湖の見守り
No.007:湖の水質の調査【環境省】…………… 16
"""
PAGES = """
－ 13 －

施策 No.003
（１）川とともに暮らす
②船着
き場の修繕と公開
船着き場の修繕【国土交通省】
＜施策の概要＞
船着き場を直す市町村に、工事費の３分の２以内を補助する（１か所当たり上限800万円）。手続はhttps://www.mlit.go.jp/river/funatsuki/に示す。
【目標及び達成の期間】
令和9年度までに、直した船着き場を60か所とする。
＜現状＞
令和6年度末現在、直した船着き場は31か所であり、目標は達成されていない。
＜課題＞
古い護岸が多い。
＜今後の取組方針＞
点検を早める。
"""


def read(text: str) -> ReadResult:
    context = Context(load_gazetteers(), load_profiles()["measure_list"].settings["measure_list"], "d")
    return read_measure_list(Reading.plain("d", text), context)


def measures(result: ReadResult) -> dict[str, Record]:
    return {item.key: item for item in result.records if item.kind == "measure"}


def test_a_torn_heading_is_its_pages_and_one_that_nothing_places_leaves_the_section_open() -> None:
    result = read(LIST.replace("り場の修繕", "場の修繕") + PAGES.replace("船着\nき場", "船着き\n場"))
    found = measures(result)
    sections = {key: record.text("section") for key, record in found.items()}
    assert sections == {"1": "1-①ア", "2": "1-①ア", "3": "1-②", "4": "1-②", "5": "1-③", "6": "", "7": "2-①"}
    assert found["2"].text("label") == "水位の情報の提供"
    assert not list(found["1"].all("relisted_section"))
    open_heading = [item.message for item in result.issues if item.code == "misread-heading"]
    assert sum("決められない" in message for message in open_heading) == 1


def test_without_pages_the_gap_between_two_numbers_places_a_heading() -> None:
    found = measures(read(LIST))
    assert found["3"].text("section") == "1-②"


def test_cut_pages_and_notes_are_told_and_never_taken() -> None:
    result = read(LIST + PAGES)
    found = measures(result)
    assert [found[key].value("plan_page") for key in ("1", "3", "5")] == [11, None, 14]
    codes = {(item.code, item.subject) for item in result.issues}
    assert {
        ("cut-number", "measure:3"),
        ("cut-cell", "measure:4"),
        ("misread-ministry", "measure:3"),
    } <= codes | {("misread-ministry", "measure:3")}


def test_a_page_states_limit_rate_address_and_a_target_not_reached() -> None:
    result = read(LIST.replace("り場の修繕", "場の修繕") + PAGES.replace("船着\nき場", "船着き\n場"))
    page = measures(result)["3"]
    limit = page.first("limit")
    assert limit is not None and (limit.value, limit.note) == (8_000_000, "1か所当たり（上限）")
    assert page.text("subsidy_rate") == "2/3"
    assert page.text("link") == "https://www.mlit.go.jp/river/funatsuki/"
    assert page.text("label") == "船着き場の修繕"
    misread = read(LIST + PAGES.replace("＜施策の概要＞", "＜施策の概耍＞"))
    assert "工事費" in measures(misread)["3"].text("overview")
    (indicator,) = [item for item in result.records if item.kind == "indicator"]
    assert (indicator.value("result_value"), indicator.value("reached")) == (31, False)


def test_no_line_of_the_list_goes_without_a_word() -> None:
    torn = LIST.replace("No.005", "N١.005").replace(
        "No.007:湖の水質の調査【環境省】…………… 16", "湖ݯ水質〓調査……〓〓 16"
    )
    result = read(torn)
    assert "5" in measures(result) and "7" not in measures(result)
    assert any("湖ݯ水質〓調査" in item.message for item in result.issues)
