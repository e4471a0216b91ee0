"""Questions offered while one is being typed: the names in it, put into the forms of `frames/suggestions.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nlp.questions.framing.sets import Knowledge, year_words
from nlp.questions.names.lexicon import Name
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.text import fold_key

_MOST = 10
_NAMES_EACH = 3


def suggested(typed: str, known: Knowledge) -> list[str]:
    """At most ten complete questions that begin with, or speak of, what has been typed.

    Names that stand whole or in part in the typed text come first; with nothing typed, the starters.
    """
    forms = load_frames_file("suggestions.toml")
    found = list(_starters(forms, known))
    key = fold_key(typed)
    if not key:
        return found[:_MOST]
    named = [question for name in _names(key, known) for question in _forms(name, forms)]
    rest = [question for question in found if key in fold_key(question)]
    return list(dict.fromkeys([*_matching(named, key), *rest, *named]))[:_MOST]


def _starters(forms: Mapping[str, Any], known: Knowledge) -> Iterator[str]:
    newest = next((year_words(item.year) for item in known.lexicon.budget_lists()), "")
    for form in forms["starters"]:
        if "{newest}" not in form or newest:
            yield form.format(newest=newest)


def _names(key: str, known: Knowledge) -> list[Name]:
    """The names in the typed text (the last first: it is being typed), then those of which it is a part."""
    everywhere = frozenset(range(len(key) + 1))
    hits = known.index.exact(key, everywhere, everywhere)
    whole = [name for hit in reversed(hits) for name in hit.names]
    parts: list[Name] = []
    for length in range(min(len(key), 20), 1, -1):
        parts = list(known.index.containing(key[-length:]))
        if parts:
            break
    short = [
        name
        for name in known.lexicon.of_kind("ministry", "target_group")
        if len(key) >= 2 and any(key in fold_key(label) for label in (name.label, *name.alternatives))
    ]
    return list(dict.fromkeys([*whole, *short[:_NAMES_EACH], *parts[: _NAMES_EACH * 2]]))


def _forms(name: Name, forms: Mapping[str, Any]) -> Iterator[str]:
    entry = forms.get(name.kind)
    if entry is None:
        return
    for form in entry["questions"]:
        if "{number}" in form and name.number is None:
            continue
        yield form.format(name=name.label, number=name.number, notation=name.notation)


def _matching(questions: list[str], key: str) -> list[str]:
    return [question for question in questions if fold_key(question).startswith(key)]
