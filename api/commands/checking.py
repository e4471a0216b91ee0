"""`tsunagari check`: shapes and the data-quality report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from api.commands.build_report import make_report
from api.commands.builder import quiet
from api.commands.corpus import make_parts
from api.commands.engine import Engine
from api.commands.reviewing import build_report
from api.commands.tables import table
from graph.build import build_quads, reconcile
from graph.class_counts import count_classes
from graph.section_headings import SectionHeadings
from graph.shapes import validate
from graph.store import StoreFolder, open_store
from nlp.errors import SourceError
from nlp.quality_names import (
    field_name,
    filled_name,
    issue_name,
    kind_name,
    repair_name,
    subject_name,
    value_name,
)
from nlp.sources import list_sources

_LONGEST_EXAMPLE = 70


def check(folder: Path | None, store: str, *, as_json: bool = False) -> tuple[str, int]:
    """The report as text (or JSON) and the number of violations.

    With `folder` its documents are read and checked without publishing; otherwise the graph in `store`.

    Raises:
        SourceError: no document in `folder` can be read.
        StoreError: there is no graph in `store`.
    """
    report = _report_of_folder(folder) if folder else _report_of_store(store)
    violations = report["violations"]
    text = json.dumps(report, ensure_ascii=False, indent=1) if as_json else _as_text(report)
    return text, len(violations)


def _report_of_folder(folder: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tsunagari-") as scratch:
        parts, unread = make_parts(
            list_sources(folder), Path(scratch), profile="", engine=Engine(), progress=quiet
        )
        if not parts:
            raise SourceError(
                "読める文書がありません (no document could be read)",
                hint="\n".join(item.reason for item in unread),
            )
        store = Store()
        opened = [part.open() for part in parts]
        reconciled = reconcile(opened)
        store.bulk_extend(build_quads(opened, reconciled))
        report = make_report(
            parts,
            [(item.name, item.reason) for item in unread if not item.skipped],
            [(item.name, item.reason) for item in unread if item.skipped],
        )
        report["documents"] = list(report["documents"])
    report["counts"] = count_classes(store)
    report["violations"] = [asdict(item) for item in validate(store)]
    report["doubtful"] = [asdict(item) for item in reconciled.doubtful]
    headings = [item.problem for item in SectionHeadings.of(opened).issues()]
    report["identity_issues"] = [asdict(item) for item in (*reconciled.clustering.issues, *headings)]
    return report


def _report_of_store(store: str) -> dict[str, Any]:
    report = build_report(store)
    opened = open_store(store)
    assert isinstance(opened, StoreFolder)
    report["violations"] = [
        {
            "node": item.node,
            "path": item.path,
            "kind": item.kind,
            "message": item.message,
            "value": item.value,
        }
        for item in validate(opened.open_read_only())
    ]
    return report


def _as_text(report: dict[str, Any]) -> str:
    parts: list[str] = []
    for document in report["documents"]:
        parts.extend(_document_text(document))
    for key, words in (("failed", "読めなかった文書"), ("skipped", "種類が分からず、読まずにおいたファイル")):
        parts.extend(f"{words}: {item['reason']}" for item in report.get(key, ()))
    parts.extend(
        _grouped(
            "文書どうしを突き合わせた指摘",
            report.get("identity_issues", ()),
            lambda item: issue_name(item["code"]),
            lambda item: str(item["message"]),
            longest=None,
        )
    )
    doubtful = report.get("doubtful", [])
    parts.append(f"判断を待つ組 (doubtful pairs): {len(doubtful)}")
    violations = report["violations"]
    parts.append(f"制約違反 (SHACL violations): {len(violations)}")
    parts.extend(
        f"  {item['node']} {item['path']}: {item['message']} {item['value']}" for item in violations[:20]
    )
    return "\n".join(parts)


def _document_text(document: dict[str, Any]) -> Iterator[str]:
    """What the report says of one document: read, complete, repaired, found by reasoning, left open. Examples of each."""
    coverage = document["coverage"]
    yield f"■ {document['id']}  {document['title']}  ({document['profile']})"
    if share := _share(coverage):
        yield share
    yield table(
        ["読めた記録", "件数"],
        [[kind_name(kind), count] for kind, count in coverage.items() if not kind.startswith("characters")],
    )
    open_fields = [item for item in document.get("filled", ()) if item.get("have", 0) < item["total"]]
    if open_fields:
        yield table(
            ["欠けのある欄（数えると漏れる。原本にないものも含む）", "ある", "全体"],
            [[filled_name(item), item.get("have", 0), item["total"]] for item in open_fields],
        )
    elif document.get("filled"):
        yield "件数の問いに使う欄はすべて埋まっている"
    yield from _grouped(
        "直し方",
        document["repairs"],
        lambda item: repair_name(item["rule"]),
        lambda item: f"{item['before']} → {item['after']}",
    )
    yield from _grouped(
        "推論で決めた値",
        document.get("reasoned", ()),
        lambda item: str(item["how"]),
        _reasoned,
    )
    severe = sorted(document["issues"], key=lambda item: _SEVERITIES.index(item["severity"]))
    yield from _grouped(
        "指摘",
        severe,
        lambda item: issue_name(item["code"]),
        lambda item: f"{subject_name(item.get('subject', ''))} {item['message']}".strip(),
    )
    yield ""


def _reasoned(item: dict[str, Any]) -> str:
    kind, field = item["subject"].partition(":")[0], item["field"]
    told = f"{subject_name(item['subject'])} {field_name(kind, field)} = {value_name(field, item['value'])}"
    return f"{told}（原文「{item['raw']}」）" if item.get("raw") else told


_SEVERITIES = ("error", "warning", "info")


def _share(coverage: dict[str, int]) -> str:
    whole, read = coverage.get("characters", 0), coverage.get("characters_covered", 0)
    if not whole or not read:
        return ""
    return f"記録が引く範囲: {whole:,}字のうち {read:,}字（{100 * read // whole}%）"


def _grouped(
    title: str,
    items: Sequence[dict[str, Any]],
    key: Callable[[dict[str, Any]], str],
    example: Callable[[dict[str, Any]], str],
    *,
    longest: int | None = _LONGEST_EXAMPLE,
) -> Iterator[str]:
    """A table of `items` by the words of `key` with their number and the first of each as an example, cut to `longest` letters."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    if groups:
        rows = [[name, len(found), _one_line(example(found[0]), longest)] for name, found in groups.items()]
        yield table([title, "件数", "例"], rows)


def _one_line(text: str, longest: int | None) -> str:
    flat = " ".join(text.split())
    return flat if longest is None or len(flat) <= longest else flat[: longest - 1] + "…"
