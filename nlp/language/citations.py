"""Laws and plans cited in a text, in the form that the pipeline's components share."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.gazetteer import load_gazetteers
from nlp.language.legal_names import find_legal_names


def find_citations(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, kind, name) for each cited law or plan; kind is "law" or "plan".

    Names of the gazetteer are left to `tsu_names`, so that nothing is marked twice.
    """
    for found in find_legal_names(text, load_gazetteers().laws):
        if not found.known:
            yield found.start, found.end, found.kind, found.name
