"""Building generated corpora of 10, 100 and 1,000 documents: rates, memory, size, and how they grow. `--large` adds 10,000."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUN = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from api.commands.builder import BuildOptions, build
from api.commands.engine import Engine
start = time.perf_counter()
summary = build(BuildOptions(Path(sys.argv[2]), sys.argv[3], engine=Engine(jobs=int(sys.argv[4]))))
seconds = time.perf_counter() - start
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kids = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"seconds": seconds, "triples": summary.counts["triples"], "memory": max(own, kids) / 1024}))
"""


def size_of(folder: Path) -> float:
    """Megabytes of the published build, finished work left out."""
    return sum(f.stat().st_size for f in (folder / "builds").rglob("*") if f.is_file()) / 1e6


def measure(documents: int, jobs: int) -> dict[str, float]:
    """One build from nothing in a process of its own."""
    sys.path.insert(0, str(ROOT))
    from tests.generate import write_corpus

    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "documents"
        rows = sum(1 for _ in write_corpus(corpus, documents, seed=3))
        characters = sum(len(f.read_text(encoding="utf-8")) for f in corpus.glob("*.txt"))
        store = Path(scratch) / "store"
        out = subprocess.run(
            [sys.executable, "-c", RUN, str(ROOT), str(corpus), str(store), str(jobs)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found: dict[str, float] = json.loads(out.strip().splitlines()[-1])
        return found | {"rows": rows, "characters": characters, "store": size_of(store)}


def main() -> None:
    """Print one line a size, then the growth and the gain of a second process."""
    sizes = [10, 100, 1000, *([10_000] if "--large" in sys.argv else [])]
    print("documents  rows     seconds  documents/s  characters/s  triples/s  memory MB  store MB")
    seen = {}
    for documents in sizes:
        found = measure(documents, 1)
        seen[documents] = found
        s = found["seconds"]
        print(
            f"{documents:9,}  {found['rows']:7,.0f}  {s:7.2f}  {documents / s:11,.1f}  {found['characters'] / s:12,.0f}"
            f"  {found['triples'] / s:9,.0f}  {found['memory']:9,.0f}  {found['store']:8,.1f}",
            flush=True,
        )
    growth = (seen[1000]["seconds"] / seen[100]["seconds"]) / 10
    print(f"growth from 100 to 1,000 documents: {growth:.2f} of linear")
    start = time.perf_counter()
    two = measure(1000, 2)["seconds"]
    print(
        f"two processes at 1,000 documents: {seen[1000]['seconds'] / two:.2f} times one ({time.perf_counter() - start:.0f} s with generation)"
    )


if __name__ == "__main__":
    main()
