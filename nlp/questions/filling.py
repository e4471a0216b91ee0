"""A question's frame filled: what it is over and lists, what it names, its conditions, what is not loaded.

Each question read by itself; `nlp.questions.parser` decides which questions there are and whether all of one was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.questions.adjusting import adjust
from nlp.questions.asked_rows import item_of
from nlp.questions.asking_back import (
    ask_back,
    ask_whose,
    half_read,
    no_figure,
    no_money_of_measures,
    not_narrowed,
    unknown_name,
    unread,
    which_fund,
)
from nlp.questions.attributes import asked_attribute, few_holders
from nlp.questions.chosen_rule import chosen_rule, only_money
from nlp.questions.doubts import doubt_conditions
from nlp.questions.figures import figure_frame, figure_unit
from nlp.questions.flag_conditions import flag_conditions, missing_conditions
from nlp.questions.frame_files import load_frames_file
from nlp.questions.frame_rules import FrameRule, Understood, frame_rules
from nlp.questions.frames import Features
from nlp.questions.keyword_conditions import keyword_conditions, unused_verbs
from nlp.questions.linking import EntityHit
from nlp.questions.name_conditions import entity_conditions, named_conditions
from nlp.questions.naming import (
    about_thing,
    find_thing,
    naming_condition,
    only_generic,
    only_units,
    part_of_programme,
    words_within,
)
from nlp.questions.number_conditions import number_conditions, unread_number
from nlp.questions.orders import limit_of, order_of
from nlp.questions.pointing import pointed_at_nothing
from nlp.questions.reading import Reading
from nlp.questions.records import AskBack, Condition, Decline, Frame
from nlp.questions.scope import (
    check_grantee_amount,
    check_number,
    check_part_of_ministry,
    check_plan_year,
    check_region_amount,
    check_relative_year,
    not_loaded,
)
from nlp.questions.sets import OWN_ROWS, Knowledge, SetReading, condition_data
from nlp.questions.things import Thing
from nlp.questions.threads import exchanged, inherit, join, joins, neighbouring_year

_SIZE_SAID = re.compile(
    r"(\d+(?:つ|件|個|団体|事業|施策|行|府省庁|種類))(?:ある)?(?:の)?(?:うち|中で|中の|内の|内で)"
)
# こども食堂の数は, 高齢者の数: of what is no row of ours.
_NUMBER_OF = re.compile(r"の(?:総)?数(?:は|を|って|が|$|[?。])")
_MONEY_TOO = re.compile(
    r"(?:と|、|及び|および|や|の)(?:その|それぞれの)?(?:(?:金額|予算額|額)(?:は|を|も|$|[?。]|一覧|が知りたい)|予算(?:は|を|$|[?。]))|いくら(?:です|に|$|[?。])"
)
_COUNTED_OPS = ("list", "count", "group", "rank_count")


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
    over, item = _over_item(reading, features, rule, known, base)
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
        and (over, item) == ("line", "programme")
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
    _read_conditions(into, reading, rule, known, thing)
    within = words_within(reading, into, thing) if rule.op == "attribute" and thing is not None else ()
    same_groups = base is not None and base.frame.own_groups and not reading.of_kind("target_group")
    into.own_groups = same_groups or reading.has("cond:own_group")
    refused = _unfit(into, reading, rule, known, base, thing)
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


def _read_conditions(
    into: SetReading, reading: Reading, rule: FrameRule, known: Knowledge, thing: Thing | None
) -> None:
    if thing is not None:
        into.linked += thing.linked()
        into.add(naming_condition(thing, into, known), known)
    skip = () if thing is None else tuple(h for h in reading.entities if _names_it(h, thing))
    entity_conditions(reading, into, known, skip)
    if thing is None:
        named_conditions(reading, into, known)
    by_number = thing is not None and thing.surface.startswith("No.")
    amount_of_it = thing is not None and rule.op != "exists"
    number_conditions(reading, into, known, named=by_number, thing_named=amount_of_it)
    flag_conditions(reading, into, known)
    missing_conditions(reading, into, known)
    used = () if thing is None or thing.surface == "" else reading.cores
    if rule.flag == "doubt":
        used = (*used, *doubt_conditions(reading, into, known))
    keyword_conditions(reading, into, known, used)
    if into.item != into.over and any(c.mode == "none" and c.kind != into.item for c in into.conditions):
        items = condition_data()["items"]
        what, of = items.get(into.item, ""), items.get(into.over, "")
        into.notes.append(f"「でない」は、当たる{of}を一つも持たない{what}と読んでいます。")
    if (said := _SIZE_SAID.search(reading.text)) is not None:
        into.notes.append(f"「{said.group(1)}」という全体の数は、条件に使わず確かめてもいません。")


def _names_it(hit: EntityHit, thing: Thing) -> bool:
    """Whether a name was taken for the thing, or for the programme that a component is part of."""
    inner = thing.kind == "component" and hit.surface in thing.surface
    return inner or bool(set(hit.names) & set(thing.names))


def _unfit(
    into: SetReading,
    reading: Reading,
    rule: FrameRule,
    known: Knowledge,
    base: Understood | None,
    thing: Thing | None,
) -> Decline | None:
    """Why the set can not be what is asked for; conditions of the question before are taken over on the way."""
    if rule.op == "list" and into.item in OWN_ROWS and reading.has("ask:max", "ask:min"):
        what = condition_data()["items"].get(into.item, "")
        return Decline(
            "not_in_graph", f"{what}を大小や新旧の順に並べる項目は、グラフにありません。", f"{what}の順序"
        )
    if (year := neighbouring_year(reading, base, known)) is not None:
        into.add(year, known)
    if base is not None:
        inherit(into, base, known)
        if joins(reading, base):
            join(into, base, reading)
    elif not into.conditions and rule.op in ("list", "count") and thing is None:
        unused = unused_verbs(reading) or _other_texts(reading, into)
        if unused:
            return not_narrowed(unused, into)
    if rule.id == "count" and base is None and thing is None and _statistic(into, reading):
        return no_figure(reading)
    number = unread_number(reading) if rule.op in _COUNTED_OPS else ""
    return not_narrowed((number,), into) if number else None


def _frame(
    into: SetReading, reading: Reading, rule: FrameRule, within: tuple[str, ...], base: Understood | None
) -> Frame:
    return Frame(
        id=rule.id,
        over=into.over,
        item=into.item,
        conditions=_each_once(into.conditions),
        attribute=rule.attribute or asked_attribute(reading, into.over),
        group=rule.group or next((c.value for c in reading.of_slot("group") if c.value != "matrix"), ""),
        order=order_of(reading, rule, base),
        limit=limit_of(reading, rule, base),
        nth=next((int(hit.values[0]) for hit in reading.numbers_of("nth")), 0),
        linked=tuple(into.linked),
        notes=tuple(into.notes),
        unused=tuple(into.unused),
        text=reading.text,
        within=within,
        own_groups=into.own_groups,
    )


def _statistic(into: SetReading, reading: Reading) -> bool:
    """Whether a number of things or people is asked for that only a topic or a group names, no measures or programmes of it."""
    told = reading.of_slot("class") or reading.of_slot("cond") or reading.of_slot("stage") or reading.numbers
    topics = {c.kind for c in into.conditions} <= {"keyword", "target_group"} and bool(into.conditions)
    return topics and not told and bool(_NUMBER_OF.search(reading.text))


def _each_once(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions without those that say the same again of the same things."""
    kept: dict[tuple[object, ...], Condition] = {}
    for condition in conditions:
        key = (condition.kind, condition.values, condition.mode, condition.operator)
        kept.setdefault(key, condition)
    return tuple(kept.values())


def _other_texts(reading: Reading, into: SetReading) -> tuple[str, ...]:
    """骨太の方針に触れている事業: plans and laws said to narrow other things, of which none was found by name."""
    if into.item in ("plan", "law", "document"):
        return ()
    spans = (*reading.spans("class:plan"), *reading.spans("class:law"))
    # 重点計画の施策: the plan that the measures are of.
    spans = tuple(c for c in spans if not reading.text[: c.start].endswith("重点"))
    return tuple(reading.text[cue.start : cue.end] for cue in spans)


def _over_item(
    reading: Reading, features: Features, rule: FrameRule, known: Knowledge, base: Understood | None
) -> tuple[str, str]:
    over, item = item_of(reading, known)
    if base is not None and not set(features.classes) - {"line"} and not reading.has("ask:who"):
        over, item = base.frame.over, base.frame.item
        if item in ("ministry", "target_group") and reading.of_kind(item):
            item = over  # 高齢者の施策を持つ府省庁は？ 厚労省のは？: its measures, not ministries again
    elif (
        base is not None
        and item in ("ministry", "target_group", "section", "pillar")
        and "measure" not in features.classes
    ):
        over = base.frame.over if known.can_list(base.frame.over, item) else over
    if rule.over:
        kept = item if known.can_list(rule.over, item) else rule.over
        over, item = rule.over, rule.item or kept
    elif rule.item:
        item = rule.item
    if rule.op == "attribute" and not rule.over:
        # 気仙沼の団体の事業名: of the classes named the one that has the attribute.
        kinds = (
            load_frames_file("attributes.toml")
            .get(rule.attribute or asked_attribute(reading, over), {})
            .get("kinds", ())
        )
        named = next((kind for kind in features.classes if kind in kinds), "")
        if named and over not in kinds:
            over, item = named, named
    if item != over and not known.can_list(over, item):
        item = over
    if rule.op == "attribute" and base is None and features.has("attr_alone"):
        # 応募の締切は？ where one call is loaded: what alone has it is meant.
        few = few_holders(asked_attribute(reading, over), known, features.classes)
        over, item = (few, few) if few else (over, item)
    return over, item
