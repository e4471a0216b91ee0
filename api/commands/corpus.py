"""Reads a corpus into document parts: cached by content, by processes or a Dask cluster, never twice.

A part is kept under a key of the file's bytes, what the manifest says of it, and our rules; a build that was
interrupted finds its finished parts again, and adding one document costs that document.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.commands.engine import Engine, Lost
from graph.build import rules_version
from graph.damaged_copies import joined_copies
from graph.document_part import document_part
from graph.durable import what_to_do
from graph.part_copies import copies, copy_part
from graph.part_file import PartFile, open_part, pack, part_file
from graph.renumbering import Compared, compared, renumbered
from nlp.errors import SourceError, StoreError, TsunagariError, UnknownKindError
from nlp.extract import extract_document
from nlp.sources import SourceEntry

Progress = Callable[[str, int, int], None]
# Starting processes costs more than reading a handful of documents.
_WORTH_PROCESSES = 1_000_000


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
) -> tuple[list[PartFile], list[Unread]]:
    """The parts of all readable documents in the order of their ids, and the other files by name.

    Raises:
        StoreError: the work folder cannot be written.
        SourceError: there is not even the memory to begin.
    """
    files = {number: work / f"{_key(entry, profile)}.part" for number, entry in enumerate(entries)}
    finished = {number: part for number, file in files.items() if (part := _finished(file)) is not None}
    wanted = [number for number in files if number not in finished]
    failed: list[Unread] = []
    progress("read", len(finished), len(entries))
    for made in _read([(number, entries[number]) for number in wanted], profile, engine):
        if made.error:
            entry = entries[made.number]
            aside = made.unknown and not entry.listed and not profile
            failed.append(Unread(entry.path.name, made.error, skipped=aside))
        else:
            keep(files[made.number], made.packed)
            finished[made.number] = part_file(files[made.number])
        progress("read", len(finished) + len(failed), len(entries))
    parts = {str(part.document["id"]): part for part in finished.values()}
    for name, original in copies(parts.values()).items():
        parts[name] = _as_copy(parts[name], original)
    found = compared(parts.values())
    parts.update(_renumbered(parts, found, engine))
    for name, (twin, rows) in sorted(found.copies.items()):
        parts[twin], parts[name] = _joined(parts[twin], parts[name], rows)
    return [parts[name] for name in sorted(parts)], sorted(failed, key=lambda item: (item.name, item.reason))


def _as_copy(part: PartFile, original: str) -> PartFile:
    own = _beside(part.file, f"copy of {original}")
    known = _finished(own)
    if known is None:
        keep(own, pack(copy_part(part.open(), original)))
        known = part_file(own)
    return known


def _joined(one: PartFile, other: PartFile, rows: Mapping[str, str]) -> tuple[PartFile, PartFile]:
    """Two copies of one document, each row said once; kept beside the first."""
    change = f"joined {one.file.name} {other.file.name} {sorted(rows.items())}"
    files = _beside(one.file, change), _beside(other.file, change)
    if any(_finished(file) is None for file in files):
        for file, part in zip(files, joined_copies(one.open(), other.open(), rows), strict=True):
            # A part that did not change is its old file.
            keep(file, pack(part) if part.file is None else part.file.read_bytes())
    return part_file(files[0]), part_file(files[1])


def _renumbered(
    parts: Mapping[str, PartFile], found: Compared, engine: Engine
) -> Iterator[tuple[str, PartFile]]:
    """The parts with paths of their own where their numbers clash with another document's; kept beside the first."""
    names = sorted(found.paths)
    own = {name: _beside(parts[name].file, repr(sorted(found.paths[name].items()))) for name in names}
    tasks = (
        (number, (parts[name].file, found.paths[name]))
        for number, name in enumerate(names)
        if _finished(own[name]) is None
    )
    for number, packed in engine.run(_renumber, tasks):
        if isinstance(packed, Lost):
            raise StoreError(f"{names[number]}: {packed.reason}", hint="もう一度作る (build again)")
        keep(own[names[number]], packed)
    for name in names:
        yield name, part_file(own[name])


def _renumber(file: Path, paths: Mapping[str, str]) -> bytes:
    return pack(renumbered(open_part(file), paths))


def _beside(file: Path, change: str) -> Path:
    """Where a part is kept after a change of it."""
    return file.with_name(f"{file.stem}-{hashlib.sha256(change.encode()).hexdigest()[:12]}.part")


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


def _finished(file: Path) -> PartFile | None:
    try:
        return part_file(file)
    except (OSError, ValueError):
        return None


def keep(file: Path, data: bytes) -> None:
    """Write finished work so that a kill leaves either all of it or nothing."""
    temporary = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(
            f"読み終えた分を保存できません (finished work cannot be kept: {error.strerror})",
            hint=what_to_do(error),
        ) from error


def _read(tasks: Sequence[tuple[int, SourceEntry]], profile: str, engine: Engine) -> Iterator[Made]:
    names = {number: entry.path.name for number, entry in tasks}
    size = sum(_size(entry) for _, entry in tasks)
    few = len(tasks) < 2 or (not engine.jobs and size < _WORTH_PROCESSES)
    here = engine if engine.dask or not few else Engine(jobs=1)
    if not here.dask and here.processors() > 1:
        from nlp.pipeline import load_pipeline

        try:
            load_pipeline()  # before forking, so that the processes share it
        except MemoryError as error:
            raise SourceError(
                "文書を読むメモリが足りません (not enough memory to read documents)",
                hint="メモリを増やすか、--dask でほかの機械に読ませる (allow more, or read elsewhere)",
            ) from error
    every = ((number, (number, entry, profile)) for number, entry in tasks)
    for number, made in here.run(make_one, every, apart=size >= _WORTH_PROCESSES):
        if isinstance(made, Lost):
            yield Made(number, error=f"{names[number]}: {made.reason}")
        else:
            yield made


def _size(entry: SourceEntry) -> int:
    try:
        return entry.path.stat().st_size
    except OSError:
        return 0
