"""Builds and Dask workers killed (SIGKILL) at random moments: the old graph is served all the while, and the result is the same.

    python bench/kills.py [KILLS]

Every kill hits a build that resumes the work of the one killed before it; after every few kills it may end, its graph is compared
line by line (sorted N-Quads) with that of an undisturbed build, and the work folder is emptied. Half of the rounds run on a
Dask cluster of which one worker is killed while the build goes on.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pyoxigraph import RdfFormat, Store

ROOT = Path(__file__).parent.parent
DOCUMENTS, BEFORE_IT_MAY_END, SEED = 40, 4, 17


def lines(store: Path) -> list[bytes]:
    """The served graph as sorted N-Quads; the database is opened as a server opens it."""
    current = (store / "CURRENT").read_text().strip()
    database = Store.read_only(str(store / "builds" / current / "oxigraph"))
    return sorted(database.dump(format=RdfFormat.N_QUADS).splitlines())


def start(corpus: Path, store: Path, *more: str) -> subprocess.Popen[bytes]:
    """A build in a session of its own."""
    command = [sys.executable, "-m", "api.cli", "build", str(corpus), "--store", str(store), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def workers_of(build: int) -> list[int]:
    """The processes under a build that are Dask workers (forked by its nannies)."""
    found, waiting = [], [build]
    while waiting:
        parent = waiting.pop()
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            for child in map(int, task.read_text().split()):
                waiting.append(child)
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(child)
    return found


def main() -> None:
    """Kill, compare, and print what was seen."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from generate import write_corpus

    chance = random.Random(SEED)
    killed = {"builds": 0, "workers": 0}
    same = other = unserved = 0
    with tempfile.TemporaryDirectory() as scratch:
        corpus, store, alone = (Path(scratch) / name for name in ("documents", "store", "alone"))
        list(write_corpus(corpus, DOCUMENTS, seed=SEED))
        begin = time.monotonic()
        assert start(corpus, alone, "--jobs", "1").wait() == 0
        whole = time.monotonic() - begin
        expected = lines(alone)
        assert start(ROOT / "seeds", store).wait() == 0
        before = lines(store)
        served = (store / "CURRENT").read_text()
        while sum(killed.values()) < wanted:
            for _ in range(BEFORE_IT_MAY_END):
                build = start(corpus, store, "--jobs", "2")
                time.sleep(chance.uniform(0.2, whole))
                if build.poll() is None:
                    os.killpg(build.pid, signal.SIGKILL)
                    killed["builds"] += 1
                build.wait()
                if lines(store) not in (before, expected):
                    unserved += 1
            build = start(corpus, store, "--dask", "local")
            hit = 0
            while build.poll() is None:
                time.sleep(chance.uniform(0.5, 2.0))
                workers = workers_of(build.pid) if build.poll() is None and hit < 3 else []
                if workers:
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    hit += 1
            killed["workers"] += hit
            good = build.returncode == 0 and lines(store) == expected
            same, other = same + good, other + (not good)
            if not good and build.stderr is not None:
                print(build.stderr.read().decode()[-600:])
            (store / "CURRENT").write_text(served)
            for folder in (store / "work", *((store / "builds").glob("*"))):
                if folder.name != served.strip():
                    shutil.rmtree(folder, ignore_errors=True)
            print(
                f"{killed}: {same} the same, {other} not, {unserved} times neither graph served", flush=True
            )


if __name__ == "__main__":
    main()
