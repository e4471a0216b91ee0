"""差は？ 何倍？ after the same was asked of two ministries, groups or places, one after the other: the two compared."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nlp.questions.conditions.wording import words_of
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import year_term
from nlp.questions.records import Condition, Term
from nlp.questions.tables.frame_rules import Understood, frame_rules
from nlp.questions.tables.patterns import patterns

_VALUED = ("count", "totals", "average")
_EXCHANGED = ("ministry", "target_group")
_said = partial(patterns, "follow_ups.toml", "both")


def asks_gap(reading: Reading) -> bool:
    """Whether nothing is said but that a difference or a ratio is asked for (差は？ 何倍？)."""
    return bool(_said()["gap"].match(reading.text) or _said()["ratio"].match(reading.text))


def asks_both(reading: Reading) -> bool:
    """Whether nothing is said but that two things asked about one after the other are set against each other or added."""
    return asks_gap(reading) or asks_sum(reading)


def asks_sum(reading: Reading) -> bool:
    """Whether nothing is said but that things asked about before are added (足すと？)."""
    return bool(_said()["sum"].match(reading.text))


def asks_lacking(reading: Reading) -> bool:
    """Whether nothing is said but that those are asked for that do not (逆に持っていないのは？)."""
    return bool(_said()["lacking"].match(reading.text))


def compared_with_former(reading: Reading, earlier: Understood | None) -> Understood | None:
    """The value of the question before against that of the one in whose place it put its own condition; None otherwise.

    内閣府の合計は？ 厚労省だと？ 差は？ compares the two sums. Two years are left to the frames that tell a change.
    """
    if earlier is None or not asks_gap(reading) or earlier.rule.op not in _VALUED:
        return None
    if len(earlier.exchanged) != 1 or earlier.exchanged[0].kind == "year":
        return None
    former = earlier.exchanged[0]
    conditions = tuple(former if c.kind == former.kind else c for c in earlier.frame.conditions)
    own = next((c for c in earlier.frame.conditions if c.kind == former.kind), None)
    if own is None:
        return None
    before = replace(earlier, frame=replace(earlier.frame, conditions=conditions), exchanged=())
    rule = next(rule for rule in frame_rules() if rule.op == "compare")
    frame = replace(
        earlier.frame,
        id=rule.id,
        conditions=(),
        group="ratio" if _said()["ratio"].match(reading.text) else "difference",
        order="desc",
        text=reading.text,
    )
    parts = ((_named(former), before), (_named(own), replace(earlier, exchanged=())))
    return Understood(frame, rule, parts=parts)


def compared_with_named(reading: Reading, earlier: Understood | None) -> Understood | None:
    """厚労省との差は？ after the number of 法務省: the value of the question before against that of what is named in its place; None
    for other questions, and where what is named takes the place of nothing."""
    form = next((f for f in ("gap_named", "ratio_named") if _said()[f].match(reading.text)), "")
    if earlier is None or not form or earlier.rule.op not in _VALUED or earlier.exchanged:
        return None
    named = _named_instead(reading, earlier)
    if named is None:
        return None
    former, own = named
    conditions = tuple(own if c is former else c for c in earlier.frame.conditions)
    other = replace(earlier, frame=replace(earlier.frame, conditions=conditions))
    rule = next(rule for rule in frame_rules() if rule.op == "compare")
    frame = replace(
        earlier.frame,
        id=rule.id,
        conditions=(),
        group="ratio" if form == "ratio_named" else "difference",
        order="desc",
        text=reading.text,
    )
    return Understood(frame, rule, parts=((_named(former), earlier), (_named(own), other)))


def _named_instead(reading: Reading, earlier: Understood) -> tuple[Condition, Condition] | None:
    """The one condition of the question before in whose place the name or year of this one stands, and that one."""
    ids = {n.id: n for hit in reading.entities for n in hit.names if n.kind in _EXCHANGED}
    years = reading.numbers_of("year")
    own: Condition | None = None
    if len(ids) == 1 and not reading.numbers:
        name = next(iter(ids.values()))
        own = Condition(name.kind, (Term("iri", name.id, name.label),))
    elif not reading.entities and len(years) == len(reading.numbers) == 1:
        own = Condition("year", (year_term(int(years[0].values[0])),))
    kin = [c for c in earlier.frame.conditions if own is not None and c.kind == own.kind and c.mode == "any"]
    if own is None or len(kin) != 1 or kin[0].values == own.values:
        return None
    return kin[0], own


def compared_again(reading: Reading, earlier: Understood | None) -> Understood | None:
    """差は？ 何倍？ after a comparison: the same, asked so; None for anything else of its two sides."""
    if earlier is None or not earlier.parts or not (asks_gap(reading) or reading.has("ask:compare")):
        return None
    if reading.entities or reading.numbers:
        return None
    asked = (
        "ratio"
        if _said()["ratio"].match(reading.text)
        else "difference"
        if _said()["gap"].match(reading.text)
        else ""
    )
    frame = replace(earlier.frame, text=reading.text, group=asked or earlier.frame.group)
    return replace(earlier, frame=frame)


def _named(condition: Condition) -> str:
    if condition.kind in ("pillar", "section"):
        return words_of(condition)
    return "・".join(term.label or term.value for term in condition.values)
