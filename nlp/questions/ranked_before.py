"""二番目は？ 次は？ after a fact was asked of what a ranking named: the ranking is meant again, not that one thing."""

from __future__ import annotations

from nlp.questions.frame_rules import Understood
from nlp.questions.reading import Reading
from nlp.questions.things import THINGS

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
