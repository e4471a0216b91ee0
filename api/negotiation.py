"""Content negotiation: which of our media types suits an Accept header best.

Source: RFC 9110, section 12.5.1 (Accept) and 12.5.3 (Accept-Encoding).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header. `q` is 0..1."""

    type: str
    subtype: str
    q: float

    def specificity(self, media_type: str) -> int:
        """How closely the range names `media_type`: 2 exactly, 1 its type, 0 anything, -1 not at all."""
        kind, _, sub = media_type.partition("/")
        if self.type == "*":
            return 0 if self.subtype == "*" else -1
        if self.type != kind:
            return -1
        if self.subtype == "*":
            return 1
        return 2 if self.subtype == sub else -1


@lru_cache(maxsize=1024)
def parse_accept(header: str) -> tuple[Range, ...]:
    """The ranges of an Accept header in order; what cannot be read is left out. A lone "*", as Java sends, is "*/*".

    >>> parse_accept("text/csv;q=0.5, */*")
    (Range(type='text', subtype='csv', q=0.5), Range(type='*', subtype='*', q=1.0))
    """
    ranges = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, sub = ("*/*" if name == "*" else name.lower()).partition("/")
        if not (slash and kind and sub):
            continue
        ranges.append(Range(kind, sub, _q(parameters)))
    return tuple(ranges)


def _q(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(max(float(value.strip().strip('"')), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def quality(header: str, media_type: str, *, exact: bool = False) -> float:
    """The q of the most specific range that matches; 0 when none does; `exact` ignores wildcards.

    >>> quality("text/*;q=0.3, text/csv", "text/csv"), quality("text/*;q=0.3", "text/csv", exact=True)
    (1.0, 0.0)
    """
    best, value = 1 if exact else -1, 0.0
    for media_range in parse_accept(header):
        specificity = media_range.specificity(media_type)
        if specificity > best:
            best, value = specificity, media_range.q
        elif specificity == best and value:
            value = max(value, media_range.q)
    return value


@lru_cache(maxsize=4096)
def choose(header: str, offers: tuple[str, ...]) -> str | None:
    """The offer with the highest quality, the earlier one among equals; None when nothing is acceptable.

    An empty header accepts anything.

    >>> choose("text/csv;q=0.9, */*;q=0.1", ("application/json", "text/csv"))
    'text/csv'
    >>> choose("image/png", ("application/json",)) is None
    True
    """
    if not header.strip():
        return offers[0]
    best = max(offers, key=lambda offer: quality(header, offer))
    return best if quality(header, best) > 0 else None


def choose_encoding(header: str, offers: Sequence[str] = ("zstd", "gzip")) -> str:
    """The content coding to use, "" for none.

    >>> choose_encoding("gzip, deflate, br, zstd"), choose_encoding("gzip;q=0"), choose_encoding("")
    ('zstd', '', '')
    """
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name:
            found[name.lower().removeprefix("x-")] = _q(
                parameters
            )  # x-gzip is gzip: RFC 9110, section 8.4.1.3
    plain = found.get("identity", 0.0)
    best = max(offers, key=lambda offer: found.get(offer, found.get("*", 0.0)))
    q = found.get(best, found.get("*", 0.0))
    return best if q > 0 and q >= plain else ""
