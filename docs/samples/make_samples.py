"""Makes the sample documents: a Word file, a Quarto page and an HTML page with views of Tsunagari in them.

    .venv/bin/python docs/samples/make_samples.py [--store var/store] [--server http://127.0.0.1:8000] [--out docs/samples]

The pictures are fetched from a store without a running server; `--server` is the address that the frames and the
Quarto code of the samples name.
"""

from __future__ import annotations

import argparse
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from flask.testing import FlaskClient
from PIL import Image

from api.app import create_app
from api.settings import Settings
from api.views.svg import em_width

FONT = "游ゴシック"
WIDTH = Cm(17.0)  # A4 with 20 mm margins: the smallest text of a view is 7 pt
ROWS = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """A view in the samples: its address below /view/, the words before it."""

    name: str
    query: str
    words: str


SAMPLES = (
    Sample(
        "overlap",
        "?rows=20",
        "どの府省庁がどの対象者を支えているかを示す。数は施策と事業の数で、再掲は一つに数える。",
    ),
    Sample("overlap-table", "?rows=10", "同じ対象者を支える府省庁の組を、節と活動の重なりで段階づける。"),
    Sample("chain", "", "予算一覧の行を事業ごとに年度で並べ、再掲・分割を示す。内数は比べない。"),
)


def about(client: FlaskClient, sample: Sample) -> dict[str, Any]:
    """Title, description, columns, rows, source and build of a view."""
    found: dict[str, Any] = client.get(f"/view/{sample.name}.json{sample.query}").get_json()
    return found


def citation(found: dict[str, Any]) -> str:
    """The line below a figure."""
    return f"{found['source']}（つながり ビルド {found['build']}、{found['created'][:10]}）"


def word(client: FlaskClient, target: Path) -> None:
    """A Word file: each view as PNG with alternative text and caption, the first rows as a table."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    style = document.styles["Normal"]
    section.top_margin = section.bottom_margin = Cm(2.0)
    style.font.name, style.font.size = FONT, Pt(10.5)
    for name in ("Normal", "Title", "Heading 1", "Caption"):
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.add_heading("孤独・孤立対策の重なりと年度のつながり（見本）", 0)
    for number, sample in enumerate(SAMPLES, 1):
        found = about(client, sample)
        document.add_heading(found["title"], 1)
        document.add_paragraph(sample.words).paragraph_format.keep_with_next = True
        shape = document.add_picture(
            _small(client.get(f"/view/{sample.name}.png{sample.query}").data), width=WIDTH
        )
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        shape._inline.docPr.set("descr", found["description"])
        shape._inline.docPr.set("title", found["title"])
        caption = document.add_paragraph(f"図{number}　{found['title']}。{citation(found)}", style="Caption")
        caption.alignment = WD_ALIGN_PARAGRAPH.LEFT
        caption.runs[0].font.bold, caption.runs[0].font.color.rgb = False, RGBColor(0x4A, 0x55, 0x62)
        caption.paragraph_format.space_after = Pt(10)
        _table(document, found)
    document.core_properties.title = "つながりの図を使った文書の見本"
    document.core_properties.language = "ja-JP"
    document.save(str(target))


def _small(png: bytes) -> io.BytesIO:
    """The same PNG with a palette of 96 colours: less than half the size, no difference to the eye."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(96, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    out.seek(0)
    return out


def _table(document: Any, found: dict[str, Any]) -> None:
    columns = found["columns"][:5]
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    shown = found["rows"][:ROWS]
    widest = [
        max(
            4.0,
            *(em_width(str(text)) for text in (column["ja"], *(row[column["key"]] or "" for row in shown))),
        )
        for column in columns
    ]
    widths = [min(26.0, ems) + 2 for ems in widest]
    for grid, width in zip(table.columns, widths, strict=True):
        grid.width = int(WIDTH * width / sum(widths))
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.text = column["ja"]
    for row in found["rows"][:ROWS]:
        for cell, column in zip(table.add_row().cells, columns, strict=True):
            value = row[column["key"]]
            cell.text = (
                ""
                if value is None
                else f"{value:,}"
                if isinstance(value, int) and value > 9999
                else str(value)
            )
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # printed again at the top of each page
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column, width in zip(row.cells, columns, widths, strict=True):
            cell.width = int(WIDTH * width / sum(widths))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.runs[0].font.size, paragraph.runs[0].font.bold = Pt(9), number == 0
            if any(isinstance(item[column["key"]], int) for item in shown):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if len(found["rows"]) > ROWS:
        document.add_paragraph(f"{len(found['rows'])}行のうち{ROWS}行。")


def quarto(client: FlaskClient, target: Path, server: str) -> None:
    """A Quarto page: pictures by address, and a cell that computes with a view's rows."""
    parts = [
        "---\ntitle: 孤独・孤立対策の重なりと年度のつながり（見本）\nlang: ja\nformat:\n  html: default\n  docx: default\njupyter: python3\n---\n"
    ]
    for sample in SAMPLES:
        found = about(client, sample)
        parts.append(
            f"## {found['title']}\n\n{sample.words}\n\n"
            f'![{found["title"]}。{citation(found)}](images/{sample.name}.svg){{#fig-{sample.name} fig-alt="{found["description"]}"}}\n'
        )
    parts.append(
        "## 表の行を計算に使う\n\n```{python}\nfrom api.notebook import View\n\n"
        f'view = View("{server}/view/overlap")\nview\n```\n\n'
        "```{python}\nfrom collections import Counter\n\n"
        'Counter({row["ministry"]: row["count"] for row in view.rows}).most_common(5)\n```\n'
    )
    target.write_text("\n".join(parts), encoding="utf-8")


def html(client: FlaskClient, target: Path, server: str) -> None:
    """An HTML page: pictures in the page itself (they open offline), and the same views as frames of a server."""
    figures = []
    for sample in SAMPLES:
        found = about(client, sample)
        svg = client.get(f"/view/{sample.name}.svg{sample.query}").get_data(as_text=True)
        svg = svg.replace("http://localhost", server)
        (target.parent / "images" / f"{sample.name}.svg").write_text(svg, encoding="utf-8")
        frame = (
            f'<iframe src="{server}/embed/{sample.name}{escape(sample.query)}" width="960" height="640" loading="lazy" '
            f'title="{escape(found["title"])}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )
        figures.append(
            f"<h2>{escape(found['title'])}</h2>\n<p>{escape(sample.words)}</p>\n<figure>{svg}"
            f"<figcaption>{escape(citation(found))}</figcaption></figure>\n"
            f"<details><summary>同じ図をサーバーの枠で見る</summary>{frame}</details>"
        )
    target.write_text(
        '<!doctype html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>つながりの図の見本</title>'
        "<style>body{max-width:62rem;margin:2rem auto;padding:0 1rem;font-family:sans-serif;line-height:1.7}"
        "figure{margin:0;overflow-x:auto}iframe{max-width:100%}</style></head><body><main>"
        f"<h1>孤独・孤立対策の重なりと年度のつながり（見本）</h1>\n{chr(10).join(figures)}\n</main></body></html>\n",
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default="var/store")
    parser.add_argument("--server", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    given = parser.parse_args()
    (given.out / "images").mkdir(parents=True, exist_ok=True)
    app = create_app(Settings(store=given.store))
    try:
        client = app.test_client()
        html(client, given.out / "report.html", given.server.rstrip("/"))
        word(client, given.out / "report.docx")
        quarto(client, given.out / "report.qmd", given.server.rstrip("/"))
    finally:
        app.extensions["tsunagari"].close()
    for name in ("report.html", "report.docx", "report.qmd"):
        print(given.out / name)


if __name__ == "__main__":
    main()
