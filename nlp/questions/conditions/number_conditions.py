"""Numbers of a question as conditions: years, stages, sections, amounts, No., and how many or how much."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.conditions.name_conditions import TSU
from nlp.questions.conditions.section_conditions import section_conditions
from nlp.questions.conditions.year_sets import years_between
from nlp.questions.found.number_patterns import PART_OF_AMOUNT, YEARS_LIST
from nlp.questions.found.numbers import NumberHit
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import (
    Knowledge,
    SetReading,
    condition_data,
    year_words,
    yen_words,
)
from nlp.questions.records import Condition, Term

_YEAR_NEGATED = re.compile(
    rf"^{YEARS_LIST}(?:に(?:は)?(?:な[いくか]|無|載って(?:い)?な|載らな|存在しな|出てこな)|以外|を除)"
)
_DUE_AFTER = re.compile(
    r"^(?:末|中)?(?:の(?:達成)?目標(?:値|人数|件数)?|まで(?:に|の)?.{0,6}(?:目標|達成|指標|実現|kpi)|[がをに]?(?:達成)?(?:の)?(?:期限|目標年度|期日)|(?:まで)?を(?:達成の)?(?:期限|期日|締切|目標年度?|ゴール)(?:に|と)|(?:まで)?が(?:達成の)?(?:期限|期日|締切|目標年度)|を?目標(?:年度|とする)|に?達成(?:する|予定))"
)
_DUE_BEFORE = re.compile(r"(?:達成(?:の)?(?:期限|年度|期間)|目標年度|期限)(?:が|は|を)?$")
# How much an amount changed between two years: only questions about changes can use these.
CHANGES = ("change_amount", "change_ratio", "change_percent")
_COUNT_WORDS = {">=": "以上", "<=": "以下", "<": "未満", ">": "超"}
# Stages of a budget before the Diet has it.
_EARLY = ("draft", "approvedEstimate")
_CHANGE_UNITS = {"change_ratio": "倍", "change_percent": "%"}


def number_conditions(
    reading: Reading, into: SetReading, known: Knowledge, *, named: bool = False, thing_named: bool = False
) -> None:
    """Years, stages, sections, pillars, amounts and No. as conditions; `named`: No. has named a thing already,
    `thing_named`: a thing is named, by number or by name."""
    years = reading.numbers_of("year")
    due = [hit for hit in years if into.over in ("measure", "indicator") and _is_due(hit, reading)]
    if due and known.supports(into.over, "due"):
        into.add(Condition("due", _years(due)), known)
        years = tuple(hit for hit in years if hit not in due)
    beside = [hit for hit in years if into.over == "line" and year_too(hit, reading)]
    if beside and len({hit.values for hit in years}) > 1:
        # 令和7年度補正予算の、令和6年度にもある事業: rows of the one, of programmes that the other has as well.
        into.add(Condition("present_year", _years(beside), "all"), known)
        years = tuple(hit for hit in years if hit not in beside)
    plain = [hit for hit in years if not _year_negated(hit, reading)]
    barred = [hit for hit in years if _year_negated(hit, reading)]
    both = len(plain) > 1 and reading.has("ask:both_in", "join:all")
    if plain:
        one = len(plain) > 1 and reading.has("join:one") and not _named_apart(reading)
        terms = years_between(_years(plain), reading, known)
        into.add(Condition("year", terms, "one" if one else "all" if both else "any"), known)
    if barred:
        into.add(Condition("year", _years(barred), "none"), known)
    stages = list(dict.fromkeys(cue.value for cue in reading.of_slot("stage")))
    if "draft" in stages and "initial" in stages and "当初予算案" in reading.text:
        stages.remove("initial")
    if stages and known.supports(into.over, "stage"):
        into.add(_stage_condition(stages, into, known), known)
    section_conditions(reading, into, known)
    for hit in reading.numbers_of("amount"):
        if hit.operator in ("", "=") and PART_OF_AMOUNT.match(reading.text[hit.end :]):
            # 20億円のうち孤独・孤立対策分: the whole is said in passing, its うち is asked for.
            kinds = condition_data()["kinds"]
            into.add(
                Condition(
                    "amount_kind",
                    (Term("iri", TSU + "ofWhich", kinds["ofWhich"]),),
                    surface=reading.text[hit.start : hit.end],
                ),
                known,
            )
            continue
        terms = tuple(Term("integer", value, yen_words(int(value))) for value in hit.values)
        # The 682百万円 of a row that is named, or asked to be 内数, is what is printed there, of whatever kind.
        passing = hit.operator in ("", "=") and (thing_named or reading.has("cond:included", "cond:of_which"))
        kind = "printed_amount" if passing and known.supports(into.over, "printed_amount") else "amount"
        into.add(Condition(kind, terms, "any", hit.operator or "="), known)
    figures = tuple(
        Term("integer", hit.values[0], hit.values[0]) for hit in reading.numbers_of("printed_figure")
    )
    if figures:
        into.add(Condition("printed_figure", figures), known)
    for kind in CHANGES:
        for hit in reading.numbers_of(kind):
            value = hit.values[0]
            said = yen_words(int(value)) if kind == "change_amount" else f"{value}{_CHANGE_UNITS[kind]}"
            more = _COUNT_WORDS[hit.operator]
            into.conditions.append(Condition(kind, (Term("text", value, said + more),), "any", hit.operator))
    for hit in reading.numbers_of("having"):
        said = f"{hit.values[0]}件{_COUNT_WORDS.get(hit.operator, '')}"
        into.conditions.append(
            Condition("having", (Term("integer", hit.values[0], said),), "any", hit.operator)
        )
    for hit in reading.numbers_of("having_sections"):
        said = f"{hit.values[0]}つ{_COUNT_WORDS.get(hit.operator, '')}"
        into.conditions.append(
            Condition("having_sections", (Term("integer", hit.values[0], said),), "any", hit.operator)
        )
    for hit in reading.numbers_of("times"):
        into.add(Condition("times", (Term("integer", hit.values[0], hit.values[0]),)), known)
    for kind, operator in (("joint_count", "="), ("joint_least", ">=")):
        for hit in reading.numbers_of(kind):
            _joint(kind, operator, hit, into, known)
    for kind in ("target_count", "target_least"):
        for hit in reading.numbers_of(kind):
            into.add(Condition(kind, (Term("integer", hit.values[0], f"{hit.values[0]}つ"),)), known)
    rates = tuple(Term("text", hit.values[0], hit.values[0]) for hit in reading.numbers_of("rate"))
    if rates:
        into.add(Condition("rate", rates), known)
    marks = tuple(Term("text", hit.values[0], hit.values[0]) for hit in reading.numbers_of("mark"))
    if marks and known.supports(into.over, "notation"):
        into.add(Condition("notation", marks), known)
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
        numbers = tuple(dict.fromkeys(single))
        # 施策125と141の両方に入っている省庁: what has both of the rows.
        both = len(numbers) > 1 and into.item != into.over and reading.has("join:all")
        into.add(Condition("number", numbers, "all" if both else "any"), known)


def _named_apart(reading: Reading) -> bool:
    """Whether names of one kind stand beside the years, of which 一方だけ is said instead."""
    kinds = [kind for kind in ("ministry", "target_group") if len(reading.of_kind(kind)) > 1]
    return bool(kinds)


def _joint(kind: str, operator: str, hit: NumberHit, into: SetReading, known: Knowledge) -> None:
    """How many ministries: share a measure, or have something for a target group (3つ以上の府省庁が対象にしている対象者)."""
    value = hit.values[0]
    if into.item == "target_group":
        said = f"{value}つ以上" if operator == ">=" else f"ちょうど{value}つ"
        terms = (Term("integer", value, said),)
        into.conditions.append(Condition("having_ministries", terms, "any", operator))
        return
    into.add(Condition(kind, (Term("integer", value, value),)), known)


def unread_number(reading: Reading) -> str:
    """A number of the question that nothing read (with what stands right behind it), "" when all were."""
    if reading.has("cond:distinct") or re.search(r"1つ(?:と|に)数え", reading.text):
        return ""
    read = [False] * (len(reading.text) + 1)
    spans = [(hit.start, hit.end) for hit in reading.numbers]
    spans += [(hit.start, hit.end) for hit in reading.entities]
    # 障害者110番: read as 障害者, and its figure as nothing.
    within = [(hit.start, hit.end) for hit in reading.entities]
    spans += [
        (core.start, core.end)
        for core in reading.cores
        if not any(core.start <= start and end <= core.end for start, end in within)
    ]
    spans += [(c.start, c.end) for c in reading.cues if c.slot != "plain" or reading.text[c.start].isdigit()]
    for start, end in spans:
        read[start:end] = [True] * (end - start)
    for match in re.finditer(r"\d+[^\d\s、。?]{0,4}", reading.text):
        digits = re.match(r"\d+", match.group())
        if digits and not any(read[match.start() : match.start() + digits.end()]):
            return match.group()
    return ""


def _stage_condition(stages: list[str], into: SetReading, known: Knowledge) -> Condition:
    """The stages asked for. A whole list of 予算案 or 概算決定 is one of its year's 当初予算 (profiles/budget_list.toml), unless lists
    of that stage are loaded; of one programme, its row in such a list counts beside the amounts of its sheet."""
    names = condition_data()["stages"]
    listed = {item.stage for item in known.lexicon.budget_lists()} if into.over == "line" else set()
    early = [s for s in stages if s in _EARLY and s not in listed and "initial" in listed]
    if not early:
        return Condition("stage", tuple(Term("iri", TSU + s, names.get(s, s)) for s in stages))
    into.notes.append("予算案・概算決定の一覧は、その年度の当初予算として読んでいます。")
    kept = [s for s in stages if not (into.strict and s in early)]
    read = dict.fromkeys((*kept, "initial"))
    # 概算決定と当初は同じ額ですか: where both are said they are two, and a list says but one of them.
    said = "" if "initial" in stages and into.strict else "・".join(names[s] for s in early)
    return Condition("stage", tuple(Term("iri", TSU + s, names.get(s, s)) for s in read), surface=said)


def _years(hits: Sequence[NumberHit]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(Term("year", hit.values[0], year_words(int(hit.values[0]))) for hit in hits))


def _is_due(hit: NumberHit, reading: Reading) -> bool:
    """令和8年度までの目標, 達成期限が令和7年度: the year by which a target is to be reached."""
    before, after = reading.text[max(0, hit.start - 12) : hit.start], reading.text[hit.end : hit.end + 16]
    return bool(_DUE_AFTER.match(after) or _DUE_BEFORE.search(before))


_TOO = re.compile(
    r"(?:の)?(?:補正|当初)?(?:予算)?(?:の(?:一覧|表|リスト))?(?:の(?:方|ほう))?に(?:は)?も(?:すでに|既に|ともに)?"
    r"(?:ある|あった|載|出て|入って|計上|掲載|続|登場)[^。、も?]{0,8}(?:事業|もの|行|やつ)"
)


def year_too(hit: NumberHit, reading: Reading) -> bool:
    """Whether rows are said to be of programmes that a year has as well (令和6年度にもある事業)."""
    return _TOO.match(reading.text[hit.end :]) is not None


_YEAR_TOO = re.compile(r"(?:の?(?:補正|当初)(?:予算)?)?(?:の一覧)?(?:に)?も、?")


def _year_negated(hit: NumberHit, reading: Reading) -> bool:
    if _YEAR_NEGATED.match(reading.text[hit.end : hit.end + 28]):
        return True
    # R6にもR7にもない: what is denied of the last is denied of all.
    too = _YEAR_TOO.match(reading.text, hit.end)
    following = [other for other in reading.numbers_of("year") if too and other.start == too.end()]
    return any(_year_negated(other, reading) for other in following)
