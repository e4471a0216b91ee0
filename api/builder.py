"""`tsunagari build`: documents -> extractions -> reconciled quads -> validation -> atomic publication."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import Quad, Store

from graph.build import assign_paths, build_id, build_quads, reconcile, rules_version
from graph.iris import NS
from graph.judgements import load_judgements
from graph.remote_store import RemoteStore
from graph.shapes import Violation, validate
from graph.store import BuildInfo, StoreFolder, open_store
from nlp.errors import SourceError, StoreError, VocabularyError
from nlp.extract import extract_document
from nlp.records import Extraction, Issue
from nlp.sources import SourceEntry, list_sources

Progress = Callable[[str, int, int], None]
REPORT_FORMAT = 1


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build from and where to. `profile` forces one document family; `judgements` is a CSV path or None.

    With `keep_going` the readable documents are published even when others could not be read.
    """

    folder: Path
    store: str
    profile: str = ""
    judgements: Path | None = None
    report: Path | None = None
    keep_going: bool = False


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: the published build, counts by class, the report and the documents that failed."""

    build: BuildInfo
    counts: dict[str, int]
    report: dict[str, object]
    failed: tuple[tuple[str, str], ...] = ()


def quiet(_stage: str, _done: int, _total: int) -> None:
    """A progress callback that says nothing."""


def build(options: BuildOptions, progress: Progress = quiet) -> BuildSummary:
    """Build and publish; the graph served before stays when anything here raises.

    Raises:
        SourceError: the folder is empty, or a document cannot be read (and not `keep_going`).
        VocabularyError: the new graph breaks its shapes.
        StoreError: the store cannot be written.
    """
    store = open_store(options.store)
    _check_writable(store)
    entries = list_sources(options.folder)
    extractions, failed = read_all(entries, options.profile, progress)
    if failed and not options.keep_going:
        raise SourceError(
            "読めない文書があるため公開しませんでした (some documents could not be read):\n"
            + "\n".join(f"  {name}: {why}" for name, why in failed),
            hint="remove or repair them, or publish the rest with --keep-going; the previous graph is still served",
        )
    if not extractions:
        raise SourceError("no document could be read", hint="\n".join(why for _, why in failed))
    judgements = load_judgements(options.judgements) if options.judgements else ()
    progress("reconcile", 0, 1)
    paths = assign_paths(extractions)
    reconciled = reconcile(extractions, judgements, paths)
    progress("reconcile", 1, 1)
    staged = Store()
    counts = _load(staged, build_quads(extractions, reconciled, paths), progress)
    violations = list(validate(staged))
    report = make_report(extractions, failed, counts, violations)
    report["doubtful"] = [asdict(item) for item in reconciled.clustering.doubtful]
    report["identity_issues"] = [asdict(item) for item in reconciled.clustering.issues]
    if options.report:
        _write_report(options.report, report)
    if violations:
        raise VocabularyError(
            f"the graph breaks its shapes in {len(violations)} places:\n"
            + "\n".join(
                f"  {item.node} {item.path}: {item.message} {item.value}" for item in violations[:10]
            ),
            hint="the previous graph is still served; the report (--report FILE) lists all of them",
        )
    meta: dict[str, object] = {
        "build_id": build_id(extractions, judgements),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "rules": rules_version(),
        "version": version("tsunagari"),
        "documents": [asdict(item.document) for item in extractions],
        "counts": counts,
    }
    progress("publish", 0, 1)
    published = store.publish(staged, meta, report)
    progress("publish", 1, 1)
    return BuildSummary(published, counts, report, tuple(failed))


def _check_writable(store: StoreFolder | RemoteStore) -> None:
    """Fails before the work rather than after it."""
    if isinstance(store, StoreFolder):
        try:
            store.builds.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=store.builds):
                pass
        except OSError as error:
            raise StoreError(
                f"the store folder cannot be written: {error.strerror}",
                hint="choose another with --store, or make it writable",
            ) from error


def _write_report(path: Path, report: dict[str, object]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"the report cannot be written: {error.strerror}", hint="choose another --report"
        ) from error


def read_all(
    entries: Sequence[SourceEntry], profile: str = "", progress: Progress = quiet
) -> tuple[list[Extraction], list[tuple[str, str]]]:
    """Extract every document; those that cannot be read come back by name with the reason."""
    extractions: list[Extraction] = []
    failed: list[tuple[str, str]] = []
    for number, entry in enumerate(entries, 1):
        try:
            extractions.append(extract_document(entry, profile=profile))
        except SourceError as error:
            failed.append((entry.path.name, str(error)))
        progress("read", number, len(entries))
    return extractions, failed


def _load(store: Store, quads: Iterator[Quad], progress: Progress) -> dict[str, int]:
    counts: Counter[str] = Counter()

    def watched() -> Iterator[Quad]:
        seen: set[tuple[str, str]] = set()
        for number, quad in enumerate(quads, 1):
            if quad.predicate.value.endswith("#type"):
                key = (str(quad.subject), str(quad.object))
                if key not in seen and NS in key[1]:
                    seen.add(key)
                    counts[key[1].strip("<>")[len(NS) :]] += 1
            if number % 50_000 == 0:
                progress("statements", number, 0)
            yield quad

    store.bulk_extend(watched())
    counts["triples"] = len(store)
    return dict(sorted(counts.items()))


def make_report(
    extractions: Sequence[Extraction],
    failed: Sequence[tuple[str, str]],
    counts: dict[str, int],
    violations: Sequence[Violation],
) -> dict[str, object]:
    return {
        "format": REPORT_FORMAT,
        "counts": counts,
        "failed": [{"document": name, "reason": why} for name, why in failed],
        "violations": [asdict(item) for item in violations],
        "documents": [
            {
                **asdict(item.document),
                "coverage": dict(item.coverage),
                "issues": [_issue(issue) for issue in item.issues],
                "repairs": [asdict(repair) for repair in item.repairs],
            }
            for item in extractions
        ],
    }


def _issue(issue: Issue) -> dict[str, object]:
    data = asdict(issue)
    return {key: value for key, value in data.items() if value not in ("", None)}
