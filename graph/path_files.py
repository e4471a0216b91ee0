"""What documents' paths become, on disk: of ten thousand documents there are millions, and each document is asked for once."""

from __future__ import annotations

import heapq
import pickle
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO

# A document and something that is said of its paths.
Pair = tuple[str, Mapping[str, str]]


def write_pairs(file: IO[bytes], pairs: Iterable[Pair]) -> None:
    """Add pairs to a file. Raises: OSError."""
    for pair in pairs:
        pickle.dump(pair, file)


def read_pairs(file: IO[bytes]) -> Iterator[Pair]:
    """The pairs of a file from its beginning to where it stands now, one after the other. Raises: OSError."""
    end = file.tell()
    file.seek(0)
    while file.tell() < end:
        yield pickle.load(file)


class KeptPaths(Mapping[str, Mapping[str, str]]):
    """Paths by document, in a file that goes when this goes; of each document only the place is held."""

    def __init__(self, sources: Iterable[Iterable[Pair]]) -> None:
        """Join sources, each in the order of its documents. Raises: OSError."""
        self._file = TemporaryFile()  # noqa: SIM115  (read as long as this lives)
        self._places: dict[str, int] = {}
        merged = heapq.merge(*sources, key=lambda pair: pair[0])
        for document, pairs in groupby(merged, key=lambda pair: pair[0]):
            self._places[document] = self._file.tell()
            pickle.dump({path: own for _, some in pairs for path, own in some.items()}, self._file)

    def __getitem__(self, document: str) -> Mapping[str, str]:
        self._file.seek(self._places[document])
        found: dict[str, str] = pickle.load(self._file)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
