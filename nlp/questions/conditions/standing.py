"""Whether a word is said to stand in the texts (…が出てくる, …に触れている): `frames/said_in_text.toml`."""

from __future__ import annotations

from nlp.questions.tables.patterns import patterns


def stands_behind(after: str) -> bool:
    """Whether what follows a word says that it stands somewhere in the texts (…が出てくる, …に触れている)."""
    return patterns("said_in_text.toml", "patterns")["stands"].match(after) is not None
