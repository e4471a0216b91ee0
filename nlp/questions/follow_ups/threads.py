"""A question that follows others: whether it leans on them, what it takes from them, and what it joins."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nlp.questions.follow_ups.ellipses import rows_named
from nlp.questions.follow_ups.ranked_before import named_by_ranking
from nlp.questions.found.reading import Reading
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge, SetReading, year_term
from nlp.questions.names.lexicon import Name
from nlp.questions.names.things import THINGS, Thing
from nlp.questions.records import Condition, Mode
from nlp.questions.tables.frame_rules import FrameRule, Understood, frame_rules
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

# Of these a new one takes the place of the one before (東京都の団体は？ 北海道は？).
# A condition read with what is below it (target_group_below) is of the same kind.
_BELOW = "_below"
_REPLACED = ("year", "relisted", "newly")
_EXCHANGED = (
    {"section", "pillar"},
    {"place", "prefecture", "area"},
    {"ministry", "ministry_below"},
    {"reached", "short", "missed"},
)
# Of these a thing may have several, so that a part of a set (そのうち) may be of another one too.
_SEVERAL_OF_ONE = ("ministry", "target_group")
# Of these a part of a set may be under a further one, beside the one before (目標のない施策は？ そのうちリンクもないのは).
_ADDED = (
    *("missing", "has", "amount", "printed_amount", "keyword", "name", "quoted"),
    *("in_overview", "in_goal", "in_achievement", "in_review"),
)
# どちらが多い？ after two groups asked one after the other: how they are set side by side.
_SIDE_BY_SIDE = {
    "ministry": "compare_ministries",
    "target_group": "compare_targets",
    "section": "compare_sections",
    "pillar": "compare_pillars",
    "year": "compare_years",
}
_TWO = 2
_MONEY = {"ministry": "rank_ministry_amount", "year": "compare_totals"}
_leaning = partial(patterns, "follow_ups.toml", "leaning")
_OF_ONE = (
    "ask:who",
    "ask:amount",
    "ask:lineage",
    "ask:evidence",
    "ask:where",
    "ask:became",
    "ask:change",
    "cond:linked",
)


def follows(reading: Reading, features: Features, earlier: Understood) -> bool:
    """Whether the question leans on the one before: it says so, or does not say what it is about."""
    if reading.of_slot("follow") or _leaning()["leaves_out"].search(reading.text):
        return True
    if rows_named(reading, earlier):
        return True
    own = set(features.classes) - {"ministry", "target_group", "section", "pillar"}
    restricted = reading.entities or reading.numbers or reading.aside or reading.of_slot("stage")
    if own == {earlier.frame.item} and asks_which(reading) and not restricted and not features.has("core"):
        return True
    if not _class_beside_attribute(reading) or (
        own == {"indicator"} and features.base_of(earlier) == "measure"
    ):
        own = set()  # 事業区域は？ 数値目標は？: what the thing has, no class of things
    if _named_alone(reading, earlier):
        return True
    if features.has("named"):
        # No.82の担当は？ No.57は？: the same is asked of another number.
        return _leaning()["number_alone"].match(reading.text) is not None and any(
            x.surface.startswith("No.") for x in earlier.frame.linked
        )
    listed = reading.has("ask:list") and not reading.has("cond:linked")
    if own and not (restricted or listed) and not features.has("core"):
        # 何団体？ after a list of 団体; 関連する事業は？ after one 施策; 両方の施策は？ after two groups.
        both = joins(reading, earlier)
        rows = {"programme", "line"}  # 何行で、何事業: two ways of counting one set
        same = own == {earlier.frame.item} or (own <= rows and earlier.frame.item in rows)
        return same or reading.has("cond:linked") or both
    return not own


def _named_alone(reading: Reading, earlier: Understood) -> bool:
    """担い手育成型のほうは？ after 外出促進型の補助率は？: another thing of the kind asked about, and nothing else."""
    kinds = {c.kind for c in earlier.frame.conditions if c.kind in THINGS}
    hits = [hit for hit in reading.entities if hit.kinds() & kinds]
    if earlier.rule.op not in ("attribute", "amounts", "change") or len(hits) != 1:
        return False
    rest = reading.text[: hits[0].start] + "#" + reading.text[hits[0].end :]
    return _leaning()["named_alone"].match(rest) is not None


def _class_beside_attribute(reading: Reading) -> bool:
    """Whether a class is named outside the words for an attribute (事業区域 names none)."""
    attributes = reading.of_slot("attr")
    return any(
        not any(
            a.start <= c.start and c.end <= a.end and a.end - a.start > c.end - c.start for a in attributes
        )
        for c in reading.of_slot("class")
    )


def thing_before(base: Understood, known: Knowledge) -> Thing | None:
    """The one thing that the question before was about, by name or by number; the measures, where it named some side by side."""
    frame = base.frame
    by_id = known.lexicon.by_id
    named = [
        c for c in frame.conditions if (c.kind in THINGS or c.kind == "line") and not named_by_ranking(c)
    ]
    names = [by_id[t.value] for c in named for t in c.values if t.value in by_id]
    numbers = [t.value for c in frame.conditions if c.kind == "number" for t in c.values]
    if not names and numbers and frame.over in ("measure", "line"):
        names = [n for n in known.lexicon.of_kind(frame.over) if str(n.number) in numbers]
    # 施策27と28の担当は？ 対象者は: both that one condition named.
    several = len(named) == 1 and named[0].kind == "measure" and len({n.kind for n in names}) == 1
    return Thing(tuple(names if several else names[:1]), "") if names else None


def answered_thing(reading: Reading, only_answer: Name | None) -> Thing | None:
    """担当は？ after the largest programme was asked for: the one thing that the answer before named."""
    asks = reading.of_slot("attr") or reading.has(*_OF_ONE)
    if only_answer is None or not asks or reading.entities or only_answer.kind not in (*THINGS, "line"):
        return None
    return Thing((only_answer,), "")


def together_again(into: SetReading, base: Understood, reading: Reading) -> None:
    """厚労省と消費者庁だと？ after those that two others share: those that these share; AかBだと is left as said."""
    joint = {c.kind: c.mode for c in base.frame.conditions if c.mode in ("all", "one") and len(c.values) > 1}
    for number, own in enumerate(into.conditions):
        mode = joint.get(own.kind)
        if mode is None or own.mode != "any" or len(own.values) < _TWO or own.kind not in _SIDE_BY_SIDE:
            continue
        if not _leaning()["either"].search(reading.text):
            into.conditions[number] = replace(own, mode=mode)


def inherit(into: SetReading, base: Understood, known: Knowledge, narrowed: bool = False) -> None:
    """Conditions of the question before that this one does not say anew and that still make sense.

    `narrowed`: the question is said to be of a part of the set before (そのうち), so that nothing of another kind is replaced.
    """
    # 法務省を除くと leaves something out of the set before, and takes the place of nothing.
    own = {c.kind.removesuffix(_BELOW) for c in into.conditions if c.mode != "none" or c.kind in _REPLACED}
    named = bool(own & {*THINGS, "line", "number"})
    again = _leaning()["among"].match(base.frame.text) is not None
    for condition in base.frame.conditions:
        if narrowed and condition.kind in _SEVERAL_OF_ONE and condition.kind in own:
            _both_of(into, condition, again)
        further = narrowed and condition.kind in _ADDED and _new(into, condition)
        if (condition.kind.removesuffix(_BELOW) in own and not further) or not known.supports(
            into.over, condition.kind
        ):
            continue
        if named and condition.kind in (*THINGS, "line", "number", "keyword"):
            continue
        if not narrowed and any(condition.kind in kin and own & kin for kin in _EXCHANGED):
            continue
        into.conditions.append(replace(condition, origin="inherited"))


def _new(into: SetReading, before: Condition) -> bool:
    """Whether the question says another condition of the kind than the one before."""
    own = [c for c in into.conditions if c.kind == before.kind]
    return all((c.values, c.operator, c.mode) != (before.values, before.operator, before.mode) for c in own)


def _both_of(into: SetReading, before: Condition, again: bool) -> None:
    """そのうち厚労省は after 内閣府の施策は: those that are of both; a second そのうち speaks of the first set once more."""
    kept = 2 if again else 1
    if len(before.values) != kept or before.mode != ("all" if again else "any"):
        return
    for number, own in enumerate(into.conditions):
        new = own.kind == before.kind and own.mode == "any" and own.values != before.values
        if new and len(own.values) == 1:
            into.conditions[number] = replace(own, values=(before.values[0], *own.values), mode="all")


def asks_which(reading: Reading) -> bool:
    """Whether the question begins with which of a class (具体的にはどの事業？)."""
    return _leaning()["which"].match(reading.text) is not None


def narrows(reading: Reading) -> bool:
    """Whether a part of the set before is asked for (そのうち東京都の団体は)."""
    return _leaning()["among"].match(reading.text) is not None


def of_them_all(reading: Reading) -> bool:
    """Whether a sum or the like of what was named before is asked for and nothing else said (その合計は？ 合わせていくら)."""
    bare = not reading.entities and not reading.numbers and not any(core.noun for core in reading.cores)
    return bare and not reading.of_slot("stage") and reading.has("ask:total", "ask:average")


def exchanged(conditions: tuple[Condition, ...], base: Understood | None) -> tuple[Condition, ...]:
    """The conditions of the question before in whose place this one put its own (厚労省 before 法務省は？)."""
    if base is None:
        return ()
    own = {c.kind: c.values for c in conditions if c.origin != "inherited"}
    return tuple(
        c for c in base.frame.conditions if c.kind in own and c.values != own[c.kind] and c.mode != "none"
    )


def _both_meant(reading: Reading) -> bool:
    return bool(_leaning()["both"].search(reading.text)) or _begins_together(reading)


def _added_up(reading: Reading) -> bool:
    return bool(_leaning()["together"].search(reading.text)) or _begins_together(reading)


def _begins_together(reading: Reading) -> bool:
    """合わせて at the beginning, which is read as 全部で or を足すと: looked for in the question as typed."""
    return _leaning()["together_first"].match(fold_question(reading.question)) is not None


def joins(reading: Reading, base: Understood | None) -> bool:
    """どちらが多い？ 両方が担当する施策は？: whether two groups of the questions before are meant together."""
    if base is None or reading.entities:
        return False
    several = any(_several(c) for c in base.frame.conditions)
    if (base.exchanged or several) and (reading.has("ask:compare", "ask:change") or _both_meant(reading)):
        return True
    return _both_meant(reading) and several


def _several(condition: Condition) -> bool:
    return condition.mode == "any" and len(condition.values) > 1 and condition.kind in _SIDE_BY_SIDE


def joining_rule(reading: Reading, base: Understood) -> FrameRule | None:
    """The frame that sets the groups side by side, None when they are only meant both."""
    groups = base.exchanged or tuple(c for c in base.frame.conditions if _several(c))
    if not reading.has("ask:compare", "ask:change") or not groups:
        return None
    kind = groups[0].kind
    if kind == "year" and any(c.kind in THINGS for c in base.frame.conditions):
        return None  # 増えた？ of one programme after its amounts in two years
    money = base.rule.op in ("totals", "amounts", "rank_ministry")
    wanted = _MONEY.get(kind) if money else _SIDE_BY_SIDE.get(kind)
    return next((rule for rule in frame_rules() if rule.id == wanted), None)


def join(into: SetReading, base: Understood, reading: Reading) -> None:
    """Puts the groups of the last two questions together: each of them when compared, all at once for 両方."""
    if not base.exchanged and not reading.has("ask:compare", "ask:change") and not _added_up(reading):
        into.conditions = [replace(c, mode="all") if _several(c) else c for c in into.conditions]
    for former in base.exchanged:
        for number, own in enumerate(into.conditions):
            if own.kind == former.kind and own.origin == "inherited":
                values = tuple(dict.fromkeys((*former.values, *own.values)))
                either = reading.has("ask:compare", "ask:change") or _added_up(reading)
                mode: Mode = "any" if either else "all"
                into.conditions[number] = replace(own, values=values, mode=mode)


def neighbouring_year(reading: Reading, base: Understood | None, known: Knowledge) -> Condition | None:
    """前年度は？ 翌年度は？: the year before or after the one spoken of (the newest that is loaded when none was)."""
    if base is None:
        return None
    before, after = (_leaning()[name].match(reading.text) for name in ("year_before", "year_after"))
    step = -1 if before is not None else int(after is not None)
    if not step:
        return None
    spoken = [int(t.value) for c in base.frame.conditions if c.kind == "year" for t in c.values]
    loaded = known.lexicon.budget_years()
    if not spoken and not loaded:
        return None
    year = (min(spoken) if step < 0 else max(spoken)) if spoken else loaded[-1]
    return Condition("year", (year_term(year + step),))
