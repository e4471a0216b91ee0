"""Whether what is denied is said of the rows: 再掲でない事業を持つ府省庁, not 再掲の事業を持たない府省庁."""

from __future__ import annotations

from functools import partial

from nlp.questions.patterns import patterns

_denied = partial(patterns, "denied_rows.toml", "denied")


def rows_denied(text: str) -> bool:
    """Whether a folded question denies something of the rows that whoever is listed has, or has not.

    >>> rows_denied("再掲でない事業を持つ府省庁"), rows_denied("再掲の事業を持たない府省庁")
    (True, False)
    """
    return denied_rows_held(text) or denied_rows_lacked(text)


def denied_rows_held(text: str) -> bool:
    """Whether those are asked for that have such rows.

    >>> denied_rows_held("高齢者を対象としない施策が一番多い府省庁")
    True
    """
    return _denied()["held"].search(text) is not None


def denied_rows_lacked(text: str) -> bool:
    """Whether those are asked for that have no such rows.

    >>> denied_rows_lacked("新規でない事業を持たない府省庁"), denied_rows_lacked("新規の事業を持たない府省庁")
    (True, False)
    """
    return _denied()["lacked"].search(text) is not None
