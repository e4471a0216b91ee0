"""What one line of a budget list is: row, heading, loose value, header, other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from unicodedata import normalize

from nlp.budgets.columns import NO_COLUMNS, Columns, split_cells
from nlp.budgets.numbers import printed_number
from nlp.budgets.paired_rows import paired_rows
from nlp.budgets.rows import ROW, MinistryPart, RowParts, ministry_parts, split_row
from nlp.budgets.words import ListWords, head_fields
from nlp.gazetteer import Gazetteer
from nlp.layout.tables import Row
from nlp.layout.tables import split_row as split_table_row
from nlp.reading import Line, Reading
from nlp.values.amounts import find_amounts

Kind = Literal["row", "section", "pillar", "amount", "ministry", "header", "total", "other"]
# 合計, 小計, 再掲を除く計, 総務省計: a sum of rows, never a row.
_TOTAL = re.compile(
    r"(?:[^0-9０-９。]{0,16}(?:合計|小計|総計|累計|総額)|[^0-9０-９。]{0,6}計)(?:[（(][^（）()]{1,20}[)）])?[:：]?"
)
_SUMMED = re.compile(r"[0-9０-９,，.．\s△▲-]+(?:(?:千|百万|億|万)?円)?")
# The sign between pillar and section may be glyph debris, or have some beside it.
_DEBRIS = r"[^\s!-~ぁ-ゖァ-ヺー々一-鿿０-９、。①-⑳（）]"
SECTION = re.compile(
    rf"^[\s|｜●○■◆・]*(?P<pillar>[0-9０-９])(?:\s*(?:[-－ー―‐–—−]|{_DEBRIS})\s*{_DEBRIS}?\s*)?(?P<mark>[①-⑳])\s*(?P<label>[^\t|｜]*)"
)
# 3-1 認知症の人への支援: ① as a plain digit (Unicode form NFKC, old encodings); 3-1月 and 3-1,200 are none.
PLAIN_SECTION = re.compile(
    r"^[\s|｜●○■◆・]*(?P<pillar>[0-9０-９])\s*[-－―‐–—−]\s*[(（]?(?P<mark>1[0-9]|[1-9]|[１-９])[)）]?(?![0-9０-９,，.．%％]| ?[-－―‐–—−/／]|(?:[年月日人件回号条項]|か所)(?:[、。\s（(）)のにでをがと]|以|$))\s*(?P<label>(?:[ぁ-ゖァ-ヺ一-龥々]|[A-Z]{2})[^\t|｜]{2,})$"
)
PILLAR = re.compile(
    rf"^[\s|｜●○■◆・]*(?:柱\s*)?(?P<pillar>[0-9０-９])\s*(?:[.．、]|{_DEBRIS}(?=[\s　]))\s*(?P<label>[^\t|｜0-9０-９][^\t|｜]{{5,}})"
)
_PLAIN_PILLAR = re.compile(
    r"^[\s|｜]*(?:柱\s*)?(?P<pillar>[0-9０-９])[ 　]+(?P<label>[^\s\t|｜0-9０-９][^\t|｜]{5,})"
)
_NEAR_BELOW = 4
# The sum of its rows behind a heading: …（小計 2,405）, …　4,215百万円.
_SUM_BEHIND = re.compile(
    r"[\s　]*(?:[（(][\s　]*(?:小計|合計|計|総額)[^（）()]*[)）]|[\s　](?:小計|合計|計)?[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:百万円|千円|円)?)$"
)
# - 12 -, 3 / 40 ページ, 12頁: what numbers the page.
_PAGE = re.compile(
    r"[\s　]*(?:[-－‐–—―][\s　]*[0-9０-９]{1,4}[\s　]*[-－‐–—―]|(?:[pPｐＰ]\.?[\s　]*)?[0-9０-９]{1,4}[\s　]*[/／][\s　]*[0-9０-９]{1,4}(?:[\s　]*(?:ページ|頁))?|[0-9０-９]{1,4}[\s　]*(?:ページ|頁))[\s　]*"
)
_TOKEN = re.compile(r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?(?:\s*の?\s*内\s*数)?")
_WHOLE = re.compile(
    r"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]{1,7})(?:[.．][0-9０-９])?(?:\s*の?\s*内\s*数)?"
)
# 3-〓居場所の確保: a section's heading of which the mark is lost, no row.
_OF_HEADING = re.compile(r"[-－‐–—−]\s*\S")
# A piece of a heading: words without digits.
_PIECE = re.compile(r"(?:[-・] ?)?[ぁ-ゖァ-ヺー々一-鿿A-Za-z・、（）「」 \u3000]{2,40}")
_LONGEST_ROW = 5
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line or several (of one row) at reading span [start, end). `block` counts runs between blank lines.

    `sure` is how surely a heading has its notation: below 1 where only its place among the others shows it. `shared` says of a row
    that other rows stand on its line, and which cells could not be told apart; `torn` of a heading that blanks tore it into cells.
    """

    kind: Kind
    start: int
    end: int
    block: int = 0
    notation: str = ""
    label: tuple[int, int] = (0, 0)
    row: RowParts | None = None
    ministries: tuple[MinistryPart, ...] = ()
    stray: bool = False
    sure: float = 1.0
    shared: str | None = None
    torn: bool = False

    @property
    def printed(self) -> int | None:
        """The number that a row prints, None when it prints none."""
        return printed_number(self.row.number.text if self.row and self.row.number else None)


@dataclass(frozen=True, slots=True)
class Scanner:
    """Says what single lines are; `unit` in yen, `columns` of the list at hand."""

    reading: Reading
    words: ListWords
    ministries: Gazetteer
    lines: Sequence[Line]
    columns: Columns = NO_COLUMNS
    unit: int | None = None

    def strict_row(self, index: int) -> RowParts | None:
        """The row on line `index` when number, name and ministry leave no doubt, else None."""
        line = self.lines[index]
        if not ROW.match(line.text) or len(line.text) > 160:
            return None
        parts = split_row(line.text, line.start, self.words, self.ministries, self.unit)
        sure = bool(parts.ministries) and all(item.confidence >= 0.95 for item in parts.ministries)
        named = parts.name is not None and len(parts.name.text) >= 4 and "。" not in parts.name.text
        return parts if sure and named and parts.number is not None else None

    def unnumbered_row(self, line: Line) -> bool:
        """Whether a line without a number prints a name, a known ministry and an amount, and nothing that is a sentence."""
        if "\t" in line.text or "。" in line.text or len(line.text) > _LONGEST_LINE or ROW.match(line.text):
            return False
        parts = split_row(line.text, line.start, self.words, self.ministries, self.unit)
        sure = bool(parts.ministries) and all(item.confidence >= 1.0 for item in parts.ministries)
        amount = parts.amount is not None and parts.amount.yen is not None
        return sure and amount and parts.name is not None and len(parts.name.text) >= 4

    def classify(self, index: int) -> tuple[list[ListLine], int]:
        """What line `index` is (several loose amounts may share it), and how many lines belong to it."""
        line = self.lines[index]
        if match := section_heading(line.text):
            return [self._whole_heading(_heading("section", match, line), line)], 1
        if _PAGE.fullmatch(line.text):
            return [ListLine("header", line.start, line.end)], 1
        table = split_table_row(line)
        if _is_total(line, table):
            return [ListLine("total", line.start, line.end)], 1
        if table is not None and (several := paired_rows(table, self.words, self.ministries, self.unit)):
            return list(_shared_line(line, several)), 1
        if table is not None and (torn := self._torn_row(index, table)):
            return [torn[0]], torn[1]
        match = PILLAR.match(line.text)
        if match and (not self._row_like(line, table) or self._heads_section(index, match)):
            return [self._whole_heading(_heading("pillar", match, line), line)], 1
        if (match := _PLAIN_PILLAR.match(line.text)) and self._heads_section(index, match):
            return [_heading("pillar", match, line)], 1
        if head_fields(line.text, self.words):
            return [ListLine("header", line.start, line.end)], 1
        if table is not None and sum(bool(cell.text) for cell in table.cells) >= 2:
            parts = self._cells(table)
            if _holds_row(parts) and not self._only_remark(parts):
                return [ListLine("row", line.start, line.end, row=parts)], 1
            return [ListLine("other", line.start, line.end)], 1
        if loose := self._loose(line):
            wide = self._cell_per_line(index)
            return ([wide[0]], wide[1]) if wide else (loose, 1)
        if ROW.match(line.text):
            return self._row(index)
        found = ministry_parts(
            line.text.strip(), line.start + _indent(line.text), self.ministries, loose=False
        )
        if found and sum(len(item.part.text) for item in found) >= len("".join(line.text.split())) - 2 * len(
            found
        ):
            return [ListLine("ministry", line.start, line.end, ministries=found)], 1
        parts = split_row(
            line.text, line.start, self.words, self.ministries, self.unit, max(1, len(self.columns.amounts))
        )
        if parts.ministries and parts.name is not None and len(parts.name.text) >= 4 and len(line.text) < 120:
            return [ListLine("row", line.start, line.end, row=parts)], 1
        return [ListLine("other", line.start, line.end)], 1

    def _whole_heading(self, heading: ListLine, line: Line) -> ListLine:
        """The heading with the pieces of it that stand in further cells (2-③事 | 故被害者の救済 | の強化), where they hold nothing else."""
        table = split_table_row(line)
        cells = [cell.text.strip() for cell in table.cells if cell.text.strip()] if table is not None else []
        pieces = cells[1:]
        if not pieces or not all(_PIECE.fullmatch(piece) for piece in pieces):
            return heading
        if any(self.words.remark_like(piece) or any(self.ministries.find(piece)) for piece in pieces):
            return heading
        end = line.start + len(line.text.rstrip(" \t\u3000|｜"))
        return replace(heading, label=(heading.label[0], end), torn=True)

    def _heads_section(self, index: int, match: re.Match[str]) -> bool:
        """Whether a line is a pillar's heading without a point (１ 円滑な相談) or with a sum (2. 水を守る 4,215), proven by its first
        section right below it (1-①)."""
        below = (line.text for line in self.lines[index + 1 : index + _NEAR_BELOW] if line.text.strip())
        section = section_heading(next(below, ""))
        same = section is not None and normalize("NFKC", section["pillar"]) == normalize(
            "NFKC", match["pillar"]
        )
        return same and section is not None and section["mark"] in "①1１"

    def _torn_row(self, index: int, table: Row) -> tuple[ListLine, int] | None:
        """A numbered row of cells that a line end tore inside a cell: its lines together have the columns of the list."""
        width = max(
            [*self.columns.places.values(), *(item.column for item in self.columns.amounts)], default=0
        )
        line = self.lines[index]
        if len(table.cells) > width - 1 or not ROW.match(line.text):
            return None
        first = self._cells(table)
        if first.number is None or first.name is None or first.ministries or first.amount is not None:
            return None
        for used in range(2, _LONGEST_ROW):
            if index + used > len(self.lines):
                return None
            last = self.lines[index + used - 1]
            if not last.text.strip() or ROW.match(last.text) or section_heading(last.text):
                return None
            whole = Line(self.reading.text[line.start : last.end], line.start, last.end, line.number)
            joined = split_table_row(whole)
            if joined is None or len(joined.cells) > width + 1:
                return None
            if len(joined.cells) >= width:
                parts = self._cells(joined)
                found = parts.ministries or parts.amount is not None
                return (ListLine("row", line.start, last.end, row=parts), used) if found else None
        return None

    def _only_remark(self, parts: RowParts) -> bool:
        """Whether a word of 備考 stands where the name is: the end of a row that a line end tore (931 / 再掲)."""
        name = "" if parts.name is None else "".join(parts.name.text.split())
        return name in self.words.remarks

    def _cells(self, table: Row) -> RowParts:
        if self.columns.places:
            return split_cells(table, self.columns, self.words, self.ministries, self.unit)
        text = self.reading.text[table.start : table.end]
        return split_row(text, table.start, self.words, self.ministries, self.unit)

    def _row_like(self, line: Line, table: Row | None) -> bool:
        """Whether a line that begins like a pillar (4. …) ends like a row: with a ministry or an amount."""
        if table is not None and sum(bool(cell.text) for cell in table.cells) >= 3:
            return True
        if not ROW.match(line.text):
            return False
        parts = split_row(line.text, line.start, self.words, self.ministries, self.unit)
        return bool(parts.ministries) or parts.amount is not None

    def _loose(self, line: Line) -> list[ListLine]:
        """The amounts of a line that holds nothing else."""
        rest = _TOKEN.sub("", line.text)
        if rest.strip(" \u3000\t|｜") or not _TOKEN.search(line.text):
            found = find_amounts(line.text)
            if len(found) == 1 and found[0].text.strip() == line.text.strip():
                return [ListLine("amount", line.start + found[0].start, line.start + found[0].end)]
            return []
        if not all(_WHOLE.fullmatch(match.group().strip()) for match in _TOKEN.finditer(line.text)):
            return []
        return [
            ListLine("amount", line.start + match.start(), line.start + match.end())
            for match in _TOKEN.finditer(line.text)
        ]

    def _row(self, index: int) -> tuple[list[ListLine], int]:
        line = self.lines[index]
        columns = max(1, len(self.columns.amounts))
        parts = split_row(line.text, line.start, self.words, self.ministries, self.unit, columns)
        if parts.ministries:
            return [ListLine("row", line.start, line.end, row=parts)], 1
        # The name runs on: take lines until a ministry closes the row.
        for used in range(2, _LONGEST_ROW + 1):
            if index + used > len(self.lines):
                break
            last = self.lines[index + used - 1]
            if (
                not last.text.strip()
                or (ROW.match(last.text) and not self._is_tail(last.text))
                or section_heading(last.text)
                or self._loose(last)
            ):
                break
            whole = self.reading.text[line.start : last.end]
            longer = split_row(whole, line.start, self.words, self.ministries, self.unit, columns)
            if longer.ministries:
                return [ListLine("row", line.start, last.end, row=longer)], used
        named = parts.name is not None and len(parts.name.text) >= 4 and "。" not in parts.name.text
        if parts.amount is None and parts.name is not None and _OF_HEADING.match(parts.name.text):
            return [ListLine("other", line.start, line.end)], 1
        if parts.amount is not None or parts.remarks is not None or (named and len(line.text) < 80):
            return [ListLine("row", line.start, line.end, row=parts)], 1
        return [ListLine("other", line.start, line.end)], 1

    def _is_tail(self, text: str) -> bool:
        """Whether a line holds the amount, ministry and 備考 of the row above it and no name: 931 文部科学省 再掲."""
        head = _TOKEN.match(text.strip())
        words = text.strip()[head.end() :].split() if head else []
        if not words or not ministry_parts(words[0], 0, self.ministries, loose=False):
            return False
        return all(self.words.remark_like(word) for word in words[1:])

    def _cell_per_line(self, index: int) -> tuple[ListLine, int] | None:
        """A row whose cells stand on a line each, number first: 46 / 事業名 / 240 / 内閣府 / 再掲."""
        line = self.lines[index]
        plain = normalize("NFKC", line.text.strip())
        if not plain.isdecimal() or len(plain) > 3:
            return None
        named, closed = False, 0
        for used in range(1, _LONGEST_ROW + 3):
            if index + used >= len(self.lines):
                break
            text = self.lines[index + used].text.strip()
            if not text or section_heading(text) or ROW.match(text):
                break
            if normalize("NFKC", text) == str(int(plain) + 1) and closed:
                break
            if ministry_parts(text, 0, self.ministries, loose=False):
                closed = used
            elif closed and not self.words.remark_like(text) and not self._loose(self.lines[index + used]):
                break
            elif not self._loose(self.lines[index + used]):
                named = True
            elif not named:
                return None  # two numbers in a row: a column of amounts
            if closed:
                closed = used
        if not closed or not named:
            return None
        last = self.lines[index + closed]
        whole = self.reading.text[line.start : last.end]
        parts = split_row(whole, line.start, self.words, self.ministries, self.unit)
        return ListLine("row", line.start, last.end, row=parts), closed + 1


def section_heading(text: str) -> re.Match[str] | None:
    """The heading of a section that a line prints (4-①相談支援, 4-1 相談支援), None when it prints none."""
    return SECTION.match(text) or PLAIN_SECTION.match(text.rstrip("\t |｜　"))


def _is_total(line: Line, table: Row | None) -> bool:
    """Whether a line prints a sum of rows: a word of summing first, nothing but amounts and short remarks behind it."""
    if table is not None:
        texts = ["".join(cell.text.split()) for cell in table.cells if cell.text]
    else:
        head = _SUMMED.split(line.text.strip(" 　|｜"), maxsplit=1)
        texts = ["".join(head[0].split()), *(["0"] if len(head) > 1 and not head[1].strip() else [])]
    if len(texts) < 2 or not _TOTAL.fullmatch(texts[0]):
        return False
    return any(_SUMMED.fullmatch(text) for text in texts[1:])


def _shared_line(line: Line, rows: Sequence[tuple[RowParts, str]]) -> Iterator[ListLine]:
    """Each of the rows of one printed line as a line of its own, from its number on."""
    for index, (row, left) in enumerate(rows):
        start = row.number.start if index and row.number else line.start
        yield ListLine("row", start, line.end, row=row, shared=left)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _holds_row(parts: RowParts) -> bool:
    held = (parts.name, parts.amount, parts.ministries or None, parts.number)
    return sum(item is not None for item in held) >= 2


def _heading(kind: Kind, match: re.Match[str], line: Line) -> ListLine:
    notation = normalize("NFKC", match["pillar"])
    if kind == "section":
        mark = match["mark"]
        notation = f"{notation}-{chr(ord('①') + int(mark) - 1) if mark.isdecimal() else mark}"
    printed = _SUM_BEHIND.sub("", line.text[: match.end("label")].rstrip())
    label = (line.start + match.start("label"), line.start + len(printed))
    return ListLine(kind, line.start, line.end, 0, notation, label)
