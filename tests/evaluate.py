"""`make eval`: precision, recall, F1 and other figures on the labelled cases under tests/gold.

python -m tests.evaluate [PART ...]      (budgets, generated, glyphs, groups, indicators, measures, questions, reconcile, sheets)
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

GOLD = Path(__file__).parent / "gold"


def evaluations(parts: Collection[str] = ()) -> Iterable[tuple[str, list[tuple[str, str, float]]]]:
    """Each `eval_*.py` in tests/gold with the (subject, measure, figure) rows that it gives; `parts` names some of them."""
    sys.path.insert(0, str(GOLD.parent.parent))
    sys.path.insert(0, str(GOLD))
    for module in sorted(pkgutil.iter_modules([str(GOLD)]), key=lambda item: item.name):
        if module.name.startswith("eval_") and (not parts or module.name[5:] in parts):
            yield module.name[5:], list(importlib.import_module(module.name).evaluate())


def main() -> None:
    """Print one line a figure, grouped by what was evaluated."""
    for name, rows in evaluations(sys.argv[1:]):
        print(f"\n{name}")
        for subject, measure, figure in rows:
            print(f"  {subject:<56} {measure:<12} {figure:8.4f}")


if __name__ == "__main__":
    main()
