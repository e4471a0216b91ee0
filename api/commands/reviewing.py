"""`tsunagari review`: the doubtful pairs of the current build as a CSV that a researcher fills in."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from graph.reconcile.items import Doubt
from graph.reconcile.review import review_csv
from graph.store import StoreFolder, open_store
from nlp.errors import StoreError


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
            "an endpoint keeps no build report", hint="build with --report FILE and use that file"
        )
    info = opened.current()
    if info is None:
        raise StoreError(f"there is no graph in {store}", hint="run `tsunagari build` first")
    data: dict[str, Any] = json.loads(info.report_path.read_text(encoding="utf-8"))
    return data


def _has_verdicts(path: Path) -> bool:
    """Whether a file is there with a verdict filled in: a researcher's work is never written over."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            return any((row.get("verdict") or "").strip() for row in csv.DictReader(lines))
    except (OSError, csv.Error):
        return False


def write_review(store: str, out: Path) -> str:
    """Write the pairs to `out`; returns one line that says how many and what to do next.

    Raises:
        StoreError: no report, or `out` cannot be written.
    """
    doubts = doubts_of(build_report(store))
    if _has_verdicts(out):
        raise StoreError(
            f"{out.name} holds verdicts already, and would be written over", hint="choose another --out"
        )
    try:
        out.write_text(review_csv(doubts), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise StoreError(
            f"{out.name} cannot be written: {error.strerror}", hint="choose another --out"
        ) from error
    return (
        f"{len(doubts)} 組を {out.name} に書きました。verdict 列に same / different / unsure、who・when・why を記入し、"
        f"tsunagari build --judgements {out.name} で戻してください。"
    )
