"""Programmes and the measures they serve: kinds of evidence, precision, quotes."""

import csv
from pathlib import Path

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item, MeasureItem
from graph.reconcile.related import relate_measures

GOLD = Path(__file__).parent.parent / "gold"


def test_published_links_are_right(seed_clustering, seed_items, seed_measures) -> None:
    with (GOLD / "pairs_measures.csv").open(encoding="utf-8", newline="") as handle:
        truth = {(row["programme"], f"measure/2024-{row['measure']}") for row in csv.DictReader(handle)}
    truth.add(
        ("訪問支援", "measure/2024-82")
    )  # the same sheet of the other year, whose title is damaged there
    found = {
        (link.programme, link.measure)
        for link in relate_measures(seed_clustering, seed_items, seed_measures)
        if link.published
    }
    assert found <= truth
    assert len(found & truth) >= 0.75 * len(truth)


def test_kinds_and_quotes(seed_clustering, seed_items, seed_measures) -> None:
    links = {
        (link.programme, link.measure): link
        for link in relate_measures(seed_clustering, seed_items, seed_measures)
    }
    named = links[("刑務所出所者等の就労・住居・相談先の確保", "measure/2024-82")]
    printed = links[("更生保護地域寄り添い支援事業", "measure/2024-82")]
    inferred = links[("孤独・孤立対策のための自殺防止対策事業", "measure/2024-31")]
    assert (named.kind, printed.kind, inferred.kind) == ("by-name", "mention", "ministry-section-target")
    assert "更生保護地域連携拠点事業" in printed.evidence[0]
    assert all(link.reasons for link in links.values())


def test_a_name_inside_a_longer_name_is_no_mention() -> None:
    items = [
        Item("a", "budget_line", "離島交流推進交付金", ministry=("内閣府",), document="l"),
        Item("b", "budget_line", "社会参加等離島交流推進交付金", ministry=("内閣府",), document="l"),
    ]
    measures = [
        MeasureItem(
            "m",
            1,
            2026,
            "離島のくらし",
            ("内閣府",),
            text="社会参加等離島交流推進交付金により、離島で活動する団体を支援する。",
        )
    ]
    links = relate_measures(cluster_items(items), items, measures)
    assert {link.programme for link in links if link.kind == "mention"} == {"社会参加等離島交流推進交付金"}


def test_another_ministry_needs_more_than_a_mention() -> None:
    items = [Item("a", "budget_line", "離島交流推進交付金", ministry=("外務省",), document="l")]
    measures = [
        MeasureItem(
            "m",
            1,
            2026,
            "離島のくらし",
            ("内閣府",),
            text="離島交流推進交付金により、離島で活動する団体を支援する。",
        )
    ]
    assert not any(link.published for link in relate_measures(cluster_items(items), items, measures))


def test_nothing_to_relate() -> None:
    assert relate_measures(cluster_items([]), [], []) == ()


def measure(number: int, label: str, text: str, **more: object) -> MeasureItem:
    return MeasureItem(f"measure/2030-{number}", number, 2030, label, ("農林水産省",), text=text, **more)  # type: ignore[arg-type]


def published(items: list[Item], measures: list[MeasureItem]) -> set[str]:
    return {link.measure for link in relate_measures(cluster_items(items), items, measures) if link.published}


def sheet(label: str, text: str, *targets: str) -> list[Item]:
    more = {"ministry": ("農林水産省",), "fiscal_year": 2030, "stage": "initial", "document": "l"}
    return [
        Item("row", "budget_line", label, section="2-①", target_groups=targets, **more),  # type: ignore[arg-type]
        Item("sheet", "sheet", label, text=text, **more),  # type: ignore[arg-type]
    ]


def test_a_label_printed_in_the_sheet_speaks_for_the_measure() -> None:
    text = "里山の手入れを担う住民団体の活動を助成する。都市の住民が里山に通う仕組みを作る。" * 3
    items = sheet("里山住民活性化交付金", text)
    wanted = measure(1, "里山の手入れを担う住民団体への支援", "住民団体の取組を支える。", section="2-①")
    other = measure(2, "里山の見回りを担う民間企業への支援", "住民団体の取組を支える。", section="2-①")
    links = {link.measure: link for link in relate_measures(cluster_items(items), items, [wanted, other])}
    assert any("「里山の手入れを担う住民団体" in reason for reason in links["measure/2030-1"].reasons)
    assert "measure/2030-2" not in links


def test_the_same_means_for_other_people_is_another_measure() -> None:
    items = sheet(
        "妊産婦に対する移動販売車による見守り事業",
        "移動販売車が妊産婦の家を巡り、見守りを行う。" * 4,
        "妊産婦",
    )
    mine = measure(
        1, "妊産婦への移動販売車による見守り", "移動販売車による見守りを行う。", target_groups=("妊産婦",)
    )
    other = measure(
        2, "高齢者への移動販売車による見守り", "移動販売車による見守りを行う。", target_groups=("高齢者",)
    )
    unknown = measure(3, "転入者への移動販売車による見守り", "移動販売車による見守りを行う。")
    assert published(items, [other]) == published(items, [unknown]) == set()
    assert published(items, [mine, other, unknown]) == {"measure/2030-1"}


def test_a_measure_stated_again_in_another_section_is_served_too(
    seed_clustering, seed_items, seed_measures
) -> None:
    links = {
        (link.programme, link.measure): link
        for link in relate_measures(seed_clustering, seed_items, seed_measures)
    }
    once, again = (links[("居住支援協議会等活動支援事業", f"measure/2024-{number}")] for number in (137, 76))
    assert once.published
    assert again.published
    assert any("No.137と同じ文章" in reason for reason in again.reasons)
