"""Finds references to pillars, sections and numbered measures in running text (4-①, 柱4, 施策No.82)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED

_DIGIT = "0-9０-９"
_SECTION = re.compile(rf"(?<![{_DIGIT}])([{_DIGIT}])\s*[-－‐―ー]\s*([{CIRCLED}])")
_PILLAR = re.compile(rf"柱\s*([{_DIGIT}])(?![{_DIGIT}])")
_MEASURE = re.compile(rf"(?:施策)?\s*(?:No|Ｎｏ|NO|№)\s*[.．]?\s*([{_DIGIT}]{{1,3}})(?![{_DIGIT}.,])")


def find_headings(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, kind, canonical): kind "section" ("4-①"), "pillar" ("4") or "measure_number" ("82").

    >>> list(find_headings("柱4（4-①）の施策No.82"))
    [(3, 6, 'section', '4-①'), (0, 2, 'pillar', '4'), (8, 15, 'measure_number', '82')]
    """
    for match in _SECTION.finditer(text):
        yield match.start(), match.end(), "section", f"{normalize('NFKC', match[1])}-{match[2]}"
    for match in _PILLAR.finditer(text):
        yield match.start(), match.end(), "pillar", normalize("NFKC", match[1])
    for match in _MEASURE.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield start, match.end(), "measure_number", str(int(normalize("NFKC", match[1])))
