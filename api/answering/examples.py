"""Example questions made from the served graph, so that each one has an answer in whatever documents are loaded."""

from __future__ import annotations

from collections import Counter

from api.services import Services
from api.views.facts import MEASURE, era_year, things
from api.views.lines_of import load


def example_questions(service: Services) -> tuple[str, ...]:
    """Up to eight questions in Japanese, about what the graph has most of; none for a graph without our terms."""
    return service.cached("site.examples", lambda: _examples(service))


def _examples(service: Services) -> tuple[str, ...]:
    every = things(service)
    lines, _ = load(service)
    ministries = Counter(name for thing in every for name in thing.ministries)
    targets = Counter(name for thing in every for name in thing.targets)
    found = []
    lists = sorted({line.column for line in lines})
    if lists:
        year, stage = lists[-1]
        found.append(f"{era_year(year)}{stage}の事業は？")
    if ministries:
        found.append(f"{ministries.most_common(1)[0][0]}が担当する施策は何件？")
    if lists:
        found.append(f"{era_year(lists[-1][0])}{lists[-1][1]}を再掲を除いて合計して")
    if any(line.relisted for line in lines):
        found.append("再掲の事業は？")
    person = next((name for name, _ in targets.most_common() if "団体" not in name), "")
    if person:
        found.append(f"{person}を対象とする施策を持つ府省庁は？")
    numbered = [thing for thing in every if thing.kind == MEASURE and thing.ministries and thing.targets]
    if numbered:
        found.append(f"施策No.{numbered[len(numbered) // 2].number}の担当はどこ？")
    dear = [line for line in lines if line.yen is not None and line.kind == "exact"]
    if dear:
        found.append(f"{max(dear, key=lambda line: (line.year, line.yen or 0)).name}の予算額は？")
    if len(ministries) > 1 and person:
        first, second = [name for name, _ in ministries.most_common(2)]
        found.append(f"{first}と{second}が両方支えている対象者は？")
    return tuple(found)
