"""What a question names, looked for as hard as its frame needs, and over which rows it then speaks."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.conditions.flag_conditions import flag_conditions
from nlp.questions.conditions.name_conditions import entity_conditions
from nlp.questions.conditions.number_conditions import number_conditions
from nlp.questions.found.quantities import PER_UNIT
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import words
from nlp.questions.framing.attributes import asked_attribute
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import OWN_ROWS, Knowledge, SetReading, condition_data
from nlp.questions.names.things import (
    THINGS,
    Thing,
    numbered_thing,
    only_a_topic,
    partial_thing,
    thing_of_words,
    whole_things,
)
from nlp.questions.records import AskBack, Condition, Term
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import FrameRule, Understood
from nlp.questions.typed.text import fold_key

# Ops that speak of rows of budget lists, whatever the thing named.
MONEY_OPS = ("amounts", "addable", "where", "change", "totals", "change_rank", "rank", "average")
_SURE_SCORE = 95.0
_SHORT = 5
# （こどもの居場所づくりの資料／…）: how a sheet is called whose programme is not known.
_SHEET_TOPIC = re.compile(r"\((.{4,}?)の資料/")


def find_thing(
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
    inner = _component(reading, rule, over, known) if base is None else None
    if inner is not None:
        return inner
    prefer = (
        "line"
        if features.has("line_only") or rule.op in MONEY_OPS or "line" in features.classes
        else "measure"
    )
    if features.has("says_measure") or features.has("measure_attr"):
        prefer = "measure"
    elif base is not None and any(x.kind == "line" for x in base.frame.linked if x.surface.startswith("No.")):
        prefer = "line"
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
        if not isinstance(part, Thing) or part.score < _SURE_SCORE:
            return None
        return None if said and only_a_topic(part, reading.text) else part
    if rule.needs in ("thing_or_set", "programme_or_set") and (
        not any(core.noun for core in reading.cores) or (over in OWN_ROWS and _generic_among(reading))
    ):
        return None
    if rule.op == "attribute":
        # 小児救急電話相談の実績: of what nearly bears the name, what can have the attribute.
        own = (
            load_frames_file("attributes.toml")
            .get(rule.attribute or asked_attribute(reading, over), {})
            .get("kinds", ())
        )
        own = sorted(own, key=lambda kind: kind not in features.classes)
        fitting = partial_thing(reading, own, known) if own else None
        if isinstance(fitting, Thing) and fitting.kind in own and not _only_glossed(fitting):
            return fitting
        other = partial_thing(reading, kinds, known)
        if isinstance(other, Thing) and own and other.kind not in own and rule.needs == "thing_or_set":
            return None  # ヘルメットの着用率の実績: what bears the name has no 実績
        return other
    money = rule.op in MONEY_OPS or (rule.op == "evidence" and bool(reading.numbers_of("amount")))
    return partial_thing(reading, kinds, known, money=money and kinds[0] == "programme")


def _only_glossed(thing: Thing) -> bool:
    """見直し of …（関連制度等の必要な見直しを検討する）: a short word of the gloss that stands for a lost name is no name."""
    return len(thing.surface) < _SHORT and all(name.only_glossed(thing.surface) for name in thing.names)


def _component(reading: Reading, rule: FrameRule, over: str, known: Knowledge) -> Thing | None:
    """広報啓発活動支援 of こどもの居場所づくり: a component named in full, of the programme that the words beside it name."""
    attribute = rule.attribute or asked_attribute(reading, over)
    if rule.op != "attribute" or "component" not in _holders(attribute):
        return None
    hits = [hit for hit in reading.of_kind("component") if not hit.kinds() & {"programme", "measure"}]
    if not hits:
        named = whole_things(reading, THINGS)
        return None if named else thing_of_words(reading, ("component",), known, apart=True)
    names = tuple(dict.fromkeys(n for hit in hits for n in hit.names if n.kind == "component"))
    return part_of_programme(Thing(names, "・".join(hit.surface for hit in hits)), reading)


def _holders(attribute: str) -> tuple[str, ...]:
    return tuple(load_frames_file("attributes.toml").get(attribute, {}).get("kinds", ()))


def part_of_programme(thing: Thing, reading: Reading) -> Thing:
    """A component narrowed to the programmes whose names hold the words that stand beside it."""
    if thing.kind != "component":
        return thing
    beside = [core.text for core in reading.cores if core.noun]
    beside += [hit.surface for hit in reading.entities]
    names, said = thing.names, [thing.surface]
    for word in dict.fromkeys(beside):
        own = any(word in fold_key(label) for name in names for label in (name.label, *name.alternatives))
        kept = tuple(
            name
            for name in names
            if _all_words(word, fold_key(name.broader)) or _topic_in(word, fold_key(name.broader))
        )
        if not own and kept:
            names, said = kept, [*said, word]
    return replace(thing, names=names, surface="・".join(said))


def _all_words(phrase: str, label: str) -> bool:
    """Whether a label has the phrase, or each of its nouns (こどもの居場所 in こどもの居場所づくり支援体制強化事業)."""
    nouns = [word.surface for word in words(phrase) if word.pos == "名詞"]
    return phrase in label or (len(nouns) > 1 and all(noun in label for noun in nouns))


def _topic_in(word: str, sheet: str) -> bool:
    """Whether a sheet without a programme's name, （こどもの居場所づくりの資料／…）, is about what a programme's name begins with."""
    topic = _SHEET_TOPIC.search(sheet)
    return topic is not None and word.startswith(topic[1])


def _generic_among(reading: Reading) -> bool:
    return any(core.text in condition_data()["generic_words"] for core in reading.cores)


def _kinds(reading: Reading, features: Features, rule: FrameRule, over: str) -> tuple[str, ...]:
    """The kinds of things to look for, the likeliest first."""
    if rule.needs in ("programme", "programme_or_set") or rule.op in MONEY_OPS:
        return ("programme", "measure") if rule.op in ("amounts", "describe") else ("programme",)
    if rule.needs == "measure":
        return ("measure",)
    attribute = rule.attribute or asked_attribute(reading, over)
    kinds = tuple(load_frames_file("attributes.toml").get(attribute, {}).get("kinds", ()))
    if "measure" in features.classes:
        kinds = ("measure", *kinds)
    if (
        "programme" in features.classes
        or reading.of_slot("stage")
        or reading.numbers_of("year")
        or reading.numbers_of("amount")
    ):
        kinds = ("programme", *kinds)
    for own in ("guideline", "call"):
        if own in features.classes:
            kinds = (own, *kinds)
    return tuple(dict.fromkeys((*kinds, *THINGS)))


def about_thing(
    thing: Thing, rule: FrameRule, over: str, item: str, known: Knowledge, reading: Reading
) -> tuple[str, str]:
    """Over which rows a question about a named thing goes."""
    if rule.op in MONEY_OPS or (rule.op == "describe" and thing.kind == "line"):
        return "line", "line" if rule.op == "where" else "programme"
    if rule.op in ("related", "related_to_measure"):
        return over, item
    if rule.op in ("list", "count") and rule.over == "line":
        return over, item  # 施策137と関係する補正予算の事業: rows that the thing is a condition on
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


def naming_condition(thing: Thing, into: SetReading, known: Knowledge) -> Condition:
    """The condition that the rows are of the thing named: of the programme where the rows know no measures."""
    # One name in two widths ((モデル事業), （モデル事業）) is said once.
    said = {fold_key(name.label): name.label for name in reversed(thing.names)}
    terms = tuple(Term("iri", name.id, said[fold_key(name.label)]) for name in thing.names)
    kind = thing.kind
    if kind == "measure" and into.over == "line" and not known.supports("line", "measure"):
        kind = "programme"
    return Condition(kind, terms, surface=thing.surface)


def only_generic(reading: Reading) -> bool:
    """あの補助金の上限は: nothing but a general word names the thing."""
    cores = [core for core in reading.cores if core.noun]
    return bool(cores) and all(core.text in condition_data()["generic_words"] for core in cores)


def only_units(reading: Reading) -> bool:
    """1自治体あたりの上限額: nothing but what a limit is counted by."""
    cores = [core for core in reading.cores if core.noun]
    return bool(cores) and not reading.entities and all(PER_UNIT.fullmatch(core.text) for core in cores)


def _bare(word: str) -> str:
    """1指定都市あたり is printed with its figure in many ways: 指定都市 is what to look for."""
    return re.sub(r"^\d+|(?:あたり|当たり|ごと)$", "", word)


def words_within(reading: Reading, into: SetReading, thing: Thing) -> tuple[str, ...]:
    """市町村あたりの補助基準額: words beside a named thing that its name does not hold must stand in the value."""
    held = [c for c in into.conditions if c.kind in ("keyword", "target_group") and c.surface]
    into.conditions = [c for c in into.conditions if c not in held]
    names = [fold_key(label) for name in thing.names for label in (name.label, *name.alternatives)]
    said = [(reading.text.find(c.surface), c.surface) for c in held]
    said += [(core.start, core.text) for core in reading.cores if core.noun]
    said = [
        (place, word)
        for place, word in said
        if word not in thing.surface and not any(word in n for n in names)
    ]
    general = condition_data()["within_general"]
    said = [(place, _bare(word)) for place, word in said]
    return tuple(
        dict.fromkeys(
            word
            for _, word in sorted(said)
            if word not in general and not any(all(w.surface in n for w in words(word)) for n in names)
        )
    )
