"""Building generated corpora of 10, 100 and 1,000 documents: rates, memory, size, and how they grow. `--large` adds 10,000.

Seconds are of the clock, "processor" those of all processes: on a busy machine the second grow less by chance. "one more" is
what a build costs after one document was added to the finished corpus (processor seconds).
"""

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
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "seconds": seconds,
    "processor": sum(one.ru_utime + one.ru_stime for one in used),
    "triples": summary.counts["triples"],
    "memory": max(one.ru_maxrss for one in used) / 1024,
}))
"""
ONE_MORE = "単位：百万円\nNo. 事業名 令和7年度補正予算額 担当府省庁 備考\n900 新しい見守り事業 10 内閣府\n"


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
        found = _build(corpus, store, jobs) | {"rows": rows, "characters": characters}
        found["store"] = size_of(store)
        (corpus / "zz.txt").write_text(ONE_MORE, encoding="utf-8")
        return found | {"more": _build(corpus, store, jobs)["processor"]}


def _build(corpus: Path, store: Path, jobs: int) -> dict[str, float]:
    command = [sys.executable, "-c", RUN, str(ROOT), str(corpus), str(store), str(jobs)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(out.strip().splitlines()[-1])
    return found


def main() -> None:
    """Print one line a size, then the growth and the gain of a second process."""
    sizes = [10, 100, 1000, *([10_000] if "--large" in sys.argv else [])]
    print(
        "documents  rows     seconds  processor  documents/s  characters/s  triples/s  memory MB  store MB  one more"
    )
    seen = {}
    for documents in sizes:
        found = measure(documents, 1)
        seen[documents] = found
        s = found["seconds"]
        print(
            f"{documents:9,}  {found['rows']:7,.0f}  {s:7.2f}  {found['processor']:9.1f}  {documents / s:11,.1f}  {found['characters'] / s:12,.0f}"
            f"  {found['triples'] / s:9,.0f}  {found['memory']:9,.0f}  {found['store']:8,.1f}  {found['more']:8.1f}",
            flush=True,
        )
    for documents in sizes[2:]:
        growth = (seen[documents]["processor"] / seen[100]["processor"]) / (documents / 100)
        print(f"growth of processor time from 100 to {documents:,} documents: {growth:.2f} of linear")
    start = time.perf_counter()
    two = measure(1000, 2)["seconds"]
    print(
        f"two processes at 1,000 documents: {seen[1000]['seconds'] / two:.2f} times one ({time.perf_counter() - start:.0f} s with generation)"
    )


if __name__ == "__main__":
    main()
