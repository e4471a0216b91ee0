"""`tsunagari check`: shapes and the data-quality report."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from api.commands.builder import count_classes, make_report, quiet
from api.commands.corpus import Engine, make_parts
from api.commands.reviewing import build_report
from api.commands.tables import table
from graph.build import build_quads, reconcile
from graph.shapes import validate
from graph.store import StoreFolder, open_store
from nlp.errors import SourceError
from nlp.sources import list_sources


def check(folder: Path | None, store: str, *, as_json: bool = False) -> tuple[str, int]:
    """The report as text (or JSON) and the number of violations.

    With `folder` its documents are read and checked without publishing; otherwise the graph in `store`.

    Raises:
        SourceError: a document in `folder` cannot be read.
        StoreError: there is no graph in `store`.
    """
    report = _report_of_folder(folder) if folder else _report_of_store(store)
    violations = report["violations"]
    text = json.dumps(report, ensure_ascii=False, indent=1) if as_json else _as_text(report)
    return text, len(violations)


def _report_of_folder(folder: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tsunagari-") as scratch:
        parts, failed = make_parts(
            list_sources(folder), Path(scratch), profile="", engine=Engine(), progress=quiet
        )
        if failed:
            raise SourceError("\n".join(f"{name}: {why}" for name, why in failed))
        store = Store()
        reconciled = reconcile(parts)
        store.bulk_extend(build_quads(parts, reconciled))
    report = make_report(parts, failed)
    report["counts"] = count_classes(store)
    report["violations"] = [asdict(item) for item in validate(store)]
    report["doubtful"] = [asdict(item) for item in reconciled.clustering.doubtful]
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
    parts = []
    for document in report["documents"]:
        issues = Counter((item["severity"], item["code"]) for item in document["issues"])
        repairs = Counter(item["rule"] for item in document["repairs"])
        coverage = document["coverage"]
        parts.append(f"■ {document['id']}  {document['title']}  ({document['profile']})")
        read = [[kind, count] for kind, count in coverage.items() if not kind.startswith("characters")]
        parts.append(table(["読めた記録", "件数"], read))
        if repairs:
            parts.append(table(["修復の規則", "件数"], sorted(repairs.items())))
        if issues:
            rows = [[severity, code, count] for (severity, code), count in sorted(issues.items())]
            parts.append(table(["重さ", "指摘", "件数"], rows))
        parts.append("")
    doubtful = report.get("doubtful", [])
    parts.append(f"判断を待つ組 (doubtful pairs): {len(doubtful)}")
    violations = report["violations"]
    parts.append(f"制約違反 (SHACL violations): {len(violations)}")
    parts.extend(
        f"  {item['node']} {item['path']}: {item['message']} {item['value']}" for item in violations[:20]
    )
    return "\n".join(parts)
