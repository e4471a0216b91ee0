"""`tsunagari build`: documents -> parts -> one reconciled graph -> validation -> atomic publication."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from api.commands.build_report import make_report, reported_doubts, write_report
from api.commands.corpus import make_parts
from api.commands.engine import Engine, Lost, Task
from api.commands.filling import GraphFilling, loading_ahead
from api.commands.keeping import keep, scratch_folder
from api.commands.verdicts import given_verdicts, keep_verdicts, left_out, unreadable
from graph.build import build_id, rules_version
from graph.contributions import Contributions
from graph.durable import what_to_do
from graph.joint import Joint, join
from graph.part_file import PartFile
from graph.reconcile.judgements import Judgement
from graph.remote_store import RemoteStore
from graph.store import BuildInfo, StoreFolder, open_store
from nlp.errors import SourceError, StoreError
from nlp.sources import list_sources

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build from and where to. `profile` forces one document family; `judgements` is a CSV path, several, or None.

    With `keep_going` the readable documents are published even when others could not be read. `work` is
    where finished documents are kept (None: beside the builds of the store); `engine` says what reads them.
    """

    folder: Path
    store: str
    profile: str = ""
    judgements: Path | Sequence[Path] | None = None
    report: Path | None = None
    keep_going: bool = False
    work: Path | None = None
    engine: Engine = field(default_factory=Engine)


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: the id published, counts by class, the report, the documents that failed, the files left aside.

    `doubt` says why the whole graph was loaded anew; "" when the served one could be changed into it.
    """

    build_id: str
    counts: dict[str, int]
    report: dict[str, Any]
    failed: tuple[tuple[str, str], ...] = ()
    build: BuildInfo | None = None
    skipped: tuple[tuple[str, str], ...] = ()
    doubt: str = ""


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
    work = _work_folder(options, store)
    entries = list_sources(options.folder)
    parts, unread = make_parts(
        entries, work, profile=options.profile, engine=options.engine, progress=progress
    )
    failed = [(item.name, item.reason) for item in unread if not item.skipped]
    skipped = [(item.name, item.reason) for item in unread if item.skipped]
    _refuse_failures(parts, failed, skipped, options.keep_going)
    judgements = given_verdicts(options.judgements)
    name = build_id(parts, judgements)
    said = [part.file for part in parts]
    processors = options.engine.processors()
    with scratch_folder(work) as scratch, loading_ahead(store, name, said, scratch, processors) as ahead:
        progress("reconcile", 0, 1)
        joint = _joined(parts, judgements, work, scratch, options.engine)
        progress("reconcile", 1, 1)
        report = make_report(parts, failed, skipped)
        report["judgements"] = [asdict(item) for item in judgements]
        if isinstance(store, StoreFolder):
            broken = report["judgements_unread"] = unreadable(store.path)
            report["judgements_left_out"] = 0 if broken else len(left_out(store.path, judgements))
        report["doubtful"] = reported_doubts(joint.doubtful)
        report["identity_issues"] = [asdict(item) for item in joint.issues]
        filling = GraphFilling(
            Contributions((*joint.files, *said), joint.whole), work, scratch, processors, ahead
        )
        meta: dict[str, Any] = {
            "build_id": name,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "rules": rules_version(),
            "version": version("tsunagari"),
            "documents": [dict(part.document) for part in parts],
            "counts": filling.counts,
        }
        progress("publish", 0, 1)
        published = _publish(store, filling, meta, report, options.report)
        progress("publish", 1, 1)
        joint.doubtful.move(work / f"{name}.waiting")
    _forget_blocks(work, joint)
    if isinstance(store, StoreFolder):
        keep_verdicts(store.path, judgements)
    return BuildSummary(name, filling.counts, report, tuple(failed), published, tuple(skipped), filling.doubt)


def _joined(
    parts: Sequence[PartFile],
    judgements: Sequence[Judgement],
    work: Path,
    scratch: Path,
    engine: Engine,
) -> Joint:
    """What the documents say together. Raises: StoreError when the disk is full or a process was killed again and again."""

    def each(function: Callable[..., Any], tasks: Iterable[Task]) -> Iterator[tuple[int, Any]]:
        for number, result in engine.run(function, tasks):
            if isinstance(result, Lost):
                raise StoreError(
                    f"突き合わせを終えられません (reconciliation cannot be finished: {result.reason})",
                    hint="もう一度作る (build again)",
                )
            yield number, result

    try:
        return join(parts, judgements, work, scratch, each=each, keep=keep)
    except OSError as error:
        raise StoreError(
            f"読み終えた分を保存できません (finished work cannot be kept: {error.strerror})",
            hint=what_to_do(error),
        ) from error
    except ValueError as error:  # a part that is of its right size, and damaged inside
        raise StoreError(
            f"読み終えた分が壊れています (finished work is damaged: {error})",
            hint=f"{work.name}/*.part を消して、もう一度作る (remove them and build again)",
        ) from error


def _forget_blocks(work: Path, joint: Joint) -> None:
    """Remove what was kept of the reconciliation of other builds: it is made again sooner than it is found useful once more."""
    kept = {file.name for file in (*joint.files, *joint.kept, joint.doubtful.file)}
    for kind in ("waiting", "block", "years", "pairs", "related", "measures"):
        for file in work.glob(f"*.{kind}"):
            if file.name not in kept:
                file.unlink(missing_ok=True)


def _publish(
    store: StoreFolder | RemoteStore,
    filling: GraphFilling,
    meta: dict[str, Any],
    report: dict[str, Any],
    report_file: Path | None,
) -> BuildInfo | None:
    """Publish, and say in the report what was counted and what breaks the shapes, whether it is published or not."""
    report["counts"] = filling.counts
    report["violations"] = filling.violations
    try:
        if isinstance(store, StoreFolder):
            info = store.publish(filling.over(store), meta, report)
            if not filling.counts:  # the same build was there already
                filling.counts.update(info.meta.get("counts", {}))
            return info
        store.publish(filling.in_memory(), meta, report)
        return None
    finally:
        if report_file is not None:
            write_report(report_file, report)


def _refuse_failures(
    parts: Sequence[PartFile],
    failed: Sequence[tuple[str, str]],
    skipped: Sequence[tuple[str, str]],
    keep_going: bool,
) -> None:
    if failed and not keep_going:
        raise SourceError(
            "読めない文書があるため公開しませんでした (some documents could not be read):\n"
            + "\n".join(f"  {name}: {why}" for name, why in failed),
            hint="取り除くか直すか、--keep-going で残りだけを公開する。前のグラフはそのままです (remove or repair them, or publish the rest with --keep-going)",
        )
    if not parts:
        raise SourceError(
            "読める文書がありません (no document could be read)",
            hint="\n".join(why for _, why in (*failed, *skipped)),
        )


def _work_folder(options: BuildOptions, store: StoreFolder | RemoteStore) -> Path:
    """Where finished documents are kept; fails before the work rather than after it."""
    if isinstance(store, StoreFolder):
        work, needed = options.work or store.path / "work", [store.builds]
    else:
        work, needed = options.work or Path("var/work"), []
    try:
        for folder in (*needed, work):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as error:
        raise StoreError(
            f"グラフの置き場に書けません (the store folder cannot be written: {error.strerror})",
            hint="別の場所を --store で指定するか、書けるようにする (choose another with --store, or make it writable)",
        ) from error
    return work
