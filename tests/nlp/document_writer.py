"""Writes a table (lines of text, rows of cells) as PDF, XLSX, DOCX, HTML, CSV and TSV, for tests of the inputs.

The PDF is made by hand: text in a standard Japanese font that is not embedded (UniJIS-UTF16-H), ruled cells.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from pathlib import Path

Row = str | Sequence[str]


def rows_of(text: str) -> list[Row]:
    """Text with tabs -> lines and rows; blank lines are left out."""
    return [line.split("\t") if "\t" in line else line for line in text.split("\n") if line.strip()]


def write(path: Path, rows: Sequence[Row]) -> Path:
    """Write `rows` in the format that the suffix of `path` names."""
    {".pdf": _pdf, ".xlsx": _xlsx, ".docx": _docx, ".html": _html, ".csv": _csv, ".tsv": _tsv}[path.suffix](
        path, rows
    )
    return path


def _xlsx(path: Path, rows: Sequence[Row]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(
            [row] if isinstance(row, str) else [int(cell) if cell.isdigit() else cell or None for cell in row]
        )
    book.save(path)


def _docx(path: Path, rows: Sequence[Row]) -> None:
    from docx import Document

    document = Document()
    table = None
    for row in rows:
        if isinstance(row, str):
            document.add_paragraph(row)
            table = None
            continue
        if table is None:
            table = document.add_table(rows=0, cols=len(row), style="Table Grid")
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
        if row[0] and not any(row[1:]):
            cells[0].merge(cells[-1])
    document.save(str(path))


def _html(path: Path, rows: Sequence[Row]) -> None:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>表</title></head><body><table>"]
    for row in rows:
        if isinstance(row, str):
            parts.append(f"</table><p>{html.escape(row)}</p><table>")
        elif row[0] and not any(row[1:]):
            parts.append(f"<tr><td colspan='{len(row)}'>{html.escape(row[0])}</td></tr>")
        else:
            parts.append(
                "<tr>"
                + "".join(
                    f"<td>{html.escape(cell).replace('、', '<br>')}</td>"
                    if len(cell) < 30
                    else f"<td>{html.escape(cell)}</td>"
                    for cell in row
                )
                + "</tr>"
            )
    path.write_text("\n".join([*parts, "</table></body></html>"]), encoding="utf-8")


def _csv(path: Path, rows: Sequence[Row]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([row] if isinstance(row, str) else row for row in rows)
    path.write_bytes(out.getvalue().encode("cp932"))


def _tsv(path: Path, rows: Sequence[Row]) -> None:
    path.write_text(
        "".join((row if isinstance(row, str) else "\t".join(row)) + "\n" for row in rows), encoding="utf-8"
    )


WIDTHS = (30, 90, 160, 160, 160, 160, 120, 80)
SIZE = 7


def _pdf(path: Path, rows: Sequence[Row]) -> None:
    pages: list[list[str]] = [[]]
    top = 780.0
    for row in rows:
        cells = [row] if isinstance(row, str) else list(row)
        widths = [sum(WIDTHS)] if isinstance(row, str) else WIDTHS[: len(cells)]
        lines = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=False)]
        height = max(len(part) for part in lines) * (SIZE + 2) + 6
        if top - height < 20:
            pages.append([])
            top = 780.0
        left = 15.0
        for part, width in zip(lines, widths, strict=False):
            if not isinstance(row, str):
                pages[-1].append(f"{left} {top - height} {width} {height} re S")
            for number, line in enumerate(part):
                if line:
                    code = line.encode("utf-16-be").hex().upper()
                    base = top - (number + 1) * (SIZE + 2)
                    pages[-1].append(f"BT /F1 {SIZE} Tf {left + 2} {base} Td <{code}> Tj ET")
            left += width
        top -= height
    path.write_bytes(_objects(["\n".join(page) for page in pages]))


def _wrap(text: str, width: float) -> list[str]:
    fit = max(1, int((width - 4) / SIZE))
    return [text[at : at + fit] for at in range(0, len(text), fit)] or [""]


def _objects(streams: Sequence[str]) -> bytes:
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UTF16-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> /DW 1000 >>",
    ]
    for number, stream in enumerate(streams):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000 800] /Contents {6 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
