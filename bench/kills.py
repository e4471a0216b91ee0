"""Builds and Dask workers killed (SIGKILL) at random moments: the old graph is served all the while, and the result is the same.

    python bench/kills.py [KILLS]

Every kill hits a build that resumes the work of the one killed before it; after every few kills it may end, its graph is compared
line by line (sorted N-Quads) with that of an undisturbed build. It ends on a Dask cluster whose workers are killed while it goes
on. In every other round another graph is served and all is made from nothing; in the others the served graph is that of the
corpus without two documents, which is changed into the new one.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pyoxigraph import RdfFormat, Store

ROOT = Path(__file__).parent.parent
DOCUMENTS, BEFORE_IT_MAY_END, SEED = 8, 6, 17


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


@dataclass(frozen=True)
class Ground:
    """A store to which every round returns: what it serves, its finished work, and how long an undisturbed build takes (seconds)."""

    store: Path
    before: list[bytes]
    seconds: float

    def reset(self) -> None:
        """The store as it was, its finished work too."""
        shutil.rmtree(self.store)
        shutil.copytree(self.store.with_suffix(".kept"), self.store)


def ground(documents: Path, corpus: Path, store: Path) -> Ground:
    """A store that serves the graph of `documents`, and the time that the corpus takes from there."""
    assert start(documents, store).wait() == 0
    shutil.copytree(store, store.with_suffix(".kept"))
    begin = time.monotonic()
    assert start(corpus, store, "--jobs", "2").wait() == 0
    made = Ground(store, lines(store.with_suffix(".kept")), time.monotonic() - begin)
    made.reset()
    return made


@dataclass
class Seen:
    """What was seen: kills, results that were the same or not, and times when neither graph was served."""

    builds: int = 0
    workers: int = 0
    same: int = 0
    other: int = 0
    unserved: int = 0


def kill_builds(corpus: Path, place: Ground, expected: list[bytes], chance: Random, seen: Seen) -> None:
    """Builds killed one after the other, each going on where the one before was killed; one that ended is begun again."""
    for _ in range(BEFORE_IT_MAY_END):
        build = start(corpus, place.store, "--jobs", "2")
        time.sleep(chance.uniform(0.2, place.seconds))
        if build.poll() is None:
            os.killpg(build.pid, signal.SIGKILL)
            seen.builds += 1
        ended = build.wait() == 0
        served = lines(place.store)
        seen.unserved += served not in (place.before, expected)
        if ended:
            seen.same, seen.other = seen.same + (served == expected), seen.other + (served != expected)
            place.reset()


def kill_workers(corpus: Path, place: Ground, expected: list[bytes], chance: Random, seen: Seen) -> None:
    """A build on a cluster that loses up to three workers, and ends."""
    build = start(corpus, place.store, "--dask", "local")
    hit = 0
    while build.poll() is None:
        time.sleep(chance.uniform(0.5, 2.0))
        workers = workers_of(build.pid) if build.poll() is None and hit < 3 else []
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            hit += 1
    seen.workers += hit
    good = build.returncode == 0 and lines(place.store) == expected
    seen.same, seen.other = seen.same + good, seen.other + (not good)
    if not good and build.stderr is not None:
        print(build.stderr.read().decode()[-600:])


def main() -> None:
    """Kill, compare, and print what was seen."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from generate import write_corpus

    chance, seen = Random(SEED), Seen()
    with tempfile.TemporaryDirectory() as scratch:
        corpus, most, alone = (Path(scratch) / name for name in ("documents", "most", "alone"))
        list(write_corpus(corpus, DOCUMENTS, seed=SEED))
        shutil.copytree(corpus, most)
        for file in sorted(most.glob("*.txt"))[-2:]:
            file.unlink()
        assert start(corpus, alone, "--jobs", "1").wait() == 0
        expected = lines(alone)
        places = [
            ground(ROOT / "seeds", corpus, Path(scratch) / "another"),
            ground(most, corpus, Path(scratch) / "nearly"),
        ]
        while seen.builds + seen.workers < wanted:
            for place in places:
                kill_builds(corpus, place, expected, chance, seen)
                kill_workers(corpus, place, expected, chance, seen)
                place.reset()
                print(seen, flush=True)


if __name__ == "__main__":
    main()
