"""A question's frame filled: what it is over and lists, what it names, its conditions, what is not loaded.

Each question read by itself; `nlp.questions.parser` decides which questions there are and whether all of one was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.questions.conditions.adjusting import adjust
from nlp.questions.conditions.denied_rows import rows_denied
from nlp.questions.conditions.narrowing import read_conditions, unfit
from nlp.questions.follow_ups.pointing import pointed_at_nothing
from nlp.questions.follow_ups.threads import exchanged
from nlp.questions.found.reading import Reading
from nlp.questions.framing.attributes import asked_attribute, few_holders
from nlp.questions.framing.chosen_rule import chosen_rule, only_money
from nlp.questions.framing.figures import figure_frame, figure_unit
from nlp.questions.framing.frames import Features
from nlp.questions.framing.numbers_of_lists import check_number
from nlp.questions.framing.orders import limit_of, order_of, place_of, places_of
from nlp.questions.framing.rows_over import over_item
from nlp.questions.framing.scope import (
    check_grantee_amount,
    check_part_of_ministry,
    check_plan_year,
    check_region_amount,
    check_relative_year,
    check_two_years,
    not_loaded,
)
from nlp.questions.framing.sets import Knowledge, SetReading
from nlp.questions.names.in_lists import add_scope
from nlp.questions.names.naming import (
    about_thing,
    find_thing,
    only_generic,
    only_units,
    part_of_programme,
    words_within,
)
from nlp.questions.records import AskBack, Condition, Decline, Frame
from nlp.questions.refusing.asking_back import (
    ask_back,
    ask_whose,
    half_read,
    no_figure,
    no_money_of_measures,
    unknown_name,
    unread,
    which_fund,
)
from nlp.questions.tables.frame_rules import FrameRule, Understood, frame_rules

_MONEY_TOO = re.compile(
    r"(?:と|、|及び|および|や|の)(?:その|それぞれの)?(?:(?:金額|予算額|額)(?:は|を|も|$|[?。]|一覧|が知りたい)|予算(?:は|を|$|[?。]))|いくら(?:です|に|なの|だ|でし|(?:つ|付)(?:い|け|く)|計上|措置|もら|$|[?。])"
)


def _money_too(reading: Reading) -> bool:
    """Whether the amounts are asked for, not only a condition on them (金額が1億円以上の事業)."""
    return not reading.numbers_of("amount") and bool(_MONEY_TOO.search(reading.text))


def fill(
    reading: Reading, features: Features, known: Knowledge, base: Understood | None
) -> Understood | Decline | AskBack:
    """The frame of the question, or why there is none. `base` is the question that this one leans on."""
    problem = (
        check_number(reading, features, known, base.frame if base is not None else None)
        or check_relative_year(reading, known)
        or (check_two_years(reading, known) if base is None else None)
        or check_part_of_ministry(reading, known)
        or check_grantee_amount(reading, features)
        or check_region_amount(reading, features)
        or check_plan_year(reading, known)
    )
    if problem is not None:
        return problem
    if base is not None and base.frame.over == "measure" and only_money(reading):
        return no_money_of_measures(base)
    rule = chosen_rule(reading, features, base)
    if rule is None and base is None and reading.has("ask:who") and not features.has("core"):
        return ask_whose(reading, "ministry", known)
    if rule is None:
        return unread(reading)
    if rule.op == "ask":
        return ask_back(reading, rule, known)
    if rule.op == "list" and figure_unit(reading.text) and base is None and not features.classes:
        return no_figure(reading)
    fund = which_fund(reading, rule, features.classes, known) if base is None else None
    if fund is not None:
        return fund
    if rule.op == "figure" and base is not None and not features.has("figure"):
        return half_read((reading.text.rstrip("?。"),), reading)  # いつ時点？ after a figure
    if rule.op == "figure":
        return figure_frame(reading, rule, features.classes, known)
    alone = features.has("attr_alone") or only_units(reading)
    if rule.op == "attribute" and not rule.over and base is None and alone:
        attribute = asked_attribute(reading, "")
        if not few_holders(attribute, known, features.classes):
            return ask_whose(reading, attribute, known)
    over, item = over_item(reading, features, rule, known, base)
    pointed = pointed_at_nothing(reading, features, known, over) if base is None else None
    if pointed is not None:
        return pointed
    thing = find_thing(reading, features, rule, known, over, base)
    if isinstance(thing, AskBack) and rule.id == "responsible" and reading.of_kind("target_group"):
        # 若者の自殺対策を担当するのは: those whose measures are for them and speak of it, whichever they are.
        thing, rule = None, next(other for other in frame_rules() if other.id == "ministries_of_topic")
        over, item = rule.over, rule.item
    if isinstance(thing, AskBack):
        asked = asked_attribute(reading, over)
        return ask_whose(reading, asked, known) if asked and only_generic(reading) else thing
    if thing is None and rule.needs == "thing" and rule.attribute == "ministry" and features.has("core"):
        # SNS相談をやっているのはどこ: nothing bears the name, so whoever has it in their texts.
        rule = next(other for other in frame_rules() if other.id == "ministries_of_topic")
        over, item = rule.over, rule.item
    elif (
        thing is None
        and rule.op == "list"
        and not rule.flag
        and (
            (over, item) == ("line", "programme")
            or ((over, item) == ("measure", "measure") and not features.classes)
        )
        and _money_too(reading)
    ):
        # 新規事業の金額, 再掲されている事業とその額: the programmes with what they cost.
        rule = next(other for other in frame_rules() if other.id == "amount_table")
        over, item = rule.over, rule.item
    elif thing is None and rule.op == "amounts" and "programme" in features.classes:
        # 食育の事業の金額: no name, so the amounts of all that have the word.
        rule = next(other for other in frame_rules() if other.id == "amount_table")
        over, item = rule.over, rule.item
    elif thing is None and rule.needs in ("thing", "programme", "measure"):
        return unknown_name(reading, known)
    if thing is not None:
        thing = part_of_programme(thing, reading)
        over, item = about_thing(thing, rule, over, item, known, reading)
    into = SetReading(over, item, strict=thing is None or rule.op == "exists")
    read_conditions(into, reading, rule, known, thing)
    add_scope(into, known)
    within = words_within(reading, into, thing) if rule.op == "attribute" and thing is not None else ()
    same_groups = base is not None and base.frame.own_groups and not reading.of_kind("target_group")
    into.own_groups = same_groups or reading.has("cond:own_group")
    refused = unfit(into, reading, rule, known, base, thing)
    if refused is not None:
        return refused
    adjust(into, rule, reading, known)
    problem = into.decline or not_loaded(into, known, sheets=rule.op in ("amounts", "describe", "change"))
    if problem is not None and rule.op not in ("definition", "capability"):
        return problem
    frame = _frame(into, reading, rule, within, base)
    if base is not None and rule.op == "attribute" and not frame.attribute:
        frame = replace(frame, attribute=base.frame.attribute)  # No.27の実績は？ じゃあNo.28は
    return Understood(frame, rule, exchanged(frame.conditions, base))


def _frame(
    into: SetReading, reading: Reading, rule: FrameRule, within: tuple[str, ...], base: Understood | None
) -> Frame:
    # 再掲を除いたら？ after the rows of each section: by the sections again.
    same = base.frame.group if base is not None and rule.op == base.rule.op == "group" else ""
    return Frame(
        id=rule.id,
        over=into.over,
        item=into.item,
        conditions=_each_once(into.conditions),
        attribute=rule.attribute or asked_attribute(reading, into.over),
        group=rule.group or _groups_asked(reading, rule) or same,
        order=order_of(reading, rule, base),
        limit=limit_of(reading, rule, base),
        nth=place_of(reading),
        places=places_of(reading),
        linked=tuple(into.linked),
        notes=tuple(into.notes),
        unused=tuple(into.unused),
        text=reading.text,
        within=within,
        own_groups=into.own_groups,
        rows_denied=rows_denied(reading),
        former=_said_before(rule, base),
    )


def _groups_asked(reading: Reading, rule: FrameRule) -> str:
    """What is counted by; of a count by two of them both, joined by + (府省庁別・節別の事業数)."""
    said = list(dict.fromkeys(c.value for c in reading.of_slot("group") if c.value != "matrix"))
    return "+".join(said[: 2 if rule.op == "group" else 1])


def _said_before(rule: FrameRule, base: Understood | None) -> str:
    """The texts of the sums that a question leans on, newest first, a line each: 再掲を除いて is said once in a thread; of an
    order of changes, that of the order before (減額が一番大きいのは？ 2番目は？)."""
    if base is None:
        return ""
    ordered = rule.op == base.rule.op == "change_rank"
    if not ordered and base.rule.op not in ("totals", "count_and_total"):
        return ""
    return "\n".join(filter(None, (base.frame.text, base.frame.former)))


def _each_once(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions without those that say the same again of the same things."""
    kept: dict[tuple[object, ...], Condition] = {}
    for condition in conditions:
        key = (condition.kind, condition.values, condition.mode, condition.operator)
        kept.setdefault(key, condition)
    return tuple(kept.values())
