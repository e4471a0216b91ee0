"""One build in a process of its own, for corpus_bench: prints what it took as JSON. Arguments: CORPUS STORE JOBS [MEGABYTES].

With MEGABYTES the address space of this process and of those that it starts is limited (RLIMIT_AS).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from api.commands.builder import BuildOptions, build
from api.commands.engine import Engine


def main() -> None:
    """Build, and print seconds passed, processor seconds of all processes, triples, the largest process and all together in MB."""
    corpus, store, jobs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if len(sys.argv) > 4:
        limit = int(sys.argv[4]) * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    stages: dict[str, float] = {}

    def progress(stage: str, done: int, total: int) -> None:
        stages[f"{stage} ends" if done >= total else f"{stage} begins"] = _processor()

    together = Together()
    together.start()
    start = time.perf_counter()
    summary = build(BuildOptions(corpus, store, engine=Engine(jobs=jobs)), progress)
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                "seconds": seconds,
                "processor": _processor(),
                "own": used[0].ru_utime + used[0].ru_stime,
                "reading": stages.get("reconcile begins", 0.0),
                "reconciling": stages.get("reconcile ends", 0.0) - stages.get("reconcile begins", 0.0),
                "triples": summary.counts["triples"],
                "memory": max(one.ru_maxrss for one in used) / 1024,
                "together": together.most / 1024,
            }
        )
    )


class Together(threading.Thread):
    """Watches what this process and those under it hold at a time, in kB (`most`): a page that several share counts once, and
    files that are mapped (the dictionary) do not count, as all programs of the machine share them."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0

    def run(self) -> None:
        """Look twice a second."""
        while True:
            self.most = max(self.most, sum(map(_held, _tree(os.getpid()))))
            time.sleep(0.5)


def _tree(process: int) -> list[int]:
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                waiting.extend(map(int, task.read_text().split()))
            except OSError:  # it ended meanwhile
                continue
    return found


def _held(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
