"""`make eval`: precision, recall, F1 and other figures on the labelled cases under tests/gold."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from pathlib import Path

GOLD = Path(__file__).parent / "gold"


def evaluations() -> Iterable[tuple[str, list[tuple[str, str, float]]]]:
    """Each `eval_*.py` in tests/gold with the (subject, measure, figure) rows that it gives."""
    sys.path.insert(0, str(GOLD.parent.parent))
    sys.path.insert(0, str(GOLD))
    for module in sorted(pkgutil.iter_modules([str(GOLD)]), key=lambda item: item.name):
        if module.name.startswith("eval_"):
            yield module.name[5:], list(importlib.import_module(module.name).evaluate())


def main() -> None:
    """Print one line a figure, grouped by what was evaluated."""
    for name, rows in evaluations():
        print(f"\n{name}")
        for subject, measure, figure in rows:
            print(f"  {subject:<48} {measure:<12} {figure:8.4f}")


if __name__ == "__main__":
    main()
