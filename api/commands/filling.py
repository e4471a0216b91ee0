"""Fills a new build with its graph: a changed copy of the served one where that is certain, else everything loaded anew.

A graph is counted and held against its shapes before it may be published. Of a changed copy only what changed is counted and
checked, for the served graph broke no shape; at the first doubt, or when the change breaks a shape, all is loaded and checked.
Where it is plain beforehand that all must be loaded, what documents say is loaded while they are reconciled.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from graph.build import rules_version
from graph.change import Changed, DoubtError, changed_copy, made_alike
from graph.class_counts import changed_counts, count_classes
from graph.contributions import (
    Contributions,
    Record,
    read_record,
    statement_pieces,
    write_record,
)
from graph.database import open_database
from graph.loading import Loaded, LoadingAhead, load_packed, load_pieces, worth_a_process
from graph.remote_store import RemoteStore
from graph.shapes import Violation, validate, validate_change
from graph.store import BuildInfo, StoreFolder
from nlp.errors import StoreError, VocabularyError


@contextmanager
def loading_ahead(
    store: StoreFolder | RemoteStore, build: str, packed: Sequence[Path], scratch: Path, threads: int
) -> Iterator[LoadingAhead | None]:
    """Begins to load what documents say (`packed`) into a database in `scratch`, for the build of this id; it ends with the context.

    None where a served graph may be changed instead, the build is there already, or a single processor would have to do all.
    """
    ahead = None
    if threads > 1 and isinstance(store, StoreFolder) and _certainly_anew(store, build, scratch):
        ahead = LoadingAhead(scratch / "ahead", packed, threads, scratch) if worth_a_process(packed) else None
    try:
        yield ahead
    finally:
        if ahead is not None:
            ahead.stop()


def _certainly_anew(store: StoreFolder, build: str, scratch: Path) -> bool:
    """Whether no served graph can be changed into this build, and a database can be moved to it from `scratch`."""
    try:
        store.build(build)
        return False
    except StoreError:
        pass
    try:
        _, record = _served(store)
        changeable = made_alike(record, rules_version())
    except (DoubtError, StoreError):
        changeable = False
    return not changeable and scratch.stat().st_dev == store.builds.stat().st_dev


@dataclass(slots=True)
class GraphFilling:
    """What is said (`said`), where finished files are kept and others may be written, and how many threads load.

    `ahead` is what began to be loaded before all was known. `counts` (things by class, "triples") and `violations` are there
    after the graph was made; `doubt` says why it was loaded from nothing, "" when it was not.
    """

    said: Contributions
    work: Path
    scratch: Path
    threads: int
    ahead: LoadingAhead | None = None
    counts: dict[str, int] = field(default_factory=dict)
    violations: list[dict[str, Any]] = field(default_factory=list)
    doubt: str = ""

    def over(self, store: StoreFolder) -> Callable[[Path], int]:
        """Fills the folder of a build of `store`. Raises: VocabularyError when the graph breaks its shapes; StoreError."""
        return lambda folder: self._fill(folder, store)

    def in_memory(self) -> Store:
        """The graph in memory, counted and checked. Raises: VocabularyError when it breaks its shapes."""
        store = Store()
        pieces = statement_pieces((self.said.whole, *self.said.files), lambda _file, _found: None)
        load_pieces(store, pieces, self.threads)
        self._check(count_classes(store), tuple(validate(store, threads=self.threads)))
        return store

    def _fill(self, folder: Path, store: StoreFolder) -> int:
        (folder / "contributions").mkdir()
        shutil.copyfile(self.said.whole, folder / "contributions" / "whole")
        record = self._changed(folder, store) or self._loaded(folder)
        write_record(folder, record)
        return record.quads

    def _changed(self, folder: Path, store: StoreFolder) -> Record | None:
        """The served graph changed, or None where that is not certain to be the graph that loading would give."""
        beside = folder / "changed"
        try:
            served, record = _served(store)
            packed = {file.name: file for file in self.said.files}
            packed["whole"] = folder / "contributions" / "whole"
            changed = changed_copy(served.path.parent, record, packed, self.work, beside, rules_version())
            self._check_change(open_database(beside), served, changed)
        except (DoubtError, StoreError) as error:
            self.doubt = str(error)
        if self.doubt:
            shutil.rmtree(beside, ignore_errors=True)
            return None
        beside.rename(folder / "oxigraph")
        return changed.record

    def _loaded(self, folder: Path) -> Record:
        whole = folder / "contributions" / "whole"
        packed = (whole, *self.said.files)
        made = self._loaded_ahead(folder / "oxigraph", packed)
        if made is None:
            made = load_packed(folder / "oxigraph", packed, self.threads, self.scratch)
        self._check(made.counts, made.violations)
        sizes = {file.name: file.stat().st_size for file in self.said.files}
        subjects = {name: made.subjects[name] for name in sizes}
        return Record(rules_version(), made.quads, sizes, subjects)

    def _loaded_ahead(self, database: Path, packed: Sequence[Path]) -> Loaded | None:
        """What began to be loaded, ended and moved to its place; None where nothing did, or it failed."""
        if self.ahead is None:
            return None
        made = self.ahead.end(packed)
        if made is None:
            shutil.rmtree(self.ahead.database, ignore_errors=True)
        else:
            self.ahead.database.rename(database)
        return made

    def _check(self, counts: Mapping[str, int], violations: Sequence[Violation]) -> None:
        self.counts.update(counts)
        self.violations.extend(asdict(item) for item in violations)
        if violations:
            raise VocabularyError(
                _broken(violations),
                hint="前のグラフはそのままです。詳しくは --report FILE (the previous graph is still served)",
            )

    def _check_change(self, store: Store, served: BuildInfo, changed: Changed) -> None:
        change = changed.change
        if next(validate_change(store, change.gone, change.come), None) is not None:
            raise DoubtError("the change breaks a shape")
        self.counts.update(changed_counts(served.meta["counts"], change.gone, change.come))


def _served(store: StoreFolder) -> tuple[BuildInfo, Record]:
    served = store.current()
    record = None if served is None else read_record(served.path.parent)
    if served is None or record is None:
        raise DoubtError("no graph is served of which it is known what it was made of")
    if served.meta.get("quads") != record.quads or "counts" not in served.meta:
        raise DoubtError("the served graph is not the one that was recorded")
    return served, record


def _broken(violations: Sequence[Violation]) -> str:
    lines = [f"  {item.node} {item.path}: {item.message} {item.value}" for item in violations[:10]]
    return f"グラフに制約違反が {len(violations)} か所あります (the graph breaks its shapes):\n" + "\n".join(
        lines
    )
