"""What ties names of a corpus together, worked out from some thousand names at a time and kept on disk as numbers.

Two names are tied when they share a key, whichever (a reading's skeleton, core, stem, the name without its scope, the name with one character left
out), or when one is damaged and may be the other. Who shares a key is found a share of the keys at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray

from graph.reconcile.blocking import damaged_pairs, one_of_each_core, slip_keys
from graph.reconcile.name_keys import NameForm, slug, without_scope
from graph.reconcile.name_readings import Label
from graph.reconcile.name_words import fold, load_name_words

_SHARES = 16
Keys = NDArray[np.int64]


@dataclass(slots=True)
class NameTies:
    """Takes note of names in the order of their numbers, and tells which are tied. To be closed."""

    _count: int = 0
    _cores: list[str] = field(default_factory=list)
    _damaged: array[int] = field(default_factory=lambda: array("l"))
    _owners: array[int] = field(default_factory=lambda: array("q"))  # of the cores
    _files: list[IO[bytes]] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> NameTies:
        self._files = [self._stack.enter_context(TemporaryFile()) for _ in range(_SHARES)]  # noqa: SIM115  (closed with this)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def note(self, labels: Sequence[Label], forms: Sequence[tuple[NameForm, ...]]) -> None:
        """The next names: as printed, and their readings. Raises: OSError."""
        readings = list(chain.from_iterable(forms))
        owners = np.repeat(np.arange(len(forms), dtype=np.int64) + self._count, list(map(len, forms)))
        scopes = load_name_words().scopes
        self._share_out(
            [
                *((("skeleton", form.skeleton), owner) for form, owner in _of(readings, owners)),
                *((("core", form.core), owner) for form, owner in _of(readings, owners)),
                *((("stem", form.stem), owner) for form, owner in _of(readings, owners) if form.stem),
                *(
                    (("scope", without_scope(form.fold, scopes)), owner)
                    for form, owner in _of(readings, owners)
                ),
                *(
                    (("printed", fold(label)), at)
                    for at, (label, _) in enumerate(labels, self._count)
                    if label
                ),
                *((("slug", slug(of[0].text)), at) for at, of in enumerate(forms, self._count) if of),
            ]
        )
        slips, slipped = slip_keys(readings)
        if len(slips):
            self._write(np.asarray(slips, dtype=np.int64), owners[slipped])
        for at, of_name in enumerate(forms, self._count):
            for form in one_of_each_core(of_name):
                self._cores.append(form.core)
                self._damaged.append(form.unreadable)
                self._owners.append(at)
        self._count += len(forms)

    def _share_out(self, keyed: Sequence[tuple[tuple[str, str], int]]) -> None:
        if keyed:
            keys = np.fromiter((hash(key) for key, _ in keyed), dtype=np.int64, count=len(keyed))
            self._write(keys, np.fromiter((owner for _, owner in keyed), dtype=np.int64, count=len(keyed)))

    def _write(self, keys: Keys, owners: Keys) -> None:
        shares = (keys >> 7) % _SHARES
        for number, file in enumerate(self._files):
            here = shares == number
            file.write(np.stack((keys[here], owners[here]), axis=1).tobytes())

    def edges(self) -> Iterator[tuple[int, int]]:
        """Pairs of numbers of names that are tied; what they tie in a row is tied. Raises: OSError."""
        for file in self._files:
            file.seek(0)
            table = np.frombuffer(file.read(), dtype=np.int64).reshape(-1, 2)
            table = table[np.lexsort((table[:, 1], table[:, 0]))]
            same = np.flatnonzero((table[1:, 0] == table[:-1, 0]) & (table[1:, 1] != table[:-1, 1]))
            yield from zip(table[same, 1].tolist(), table[same + 1, 1].tolist(), strict=True)
        for pair in damaged_pairs(
            self._cores, self._damaged, np.array(self._owners, dtype=np.int64)
        ).tolist():
            yield pair[0], pair[1]


def _of(readings: Sequence[NameForm], owners: Keys) -> Iterator[tuple[NameForm, int]]:
    return zip(readings, owners.tolist(), strict=True)
