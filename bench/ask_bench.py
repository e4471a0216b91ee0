"""Time per question on the seeds' graph and on one 100 times larger; prints p50, p99, their ratios and the slowest questions.

Usage: python bench/ask_bench.py [STORE] [COPIES] [LARGER] [OTHER …]. The larger graph holds copies of every line, measure, programme,
sheet and grantee under names of their own; ministries, target groups and sections are shared, as they are in life. LARGER
is a folder to keep it in, used as it is when it has a graph. OTHER are stores that `tsunagari build` made of larger
corpora (python -m tests.generate): the same questions are asked of them. Each time is printed twice: as passed and as processor time,
which says the same on a busy machine.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "gold")]

from eval_questions import cases  # noqa: E402

from api.answering.answers import AskServices, answer_question  # noqa: E402
from api.answering.lasting import lasting_services  # noqa: E402
from api.commands.builder import BuildOptions, build  # noqa: E402
from api.graph_access import GraphAccess, open_graph  # noqa: E402

ID = "https://w3id.org/tsunagari/id/"
OWN = (
    "measure/",
    "budget-line/",
    "programme/",
    "sheet/",
    "amount/",
    "sheet-amount/",
    "grantee/",
    "component/",
    "indicator/",
    "link/",
)
# How many of the slowest questions are printed, with how much of their time the graph took.
_SLOWEST = 12
LABELS = ("prefLabel", "altLabel", "displayLabel")


def copies(source: Store, count: int) -> Iterator[Quad]:
    """The graph, then `count - 1` copies of what is its own, without their evidence."""
    quads = list(source)
    yield from quads
    own = [
        q
        for q in quads
        if isinstance(q.subject, NamedNode) and q.subject.value.startswith(tuple(ID + k for k in OWN))
    ]
    own = [q for q in own if not q.predicate.value.endswith("#evidence")]
    for number in range(1, count):
        suffix = f"-{number}"

        def moved(node: object, suffix: str = suffix) -> object:
            if isinstance(node, NamedNode) and node.value.startswith(tuple(ID + k for k in OWN)):
                return NamedNode(node.value + suffix)
            return node

        for quad in own:
            value = quad.object
            if isinstance(value, Literal) and quad.predicate.value.endswith(LABELS):
                value = Literal(f"{value.value}（地域{number}）", language=value.language or "ja")
            yield Quad(moved(quad.subject), quad.predicate, moved(value))


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one question: as passed, of the processor, and of these in queries."""

    question: str
    passed: float
    used: float
    queried: float
    queries: int


def times(services: AskServices, questions: list[str]) -> list[Timing]:
    """A time for each question, after one warm-up round of a few."""
    spent: list[float] = []
    asked = services.run

    def run(query: str) -> Any:
        start = time.thread_time()
        try:
            return asked(query)
        finally:
            spent.append(1000 * (time.thread_time() - start))

    services.run = run
    for question in questions[:20]:
        answer_question(question, services)
    found = []
    for question in questions:
        spent.clear()
        start, used = time.perf_counter(), time.thread_time()
        answer_question(question, services)
        passed = 1000 * (time.perf_counter() - start)
        found.append(Timing(question, passed, 1000 * (time.thread_time() - used), sum(spent), len(spent)))
    services.run = asked
    return found


def spread(name: str, found: list[Timing]) -> tuple[float, float]:
    """Print both spreads and the slowest questions; give p50 and p99 of the processor's time."""
    for what, values in (("passed", [t.passed for t in found]), ("processor", [t.used for t in found])):
        cuts = quantiles(values, n=100)
        print(
            f"{name:<20} {what:<10} questions {len(found):4}  p50 {cuts[49]:7.2f} ms  p90 {cuts[89]:7.2f} ms"
            f"  p99 {cuts[98]:7.2f} ms  max {max(values):7.1f} ms"
        )
    for timing in sorted(found, key=lambda t: -t.used)[:_SLOWEST]:
        print(
            f"  {timing.used:8.1f} ms, of these {timing.queried:8.1f} in {timing.queries:2} queries  {timing.question}"
        )
    return cuts[49], cuts[98]


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


def measured(name: str, access: GraphAccess, questions: list[str]) -> tuple[float, float]:
    """What loading costs, then the spread."""
    before, start = resident(), time.thread_time()
    services, copy = lasting_services(access, access.local)
    took, start = time.thread_time() - start, time.perf_counter()
    if copy is not None:
        copy.wait()
    print(
        f"{name}: {len(access.local or ()):,} quads; once a build: lexicon {took:.1f} s of the processor,"
        f" copy in memory and index of texts {time.perf_counter() - start:.1f} s as passed, together {resident() - before:+.0f} MB"
    )
    return spread(name, times(services, questions))


def main() -> None:
    """Measure both graphs and print the ratio."""
    store = sys.argv[1] if len(sys.argv) > 1 else ""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    questions = [case.question for case in cases() if not case.after]
    with tempfile.TemporaryDirectory() as folder:
        if not store:
            store = str(Path(folder) / "seeds")
            build(BuildOptions(ROOT / "seeds", store))
        access = open_graph(store)
        assert access.local is not None
        asked = questions[::3]
        measured("seeds' graph, all", access, questions)
        small = measured("seeds' graph", access, asked)
        kept = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(folder) / "large"
        fresh = not kept.exists()
        large_store = Store(str(kept))
        if fresh:
            large_store.bulk_extend(copies(access.local, count))
            large_store.optimize()
        larger = {f"{count} times larger": GraphAccess(large_store, None, {"build_id": "large"})}
        for other in sys.argv[4:]:
            found = open_graph(other)
            larger[f"{len(found.meta['documents']):,} documents"] = found
        for name, graph in larger.items():
            large = measured(name, graph, asked)
            print(
                f"{name}: ratio of processor time  p50 {large[0] / small[0]:.1f}x, p99 {large[1] / small[1]:.1f}x"
                f"; of the goal for the seeds (10 and 50 ms)  {large[0] / 10:.1f}x, {large[1] / 50:.1f}x (goal: at most 3x)"
            )


if __name__ == "__main__":
    main()
