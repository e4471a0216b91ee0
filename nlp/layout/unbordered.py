"""Tables whose cells stand apart by blanks instead of borders: the borders put back where every column is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from nlp.reading import Line, Reading

# Wide gaps first: a single blank stands inside cells as well.
_GAPS = (re.compile(r" {2,}"), re.compile(r" {2}"), re.compile("\u3000"), re.compile(" "))
_LEAST_ROWS = 2
# Where fewer of the numbered lines fall into the header's columns, those that do may do so by chance.
_SHARE = 0.6
_NUMBERED = re.compile(r"[\s\u3000]*(?:No[.．]?)?[0-9０-９]{1,3}[\s\u3000]")


def with_borders(reading: Reading, is_header: Callable[[Sequence[str]], bool]) -> Reading | None:
    """`reading` with a tab for each gap of the lines that have as many cells as the header, None without such a table.

    A line of more or fewer cells stays as it is: which of its gaps are borders is open. Offsets stay, for a gap becomes a tab and
    blanks of the same length.
    """
    lines = list(reading.lines())
    for gap in _GAPS:
        header = next((line for line in lines if _heads(line, gap, is_header)), None)
        if header is None:
            continue
        width = len(gap.split(header.text.strip()))
        fitting = [line for line in lines if len(gap.split(line.text.strip())) == width]
        rows = [line for line in fitting if line is not header and _NUMBERED.match(line.text)]
        numbered = sum(1 for line in lines if _NUMBERED.match(line.text))
        if len(rows) < max(_LEAST_ROWS, _SHARE * numbered):
            continue
        return replace(reading, text=_bordered(reading.text, fitting, gap))
    return None


def _heads(line: Line, gap: re.Pattern[str], is_header: Callable[[Sequence[str]], bool]) -> bool:
    cells = gap.split(line.text.strip())
    return "\t" not in line.text and len(cells) >= 3 and is_header(cells)


def _bordered(text: str, lines: Sequence[Line], gap: re.Pattern[str]) -> str:
    pieces, position = [], 0
    for line in lines:
        inner = line.text.strip()
        start = line.start + line.text.index(inner)
        for match in gap.finditer(inner):
            begin = start + match.start()
            pieces += [text[position:begin], "\t" + " " * (len(match.group()) - 1)]
            position = start + match.end()
    return "".join([*pieces, text[position:]])
