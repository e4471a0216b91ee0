"""Reads a corpus into document parts: cached by content, by processes or a Dask cluster, never twice.

A part is kept under a key of the file's bytes, what the manifest says of it, and our rules; a build that was
interrupted finds its finished parts again, and adding one document costs that document.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from graph.build import rules_version
from graph.document_part import DocumentPart, copies, copy_part, document_part, open_part, pack
from graph.renumbering import clashes, renumbered
from nlp.errors import StoreError, TsunagariError, UnknownKindError
from nlp.extract import extract_document
from nlp.sources import SourceEntry

Progress = Callable[[str, int, int], None]
# Starting processes costs more than reading a handful of documents.
_WORTH_PROCESSES = 1_000_000
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome for one document: its packed part, or why it could not be read. `unknown`: no kind of document we know."""

    number: int
    packed: bytes = b""
    error: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A file without a part: its name and why. `skipped` when it is no kind of document we know, and nobody said it is."""

    name: str
    reason: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """What carries out the reading: `jobs` processes here (0: one a processor), or a Dask scheduler's address."""

    jobs: int = 0
    dask: str = ""

    def processors(self) -> int:
        """How many processors this machine's part of the work may use."""
        return self.jobs or os.cpu_count() or 1


def make_one(number: int, entry: SourceEntry, profile: str) -> Made:
    """Read one document into a packed part. Runs in this process, another, or on another machine.

    What one document makes go wrong is its own outcome, never the end of the others.
    """
    try:
        return Made(number, pack(document_part(extract_document(entry, profile=profile))))
    except MemoryError:
        return Made(number, error=f"{entry.path.name}: not enough memory to read it")
    except UnknownKindError as error:
        return Made(number, error=str(error), unknown=True)
    except TsunagariError as error:
        return Made(number, error=str(error))
    except RecursionError:
        return Made(number, error=f"{entry.path.name}: nested too deeply to read")


def make_parts(
    entries: Sequence[SourceEntry], work: Path, *, profile: str, engine: Engine, progress: Progress
) -> tuple[list[DocumentPart], list[Unread]]:
    """The parts of all readable documents in the order of their ids, and the other files by name.

    Raises:
        StoreError: the work folder cannot be written.
    """
    files = {number: work / f"{_key(entry, profile)}.part" for number, entry in enumerate(entries)}
    finished = {number: part for number, file in files.items() if (part := _finished(file)) is not None}
    wanted = [number for number in files if number not in finished]
    failed: list[Unread] = []
    progress("read", len(finished), len(entries))
    for made in _run([(number, entries[number]) for number in wanted], profile, engine):
        if made.error:
            entry = entries[made.number]
            aside = made.unknown and not entry.listed and not profile
            failed.append(Unread(entry.path.name, made.error, skipped=aside))
        else:
            _keep(files[made.number], made.packed)
            finished[made.number] = open_part(files[made.number])
        progress("read", len(finished) + len(failed), len(entries))
    parts = {str(part.document["id"]): (number, part) for number, part in finished.items()}
    for name, original in copies(part for _, part in parts.values()).items():
        parts[name] = (parts[name][0], copy_part(parts[name][1], original))
    for name, paths in clashes(part for _, part in parts.values()).items():
        number, part = parts[name]
        parts[name] = (number, _renumbered(part, files[number], paths))
    return [parts[name][1] for name in sorted(parts)], sorted(
        failed, key=lambda item: (item.name, item.reason)
    )


def _renumbered(part: DocumentPart, file: Path, paths: Mapping[str, str]) -> DocumentPart:
    """The part with paths of its own where its numbers clash with another document's; kept beside it."""
    digest = hashlib.sha256(repr(sorted(paths.items())).encode()).hexdigest()[:12]
    own = file.with_name(f"{file.stem}-{digest}.part")
    known = _finished(own)
    if known is None:
        _keep(own, pack(renumbered(part, paths)))
        known = open_part(own)
    return known


def _key(entry: SourceEntry, profile: str) -> str:
    digest = hashlib.sha256(rules_version().encode())
    try:
        with entry.path.open("rb") as source:
            for block in iter(lambda: source.read(1 << 20), b""):
                digest.update(block)
    except OSError as error:
        digest.update(str(error.strerror).encode())
    digest.update(repr((entry.id, profile, replace(entry, path=Path(entry.path.name)))).encode())
    return digest.hexdigest()[:40]


def _finished(file: Path) -> DocumentPart | None:
    try:
        return open_part(file)
    except (OSError, ValueError):
        return None


def _keep(file: Path, data: bytes) -> None:
    """Write a finished part so that a kill leaves either all of it or nothing."""
    temporary = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(
            f"finished work cannot be kept: {error.strerror}",
            hint="free some disk, or choose another --store",
        ) from error


def _run(tasks: Sequence[tuple[int, SourceEntry]], profile: str, engine: Engine) -> Iterator[Made]:
    if engine.dask:
        from api.commands.dask_engine import run_on_dask

        yield from run_on_dask(tasks, profile, engine.dask)
        return
    jobs = engine.processors()
    size = sum(_size(entry) for _, entry in tasks)
    if jobs == 1 or len(tasks) < 2 or (not engine.jobs and size < _WORTH_PROCESSES):
        for number, entry in tasks:
            yield make_one(number, entry, profile)
        return
    yield from _run_in_processes(tasks, profile, jobs)


def _size(entry: SourceEntry) -> int:
    try:
        return entry.path.stat().st_size
    except OSError:
        return 0


def _run_in_processes(tasks: Sequence[tuple[int, SourceEntry]], profile: str, jobs: int) -> Iterator[Made]:
    from nlp.pipeline import load_pipeline

    load_pipeline()  # before forking, so that the processes share it
    context = multiprocessing.get_context("fork")
    left = dict(tasks)
    for attempt in range(_ATTEMPTS):
        # A document that killed its process is tried again by itself, so that only it can fail.
        workers = jobs if attempt == 0 else 1
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            futures = {
                pool.submit(make_one, number, entry, profile): number for number, entry in left.items()
            }
            try:
                for future in _completed(futures, workers):
                    made = future.result()
                    del left[made.number]
                    yield made
            except BrokenProcessPool:
                continue
        if not left:
            return
    for number, entry in left.items():
        yield Made(number, error=f"{entry.path.name}: the process reading it was killed (memory?)")


def _completed(futures: dict[Future[Made], int], _workers: int) -> Iterator[Future[Made]]:
    yield from as_completed(futures)
