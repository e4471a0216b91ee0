"""What narrows the set that a question is about: all conditions read into it, and why it can not be what is asked for."""

from __future__ import annotations

import re

from nlp.questions.conditions.amount_parts import total_too
from nlp.questions.conditions.denied_rows import rows_denied
from nlp.questions.conditions.doubts import doubt_conditions
from nlp.questions.conditions.flag_conditions import aside_conditions, flag_conditions, missing_conditions
from nlp.questions.conditions.keyword_conditions import keyword_conditions, unused_verbs
from nlp.questions.conditions.name_conditions import entity_conditions, left_out_conditions, named_conditions
from nlp.questions.conditions.number_conditions import number_conditions, unread_number
from nlp.questions.follow_ups.threads import (
    inherit,
    join,
    joins,
    narrows,
    neighbouring_year,
    together_again,
)
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import OWN_ROWS, Knowledge, SetReading, condition_data
from nlp.questions.names.linking import EntityHit
from nlp.questions.names.naming import naming_condition
from nlp.questions.names.things import Thing
from nlp.questions.records import Condition, Decline
from nlp.questions.refusing.asking_back import no_figure, not_narrowed
from nlp.questions.tables.frame_rules import FrameRule, Understood

_SIZE_SAID = re.compile(
    r"(?<![a-z\d])(\d+(?:つ|件|個|団体|事業|施策|行|府省庁|種類))(?:ある)?(?:の)?(?:うち|中で|中の|内の|内で)"
    r"|(?:(?<=ない)|(?<=ない\)))(\d+(?:つ|件|本|行|施策|事業|団体))(?:全部|すべて|全て)?(?=の(?:平均|合計|総額|額|金額)|を(?:全部|すべて|全て)?(?:足|合算|合計))"
)
# こども食堂の数は, 高齢者の数: of what is no row of ours.
_NUMBER_OF = re.compile(r"の(?:総)?数(?:は|を|って|が|$|[?。])")
_LINKS = ("related", "related_to_measure")
_COUNTED_OPS = ("list", "count", "group", "rank_count")


def read_conditions(
    into: SetReading, reading: Reading, rule: FrameRule, known: Knowledge, thing: Thing | None
) -> None:
    """Read every condition of the question into the set, but those that only name the thing it is about."""
    if thing is not None:
        into.linked += thing.linked()
        into.add(naming_condition(thing, into, known), known)
    skip = () if thing is None else tuple(h for h in reading.entities if _names_it(h, thing))
    entity_conditions(reading, into, known, skip)
    left_out_conditions(reading, into, known)
    if thing is None:
        named_conditions(reading, into, known)
    by_number = thing is not None and thing.surface.startswith("No.")
    amount_of_it = thing is not None and rule.op != "exists"
    number_conditions(reading, into, known, named=by_number, thing_named=amount_of_it)
    flag_conditions(reading, into, known)
    if rule.op in _LINKS and reading.has("cond:sure") and not any(c.kind == "sure" for c in into.conditions):
        into.conditions.append(
            Condition("sure")
        )  # 対応する施策、確度の高いものだけ: of the links, not of the rows
    missing_conditions(reading, into, known)
    aside_conditions(reading, into, known)
    used = () if thing is None or thing.surface == "" else reading.cores
    if rule.flag == "doubt":
        used = (*used, *doubt_conditions(reading, into, known))
    keyword_conditions(reading, into, known, used)
    barred = any(c.mode == "none" and c.kind != into.item for c in into.conditions)
    if into.item != into.over and barred and not rows_denied(reading):
        items = condition_data()["items"]
        what, of = items.get(into.item, ""), items.get(into.over, "")
        into.notes.append(f"「でない」は、当たる{of}を一つも持たない{what}と読んでいます。")
    if sum(one.kind == "measure" for one in known.lexicon.numbered) > 1 and any(
        c.kind == "missing" and into.over == "measure" for c in into.conditions
    ):
        into.notes.append("その欄のない計画の施策は入れていません。")
    if (said := _SIZE_SAID.search(reading.text)) is not None:
        into.notes.append(
            f"「{said.group(1) or said.group(2)}」という全体の数は、条件に使わず確かめてもいません。"
        )


def _names_it(hit: EntityHit, thing: Thing) -> bool:
    """Whether a name was taken for the thing, or for the programme that a component is part of."""
    inner = thing.kind == "component" and hit.surface in thing.surface
    # ヤングケアラーの伴走支援、うち書きの額は: a word of the name that was put together from the question's.
    piece = "target_group" in hit.kinds() and hit.surface in thing.surface.split("・")[1:]
    return inner or piece or bool(set(hit.names) & set(thing.names))


def unfit(
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
        together_again(into, base, reading)
        inherit(into, base, known, narrows(reading))
        if total_too(reading.text):  # 全体とうち数 after the part alone
            into.conditions = [c for c in into.conditions if c.kind != "amount_kind"]
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


def _statistic(into: SetReading, reading: Reading) -> bool:
    """Whether a number of things or people is asked for that only a topic or a group names, no measures or programmes of it."""
    told = reading.of_slot("class") or reading.of_slot("cond") or reading.of_slot("stage") or reading.numbers
    topics = {c.kind for c in into.conditions} <= {"keyword", "target_group"} and bool(into.conditions)
    return topics and not told and bool(_NUMBER_OF.search(reading.text))


def _other_texts(reading: Reading, into: SetReading) -> tuple[str, ...]:
    """骨太の方針に触れている事業: plans and laws said to narrow other things, of which none was found by name."""
    if into.item in ("plan", "law", "document"):
        return ()
    spans = (*reading.spans("class:plan"), *reading.spans("class:law"))
    # 重点計画の施策: the plan that the measures are of.
    spans = tuple(c for c in spans if not reading.text[: c.start].endswith("重点"))
    # 計画ごとの施策の数: what they are counted by.
    by = reading.spans("group:plan")
    spans = tuple(c for c in spans if not any(g.start <= c.start and c.end <= g.end for g in by))
    return tuple(reading.text[cue.start : cue.end] for cue in spans)
