"""XLSX, DOCX, HTML, CSV and TSV -> text in which tables are tab-separated rows, as in every other source.

A line break inside a cell becomes a space. A cell merged over several columns stands in the first of them, one merged
over several rows in the first row; the other places are empty, so that columns stay in line.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from nlp.errors import SourceError
from nlp.files.encodings import decode_bytes

# What the libraries raise on files whose bytes are broken; SyntaxError is that of both XML parsers.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    csv.Error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    OSError,
    EOFError,
    RuntimeError,
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
# fmt: off
_BLOCKS = frozenset([
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "dt", "dd", "caption", "br", "section", "article",
    "header", "footer", "main", "pre", "tr",
])
# fmt: on
_SAYS_YEAR = re.compile(r"(?:令和|平成|[RH])\s*(?:\d{1,2}|元)(?!\d)|20\d\d(?:年度|FY)|FY20\d\d")
_PARAGRAPHS = frozenset(["p", "div", "li"])
# The source of a page breaks its lines anywhere; between Japanese characters that is no space.
_SOURCE_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\r?\n[ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])"
)


# Word processors break the lines of a page's source only where the text has a space.
_WORD_PROCESSOR = re.compile(
    r"<meta[^>]+generator[^>]+content\s*=\s*[\"']?\s*(?:LibreOffice|OpenOffice|StarOffice|Microsoft Word)",
    re.IGNORECASE,
)


def office_text(name: str, data: bytes, kind: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file of `kind` (xlsx, docx, html, csv, tsv), and notes on its encoding.

    Raises:
        SourceError: the file is damaged or not of that kind.
    """
    try:
        if kind in ("xlsx", "docx"):
            readers: dict[str, Callable[[bytes], Iterator[str]]] = {"xlsx": _xlsx, "docx": _docx}
            return "\n".join(readers[kind](data)) + "\n", ()
        charset = _CHARSET.search(data[:2000]) if kind == "html" else None
        declared = charset[1].decode("ascii") if charset else ""
        text, _, notes = decode_bytes(
            name, data, "cp932" if "jis" in declared.lower().replace("2022", "") else declared
        )
        lines = _html(text) if kind == "html" else _separated(text, kind)
        return "\n".join(lines) + "\n", notes
    except _DAMAGED as error:
        raise SourceError(
            f"{name}: 壊れているか、{kind} のファイルではありません (damaged or not a {kind} file: {error})",
            hint="元のソフトで保存し直す (save it again from its program)",
        ) from error


def _flat(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _xlsx(data: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        values = list(sheet.iter_rows(values_only=True))
        rows = [[_flat(cell) for cell in row] for row in values]
        if _SAYS_YEAR.search(sheet.title):
            yield _flat(sheet.title)  # R7当初: often the only place that says the year
        width = max((index + 1 for row in rows for index, cell in enumerate(row) if cell), default=0)
        for row, printed in zip(rows, values, strict=True):
            cells = row[:width]
            # A row with one filled cell in front is a line of text: title, note, unit. Its indentation is layout.
            filled = [index for index, cell in enumerate(cells) if cell]
            if filled == [0]:
                text = str(printed[0])
                lead = text[: len(text) - len(text.lstrip(" \u3000"))]
                yield lead + cells[0]
            else:
                yield "\t".join(cells) if filled else ""
        yield ""


def _docx(data: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    for item in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            yield from _docx_rows(item)
            yield ""
        else:
            yield item.text


def _docx_rows(table: Any) -> Iterator[str]:
    seen: set[int] = set()
    kept: list[Any] = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            # python-docx gives a merged cell once for every place that it covers.
            if id(cell._tc) in seen:
                cells.append("")
                continue
            seen.add(id(cell._tc))
            kept.append(cell._tc)  # keeps the element, and so its id, alive
            cells.append(_flat(cell.text))
        yield "\t".join(cells)


def _separated(text: str, kind: str) -> Iterator[str]:
    if kind == "tsv" and '"' not in text:
        yield from text.split("\n")
        return
    delimiter = "\t" if kind == "tsv" else _delimiter(text)
    csv.field_size_limit(10_000_000)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield "\t".join(_flat(cell) for cell in row)


def _delimiter(text: str) -> str:
    """The separator of a CSV: the sign that the first lines hold most of."""
    head = text[:4000]
    return max(",\t;", key=lambda sign: (head.count(sign), sign == ","))


def _html(text: str) -> Iterator[str]:
    """The lines that a reader sees: line ends of the source count for nothing, blocks, <br> and <pre> for all."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8")
    try:
        root: Any = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:  # nothing that is an element or a text: the caller reports an empty document
        return
    for unwanted in root.xpath("//script|//style|//head/meta|//nav|//comment()|//noscript"):
        unwanted.drop_tree()
    if _WORD_PROCESSOR.search(text[:4000]):
        for element in root.xpath("//*[not(ancestor-or-self::pre)]"):
            element.text = _one_line(element.text)
            element.tail = _one_line(element.tail)
    lines: list[str] = []
    held: list[str] = []
    _html_lines(root, lines, held)
    _end_line(lines, held)
    yield from lines


def _one_line(text: str | None) -> str | None:
    return re.sub(r"[ \t]*\r?\n[ \t\r\n]*", " ", text) if text else text


def _html_lines(element: Any, lines: list[str], held: list[str]) -> None:
    """Adds what `element` shows: whole lines to `lines`, the text of a line not ended yet to `held`."""
    if not isinstance(element.tag, str):
        return
    if element.tag == "br":
        lines.append(_shown(held))
        return
    if element.tag == "table":
        _end_line(lines, held)
        lines.extend("\t".join(row) for row in _html_rows(element))
        return
    if element.tag == "pre":
        _end_line(lines, held)
        lines.extend("".join(element.itertext()).strip("\r\n").split("\n"))
        return
    block = element.tag in _BLOCKS
    if block:
        _end_line(lines, held)
    before = len(lines)
    if element.tag == "p" and _only_breaks(element):
        lines.append("")
        return
    held.append(element.text or "")
    for child in element:
        _html_lines(child, lines, held)
        held.append(child.tail or "")
    if block and not _end_line(lines, held) and before == len(lines) and element.tag in _PARAGRAPHS:
        lines.append("")  # an empty paragraph is a blank line
    elif element.tag == "title" and before < len(lines):
        lines.append("")  # the name of the page is not the first line of its text


def _only_breaks(element: Any) -> bool:
    """<p><br/><br/></p>: how word processors write an empty paragraph."""
    empty = len(element) and not "".join(element.itertext()).strip()
    return bool(empty) and all(child.tag == "br" for child in element.iter() if child is not element)


def _end_line(lines: list[str], held: list[str]) -> bool:
    """Ends the line held so far, if it shows anything; whether it did."""
    shown = _shown(held)
    if shown:
        lines.append(shown)
    return bool(shown)


def _shown(held: list[str]) -> str:
    text = _SOURCE_BREAK.sub("", "".join(held))
    held.clear()
    return re.sub("[ \t\r\n\f]+", " ", text).strip(" ")


def _html_rows(table: Any) -> Iterator[Sequence[str]]:
    """The rows of a table with colspan and rowspan filled up by empty cells."""
    below: dict[int, int] = {}
    for row in table.xpath(".//tr"):
        cells: list[str] = []
        column = 0
        for cell in row.xpath("./td|./th"):
            while below.get(column, 0) > 0:
                below[column] -= 1
                cells.append("")
                column += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            cells.extend([_cell_text(cell), *[""] * (wide - 1)])
            for covered in range(column, column + wide):
                if high > 1:
                    below[covered] = high - 1
            column += wide
        while below.get(column, 0) > 0:
            below[column] -= 1
            cells.append("")
            column += 1
        yield cells


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return max(1, min(200, int(value[:4]))) if value.isdecimal() else 1


def _cell_text(cell: Any) -> str:
    """The text of a cell; a break or paragraph in it becomes a space."""
    return _flat(" ".join(_texts(cell)))


def _texts(element: Any) -> Iterator[str]:
    held = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield held
            yield from _texts(child)
            held = child.tail or ""
        else:
            held += "".join(child.itertext()) if isinstance(child.tag, str) else ""
            held += child.tail or ""
    yield held
