"""Internet addresses in a table cell, broken over lines by the narrow column and with underscores lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = re.compile(r"h\s?t\s?t\s?p\s?s?\s?:\s?/\s?/", re.IGNORECASE)
_STOP = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60○●■◯①-⑳<>「」『』|]|[)）](?=\s|$)")
_HOST = re.compile(
    r"^https?://([A-Za-z0-9-]+\.)+(?:jp|com|org|net|info|int|eu|io|dev|site|[a-z]{2})(?::\d+)?(?:[/?#]|$)"
)
_CUT = re.compile(r"\.(?:h|ht|p|pd|go|or|co|ac|lg|g|xls?m?l?_?|do|doc_)$|\.$", re.IGNORECASE)
_MISREAD_HOST = re.compile(r"^https?://[^/]*\.(?:go|or|co|ac|ne|lg)\.(?!jp(?:[:/?#]|$))")
_JOINT = re.compile(r"[/\-.?&=_%]$")


@dataclass(frozen=True, slots=True)
class Address:
    """An address found in a cell: its repaired form, half-open span in the cell, and whether it is whole.

    `repaired` is True when pieces were joined; `underscores` counts spaces that were read as lost underscores.
    """

    url: str
    start: int
    end: int
    whole: bool
    repaired: bool
    underscores: int


def find_addresses(text: str) -> Iterator[Address]:
    """Every address in `text`.

    The column breaks an address where the line is full or after / - . ? & =. A space anywhere else, in a piece
    shorter than the line, stands for an underscore that the reader did not see.

    >>> [item.url for item in find_addresses("https://www.cao.go.jp/ kodoku koritsu/torikum i/zenkoku.html")]
    ['https://www.cao.go.jp/kodoku_koritsu/torikumi/zenkoku.html']
    """
    starts = [match.start() for match in _START.finditer(text)]
    width = max((len(piece) for piece in re.split(r"\s+", text)), default=0)
    for index, start in enumerate(starts):
        limit = starts[index + 1] if index + 1 < len(starts) else len(text)
        stop = _STOP.search(text, start, limit)
        end = stop.start() if stop is not None else limit
        printed = text[start:end].rstrip(" \t\n、,;（(")
        scheme = _START.match(printed)
        lead = scheme.end() if scheme else 0
        joined, underscores = _join(printed[lead:], max(width, 18), lead)
        secure = "s" in re.sub(r"\s", "", printed[:lead]).lower()[4:]
        url = ("https://" if secure else "http://") + re.sub(
            r"\.(go|or|co|ac|ne|lg)\.(?:ip|j p)(?=/|$)", r".\1.jp", joined
        )
        url = re.sub(r"\.htm[!|I1]$", ".html", url)
        whole = (
            bool(_HOST.match(url))
            and not _CUT.search(url)
            and not _MISREAD_HOST.match(url)
            and "*" not in url
        )
        yield Address(url, start, start + len(printed), whole, url != printed, underscores)


def _join(body: str, width: int, lead: int) -> tuple[str, int]:
    """The pieces of an address as one; `width` is the column's line length, `lead` letters came before on line one."""
    joined, underscores = "", 0
    length = lead
    pieces = re.split(r"\s+", body.strip())
    for index, piece in enumerate(pieces):
        if index == 0:
            joined = piece
            length = lead + len(piece)
            continue
        full = length >= width - 3 or (length >= width - 6 and len(piece) > 6)
        if full or _JOINT.search(joined):
            joined += piece
            length = len(piece)
        else:
            joined += "_" + piece
            underscores += 1
            length += 1 + len(piece)
    return joined, underscores
