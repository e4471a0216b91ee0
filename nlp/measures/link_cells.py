"""Internet addresses in a table cell, broken over lines by the narrow column and with underscores lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.measures.url_lines import join_address

_START = re.compile(r"h\s?t\s?t\s?p\s?s?\s?:\s?/\s?/", re.IGNORECASE)
_STOP = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60○●■◯①-⑳<>「」『』|]|[)）](?=\s|$)")
_HOST = re.compile(
    r"^https?://([A-Za-z0-9-]+\.)+(?:jp|com|org|net|info|int|eu|io|dev|site|[a-z]{2})(?::\d+)?(?:[/?#]|$)"
)
_CUT = re.compile(r"\.(?:h|ht|p|pd|go|or|co|ac|lg|g|xls?m?l?_?|do|doc_)$|\.$", re.IGNORECASE)
_MISREAD_HOST = re.compile(r"^https?://[^/]*\.(?:go|or|co|ac|ne|lg)\.(?!jp(?:[:/?#]|$))")


@dataclass(frozen=True, slots=True)
class Address:
    """An address found in a cell: its repaired form, half-open span in the cell, and whether it is whole.

    `repaired` is True when pieces were joined; `underscores` counts spaces that were read as lost underscores; `rival` is another
    way to join them that is nearly as likely, "" without one.
    """

    url: str
    start: int
    end: int
    whole: bool
    repaired: bool
    underscores: int
    rival: str = ""


def find_addresses(text: str, width: int | None = None) -> Iterator[Address]:
    """Every address in `text`.

    `width` is the length of the column's lines where the document shows it. How the pieces are joined: `nlp.measures.url_lines`.

    >>> [item.url for item in find_addresses("https://www.cao.go.jp/ kodoku koritsu/torikum i/zenkoku.html")]
    ['https://www.cao.go.jp/kodoku_koritsu/torikumi/zenkoku.html']
    """
    starts = [match.start() for match in _START.finditer(text)]
    for index, start in enumerate(starts):
        limit = starts[index + 1] if index + 1 < len(starts) else len(text)
        stop = _STOP.search(text, start, limit)
        end = stop.start() if stop is not None else limit
        printed = text[start:end].rstrip(" \t\n、,;（(")
        scheme = _START.match(printed)
        lead = scheme.end() if scheme else 0
        read = join_address(printed[lead:], lead, width)
        secure = "s" in re.sub(r"\s", "", printed[:lead]).lower()[4:]
        url = ("https://" if secure else "http://") + re.sub(
            r"\.(go|or|co|ac|ne|lg)\.(?:ip|j p)(?=/|$)", r".\1.jp", read.text
        )
        url = re.sub(r"\.htm[!|I1]$", ".html", url)
        whole = (
            bool(_HOST.match(url))
            and not _CUT.search(url)
            and not _MISREAD_HOST.match(url)
            and "*" not in url
        )
        yield Address(url, start, start + len(printed), whole, url != printed, read.underscores, read.rival)
