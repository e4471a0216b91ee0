"""Stable identifiers: `https://w3id.org/tsunagari/id/{kind}/{slug}`, built from what identifies the thing."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from nlp.layout.notations import is_section
from nlp.records import Record

BASE = "https://w3id.org/tsunagari/id/"
NS = "https://w3id.org/tsunagari/ns#"
# RFC 3987 forbids these in an IRI path segment, or they would change its meaning.
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`%#?/\[\]\x00-\x1f\x7f]+")
_SPACES = re.compile(r"[\s\u3000]+")
STAGE_LETTERS = {
    "initial": "i",
    "supplementary": "s",
    "approvedEstimate": "e",
    "draft": "d",
    "request": "r",
    "": "",
}


@lru_cache(maxsize=16384)
def slug(name: str) -> str:
    """`name` as one IRI path segment: NFKC (but ①-⑳ kept), spaces gone, forbidden characters as "-".

    >>> slug("ＮＰＯ等 の取組")
    'NPO等の取組'
    >>> slug("4-①")
    '4-①'
    """
    folded = name if name.isascii() else "".join(map(_folded, name))
    return _FORBIDDEN.sub("-", _SPACES.sub("", folded)).strip("-") or "-"


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    return char if "\u2460" <= char <= "\u2473" else normalize("NFKC", char)


def iri(path: str) -> str:
    """The full IRI of a thing path such as "measure/2024-82"."""
    return BASE + path


def place_path(notation: str, outline: str = "") -> str:
    """The thing path of a pillar ("4") or section ("4-①"); of an outline that is not the corpus's first, with its name.

    >>> place_path("4-①"), place_path("4"), place_path("4-①", "000_list")
    ('section/4-①', 'pillar/4', 'section/4-①-000_list')
    """
    return (
        f"{'section' if is_section(notation) else 'pillar'}/{slug(notation)}{'-' if outline else ''}{outline}"
    )


def path_of(document: str, record: Record) -> str:
    """The thing path of a record: kind and slug.

    Measures, budget lines, sections, laws and plans are the same thing wherever they are printed; all
    else is identified by its document and its key there.

    >>> path_of("000", Record("section", "4-①", None))
    'section/4-①'
    """
    kind = record.kind.replace("_", "-")
    match record.kind:
        case "measure" if record.value("plan_year") is not None:
            return f"measure/{record.value('plan_year')}-{slug(record.key)}"
        case "budget_line" if record.value("fiscal_year") is not None:
            letter = STAGE_LETTERS.get(record.text("stage"), "")
            return f"budget-line/{record.value('fiscal_year')}{letter}-{slug(record.key)}"
        case "review_sheet" if record.value("fiscal_year") is not None:
            return f"review-sheet/{record.value('fiscal_year')}-{slug(record.key)}"
        case "section":
            level = "pillar" if record.text("level") == "pillar" else "section"
            return f"{level}/{slug(record.text('notation') or record.key)}"
        case "law" | "plan":
            return f"{kind}/{slug(record.text('label') or record.key)}"
        case "indicator":
            return f"indicator/{slug(document)}-{slug(record.key)}"
    return f"{kind}/{slug(document)}-{slug(record.key)}"
