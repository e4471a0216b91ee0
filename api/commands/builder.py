"""`tsunagari build`: documents -> parts -> one reconciled graph -> validation -> atomic publication."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolutions, RdfFormat, Store, serialize

from api.commands.corpus import keep, make_parts
from api.commands.engine import Engine, Lost, Task
from graph.build import build_id, rules_version
from graph.document_part import DocumentPart, PartFile, triples_in
from graph.iris import NS
from graph.joint import Joint, join
from graph.reconcile.judgements import Judgement, load_judgements
from graph.remote_store import RemoteStore
from graph.shapes import Violation, validate
from graph.store import BuildInfo, StoreFolder, WrittenTriples, open_store, write_json
from nlp.errors import SourceError, StoreError, VocabularyError
from nlp.sources import list_sources

Progress = Callable[[str, int, int], None]
REPORT_FORMAT = 1
# Bytes of N-Triples that the engine is given at a time (about 200,000 statements).
_FILE_SIZE = 32 * 2**20
_FILE_STATEMENTS = 200_000


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build from and where to. `profile` forces one document family; `judgements` is a CSV path or None.

    With `keep_going` the readable documents are published even when others could not be read. `work` is
    where finished documents are kept (None: beside the builds of the store); `engine` says what reads them.
    """

    folder: Path
    store: str
    profile: str = ""
    judgements: Path | None = None
    report: Path | None = None
    keep_going: bool = False
    work: Path | None = None
    engine: Engine = field(default_factory=Engine)


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did: the id published, counts by class, the report, the documents that failed, the files left aside."""

    build_id: str
    counts: dict[str, int]
    report: dict[str, Any]
    failed: tuple[tuple[str, str], ...] = ()
    build: BuildInfo | None = None
    skipped: tuple[tuple[str, str], ...] = ()


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
    judgements = load_judgements(options.judgements) if options.judgements else ()
    name = build_id(parts, judgements)
    with tempfile.TemporaryDirectory(prefix="tsunagari-", dir=work) as folder:
        scratch = Path(folder)
        progress("reconcile", 0, 1)
        joint = _joined(parts, judgements, work, scratch, options.engine)
        progress("reconcile", 1, 1)
        report = make_report(parts, failed, skipped)
        report["doubtful"] = [asdict(item) for item in joint.doubtful]
        report["identity_issues"] = [asdict(item) for item in joint.issues]
        processors = options.engine.processors()
        checked = _Checked(report, processors)
        meta: dict[str, Any] = {
            "build_id": name,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "rules": rules_version(),
            "version": version("tsunagari"),
            "documents": [dict(part.document) for part in parts],
            "counts": checked.counts,
        }
        progress("publish", 0, 1)
        written = WrittenTriples(_statement_files(parts, joint, scratch), processors)
        published = _publish(store, written, meta, report, checked, options.report)
        progress("publish", 1, 1)
    _forget_blocks(work, joint)
    return BuildSummary(name, checked.counts, report, tuple(failed), published, tuple(skipped))


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
                raise StoreError(f"reconciliation cannot be finished: {result.reason}", hint="build again")
            yield number, result

    try:
        return join(parts, judgements, work, scratch, each=each, keep=keep)
    except OSError as error:
        raise StoreError(
            f"finished work cannot be kept: {error.strerror}",
            hint="free some disk, or choose another --store",
        ) from error


def _statement_files(parts: Sequence[PartFile], joint: Joint, folder: Path) -> Iterator[Path]:
    """All statements as N-Triples in files of a bounded size, each written when it is asked for; whoever loads it removes it."""
    number = 0
    packed = deque((*joint.files, *(part.file for part in parts)))
    joined = iter(joint.statements)
    while some := list(islice(joined, _FILE_STATEMENTS)):
        file = folder / f"joint-{number}.nt"
        with file.open("wb") as out:
            serialize((quad.triple for quad in some), out, RdfFormat.N_TRIPLES)
        yield file
        number += 1
    while packed:
        file = folder / f"statements-{number}.nt"
        with file.open("wb") as out:
            while packed and out.tell() < _FILE_SIZE:
                with triples_in(packed.popleft()) as triples:
                    shutil.copyfileobj(triples, out)
        yield file
        number += 1


def _forget_blocks(work: Path, joint: Joint) -> None:
    """Remove the blocks of other builds: a block is made again sooner than it is found useful once more."""
    kept = {file.name for file in (*joint.files, *joint.lists)}
    for file in (*work.glob("*.block"), *work.glob("*.years")):
        if file.name not in kept:
            file.unlink(missing_ok=True)


class _Checked:
    """Counts and validates a finished database before it is switched to."""

    def __init__(self, report: dict[str, Any], processors: int) -> None:
        self.report, self.processors = report, processors
        self.counts: dict[str, int] = {}

    def __call__(self, store: Store) -> None:
        self.counts.update(count_classes(store))
        violations = list(validate(store, threads=self.processors))
        self.report["counts"] = self.counts
        self.report["violations"] = [asdict(item) for item in violations]
        if violations:
            raise VocabularyError(
                _broken(violations), hint="the previous graph is still served; see --report FILE"
            )


def _broken(violations: Sequence[Violation]) -> str:
    lines = [f"  {item.node} {item.path}: {item.message} {item.value}" for item in violations[:10]]
    return f"the graph breaks its shapes in {len(violations)} places:\n" + "\n".join(lines)


def _publish(
    store: StoreFolder | RemoteStore,
    written: WrittenTriples,
    meta: dict[str, Any],
    report: dict[str, Any],
    checked: _Checked,
    report_file: Path | None,
) -> BuildInfo | None:
    try:
        if isinstance(store, StoreFolder):
            info = store.publish(written, meta, report, check=checked)
            if not checked.counts:  # the same build was there already
                checked.counts.update(info.meta.get("counts", {}))
                report.setdefault("violations", [])
                report["counts"] = checked.counts
            return info
        local = Store()
        for file in written.files:
            local.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
        checked(local)
        store.publish(local, meta, report)
        return None
    finally:
        if report_file is not None:
            _write_report(report_file, report)


def count_classes(store: Store) -> dict[str, int]:
    """How many things of each of our classes a store holds, and "triples", its size."""
    found = store.query("SELECT ?c (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    assert isinstance(found, QuerySolutions)
    counts: Counter[str] = Counter()
    for row in found:
        name, number = row["c"], row["n"]
        value = str(getattr(name, "value", ""))
        if value.startswith(NS):
            counts[value[len(NS) :]] = int(str(getattr(number, "value", "0")))
    counts["triples"] = len(store)
    return dict(sorted(counts.items()))


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
            hint="remove or repair them, or publish the rest with --keep-going; the previous graph is still served",
        )
    if not parts:
        raise SourceError("no document could be read", hint="\n".join(why for _, why in (*failed, *skipped)))


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
            f"the store folder cannot be written: {error.strerror}",
            hint="choose another with --store, or make it writable",
        ) from error
    return work


def _write_report(path: Path, report: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, report)
    except OSError as error:
        raise StoreError(
            f"the report cannot be written: {error.strerror}", hint="choose another --report"
        ) from error


class ReportedDocuments(list[dict[str, Any]]):
    """What each document gave, read from its part when it is its turn: of a corpus it would not fit in memory at once."""

    def __init__(self, parts: Sequence[PartFile]) -> None:
        super().__init__()
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for part in self._parts:
            yield _reported(part.open())


def _reported(part: DocumentPart) -> dict[str, Any]:
    return {
        **part.document,
        "coverage": dict(part.coverage),
        "issues": [dict(issue) for issue in part.issues],
        "repairs": [dict(repair) for repair in part.repairs],
        "reasoned": [dict(item) for item in part.reasoned],
        "filled": [dict(item) for item in part.filled],
    }


def make_report(
    parts: Sequence[PartFile],
    failed: Sequence[tuple[str, str]],
    skipped: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """The machine-readable report: per document what was read, repaired, found by reasoning, left open, and how complete.

    `failed` could not be read, `skipped` are no kind of document we know: (file name, reason) each.
    """
    return {
        "format": REPORT_FORMAT,
        "counts": {},
        "failed": [{"document": name, "reason": why} for name, why in failed],
        "skipped": [{"document": name, "reason": why} for name, why in skipped],
        "violations": [],
        "documents": ReportedDocuments(parts),
    }
