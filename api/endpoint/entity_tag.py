"""The entity tag of a query's result, for every process that answers: needs nothing but hashing."""

from __future__ import annotations

import hashlib


def tag_of(marks: tuple[str, str], query: str) -> str:
    """The entity tag of a query's result between two marks, which name build, format and data set."""
    name = f"{marks[0]}{query}{marks[1]}"
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
