"""One way in for every file: txt, json, csv, tsv, html, pdf, xlsx, docx, gzip of these -> text with pages, or a clear refusal."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nlp.errors import SourceError
from nlp.files.encodings import decode_bytes

LARGEST = 256 * 1024 * 1024
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)", re.IGNORECASE)
# A carriage return alone ends lines of old Macintosh files; the others come from Word and from web pages.
_LINE_END = re.compile("\r(?!\n)|[\u2028\u2029\x85\x0b]")
_LONGEST_RUN = 1000
_RUN = re.compile(rf"[ \t\u3000\xa0]{{{_LONGEST_RUN + 1},}}|([^\w\s])\1{{{_LONGEST_RUN},}}")
_GZIP = b"\x1f\x8b"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file as read: no width or glyph is changed; line ends other than CR LF are line feeds.

    For PDF, XLSX, DOCX, HTML and CSV it is the text that was taken out: tables as tab-separated rows. `pages` are the
    offsets at which pages begin (PDF, form feeds), () when unknown. `encoding` is that of the bytes, or the kind of
    file ("pdf"). `notes` say in words what was done to get the text.
    """

    text: str
    pages: tuple[int, ...] = ()
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


def load_source(path: Path) -> SourceText:
    """The text of `path`. What the first bytes say about the kind of file goes before its suffix.

    Raises:
        SourceError: missing, empty, too large, binary, in an unknown encoding, or damaged beyond reading.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path.name}: 読めません (cannot be read: {error.strerror})",
            hint="名前と権限を確かめる (check the name and its permissions)",
        ) from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError(
            f"{path.name}: 中身がありません (the file is empty)",
            hint="書き出し直すか、もう一度保存する (export or download it again)",
        )
    if len(data) > LARGEST:
        raise SourceError(
            f"{path.name}: {LARGEST // 2**20} MiB を超えています (larger than {LARGEST // 2**20} MiB)",
            hint="いくつかに分ける (split it into parts)",
        )
    if data.startswith(_GZIP):
        data = _unzipped(path, data)
        path = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    kind = kind_of(path, data)
    source = _READERS.get(kind, _read_text)(path, data, kind)
    source = _without_long_runs(_with_line_ends(source))
    if not source.text.strip():
        raise SourceError(
            f"{path.name}: 文字がありません (no text in it)",
            hint="正しいファイルか確かめる (check that it is the right file)",
        )
    return source


def _with_line_ends(source: SourceText) -> SourceText:
    """Every line end of Unicode and of old systems as a line feed, one character for one: offsets stay as they are."""
    text, count = _LINE_END.subn("\n", source.text)
    if not count:
        return source
    note = f"改行の代わりに使われていた文字（CR、LS、PS、NEL、VT）{count}個を改行として読んだ"
    return replace(source, text=text, notes=(*source.notes, note))


def _without_long_runs(source: SourceText) -> SourceText:
    """A line feed at every hundredth place of what exceeds a thousand blanks, or one sign a thousand times, in a row.

    Such a run parts what stands around it and says nothing, but patterns that look for columns in one line take forever over it.
    """
    count = 0

    def shorter(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        run = match.group()
        kept = run[:_LONGEST_RUN]
        return kept + "".join(
            "\n" if place % 100 == 0 else run[place] for place in range(len(kept), len(run))
        )

    text = _RUN.sub(shorter, source.text)
    if not count:
        return source
    note = f"同じ字か空白が{_LONGEST_RUN}字を超えて続くところ{count}か所を、百字ごとの改行とみなした"
    return replace(source, text=text, notes=(*source.notes, note))


def kind_of(path: Path, data: bytes) -> str:
    """The kind of file by its first bytes, else by its suffix: pdf, xlsx, docx, html, csv, tsv, text.

    Raises:
        SourceError: a kind that cannot be read (old Office files, other archives).
    """
    suffix = path.suffix.lower().lstrip(".")
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_OLD_OFFICE):
        raise SourceError(
            f"{path.name}: 古い Office の形式です (an old Office file: .doc, .xls)",
            hint=".docx・.xlsx・PDF で保存する (save it as .docx, .xlsx or PDF)",
        )
    if data.startswith(b"PK\x03\x04"):
        inside = data[:4000] + data[-8000:]
        for mark, kind in ((b"word/", "docx"), (b"xl/", "xlsx")):
            if mark in inside:
                return kind
        if suffix in ("xlsx", "docx"):
            return suffix
        raise SourceError(
            f"{path.name}: 文書でなく書庫です (an archive, not a document)",
            hint="展開して、中のファイルを渡す (unpack it and give the files inside)",
        )
    if suffix in ("pdf", "xlsx", "docx"):
        return suffix
    if suffix in ("html", "htm") or _HTML.match(data[:400]):
        return "html"
    return suffix if suffix in ("csv", "tsv") else "text"


def _unzipped(path: Path, data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            whole = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"{path.name}: 圧縮ファイルが壊れているか途中で切れています (the compressed file is damaged or cut)",
            hint="もう一度保存する (download it again)",
        ) from error
    if len(whole) > LARGEST:
        raise SourceError(
            f"{path.name}: 展開すると {LARGEST // 2**20} MiB を超えます (unpacks to more than {LARGEST // 2**20} MiB)",
            hint="いくつかに分ける (split it into parts)",
        )
    return whole


def _read_text(path: Path, data: bytes, _kind: str) -> SourceText:
    text, encoding, notes = decode_bytes(path.name, data)
    pages = (0, *(index + 1 for index, char in enumerate(text) if char == "\f")) if "\f" in text else ()
    return SourceText(text, pages, encoding, notes)


def _read_pdf(path: Path, data: bytes, _kind: str) -> SourceText:
    from nlp.files.pdf_pages import pdf_text

    text, pages, notes = pdf_text(path.name, data)
    return SourceText(text, pages, "pdf", notes)


def _read_office(path: Path, data: bytes, kind: str) -> SourceText:
    from nlp.files.office_files import office_text

    text, notes = office_text(path.name, data, kind)
    return SourceText(text, (), kind, notes)


_READERS: dict[str, Callable[[Path, bytes, str], SourceText]] = {
    "pdf": _read_pdf,
    "xlsx": _read_office,
    "docx": _read_office,
    "html": _read_office,
    "csv": _read_office,
    "tsv": _read_office,
}
