"""The question benchmark: accuracy per family, split into linking, frame and answer; declines and ask-backs by reason.

Cases stand in tests/questions/cases/*.yaml. Expected answers are queries written by hand over the contract's terms
(run here on the same graph), values read by hand, or a reason. `python tests/gold/eval_questions.py` shows the
failures of the tuned part; of the held-out third (by a hash of the question) only figures are shown.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "questions" / "cases"
PREFIXES = (ROOT / "graph" / "queries" / "answers" / "prefixes.rq").read_text(encoding="utf-8")
ID = "https://w3id.org/tsunagari/id/"
_MACRO = re.compile(r"\$(ministry|target|section|pillar|programme|measure|line|grantee)\(([^)]+)\)")
_KINDS = {"target": "target-group", "line": "budget-line"}


@dataclass(frozen=True)
class Case:
    """One question: what must come back, and whether it was held out from tuning."""

    id: str
    family: str
    question: str
    after: str
    frame: str
    links: tuple[str, ...]
    query: str
    compare: str
    value: Any
    status: str
    reason: str
    held_out: bool


def expand(query: str) -> str:
    """`$ministry(厚生労働省)` -> its IRI; prefixes in front."""
    text = _MACRO.sub(lambda m: f"<{ID}{_KINDS.get(m[1], m[1])}/{m[2]}>", query)
    return PREFIXES + text.strip() + "\n"


def cases() -> Iterator[Case]:
    """Every question of the benchmark, in the order of the files."""
    for path in sorted(CASES.glob("*.yaml")):
        for number, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            for place, asked in enumerate(entry["questions"]):
                after, _, question = asked.rpartition(" >> ")
                yield Case(
                    id=f"{path.stem}-{number}-{place + 1}",
                    family=entry["family"],
                    question=question,
                    after=after,
                    frame=entry.get("frame", ""),
                    links=tuple(entry.get("links", ())),
                    query=expand(entry["query"]) if entry.get("query") else "",
                    compare=entry.get("compare", ""),
                    value=entry.get("value"),
                    status=entry.get("status", "answered"),
                    reason=entry.get("reason", ""),
                    held_out=crc32(asked.encode()) % 3 == 0,
                )


def cells_of(found: dict[str, Any]) -> set[str]:
    """Every cell of an answer's table, and the labels and numbers of its items, as text."""
    answer = found.get("answer") or {}
    cells = {str(cell) for row in answer.get("rows") or () for cell in row}
    cells |= {item["label"] for item in answer.get("items") or ()}
    return cells | {str(answer.get("value"))}


def right(case: Case, found: dict[str, Any], rows: list[tuple[str, ...]]) -> bool:
    """Whether the answer object says what the case expects."""
    answer = found.get("answer") or {}
    first = [row[0] for row in rows]
    items = [item["id"] for item in answer.get("items") or ()]
    labels = [item["label"] for item in answer.get("items") or ()]
    match case.compare:
        case "items":
            return bool(first) and set(items) == set(first)
        case "labels":
            return bool(first) and {re.sub(r"^No\.\d+ ", "", label) for label in labels} == set(first)
        case "first":
            return bool(first) and items[:1] == first[:1]
        case "ordered":
            return bool(first) and items == first
        case "value":
            expected = case.value if not rows else float(first[0])
            return answer.get("value") is not None and float(answer["value"]) == float(expected)
        case "boolean":
            expected = case.value if case.value is not None else first == ["true"]
            return answer.get("type") == "boolean" and answer.get("value") is expected
        case "cells":
            have = cells_of(found)
            wanted = [[_plain_number(cell) for cell in row] for row in rows]
            return bool(rows) and all(cell in have for row in wanted for cell in row)
        case "text":
            have_text = str(found.get("text", "")) + "".join(cells_of(found))
            squeezed = re.sub(r"\s", "", have_text)
            wanted_texts = (
                case.value if isinstance(case.value, list) else [case.value] if case.value else first
            )
            return all(re.sub(r"\s", "", str(word))[:120] in squeezed for word in wanted_texts) and bool(
                wanted_texts
            )
    return True


def _plain_number(cell: str) -> str:
    return cell[:-2] if cell.endswith(".0") else cell


@dataclass
class Outcome:
    """What one case came to."""

    case: Case
    found: dict[str, Any]
    linking: bool | None
    frame: bool | None
    answer: bool
    wrong: bool


class Judge:
    """Asks every question of one graph and compares."""

    def __init__(self, store: Path) -> None:
        from api.answering.answers import services_for
        from api.graph_access import open_graph

        self.graph = open_graph(str(store))
        self.services = services_for(self.graph)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """The gold rows as text."""
        if not query:
            return []
        return [tuple("" if c is None else str(c.value) for c in row) for row in self.graph.select(query)]

    def outcome(self, case: Case) -> Outcome:
        """Ask one question (after those that it follows) and compare."""
        from api.answering.answers import answer_question

        context = None
        for before in filter(None, case.after.split(" >> ")):
            context = answer_question(before, self.services, context=context)["permalink"]
        found = answer_question(case.question, self.services, context=context)
        status = found["status"] == case.status and (not case.reason or found.get("reason") == case.reason)
        good = status
        if status and case.status == "answered":
            good = right(case, found, self.rows(case.query))
        if status and case.status == "ambiguous":
            good = self._resolvable(found)
        linking = None
        if case.links and case.status == "answered":
            linking = all(ID + link in found.get("sparql", "") for link in case.links)
        frame = None
        if case.frame and case.status == "answered":
            frame = found.get("frame", "") in case.frame.split("|")
        wrong = found["status"] == "answered" and not good
        return Outcome(case, found, linking, frame, good, wrong)

    def _resolvable(self, found: dict[str, Any]) -> bool:
        from api.answering.answers import answer_question

        choices = [item["question"] for item in found["alternatives"]]
        return len(choices) >= 2 and all(
            answer_question(choice, self.services)["status"] == "answered" for choice in choices
        )


def seed_store() -> Path:
    """A store of the seeds: $TSUNAGARI_STORE when set, else built into a temporary folder."""
    if os.environ.get("TSUNAGARI_STORE"):
        return Path(os.environ["TSUNAGARI_STORE"])
    from api.commands.builder import BuildOptions, build

    folder = Path(tempfile.mkdtemp(prefix="tsunagari-questions-"))
    build(BuildOptions(ROOT / "seeds", str(folder)))
    return folder


def outcomes() -> list[Outcome]:
    """Every case, asked."""
    judge = Judge(seed_store())
    return [judge.outcome(case) for case in cases()]


def evaluate() -> list[tuple[str, str, float]]:
    """Per family: linking, frame, answer; then the overall figures, tuned and held out apart."""
    found = outcomes()
    rows: list[tuple[str, str, float]] = []
    families: dict[str, list[Outcome]] = defaultdict(list)
    for item in found:
        families[item.case.family].append(item)
    for family, items in families.items():
        for name in ("linking", "frame", "answer"):
            values = [getattr(item, name) for item in items if getattr(item, name) is not None]
            if values:
                rows.append((f"{family} ({len(items)})", name, sum(values) / len(values)))
    for title, items in (
        ("all", found),
        ("tuned", [x for x in found if not x.case.held_out]),
        ("held out", [x for x in found if x.case.held_out]),
    ):
        answerable = [x for x in items if x.case.status == "answered"]
        declined = [x for x in items if x.case.status == "unanswerable"]
        asked = [x for x in items if x.case.status == "ambiguous"]
        rows.append(
            (f"{title}: answerable ({len(answerable)})", "right", _share(x.answer for x in answerable))
        )
        rows.append((f"{title}: answered wrong", "share", _share(x.wrong for x in items)))
        rows.append((f"{title}: declined ({len(declined)})", "reason", _share(x.answer for x in declined)))
        rows.append((f"{title}: asked back ({len(asked)})", "right", _share(x.answer for x in asked)))
    return rows


def _share(values: Iterator[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0


def main() -> None:
    """Failures of the tuned part, then the figures."""
    sys.path.insert(0, str(ROOT))
    wanted = sys.argv[1:]
    judge = Judge(seed_store())
    found = [
        judge.outcome(c) for c in cases() if not wanted or any(w in c.id or w in c.family for w in wanted)
    ]
    for item in found:
        if item.answer or item.case.held_out:
            continue
        got = item.found
        answer = got.get("answer") or {}
        short = {k: (len(v) if isinstance(v, list) else v) for k, v in answer.items() if v not in (None, [])}
        print(
            f"{item.case.id} {item.case.family}: {item.case.after and item.case.after + ' >> '}{item.case.question}\n"
            f"   {got['status']} {got.get('reason', '')} {got.get('frame', '')} | {got['interpretation'][:90]} | "
            f"{got['text'][:90]} | {str(short)[:120]}"
        )
    held = [item for item in found if item.case.held_out]
    tuned = [item for item in found if not item.case.held_out]
    for title, items in (("tuned", tuned), ("held out", held)):
        if items:
            print(
                f"{title}: {sum(i.answer for i in items)}/{len(items)}, wrong {sum(i.wrong for i in items)}"
            )
    by_family: dict[str, list[bool]] = defaultdict(list)
    for item in held:
        by_family[item.case.family].append(item.answer)
    print("held out by family:", {k: f"{sum(v)}/{len(v)}" for k, v in by_family.items() if not all(v)})


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
