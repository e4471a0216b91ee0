"""The text layer of a PDF, page by page, with ruled tables as tab-separated rows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from nlp.errors import SourceError
from nlp.files.placed_cells import Piece, placed_lines, placed_tables

_BREAK = re.compile(
    r"(?<=[^\x00-\x7f。])\n(?=[^\x00-\x7f・※○●■①-⑳])|(?<=[0-9,.])\n(?=[0-9%,])|(?<=[^\x00-\x7f。])\n(?=[0-9])|(?<=[0-9])\n(?=[^\x00-\x7f])"
)

# A gap between a Japanese and a Latin character or digit, either way.
_MIXED = re.compile(
    r"[\u3040-\u9fff\uff00-\uffef（）「」、。・] (?=[0-9A-Za-z])|[0-9A-Za-z%] (?=[\u3040-\u9fff（「])"
)
_LINE_END = re.compile(r"\r?\n")
_QUARTER = 0.28
_LEAST_EDGES = 6
# In heights of a line: gaps that part blocks of text, and a line of another box.
_APART = 0.7
_FAR = 100.0
_RATIO = 0.35
_LEAST_PAIRS = 3
_LEAST_CELLS = 3
_CLOSED = ("。", "」", "</p>")
_LONGEST_HEADING = 16


def pdf_text(name: str, data: bytes) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """The text of a PDF, the offset at which each page begins, and notes on pages that were hard to read.

    A page with a ruled table gives the table's rows, cells joined by tabs (line breaks inside a cell become
    spaces), and the text around it; so does a page with a numbered table without rules, its cells told by where the characters
    stand. Other pages give their text layer as it is.

    Raises:
        SourceError: not a PDF, encrypted, or without a text layer (a scan).
    """
    import pdfplumber
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        texts = [_page_text(page).replace("\r\n", "\n").replace("\r", "\n") for page in document]
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            f"{name}: 読める PDF ではありません (not a readable PDF: {error})",
            hint="もう一度保存するか、パスワードを外す (download it again, or remove its password)",
        ) from error
    if not any(text.strip() for text in texts):
        raise SourceError(
            f"{name}: PDF に文字の層がありません (the PDF has no text layer)",
            hint="先に文字認識（OCR）にかける (run OCR on it first)",
        )
    notes: list[str] = []
    empty = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
    if empty:
        notes.append(f"文字のない頁: {'、'.join(empty[:20])}")
    try:
        with pdfplumber.open(io.BytesIO(data)) as plumber:
            _place_tables(plumber.pages[: len(texts)], texts)
    except Exception as error:  # a broken page tree fails in many ways inside pdfminer; the text layer stays
        notes.append(f"罫線の表を読み取れず、文字の並びのまま読んだ（{type(error).__name__}）")
    _join_split_rows(texts)
    pages, position = [], 0
    for text in texts:
        pages.append(position)
        position += len(text) + 1
    return "\n".join(texts), tuple(pages), tuple(notes)


def _join_split_rows(texts: list[str]) -> None:
    """Rows that a page break cut in two made whole on the page where they begin.

    The second half heads its page: no first cell, as many columns, and no cell going on below a sentence that ended.
    """
    for index in range(len(texts) - 1):
        above, _, last = texts[index].rpartition("\n")
        first, _, below = texts[index + 1].partition("\n")
        begun, rest = last.split("\t"), first.split("\t")
        if len(begun) != len(rest) or len(begun) < _LEAST_CELLS or not begun[0].strip() or rest[0].strip():
            continue
        both = [
            before.rstrip()
            for before, more in zip(begun, rest, strict=True)
            if before.strip() and more.strip()
        ]
        open_ended = bool(both) and not any(before.endswith(_CLOSED) for before in both)
        if open_ended:
            whole = "\t".join(_cell(f"{before}\n{more}") for before, more in zip(begun, rest, strict=True))
            texts[index] = f"{above}\n{whole}" if above else whole
            texts[index + 1] = below


def _page_text(page: Any) -> str:
    """The text layer of a page in its own order, with a blank line where lines stand apart or another box of text begins.

    Word processors set a quarter of a square between Japanese and Latin characters, which is shown but is no space: where pdfium made a
    space of it (令和 7 年), it is left out. Spaces that the file holds stay, and wider gaps.
    """
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text_page)
    codes = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    if any(0xD7FF < code < 0xE000 for code in codes):
        whole: str = text_page.get_text_bounded()
        return whole
    text = "".join(map(chr, codes))
    dropped = {
        found.start() + 1
        for found in _MIXED.finditer(text)
        if pdfium.FPDFText_IsGenerated(text_page, found.start() + 1) == 1
        and _gap(text_page, found.start()) < _QUARTER
    }
    apart = _breaks(text_page, text)
    return "".join(
        char + ("\n" if index in apart else "")
        for index, char in enumerate(text)
        if index not in dropped and char != "\x00"
    )


def _breaks(text_page: Any, text: str) -> set[int]:
    """The indexes of line ends behind which the next line stands apart: farther below than most lines of the page, or above it."""
    gaps: dict[int, float] = {}
    for found in _LINE_END.finditer(text):
        before, after = found.start() - 1, found.end()
        while before >= 0 and text[before].isspace():
            before -= 1
        if before < 0 or after >= len(text) or text[after].isspace():
            continue
        above, below = text_page.get_charbox(before, loose=True), text_page.get_charbox(after, loose=True)
        height = min(above[3] - above[1], below[3] - below[1])
        if height > 0:
            upwards = below[1] > above[3] + height
            gaps[found.end() - 1] = _FAR if upwards else float(above[1] - below[3]) / height
    near = sorted(gap for gap in gaps.values() if gap < _FAR)
    # Where most lines are paragraphs of their own, half of all gaps part blocks: what stands closest is the leading.
    usual = near[len(near) // 4] if near else 0.0
    return {index for index, gap in gaps.items() if gap > max(_APART, usual + _APART / 2)}


def _gap(text_page: Any, index: int) -> float:
    """The gap between characters index and index + 2, in heights of their line."""
    first = text_page.get_charbox(index, loose=True)
    second = text_page.get_charbox(index + 2, loose=True)
    height = max(0.1, float(first[3] - first[1]))
    return float(second[0] - first[2]) / height if second[0] > first[0] else 1.0


def _place_tables(pages: Sequence[Any], texts: list[str]) -> None:
    """Put the tables of each page into its text: ruled ones, else those that the places of the characters tell."""
    lines: dict[int, list[list[Piece]]] = {}
    for index, page in enumerate(pages):
        ruled = _with_ruled_tables(page) if len(page.edges) >= _LEAST_EDGES else None
        if ruled is None:
            lines[index] = placed_lines(page.chars)
        else:
            texts[index] = ruled
        page.close()
    placed = placed_tables([lines.get(index, []) for index in range(len(pages))], _cell)
    for index, text in enumerate(placed):
        texts[index] = texts[index] if text is None else text


def _with_ruled_tables(page: Any) -> str | None:
    # One ruled row alone is a table too when it has columns enough: the last row of a table on its last page.
    tables = [
        table
        for table in page.find_tables()
        if _widest(table) > (2 if len(table.rows) > 1 else 3) or _is_pairs(table)
    ]
    if not tables:
        return None
    parts: list[tuple[float, str]] = []
    for table in tables:
        rows = ["\t".join(_cell(cell) for cell in row) for row in table.extract(x_tolerance_ratio=_RATIO)]
        parts.append((table.bbox[1], "\n".join(rows)))
    parts.extend(_lines_outside(page, tables))
    return "\n".join(part for _, part in sorted(parts, key=lambda item: item[0]))


def _is_pairs(table: Any) -> bool:
    """Two columns under a short heading (テーマ | 取組イメージ), every row with both cells: a table, no frame of the layout."""
    if _widest(table) != 2 or len(table.rows) < _LEAST_PAIRS:
        return False
    rows = table.extract(x_tolerance_ratio=_RATIO)
    return all(len(row) == 2 and all(row) for row in rows) and max(map(len, rows[0])) <= _LONGEST_HEADING


def _widest(table: Any) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _cell(value: str | None) -> str:
    """The lines of a cell as one: closed up inside Japanese and numbers, a space at a full stop and between Latin words."""
    lines = re.sub(r"[ \u3000]*\n[ \u3000]*", "\n", value or "")
    return " ".join(_BREAK.sub("", lines).split())


def _lines_outside(page: Any, tables: list[Any]) -> Iterator[tuple[float, str]]:
    def outside(item: dict[str, Any]) -> bool:
        middle = (item.get("top", 0) + item.get("bottom", 0)) / 2
        return not any(table.bbox[1] <= middle <= table.bbox[3] for table in tables)

    for line in page.filter(outside).extract_text_lines(x_tolerance_ratio=_RATIO):
        yield float(line["top"]), str(line["text"])
