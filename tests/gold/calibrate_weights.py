"""How the weights of names were set: counts of every level over labelled pairs, and log2(m/u) beside the weight in use.

Run `PYTHONPATH=. python tests/gold/calibrate_weights.py`. Pairs: those of `pairs_names.csv`, and where the shared data folder is at
hand, pairs of programmes of one ministry in the national review sheets of two years (one project number is one programme).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import log2

from eval_reconcile import review_sheets, rows

from graph.reconcile.blocking import candidate_pairs
from graph.reconcile.features import name_feature
from graph.reconcile.name_keys import NameForm
from graph.reconcile.name_readings import name_forms
from graph.reconcile.weights import load_weights


def labelled() -> Iterator[tuple[tuple[NameForm, ...], tuple[NameForm, ...], bool]]:
    """Forms of two names, and whether they are one programme."""
    for row in rows("pairs_names.csv"):
        if row["first_ministry"] == row["second_ministry"]:
            yield name_forms(row["first"]), name_forms(row["second"]), row["same"] == "1"
    sheets = review_sheets()
    forms = [name_forms(item.label) for item in sheets]
    for first, second in candidate_pairs(forms).tolist():
        one, other = sheets[first], sheets[second]
        if one.fiscal_year != other.fiscal_year and one.ministry == other.ministry:
            yield forms[first], forms[second], one.id.split("/")[1] == other.id.split("/")[1]


def main() -> None:
    """Print one line a level: true and false pairs, log2(m/u), the weight in use."""
    weights = load_weights()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for first, second, same in labelled():
        counts[name_feature(first, second, weights).level][0 if same else 1] += 1
    true, false = (sum(pair[side] for pair in counts.values()) for side in (0, 1))
    print(f"{true} true and {false} false pairs of one ministry, without amounts or texts")
    for level, (right, wrong) in sorted(counts.items(), key=lambda item: -item[1][0]):
        ratio = log2((right + 0.5) / true / ((wrong + 0.5) / false))
        name, _, role = level.partition("/")
        used = weights.of("name", name) + weights.of("alias", role or "main")
        print(f"  {level:<24} {right:6} {wrong:6}   log2(m/u) {ratio:6.1f}   in use {used:6.1f}")


if __name__ == "__main__":
    main()
