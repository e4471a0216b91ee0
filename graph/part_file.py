"""Finished parts on disk and on the wire: a packed head that is read at need, and behind it the triples, which stay where they are.

The head has four sections, each with its length before it: what is held of every document, what its rows are told apart by, what
only the report says of it, and the rest. Of thousands of documents each is asked for at another time.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from graph.document_part import DocumentPart
from graph.reconcile.items import Item, MeasureItem

_TOLD = ("coverage", "issues", "repairs", "reasoned", "filled")


@dataclass(frozen=True, slots=True)
class PartFile:
    """A finished part on disk and the little of it that is held of every document of a corpus."""

    file: Path
    document: Mapping[str, Any]
    fingerprint: str

    @property
    def identities(self) -> Mapping[str, str]:
        """As of the part, read from its file. Raises: OSError, ValueError."""
        with self.file.open("rb") as source:
            source.read(8)
            _section(source)
            found: dict[str, str] = _unpacked(_section(source))
        return found

    @property
    def sections(self) -> Mapping[str, str]:
        """As of the part, read from its file. Raises: OSError, ValueError."""
        found: dict[str, str] = self._known()["sections"]
        return found

    @property
    def has_measures(self) -> bool:
        """As of the part, read from its file. Raises: OSError, ValueError."""
        return bool(self._known()["has_measures"])

    def _known(self) -> Mapping[str, Any]:
        with self.file.open("rb") as source:
            source.read(8)
            found: dict[str, Any] = _unpacked(_section(source))
        return found

    @property
    def told(self) -> Mapping[str, Any]:
        """What the report says of the document, as in the part: coverage, issues, repairs, reasoned, filled. Raises: OSError, ValueError."""
        with self.file.open("rb") as source:
            source.read(8)
            _section(source)
            _section(source)
            found: dict[str, Any] = _unpacked(_section(source))
        return found

    def open(self) -> DocumentPart:
        """The part, its triples left in the file. Raises: ValueError when the file is not a whole part."""
        return open_part(self.file)


def part_file(file: Path) -> PartFile:
    """The finished part in a file. Raises: OSError, ValueError when there is none or it is not whole."""
    with file.open("rb") as source:
        size = int.from_bytes(source.read(8), "big")
        known = _unpacked(_section(source))
        _refuse_cut(known, os.fstat(source.fileno()).st_size - 8 - size)
    return PartFile(file, known["document"], known["fingerprint"])


def triples_of(part: DocumentPart) -> BinaryIO:
    """The part's N-Triples as a file to read from."""
    return triples_in(part.file) if part.file is not None else _unzipped(io.BytesIO(part.triples))


def triples_in(file: Path) -> BinaryIO:
    """The N-Triples behind the head of a packed file, as a file to read from."""
    source = file.open("rb")
    source.seek(8 + int.from_bytes(source.read(8), "big"))
    return _unzipped(source)


def head_of(file: Path) -> bytes:
    """The head of a packed file, as it was packed."""
    with file.open("rb") as source:
        return source.read(int.from_bytes(source.read(8), "big"))


def file_parts(file: Path) -> tuple[bytes, bytes]:
    """The head of a packed file and what stands behind it, as they were packed. Raises: OSError."""
    data = file.read_bytes()
    end = 8 + int.from_bytes(data[:8], "big")
    return data[8:end], data[end:]


def _unzipped(source: BinaryIO) -> BinaryIO:
    reader: BinaryIO = zstandard.ZstdDecompressor().stream_reader(source, closefd=True)
    return reader


def pack(part: DocumentPart) -> bytes:
    """A part as bytes, for a file or a wire: the head, and the triples compressed."""
    known = {
        "document": part.document,
        "fingerprint": part.fingerprint,
        "sections": part.sections,
        "has_measures": part.has_measures,
        "bytes": len(part.triples),
    }
    told = {name: getattr(part, name) for name in _TOLD}
    apart = {"triples", "items", "measures", "file", "identities", *known, *_TOLD}
    rest = {
        **{name: getattr(part, name) for name in part.__slots__ if name not in apart},
        "items": [asdict(item) for item in part.items],
        "measures": [asdict(item) for item in part.measures],
    }
    head = b"".join(map(_packed_section, (known, part.identities, told, rest)))
    return len(head).to_bytes(8, "big") + head + part.triples


def _packed_section(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    packed = zstandard.compress(text.encode(), 3)
    return len(packed).to_bytes(4, "big") + packed


def _section(source: BinaryIO) -> bytes:
    return source.read(int.from_bytes(source.read(4), "big"))


def _unpacked(section: bytes) -> Any:
    try:
        return json.loads(zstandard.decompress(section))
    except (zstandard.ZstdError, json.JSONDecodeError) as error:
        raise ValueError("not a document part") from error


def _refuse_cut(known: Mapping[str, Any], size: int) -> None:
    if known.get("bytes") != size:  # cut short: the machine stopped before the disk had all of it
        raise ValueError("not a whole document part")


def unpack(data: bytes) -> DocumentPart:
    """The part that `pack` wrote.

    Raises:
        ValueError: the bytes are not a whole part.
    """
    size = int.from_bytes(data[:8], "big")
    return _part(data[8 : 8 + size], len(data) - 8 - size, data[8 + size :], None)


def open_part(file: Path) -> DocumentPart:
    """The part in a file, its triples left there.

    Raises:
        ValueError: the file is not a whole part.
    """
    with file.open("rb") as source:
        packed = source.read(int.from_bytes(source.read(8), "big"))
        return _part(packed, os.fstat(source.fileno()).st_size - source.tell(), b"", file)


def _part(packed: bytes, size: int, triples: bytes, file: Path | None) -> DocumentPart:
    source = io.BytesIO(packed)
    known, identities, told, head = (_unpacked(_section(source)) for _ in range(4))
    _refuse_cut(known, size)
    return DocumentPart(
        document=known["document"],
        triples=triples,
        items=tuple(Item(**_tuples(item)) for item in head["items"]),
        measures=tuple(MeasureItem(**_tuples(item)) for item in head["measures"]),
        identities=identities,
        used={kind: tuple(names) for kind, names in head["used"].items()},
        described=tuple(head["described"]),
        labels={path: tuple(found) for path, found in head["labels"].items()},
        named=tuple((path, item) for path, item in head["named"]),
        sections=known["sections"],
        coverage=told["coverage"],
        issues=tuple(told["issues"]),
        repairs=tuple(told["repairs"]),
        reasoned=tuple(told["reasoned"]),
        filled=tuple(told["filled"]),
        fingerprint=known["fingerprint"],
        outline=head["outline"],
        file=file,
    )


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
