"""What a question restricts its set by: ministries, target groups, places, years, amounts, flags, words in texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.lexicon import Name
from nlp.questions.linking import EntityHit
from nlp.questions.numbers import NumberHit
from nlp.questions.reading import QUOTED_WORDS, Core, Reading
from nlp.questions.records import Condition, Linked, Mode, Term
from nlp.questions.sets import (
    NAMED,
    Knowledge,
    SetReading,
    classes,
    condition_data,
    load_frames_file,
    missing_attribute,
    only_they_asked,
    said_supported,
    year_words,
    yen_words,
)
from nlp.questions.text import fold_key, fold_question
from nlp.questions.words import words

TSU = "https://w3id.org/tsunagari/ns#"
# 以外, を除く, にない, が対象にしていない ... right behind a name, or behind the things of that name.
_NEGATED = re.compile(
    r"^\s?(?:等|など)?(?:の(?:施策|事業|取組|行))?(?:以外|を除|は除|抜き|でな|ではな|じゃな|に(?:は)?(?:な[いくか]|無)"
    r"|[がはも](?:担当|所管|やっ|行っ|対象).{0,6}(?:な[いく]|ません)|を(?:対象に|含)(?:し(?:て)?|ま)?い?な|も除)"
)
_NOT_FLAG = re.compile(
    r"^\s?(?:の行|の事業|の印|分)?(?:以外|除[くきい]|を除|は除|抜き|でな|ではな|じゃな|なし|のな|がな|を含ま|を数えな|されていな|していな|でありません|ではありません)"
)
_YEAR_NEGATED = re.compile(
    r"^(?:補正|当初)?(?:予算)?(?:の一覧|の予算一覧)?(?:に(?:は)?(?:な[いくか]|無|載って(?:い)?な|存在しな|出てこな)|以外|を除)"
)
# 再掲を一つと数えて, 再掲も含めて: how to count, not what.
_COUNTED_ONCE = re.compile(
    r"^(?:の行|の事業|分)?(?:を|は|も)?(?:1つ|一つ|1回|一回|一度|1度|まとめ|含め|含む|含ん|二重|2重|重複|重ね|ダブ|込み|入れ|加え|足し|数えて|カウントして)"
)
# How much an amount changed between two years: only questions about changes can use these.
CHANGES = ("change_amount", "change_ratio", "change_percent")
_COUNT_WORDS = {">=": "以上", "<=": "以下", "<": "未満", ">": "超"}
_CHANGE_UNITS = {"change_ratio": "倍", "change_percent": "%"}
_ALONE = re.compile(r"(?:だけ|のみ)(?:が|で|の単独)|(?:が|の)?単独")
_PLACE_WORD = re.compile(r"^(?P<more>[一-龥の]{0,4}?)(?:に関する|という|の)?(?:節|柱|区分)(?!別|ごと)")
_NAME_LOST = re.compile(
    r"(?:施策名|事業名|名称|名前|題名)(?:が|の)?(?:一部)?(?:欠け|切れ|ない|読めない|空欄|損傷|壊れ|途切れ)|(?:表示名|名称|名前)を補"
)
_ONLY_THERE = re.compile(r"^(?:の節)?(?:に|の)?(?:だけ|のみ|しか)")
_TWO_KANJI_VERB = re.compile(r"[一-龥][ぁ-ん]?[一-龥]+")
_AREA = re.compile(r"(?:を|で|に)?(?:事業区域|活動|区域|対象地域|対象とする|カバー|事業を行)")
_SEAT = re.compile(r"に(?:ある|所在|本拠|拠点)|所在|の団体|の交付団体|の法人|の採択")


def entity_conditions(
    reading: Reading, into: SetReading, known: Knowledge, skip: Sequence[EntityHit] = ()
) -> None:
    """Ministries, target groups, places and legal forms as conditions."""
    inside = {hit for core in keyword_cores(reading, known) for hit in core.inside}
    for kind in ("ministry", "target_group"):
        hits = [hit for hit in reading.of_kind(kind) if hit not in skip and hit not in inside]
        hits = [hit for hit in hits if not is_topic(hit, reading)]
        if kind == "target_group":
            hits = [hit for hit in hits if not _is_class_word(hit, reading)]
            hits = [hit for hit in hits if not _grouping_word(hit, reading)]
        _grouped(kind, hits, reading, into, known)
    for kind in ("section", "pillar"):
        _placed(kind, reading, into, known, inside, skip)
    for kind in ("region", "legal_form"):
        for hit in reading.of_kind(kind):
            if hit in skip:
                continue
            group = _group_of_form(hit, reading, known) if kind == "legal_form" else None
            if group is not None and known.supports(into.over, "target_group"):
                into.linked.append(Linked(hit.surface, group.id, "target_group", group.label, 100.0))
                into.add(Condition("target_group", (Term("iri", group.id, group.label),)), known)
                continue
            name = next(name for name in hit.names if name.kind == kind)
            chosen = _place_kind(reading, hit) if kind == "region" else kind
            if not known.supports(into.over, chosen) and known.supports(into.over, "keyword"):
                # NPO関連の予算: a legal form is a word like any other where no organisation is asked for.
                words_ = tuple(Term("text", v, hit.surface) for v in keyword_variants(hit.surface))
                into.add(Condition("keyword", words_, surface=hit.surface), known)
                continue
            mode: Mode = "none" if _negated(hit, reading) else "any"
            into.add(Condition(chosen, (Term("text", name.label, name.label),), mode), known)


def _group_of_form(hit: EntityHit, reading: Reading, known: Knowledge) -> Name | None:
    """NPOを対象とする事業: the target group that a legal form stands for (NPO等の支援団体) when it is said to be supported."""
    if not said_supported(hit, reading):
        return None
    spellings = {hit.surface, f"{hit.surface}等"}
    groups = known.lexicon.of_kind("target_group")
    return next((g for g in groups if spellings & {fold_key(x) for x in (g.label, *g.alternatives)}), None)


def _placed(
    kind: str,
    reading: Reading,
    into: SetReading,
    known: Knowledge,
    inside: set[EntityHit],
    skip: Sequence[EntityHit],
) -> None:
    """居場所の確保という節: sections and pillars named by their heading, where that is no thing's name or is said to be one."""
    for hit in reading.of_kind(kind):
        said = re.match(r"[」』]?(?:という|の)?(?:節|柱|区分)", reading.text[hit.end :])
        if hit in skip or hit in inside or not (said or hit.kinds() <= {"section", "pillar"}):
            continue
        names = [name for name in hit.names if name.kind == kind]
        terms = tuple(Term("iri", name.id, name.notation or name.label) for name in names)
        into.add(Condition(kind, terms, surface=hit.surface), known)


def _kind_of_supporter(hit: EntityHit) -> bool:
    """フードバンク支援: a kind of supporter with a name of its own, narrower than the group it is counted to."""
    groups = [n for n in hit.names if n.kind == "target_group" and n.notation == "intermediary"]
    general = re.search(r"(?:団体|者|法人|等|機関|組織)$", hit.surface)
    return bool(groups) and hit.surface not in groups[0].label and general is None


def is_topic(hit: EntityHit, reading: Reading) -> bool:
    """フードバンクの施策: a word for those who support is a topic, unless they are said to be supported (対象, 向け).

    The lexicon marks such groups with the notation "intermediary"; their own name stays a target group.
    """
    groups = [name for name in hit.names if name.kind == "target_group" and name.notation == "intermediary"]
    if not groups or len(hit.names) > len(groups) or hit.surface in groups[0].label:
        return False
    return not said_supported(hit, reading)


def _is_class_word(hit: EntityHit, reading: Reading) -> bool:
    """Whether a target group's word serves as a class or legal form here (NPO法人の交付団体)."""
    if hit.kinds() & {"legal_form"}:
        return not said_supported(hit, reading)
    at_class = any((c.start, c.end) == (hit.start, hit.end) and c.slot == "class" for c in reading.cues)
    return at_class and "grantee" in classes(reading)


def _grouping_word(hit: EntityHit, reading: Reading) -> bool:
    return any(c.start <= hit.start and hit.end <= c.end for c in reading.of_slot("group"))


def _place_kind(reading: Reading, hit: EntityHit) -> str:
    before, after = reading.text[max(0, hit.start - 8) : hit.start], reading.text[hit.end : hit.end + 12]
    if _AREA.match(after) or re.search(
        r"(?:事業区域|区域|対象地域|活動地域|活動範囲)(?:が|は|に|の)?$", before
    ):
        return "area"
    if _SEAT.match(after) or re.search(r"所在(?:地)?(?:が|は)?$", before):
        return "prefecture"
    return "place"


def _grouped(
    kind: str, hits: Sequence[EntityHit], reading: Reading, into: SetReading, known: Knowledge
) -> None:
    if kind == "ministry" and only_they_asked(reading):
        # 担当は厚労省だけ？ cannot be seen among 厚労省's own: all who do it are listed.
        names = [name for hit in hits for name in hit.names if name.kind == kind]
        into.conditions.append(Condition("claimed", tuple(Term("iri", n.id, n.label) for n in names)))
        into.notes.append(
            "担当する府省庁をすべて挙げています。ほかに挙がっていなければ、その府省庁だけです。"
        )
        return
    plain = [hit for hit in hits if not _negated(hit, reading)]
    barred = [hit for hit in hits if _negated(hit, reading)]
    several = len({hit.surface for hit in plain}) > 1
    every = several and (
        reading.has("join:all") or all(_also(hit, reading) for hit in plain) or _compound(plain)
    )
    condition_kind = "target_group_below" if kind == "target_group" and reading.has("cond:narrower") else kind
    if kind == "ministry" and reading.has("cond:agencies") and known.supports(into.over, "ministry_below"):
        condition_kind = "ministry_below"
    modes: tuple[tuple[list[EntityHit], Mode], ...] = ((plain, "all" if every else "any"), (barred, "none"))
    for group, mode in modes:
        terms: list[Term] = []
        for hit in group:
            name = next(name for name in hit.names if name.kind == kind)
            term = Term("iri", name.id, name.label)
            if term not in terms:
                terms.append(term)
            if kind == "ministry" and hit.surface not in {
                fold_key(x) for x in (name.label, *name.alternatives)
            }:
                into.notes.append(f"「{hit.surface}」は「{name.label}」と読みました。")
            if hit.surface != name.label:
                into.linked.append(Linked(hit.surface, name.id, kind, name.label, 100.0))
        if terms:
            into.add(Condition(condition_kind, tuple(terms), mode, surface=group[0].surface), known)
        alone = any(_ALONE.match(reading.text[hit.end : hit.end + 6]) for hit in group)
        if kind == "ministry" and alone and known.supports(into.over, "sole"):
            into.add(Condition("sole"), known)
        elif kind == "ministry" and alone and into.item == "target_group" and len(terms) == 1:
            into.add(Condition("only_ministry", tuple(terms)), known)


def _compound(hits: Sequence[EntityHit]) -> bool:
    """独居高齢者: two groups in one word are those who are both."""
    return len(hits) == 2 and hits[0].end == hits[1].start


def _also(hit: EntityHit, reading: Reading) -> bool:
    """高齢者も障害者も: each of the names is followed by も."""
    return bool(re.match(r"(?:等|など)?(?:に|を|へ)?も", reading.text[hit.end :]))


def _negated(hit: EntityHit, reading: Reading) -> bool:
    if _NEGATED.match(reading.text[hit.end : hit.end + 20]):
        return True
    # 内閣府も厚生労働省も担当していない: what is denied of the last is denied of all.
    following = [other for other in reading.entities if other.start == hit.end + 1]
    return reading.text[hit.end : hit.end + 1] == "も" and any(
        _negated(other, reading) for other in following
    )


def named_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """Things named in full, as conditions of a set (この交付金の要件, この事業の行)."""
    for hit in reading.entities:
        for kind in NAMED:
            name = next((n for n in hit.names if n.kind == kind), None)
            if name is None:
                continue
            if kind == "component" and known.supports(into.over, "category"):
                into.conditions.append(Condition("category", (Term("text", name.label, name.label),)))
                break
            if known.supports(into.over, kind):
                into.conditions.append(
                    Condition(kind, (Term("iri", name.id, name.label),), surface=hit.surface)
                )
                break
        else:
            if hit.kinds() & set(NAMED) and not hit.kinds() & {"ministry", "target_group"}:
                into.notes.append(f"「{hit.surface}」は条件に使っていません。")


def number_conditions(reading: Reading, into: SetReading, known: Knowledge, *, named: bool = False) -> None:
    """Years, stages, sections, pillars, amounts and No. as conditions; `named`: No. has named a thing already."""
    years = reading.numbers_of("year")
    plain = [hit for hit in years if not _year_negated(hit, reading)]
    barred = [hit for hit in years if _year_negated(hit, reading)]
    both = len(plain) > 1 and reading.has("ask:both_in", "join:all")
    if plain:
        into.add(Condition("year", _years(plain), "all" if both else "any"), known)
    if barred:
        into.add(Condition("year", _years(barred), "none"), known)
    stages = list(dict.fromkeys(cue.value for cue in reading.of_slot("stage")))
    if "draft" in stages and "initial" in stages and "当初予算案" in reading.text:
        stages.remove("initial")
    if stages and known.supports(into.over, "stage"):
        names = condition_data()["stages"]
        into.add(Condition("stage", tuple(Term("iri", TSU + s, names.get(s, s)) for s in stages)), known)
    for kind in ("section", "pillar"):
        hits = reading.numbers_of(kind)
        terms = tuple(dict.fromkeys(_place_term(kind, hit, known) for hit in hits))
        if terms:
            negated = any(re.match(r"^\s?(?:以外|を除|でない)", reading.text[hit.end :]) for hit in hits)
            together = len(terms) > 1 and reading.has("ask:both_in", "join:all", "ask:shared")
            if kind == "section" and together and known.supports(into.over, "also_section"):
                into.add(Condition("also_section", terms, "all"), known)
                continue
            into.add(Condition(kind, terms, "none" if negated else "any"), known)
            alone = any(_ONLY_THERE.match(reading.text[hit.end :]) for hit in hits)
            if kind == "section" and alone and len(terms) == 1 and known.supports(into.over, "only_section"):
                into.add(Condition("only_section", terms), known)
    for hit in reading.numbers_of("amount"):
        terms = tuple(Term("integer", value, yen_words(int(value))) for value in hit.values)
        into.add(Condition("amount", terms, "any", hit.operator or "="), known)
    for kind in CHANGES:
        for hit in reading.numbers_of(kind):
            value = hit.values[0]
            said = yen_words(int(value)) if kind == "change_amount" else f"{value}{_CHANGE_UNITS[kind]}"
            more = "超" if hit.operator == ">" else "以上"
            into.conditions.append(Condition(kind, (Term("text", value, said + more),), "any", hit.operator))
    for hit in reading.numbers_of("having"):
        said = f"{hit.values[0]}件{_COUNT_WORDS.get(hit.operator, '')}"
        into.conditions.append(
            Condition("having", (Term("integer", hit.values[0], said),), "any", hit.operator)
        )
    for hit in reading.numbers_of("times"):
        into.add(Condition("times", (Term("integer", hit.values[0], hit.values[0]),)), known)
    for hit in reading.numbers_of("joint_least"):
        into.add(Condition("joint_least", (Term("integer", hit.values[0], hit.values[0]),)), known)
    rates = tuple(Term("text", hit.values[0], hit.values[0]) for hit in reading.numbers_of("rate"))
    if rates:
        into.add(Condition("rate", rates), known)
    for hit in reading.numbers_of("implementer"):
        said = hit.values[0]
        also = condition_data()["implementers"].get(said, ())
        into.add(Condition("implementer", tuple(Term("text", word, said) for word in (said, *also))), known)
    single: list[Term] = []
    for hit in () if named else reading.numbers_of("number"):
        terms = tuple(Term("integer", value, value) for value in hit.values)
        if len(terms) > 1:
            into.add(Condition("number_range", terms, "any", "between"), known)
        else:
            single += terms
    if single:
        into.add(Condition("number", tuple(dict.fromkeys(single))), known)


def _years(hits: Sequence[NumberHit]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(Term("year", hit.values[0], year_words(int(hit.values[0]))) for hit in hits))


def _year_negated(hit: NumberHit, reading: Reading) -> bool:
    return bool(_YEAR_NEGATED.match(reading.text[hit.end : hit.end + 18]))


def _place_term(kind: str, hit: NumberHit, known: Knowledge) -> Term:
    notation = hit.values[0]
    if kind == "section" and "-" not in notation:
        pillars = sorted({p for item in known.lexicon.budget_lists() for p in item.pillars}) or ["4"]
        notation = f"{pillars[-1]}-{notation}"
    found = next((name for name in known.lexicon.of_kind(kind) if name.notation == notation), None)
    iri = found.id if found else f"https://w3id.org/tsunagari/id/{kind}/{notation}"
    return Term("iri", iri, notation)


def flag_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """再掲, 新規, 内数, 共同 and the like as conditions."""
    yes, no = Term("boolean", "true", "true"), Term("boolean", "false", "false")
    for kind, cue, opposite in (("relisted", "relisted", "not_relisted"), ("newly", "new", "not_new")):
        if reading.has(f"cond:{opposite}"):
            into.add(Condition(kind, (no,)), known)
        elif spans := [
            s for s in reading.spans(f"cond:{cue}") if not _COUNTED_ONCE.match(reading.text[s.end :])
        ]:
            negated = any(_NOT_FLAG.match(reading.text[span.end :]) for span in spans)
            into.add(Condition(kind, (no if negated else yes,)), known)
    kinds = condition_data()["kinds"]
    for cue, kind in (("not_included", "exact"), ("of_which", "ofWhich"), ("included", "includedIn")):
        if reading.has(f"cond:{cue}"):
            into.add(Condition("amount_kind", (Term("iri", TSU + kind, kinds[kind]),)), known)
            break
    several = len({hit.surface for hit in reading.of_kind("ministry")}) > 1
    for kind in ("joint", "sole", "numeric"):
        if reading.has(f"cond:{kind}") and known.supports(into.over, kind) and not several:
            into.add(Condition(kind), known)
    if reading.has("cond:reached") and known.supports(into.over, "reached"):
        into.add(Condition("reached", (yes,)), known)
    if reading.has("cond:sure") and known.supports(into.over, "sure"):
        into.add(Condition("sure"), known)
    if into.over == "requirement":
        types = condition_data()["requirement_types"]
        for kind in ("prohibition", "procedure", "option", "requirement"):
            if reading.has(f"cond:{kind}"):
                into.add(Condition("requirement_type", (Term("iri", TSU + kind, types[kind]),)), known)
                break
    if reading.has("cond:has_link") and known.supports(into.over, "has"):
        into.add(Condition("has", (Term("iri", TSU + "link", "関連URL"),)), known)


def missing_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """目標が空欄, 対象者のない: the attribute that the things listed lack."""
    if _NAME_LOST.search(reading.text) and known.supports(into.over, "has"):
        into.add(Condition("has", (Term("iri", TSU + "displayLabel", "当方で補った名称"),)), known)
    found = missing_attribute(reading)
    if found is None or not known.supports(into.over, "missing"):
        return
    entry = load_frames_file("attributes.toml").get(found[0])
    if entry is not None:
        into.add(Condition("missing", (Term("iri", TSU + entry["property"], entry["label"]),)), known)


def keyword_cores(reading: Reading, known: Knowledge) -> tuple[Core, ...]:
    """The cores that stay whole as keywords although a target group stands inside (女性活躍 is in a label)."""
    return tuple(
        core
        for core in reading.cores
        if core.noun and core.inside and (known.index.containing(core.stem) or _another_group(core))
    )


def _another_group(core: Core) -> bool:
    """ギャンブル依存症: a word before a general group makes it another one, not that group."""
    last = core.inside[-1]
    return len(core.inside) == 1 and last.end == core.end and last.start - core.start >= 3


def keyword_conditions(
    reading: Reading, into: SetReading, known: Knowledge, used: Sequence[Core] = ()
) -> None:
    """What no cue explains, as words to be found in names and texts; verbs are only named."""
    for hit in reading.of_kind("target_group"):
        inside = any(hit in core.inside for core in reading.cores)
        narrower = _kind_of_supporter(hit) and not inside
        if (
            (is_topic(hit, reading) or narrower)
            and not inside
            and into.over not in ("grantee", "requirement", "activity")
        ):
            terms = tuple(Term("text", v, hit.surface) for v in keyword_variants(hit.surface))
            into.add(Condition("keyword", terms, surface=hit.surface), known)
    if into.over == "plan" and "重点計画" in reading.text:
        into.add(Condition("keyword", (Term("text", "重点計画", "重点計画"),)), known)
    used = (*used, *_placed_by_words(reading, into, known))
    quoted = [
        m
        for m in QUOTED_WORDS.finditer(reading.text)
        if reading.text[m.end() :].startswith(("と書", "と記", "とあ", "と明記"))
    ]
    if quoted and known.supports(into.over, "quoted"):
        for match in quoted:
            terms = tuple(Term("text", v, match[1]) for v in keyword_variants(match[1]))
            into.add(Condition("quoted", terms, surface=match[1]), known)
        used = (*used, *(c for c in reading.cores for m in quoted if m.start() < c.end and c.start < m.end()))
    used = (*used, *_said_in(reading, into, known))
    whole = keyword_cores(reading, known)
    generic = condition_data()["generic_words"]
    own = into.over not in ("line", "measure", "work", "programme")
    for core in reading.cores:
        if core in used:
            continue
        if not core.noun:
            word = _verb_word(core)
            if word and known.supports(into.over, "keyword"):
                terms = tuple(Term("text", v, core.text) for v in keyword_variants(word))
                into.add(Condition("keyword", terms, surface=core.text), known)
            elif len(core.text) >= 2 and core.stem not in condition_data()["neutral_verbs"]:
                into.notes.append(f"「{core.text}」は条件に使っていません。")
            continue
        if own and core.text in generic:
            continue
        if re.match(r"」?(?:では|じゃ)なく", reading.text[core.end : core.end + 5]):
            into.notes.append(f"「{core.text}」ではないものとして、条件に使っていません。")
            continue
        pieces = [core.stem]
        if core.inside and core not in whole:
            pieces = _outside(core, reading)
        for piece in pieces:
            if len(piece) < 2 and not re.match(r"[一-龥]", piece):
                into.notes.append(f"「{piece}」は条件に使っていません。")
                continue
            terms = tuple(Term("text", v, piece) for v in keyword_variants(piece))
            into.add(Condition("keyword", terms, surface=core.text), known)


# 事業名に「交付金」が付く, 見直し方針に「継続」と書かれた: where the words are said to stand.
_SAID_IN = re.compile(
    r"(?P<where>事業名|施策名|名称|名前|タイトル|題名|概要|目標|達成状況|実績|見直し方針|見直し)(?:の中)?(?:に|へ|が)[「『\"](?P<what>[^」』\"]{1,30})[」』\"]"
)
_PLACES_SAID = {
    "概要": "in_overview",
    "目標": "in_goal",
    "達成状況": "in_achievement",
    "実績": "in_achievement",
    "見直し方針": "in_review",
    "見直し": "in_review",
}


def _said_in(reading: Reading, into: SetReading, known: Knowledge) -> list[Core]:
    """Quoted words said to stand in the name or in one of the texts; the cores that they explain."""
    explained: list[Core] = []
    for match in _SAID_IN.finditer(reading.text):
        kind = _PLACES_SAID.get(match["where"], "name")
        if not known.supports(into.over, kind):
            continue
        terms = tuple(Term("text", v, match["what"]) for v in keyword_variants(match["what"]))
        into.conditions = [c for c in into.conditions if c.kind != "quoted" or c.surface != match["what"]]
        into.add(Condition(kind, terms, surface=match["what"]), known)
        explained += [c for c in reading.cores if match.start() < c.end and c.start < match.end()]
    return explained


def _verb_word(core: Core) -> str:
    """見守る -> 見守: a verb written with two kanji says what is done; "" for other verbs."""
    match = _TWO_KANJI_VERB.match(core.text)
    neutral = core.stem in condition_data()["neutral_verbs"] or core.text in condition_data()["neutral_verbs"]
    return match.group() if match and not neutral else ""


def unused_verbs(reading: Reading) -> tuple[str, ...]:
    """The verbs and adjectives of the question that narrow nothing although they may have been meant to."""
    neutral = condition_data()["neutral_verbs"]
    return tuple(
        core.text
        for core in reading.cores
        if not core.noun and len(core.text) >= 2 and core.stem not in neutral and not _verb_word(core)
    )


def _placed_by_words(reading: Reading, into: SetReading, known: Knowledge) -> list[Core]:
    """相談支援の節, 情報発信の柱: sections or pillars by words of their heading; the words that did so."""
    placed: list[Core] = []
    for core in reading.cores:
        match = _PLACE_WORD.match(reading.text[core.end : core.end + 6])
        if match is None or not core.noun:
            continue
        kind = "pillar" if "柱" in match.group() else "section"
        headings = [(name, fold_question(name.label)) for name in known.lexicon.of_kind(kind)]
        names = [name for name, heading in headings if core.text + match["more"] in heading] or [
            name for name, heading in headings if core.text in heading
        ]
        if names and known.supports(into.over, kind):
            terms = tuple(Term("iri", name.id, name.notation or name.label) for name in names)
            into.add(Condition(kind, terms, surface=core.text), known)
            placed.append(core)
    return placed


def _outside(core: Core, reading: Reading) -> list[str]:
    position, pieces = core.start, []
    for hit in core.inside:
        pieces.append(reading.text[position : hit.start])
        position = hit.end
    pieces.append(reading.text[position : core.end])
    suffixes = condition_data()["keyword_suffixes"]
    return [piece for piece in pieces if piece and piece not in suffixes and piece not in ("・", "等")]


def loosened(condition: Condition) -> tuple[Condition, ...]:
    """What may be looked for instead where nothing fits: a compound as its words, each a condition of its own (SNS相談: SNS
    and 相談); a target group that nothing says to be supported as a word of the text. () when there is no other reading."""
    if condition.mode == "none" or condition.kind not in ("keyword", "target_group"):
        return ()
    if condition.kind == "target_group":
        if len(condition.values) > 1 or len(condition.surface) < 2:
            return ()
        word = condition.surface
        terms = tuple(Term("text", spelling, word) for spelling in keyword_variants(word))
        return (Condition("keyword", terms, "any", surface=word),)
    parts = [
        word.surface
        for word in words(condition.values[0].label)
        if word.pos == "名詞" and len(word.surface) > 1
    ]
    if len(parts) < 2:
        return ()
    return tuple(
        Condition(
            "keyword",
            tuple(Term("text", spelling, part) for spelling in keyword_variants(part)),
            condition.mode,
            surface=part,
        )
        for part in parts
    )


def keyword_variants(word: str) -> tuple[str, ...]:
    """The spellings under which a folded word may be printed.

    >>> keyword_variants("こども食堂")
    ('こども食堂', '子ども食堂', '子供食堂')
    >>> keyword_variants("npo")
    ('npo', 'ｎｐｏ')
    """
    spellings = [word]
    for before, others in (
        ("こども", ("子ども", "子供")),
        ("取組", ("取り組み", "取組み")),
        ("ひきこもり", ("引きこもり",)),
        ("障害", ("障がい",)),
        ("手続", ("手続き",)),
    ):
        if before in word:
            spellings += [word.replace(before, other) for other in others]
    if re.search(r"[a-z0-9]", word):
        spellings.append("".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word))
    return tuple(dict.fromkeys(spellings))
