"""The part of a document whose outline is not the corpus's first: its pillars and sections under paths of their own."""

from __future__ import annotations

import re
from dataclasses import replace

import zstandard

from graph.document_part import DocumentPart
from graph.iris import BASE, place_path
from graph.part_file import triples_of
from graph.reconcile.sections import section_of

_PLACE = re.compile(re.escape(f"<{BASE}").encode() + rb"(?:section|pillar)/(?P<notation>[^>]+)>")


def with_own_sections(part: DocumentPart, outline: str) -> DocumentPart:
    """The part with all that it says of pillars and sections said of those of its `outline` (as `outlines` names it).

    Its `sections` have every notation that it points at, with "" for one without a heading; nothing of them is left in `used`.
    """
    notations: set[str] = set()

    def moved(match: re.Match[bytes]) -> bytes:
        notation = match["notation"].decode()
        notations.add(notation)
        return f"<{BASE}{place_path(notation, outline)}>".encode()

    with triples_of(part) as source:
        written = _PLACE.sub(moved, source.read())
    return replace(
        part,
        triples=zstandard.compress(written, 3),
        file=None,
        items=tuple(replace(item, section=section_of(outline, item.section)) for item in part.items),
        measures=tuple(replace(item, section=section_of(outline, item.section)) for item in part.measures),
        used={kind: names for kind, names in part.used.items() if kind not in ("section", "pillar")},
        sections={**dict.fromkeys(sorted(notations), ""), **part.sections},
        outline=outline,
    )
