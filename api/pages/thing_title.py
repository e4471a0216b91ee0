"""What a thing is called on its page: its label, or for things without one the words that say most about it."""

from __future__ import annotations

from collections.abc import Mapping

_LONGEST = 60


def title_of(path: str, values: Mapping[str, str]) -> str:
    """The title for a path (`evidence/…`) from the first value of each property, as shown; the path when nothing serves.

    >>> title_of("link/x", {"subject": "甲事業", "predicate": "対象者", "object": "高齢者"})
    '甲事業 → 対象者 → 高齢者'
    >>> title_of("activity/x", {"notation": "3(2)", "description": "実態把握"})
    '3(2) 実態把握'
    """
    kind, _, rest = path.partition("/")
    name = values.get("displayLabel") or values.get("prefLabel") or values.get("title") or ""
    if kind in ("section", "pillar"):
        return f"{rest} {name}".strip()
    if name:
        return name
    if kind == "link" and "subject" in values and "object" in values:
        return _cut(" → ".join(filter(None, (values["subject"], values.get("predicate"), values["object"]))))
    if quote := values.get("repairedQuote") or values.get("quote"):
        return f"「{_cut(quote)}」"
    words = values.get("message") or values.get("description") or values.get("measured") or ""
    notation = values.get("notation", "")
    return _cut(f"{notation} {words}".strip()) if words or notation else path


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
