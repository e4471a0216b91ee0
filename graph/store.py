"""The store on disk: numbered builds side by side, one of them current, switched by one rename.

    <folder>/CURRENT                      the id of the build that is served
    <folder>/builds/<id>/oxigraph/        an Oxigraph database, never written again
    <folder>/builds/<id>/meta.json        {"format": 1, "build_id", "created", "version", "documents", "counts"}
    <folder>/builds/<id>/report.json      the report of the build
    <folder>/builds/<id>/contributions/   what the graph was made of (graph/contributions.py)

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
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import Quad, Store

from graph.database import BUILD_FIRST, REBUILD, open_database, write_database
from graph.durable import json_text, reason, sync, sync_tree, what_to_do, write_durably, write_json
from graph.remote_store import RemoteStore
from nlp.errors import StoreError

FORMAT = 1
KEPT_BUILDS = 2
# Fills the empty folder of a new build: writes its database `oxigraph` and what goes with it, returns the number of quads.
Fill = Callable[[Path], int]
_BUILD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


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
                f"グラフの置き場の CURRENT を読めません (CURRENT of the store cannot be read: {reason(error)})",
                hint=REBUILD,
            ) from error
        if not _BUILD_ID.fullmatch(text):
            raise StoreError(
                "グラフの置き場の CURRENT に構築の名がありません (CURRENT of the store does not hold a build id)",
                hint=REBUILD,
            )
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
                f"構築 {build_id} が欠けています (incomplete: {reason(error)})", hint=REBUILD
            ) from error
        if found != FORMAT:
            raise StoreError(
                f"グラフの形式は {found!r} ですが、この版が読むのは {FORMAT} です (the store has format {found!r}, this version reads format {FORMAT})",
                hint="この版で作り直すか、書いた版を使う (build it again with this version, or use the version that wrote it)",
            )
        path = folder / "oxigraph"
        if not (path / "CURRENT").is_file():
            raise StoreError(
                f"構築 {build_id} のデータベースがありません (has lost its database)", hint=REBUILD
            )
        return BuildInfo(build_id, path, MappingProxyType(meta), created)

    def open_read_only(self) -> Store:
        """The current build, opened for reading. Raises: StoreError when there is none or it cannot be opened."""
        info = self.current()
        if info is None:
            raise StoreError("グラフがありません (the store is empty)", hint=BUILD_FIRST)
        return open_database(info.path)

    def publish(
        self,
        quads: Path | Iterable[Quad] | Fill,
        meta: Mapping[str, Any],
        report: Mapping[str, Any] | None = None,
        *,
        base_iri: str | None = None,
    ) -> BuildInfo:
        """Writes a new build and makes it current; the last two builds stay.

        `quads` is an RDF file (its suffix says the format), quads, or what fills the folder of the build while no other build
        runs; whatever it raises leaves the old build current. `meta` must hold `build_id`; `format` and `created` are filled
        in. A build with this id that is already complete is not written again.

        Raises: StoreError when the folder cannot be written, another build runs, or the file cannot be read.
        """
        build_id = str(meta.get("build_id", ""))
        if not _BUILD_ID.fullmatch(build_id):
            raise StoreError(
                f"{build_id!r} は構築の名になりません (no build id)",
                hint="英字・数字・「.」「_」「-」だけ (letters, digits, '.', '_' and '-' only)",
            )
        fill = quads if callable(quads) else _filling(quads, base_iri)
        try:
            self.builds.mkdir(parents=True, exist_ok=True)
            with self._writer():
                if not self._is_complete(build_id):
                    self._write_build(build_id, fill, meta, report or {})
                elif report is not None:
                    write_json(self.builds / build_id / ".report.json.tmp", report)
                    (self.builds / build_id / ".report.json.tmp").replace(
                        self.builds / build_id / "report.json"
                    )
                write_durably(self.path / "CURRENT", build_id + "\n")
                self._prune(build_id)
        except OSError as error:
            raise StoreError(
                f"グラフの置き場に書けません (the store cannot be written: {reason(error)})",
                hint=what_to_do(error),
            ) from error
        return self.build(build_id)

    def _is_complete(self, build_id: str) -> bool:
        try:
            self.build(build_id)
        except StoreError:
            return False
        return True

    def _write_build(
        self, build_id: str, fill: Fill, meta: Mapping[str, Any], report: Mapping[str, Any]
    ) -> None:
        folder = self.builds / f".{build_id}.tmp"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            complete = {
                "format": FORMAT,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "quads": fill(folder),
                **meta,
            }
            (folder / "meta.json").write_text(json_text(complete), encoding="utf-8")
            write_json(folder / "report.json", report)
            sync_tree(folder)
            final = self.builds / build_id
            if final.exists():  # left incomplete by a version that wrote in place, or damaged since
                shutil.rmtree(final)
            folder.rename(final)
        except BaseException:  # a full disk is not left full
            shutil.rmtree(folder, ignore_errors=True)
            raise
        sync(self.builds)

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
                raise StoreError(
                    "ほかの構築がこの置き場に書いています (another build is writing this store)",
                    hint="終わるのを待つ (wait for it to end)",
                ) from error
            yield


def _filling(quads: Path | Iterable[Quad], base_iri: str | None) -> Fill:
    return lambda folder: write_database(folder / "oxigraph", quads, base_iri=base_iri)


def open_store(path_or_url: str | os.PathLike[str]) -> StoreFolder | RemoteStore:
    """A folder of builds, or a remote SPARQL 1.1 engine when the text starts with http:// or https://."""
    text = os.fspath(path_or_url)
    return (
        RemoteStore.from_environment(text) if text.startswith(("http://", "https://")) else StoreFolder(text)
    )
