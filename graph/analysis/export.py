"""GraphML, GEXF and CSV tables of the graph, as Gephi, Cytoscape and spreadsheets open them. UTF-8, sorted, no dates inside."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

from graph.analysis.exchange import ExchangeGraph, ExchangeNode

# XML 1.0 has no place for these, and readers of CSV stumble over them; a damaged source may hold them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _columns(nodes: Iterable[ExchangeNode]) -> dict[str, str]:
    """Attribute name -> "long" or "string"; long only where every value is a number."""
    types: dict[str, str] = {}
    for node in nodes:
        for name, value in node.attributes:
            here = "long" if isinstance(value, int) and not isinstance(value, bool) else "string"
            types[name] = here if types.get(name, here) == here else "string"
    return dict(sorted(types.items()))


def graphml(graph: ExchangeGraph) -> bytes:
    """GraphML 1.0 with typed attributes; node data `label` and `kind` lead, as Cytoscape and yEd expect."""
    root = ET.Element("graphml", {"xmlns": _GRAPHML})
    columns = {"label": "string", "kind": "string", **_columns(graph.nodes)}
    for name, kind in columns.items():
        ET.SubElement(root, "key", {"id": f"n_{name}", "for": "node", "attr.name": name, "attr.type": kind})
    for name, kind in (("kind", "string"), ("weight", "double"), ("method", "string")):
        ET.SubElement(root, "key", {"id": f"e_{name}", "for": "edge", "attr.name": name, "attr.type": kind})
    body = ET.SubElement(root, "graph", {"id": "tsunagari", "edgedefault": "directed"})
    for node in graph.nodes:
        element = ET.SubElement(body, "node", {"id": node.id})
        for name, value in (("label", node.label), ("kind", node.kind), *node.attributes):
            ET.SubElement(element, "data", {"key": f"n_{name}"}).text = _clean(str(value))
    for number, edge in enumerate(graph.edges):
        element = ET.SubElement(
            body, "edge", {"id": f"e{number}", "source": edge.source, "target": edge.target}
        )
        ET.SubElement(element, "data", {"key": "e_kind"}).text = edge.kind
        ET.SubElement(element, "data", {"key": "e_weight"}).text = f"{edge.confidence:g}"
        if edge.method:
            ET.SubElement(element, "data", {"key": "e_method"}).text = _clean(edge.method)
    return _document(root)


def gexf(graph: ExchangeGraph) -> bytes:
    """GEXF 1.2, which Gephi and networkx read."""
    root = ET.Element("gexf", {"xmlns": _GEXF, "version": "1.2"})
    body = ET.SubElement(root, "graph", {"mode": "static", "defaultedgetype": "directed"})
    columns = {"kind": "string", **_columns(graph.nodes)}
    attributes = ET.SubElement(body, "attributes", {"class": "node", "mode": "static"})
    for name, kind in columns.items():
        ET.SubElement(attributes, "attribute", {"id": name, "title": name, "type": kind})
    edge_attributes = ET.SubElement(body, "attributes", {"class": "edge", "mode": "static"})
    for name in ("kind", "method"):
        ET.SubElement(edge_attributes, "attribute", {"id": name, "title": name, "type": "string"})
    nodes = ET.SubElement(body, "nodes")
    for node in graph.nodes:
        element = ET.SubElement(nodes, "node", {"id": node.id, "label": _clean(node.label)})
        values = ET.SubElement(element, "attvalues")
        for name, value in (("kind", node.kind), *node.attributes):
            ET.SubElement(values, "attvalue", {"for": name, "value": _clean(str(value))})
    edges = ET.SubElement(body, "edges")
    for number, edge in enumerate(graph.edges):
        facts = {
            "id": str(number),
            "source": edge.source,
            "target": edge.target,
            "label": edge.kind,
            "weight": f"{edge.confidence:g}",
        }
        values = ET.SubElement(ET.SubElement(edges, "edge", facts), "attvalues")
        ET.SubElement(values, "attvalue", {"for": "kind", "value": edge.kind})
        if edge.method:
            ET.SubElement(values, "attvalue", {"for": "method", "value": _clean(edge.method)})
    return _document(root)


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    out = io.BytesIO()
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue() + b"\n"


def csv_tables(graph: ExchangeGraph) -> dict[str, str]:
    """File name -> CSV text: `nodes.csv` and `edges.csv` with Gephi's column names, and one table per class.

    In a table of a class every link of its things is a column of labels joined by "; ".
    """
    columns = list(_columns(graph.nodes))
    label = {node.id: node.label for node in graph.nodes}
    tables = {
        "nodes.csv": _table(
            ["Id", "Label", "Kind", *columns],
            ([node.id, node.label, node.kind, *_values(node, columns)] for node in graph.nodes),
        ),
        "edges.csv": _table(
            ["Source", "Target", "Type", "Kind", "Weight", "Method", "SourceLabel", "TargetLabel"],
            (
                [
                    edge.source,
                    edge.target,
                    "Directed",
                    edge.kind,
                    f"{edge.confidence:g}",
                    edge.method,
                    label[edge.source],
                    label[edge.target],
                ]
                for edge in graph.edges
            ),
        ),
    }
    outgoing: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in graph.edges:
        outgoing[edge.source][edge.kind].append(label[edge.target])
    by_kind: dict[str, list[ExchangeNode]] = defaultdict(list)
    for node in graph.nodes:
        by_kind[node.kind].append(node)
    for kind, nodes in sorted(by_kind.items()):
        own = list(_columns(nodes))
        links = sorted({name for node in nodes for name in outgoing[node.id]})
        tables[f"{kind}.csv"] = _table(
            ["id", "label", *own, *links],
            (
                [
                    node.id,
                    node.label,
                    *_values(node, own),
                    *("; ".join(outgoing[node.id][name]) for name in links),
                ]
                for node in nodes
            ),
        )
    return tables


def _values(node: ExchangeNode, columns: Iterable[str]) -> list[str | int]:
    given = dict(node.attributes)
    return [given.get(name, "") for name in columns]


def _table(header: list[str], rows: Iterable[list[str | int]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def write_csv_tables(graph: ExchangeGraph, folder: Path) -> tuple[Path, ...]:
    """Write `csv_tables` into `folder` (made when missing), UTF-8.

    The tables of a class begin with a byte order mark, so that Excel shows Japanese; `nodes.csv` and `edges.csv` do not, since
    Gephi up to 0.9.2 then takes the mark for part of the first column's name (gephi/gephi#1814).
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, text in csv_tables(graph).items():
        path = folder / name
        encoding = "utf-8" if name in {"nodes.csv", "edges.csv"} else "utf-8-sig"
        path.write_text(text, encoding=encoding, newline="")
        written.append(path)
    return tuple(written)
