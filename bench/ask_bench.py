"""Time per question on the seeds' graph and on one 100 times larger; prints p50, p99 and their ratios.

Usage: python bench/ask_bench.py [STORE] [COPIES]. The larger graph holds copies of every line, measure, programme, sheet and
grantee under names of their own; ministries, target groups and sections are shared, as they are in life.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from pyoxigraph import Literal, NamedNode, Quad, Store

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "gold")]

from eval_questions import cases  # noqa: E402

from api.answering.answers import AskServices, answer_question, services_for  # noqa: E402
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
# Milliseconds from which a question is printed by itself.
_SLOW = 150
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


def times(services: AskServices, questions: list[str]) -> list[float]:
    """Milliseconds for each question, after one warm-up round of a few."""
    for question in questions[:20]:
        answer_question(question, services)
    found = []
    for question in questions:
        start = time.perf_counter()
        answer_question(question, services)
        found.append(1000 * (time.perf_counter() - start))
        if found[-1] > _SLOW:
            print(f"  {found[-1]:8.0f} ms  {question}")
    return found


def spread(name: str, found: list[float]) -> tuple[float, float]:
    """Print and give p50 and p99."""
    cuts = quantiles(found, n=100)
    print(
        f"{name:<28} questions {len(found):4}  p50 {cuts[49]:7.2f} ms  p99 {cuts[98]:7.2f} ms  max {max(found):7.1f} ms"
    )
    return cuts[49], cuts[98]


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
        spread("seeds' graph, all", times(services_for(access), questions))
        asked = questions[::3]
        small = spread("seeds' graph", times(services_for(access), asked))
        assert access.local is not None
        large_store = Store(str(Path(folder) / "large"))
        large_store.bulk_extend(copies(access.local, count))
        large_store.optimize()
        start = time.perf_counter()
        services = services_for(GraphAccess(large_store, None, {"build_id": "large"}))
        print(
            f"{count} times larger: {len(large_store):,} quads, lexicon read in {time.perf_counter() - start:.1f} s (once a build)"
        )
        large = spread(f"{count} times larger", times(services, asked))
    print(
        f"ratio                        p50 {large[0] / small[0]:.1f}x, p99 {large[1] / small[1]:.1f}x (goal: at most 3x of 10 ms and 50 ms)"
    )


if __name__ == "__main__":
    main()
