"""Plain-text tables for the terminal, aligned for full-width characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from api.commands.verdicts import KEPT

if TYPE_CHECKING:
    from api.commands.builder import BuildSummary


def width(text: str) -> int:
    """Columns that `text` takes on a terminal: full-width characters take two.

    >>> width("施策A")
    5
    """
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """`text` with spaces up to `columns` terminal columns."""
    return text + " " * max(0, columns - width(text))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a header line and a rule; cells are shown as they are.

    >>> print(table(["番号", "名"], [[1, "あ"]]))
    番号  名
    ----  --
    1     あ
    """
    shown = [[("" if cell is None else str(cell)).replace("\\n", " ") for cell in row] for row in rows]
    columns = [
        max([width(title), *(width(row[index]) for row in shown)]) for index, title in enumerate(header)
    ]
    lines = [
        "  ".join(pad(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip()
        for row in [list(header), ["-" * size for size in columns], *shown]
    ]
    return "\n".join(lines)


_CLASS_NAMES = (
    ("Measure", "施策"),
    ("BudgetLine", "予算一覧の行"),
    ("Programme", "事業"),
    ("Ministry", "府省庁（前身・上位も）"),
    ("TargetGroup", "対象者"),
    ("Section", "節"),
    ("Grantee", "交付団体"),
    ("Indicator", "指標"),
    ("Evidence", "典拠"),
    ("Issue", "品質の指摘"),
    ("triples", "トリプル"),
)


def build_table(summary: BuildSummary, store: str) -> str:
    """The summary that `tsunagari build --store STORE` prints: documents, counts, what a researcher has to look at."""
    documents = summary.report["documents"]
    assert isinstance(documents, list)
    rows = [_document_row(item) for item in documents]
    counts = table(["もの", "数"], [[name, summary.counts.get(key, 0)] for key, name in _CLASS_NAMES])
    lines = [
        table(["文書", "種類", "記録", "修復", "指摘"], rows),
        "",
        counts,
        "",
        f"グラフ {summary.build_id} を公開しました (published)",
    ]
    lines.extend(f"読めなかった文書: {why}" for _, why in summary.failed)
    lines.extend(f"種類が分からず、読まずにおいたファイル: {why}" for _, why in summary.skipped)
    lines.extend(f"判断について: {told}" for told in judgement_problems(summary.report))
    if why := summary.report.get("judgements_unread"):
        lines.append(
            f"前に与えられた判断を読めず、この構築の判断も残していません: {Path(store) / KEPT}"
            f" (earlier verdicts cannot be read, and those of this build are not kept): {why}"
        )
    if number := summary.report.get("judgements_left_out"):
        path = Path(store) / KEPT
        lines.append(
            f"前に与えられた判断 {number}件は、このグラフに使っていません。使うには --judgements {path} を付けて作り直す"
            f" ({number} earlier verdicts were not used)"
        )
    return "\n".join(lines)


def judgement_problems(report: Mapping[str, object]) -> list[str]:
    """What a researcher has to look at again: verdicts that contradict, and verdicts about what no document names."""
    issues = report.get("identity_issues", ())
    assert isinstance(issues, list | tuple)
    return [str(item["message"]) for item in issues if "judgement" in str(item["code"])]


def _document_row(item: Mapping[str, object]) -> list[object]:
    coverage = item["coverage"]
    assert isinstance(coverage, dict)
    records = sum(value for key, value in coverage.items() if not key.startswith("characters"))
    repairs, issues = item["repairs"], item["issues"]
    assert isinstance(repairs, list)
    assert isinstance(issues, list)
    return [item["id"], item["profile"], records, len(repairs), len(issues)]
