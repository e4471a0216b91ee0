"""食品アクセス確保緊急支援事業は？ after モデル調査の担当は？: what was asked of one thing is asked of another, in the same words."""

from __future__ import annotations

from functools import partial

from nlp.questions.found.reading import Reading
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key

_said = partial(patterns, "follow_ups.toml", "another")
# Computations that ask one thing of what is named; an outline is what a bare name asks for by itself.
_ASKED_OF_ONE = ("attribute", "amounts", "change", "where", "place_of", "lineage", "evidence")
# Conditions that name a part of a guideline or a sheet, of which the same may be asked one after the other: the kind of its names.
_PARTS = {"eligible_programme": "eligible_programme", "component": "component", "category": "component"}
_SUMMED = ("list", "amounts", "average", "rank")


def asked_of_another(reading: Reading, earlier: Understood) -> str:
    """The question before with the thing now named in the place of the one named there; "" where this is another question.

    The part of a value that was asked for (中核市の基準額) is exchanged likewise (都道府県なら).
    """
    match = _said()["bare"].fullmatch(reading.text)
    if match is None or earlier.rule.op not in _ASKED_OF_ONE:
        return ""
    frame, name = earlier.frame, match["name"]
    kinds = next((hit.kinds() for hit in reading.entities if hit.surface == name), frozenset())
    within = [word for word in frame.within if frame.text.count(word) == 1]
    if len(within) == 1 and len(frame.within) == 1 and (kinds or any(c.text == name for c in reading.cores)):
        return frame.text.replace(within[0], name)
    said = (word for x in frame.linked if x.kind in kinds for word in (x.surface, fold_key(x.label)))
    former = {word for word in said if word and frame.text.count(word) == 1}
    return frame.text.replace(former.pop(), name) if len(former) == 1 else ""


def asked_of_another_part(reading: Reading, earlier: Understood, lexicon: Lexicon) -> str:
    """外出促進は？ after 移動手段確保事業の取組は？: the one other part of the guideline or sheet whose name has the word; "" otherwise."""
    match = _said()["bare"].fullmatch(reading.text)
    parts = [
        (c.kind, fold_key(t.label)) for c in earlier.frame.conditions if c.kind in _PARTS for t in c.values
    ]
    if match is None or len(parts) != 1 or reading.numbers:
        return ""
    if any(hit.surface != match["name"] for hit in reading.entities):
        return ""
    (kind, former), word = parts[0], fold_key(match["name"])
    names = (fold_key(n.label) for n in lexicon.of_kind(_PARTS[kind]))
    labels = {name for name in names if word in name != former and name.endswith(former[-2:])}
    once = earlier.frame.text.count(former) == 1
    return earlier.frame.text.replace(former, labels.pop()) if once and len(labels) == 1 else ""


def summed_alone(reading: Reading, earlier: Understood) -> str:
    """合計すると？ after one set, with no other before it to be added: its sum is asked for; "" for other questions."""
    alone = not earlier.exchanged and earlier.rule.op in _SUMMED
    return "合計は?" if alone and _said()["summed"].fullmatch(reading.text) is not None else ""


def only_repeated(reading: Reading, found: Understood, earlier: Understood | None) -> tuple[str, ...]:
    """備考は？ after 目標は？: the nouns of a question that would be answered just as the one before was; () for others."""
    if earlier is None or reading.has("ask:list") or _asked(found) != _asked(earlier):
        return ()
    if (
        any(c.slot != "plain" for c in reading.cues if c.slot != "follow")
        or reading.entities
        or reading.numbers
    ):
        return ()
    return tuple(t.surface for t in reading.tokens if t.pos == "名詞")


def _asked(understood: Understood) -> tuple[object, ...]:
    frame = understood.frame
    conditions = {(c.kind, c.values, c.mode, c.operator) for c in frame.conditions}
    return (understood.rule.id, frame.item, frame.attribute, frame.order, frame.limit, frame.nth, conditions)


__all__ = ["asked_of_another", "asked_of_another_part", "only_repeated", "summed_alone"]
