"""Names in a question as conditions: ministries, target groups, sections by their heading, places, legal forms, things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.conditions.keyword_conditions import is_topic, keyword_cores
from nlp.questions.conditions.said_in_text import stands_in_text
from nlp.questions.conditions.section_conditions import section_terms
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.conditions.together import said_of_all
from nlp.questions.found.reading import Reading
from nlp.questions.framing.asked_rows import classes
from nlp.questions.framing.sets import NAMED, Knowledge, SetReading, only_they_asked, said_supported
from nlp.questions.names.left_out_names import LEFT_OUT
from nlp.questions.names.lexicon import Name
from nlp.questions.names.linking import EntityHit
from nlp.questions.names.regions import place_terms, said_together
from nlp.questions.records import Condition, Linked, Mode, Term
from nlp.questions.typed.text import fold_key

TSU = "https://w3id.org/tsunagari/ns#"
# 以外, を除く, にない, が対象にしていない ... right behind a name, or behind the things of that name.
_NEGATED = re.compile(
    r"^\s?(?:等|など)?(?:向け|対象|支援|関連|関係|のため)?(?:の)?(?:施策|事業|取組|行|もの|やつ|分|ところ)?(?:を|は|も)(?:除|抜い|外し|外す|省[いく])"
    r"|^\s?(?:等|など)?(?:向け|対象)(?:では?|じゃ)な[いく]"
    r"|^\s?(?:等|など)?(?:の(?:施策|事業|取組|行))?(?:以外|を除|は除|抜き|でな|ではな|じゃな|に(?:は)?(?:な[いくか]|無)"
    r"|[がはも](?:担当|所管|やっ|行っ|対象|支援(?:を)?し|関わっ|関与|参加し|加わっ|含まれ|入っ|携わっ)(?:(?!する|して(?:い)?る|した|再掲|新規|内数).){0,6}(?:な[いく]|ません)|を(?:対象[にと]|含)(?:し(?:て)?|ま)?い?な|も除)"
)
_BUT = re.compile(
    r"(?:ある|いる|持つ|行う|やる|する|あっ|っ|して|でい)[^、]{0,3}?(?:のに|が、?|けど|けれど|ながら|て、?|つつ|一方で?)、?"
)
_LACKED = re.compile(
    r"^.{0,10}?(?:が|は|も|を|に)(?:は)?(?:1つも|一つも|1件も|全く|まったく|全然)?(?:な[いく]|無い|持た(?:な|ず)|持って(?:い)?な|やって(?:い)?な|して(?:い)?な|行って(?:い)?な|見当たらな|入って(?:い)?な|関わって(?:い)?な|加わって(?:い)?な|含まれて(?:い)?な)"
)
_SIDE_BY_SIDE = re.compile(r"も?(?:と|や|・|、|,|及び|および|並びに|ならびに|も)(?:、|\s)?")
_ALONE = re.compile(
    r"(?:だけ|のみ)(?:が|で|の単独|の(?:施策|事業|もの|担当|所管))|(?:が|の)?単独(?!で(?:は)?な|じゃな)"
)
# 農水省だけで, 環境省だけの事業: of the rows of a list only those of the ministry are asked for, whoever else has them.
_ALONE_OF_ROWS = re.compile(
    r"(?:だけ|のみ)(?:が|で(?:担当|所管|実施|やっ|行)|の(?:単独|担当|所管))|(?:が|の)?単独(?!で(?:は)?な|じゃな)"
)
_ONLY_FOR = re.compile(r"(?:等|など)?(?:だけ|のみ)(?:を|が|に|の|向け)")
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
            if known.supports(into.over, "quoted"):
                hits = [hit for hit in hits if not stands_in_text(hit, reading)]
        _grouped(kind, hits, reading, into, known)
    for kind in ("section", "pillar"):
        _placed(kind, reading, into, known, inside, skip)
    for group in said_together([h for h in reading.of_kind("region") if h not in skip], reading.text):
        _in_places(group, reading, into, known)
    for hit in reading.of_kind("legal_form"):
        if hit in skip:
            continue
        served_ = _group_of_form(hit, reading, known)
        if served_ is not None and known.supports(into.over, "target_group"):
            into.linked.append(Linked(hit.surface, served_.id, "target_group", served_.label, 100.0))
            into.add(Condition("target_group", (Term("iri", served_.id, served_.label),)), known)
        elif _serves("legal_form", hit, into, known):
            name = next(name for name in hit.names if name.kind == "legal_form")
            mode: Mode = "none" if _negated(hit, reading) else "any"
            into.add(Condition("legal_form", (Term("text", name.label, name.label),), mode), known)


def _in_places(hits: Sequence[EntityHit], reading: Reading, into: SetReading, known: Knowledge) -> None:
    """Places said in one row as one condition, of the kind that what stands behind the last says."""
    chosen = _place_kind(reading, hits[-1])
    served_ = [_serves(chosen, hit, into, known) for hit in hits]
    if not all(served_):
        return
    places = [name.label for hit in hits for name in hit.names if name.kind == "region"]
    terms = dict.fromkeys(term for place in places for term in place_terms(place, chosen))
    mode: Mode = "none" if _negated(hits[-1], reading) else "any"
    into.add(Condition(chosen, tuple(terms), mode), known)


def _serves(kind: str, hit: EntityHit, into: SetReading, known: Knowledge) -> bool:
    """Whether a name serves as what it is; where it cannot, it is a word like any other (NPO関連の予算)."""
    if known.supports(into.over, kind) or not known.supports(into.over, "keyword"):
        return True
    words_ = tuple(Term("text", v, hit.surface) for v in keyword_variants(hit.surface))
    into.add(Condition("keyword", words_, surface=hit.surface), known)
    return False


def contrasted(hit: EntityHit, reading: Reading) -> bool:
    """Whether a name stands behind のに, が or あって and is said to be lacking (不登校施策がない)."""
    but = _BUT.search(reading.text)
    return but is not None and but.end() <= hit.start and bool(_LACKED.match(reading.text[hit.end :]))


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
        into.add(Condition(kind, section_terms(names, known.lexicon), surface=hit.surface), known)


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
    barred = [hit for hit in hits if _negated(hit, reading) or contrasted(hit, reading)]
    plain = [hit for hit in hits if hit not in barred]
    several = len({hit.surface for hit in plain}) > 1
    every = several and (
        said_of_all(plain, reading) or all(_also(hit, reading) for hit in plain) or _compound(plain)
    )
    condition_kind = "target_group_below" if kind == "target_group" and reading.has("cond:narrower") else kind
    if kind == "ministry" and reading.has("cond:agencies") and known.supports(into.over, "ministry_below"):
        condition_kind = "ministry_below"
    one = several and reading.has("join:one")
    modes: tuple[tuple[list[EntityHit], Mode], ...] = (
        (plain, "one" if one else "all" if every else "any"),
        (barred, "none"),
    )
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
        only = (
            len(terms) == 1 and mode == "any" and any(_ONLY_FOR.match(reading.text[h.end :]) for h in group)
        )
        if kind == "target_group" and only and known.supports(into.over, "only_target"):
            into.add(Condition("only_target", tuple(terms)), known)
        told = _ALONE_OF_ROWS if into.over == "line" else _ALONE
        alone = any(told.match(reading.text[hit.end : hit.end + 8]) for hit in group)
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
    """Whether a name is denied or left out, by itself or as one of several side by side: what is said of the last is said of all
    (内閣府も厚労省も担当していない, A・B・C以外, A、B、Cが担当していない)."""
    if _NEGATED.match(reading.text[hit.end : hit.end + 20]):
        return True
    following = (
        other
        for other in reading.entities
        if other.kinds() & hit.kinds() and _SIDE_BY_SIDE.fullmatch(reading.text[hit.end : other.start])
    )
    return any(_negated(other, reading) for other in following if other.start > hit.end)


def left_out_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """Things named to be left out (推進交付金以外の事業): the rows are none of them."""
    for hit in reading.of_kind(LEFT_OUT):
        rows = "measure" if into.over == "measure" else "programme"
        own = [n for n in hit.names if n.broader == rows and known.supports(into.over, rows)]
        for name in own[:1]:
            term = Term("iri", name.id, name.label)
            into.linked.append(Linked(hit.surface, name.id, name.broader, name.label, 100.0))
            into.conditions.append(Condition(name.broader, (term,), "none", surface=hit.surface))


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
                into.unused.append(hit.surface)
