"""The store on disk: numbered builds side by side, one of them current, switched by one rename.

    <folder>/CURRENT                      the id of the build that is served
    <folder>/builds/<id>/oxigraph/        an Oxigraph database, never written again
    <folder>/builds/<id>/meta.json        {"format": 1, "build_id", "created", "version", "documents", "counts"}
    <folder>/builds/<id>/report.json      the report of the build

A build is written beside the others under a temporary name, made durable, renamed, and only then made current:
killed at any moment, the graph before it is still served.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store

from graph.remote_store import RemoteStore
from nlp.errors import StoreError

FORMAT = 1
KEPT_BUILDS = 2
_BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True, slots=True)
class WrittenTriples:
    """N-Triples files that our own serialiser wrote: loaded `threads` at a time, their terms not checked again.

    They may be written one after the other as they are asked for, and are removed when they are loaded. The engine holds a
    file that it loads in memory, so the files' size bounds what loading takes.
    """

    files: Iterable[Path]
    threads: int = 1


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """One published build. `path` is its Oxigraph folder; `meta` is meta.json; `created` is when, in UTC."""

    build_id: str
    path: Path
    meta: Mapping[str, Any]
    created: datetime

    @property
    def report_path(self) -> Path:
        """Where the report of the build stands."""
        return self.path.parent / "report.json"


class StoreFolder:
    """A folder of builds. Reading needs no lock; `publish` takes one, so that two builds never mix."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path).absolute()  # a server may change its folder, and files are sent by name

    def __repr__(self) -> str:
        return f"StoreFolder({str(self.path)!r})"

    @property
    def builds(self) -> Path:
        """The folder of builds."""
        return self.path / "builds"

    def current_id(self) -> str | None:
        """The id in CURRENT, or None when nothing was published. Raises: StoreError when it is not an id."""
        try:
            text = (self.path / "CURRENT").read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(
                f"CURRENT of the store cannot be read: {_reason(error)}", hint=_REBUILD
            ) from error
        if not _BUILD_ID.fullmatch(text):
            raise StoreError("CURRENT of the store does not hold a build id", hint=_REBUILD)
        return text

    def current(self) -> BuildInfo | None:
        """The build that is served, or None when nothing was published yet.

        Raises: StoreError when CURRENT or the build it names is damaged, or was written by another version.
        """
        build_id = self.current_id()
        return None if build_id is None else self.build(build_id)

    def build(self, build_id: str) -> BuildInfo:
        """The published build `build_id`. Raises: StoreError when it is missing or damaged."""
        folder = self.builds / build_id
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            found = meta["format"]
            created = datetime.fromisoformat(meta["created"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"build {build_id} of the store is incomplete: {_reason(error)}", hint=_REBUILD
            ) from error
        if found != FORMAT:
            raise StoreError(
                f"the store has format {found!r}, this version reads format {FORMAT}",
                hint="build it again with this version, or use the version that wrote it",
            )
        path = folder / "oxigraph"
        if not (path / "CURRENT").is_file():
            raise StoreError(f"build {build_id} of the store has lost its database", hint=_REBUILD)
        return BuildInfo(build_id, path, MappingProxyType(meta), created)

    def open_read_only(self) -> Store:
        """The current build, opened for reading. Raises: StoreError when there is none or it cannot be opened."""
        info = self.current()
        if info is None:
            raise StoreError("the store is empty", hint="run `tsunagari build` first")
        return open_database(info.path)

    def publish(
        self,
        quads: Path | WrittenTriples | Iterable[Quad],
        meta: Mapping[str, Any],
        report: Mapping[str, Any] | None = None,
        *,
        base_iri: str | None = None,
        check: Callable[[Store], None] | None = None,
    ) -> BuildInfo:
        """Writes a new build and makes it current; the last two builds stay.

        `check` is given the finished database before it becomes current; when it raises, the old build stays.

        `quads` is an RDF file (its suffix says the format), files of ours, or quads; `meta` must hold `build_id`; `format` and
        `created` are filled in. A build with this id that is already complete is not written again.

        Raises: StoreError when the folder cannot be written, another build runs, or the file cannot be read.
        """
        build_id = str(meta.get("build_id", ""))
        if not _BUILD_ID.fullmatch(build_id):
            raise StoreError(f"{build_id!r} is no build id", hint="letters, digits, '.', '_' and '-' only")
        try:
            self.builds.mkdir(parents=True, exist_ok=True)
            with self._writer():
                if not self._is_complete(build_id):
                    self._write_build(build_id, quads, meta, report or {}, base_iri, check)
                elif report is not None:
                    write_json(self.builds / build_id / ".report.json.tmp", report)
                    (self.builds / build_id / ".report.json.tmp").replace(
                        self.builds / build_id / "report.json"
                    )
                _write_durably(self.path / "CURRENT", build_id + "\n")
                self._prune(build_id)
        except OSError as error:
            raise StoreError(
                f"the store cannot be written: {_reason(error)}",
                hint="choose another folder with --store, or make this one writable",
            ) from error
        return self.build(build_id)

    def _is_complete(self, build_id: str) -> bool:
        try:
            self.build(build_id)
        except StoreError:
            return False
        return True

    def _write_build(
        self,
        build_id: str,
        quads: Path | WrittenTriples | Iterable[Quad],
        meta: Mapping[str, Any],
        report: Mapping[str, Any],
        base_iri: str | None,
        check: Callable[[Store], None] | None = None,
    ) -> None:
        folder = self.builds / f".{build_id}.tmp"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        count = write_database(folder / "oxigraph", quads, base_iri=base_iri)
        if check is not None:
            try:
                check(open_database(folder / "oxigraph"))
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        complete = {
            "format": FORMAT,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "quads": count,
            **meta,
        }
        (folder / "meta.json").write_text(_json(complete), encoding="utf-8")
        write_json(folder / "report.json", report)
        _sync_tree(folder)
        final = self.builds / build_id
        if final.exists():  # left incomplete by a version that wrote in place, or damaged since
            shutil.rmtree(final)
        folder.rename(final)
        _sync(self.builds)

    def _prune(self, current: str) -> None:
        """Removes what is older than the last two builds, and what a killed build left behind."""
        done = [entry for entry in self.builds.iterdir() if entry.name != current]
        for entry in done:
            if entry.name.endswith(".tmp"):
                shutil.rmtree(entry, ignore_errors=True)
        older = sorted(
            (entry for entry in done if not entry.name.endswith(".tmp")),
            key=lambda entry: entry.stat().st_mtime,
            reverse=True,
        )
        for entry in older[KEPT_BUILDS - 1 :]:
            shutil.rmtree(entry, ignore_errors=True)

    @contextmanager
    def _writer(self) -> Iterator[None]:
        """Holds the write lock of the folder; the kernel frees it when the process dies."""
        with (self.path / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreError("another build is writing this store", hint="wait for it to end") from error
            yield


def open_database(path: Path) -> Store:
    """The Oxigraph database at `path`, read-only. Raises: StoreError when it cannot be opened."""
    try:
        return Store.read_only(str(path))
    except (OSError, ValueError) as error:
        reason = _reason(error).replace(str(path), path.name)
        raise StoreError(f"the database cannot be opened: {reason}", hint=_REBUILD) from error


def write_database(
    path: Path, quads: Path | WrittenTriples | Iterable[Quad], *, base_iri: str | None = None
) -> int:
    """Writes a new Oxigraph database at `path` from an RDF file or quads; returns the number of quads.

    Raises: StoreError when the file is not readable RDF; OSError when the disk fails.
    """
    store = Store(str(path))
    if isinstance(quads, Path):
        load_file(store, quads, base_iri=base_iri)
    elif isinstance(quads, WrittenTriples):
        _load_all(store, quads)
    else:
        store.bulk_extend(quads)
    store.optimize()
    store.flush()
    return len(store)


def _load_all(store: Store, written: WrittenTriples) -> None:
    """The engine loads a file on one processor, and several files side by side, while the next is written."""
    if written.threads == 1:
        for file in written.files:
            _load_written(store, file)
        return
    with ThreadPoolExecutor(written.threads) as pool:
        running: set[Future[None]] = set()
        for file in written.files:
            running.add(pool.submit(_load_written, store, file))
            if len(running) > written.threads:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for loaded in done:
                    loaded.result()
        for loaded in running:
            loaded.result()


def _load_written(store: Store, file: Path) -> None:
    try:
        store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES, lenient=True)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{file.name} cannot be loaded: {_reason(error)}", hint="build again") from error
    file.unlink()


_FORMATS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        ".ttl": RdfFormat.TURTLE,
        ".nt": RdfFormat.N_TRIPLES,
        ".nq": RdfFormat.N_QUADS,
        ".trig": RdfFormat.TRIG,
        ".jsonld": RdfFormat.JSON_LD,
        ".json": RdfFormat.JSON_LD,
        ".rdf": RdfFormat.RDF_XML,
        ".xml": RdfFormat.RDF_XML,
        ".owl": RdfFormat.RDF_XML,
        ".n3": RdfFormat.N3,
    }
)


def load_file(store: Store, path: Path, *, base_iri: str | None = None) -> None:
    """Loads an RDF file, default and named graphs as they are; relative IRIs resolve against the file's own IRI.

    Raises: StoreError when the suffix is unknown or the file cannot be read, with line and column.
    """
    rdf_format = _FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        known = " ".join(_FORMATS)
        raise StoreError(f"{path.name}: no RDF format has the suffix {path.suffix!r}", hint=f"known: {known}")
    try:
        store.bulk_load(path=str(path), format=rdf_format, base_iri=base_iri or path.resolve().as_uri())
    except SyntaxError as error:
        raise StoreError(
            f"{path.name} is not valid RDF: {_reason(error)}", hint="correct the file"
        ) from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path.name} cannot be loaded: {_reason(error)}", hint="check the file") from error


def open_store(path_or_url: str | os.PathLike[str]) -> StoreFolder | RemoteStore:
    """A folder of builds, or a remote SPARQL 1.1 engine when the text starts with http:// or https://."""
    text = os.fspath(path_or_url)
    return (
        RemoteStore.from_environment(text) if text.startswith(("http://", "https://")) else StoreFolder(text)
    )


_REBUILD = "build the store again: tsunagari build"


def _reason(error: BaseException) -> str:
    """What went wrong, without the path of a file: such a message can reach a client."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write JSON, a piece at a time: a list may be one that makes its members as it is gone through."""
    encoder = json.JSONEncoder(ensure_ascii=False, indent=1, default=str)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(encoder.iterencode(value))
        out.write("\n")


def _write_durably(path: Path, text: str) -> None:
    """Replaces a file so that a reader sees the old or the new text, never a part of it."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_tree(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            _sync_tree(entry)
        else:
            _sync(entry)
    _sync(folder)
