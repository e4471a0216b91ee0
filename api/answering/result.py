"""What answering works with: the services it needs, the result of an operation, and how rows become answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.answering.refusing.near_checks import NearChecks
from api.answering.words import stage_words
from graph.question_graph import build_query, can_list, complete, part, supports
from graph.question_lexicon import fetch_lexicon
from nlp.questions.framing.sets import Knowledge, year_words
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.names.linking import LinkIndex
from nlp.questions.records import Frame, Term

Found = tuple[list[str], list[tuple[Any, ...]]]
Run = Callable[[str], Found]
Row = dict[str, str]

# What stands for no limit in a template that has one.
NO_LIMIT = 100000


@dataclass
class AskServices:
    """What answering needs: a way to run a SELECT, the build's id, what questions may name, and which of those that are
    offered beside a refusal are known to have an answer."""

    run: Run
    build_id: str
    known: Knowledge
    near: NearChecks = field(default_factory=NearChecks)
    holding: Callable[[Sequence[Sequence[str]]], list[str] | None] = lambda words: None  # noqa: ARG005
    """Things in whose texts and names each of some words stands in one of its forms; None where no index of texts tells."""
    told_as_text: bool = False
    """Whether `run` gives every cell as text already."""

    def rows(self, query: str) -> list[Row]:
        """The rows of a query as text, by variable."""
        names, found = self.run(query)
        rows = [dict(zip(names, self._cells(row), strict=False)) for row in found]
        cut = self.known.lexicon.cut_names
        if not cut or "label" not in names:
            return rows
        return [row if cut.keys().isdisjoint(row.values()) else _shown_whole(row, cut) for row in rows]

    def _cells(self, row: Sequence[Any]) -> Sequence[str]:
        return row if self.told_as_text else [cell if type(cell) is str else plain(cell) for cell in row]


@dataclass
class Result:
    """What an operation found. `answer` is the contract's answer part; `about` are things to quote evidence for.

    `reason` is set where there is nothing to answer; `view` is a picture of the same, as a path.
    """

    text: str
    answer: dict[str, Any]
    sparql: str = ""
    caveats: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    supports: tuple[str, ...] = ("prefLabel",)
    reason: str = ""
    view: str = ""
    alternatives: list[dict[str, str]] = field(default_factory=list)
    note: str = ""


def services_for(access: Any, lexicon: Lexicon | None = None) -> AskServices:
    """Services over anything with `.answer(query)`, `.select(query)` and `.build_id`."""
    found = lexicon or fetch_lexicon(access.select, access.build_id)
    return AskServices(access.answer, access.build_id, Knowledge(found, LinkIndex(found), supports, can_list))


def _shown_whole(row: Row, cut: Mapping[str, str]) -> Row:
    """A row whose label is what is left of a cut name (援の強化) with the name shown for it (…援の強化（…）)."""
    shown = next((cut[cell] for cell in row.values() if cell in cut), "")
    return {**row, "label": shown} if shown and shown.startswith(f"…{row['label']}（") else row


def plain(cell: Any) -> str:
    """A term's text, "" for an unbound one."""
    return "" if cell is None else str(getattr(cell, "value", cell))


def select(
    template: str, frame: Frame, services: AskServices, slots: Mapping[str, Term] | None = None
) -> tuple[str, list[Row]]:
    """The query that a template makes of a frame, and its rows."""
    query = build_query(template, frame, slots)
    return query, services.rows(query)


def select_text(text: str, frame: Frame, services: AskServices, **filled: str) -> tuple[str, list[Row]]:
    """As `select`, for a template text that is not a file of its own."""
    query = query_of_text(text, frame, **filled)
    return query, services.rows(query)


def query_of_text(text: str, frame: Frame, **filled: str) -> str:
    """The query of a template text, for whoever wants it without its rows."""
    if frame.nth:
        text = text.replace("LIMIT $limit", f"OFFSET {frame.nth - 1}\nLIMIT 1")
    return complete(text, frame, {"limit": str(frame.limit or NO_LIMIT), **filled})


def whether_any(query: str) -> str:
    """The query for whether a SELECT, prefixes in front, has any row: one cell, true or false."""
    return around(query, "SELECT (COUNT(*) > 0 AS ?value) WHERE")


def around(query: str, head: str, after: str = "") -> str:
    """The query `head { { query } after }`: prefixes stay in front, `query` becomes a query inside.

    >>> around("PREFIX e: <e:>\\nSELECT ?x { ?x e:p 1 }", "SELECT (COUNT(?x) AS ?n) WHERE")
    'PREFIX e: <e:>\\nSELECT (COUNT(?x) AS ?n) WHERE {\\n  {\\n    SELECT ?x { ?x e:p 1 }\\n  }\\n}\\n'
    """
    start = query.index("SELECT")
    inner = "\n".join("    " + line for line in query[start:].rstrip().splitlines())
    return f"{query[:start]}{head} {{\n  {{\n{inner}\n  }}{after}\n}}\n"


def template_text(name: str) -> str:
    """A query part's text; "" when there is none."""
    return part(name) or ""


def things(rows: Iterable[Mapping[str, str]], key: str) -> list[dict[str, Any]]:
    """Distinct things of the rows as the contract's items, with their number where they have one."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        thing = row.get(key, "")
        if not thing or thing in found:
            continue
        item: dict[str, Any] = {"id": thing, "label": row.get("label", "")}
        number = row.get("number", "")
        if number.isdecimal():
            item["number"] = int(number)
        found[thing] = item
    return list(found.values())


def numbered(item: Mapping[str, Any]) -> str:
    """A thing with its number for reading: No.82 刑務所出所者等の…"""
    return f"No.{item['number']} {item['label']}" if item.get("number") else str(item["label"])


def year_of(row: Mapping[str, str], key: str = "fiscalYear") -> str:
    """The fiscal year of a row in words, "" when it has none."""
    value = row.get(key, "")
    return year_words(int(value[:4])) if value[:4].isdecimal() else ""


def when_printed(row: Mapping[str, str]) -> str:
    """Year and stage of a row's amount in words; without a printed year that is said (予算額（年度の印刷なし）)."""
    stage = stage_words(row.get("stage", ""))
    return f"{year_of(row)}{stage}" if year_of(row) else f"{stage or '予算額'}（年度の印刷なし）"


def listed(labels: Sequence[str], most: int = 5) -> str:
    """The first labels in a row, with など when there are more."""
    return "、".join(labels[:most]) + (" など" if len(labels) > most else "")


_OWN_AMOUNT_ONLY = "行の額そのものがうち数の行だけを見ています。行や事業資料がうち書きする部分の額は「うち数はいくら」で尋ねられます。"


def _of_parts(frame: Frame) -> bool:
    """Whether rows of which the amount is うち数 are asked for."""
    return any(
        c.kind == "amount_kind" and c.mode != "none" and any(t.value.endswith("ofWhich") for t in c.values)
        for c in frame.conditions
    )


def coverage(frame: Frame, services: AskServices) -> list[str]:
    """What was looked through, as a caveat."""
    lexicon = services.known.lexicon
    if frame.over in ("line", "programme"):
        parts = [
            f"{year_words(b.year)}{stage_words(b.stage)} No.{b.first}〜{b.last}（柱{'・'.join(sorted(b.pillars)) or '不明'}）"
            for b in lexicon.budget_lists()
        ]
        loaded = [f"予算一覧で読み込まれているのは{'、'.join(parts)}です。"] if parts else []
        return [_OWN_AMOUNT_ONLY, *loaded] if _of_parts(frame) else loaded
    if frame.over in ("measure", "work", "indicator"):
        plans = [f"{year_words(p.year)}の施策No.{p.first}〜{p.last}（{p.count}件）" for p in lexicon.plans()]
        limits = "が対象です。読めない欄のある施策は含まれないことがあります。"
        return [f"{'と'.join(plans)}{limits}"] if plans else []
    return []
