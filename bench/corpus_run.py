"""One build in a process of its own, for corpus_bench: prints what it took as JSON. Arguments: CORPUS STORE JOBS [MEGABYTES].

With MEGABYTES the address space of this process and of those that it starts is limited (RLIMIT_AS).
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from api.commands.builder import BuildOptions, build
from api.commands.engine import Engine


def main() -> None:
    """Build, and print seconds passed, processor seconds of all processes, triples and the largest process in MB."""
    corpus, store, jobs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if len(sys.argv) > 4:
        limit = int(sys.argv[4]) * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    stages: dict[str, float] = {}

    def progress(stage: str, done: int, total: int) -> None:
        stages[f"{stage} ends" if done >= total else f"{stage} begins"] = _processor()

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
                "reading": stages.get("read ends", 0.0),
                "reconciling": stages.get("reconcile ends", 0.0) - stages.get("read ends", 0.0),
                "triples": summary.counts["triples"],
                "memory": max(one.ru_maxrss for one in used) / 1024,
            }
        )
    )


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
