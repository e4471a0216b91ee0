"""A new database filled from packed files, counted and held against the shapes, in a process of its own.

The engine ends its process when it gets no memory. Then only that process ends: it is tried once more with as little memory
as can be, and after that a sentence says why no graph was made. A small graph is loaded in this process, which takes less time.
The process reads its request (JSON) from standard input, where it is also told that who asked is gone; its outcome is its last
line of standard output.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
import zstandard
from pyoxigraph import RdfFormat, Store

from graph.class_counts import count_classes
from graph.contributions import Hashes, statement_pieces
from graph.database import REBUILD
from graph.durable import reason
from graph.loading_process import Asked
from graph.shapes import Violation, validate
from nlp.errors import StoreError, TsunagariError, VocabularyError

# Packed bytes above which starting a process is little beside the loading.
_APART = 2**20
# Bytes of statements that the engine gets at a time: usually, and where memory is short. It needs some six times as much.
_PIECE, _SMALL_PIECE = 16 * 2**20, 4 * 2**20
# The exit of a process in which Python itself got no memory, and how much is told of an error that nobody foresaw.
_NO_MEMORY, _LONGEST = 77, 200
_CHILD = "from graph.loading import main; main()"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A database that was filled: quads, things by class, what breaks the shapes, hashes of what each packed file speaks about."""

    quads: int
    counts: Mapping[str, int]
    violations: tuple[Violation, ...]
    subjects: Mapping[str, Hashes]


def load_packed(database: Path, packed: Sequence[Path], threads: int, scratch: Path) -> Loaded:
    """Fill the new database at `database` with the statements of packed files, `threads` pieces at a time.

    The hashes of the subjects are read from a file in `scratch` as they are needed.

    Raises:
        StoreError: the statements cannot be read, memory does not suffice, or the process fails for a reason of its own.
        VocabularyError: the shapes cannot be read.
        OSError: the disk fails.
    """
    hashes = scratch / "subjects"
    if not worth_a_process(packed):
        return _loaded(packed, hashes, _fill(database, packed, threads, _PIECE, hashes))
    ended = 0
    for attempt in ((threads, _PIECE), (1, _SMALL_PIECE)):
        shutil.rmtree(database, ignore_errors=True)
        asked = Asked(_CHILD, _request(database, packed, *attempt, hashes))
        ended, outcome = asked.outcome()
        if outcome is not None:
            return _loaded(packed, hashes, _checked(outcome))
    raise _ended_early(ended)


def _request(
    database: Path, packed: Sequence[Path], threads: int, piece: int, hashes: Path, *, more: bool = False
) -> dict[str, Any]:
    """What the process is asked; with `more` a second line names further files."""
    return {
        "database": str(database),
        "packed": [str(file) for file in packed],
        "threads": threads,
        "piece": piece,
        "hashes": str(hashes),
        "more": more,
    }


class LoadingAhead:
    """A new database that is being filled with some packed files while it is not yet known what else is said.

    It is no more than an attempt: what goes wrong is found again, and told, by `load_packed`.
    """

    def __init__(self, database: Path, packed: Sequence[Path], threads: int, scratch: Path) -> None:
        """Begin. `scratch` holds the hashes of the subjects as they are needed; nothing else is written there by that name."""
        self.database = database
        self._packed, self._hashes = tuple(packed), scratch / "subjects-ahead"
        self._asked = Asked(_CHILD, _request(database, packed, threads, _PIECE, self._hashes, more=True))

    def end(self, packed: Sequence[Path]) -> Loaded | None:
        """Load the others of `packed` too, count and check; None when it failed, whatever the reason."""
        begun = set(self._packed)
        more = tuple(file for file in packed if file not in begun)
        self._asked.ask({"packed": [str(file) for file in more]})
        _, outcome = self._asked.outcome()
        if outcome is None or "error" in outcome:
            return None
        return _loaded((*self._packed, *more), self._hashes, outcome)

    def stop(self) -> None:
        """End the process, wherever it is; what it wrote stays."""
        self._asked.stop()


def worth_a_process(packed: Sequence[Path]) -> bool:
    """Whether starting a process is little beside loading these files."""
    return sum(file.stat().st_size for file in packed) >= _APART


def _ended_early(ended: int) -> StoreError:
    """What is said of a process that twice ended without an outcome: a signal, or `_NO_MEMORY`, tells of memory; nothing else does."""
    if ended >= 0 and ended != _NO_MEMORY:
        return StoreError(
            f"データベースを作る工程が途中で終わりました (the process that fills the database ended early, exit {ended})",
            hint="もう一度構築する。続くときは知らせる (build again; report it when it stays)",
        )
    how = "MemoryError" if ended == _NO_MEMORY else _signal(-ended)
    return StoreError(
        f"データベースを作る工程が止められました。メモリが足りません (the process that fills the database was ended, {how}: "
        "there is too little memory)",
        hint="メモリを増やす。前のグラフは出され続け、読み終えた文書は残る (allow more; the graph before is still served, and "
        "documents that were read are kept)",
    )


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _checked(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a process that did its work; else what went wrong there is raised here."""
    if "error" not in outcome:
        return outcome
    if "errno" in outcome:
        raise OSError(outcome["errno"], outcome["error"])
    kind = VocabularyError if outcome["kind"] == VocabularyError.__name__ else StoreError
    raise kind(outcome["error"], hint=outcome["hint"])


def _failure(error: Exception) -> dict[str, Any]:
    """What went wrong, as an outcome: an error that nobody foresaw is told by its name and its words."""
    if isinstance(error, OSError):
        return {"error": reason(error), "errno": error.errno}
    if isinstance(error, TsunagariError):
        return {"error": error.message, "hint": error.hint, "kind": type(error).__name__}
    name = type(error).__name__
    message = f"データベースを作る工程が失敗しました (filling the database failed: {name}: {reason(error)[:_LONGEST]})"
    return {"error": message, "hint": REBUILD, "kind": name}


def _loaded(packed: Sequence[Path], hashes: Path, outcome: Mapping[str, Any]) -> Loaded:
    lengths = outcome["lengths"]
    every = np.memmap(hashes, dtype="<u8", mode="r") if any(lengths) else np.empty(0, dtype="<u8")
    ends = np.cumsum(lengths).tolist()
    return Loaded(
        outcome["quads"],
        outcome["counts"],
        tuple(Violation(**one) for one in outcome["violations"]),
        {
            file.name: every[end - length : end]
            for file, length, end in zip(packed, lengths, ends, strict=True)
        },
    )


def _fill(database: Path, packed: Iterable[Path], threads: int, piece: int, hashes: Path) -> dict[str, Any]:
    """Fill, count and check a new database; write the subjects' hashes, file after file. Raises: StoreError, OSError."""
    store = Store(str(database))
    lengths: list[int] = []
    with hashes.open("wb") as out:

        def note(_: Path, found: Hashes) -> None:
            out.write(found.astype("<u8").tobytes())
            lengths.append(len(found))

        try:
            load_pieces(store, statement_pieces(packed, note, piece), threads)
        except zstandard.ZstdError as error:
            raise StoreError(
                f"言明を読めません (statements cannot be read: {error})", hint=REBUILD
            ) from error
    with ThreadPoolExecutor(1) as pool:
        compacting = pool.submit(store.optimize)
        if threads == 1:
            compacting.result()
        counts = count_classes(store)
        violations = [asdict(one) for one in validate(store, threads=threads)]
        compacting.result()
    store.flush()
    return {"quads": counts["triples"], "lengths": lengths, "counts": counts, "violations": violations}


def load_pieces(store: Store, pieces: Iterable[bytes], threads: int) -> None:
    """Load N-Triples that our own serialiser wrote, `threads` pieces side by side while the next is made ready; their terms are
    not checked again. Raises: StoreError."""
    if threads == 1:
        for piece in pieces:
            _load(store, piece)
        return
    with ThreadPoolExecutor(threads) as pool:
        running: set[Future[None]] = set()
        for piece in pieces:
            running.add(pool.submit(_load, store, piece))
            if len(running) > threads:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for loaded in done:
                    loaded.result()
        for loaded in running:
            loaded.result()


def _load(store: Store, piece: bytes) -> None:
    try:
        store.bulk_load(piece, RdfFormat.N_TRIPLES, lenient=True)
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"言明を読み込めません (statements cannot be loaded: {reason(error)})", hint=REBUILD
        ) from error


def main() -> None:
    """The process: one request in, one outcome out; it ends when who asked is gone."""
    request = json.loads(sys.stdin.readline())
    heard: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_end_with, args=(lambda: _hear(heard),), daemon=True).start()
    outcome: dict[str, Any]
    try:
        outcome = _fill(
            Path(request["database"]),
            _named(request, heard),
            request["threads"],
            request["piece"],
            Path(request["hashes"]),
        )
    except MemoryError:
        os._exit(_NO_MEMORY)
    except Exception as error:  # whatever it is, who asked must hear of it, and not that memory is short
        outcome = _failure(error)
    print(json.dumps(outcome), flush=True)
    os._exit(0)  # the database is flushed; nothing waits for the thread that listens


def _named(request: Mapping[str, Any], heard: SimpleQueue[str]) -> Iterator[Path]:
    """The files of a request, and those of the line that follows it, for which they wait."""
    yield from map(Path, request["packed"])
    if request["more"]:
        yield from map(Path, json.loads(heard.get())["packed"])


def _hear(heard: SimpleQueue[str]) -> None:
    """Pass on what else is asked; returns when who asked is gone."""
    for line in sys.stdin:
        heard.put(line)


def _end_with(wait_for_end: Callable[[], object]) -> None:
    wait_for_end()
    os._exit(1)


if __name__ == "__main__":
    main()
