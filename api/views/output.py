"""A picture in the forms that reports take: PNG, PDF, CSV, JSON, GraphML, and one HTML file that opens offline."""

from __future__ import annotations

import csv
import io
import json
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

import networkx as nx

from api.views.picture import Picture


@lru_cache(maxsize=1)
def font_file() -> Path:
    """The Japanese font that ships with a package, so that none is needed on the server."""
    spec = find_spec("matplotlib_fontja")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(next(iter(spec.submodule_search_locations))) / "fonts" / "ipaexg.ttf"


def png(svg: str, width: int = 1600) -> bytes:
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
    return bytes(vl_convert.svg_to_pdf(svg))


def table_csv(picture: Picture) -> str:
    """The rows as CSV; the byte order mark lets spreadsheets show Japanese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(picture.columns)
    writer.writerows(picture.rows)
    return "\ufeff" + out.getvalue()


def table_json(picture: Picture, build_id: str, filters: str) -> str:
    """Title, columns and rows as JSON."""
    return json.dumps(
        {
            "view": picture.name,
            "title": picture.title,
            "filters": filters,
            "note": picture.note,
            "build": build_id,
            "columns": picture.columns,
            "rows": picture.rows,
        },
        ensure_ascii=False,
    )


def network(picture: Picture) -> bytes:
    """The edges as GraphML that Gephi and Cytoscape open."""
    graph = nx.DiGraph()
    for start, end, weight in picture.edges:
        graph.add_node(start, label=start)
        graph.add_node(end, label=end)
        graph.add_edge(start, end, weight=weight)
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue()


def standalone(svg: str, picture: Picture) -> str:
    """One HTML file with the picture and its table, nothing loaded from anywhere."""
    head = "".join(f"<th scope=col>{escape(name)}</th>" for name in picture.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in picture.rows
    )
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{escape(picture.title)}</title></head>'
        f"<body><figure>{svg}<figcaption>{escape(picture.description)}</figcaption></figure>"
        f"<table><caption>{escape(picture.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>"
    )
