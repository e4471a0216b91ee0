"""Tables of a PDF that no ruled lines border: read by where their characters stand, in whatever order the file holds them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.extract import extract_document
from nlp.files.inputs import load_source
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.generate.measure_tables import make_table
from tests.nlp.document_writer import SIZE, Row, _objects, _wrap, rows_of

BUDGET = (
    "（単位：百万円）\nNo.\t事業名\t令和９年度 当初予算額\t担当府省庁\t備考\n3-①水辺の支え合い\n"
    "21\t川辺に集う高齢者の見守り事業\t1,310\t国土交通省\t再掲\n22\t水辺の学習支援事業\t240の内数\t文部科学省\t\n"
    "23\t河川敷の居場所づくりと担い手の育成を一体として進めるための推進交付金\t77\t内閣府\t新規\n24\t舟運の担い手育成事業\t205\t総務省\t\n"
    "25\t湖畔の健康づくり事業\t98\t厚生労働省\t再掲\n"
)
WIDTHS = {"budget_list": (40, 190, 110, 90, 70), "measure_table": (40, 90, 160, 160, 160, 160, 120, 80)}
TABLE = make_table(4, 12, rate=0.0).text


def streams(
    rows: list[Row],
    widths: tuple[int, ...],
    order: str = "rows",
    *,
    padding: float = 6,
    right: tuple[int, ...] = (),
    top: float = 760.0,
    first: float = 760.0,
) -> list[str]:
    """The content of each page, without rules: columns of `widths` points, texts of the columns `right` flush right."""
    pages: list[list[tuple[int, str]]] = [[]]
    base = first
    for row in rows:
        cells = [row] if isinstance(row, str) else list(row)
        plain = isinstance(row, str) or not any(cells[1:])
        cells = cells[:1] if plain else cells
        spaces = [sum(widths)] if plain else list(widths)
        lines = [_wrap(cell, width) for cell, width in zip(cells, spaces, strict=False)]
        height = max(map(len, lines)) * (SIZE + 2) + padding
        if base - height < 20:
            pages.append([])
            base = top
        left = 15.0
        for column, (cell, width) in enumerate(zip(lines, spaces, strict=False)):
            for number, line in enumerate(cell):
                flush = column in right and not plain
                at = left + width - 3 - len(line) * SIZE if flush else left + 2
                code = line.encode("utf-16-be").hex().upper()
                place = f"{at} {base - (number + 1) * (SIZE + 2)}"
                pages[-1].append((column, f"BT /F1 {SIZE} Tf {place} Td <{code}> Tj ET"))
            left += width
        base -= height
    for page in pages:
        if order == "columns":
            page.sort(key=lambda item: item[0])
        elif order == "any":
            random.Random(1).shuffle(page)
    return ["\n".join(text for _, text in page) for page in pages]


def read(path: Path, profile: str) -> Extraction:
    return extract_document(SourceEntry(path, "d"), profile=profile)


def told(found: Extraction) -> list[tuple[object, ...]]:
    names = ("number", "label", "amount", "amount_kind", "relisted", "section", "overview", "achievement")
    return [
        (*(record.value(name) for name in names), *(item.value for item in record.all("ministry")))
        for record in found.records
        if record.kind in ("budget_line", "measure")
    ]


@pytest.mark.parametrize("order", ["rows", "columns", "any"])
@pytest.mark.parametrize("layout", [{}, {"padding": 0}, {"right": (0, 2)}, {"first": 110.0}], ids=str)
@pytest.mark.parametrize(("profile", "text"), [("budget_list", BUDGET), ("measure_table", TABLE)])
def test_a_table_without_rules(
    tmp_path: Path, profile: str, text: str, order: str, layout: dict[str, float]
) -> None:
    if profile == "measure_table" and "right" in layout:
        layout = {"right": (0,)}  # type: ignore[dict-item]
    plain = tmp_path / "d.txt"
    plain.write_text(text, encoding="utf-8")
    path = tmp_path / "d.pdf"
    path.write_bytes(_objects(streams(rows_of(text), WIDTHS[profile], order, **layout)))  # type: ignore[arg-type]
    assert told(read(path, profile)) == told(read(plain, profile))


def test_a_page_that_is_turned(tmp_path: Path) -> None:
    turned = [
        f"q 0 1 -1 0 800 0 cm\n{page}\nQ" for page in streams(rows_of(BUDGET), WIDTHS["budget_list"], "any")
    ]
    data = _objects(turned).replace(b"/MediaBox [0 0 1000 800]", b"/Rotate 90 /MediaBox [0 0 800 1000]")
    path, plain = tmp_path / "d.pdf", tmp_path / "d.txt"
    path.write_bytes(data)
    plain.write_text(BUDGET, encoding="utf-8")
    assert told(read(path, "budget_list")) == told(read(plain, "budget_list"))


def test_columns_of_prose_keep_their_order(tmp_path: Path) -> None:
    left = [f"{number} 左の段の文章がここに続きます" for number in range(1, 9)]
    right = [f"{number} 右の段の文章がここに続きます" for number in range(9, 17)]
    page = [
        f"BT /F1 {SIZE} Tf {at} {700 - 12 * number} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for at, lines in ((20, left), (300, right))
        for number, line in enumerate(lines)
    ]
    path = tmp_path / "d.pdf"
    path.write_bytes(_objects(["\n".join(page)]))
    assert [line for line in load_source(path).text.split("\n") if line.strip()] == [*left, *right]
