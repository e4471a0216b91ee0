"""The text layer of a PDF, page by page, with ruled tables as tab-separated rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from nlp.errors import SourceError


def pdf_text(name: str, data: bytes) -> tuple[str, tuple[int, ...]]:
    """The text of a PDF and the offset at which each page begins.

    A page with a ruled table gives the table's rows, cells joined by tabs (line breaks inside a cell become
    spaces), and the text around it; other pages give their text layer as it is.

    Raises:
        SourceError: not a PDF, encrypted, or without a text layer (a scan).
    """
    import pdfplumber
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            f"{name}: not a readable PDF ({error})", hint="download it again, or remove its password"
        ) from error
    texts = [
        page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\r", "\n") for page in document
    ]
    if not any(text.strip() for text in texts):
        raise SourceError(f"{name}: the PDF has no text layer", hint="run OCR on it first")
    with pdfplumber.open(io.BytesIO(data)) as plumber:
        texts = [_with_tables(page, text) for page, text in zip(plumber.pages, texts, strict=True)]
    pages, position = [], 0
    for text in texts:
        pages.append(position)
        position += len(text) + 1
    return "\n".join(texts), tuple(pages)


def _with_tables(page: Any, text: str) -> str:
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and _widest(table) > 2]
    if not tables:
        return text
    parts: list[tuple[float, str]] = []
    for table in tables:
        rows = ["\t".join(_cell(cell) for cell in row) for row in table.extract()]
        parts.append((table.bbox[1], "\n".join(rows)))
    for top, line in _lines_outside(page, tables):
        parts.append((top, line))
    return "\n".join(part for _, part in sorted(parts, key=lambda item: item[0]))


def _widest(table: Any) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _cell(value: str | None) -> str:
    return " ".join((value or "").split())


def _lines_outside(page: Any, tables: list[Any]) -> Iterator[tuple[float, str]]:
    def outside(item: dict[str, Any]) -> bool:
        middle = (item.get("top", 0) + item.get("bottom", 0)) / 2
        return not any(table.bbox[1] <= middle <= table.bbox[3] for table in tables)

    for line in page.filter(outside).extract_text_lines():
        yield float(line["top"]), str(line["text"])
