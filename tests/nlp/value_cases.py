"""Reads the case tables under tests/nlp/cases: one line each of input, what is expected, why, and where from."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[dict[str, str]]:
    """The lines of `<name>.csv`."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
