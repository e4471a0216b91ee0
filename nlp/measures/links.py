"""The addresses of a measure's URL cells as fields; cut ones as issues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.measures.link_cells import find_addresses
from nlp.measures.rows import TextPiece
from nlp.measures.url_lines import line_width
from nlp.reading import Reading
from nlp.records import Field, Issue

# The last letters of an address on a line of their own.
_REST = re.compile(r"[A-Za-z0-9_%=&#?.-]{1,40}")


def link_fields(
    reading: Reading, cells: Sequence[TextPiece], subject: str
) -> tuple[list[Field], list[Issue]]:
    """Every whole address of `cells` once; an address that is cut is quoted in an issue, never completed."""
    fields: list[Field] = []
    issues: list[Issue] = []
    width = line_width(reading.text)
    for cell in _continued(cells):
        found = list(find_addresses(cell.text, width))
        for item in found:
            start, end = cell.start + item.start, min(cell.start + item.end, cell.end)
            printed = cell.text[item.start : item.end].replace("\n", "")
            if not item.whole:
                where = reading.where(start, end)
                issues.append(
                    Issue("cut-link", "info", f"URLが途中で切れている: 「{printed}」", where, subject)
                )
            elif item.rival:
                where = reading.where(start, end)
                message = (
                    f"URLの空白が行末か下線か決められない: 「{printed}」は {item.url} か …{item.rival[-40:]}"
                )
                issues.append(Issue("ambiguous-link", "info", message, where, subject))
            elif item.url not in [field.value for field in fields]:
                sure = 0.75 if item.underscores else (0.9 if item.repaired else 1.0)
                method = "rejoined" if item.repaired else "printed"
                fields.append(reading.make("link", item.url, start, end, method=method, confidence=sure))
        if not found and has_address(cell.text):
            where = reading.where(cell.start, cell.end)
            message = f"URLの初めが切れている: 「{cell.text[:60]}」"
            issues.append(Issue("cut-link", "info", message, where, subject))
    return fields, issues


def _continued(cells: Sequence[TextPiece]) -> Iterator[TextPiece]:
    """Link cells, one that goes on in the next row (no scheme of its own) joined to it; the span is the first cell's."""
    held: TextPiece | None = None
    for cell in cells:
        goes_on = has_address(cell.text) or _REST.fullmatch(cell.text)
        if held is not None and not re.search(r"https?:", cell.text) and goes_on:
            held = replace(held, text=f"{held.text}\n{cell.text}")
            continue
        if held is not None:
            yield held
        held = cell
    if held is not None:
        yield held


def has_address(text: str) -> bool:
    """Whether a cell holds something of an internet address."""
    return bool(re.search(r"https?:|www\.|\.(?:jp|ip)\b|\.html?|\.pdf|/", text))
