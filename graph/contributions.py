"""What a graph is made of: packed files (parts, blocks, the statements of the whole), and a record of them beside the graph.

The record lets the next build tell what changed from little: the files' names stand for their content (see api/commands/corpus.py),
and of each file the hashes of the subjects that it speaks about are kept, so that only files that may say a thing are read again.

    <build>/contributions/record.json    {"format", "rules", "engine", "quads", "changed", "files": [[name, bytes, subjects]]}
    <build>/contributions/subjects       the subjects' hashes, file after file (64 bits each)
    <build>/contributions/whole          the statements that belong to no file, packed
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray
from pyoxigraph import Quad, RdfFormat, serialize

from graph.part_file import triples_in

FORMAT = 1
Hashes = NDArray[np.uint64]
# Bytes of N-Triples that the engine is given at a time (about 200,000 statements), and that are looked through at a time.
_LOAD = 32 * 2**20
_PIECE = 4 * 2**20
# The lines about one subject mostly follow each other: one match for all of them.
_SUBJECT = re.compile(rb"(?m)^(\S+) .*\n(?:\1 .*\n)*")


@dataclass(frozen=True, slots=True)
class Contributions:
    """What all documents say: packed `files` (N-Triples behind a head), and the packed `whole` with what belongs to none of them."""

    files: tuple[Path, ...]
    whole: Path


@dataclass(frozen=True, slots=True)
class Record:
    """What a graph of `quads` quads was made of, by which version of the rules and the engine.

    `sizes` are bytes of the packed files by name, `subjects` the hashes of what each speaks about. `changed` counts the quads
    that were added and removed since the graph was last loaded from nothing.
    """

    rules: str
    quads: int
    sizes: Mapping[str, int]
    subjects: Mapping[str, Hashes]
    changed: int = 0
    engine: str = version("pyoxigraph")


def pack_statements(statements: Iterable[Quad], file: Path) -> None:
    """Write statements as a packed file without a head. Raises: OSError."""
    with file.open("wb") as out:
        out.write((0).to_bytes(8, "big"))
        with zstandard.ZstdCompressor(level=1).stream_writer(out, closefd=False) as stream:
            serialize((quad.triple for quad in statements), stream, RdfFormat.N_TRIPLES)


def pieces_of(file: Path) -> Iterator[bytes]:
    """The N-Triples of a packed file, some whole lines at a time. Raises: OSError, zstandard.ZstdError."""
    with triples_in(file) as source:
        rest = b""
        while piece := source.read(_PIECE):
            lines, end, rest = (rest + piece).rpartition(b"\n")
            if lines:
                yield lines + end
        if rest:
            yield rest + b"\n"


def subjects_in(lines: bytes) -> set[bytes]:
    """The subjects of whole lines of N-Triples, as they are written."""
    return set(_SUBJECT.findall(lines))


def hashes_of(subjects: Iterable[bytes]) -> Hashes:
    """64 bits of each subject, in order."""
    digests = b"".join(blake2b(one, digest_size=8).digest() for one in subjects)
    return np.sort(np.frombuffer(digests, dtype="<u8"))


def statement_pieces(
    packed: Iterable[Path], note: Callable[[Path, Hashes], None], size: int = _LOAD
) -> Iterator[bytes]:
    """The statements of packed files as N-Triples of about `size` bytes at a time; a small file stands in one piece.

    `note` is told what each packed file speaks about. Raises: OSError, zstandard.ZstdError.
    """
    waiting: list[bytes] = []
    held = 0
    for source in packed:
        subjects: set[bytes] = set()
        for lines in pieces_of(source):
            subjects |= subjects_in(lines)
            waiting.append(lines)
            held += len(lines)
            if held >= size:
                yield b"".join(waiting)
                waiting, held = [], 0
        note(source, hashes_of(subjects))
    if waiting:
        yield b"".join(waiting)


def write_record(build: Path, record: Record) -> None:
    """Write the record of a build into its folder. Raises: OSError."""
    names = sorted(record.sizes)
    head = {
        "format": FORMAT,
        "rules": record.rules,
        "engine": record.engine,
        "quads": record.quads,
        "changed": record.changed,
        "files": [[name, record.sizes[name], len(record.subjects[name])] for name in names],
    }
    folder = build / "contributions"
    with (folder / "subjects").open("wb") as out:
        for name in names:
            out.write(record.subjects[name].astype("<u8").tobytes())
    (folder / "record.json").write_text(json.dumps(head), encoding="utf-8")


def read_record(build: Path) -> Record | None:
    """The record of a build, or None when there is none, it is damaged, or another version wrote it."""
    folder = build / "contributions"
    try:
        head: dict[str, Any] = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        if head["format"] != FORMAT:
            return None
        hashes = np.fromfile(folder / "subjects", dtype="<u8")
        subjects: dict[str, Hashes] = {}
        at = 0
        for name, _, count in head["files"]:
            subjects[name] = hashes[at : at + count]
            at += count
        sizes = {name: size for name, size, _ in head["files"]}
        record = Record(head["rules"], head["quads"], sizes, subjects, head["changed"], head["engine"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if at == len(hashes) else None
