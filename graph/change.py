"""The next graph as a changed copy of the served one: only what files that went or came say is looked at.

The copy shares the served database's immutable files (hard links), so that it costs neither time nor disk. A statement is taken
out when no file and nothing of the whole says it any more; every statement taken out must have been there, and every one put in
is counted once, so that the number of quads is known. Whatever is not as expected raises `DoubtError`: then load from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import zstandard
from pyoxigraph import Quad, RdfFormat, Store, parse

from graph.contributions import Hashes, Record, hashes_of, pieces_of, subjects_in
from graph.database import open_database

# More lines than this are not held in memory, and a graph of which a larger share changed is sooner loaded from nothing.
_MOST_LINES = 1_500_000
_SHARE = 4
_FEW = 100_000


class DoubtError(Exception):
    """The served graph cannot be changed into the next one with certainty; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """Quads that the next graph no longer has, and those that it has newly: none is in both."""

    gone: tuple[Quad, ...]
    come: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed copy of a graph: the difference, and the record of the new one."""

    change: Change
    record: Record


@dataclass(slots=True)
class _Sides:
    """Lines of the files that went and of those that came; what both say is in neither."""

    old: set[bytes] = field(default_factory=set)
    new: set[bytes] = field(default_factory=set)

    def read(self, old: Iterable[Path], new: Iterable[Path]) -> None:
        for lines, files in ((self.old, old), (self.new, new)):
            for file in files:
                for piece in pieces_of(file):
                    lines.update(piece.splitlines())
                    if len(self.old) + len(self.new) > _MOST_LINES:
                        raise DoubtError("too much changed")


def changed_copy(
    build: Path, record: Record, packed: Mapping[str, Path], work: Path, target: Path, rules: str
) -> Changed:
    """Write the graph of `packed` (files by name; "whole" are the statements of the whole) as a changed copy of a served build.

    `build` is the folder of the served build and `record` what it was made of, `work` holds the files that went, and the new
    database is written to `target`.

    Raises:
        DoubtError: it cannot be done with certainty; what stands at `target` is of no use then.
    """
    try:
        return _changed_copy(build, record, packed, work, target, rules)
    except (OSError, ValueError, SyntaxError, zstandard.ZstdError) as error:
        raise DoubtError(f"a file cannot be read: {error}") from error


def _changed_copy(
    build: Path, record: Record, packed: Mapping[str, Path], work: Path, target: Path, rules: str
) -> Changed:
    sizes = {name: file.stat().st_size for name, file in packed.items() if name != "whole"}
    _refuse(record, sizes, work, rules)
    gone = [work / name for name in sorted(record.sizes.keys() - sizes.keys())]
    come = [packed[name] for name in sorted(sizes.keys() - record.sizes.keys())]
    stay = {name: packed[name] for name in sizes.keys() & record.sizes.keys()}
    sides = _Sides()
    sides.read([*gone, build / "contributions" / "whole"], [*come, packed["whole"]])
    lost = _no_longer_said(sides, stay, record)
    served = open_database(build / "oxigraph")
    served.backup(str(target))
    store = Store(str(target))
    change = _applied(store, lost, sides.new - sides.old)
    changed = record.changed + len(change.gone) + len(change.come)
    if changed > max(record.quads // _SHARE, _FEW):
        raise DoubtError("too much changed since the graph was loaded from nothing")
    store.flush()
    subjects = {name: record.subjects[name] for name in stay}
    subjects |= {file.name: _subjects_of(file) for file in come}
    quads = record.quads + len(change.come) - len(change.gone)
    return Changed(change, Record(rules, quads, sizes, subjects, changed))


def made_alike(record: Record, rules: str) -> bool:
    """Whether these rules and this engine made what is recorded: nothing else can be changed."""
    now = Record(rules, 0, {}, {})
    return (record.rules, record.engine) == (now.rules, now.engine)


def _refuse(record: Record, sizes: Mapping[str, int], work: Path, rules: str) -> None:
    if not made_alike(record, rules):
        raise DoubtError("other rules or another engine made the served graph")
    for name, size in record.sizes.items():
        here = sizes.get(name)
        if here is None:
            here = (work / name).stat().st_size
        if here != size:
            raise DoubtError(f"{name} is not the file that was loaded")


def _subjects_of(file: Path) -> Hashes:
    found: set[bytes] = set()
    for piece in pieces_of(file):
        found |= subjects_in(piece)
    return hashes_of(found)


def _quads(lines: Iterable[bytes]) -> Iterator[Quad]:
    return parse(input=b"\n".join(lines), format=RdfFormat.N_TRIPLES)


def _no_longer_said(sides: _Sides, stay: Mapping[str, Path], record: Record) -> Sequence[Quad]:
    """What only files that went have said, as the engine keeps it: it writes 0.50 and 0.5 as one number, so that another line
    may say the same."""
    lost = Store()
    lines = sides.old - sides.new
    lost.extend(_quads(lines))
    subjects = subjects_in(b"".join(line + b"\n" for line in lines))
    for said in (sides.new, *_may_say(subjects, stay, record)):
        for quad in _quads(line for line in said if line.partition(b" ")[0] in subjects):
            lost.remove(quad)
    return list(lost)


def _may_say(
    subjects: Iterable[bytes], stay: Mapping[str, Path], record: Record
) -> Iterator[Sequence[bytes]]:
    """The lines of the files that stay and speak about one of these subjects."""
    wanted = hashes_of(subjects)
    if not len(wanted) or not stay:
        return
    names = sorted(stay)
    lengths = np.array([len(record.subjects[name]) for name in names])
    hit = np.isin(np.concatenate([record.subjects[name] for name in names]), wanted)
    owners = np.repeat(np.arange(len(names)), lengths)[hit]
    for number in np.unique(owners).tolist():
        for piece in pieces_of(stay[names[number]]):
            yield piece.splitlines()


def _applied(store: Store, lost: Sequence[Quad], lines: Iterable[bytes]) -> Change:
    for quad in lost:
        if quad not in store:
            raise DoubtError("the served graph lacks a statement that it was made of")
        store.remove(quad)
    fresh = Store()
    fresh.extend(quad for quad in _quads(lines) if quad not in store)
    come = tuple(fresh)
    store.bulk_extend(come)
    return Change(tuple(lost), come)
