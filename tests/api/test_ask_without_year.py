"""Questions on a list that prints no year: its amounts are answered and summed, and that the year is unknown is said."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

LIST = """番号,事務事業名,予算額（千円）,所管,備考
1,ひとり親家庭等相談支援事業,"12,500",こども家庭庁,内数
2,若者就労支援推進事業,"34,000",厚生労働省,再掲
3,地域見守り活動支援事業,"5,000",総務省,新規
"""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    folder, store = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("store") / "store"
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("ひとり親家庭等相談支援事業の予算額は？", 12_500_000),
        ("若者就労支援推進事業の予算額は？", 34_000_000),
        ("予算額の合計は？", 39_000_000),
        ("予算額が最も大きい事業は？", 34_000_000),
    ],
)
def test_amounts_without_a_year_are_answered_as_such(
    question: str, value: int, services: AskServices
) -> None:
    found = answer_question(question, services)
    assert found["status"] == "answered", found["text"]
    assert found["answer"]["value"] == value
    assert "年度の印刷なし" in found["text"]
