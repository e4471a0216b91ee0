"""What a share is of: everything (全体の何%), or what the whole is said to be of (内閣府全体の, 内閣府の事業で…全体の)."""

from __future__ import annotations

from functools import partial

from nlp.questions.tables.patterns import patterns

_whole = partial(patterns, "wholes.toml", "whole")


def whole_said(text: str) -> str | None:
    """What a folded question says the whole to be of: "" for everything, None where it says no whole, or bounds it before.

    >>> whole_said("法務省の施策は全体の何%"), whole_said("柱1全体の何%が法務省の施策"), whole_said("法務省の施策の割合")
    ('', '柱1', None)
    """
    found = _whole()["said"].search(text)
    if found is None:
        return None
    before = text[: found.start()]
    named = _whole()["breaks"].split(before)[-1]
    if not _whole()["everything"].fullmatch(named):
        return named
    return None if _whole()["bounded"].search(before) else ""
