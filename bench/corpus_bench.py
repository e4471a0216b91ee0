"""Building generated corpora of 10, 100 and 1,000 documents: rates, memory, size, latency, how they grow, and the peers beside them.

    python bench/corpus_bench.py                                    mixed documents: 10, 100, 1,000; 1,000 again with two processes
    python bench/corpus_bench.py --kinds lists --sizes 100 1000 10000 --write

Each size is built from nothing in a process of its own, then once more after one document was added. What was measured is
kept (`--record`), one entry a kind, size and number of processes, so that sizes can be measured one at a time; `--write` puts
all of it into docs/benchmarks.md, with a picture of the growth. "Processor" seconds are those of all processes: on a busy machine
they grow less by chance than those of the clock. `--memory MB` limits the address space of every process (RLIMIT_AS).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from corpus_report import line, write_report  # noqa: E402
from list_corpus import write_lists  # noqa: E402
from reading_bench import peer  # noqa: E402

from tests.generate import write_corpus  # noqa: E402

ONE_MORE = "単位：百万円\nNo. 事業名 令和7年度補正予算額 担当府省庁 備考\n900 新しい見守り事業 10 内閣府\n"
# Peers that hold a graph in Python's memory, or read by a neural network, are given the smallest corpora alone.
_SMALL = 10
PEERS = {"ginza": ROOT / "var/ginza/bin/python", "rdflib-endpoint": ROOT / "var/bench-venv/bin/python"}


def written(folder: Path, kinds: str, documents: int, seed: int) -> tuple[int, int]:
    """Write a corpus; its rows (of lists: of the truth's facts) and characters."""
    if kinds == "lists":
        rows = write_lists(folder, documents, seed)
    else:
        rows = sum(1 for _ in write_corpus(folder, documents, seed))
    return rows, sum(len(file.read_text(encoding="utf-8")) for file in folder.glob("*.txt"))


def run(script: str, *arguments: object) -> dict[str, Any]:
    """What a script of this folder prints last, as JSON. Its standard error is shown when it fails."""
    command = [sys.executable, str(ROOT / "bench" / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script} failed: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measure(kinds: str, documents: int, jobs: int, options: argparse.Namespace) -> dict[str, Any]:
    """One size: the build, the same with one document more, what queries and questions take, the peers in reading."""
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        corpus, store = Path(scratch) / "documents", Path(scratch) / "store"
        rows, characters = written(corpus, kinds, documents, options.seed)
        limit = [options.memory] if options.memory else []
        found = run("corpus_run.py", corpus, store, jobs, *limit)
        files = [file for file in (store / "builds").rglob("*") if file.is_file()]
        found |= {"rows": rows, "characters": characters, "store": sum(f.stat().st_size for f in files) / 1e6}
        if not options.build_only:
            few = documents <= _SMALL and PEERS["rdflib-endpoint"].exists()
            found |= {"asking": run("corpus_asking.py", store, *([PEERS["rdflib-endpoint"]] if few else []))}
            found |= {"reading peers": _reading(corpus)}
            (corpus / "zz.txt").write_text(ONE_MORE, encoding="utf-8")
            found["more"] = run("corpus_run.py", corpus, store, jobs)["processor"]
    about = {
        "kinds": kinds,
        "documents": documents,
        "jobs": jobs,
        "seed": options.seed,
        "limit": options.memory,
    }
    return about | found | machine()


def _reading(corpus: Path) -> dict[str, float]:
    """Characters a second and core of the peers in reading, on two documents of middling size."""
    sizes = sorted(corpus.glob("*.txt"), key=lambda file: (file.stat().st_size, file.name))
    some = sizes[len(sizes) // 2 : len(sizes) // 2 + 2]
    found = {"blank": peer(sys.executable, "blank", some)}
    if PEERS["ginza"].exists():
        found["ginza"] = peer(PEERS["ginza"], "ginza", some)
    return found


def machine() -> dict[str, str]:
    """When and where it was measured."""
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    processors, load = os.cpu_count(), os.getloadavg()[0]
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        "machine": f"{processors} コア、{platform.system()} {platform.machine()}、Python {platform.python_version()}、"
        f"pyoxigraph {version('pyoxigraph')}、spaCy {version('spacy')}",
        "load": f"{load:.1f}",
        "commit": commit,
    }


def main() -> None:
    """Measure, print a line a size, and keep or write what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kinds", choices=("mixed", "lists"), default="mixed")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--large", action="store_true", help="10,000 documents as well (hours of mixed ones)")
    parser.add_argument("--jobs", type=int, nargs="*", default=[1])
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, help="megabytes of address space for each process")
    parser.add_argument(
        "--build-only", action="store_true", help="no queries, questions, peers, further document"
    )
    parser.add_argument("--record", type=Path, default=ROOT / "var" / "corpus_bench.json")
    parser.add_argument(
        "--scratch", type=Path, default=None, help="where corpora and stores are made for a while"
    )
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and the picture")
    options, _ = parser.parse_known_args()
    for name, python in PEERS.items():
        if not python.exists():
            print(f"{name} is not installed beside us: bench/run.sh installs it under var/")
    known = json.loads(options.record.read_text(encoding="utf-8")) if options.record.exists() else {}
    runs = [(size, jobs) for jobs in options.jobs for size in options.sizes]
    runs += [(10_000, options.jobs[0])] if options.large else []
    if options.jobs == [1] and options.sizes == [10, 100, 1000]:
        runs.append((1000, 2))
    for size, jobs in runs:
        found = measure(options.kinds, size, jobs, options)
        limit = f" within {options.memory} MB" if options.memory else ""
        known[f"{options.kinds} {size} by {jobs}{limit}"] = found
        print(line(found), flush=True)
        options.record.parent.mkdir(parents=True, exist_ok=True)
        options.record.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.write:
        write_report(list(known.values()), ROOT / "docs")


if __name__ == "__main__":
    main()
