"""Reads a corpus into document parts: cached by content, by processes or a Dask cluster, never twice.

A part is kept under a key of the file's bytes, what the manifest says of it, and our rules; a build that was
interrupted finds its finished parts again, and adding one document costs that document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from api.commands.engine import Engine, Lost
from api.commands.joining import join_copies
from api.commands.keeping import beside, finished, keep
from graph.build import rules_version
from graph.document_part import document_part
from graph.outlines import outlines
from graph.own_sections import with_own_sections
from graph.part_copies import copies, copy_part
from graph.part_file import PartFile, open_part, pack, part_file
from graph.renumbering import Compared, compared, renumbered
from nlp.errors import SourceError, StoreError, TsunagariError, UnknownKindError
from nlp.extract import extract_document
from nlp.sources import SourceEntry

Progress = Callable[[str, int, int], None]
_Found = TypeVar("_Found")
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
    done = {number: part for number, file in files.items() if (part := finished(file)) is not None}
    wanted = [number for number in files if number not in done]
    failed: list[Unread] = []
    progress("read", len(done), len(entries))
    for made in _read([(number, entries[number]) for number in wanted], profile, engine):
        if made.error:
            entry = entries[made.number]
            aside = made.unknown and not entry.listed and not profile
            failed.append(Unread(entry.path.name, made.error, skipped=aside))
        else:
            keep(files[made.number], made.packed)
            done[made.number] = part_file(files[made.number])
        progress("read", len(done) + len(failed), len(entries))
    parts = {str(part.document["id"]): part for part in done.values()}
    for name, original in copies(parts.values()).items():
        parts[name] = _as_copy(parts[name], original)
    found = compared(parts.values())
    parts.update(_renumbered(parts, found, engine))
    join_copies(parts, found.copies, engine)
    parts.update(_of_outlines(parts, engine))
    return [parts[name] for name in sorted(parts)], sorted(failed, key=lambda item: (item.name, item.reason))


def _as_copy(part: PartFile, original: str) -> PartFile:
    own = beside(part.file, f"copy of {original}")
    known = finished(own)
    if known is None:
        keep(own, pack(copy_part(part.open(), original)))
        known = part_file(own)
    return known


def _renumbered(
    parts: Mapping[str, PartFile], found: Compared, engine: Engine
) -> Iterator[tuple[str, PartFile]]:
    """The parts with paths of their own where their numbers clash with another document's; kept beside the first."""
    own = {name: beside(parts[name].file, repr(sorted(paths.items()))) for name, paths in found.paths.items()}
    return _changed(_renumber, parts, found.paths, own, engine)


def _renumber(file: Path, paths: Mapping[str, str]) -> bytes:
    return pack(renumbered(open_part(file), paths))


def _of_outlines(parts: Mapping[str, PartFile], engine: Engine) -> Iterator[tuple[str, PartFile]]:
    """The parts with sections of their own where their outline is another than the corpus's first; kept beside the first."""
    found = outlines(parts.values())
    own = {name: beside(parts[name].file, f"outline {outline}") for name, outline in found.items()}
    return _changed(_part_of_outline, parts, found, own, engine)


def _part_of_outline(file: Path, outline: str) -> bytes:
    return pack(with_own_sections(open_part(file), outline))


def _changed(
    change: Callable[[Path, _Found], bytes],
    parts: Mapping[str, PartFile],
    found: Mapping[str, _Found],
    own: Mapping[str, Path],
    engine: Engine,
) -> Iterator[tuple[str, PartFile]]:
    """The parts that `change` makes of those named in `found`, by what was found of each, kept in the files of `own`."""
    names = sorted(found)
    tasks = (
        (number, (parts[name].file, found[name]))
        for number, name in enumerate(names)
        if finished(own[name]) is None
    )
    for number, packed in engine.run(change, tasks):
        if isinstance(packed, Lost):
            raise StoreError(f"{names[number]}: {packed.reason}", hint="もう一度作る (build again)")
        keep(own[names[number]], packed)
    for name in names:
        yield name, part_file(own[name])


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
