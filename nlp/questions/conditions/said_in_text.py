"""Words said to stand in a name or in a text: 事業名に「交付金」が付く, 概要に「見守り」と書かれた, 「能登」が本文に出てくる.

How that is said is the knowledge of `frames/said_in_text.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.conditions.standing import stands_behind
from nlp.questions.found.cores import Core
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import Knowledge, SetReading
from nlp.questions.names.linking import EntityHit
from nlp.questions.records import Condition, Term
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns

_said = partial(patterns, "said_in_text.toml", "patterns")


def places_said() -> Mapping[str, str]:
    """The texts that words may be said to stand in, each with the kind of its condition."""
    places: Mapping[str, str] = load_frames_file("said_in_text.toml")["places"]
    return places


def places_told(text: str) -> bool:
    """概要に「見守り」: whether quoted words are said behind the name or text that they stand in."""
    return _said()["said_in"].search(text) is not None


def asks_in_text(text: str) -> bool:
    """Whether a question speaks of what is printed (本文, 文中)."""
    return _said()["in_text"].search(text) is not None


def stands_in_text(hit: EntityHit, reading: Reading) -> bool:
    """「フードバンク」が出てくる, 本文に「ヤングケアラー」: the word itself is looked for in the texts, not those it names."""
    before, after = reading.text[: hit.start], reading.text[hit.end :]
    quoted = before.endswith(("「", "『")) and after.startswith(("」", "』"))
    return stands_behind(after) or (quoted and asks_in_text(reading.text))


def said_in(reading: Reading, into: SetReading, known: Knowledge) -> list[Core]:
    """Quoted words said to stand in the name or in one of the texts; the cores that they explain."""
    explained: list[Core] = []
    for match in words_said_in(reading.text):
        kind = places_said().get(match["where"], "name")
        if not known.supports(into.over, kind):
            continue
        terms = tuple(Term("text", v, match["what"]) for v in keyword_variants(match["what"]))
        into.conditions = [c for c in into.conditions if c.kind != "quoted" or c.surface != match["what"]]
        denied = _said()["not_said"].match(reading.text[match.end() :])
        into.add(Condition(kind, terms, "none" if denied else "any", surface=match["what"]), known)
        explained += [c for c in reading.cores if match.start() < c.end and c.start < match.end()]
    for match in _said()["named_so"].finditer(reading.text):
        word = match["a"] or match["b"]
        if not known.supports(into.over, "name") or any(c.surface == word for c in into.conditions):
            continue
        into.add(
            Condition("name", tuple(Term("text", v, word) for v in keyword_variants(word)), surface=word),
            known,
        )
        explained += [c for c in reading.cores if match.start() < c.end and c.start < match.end()]
    return explained


def denied_in_text(text: str) -> bool:
    """見直し方針に「継続」と書かれていない: whether the words that a text of the things has not are said."""
    return any(_said()["not_said"].match(text[match.end() :]) for match in words_said_in(text))


def words_said_in(text: str) -> tuple[re.Match[str], ...]:
    """概要に「…」, then 「…」という語が概要に: quoted words and the name or text in which they are said to stand."""
    return (*_said()["said_in"].finditer(text), *_said()["said_before"].finditer(text))
