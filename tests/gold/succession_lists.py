"""Two years' budget lists between which programmes go on, are renamed, split, merged, end and begin, with what became of each."""

from __future__ import annotations

import random

from variant_lists import MINISTRIES

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item
from graph.reconcile.lineage import trace_lineage

_TOPICS = (
    "離島航路", "里山保全", "食品ロス削減", "終活相談", "海女文化", "夜間中学", "買物支援", "鳥獣被害防止", "空き店舗再生", "遠隔手話通訳",
    "産後ケア", "学校図書館", "防災士育成", "福祉避難所", "農泊", "共同調理場", "障害者芸術", "家計相談", "外国人材受入れ", "フードパントリー",
    "水産加工", "伝統工芸", "移動販売", "日本語教室", "里親", "森林環境教育", "電話相談", "再犯防止", "ヤングケアラー", "農福連携",
)  # fmt: skip
_FORMS = ("支援事業", "推進事業", "体制整備事業", "対策事業", "モデル事業", "交付金")
Truth = set[tuple[str, str, str]]


def succession(seed: int) -> tuple[list[Item], Truth]:
    """Items of 2030 and 2031, and (earlier name, later name, kind); "" on one side for what ended or is newly listed."""
    rng = random.Random(seed)
    topics = list(_TOPICS)
    rng.shuffle(topics)
    items: list[Item] = []
    truth: Truth = set()

    def add(year: int, name: str, ministry: str, *, new: bool = False) -> None:
        number = len(items) + 1
        items.append(
            Item(
                f"{year}-{number}", "budget_line", name, ministry=(ministry,), fiscal_year=year, stage="initial", newly_listed=new,
                amount=rng.randrange(11, 900) * 1_000_000, amount_kind="exact", document=str(year), number=number, order=number,
            )
        )  # fmt: skip

    while len(topics) >= 3:
        ministry, form = rng.choice(MINISTRIES), rng.choice(_FORMS)
        topic = topics.pop()
        kind = rng.choice(
            ("continued", "continued", "renamed", "renamed", "split", "merged", "ended", "newlyListed")
        )
        old = f"{topic}{form}"
        if kind == "continued":
            add(2030, old, ministry)
            add(2031, old, ministry)
            truth.add((old, old, kind))
        elif kind == "renamed":
            new = rng.choice(
                (f"{topic}総合{form}", f"地域{topic}強化事業", f"{topic}等加速化事業", f"次世代{topic}{form}")
            )
            if rng.random() < 0.3:
                new = f"{rng.choice(('くらしの安心', '共に生きる社会'))}推進事業（旧・{old}）"
            add(2030, old, ministry)
            add(2031, new, ministry)
            truth.add((old, new.split("（")[0], kind))
        elif kind in {"split", "merged"}:
            other = topics.pop()
            both, parts = f"{topic}・{other}{form}", (f"{topic}{form}", f"{other}{form}")
            for year, names in (
                ((2030, (both,)), (2031, parts)) if kind == "split" else ((2030, parts), (2031, (both,)))
            ):
                for name in names:
                    add(year, name, ministry)
            truth |= {(both, part, kind) if kind == "split" else (part, both, kind) for part in parts}
        elif kind == "ended":
            add(2030, old, ministry)
            truth.add((old, "", kind))
        else:
            add(2031, old, ministry, new=rng.random() < 0.5)
            truth.add(("", old, kind))
    return items, truth


def successions(items: list[Item]) -> Truth:
    """What reconciliation says became of them, in the terms of the truth; one programme under two names went on renamed."""
    clustering = cluster_items(items)
    by_id = {item.id: item for item in items}
    names = {
        (one.key, by_id[member].fiscal_year): by_id[member].label.split("（")[0]
        for one in clustering.programmes
        for member in one.members
    }
    found: Truth = set()
    for link in trace_lineage(clustering, items):
        before, after = names.get((link.earlier, 2030), ""), names.get((link.later, 2031), "")
        kind: str = link.kind
        if kind in {"continued", "renamed"}:
            kind = "continued" if before == after else "renamed"
        found.add((before, after, kind))
    return found
