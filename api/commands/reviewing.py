"""`tsunagari review`: the doubtful pairs of the current build as a CSV that a researcher fills in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from graph.database import BUILD_FIRST
from graph.reconcile.items import Doubt
from graph.reconcile.judgements import table_text
from graph.reconcile.review import review_csv
from graph.store import StoreFolder, open_store
from nlp.errors import IdentityError, StoreError


def doubts_of(report: dict[str, Any]) -> tuple[Doubt, ...]:
    """The doubtful pairs in a build report."""
    return tuple(Doubt(**{**item, "reasons": tuple(item["reasons"])}) for item in report.get("doubtful", ()))


def build_report(store: str) -> dict[str, Any]:
    """The report of the build that is served.

    Raises:
        StoreError: nothing was built, or the store is an endpoint, which keeps no report.
    """
    opened = open_store(store)
    if not isinstance(opened, StoreFolder):
        raise StoreError(
            "エンドポイントは構築の報告を持ちません (an endpoint keeps no build report)",
            hint="tsunagari build --report FILE で作った報告を見る (build with --report FILE and use that file)",
        )
    info = opened.current()
    if info is None:
        raise StoreError(f"{store} にグラフがありません (there is no graph)", hint=BUILD_FIRST)
    data: dict[str, Any] = json.loads(info.report_path.read_text(encoding="utf-8"))
    return data


def _has_verdicts(path: Path) -> bool:
    """Whether a file is there with a verdict filled in, or one that cannot be read: work is never written over."""
    if not path.is_file():
        return False
    try:
        lines = io.StringIO(table_text(path))
        return any((row.get("verdict") or "").strip() for row in csv.DictReader(lines))
    except (IdentityError, csv.Error):
        return True


def write_review(store: str, out: Path) -> str:
    """Write the pairs to `out`; returns one line that says how many and what to do next.

    Raises:
        StoreError: no report, or `out` cannot be written.
    """
    doubts = doubts_of(build_report(store))
    if _has_verdicts(out):
        raise StoreError(
            f"{out.name} には記入済みの判断などがあるため、上書きしません (holds verdicts already, and would be written over)",
            hint="別の名を --out で指定する (choose another --out)",
        )
    try:
        out.write_text(review_csv(doubts), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise StoreError(
            f"{out.name} に書けません (cannot be written: {error.strerror})",
            hint="別の場所を --out で指定する (choose another --out)",
        ) from error
    return (
        f"{len(doubts)} 組を {out.name} に書きました。verdict 列に same / different / unsure、who・when・why を記入し、"
        f"tsunagari build --judgements {out.name} で戻してください。"
    )
