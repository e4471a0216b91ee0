"""What an express process knows of a request: the part that varies (the query) and the part that must be known already.

Nothing of HTTP or SPARQL is interpreted here that the server did not interpret before for a request of the same shape:
every byte around the query has to be the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

LARGEST = 16_384
"""Bytes of the largest request that goes this way."""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d{1,5})(?=\r\n)", re.IGNORECASE)
_TOKEN = re.compile(
    r"""
    (?:\s|\#[^\n\r]*)*
    (?: ( (?:limit|offset)\s+\d+ | [^\W\d][\w:.\-]* | [?$:][\w:.\-]* | [{}().;,*/|=!&+\-] )
      | \"(?:\"\".*?\"\"\"|[^\"\n\r]*\") | '(?:''.*?\'\'\'|[^'\n\r]*') | <[^<>\"{}|^`\x00-\x20]*> | \d[\w.\-]* | \Z | . )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""Spaces and comments, then a token; the group is empty for strings, IRIs, numbers and other signs."""
_ELSEWHERE = re.compile(r"service|from\b|\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `around` is all of it but the query and the length of its body; `query` is decoded."""

    around: bytes
    query: str


def read(request: bytes) -> Asked | None:
    """The request that fills `request` exactly, or None when it is not of a form that goes this way.

    GET with the parameter `query`, POST of a form with it, POST of a query alone.
    """
    head, end, body = request.partition(b"\r\n\r\n")
    line, _, headers = head.partition(b"\r\n")
    if not end or not line.endswith(b" HTTP/1.1"):
        return None
    if line.startswith(b"GET "):
        target, mark, text = line[4:-9].partition(b"?")
        if body or not mark:
            return None
        kept, query = _split(text)
        return _asked(b"GET %b?%b\r\n%b" % (target, kept, headers), query)
    if not line.startswith(b"POST "):
        return None
    length = _LENGTH.search(b"\r\n%b\r\n" % headers)
    if length is None or int(length[1]) != len(body):
        return None
    kept, query = _split(body) if b"x-www-form-urlencoded" in headers else (b"", body)
    at, to = length.start(1) - 2, length.end(1) - 2
    return _asked(b"%b\r\n%b\0%b\r\n%b" % (line, headers[:at], headers[to:], kept), query)


def lacks_body(request: bytes) -> bool:
    """Whether a request is a POST whose head is here and whose body is not, or not all of it."""
    if not request.startswith(b"POST "):
        return False
    head, end, body = request.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    return bool(end) and length is not None and len(body) < int(length[1])


def _split(parameters: bytes) -> tuple[bytes, bytes | None]:
    """All parameters but the query as they stand, and the query; None when it is not there once."""
    if parameters.startswith(b"query=") and b"&" not in parameters:
        return b"", unquote_to_bytes(parameters[6:].replace(b"+", b" "))
    kept: list[bytes] = []
    queries: list[bytes] = []
    for part in parameters.split(b"&"):
        (queries if part.startswith(b"query=") else kept).append(part)
    if len(queries) != 1:
        return b"", None
    return b"&".join(kept), unquote_to_bytes(queries[0][6:].replace(b"+", b" "))


def _asked(around: bytes, query: bytes | None) -> Asked | None:
    if query is None:
        return None
    try:
        return Asked(around, query.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def outline(query: str) -> str:
    """What queries of about the same cost have in common: their words and signs; strings, IRIs and numbers left blank.

    The numbers of LIMIT and OFFSET stay. "" for a query that has to be looked at again each time: with SERVICE, FROM
    or a backslash anywhere in it.

    >>> outline('SELECT * { <http://a> ?p "x", 12 } LIMIT 10 # now')
    'SELECT * {  ?p  ,  } LIMIT 10  '
    """
    return "" if _ELSEWHERE.search(query) else " ".join(_TOKEN.findall(query))
