"""The documents of a folder and what is known about each before reading (`manifest.toml`)."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nlp.errors import ProfileError, SourceError

READABLE = (".txt", ".pdf", ".xlsx", ".docx", ".html", ".htm", ".csv", ".tsv", ".json", ".json.gz")
_SKIPPED = ("manifest.toml", "README.md")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One file and what its supplier says of it; everything may be "" or None and is then read from the text.

    `listed` says that the manifest names the file, which makes it a document that must be read.
    `expected` maps a kind of record to its (minimum, maximum) count; a count outside it is reported.
    """

    path: Path
    id: str
    title: str = ""
    publisher: str = ""
    issued: str = ""
    fiscal_year: int | None = None
    stage: str = ""
    profile: str = ""
    source_url: str = ""
    licence: str = ""
    expected: Mapping[str, tuple[int, int]] | None = None
    listed: bool = False


def list_sources(folder: Path) -> tuple[SourceEntry, ...]:
    """The readable documents under `folder` in name order, with their manifest entries.

    Raises:
        SourceError: the folder does not exist or holds no document.
        ProfileError: `manifest.toml` is wrong (with the key).
    """
    if not folder.is_dir():
        raise SourceError(
            f"{folder}: そのフォルダーはありません (no such folder)",
            hint="文書の入ったフォルダーを指定する: tsunagari build DIR (name a folder that holds the documents)",
        )
    manifest = _manifest(folder / "manifest.toml")
    files = sorted(
        path
        for path in folder.rglob("*")
        if (path.is_file() or _leads_nowhere(path)) and not _is_aside(path, folder)
    )
    readable = [path for path in files if path.name.lower().endswith(READABLE)]
    if not readable:
        raise SourceError(
            f"{folder}: 文書がありません (no document in this folder"
            + (f"; {len(files)} files of other kinds)" if files else ")"),
            hint=f"次で終わるファイルを置く (put files there that end in): {', '.join(READABLE)}",
        )
    return tuple(_distinct([_entry(path, folder, manifest) for path in readable]))


def _leads_nowhere(path: Path) -> bool:
    """A link to a file that is gone is a document that cannot be read, not none."""
    return path.is_symlink() and not path.exists()


def _is_aside(path: Path, folder: Path) -> bool:
    """Files that no one put there to be read: hidden ones and folders, lock files of office programs, our own."""
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return hidden or path.name.startswith("~$") or path.name in _SKIPPED


def document_id(path: Path, folder: Path | None = None) -> str:
    """The id of a document: its path below `folder` without the suffix, "/" as "."."""
    relative = path.relative_to(folder) if folder is not None else Path(path.name)
    stem = relative.name.split(".", 1)[0] if relative.name.count(".") else relative.name
    return ".".join((*relative.parent.parts, stem))


def _distinct(entries: Sequence[SourceEntry]) -> Iterator[SourceEntry]:
    """The entries with ids that differ: 資料.pdf beside 資料.xlsx, R6.1.txt beside R6.2.txt get their whole names."""
    counts = Counter(entry.id for entry in entries)
    for entry in entries:
        if counts[entry.id] == 1:
            yield entry
            continue
        folders = entry.id.rpartition(".")[0] if "." in entry.id else ""
        name = entry.path.name.replace(".", "-")
        yield replace(entry, id=f"{folders}.{name}" if folders else name)


def _manifest(path: Path) -> Mapping[str, Mapping[str, object]]:
    if not path.exists():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"manifest.toml: TOML として読めません (not valid TOML): {error}",
            hint="書き方は seeds/manifest.toml (see it for the form)",
        ) from error
    documents = data.get("document", {})
    if not isinstance(documents, dict):
        raise ProfileError(
            'manifest.toml: [document."ファイル名"] の表がありません (tables expected)',
            hint="書き方は seeds/manifest.toml (see it for the form)",
        )
    return documents


def _entry(path: Path, folder: Path, manifest: Mapping[str, Mapping[str, object]]) -> SourceEntry:
    relative = path.relative_to(folder).as_posix()
    data = manifest.get(relative, {})
    known = {
        "title",
        "publisher",
        "issued",
        "fiscal_year",
        "stage",
        "profile",
        "source_url",
        "licence",
        "expected",
    }
    unknown = sorted(set(data) - known)
    if unknown:
        raise ProfileError(
            f'manifest.toml: [document."{relative}"] に知らない項目があります (has unknown keys): {", ".join(unknown)}',
            hint=f"使える項目 (known keys): {', '.join(sorted(known))}",
        )
    expected = data.get("expected")
    year = data.get("fiscal_year")
    return SourceEntry(
        path=path,
        id=document_id(path, folder),
        title=str(data.get("title", "")),
        publisher=str(data.get("publisher", "")),
        issued=str(data.get("issued", "")),
        fiscal_year=year if isinstance(year, int) else None,
        stage=str(data.get("stage", "")),
        profile=str(data.get("profile", "")),
        source_url=str(data.get("source_url", "")),
        licence=str(data.get("licence", "")),
        expected={str(k): (int(v[0]), int(v[1])) for k, v in expected.items()}
        if isinstance(expected, dict)
        else None,
        listed=relative in manifest,
    )
