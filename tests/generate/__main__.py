"""Command line: writes a corpus and its truth."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from tests.generate import KINDS, write_corpus


def main() -> None:
    """Write the documents, then say how many there are and what they state."""
    parser = argparse.ArgumentParser(prog="python -m tests.generate", description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--damage", type=float, default=0.15, help="share of rows and sheets that are damaged"
    )
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--out", type=Path, required=True, help="folder; the truth is written beside it")
    options = parser.parse_args()
    facts = write_corpus(
        options.out, options.documents, options.seed, damage=options.damage, kinds=options.kinds
    )
    counts = Counter(fact.kind for fact in facts)
    size = sum(len(file.read_text(encoding="utf-8")) for file in options.out.glob("*.txt"))
    stated = ", ".join(f"{number:,} {kind}" for kind, number in sorted(counts.items()))
    print(f"{options.documents:,} documents of {size:,} characters in {options.out}: {stated}")


if __name__ == "__main__":
    main()
