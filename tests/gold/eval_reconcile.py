"""Reconciliation on labelled cases: the seeds as extracted, hand-written name pairs, generated lists, the national review sheets.

`pairs_identity.csv`, `pairs_lineage.csv` and `pairs_measures.csv` were read from the seeds by hand; `pairs_names.csv` was written by
hand with other names; generated lists come from `tests/generate/rows.py` and, with other kinds of variants and with neighbours
that are other programmes, from `variant_lists.py`; the review sheets (one project number is one
programme, in 263 of 5,231 cases under two names) are used only where the shared data folder is at hand.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from pathlib import Path

from measure_lists import plan
from succession_lists import succession, successions
from variant_lists import two_years

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Clustering, Item
from graph.reconcile.related import relate_measures
from tests.generate.rows import generate, neighbours
from tests.generate.spelling import VARIANTS

GOLD = Path(__file__).parent
ROOT = GOLD.parent.parent
REVIEW_SHEETS = (ROOT.parent / "shared" / "data", ROOT / "var" / "review-sheets")
Row = tuple[str, str, float]
Pair = tuple[str, str]
# What the ids of a clustering begin with in its truth, the clustering, the true pairs.
Judged = tuple[str, Clustering, set[Pair]]
_BANDS = (0.2, 0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 1.01)
# Generated lists from here on are for measuring; weights were looked at on those below.
_UNSEEN = 1_000


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a gold file."""
    with (GOLD / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def figures(subject: str, found: set[Pair], truth: set[Pair]) -> list[Row]:
    """Precision, recall and F1 of pairs."""
    right = len(found & truth)
    precision = right / len(found) if found else 1.0
    recall = right / len(truth) if truth else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return [(subject, "precision", precision), (subject, "recall", recall), (subject, "f1", f1)]


def pairs(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """Every pair of members of one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def exact_clusters(found: Iterable[Iterable[str]], truth: Iterable[Iterable[str]]) -> float:
    """Share of the true groups that were found exactly."""
    wanted = [frozenset(group) for group in truth]
    have = {frozenset(group) for group in found}
    return sum(group in have for group in wanted) / len(wanted)


def gold_groups(items: Iterable[Item]) -> dict[str, list[str]]:
    """Programme -> ids of the items that the gold file means; a row that fits no or several items is an error."""
    every = list(items)
    groups: dict[str, list[str]] = {}
    for row in rows("pairs_identity.csv"):
        fitting = [
            item.id
            for item in every
            if item.kind == row["kind"]
            and item.document.startswith(row["document"])
            and row["contains"] in item.id
            and (item.kind != "budget_line" or item.id.endswith(f"/{row['contains']}"))
        ]
        if len(fitting) != 1:
            fitting = [f"missing:{row['document']}:{row['contains']}"]
        groups.setdefault(row["programme"], []).append(fitting[0])
    return groups


def on_seeds() -> list[Row]:
    """Identity, lineage and measures on the seeds, from the files to the links."""
    from graph.build import parts_of, reconcile
    from nlp.extract import extract_document
    from nlp.sources import list_sources

    result = reconcile(parts_of([extract_document(entry) for entry in list_sources(ROOT / "seeds")]))
    groups = gold_groups(result.items.values())
    labelled = {member for members in groups.values() for member in members}
    found = [[member for member in one.members if member in labelled] for one in result.clustering.programmes]
    out = figures("seeds: identity, pairs", pairs(found), pairs(groups.values()))
    out.append(("seeds: identity, clusters found exactly", "share", exact_clusters(found, groups.values())))
    lineage = {(link.earlier, f"{link.later} {link.kind}") for link in result.lineage}
    wanted = {(row["earlier"], f"{row['later']} {row['kind']}") for row in rows("pairs_lineage.csv")}
    out.extend(figures("seeds: lineage", lineage, wanted))
    published = {
        (link.programme, link.measure.rsplit("-", 1)[-1]) for link in result.related if link.published
    }
    out.extend(
        figures(
            "seeds: related measures",
            published,
            {(row["programme"], row["measure"]) for row in rows("pairs_measures.csv")},
        )
    )
    return out


def on_plans() -> list[Row]:
    """Related measures of ten made plans (`measure_lists.py`)."""
    found: set[Pair] = set()
    truth: set[Pair] = set()
    for seed in range(_UNSEEN, _UNSEEN + 10):
        items, measures, wanted = plan(seed)
        clustering = cluster_items(items)
        of = clustering.programme_of()
        truth |= {(f"{seed}/{of[row]}", measure) for row, measure in wanted}
        links = relate_measures(clustering, items, measures)
        found |= {(f"{seed}/{link.programme}", link.measure) for link in links if link.published}
    return figures("made plans: related measures", found, truth)


def on_successions() -> list[Row]:
    """What became of programmes in ten made pairs of lists (`succession_lists.py`)."""
    found, truth = set(), set()
    for seed in range(_UNSEEN, _UNSEEN + 10):
        items, wanted = succession(seed)
        truth |= {(f"{seed}/{before}", f"{after} {kind}") for before, after, kind in wanted}
        found |= {(f"{seed}/{before}", f"{after} {kind}") for before, after, kind in successions(items)}
    return figures("made lists: lineage", found, truth)


def on_names() -> list[Row]:
    """Hand-written pairs of names, each pair alone, without amounts."""
    found, truth = set(), set()
    for number, row in enumerate(rows("pairs_names.csv")):
        pair = (f"{number}a", f"{number}b")
        items = [
            Item(name, "budget_line", row[side], ministry=(row[f"{side}_ministry"],), document=name)
            for name, side in zip(pair, ("first", "second"), strict=True)
        ]
        if row["same"] == "1":
            truth.add(pair)
        if len(cluster_items(items).programmes) == 1:
            found.add(pair)
    return figures("hand-written names", found, truth)


def generated(seed: int, count: int = 80) -> tuple[list[Item], list[list[str]]]:
    """Two years' lists: variants within a year and between years, and neighbours that are other programmes."""
    rng = random.Random(seed)
    lines = generate(count, seed=seed, duplicates=0.2, year=2024)
    items: list[Item] = []
    groups: dict[str, list[str]] = {}

    def add(name: str, line: object, year: int, group: str, amount: int) -> None:
        number = len(items) + 1
        items.append(
            Item(
                f"{year}-{number}", "budget_line", name, ministry=(line.ministry,), fiscal_year=year, stage="supplementary",  # type: ignore[attr-defined]
                amount=amount, amount_kind="exact", section=line.section, relisted=line.relisted, document=str(year),  # type: ignore[attr-defined]
                number=number, order=number,
            )
        )  # fmt: skip
        groups.setdefault(group, []).append(f"{year}-{number}")

    for line in lines:
        add(line.name, line, 2024, str(line.truth), line.amount)
    for line in rng.sample([line for line in lines if not line.variant], count // 2):
        name = line.name
        if rng.random() < 0.6:
            kind = rng.choice([kind for kind in sorted(VARIANTS) if kind not in {"slip", "damage"}])
            name = VARIANTS[kind](name, rng)
        add(name, line, 2025, str(line.truth), rng.randrange(10, 3000) * 1_000_000)
        other = neighbours(line, rng)
        add(other, line, 2025, f"neighbour of {line.truth}", rng.randrange(10, 3000) * 1_000_000)
    return items, list(groups.values())


def variants(seed: int) -> tuple[list[Item], list[list[str]]]:
    """Two years' lists of `variant_lists.py`."""
    items: list[Item] = []
    groups: dict[int, list[str]] = {}
    for number, row in enumerate(two_years(seed)):
        name = f"{row.year}-{number}"
        items.append(
            Item(
                name, "budget_line", row.name, ministry=(row.ministry,), fiscal_year=row.year, stage="supplementary",
                amount=row.amount, amount_kind="exact", relisted=row.relisted, document=str(row.year), number=number, order=number,
            )
        )  # fmt: skip
        groups.setdefault(row.truth, []).append(name)
    return items, list(groups.values())


def on_lists(
    subject: str, make: Callable[[int], tuple[list[Item], list[list[str]]]]
) -> tuple[list[Row], list[Judged]]:
    """Ten made pairs of lists together, and each clustering with its truth."""
    found: set[Pair] = set()
    truth: set[Pair] = set()
    judged: list[Judged] = []
    exact: list[float] = []
    for seed in range(_UNSEEN, _UNSEEN + 10):
        items, groups = make(seed)
        clustering = cluster_items(items)
        wanted = {(f"{seed}/{a}", f"{seed}/{b}") for a, b in pairs(groups)}
        truth |= wanted
        found |= {
            (f"{seed}/{a}", f"{seed}/{b}") for a, b in pairs(one.members for one in clustering.programmes)
        }
        exact.append(exact_clusters((one.members for one in clustering.programmes), groups))
        judged.append((f"{seed}/", clustering, wanted))
    rows = figures(f"{subject}, pairs", found, truth)
    return [*rows, (f"{subject}, clusters found exactly", "share", sum(exact) / len(exact))], judged


def review_sheets() -> list[Item]:
    """The programmes of 2024 and 2025 of all ministries; () where the data is not at hand."""
    for folder in REVIEW_SHEETS:
        files = [folder / f"rs{year}-project-details.json.gz" for year in (2024, 2025)]
        if all(path.exists() for path in files):
            return [
                Item(f"{path.name[2:6]}/{key}", "budget_line", value["projectName"], ministry=(value["ministry"],),
                     fiscal_year=int(path.name[2:6]), stage="initial", document=path.name)
                for path in files
                for key, value in json.loads(gzip.decompress(path.read_bytes())).items()
            ]  # fmt: skip
    return []


def reliability(clusterings: Iterable[Judged]) -> list[Row]:
    """Of the links (and doubtful pairs) in each band of confidence, how many there are and the share that is true."""
    counted = {band: [0, 0, 0.0] for band in pairwise(_BANDS)}
    for prefix, clustering, truth in clusterings:
        said = [(doubt.first, doubt.second, doubt.score) for doubt in clustering.doubtful]
        for one in clustering.programmes:
            said.extend((link.item, link.other, link.confidence) for link in one.links if link.other)
        for first, second, score in said:
            pair = tuple(sorted((f"{prefix}{first}", f"{prefix}{second}")))
            band = next((low, high) for low, high in counted if low <= score < high)
            counted[band][0] += 1
            counted[band][1] += pair in truth
            counted[band][2] += score
    out: list[Row] = []
    for (low, high), (count, true, total) in counted.items():
        if count:
            name = f"reliability {low:.2f}-{min(high, 1.0):.2f} ({true} of {count} true)"
            out += [(name, "confidence", total / count), (name, "true", true / count)]
    return out


def evaluate() -> list[Row]:
    """Every figure, as `make eval` prints them."""
    generated_rows, judged = on_lists("generated lists of two years", generated)
    variant_rows, more = on_lists("lists of two years with other variants", variants)
    out = [*on_seeds(), *on_plans(), *on_successions(), *on_names(), *generated_rows, *variant_rows]
    judged += more
    sheets = review_sheets()
    if sheets:
        by_number: dict[str, list[str]] = {}
        for item in sheets:
            by_number.setdefault(item.id.split("/")[1], []).append(item.id)
        truth = pairs(by_number.values())
        clustering = cluster_items(sheets)
        out.extend(
            figures(
                "national review sheets, names alone",
                pairs(one.members for one in clustering.programmes),
                truth,
            )
        )
        judged.append(("", clustering, truth))
    return out + reliability(judged)
