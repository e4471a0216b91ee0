"""Tables as CSV that spreadsheets open: RFC 4180, with the byte order mark without which Excel takes UTF-8 for the local code page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """The rows, the header first, as one text.

    >>> csv_text([["事業", "金額（円）"], ["見守り、相談", 120]])
    '\\ufeff事業,金額（円）\\r\\n見守り、相談,120\\r\\n'
    """
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return "\ufeff" + out.getvalue()
