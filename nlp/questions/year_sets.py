"""Years that a question means without saying them all: only in, in both, the pair that is compared."""

from __future__ import annotations

from nlp.questions.reading import Reading
from nlp.questions.records import Condition, Term
from nlp.questions.sets import (
    Knowledge,
    year_words,
)


def years_apart(
    conditions: list[Condition], flag: str, known: Knowledge, reading: Reading
) -> list[Condition]:
    """In one year and no other that is loaded, or in all of the years named (all that are loaded when none is)."""
    loaded = sorted({item.year for item in known.lexicon.budget_lists()})
    named = [c for c in conditions if c.kind == "year"]
    rest = [c for c in conditions if c.kind != "year"]
    years = [int(t.value) for c in named for t in c.values] or loaded
    if flag == "both":
        terms = tuple(Term("year", str(year), year_words(year)) for year in years)
        return [*rest, Condition("year", terms, "all")]
    barred = [c for c in named if c.mode == "none"]
    stated = [int(t.value) for c in named if c.mode != "none" for t in c.values]
    gone = [int(t.value) for c in barred for t in c.values]
    if len(stated) > 1 and not gone:
        # R6からR7で新しく加わった: in the later and not in the earlier.
        stated, gone = [max(stated)], [min(stated)]
    if reading.has("ask:vanished"):
        # R7で消えた: in the years before and not in the one named.
        gone, stated = (stated or loaded[-1:]), []
    if not stated:
        stated = [y for y in loaded if y not in gone]
    if not gone:
        gone = [y for y in loaded if y not in stated]

    def term(year: int) -> Term:
        return Term("year", str(year), year_words(year))

    own = [Condition("year", tuple(map(term, stated)))] if stated else []
    return [*rest, *own, *([Condition("year", tuple(map(term, gone)), "none")] if gone else [])]


def year_pair(conditions: list[Condition], known: Knowledge) -> list[Condition]:
    """The year asked about and the one before it that is loaded."""
    loaded = sorted({item.year for item in known.lexicon.budget_lists()})
    years = sorted({int(t.value) for c in conditions if c.kind == "year" for t in c.values})
    if len(years) < 2:
        last = years[-1] if years else loaded[-1] if loaded else 0
        years = [*[y for y in loaded if y < last][-1:], last]
    terms = tuple(Term("year", str(y), year_words(y)) for y in years)
    return [*(c for c in conditions if c.kind != "year"), Condition("year", terms)]


def years_of_stages(conditions: list[Condition], reading: Reading) -> list[Condition]:
    """補正予算と令和8年度予算案: a year behind the first stage speaks of its own stage only."""
    years, stages = reading.numbers_of("year"), reading.of_slot("stage")
    own = years and stages and min(cue.start for cue in stages) < min(hit.start for hit in years)
    return [c for c in conditions if c.kind != "year"] if own else conditions
