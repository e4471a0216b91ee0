"""Conditions on a body or a profession (NPOを支援する施策): met where it is whom something is for, and where it is helped so that others are.

For people there is one property; the queries of all other questions stay as they are.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from graph.iris import BASE
from nlp.gazetteer import load_gazetteers
from nlp.language.helper_groups import may_help
from nlp.questions.records import Condition, Term

_KINDS = ("target_group", "target_group_below")
_SUPPORTED, _EITHER = "tsu:targetGroup", "(tsu:targetGroup|tsu:helperGroup)"


def of_helpers(condition: Condition) -> bool:
    """Whether a condition names a group that can be a helper."""
    return condition.kind in _KINDS and any(_may_help(term) for term in condition.values)


def with_helpers(text: str, condition: Condition) -> str:
    """The graph pattern of a condition, widened to helpers where its group can be one."""
    return widened(text) if of_helpers(condition) else text


def widened(text: str) -> str:
    """The graph pattern of a condition on a group, met by helpers too; as it is where it names no group."""
    return text.replace(_SUPPORTED, _EITHER)


@lru_cache(maxsize=512)
def _may_help(term: Term) -> bool:
    name = term.value.removeprefix(BASE + "target-group/")
    return name != term.value and may_help(unquote(name), load_gazetteers())


__all__ = ["of_helpers", "widened", "with_helpers"]
