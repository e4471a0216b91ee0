"""XLSX, DOCX, HTML and CSV -> text in which tables are tab-separated rows, as in every other source."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlp.encodings import decode_bytes
from nlp.errors import SourceError


def office_text(path: Path, data: bytes) -> str:
    """The text of a file by its suffix.

    Raises:
        SourceError: the file is damaged or not of that kind.
    """
    readers = {".xlsx": _xlsx, ".docx": _docx, ".csv": _csv}
    try:
        return "\n".join(readers.get(path.suffix.lower(), _html)(path.name, data)) + "\n"
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SourceError(
            f"{path.name}: damaged or not a {path.suffix.lstrip('.')} file ({error})",
            hint="save it again from its program",
        ) from error


def _flat(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _xlsx(_name: str, data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            cells = [_flat(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield "\t".join(cells)
        yield ""


def _docx(_name: str, data: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    for item in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                yield "\t".join(_flat(cell.text) for cell in row.cells)
        else:
            yield item.text


def _csv(name: str, data: bytes) -> Iterator[str]:
    text, _, _ = decode_bytes(name, data)
    for row in csv.reader(io.StringIO(text)):
        yield "\t".join(_flat(cell) for cell in row)


_BLOCKS = {
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "title",
    "dt",
    "dd",
    "caption",
    "br",
    "section",
    "pre",
}


def _html(name: str, data: bytes) -> Iterator[str]:
    from lxml import html

    text, _, _ = decode_bytes(name, data)
    root: Any = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    for unwanted in root.xpath("//script|//style|//head/meta|//nav"):
        unwanted.drop_tree()
    for table in root.xpath("//table[not(ancestor::table)]"):
        rows = [
            "\t".join(_flat(cell.text_content()) for cell in row.xpath("./td|./th"))
            for row in table.xpath(".//tr")
        ]
        replacement = html.Element("pre")
        replacement.text = "\n" + "\n".join(rows) + "\n"
        replacement.tail = table.tail
        table.getparent().replace(table, replacement)
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.tail = "\n" + (element.tail or "")
    for line in root.text_content().split("\n"):
        yield line.strip(" \r") if "\t" not in line else line.strip("\r")
