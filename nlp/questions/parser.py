"""A question and the lexicon of a graph -> a filled frame, a question back, or why there is no answer.

The order: words that forbid an answer, numbers that do not exist or mean two things, the frame, what it is
over and lists, what it names, its conditions, what is not loaded.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.asking_back import ask_back, ask_whose, not_narrowed, unknown_name, unread
from nlp.questions.attributes import asked_attribute, few_holders
from nlp.questions.declines import find_decline
from nlp.questions.doubts import doubt_conditions
from nlp.questions.flag_conditions import flag_conditions, missing_conditions
from nlp.questions.frame_rules import FrameRule, Understood, frame_rules
from nlp.questions.frames import Features
from nlp.questions.keyword_conditions import keyword_conditions, unused_verbs
from nlp.questions.lexicon import Name
from nlp.questions.name_conditions import entity_conditions, named_conditions
from nlp.questions.number_conditions import CHANGES, number_conditions, unread_number
from nlp.questions.reading import Reading, read_question
from nlp.questions.records import AskBack, Condition, Decline, Frame, Term, Understanding
from nlp.questions.scope import check_number, check_relative_year, not_loaded
from nlp.questions.sets import (
    OWN_ROWS,
    Knowledge,
    SetReading,
    condition_data,
    item_of,
    load_frames_file,
)
from nlp.questions.things import THINGS, Thing, numbered_thing, partial_thing, whole_things
from nlp.questions.threads import (
    answered_thing,
    exchanged,
    follows,
    inherit,
    join,
    joining_rule,
    joins,
    neighbouring_year,
    thing_before,
)
from nlp.questions.wording import words_of
from nlp.questions.year_sets import year_pair, years_apart, years_of_stages

# Ops that speak of rows of budget lists, whatever the thing named.
_MONEY_OPS = ("amounts", "where", "change", "totals", "change_rank", "rank", "average")
_LEAST = re.compile(r"(?:最も|一番|いちばん|もっとも).{0,10}(?:少な|小さ|低い|安い)")
_BOUND_ADDED = re.compile(r"内数(?:の上限)?(?:を|も|は)?(?:含め|足|加え|入れ|込み)")
_ONLY_RELISTED = re.compile(
    r"再掲(?:の行|の事業|分)?(?:だけ|のみ)|再掲(?:分|の行)の?(?:金額|予算|額)?の?(?:合計|総額)"
)
_DEEPEST = 6
_SURE_SCORE = 95.0


def understand(
    question: str, known: Knowledge, before: tuple[str, ...] = (), only_answers: tuple[Name | None, ...] = ()
) -> Understood | Decline | AskBack:
    """Read a question. `before` are the questions that it follows, oldest first, () when it stands alone;
    `only_answers` are the one thing that each of them was answered with, None where there were more or none.

    Conditions inherited from them are marked so. Never raises for what people type.
    """
    earlier: Understood | None = None
    answered: Name | None = None
    known_answers = (*only_answers, *(None for _ in before[len(only_answers) :]))
    for former, only in list(zip(before, known_answers, strict=False))[-_DEEPEST:]:
        found = _one(former, known, earlier, answered)
        earlier = found if isinstance(found, Understood) else earlier
        answered = only
    return _one(question, known, earlier, answered)


def _one(
    question: str, known: Knowledge, earlier: Understood | None, only_answer: Name | None = None
) -> Understood | Decline | AskBack:
    reading = read_question(question, known.index, condition_data()["keyword_suffixes"])
    hidden = reading.text
    for hit in reading.entities:
        hidden = hidden[: hit.start] + "□" * (hit.end - hit.start) + hidden[hit.end :]
    found = find_decline(
        reading.text, hidden, lambda words: len(words) > 1 and bool(known.index.containing(words))
    )
    if found is not None:
        rule, words = found
        return Decline(rule.reason, rule.text, f"「{words}」を含む問い")
    features = Features(reading, known)
    base = earlier if earlier is not None and follows(reading, features, earlier) else None
    if base is not None:
        features.base_item = base.frame.item
        features.about = thing_before(base, known) or answered_thing(reading, only_answer)
        features.base_kind = features.about.kind if features.about is not None else ""
    return _understand(reading, features, known, base)


def _understand(
    reading: Reading, features: Features, known: Knowledge, base: Understood | None
) -> Understood | Decline | AskBack:
    problem = check_number(reading, features, known) or check_relative_year(reading, known)
    if problem is not None:
        return problem
    rule = _rule(reading, features, base)
    if rule is None:
        return unread(reading)
    if rule.op == "ask":
        return ask_back(reading, rule, known)
    if rule.op == "attribute" and not rule.over and base is None and features.has("attr_alone"):
        attribute = asked_attribute(reading, "")
        if not few_holders(attribute, known, features.classes):
            return ask_whose(reading, attribute, known)
    over, item = _over_item(reading, features, rule, known, base)
    thing = _thing(reading, features, rule, known, over, base)
    if isinstance(thing, AskBack):
        return thing
    if thing is None and rule.needs == "thing" and rule.attribute == "ministry" and features.has("core"):
        # SNS相談をやっているのはどこ: nothing bears the name, so whoever has it in their texts.
        rule = next(other for other in frame_rules() if other.id == "ministries_of_topic")
        over, item = rule.over, rule.item
    elif thing is None and rule.needs in ("thing", "programme", "measure"):
        return unknown_name(reading, known)
    if thing is not None:
        over, item = _about(thing, rule, over, item, known, reading)
    into = SetReading(over, item, strict=thing is None or rule.op == "exists")
    if thing is not None:
        into.linked += thing.linked()
        into.add(_naming(thing, into, known), known)
    skip = () if thing is None else tuple(h for h in reading.entities if set(h.names) & set(thing.names))
    entity_conditions(reading, into, known, skip)
    if thing is None:
        named_conditions(reading, into, known)
    number_conditions(reading, into, known, named=thing is not None and thing.surface.startswith("No."))
    flag_conditions(reading, into, known)
    missing_conditions(reading, into, known)
    used = () if thing is None or thing.surface == "" else reading.cores
    if rule.flag == "doubt":
        used = (*used, *doubt_conditions(reading, into, known))
    keyword_conditions(reading, into, known, used)
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
    number = unread_number(reading) if rule.op in ("list", "count", "group", "rank_count") else ""
    if number:
        return not_narrowed((number,), into)
    if rule.id == "stages":
        into.conditions = years_of_stages(into.conditions, reading)
    if rule.flag == "pair":
        into.conditions = year_pair(into.conditions, known)
    if rule.flag == "only":
        into.conditions = [c for c in into.conditions if c.kind != "newly" or reading.has("cond:not_new")]
    if rule.flag in ("only", "both"):
        into.conditions = years_apart(into.conditions, rule.flag, known, reading)
    if rule.op == "totals" and _BOUND_ADDED.search(reading.text):
        into.conditions = [c for c in into.conditions if c.kind != "amount_kind"]
        into.notes.append("内数は上限額なので、合計に加えていません。行ごとの上限は予算一覧の行で示せます。")
    if rule.op == "totals" and not _ONLY_RELISTED.search(reading.text):
        # Sums come in three readings side by side; 再掲 chooses among them and restricts nothing.
        into.conditions = [c for c in into.conditions if c.kind != "relisted"]
    if rule.op != "change_rank":
        into.notes += [
            f"「{words_of(c)}」は、この問いでは条件に使っていません。"
            for c in into.conditions
            if c.kind in CHANGES
        ]
        into.conditions = [c for c in into.conditions if c.kind not in CHANGES]
    if rule.op == "disagreement":
        into.conditions = [c for c in into.conditions if c.kind != "amount"]
    if rule.op != "only_they":
        into.conditions = [c for c in into.conditions if c.kind != "claimed"]
    if rule.op in ("change", "change_rank"):
        into.conditions = [c for c in into.conditions if c.kind != "stage"]
    if rule.op.startswith("gap"):
        # 高齢者を対象にしていない府省庁: the gap itself says the not.
        into.conditions = [replace(c, mode="any") if c.mode == "none" else c for c in into.conditions]
    problem = into.decline or not_loaded(into, known, sheets=rule.op in ("amounts", "describe", "change"))
    if problem is not None and rule.op not in ("definition", "capability"):
        return problem
    frame = Frame(
        id=rule.id,
        over=into.over,
        item=into.item,
        conditions=tuple(dict.fromkeys(into.conditions)),
        attribute=rule.attribute or asked_attribute(reading, into.over),
        group=rule.group or next((c.value for c in reading.of_slot("group") if c.value != "matrix"), ""),
        order=_order(reading),
        limit=_limit(reading, rule),
        nth=next((int(hit.values[0]) for hit in reading.numbers_of("nth")), 0),
        linked=tuple(into.linked),
        notes=tuple(into.notes),
        unused=tuple(into.unused),
        text=reading.text,
    )
    return Understood(frame, rule, exchanged(frame.conditions, base))


def _other_texts(reading: Reading, into: SetReading) -> tuple[str, ...]:
    """骨太の方針に触れている事業: plans and laws said to narrow other things, of which none was found by name."""
    if into.item in ("plan", "law", "document"):
        return ()
    spans = (*reading.spans("class:plan"), *reading.spans("class:law"))
    return tuple(reading.text[cue.start : cue.end] for cue in spans)


def _rule(reading: Reading, features: Features, base: Understood | None) -> FrameRule | None:
    own = features.first()
    if base is None:
        return own
    if joins(reading, base) and (joined := joining_rule(reading, base)) is not None:
        return joined
    if reading.numbers_of("nth") and base.rule.op.startswith(("rank", "change_rank")):
        return base.rule
    says = (
        reading.of_slot("ask")
        or reading.of_slot("attr")
        or reading.of_slot("group")
        or reading.numbers_of("top")
        or reading.has("cond:linked")
    )
    telling = [c for c in reading.of_slot("ask") if c.value not in ("list", "exists")]
    if own is None or own.op == "ask" or not says or (own.op in ("list", "describe") and not telling):
        return base.rule
    return own


def _over_item(
    reading: Reading, features: Features, rule: FrameRule, known: Knowledge, base: Understood | None
) -> tuple[str, str]:
    over, item = item_of(reading, known)
    if base is not None and not set(features.classes) - {"line"} and not reading.has("ask:who"):
        over, item = base.frame.over, base.frame.item
    elif base is not None and item in ("ministry", "target_group") and "measure" not in features.classes:
        over = base.frame.over if known.can_list(base.frame.over, item) else over
    if rule.over:
        kept = item if known.can_list(rule.over, item) else rule.over
        over, item = rule.over, rule.item or kept
    elif rule.item:
        item = rule.item
    if item != over and not known.can_list(over, item):
        item = over
    if rule.op == "attribute" and base is None and features.has("attr_alone"):
        # 応募の締切は？ where one call is loaded: what alone has it is meant.
        few = few_holders(asked_attribute(reading, over), known, features.classes)
        over, item = (few, few) if few else (over, item)
    return over, item


def _thing(
    reading: Reading,
    features: Features,
    rule: FrameRule,
    known: Knowledge,
    over: str,
    base: Understood | None,
) -> Thing | AskBack | None:
    """What the question names, looked for as hard as the frame needs it."""
    kinds = _kinds(reading, features, rule, over)
    if not rule.needs:
        return None
    prefer = (
        "line"
        if features.has("line_only") or rule.op in _MONEY_OPS or "line" in features.classes
        else "measure"
    )
    if features.has("says_measure") or features.has("measure_attr"):
        prefer = "measure"
    found = whole_things(reading, kinds) or numbered_thing(reading, kinds, known, prefer)
    if found is not None:
        return found
    if rule.needs == "named_or_set":
        return None
    if base is not None and features.about is not None and not any(core.noun for core in reading.cores):
        return features.about
    if rule.needs in ("thing_or_set", "programme_or_set") and features.has("set_words"):
        said = set(features.classes) & {"measure", "programme", "line", "grantee"}
        part = partial_thing(reading, kinds, known, sure=bool(said))
        return part if isinstance(part, Thing) and part.score >= _SURE_SCORE else None
    if rule.needs in ("thing_or_set", "programme_or_set") and not any(core.noun for core in reading.cores):
        return None
    return partial_thing(reading, kinds, known)


def _kinds(reading: Reading, features: Features, rule: FrameRule, over: str) -> tuple[str, ...]:
    """The kinds of things to look for, the likeliest first."""
    if rule.needs in ("programme", "programme_or_set") or rule.op in _MONEY_OPS:
        return ("programme", "measure") if rule.op in ("amounts", "describe") else ("programme",)
    if rule.needs == "measure":
        return ("measure",)
    attribute = rule.attribute or asked_attribute(reading, over)
    kinds = tuple(load_frames_file("attributes.toml").get(attribute, {}).get("kinds", ()))
    if "measure" in features.classes:
        kinds = ("measure", *kinds)
    if "programme" in features.classes or reading.of_slot("stage") or reading.numbers_of("year"):
        kinds = ("programme", *kinds)
    for own in ("guideline", "call"):
        if own in features.classes:
            kinds = (own, *kinds)
    return tuple(dict.fromkeys((*kinds, *THINGS)))


def _about(
    thing: Thing, rule: FrameRule, over: str, item: str, known: Knowledge, reading: Reading
) -> tuple[str, str]:
    """Over which rows a question about a named thing goes."""
    if rule.op in _MONEY_OPS or (rule.op == "describe" and thing.kind == "line"):
        return "line", "line" if rule.op == "where" else "programme"
    if rule.op in ("related", "related_to_measure"):
        return over, item
    if rule.op == "only_they":
        return thing.kind, "ministry"
    if rule.op == "exists":
        return _exists_over(thing, reading, known)
    kind = thing.kind
    attribute = rule.attribute or asked_attribute(reading, kind)
    kinds = load_frames_file("attributes.toml").get(attribute, {}).get("kinds", ())
    if rule.op == "attribute" and kind not in kinds and kind == "line":
        return "line", "line"
    return kind, kind


def _exists_over(thing: Thing, reading: Reading, known: Knowledge) -> tuple[str, str]:
    if thing.kind != "programme":
        return thing.kind, thing.kind
    probe = SetReading("programme", "programme")
    number_conditions(reading, probe, known)
    flag_conditions(reading, probe, known)
    entity_conditions(reading, probe, known)
    return ("line", "programme") if probe.decline is not None else ("programme", "programme")


def _naming(thing: Thing, into: SetReading, known: Knowledge) -> Condition:
    terms = tuple(Term("iri", name.id, name.label) for name in thing.names)
    kind = thing.kind
    if kind == "measure" and into.over == "line" and not known.supports("line", "measure"):
        kind = "programme"
    return Condition(kind, terms, surface=thing.surface)


def _order(reading: Reading) -> str:
    low = (
        reading.has("ask:min", "ask:asc")
        or bool(_LEAST.search(reading.text))
        or any(h.operator == "asc" for h in reading.numbers_of("top"))
    )
    return "asc" if low or (reading.has("ask:fall") and not reading.has("ask:rise")) else "desc"


def _limit(reading: Reading, rule: FrameRule) -> int:
    tops = reading.numbers_of("top")
    if tops:
        return int(tops[0].values[0])
    if rule.op == "change_rank" and rule.id == "change_list":
        return 0
    return 1 if reading.has("ask:max", "ask:min") and not reading.has("ask:desc", "ask:asc") else 0


__all__ = ["Understanding", "Understood", "understand", "words_of"]
