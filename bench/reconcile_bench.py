"""Reconciling 100,000 generated rows (2 % repeated under variant names) beside splink on DuckDB, same rows, same machine.

Prints seconds, peak memory and pairwise F1 of both. splink gets the names folded (NFKC, no spaces, lower case), trains its own
weights, and its threshold is the one that gives it the best F1 on the truth; two of its comparisons of names are run. It runs in var/splink, made here on first use.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.generate.rows import Line, generate  # noqa: E402

PEER = r"""
import csv, json, logging, sys, time
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
logging.disable(logging.WARNING)
path, out, compare = sys.argv[1:4]
start = time.perf_counter()
with open(path, encoding="utf-8", newline="") as handle:
    table = list(csv.DictReader(handle))
api = DuckDBAPI()
data = api.register(table)
COMPARISONS = {
    "Jaro-Winkler": cl.JaroWinklerAtThresholds("folded", [0.97, 0.93, 0.88]),
    "Jaccard": cl.JaccardAtThresholds("folded", [0.95, 0.9, 0.85]),
}
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="id",
    blocking_rules_to_generate_predictions=[
        block_on("ministry", "amount"),
        block_on("folded"),
        block_on("ministry", "substr(folded,1,10)"),
    ],
    comparisons=[
        COMPARISONS[compare],
        cl.ExactMatch("ministry"),
        cl.ExactMatch("amount"),
    ],
)
linker = Linker(data, settings)
linker.training.estimate_probability_two_random_records_match([block_on("folded")], recall=0.3)
linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("ministry", "amount"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("ministry", "substr(folded,1,10)"))
predictions = linker.inference.predict(threshold_match_probability=0.01)
rows = predictions.as_duckdbpyrelation().project("id_l, id_r, match_probability").fetchall()
seconds = time.perf_counter() - start
memory = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
json.dump({"seconds": seconds, "memory": memory, "pairs": rows}, open(out, "w"))
"""


def truth_pairs(lines: list[Line]) -> set[tuple[str, str]]:
    """Pairs of row ids that are one programme."""
    groups: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        groups[line.truth].append(line.id)
    return {pair for members in groups.values() for pair in combinations(sorted(members), 2)}


def scores(found: set[tuple[str, str]], truth: set[tuple[str, str]]) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1."""
    right = len(found & truth)
    precision = right / len(found) if found else 1.0
    recall = right / len(truth) if truth else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def run_ours(lines: list[Line]) -> tuple[float, set[tuple[str, str]]]:
    """Seconds and the pairs that our reconciliation joins."""
    from graph.reconcile.clusters import cluster_items
    from graph.reconcile.items import Item

    start = time.perf_counter()
    items = [
        Item(
            line.id, "budget_line", line.name, ministry=(line.ministry,), fiscal_year=line.year, stage="initial",
            amount=line.amount, amount_kind="exact", section=line.section, relisted=line.relisted, document="generated",
        )
        for line in lines
    ]  # fmt: skip
    clustering = cluster_items(items)
    seconds = time.perf_counter() - start
    return seconds, {pair for one in clustering.programmes for pair in combinations(sorted(one.members), 2)}


def run_splink(lines: list[Line], compare: str) -> dict[str, object] | None:
    """splink's seconds, memory (KiB) and scored pairs with one of its comparisons of names; None when it cannot be installed or fails."""
    from nlp.gazetteer import comparison_key

    python = ROOT / "var" / "splink" / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=False)
        if (
            made.returncode
            or subprocess.run(
                [str(python), "-m", "pip", "install", "-q", "splink", "duckdb"], check=False
            ).returncode
        ):
            return None
    with tempfile.TemporaryDirectory() as folder:
        rows, out = Path(folder) / "rows.csv", Path(folder) / "out.json"
        with rows.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["id", "folded", "ministry", "amount"])
            writer.writerows(
                [line.id, comparison_key(line.name), line.ministry, line.amount] for line in lines
            )
        done = subprocess.run(
            [str(python), "-c", PEER, str(rows), str(out), compare],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stderr[-1500:], file=sys.stderr)
            return None
        return dict(json.loads(out.read_text(encoding="utf-8")))


def main() -> None:
    """Print one line a system and the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 100_000
    lines = generate(count)
    truth = truth_pairs(lines)
    print(f"reconciling {count:,} generated rows, {len(truth):,} true pairs")
    seconds, found = run_ours(lines)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    precision, recall, f1 = scores(found, truth)
    print(
        f"  tsunagari {seconds:8.1f} s {memory:8.0f} MB  precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}"
    )
    for compare in ("Jaro-Winkler", "Jaccard"):
        peer = run_splink(lines, compare)
        if peer is None:
            print("  splink could not be run; its ratio is left out")
            return
        theirs, kibibytes = float(str(peer["seconds"])), float(str(peer["memory"]))
        value, precision, recall, threshold = best_threshold(peer, truth)
        print(
            f"  splink    {theirs:8.1f} s {kibibytes / 1024:8.0f} MB  precision {precision:.4f} recall {recall:.4f} "
            f"F1 {value:.4f} ({compare}, at its best threshold {threshold:.3f})"
        )
        print(
            f"    ratio of times {seconds / theirs:.2f} (aim: at most 1), of F1 {f1 / value if value else 0:.3f} (aim: at least 1)"
        )


def best_threshold(peer: dict[str, object], truth: set[tuple[str, str]]) -> tuple[float, float, float, float]:
    """F1, precision, recall and threshold where splink does best on the truth."""
    scored = sorted(((float(p), *sorted((a, b))) for a, b, p in peer["pairs"]), reverse=True)  # type: ignore[attr-defined]
    best, right = (0.0, 0.0, 0.0, 0.0), 0
    for at, (probability, first, second) in enumerate(scored, 1):
        right += (first, second) in truth
        if at == len(scored) or scored[at][0] != probability:
            precision, recall = right / at, right / len(truth)
            value = 2 * precision * recall / (precision + recall) if right else 0.0
            best = max(best, (value, precision, recall, probability))
    return best


if __name__ == "__main__":
    main()
