"""二番目は？ 次は？ after a fact was asked of what a ranking named: the ranking is meant again, not that one thing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nlp.questions.found.places_said import is_small, order_words
from nlp.questions.found.reading import Reading
from nlp.questions.names.lexicon import Name
from nlp.questions.names.things import THINGS
from nlp.questions.records import Condition, Decline, Term
from nlp.questions.tables.frame_rules import Understood, frame_rules
from nlp.questions.tables.patterns import patterns

_said = partial(patterns, "follow_ups.toml", "of_named")
# Computations that pick their things by amounts, which no condition says: a question behind them speaks of those named.
_PICKED = ("change_rank", "beside_average", "differs", "disagreement")
_ORDERS = ("ask:max", "ask:min", "ask:desc", "ask:asc")
_RANKINGS = ("rank", "change_rank")
# The surface of the condition that holds what a ranking named.
_NAMED = "上位"
# Of the set that was ranked these say more than that its first ones are meant.
_OF_ROWS = ("year", "stage")


def ranking_kept(ranked: Understood | None, found: Understood) -> Understood | None:
    """The ranking that later questions may lean on: `found`, or that before where `found` is of one thing alone."""
    if found.rule.op.startswith(_RANKINGS):
        return found
    named = {t.label for c in found.frame.conditions if c.kind in (*THINGS, "line") for t in c.values}
    return ranked if len(named) == 1 else None


def ranking_meant(reading: Reading, ranked: Understood | None) -> Understood | None:
    """The ranking, where the question says nothing but a place in it (二番目は？ 3位は？); None for other questions."""
    if ranked is None or not reading.numbers_of("nth") or reading.entities or len(reading.numbers) > 1:
        return None
    return None if any(core.noun for core in reading.cores) else ranked


def place_behind(question: str, ranked: Understood | None) -> str:
    """その次は？ after a ranking as the place behind those that it named (2番目は？); any other question as it stands."""
    if ranked is None or not ranked.rule.op.startswith(_RANKINGS) or ranked.frame.order == "both":
        return question
    last = ranked.frame.nth or ranked.frame.limit
    match = order_words("places")["next_alone"].match(question.strip())
    if match is None or not last:
        return question
    size = match["size"] or ("大き" if ranked.frame.order == "desc" else "小さ")
    other_end = (is_small(size)) != (ranked.frame.order == "asc")
    return question if other_end else f"{last + 1}番目は？"


def cut(found: Understood) -> bool:
    """Whether a ranking names only some of its set: the first five, the second one."""
    return found.rule.op.startswith((*_RANKINGS, "group")) and bool(
        found.frame.limit or found.frame.nth or found.frame.places
    )


def told_by_names(found: Understood) -> bool:
    """Whether only the names in its answer say which things a question was answered with (R6からR7で減った事業, the first three)."""
    return cut(found) or found.rule.op in _PICKED


def asks_of_named(reading: Reading) -> bool:
    """Whether a fact, an amount or the other list is asked of what was named (担当は？ R6ではいくら？ R6にもあったのは？), and no order
    nor another set is said."""
    if reading.entities or reading.has(*_ORDERS) or reading.numbers_of("top") or reading.numbers_of("nth"):
        return False
    return any(form.match(reading.text) for form in _said().values()) or (
        bool(reading.of_slot("attr")) and not reading.numbers and not reading.of_slot("class")
    )


def asks_of_the_one(reading: Reading) -> bool:
    """Whether the amount or the other list is asked of the one thing that a ranking named, which no frame by itself says."""
    return asks_of_named(reading) and any(
        _said()[form].match(reading.text) for form in ("amounts", "present", "whether")
    )


def rule_of_named(reading: Reading, base: Understood) -> str:
    """The frame that tells what was named, each with its ministry or its amount; "" where another frame answers."""
    if not any(map(named_by_ranking, base.frame.conditions)) or base.frame.over != "line":
        return ""
    forms = (("charge", "rows_and_charge"), ("amounts", "amount_table"))
    return next((rule for form, rule in forms if _said()[form].match(reading.text)), "")


def set_named(ranked: Understood, names: tuple[Name, ...]) -> Understood | Decline:
    """What a cut ranking named, as a set that a question behind it (そのうち新規なのは？) narrows; declined where it is not known
    by names."""
    kinds = {name.kind for name in names}
    if len(kinds) != 1 or not kinds <= {"programme", "measure"}:
        text = "前の問いに並べたものの中から選ぶことは、並べたものが一つに定まらないためできません。条件をすべて書いて尋ねてください。"
        return Decline("not_in_graph", text, f"「{ranked.frame.text.rstrip('?。')}」で挙げたもののうち")
    terms = tuple(Term("iri", name.id, name.label) for name in names)
    named = Condition(kinds.pop(), terms, origin="inherited", surface=_NAMED)
    kept = tuple(c for c in ranked.frame.conditions if c.kind in _OF_ROWS)
    rule = next(rule for rule in frame_rules() if rule.id == "list")
    frame = replace(ranked.frame, id=rule.id, conditions=(*kept, named), order="", limit=0, nth=0, places=())
    return Understood(frame, rule)


def named_by_ranking(condition: Condition) -> bool:
    """Whether a condition holds what a ranking named, and no name that was said."""
    return condition.surface == _NAMED and condition.origin == "inherited"
