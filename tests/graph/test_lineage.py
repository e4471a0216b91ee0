"""What became of programmes: the seeds' year, caution with amounts, unseen renamings."""

import sys
from pathlib import Path

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Clustering, Item, LineageLink
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage import trace_lineage

sys.path.insert(0, str(Path(__file__).parent.parent / "gold"))
from succession_lists import succession, successions

OLD = "社会参加活躍支援等孤独・孤立対策推進交付金"


def by_pair(links: tuple[LineageLink, ...]) -> dict[tuple[str, str], LineageLink]:
    return {(link.earlier, link.later): link for link in links}


def line(year: int, number: int, label: str, amount: int, kind: str = "exact", **more: object) -> Item:
    given = {"ministry": ("環境省",), "section": "2-①"} | more
    return Item(f"{year}-{number}", "budget_line", label, fiscal_year=year, stage="supplementary", amount=amount, amount_kind=kind,
                number=number, order=number, document=str(year), **given)  # type: ignore[arg-type]  # fmt: skip


def test_the_split_of_the_grant(seed_clustering: Clustering, seed_items: tuple[Item, ...]) -> None:
    links = by_pair(trace_lineage(seed_clustering, seed_items))
    sure, likely = (
        links[(OLD, "孤独・孤立対策推進交付金")],
        links[(OLD, "地域就職氷河期世代等支援推進交付金")],
    )
    assert sure.kind == likely.kind == "split"
    assert sure.confidence > 0.95
    assert 0.5 <= likely.confidence < 0.9
    assert any("新規" in reason for reason in likely.reasons)
    assert any("就職氷河期世代" in reason for reason in likely.reasons)
    for link in (sure, likely):
        assert not link.comparable
        assert "内数" in link.why_not_comparable
        assert link.amount_from == 2_400_000_000
    assert (sure.amount_to, likely.amount_to) == (120_000_000, 2_146_000_000)


def test_amounts_are_compared_only_where_like_meets_like(
    seed_clustering: Clustering, seed_items: tuple[Item, ...]
) -> None:
    links = by_pair(trace_lineage(seed_clustering, seed_items))
    exact = links[("食品アクセス確保緊急支援事業",) * 2]
    assert (exact.kind, exact.comparable, exact.amount_from, exact.amount_to) == (
        "continued",
        True,
        500_000_000,
        600_000_000,
    )
    pot = links[("刑務所出所者等の就労・住居・相談先の確保",) * 2]
    assert (pot.kind, pot.comparable) == ("continued", False)
    assert all(link.comparable == (link.why_not_comparable == "") for link in links.values())


def test_new_and_ended_say_what_was_looked_at(
    seed_clustering: Clustering, seed_items: tuple[Item, ...]
) -> None:
    links = by_pair(trace_lineage(seed_clustering, seed_items))
    new = links[("", "民間企業におけるつながりづくりに関する調査研究")]
    gone = links[("民間ボランティアである保護司等による刑務所出所者等への支援等", "")]
    assert (new.kind, new.amount_to) == ("newlyListed", 17_000_000)
    assert gone.kind == "ended"
    assert "読み込んだ範囲" in gone.reasons[0]


def test_an_unseen_renaming() -> None:
    items = [
        line(2026, 1, "里山保全活動支援事業", 300_000_000), line(2026, 2, "海ごみ回収促進事業", 90_000_000),
        line(2027, 1, "里山里海保全活動総合支援事業", 350_000_000), line(2027, 2, "海ごみ回収促進事業", 95_000_000),
    ]  # fmt: skip
    links = by_pair(trace_lineage(cluster_items(items), items))
    renamed = links[("里山保全活動支援事業", "里山里海保全活動総合支援事業")]
    assert renamed.kind == "renamed"
    assert not renamed.comparable
    assert links[("海ごみ回収促進事業",) * 2].comparable


def test_a_merger() -> None:
    items = [
        line(2026, 1, "自然体験学習支援事業", 100_000_000), line(2026, 2, "環境学習指導者育成事業", 50_000_000),
        line(2027, 1, "自然体験学習支援・環境学習指導者育成事業", 160_000_000),
    ]  # fmt: skip
    kinds = {(link.earlier, link.kind) for link in trace_lineage(cluster_items(items), items)}
    assert kinds == {("自然体験学習支援事業", "merged"), ("環境学習指導者育成事業", "merged")}


def test_other_ministries_and_stages_do_not_follow_each_other() -> None:
    items = [
        line(2026, 1, "里山保全活動支援事業", 1_000_000),
        line(2027, 1, "里山保全活動総合支援強化事業", 2_000_000, ministry=("外務省",)),
    ]
    assert {link.kind for link in trace_lineage(cluster_items(items), items)} == {"ended", "newlyListed"}
    one_year = [line(2026, 1, "里山保全活動支援事業", 1_000_000)]
    assert trace_lineage(cluster_items(one_year), one_year) == ()


def test_a_researcher_has_the_last_word(seed_clustering: Clustering, seed_items: tuple[Item, ...]) -> None:
    new = "地域就職氷河期世代等支援推進交付金"
    refused = trace_lineage(
        seed_clustering,
        seed_items,
        [Judgement(new, OLD, "different", "lineage", "A", "2026-11-01", "別の要綱")],
    )
    links = by_pair(refused)
    assert (OLD, new) not in links
    assert links[(OLD, "孤独・孤立対策推進交付金")].kind == "renamed"
    assert (links[("", new)].kind, links[("", new)].confidence) == ("newlyListed", 1.0)
    assert "別の要綱" in links[("", new)].reasons[0]
    assert (OLD, "") not in links
    made = trace_lineage(
        seed_clustering,
        seed_items,
        [Judgement(f"programme/{new}", OLD, "renamed", "lineage", "A", "2026-11-01", "告示")],
    )
    link = by_pair(made)[(OLD, new)]
    assert (link.kind, link.confidence) == ("renamed", 1.0)
    assert "告示" in link.reasons[0]


def test_what_is_for_other_people_is_no_successor() -> None:
    items = [
        line(2026, 1, "高齢者のための里山見守り活動支援事業", 300_000_000),
        line(2027, 1, "障害者のための里山見守り活動支援事業", 350_000_000),
    ]
    assert {link.kind for link in trace_lineage(cluster_items(items), items)} == {"ended", "newlyListed"}


def test_successions_of_made_lists() -> None:
    """F1 over kinds of succession on lists never seen; renamings that keep their topic are found, splits and mergers all."""
    right = found = wanted = 0
    for seed in range(3_000, 3_010):
        items, truth = succession(seed)
        links = successions(items)
        right += len(links & truth)
        found += len(links)
        wanted += len(truth)
        divided = {one for one in truth if one[2] in {"split", "merged"}}
        assert divided <= links
    assert 2 * right / (found + wanted) >= 0.95
