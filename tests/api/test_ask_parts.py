"""An amount with a part (うち) of it: the whole is said first, the part with what it is for, never with a year of another row."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_HEAD = "No.\t事業名\t令和{year}年度 当初予算額\t担当府省庁\t備考\n"
_LIST = "港湾関係予算一覧（単位：百万円）\n" + _HEAD


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    folder, store = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("store") / "store"
    for year, amount, remark in (
        (8, "725（うち離島分 120百万円）", ""),
        (9, "910", "うち前年度300百万円"),
    ):
        rows = (
            f"1\t岸壁補修推進事業\t{amount}\t国土交通省\t{remark}\n2\t灯台保守高度化事業\t95\t国土交通省\t\n"
        )
        (folder / f"{year}.txt").write_text(_LIST.format(year=year) + rows, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


def test_the_whole_is_said_before_its_part(services: AskServices) -> None:
    found = answer_question("岸壁補修推進事業の金額は", services)
    assert found["status"] == "answered", found["text"]
    text = found["text"]
    assert 0 < text.index("725百万円") < text.index("のうち離島分は120百万円")
    assert "前年度は" not in text and "300百万円" not in text


def test_that_parts_inside_rows_are_not_counted_is_said(services: AskServices) -> None:
    found = answer_question("うち数の事業は何件", services)
    assert "行の額そのものがうち数の行だけ" in found["text"] + "".join(found["caveats"])


def test_a_part_that_is_asked_for_alone_is_an_amount(services: AskServices) -> None:
    found = answer_question("岸壁補修推進事業のうち数は", services)
    assert found["status"] == "answered" and "のうち離島分は120百万円" in found["text"], found["text"]
