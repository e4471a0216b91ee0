"""One way in for every file: txt, csv, tsv, html, pdf, xlsx, docx -> text with pages, or a clear refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nlp.encodings import decode_bytes
from nlp.errors import SourceError

LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file as read: no line end, width or glyph is changed.

    `pages` are the offsets at which pages begin (PDF, form feeds), () when unknown. `notes` say in words
    what was done to get the text (an encoding other than UTF-8, a byte order mark removed).
    """

    text: str
    pages: tuple[int, ...] = ()
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


def load_source(path: Path) -> SourceText:
    """The text of `path`.

    Raises:
        SourceError: missing, empty, too large, binary, in an unknown encoding, or damaged beyond reading.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path.name}: cannot be read: {error.strerror}", hint="check the name and its permissions"
        ) from error
    if not data.strip():
        raise SourceError(f"{path.name}: the file is empty", hint="export or download it again")
    if len(data) > LARGEST:
        raise SourceError(f"{path.name}: larger than {LARGEST // 2**20} MiB", hint="split it into parts")
    return _READERS.get(path.suffix.lower(), _read_text)(path, data)


def _read_text(path: Path, data: bytes) -> SourceText:
    text, encoding, notes = decode_bytes(path.name, data)
    pages = (0, *(index + 1 for index, char in enumerate(text) if char == "\f")) if "\f" in text else ()
    return SourceText(text, pages, encoding, notes)


def _read_pdf(path: Path, data: bytes) -> SourceText:
    from nlp.pdf_pages import pdf_text

    text, pages = pdf_text(path.name, data)
    return SourceText(text, pages, "pdf")


def _read_office(path: Path, data: bytes) -> SourceText:
    from nlp.office_files import office_text

    return SourceText(office_text(path, data), (), path.suffix.lower().lstrip("."))


_READERS: dict[str, Callable[[Path, bytes], SourceText]] = {
    ".pdf": _read_pdf,
    ".xlsx": _read_office,
    ".docx": _read_office,
    ".html": _read_office,
    ".htm": _read_office,
    ".csv": _read_office,
}
