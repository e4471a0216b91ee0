"""A picture in the forms that reports take: PNG, PDF, CSV, JSON, GraphML, and one HTML file that opens offline."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx

from api.csv_text import csv_text
from api.views.picture import Picture
from api.views.svg import writable
from nlp.errors import TsunagariError

PNG_WIDTH = 1920  # twice the picture's own width: sharp at 280 dpi across A4
_SLANTED = re.compile(
    r'<text[^>]* transform="translate\((?P<x>[\d.]+) (?P<y>[\d.]+)\) rotate\([^)]*\)"[^>]*>(?P<words>[^<]+)</text>'
)
_LINK = re.compile(r'<a href="/')
_OURS = re.compile(r'<a href="(/[^"]*)"')
_STYLE = (
    "body{margin:1.5rem auto;max-width:62rem;padding:0 1rem;font-family:sans-serif;line-height:1.6;color:#1b1f24;background:#fff}"
    "figure{margin:0;overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}caption{text-align:left;font-weight:bold}"
    "th,td{border-bottom:1px solid #c8d1da;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "svg a:focus-visible{outline:3px solid #7a3b00}"
)


@lru_cache(maxsize=1)
def font_file() -> Path:
    """The Japanese font (IPAexGothic) that ships in `matplotlib-fontja`: none is needed on the server.

    Raises:
        TsunagariError: the package is not installed.
    """
    spec = find_spec("matplotlib_fontja")
    if spec is None or spec.submodule_search_locations is None:
        raise TsunagariError(
            "the font package matplotlib-fontja is missing", hint="pip install matplotlib-fontja"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "fonts" / "ipaexg.ttf"


def png(svg: str, width: int = PNG_WIDTH) -> bytes:
    """The SVG as PNG, `width` pixels wide."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            font_files=[str(font_file())],
            font_family="IPAexGothic",
            skip_system_fonts=True,
        )
    )


def pdf(svg: str) -> bytes:
    """The SVG as PDF with text that can be searched and copied."""
    import vl_convert

    vl_convert.register_font_directory(str(font_file().parent))
    return bytes(vl_convert.svg_to_pdf(_SLANTED.sub(_level, svg)))


def _level(match: re.Match[str]) -> str:
    """A slanted label with an unseen level copy: readers of PDFs take slanted text character by character."""
    copy = f'<text x="{match["x"]}" y="{match["y"]}" font-size="2" fill-opacity="0">{match["words"]}</text>'
    return match.group() + copy


def size_of(svg: str) -> tuple[int, int]:
    """Width and height in px of a picture of ours.

    >>> size_of('<svg xmlns="…" width="960" height="700" viewBox="…">')
    (960, 700)
    """
    match = re.search(r'width="(\d+)" height="(\d+)"', svg)
    return (int(match[1]), int(match[2])) if match else (960, 720)


def absolute(svg: str, root: str) -> str:
    """The links of a picture that leaves this server, with the server's address in front."""
    return _LINK.sub(f'<a target="_top" href="{escape(root, quote=True)}/', svg)


def in_new_tab(svg: str) -> str:
    """The links of a picture in a frame: they open beside the page that holds the frame."""
    return svg.replace('<a href="', '<a target="_blank" rel="noopener" href="')


def in_language(svg: str, lang: str) -> str:
    """The links of a picture on a page in another language than Japanese keep that language."""
    if lang == "ja":
        return svg
    return _OURS.sub(
        lambda match: f'<a href="{match[1]}{"&amp;" if "?" in match[1] else "?"}lang={lang}"', svg
    )


def table_csv(picture: Picture) -> str:
    """All rows as CSV."""
    header = [column.ja for column in picture.columns]
    return csv_text([header, *([_cell(cell) for cell in row] for row in picture.rows)])


def _cell(value: str | int | None) -> str | int:
    """A cell that a spreadsheet will not run as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return "'" + value
    return "" if value is None else value


def table_json(picture: Picture, about: Mapping[str, Any]) -> str:
    """Title, columns, rows as records, and the network as JSON; `about` has filters, build and sources."""
    keys = [column.key for column in picture.columns]
    return json.dumps(
        {
            "view": picture.name,
            "title": picture.title,
            "description": picture.description,
            **about,
            "note": picture.note,
            "columns": [{"key": c.key, "ja": c.ja, "en": c.en} for c in picture.columns],
            "rows": [dict(zip(keys, row, strict=True)) for row in picture.rows],
            "nodes": [{"id": node.id, "label": node.label, "kind": node.kind} for node in picture.nodes],
            "edges": [
                {"from": edge.start, "to": edge.end, "relation": edge.relation, "weight": edge.weight}
                for edge in picture.edges
            ],
        },
        ensure_ascii=False,
    )


def network(picture: Picture) -> bytes:
    """Nodes and edges as GraphML that Gephi and Cytoscape open."""
    graph = nx.MultiDiGraph(name=writable(picture.title))
    for node in picture.nodes:
        graph.add_node(writable(node.id), label=writable(node.label), kind=writable(node.kind))
    for edge in picture.edges:
        graph.add_edge(
            writable(edge.start), writable(edge.end), relation=writable(edge.relation), weight=edge.weight
        )
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue()


def standalone(svg: str, picture: Picture) -> str:
    """One HTML file with the picture and its table; nothing is loaded from anywhere."""
    head = "".join(f'<th scope="col">{escape(column.ja)}</th>' for column in picture.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(_cell(cell)))}</td>" for cell in row) + "</tr>"
        for row in picture.rows
    )
    return (
        '<!doctype html>\n<html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(picture.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(picture.title)}</h1><p>{escape(picture.description)}</p>"
        f'<figure tabindex="0" role="region" aria-label="図">{svg}</figure>'
        f"<table><caption>図と同じ内容の表（{len(picture.rows)}行）</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></main></body></html>\n"
    )
