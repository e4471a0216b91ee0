"""Every way of asking with every condition: a plain question for each cell, and its answer worked out from the triples.

Nothing of the product's reading or queries is used here: rows of the budget list and measures are walked triple by triple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Store

TSU = "https://w3id.org/tsunagari/ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
YEAR = "2025"
BEFORE = "2024"


@dataclass(frozen=True)
class Row:
    """A row of the budget list of the newest year, or a measure: what conditions speak of."""

    thing: str
    label: str
    ministries: frozenset[str]
    targets: frozenset[str]
    section: str
    amount: int | None = None
    exact: bool = True
    relisted: bool = False
    newly: bool = False
    number: int = 0
    years: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    tied: bool = False
    lacks: frozenset[str] = frozenset()
    numeric: bool = False
    words: str = ""


@dataclass(frozen=True)
class Condition:
    """What is said before 事業 or 施策, and which rows it keeps."""

    name: str
    said: str
    keeps: Callable[[Row], bool]


@dataclass(frozen=True)
class Cell:
    """A question and what its answer must have: the things listed, or the value."""

    frame: str
    condition: str
    question: str
    things: frozenset[str] | None = None
    value: Any = None


class Graph:
    """The triples, by what they are asked for here."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, thing: str, name: str) -> list[str]:
        predicate = NamedNode(name if name.startswith("http") else TSU + name)
        found = self.store.quads_for_pattern(NamedNode(thing), predicate, None, None)
        return [getattr(quad.object, "value", "") for quad in found]

    def one(self, thing: str, name: str) -> str:
        return next(iter(self.of(thing, name)), "")

    def all(self, kind: str) -> list[str]:
        found = self.store.quads_for_pattern(None, RDF_TYPE, NamedNode(TSU + kind), None)
        return sorted({str(getattr(quad.subject, "value", "")) for quad in found})

    def label(self, thing: str) -> str:
        return self.one(thing, SKOS + "prefLabel")

    def above(self, group: str) -> set[str]:
        """A target group and all that are broader."""
        found, wait = set(), [group]
        while wait:
            group = wait.pop()
            if group not in found:
                found.add(group)
                wait += self.of(group, SKOS + "broader")
        return found

    def groups(self, thing: str) -> frozenset[str]:
        return frozenset(self.label(b) for g in self.of(thing, "targetGroup") for b in self.above(g))


def rows_of(graph: Graph) -> list[Row]:
    """The rows of the newest year's supplementary budget."""
    lines = graph.all("BudgetLine")
    years: dict[str, set[str]] = {}
    for line in lines:
        years.setdefault(graph.one(line, "programme"), set()).add(graph.one(line, "fiscalYear"))
    found = []
    for line in lines:
        if graph.one(line, "fiscalYear") != YEAR:
            continue
        programme = graph.one(line, "programme")
        amount = graph.one(line, "amount")
        found.append(
            Row(
                programme,
                graph.label(programme),
                frozenset(graph.label(m) for m in graph.of(line, "ministry")),
                graph.groups(programme),
                graph.one(graph.one(line, "section"), SKOS + "notation"),
                int(float(amount)) if amount else None,
                graph.one(line, "amountKind") == TSU + "exact",
                graph.one(line, "relisted") == "true",
                graph.one(line, "newlyListed") == "true",
                int(graph.one(line, "number") or 0),
                frozenset(years[programme]),
                frozenset(
                    graph.one(graph.one(other, "section"), SKOS + "notation")
                    for other in lines
                    if graph.one(other, "programme") == programme and graph.one(other, "fiscalYear") == YEAR
                ),
                bool(graph.of(programme, "relatedMeasure")),
                words="・".join(graph.of(programme, SKOS + "altLabel")),
            )
        )
    return found


def measures_of(graph: Graph) -> list[Row]:
    """The measures of the plan."""
    tied = {m for p in graph.all("Programme") for m in graph.of(p, "relatedMeasure")}
    return [
        Row(
            measure,
            graph.label(measure),
            frozenset(graph.label(m) for m in graph.of(measure, "ministry")),
            graph.groups(measure),
            graph.one(graph.one(measure, "section"), SKOS + "notation"),
            number=int(graph.one(measure, "number") or 0),
            tied=measure in tied,
            lacks=frozenset(
                n
                for n in ("goal", "achievement", "link", "overview", "review", "targetGroup")
                if not graph.of(measure, n)
            ),
            numeric=any(graph.of(i, "targetValue") for i in graph.of(measure, "indicator")),
            words=graph.label(measure) + graph.one(measure, "overview"),
        )
        for measure in graph.all("Measure")
    ]


# 内閣府の事業を持つ府省庁: whose they are is said, and no question.
_WHOSE_SAID = ("ministry", "sole")
ON_ROWS: Sequence[Condition] = (
    Condition("ministry", "内閣府の", lambda r: "内閣府" in r.ministries),
    Condition("not ministry", "内閣府以外の", lambda r: "内閣府" not in r.ministries),
    Condition("section", "4-①の", lambda r: r.section == "4-①"),
    Condition("not section", "4-①以外の", lambda r: "4-①" not in r.sections),
    Condition("target", "生活困窮者向けの", lambda r: "生活困窮者" in r.targets),
    Condition("not target", "生活困窮者を対象としない", lambda r: "生活困窮者" not in r.targets),
    Condition("amount from", "1億円以上の", lambda r: r.exact and (r.amount or 0) >= 10**8),
    Condition(
        "amount below", "5億円未満の", lambda r: r.exact and r.amount is not None and r.amount < 5 * 10**8
    ),
    Condition("relisted", "再掲の", lambda r: r.relisted),
    Condition("not relisted", "再掲でない", lambda r: not r.relisted),
    Condition("new", "新規の", lambda r: r.newly),
    Condition("not new", "新規でない", lambda r: not r.newly),
    Condition("both years", "令和6年度にもある", lambda r: BEFORE in r.years),
    Condition("only this year", "令和6年度にはない", lambda r: BEFORE not in r.years),
    Condition("tied", "関連する施策がある", lambda r: r.tied),
    Condition("not tied", "関連する施策のない", lambda r: not r.tied),
    Condition("numbers", "No.64から70までの", lambda r: 64 <= r.number <= 70),
    Condition("keyword", "名称に「居場所」を含む", lambda r: "居場所" in r.label),
)
ON_MEASURES: Sequence[Condition] = (
    Condition("ministry", "法務省の", lambda r: "法務省" in r.ministries),
    Condition("not ministry", "法務省以外の", lambda r: "法務省" not in r.ministries),
    Condition("sole", "法務省だけが担当する", lambda r: r.ministries == {"法務省"}),
    Condition("joint", "二つ以上の府省庁が担当する", lambda r: len(r.ministries) > 1),
    Condition("section", "3-①の", lambda r: r.section == "3-①"),
    Condition("not section", "3-①以外の", lambda r: r.section != "3-①"),
    Condition("target", "高齢者向けの", lambda r: "高齢者" in r.targets),
    Condition("not target", "高齢者を対象としない", lambda r: "高齢者" not in r.targets),
    Condition("numeric", "数値目標のある", lambda r: r.numeric),
    Condition("not numeric", "数値目標のない", lambda r: not r.numeric),
    Condition("lacking", "達成状況の記載がない", lambda r: "achievement" in r.lacks),
    Condition("having", "達成状況の記載がある", lambda r: "achievement" not in r.lacks),
    Condition("tied", "関連する事業がある", lambda r: r.tied),
    Condition("not tied", "関連する事業のない", lambda r: not r.tied),
    Condition("numbers", "No.10から20までの", lambda r: 10 <= r.number <= 20),
)


def row_cells(rows: Sequence[Row]) -> Iterator[Cell]:
    """The questions on rows of the budget list."""
    every = {r.thing: (r.amount or 0) for r in rows if r.exact}
    for condition in ON_ROWS:
        kept = [r for r in rows if condition.keeps(r)]
        things = frozenset(r.thing for r in kept)
        amounts = {r.thing: r.amount for r in kept if r.exact and r.amount is not None}
        if condition.name == "not section":
            # Sums are of rows: what a programme has in other sections is added, whatever it has in this one.
            amounts = {r.thing: r.amount for r in rows if r.exact and r.amount and r.section != "4-①"}
        total = sum(amounts.values())
        said = f"令和7年度補正予算の{condition.said}事業"
        name = condition.name
        yield Cell("list", name, f"{said}は？", things)
        yield Cell("count", name, f"{said}は何件？", value=len(things))
        yield Cell("exists", name, f"{said}はありますか？", value=bool(things))
        yield Cell("total", name, f"{said}の合計額は？", value=total)
        yield Cell("average", name, f"{said}の平均額は？", value=round(total / len(amounts)))
        largest = max(amounts, key=lambda thing: amounts[thing])
        yield Cell("largest", name, f"{said}で金額が一番大きいのは？", frozenset({largest}))
        # As sums, amounts are of rows.
        priced = frozenset(r.thing for r in rows if r.section != "4-①") if name == "not section" else things
        yield Cell("amounts", name, f"{said}の金額は？", priced)
        owners = frozenset(m for r in kept for m in r.ministries)
        if name not in _WHOSE_SAID:
            yield Cell("ministries", name, f"{said}を持つ府省庁は？", owners)
        if name != "ministry":
            # Another condition between it and the rows, and a blank.
            between = f"{condition.said}令和7年度補正予算の事業を持つ府省庁は？"
            yield Cell("between", name, between, owners)
            yield Cell("blank", name, f"令和7年度補正予算の{condition.said} 事業を持つ府省庁は？", owners)
        share = round(100 * total / sum(every.values()), 1)
        yield Cell("share", name, f"{said}の金額は全体の何％？", value=share)


def measure_cells(measures: Sequence[Row]) -> Iterator[Cell]:
    """The questions on measures."""
    everyone = frozenset(m for r in measures for m in r.ministries)
    for condition in ON_MEASURES:
        kept = [r for r in measures if condition.keeps(r)]
        things = frozenset(r.thing for r in kept)
        said, name = f"{condition.said}施策", condition.name
        yield Cell("list", name, f"{said}は？", things)
        yield Cell("count", name, f"{said}は何件？", value=len(things))
        yield Cell("exists", name, f"{said}はありますか？", value=bool(things))
        owners = frozenset(m for r in kept for m in r.ministries)
        if name not in _WHOSE_SAID:
            yield Cell("ministries", name, f"{said}を持つ府省庁は？", owners)
        share = round(100 * len(things) / len(measures), 1)
        yield Cell("share", name, f"{said}は全体の何％？", value=share)
        if "ministry" not in name and name != "sole":
            yield Cell("gap", name, f"{said}を持たない府省庁は？", everyone - owners)
            counts = {m: sum(1 for r in kept if m in r.ministries) for m in owners}
            most = max(counts.values(), default=0)
            yield Cell(
                "most", name, f"{said}が一番多い府省庁は？", frozenset(m for m in counts if counts[m] == most)
            )
        if name in ("numeric", "not numeric", "lacking"):
            continue  # what the condition says of the goal or of a blank cell is not asked for beside it
        yield Cell(
            "goals", name, f"{said}の目標は？", frozenset(r.thing for r in kept if "goal" not in r.lacks)
        )


def wrong(cell: Cell, found: Mapping[str, Any], label_of: Callable[[str], str]) -> str:
    """What is wrong with an answer to the cell, "" where it is right."""
    if cell.things is not None and not cell.things and found.get("reason") == "not_in_source":
        return ""
    if found["status"] != "answered":
        return f"{found['status']} {found.get('reason')}: {found['text']}"
    answer = found["answer"]
    if cell.things is None:
        value = answer.get("value")
        if cell.frame == "exists" and value is None:
            value = bool(answer.get("items") or answer.get("rows"))
        same = (
            value == cell.value
            if isinstance(cell.value, bool)
            else value is not None and abs(float(value) - cell.value) <= 0.6
        )
        return "" if same else f"{value} for {cell.value}: {found['text']}"
    items = answer.get("items") or []
    got = {item["id"] if item["id"] in cell.things else item["label"] for item in items}
    if not items:
        got = {str(row[0]) for row in answer.get("rows") or []}
        named = {label_of(t) if t.startswith("http") else t for t in cell.things}
        return (
            ""
            if named == got
            else f"missing {sorted(named - got)} extra {sorted(got - named)}: {found['text']}"
        )
    rest = got - cell.things
    return (
        ""
        if got == cell.things
        else f"missing {sorted(cell.things - got)[:4]} extra {sorted(rest)[:4]} ({len(got)} for {len(cell.things)}): {found['text']}"
    )
