"""Knowledge that several test files of this room ask: two years' budget lists of ports, of a field that no seed has."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_PORTS = {
    8: """1\t岸壁補修推進事業\t725\t国土交通省\t
2\t灯台保守高度化事業\t95\t国土交通省\t新規
3\t漁港清掃支援事業\t310\t農林水産省\t
4\t港湾警備強化事業\t480\t法務省\t新規
5\t離島航路維持事業\t1,240\t国土交通省\t
""",
    9: """1\t岸壁補修推進事業\t910\t国土交通省\t
2\t灯台保守高度化事業\t80\t国土交通省\t
3\t漁港清掃支援事業\t310\t農林水産省\t
""",
}


@pytest.fixture(scope="session")
def ports(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over the lists of 令和8年度 (five programmes, two of them new) and 令和9年度 (three), amounts in millions of yen."""
    folder, store = tmp_path_factory.mktemp("ports"), tmp_path_factory.mktemp("port_store") / "store"
    for year, rows in _PORTS.items():
        head = f"港湾関係予算一覧（単位：百万円）\nNo.\t事業名\t令和{year}年度 当初予算額\t担当府省庁\t備考\n"
        (folder / f"{year}.txt").write_text(head + rows, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))
