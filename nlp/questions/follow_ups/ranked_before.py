"""二番目は？ 次は？ after a fact was asked of what a ranking named: the ranking is meant again, not that one thing."""

from __future__ import annotations

from nlp.questions.found.places_said import is_small, order_words
from nlp.questions.found.reading import Reading
from nlp.questions.names.things import THINGS
from nlp.questions.tables.frame_rules import Understood

_RANKINGS = ("rank", "change_rank")


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
