"""A question and the lexicon of a graph -> a filled frame, a question back, or why there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.lexicon_records import Name
from nlp.question_declines import find_decline
from nlp.question_frames import Features, FrameRule
from nlp.question_linking import best_candidates
from nlp.question_reading import Core, Reading, read_question
from nlp.question_records import AskBack, Choice, Condition, Decline, Frame, Linked, Term, Understanding
from nlp.question_sets import (
    Knowledge,
    SetReading,
    condition_data,
    entity_conditions,
    flag_conditions,
    item_of,
    keyword_conditions,
    number_conditions,
    year_words,
    yen_words,
)
from nlp.question_text import fold_question

_THINGS = (
    "programme",
    "measure",
    "grantee",
    "guideline",
    "call",
    "eligible_programme",
    "law",
    "plan",
    "component",
)
_PREFER = {"programme": ("programme",), "measure": ("measure",)}


@dataclass(frozen=True, slots=True)
class Understood:
    """A frame with the rule that chose it; `op` says what is computed."""

    frame: Frame
    rule: FrameRule


def understand(question: str, known: Knowledge, *, before: str = "") -> Understood | Decline | AskBack:
    """Read a question. `before` is the question that it follows, "" when it stands alone.

    Conditions inherited from `before` are marked so. Never raises for what people type.
    """
    text = fold_question(question)
    found = find_decline(text)
    if found is not None:
        rule, words = found
        return Decline(rule.reason, rule.text, f"「{words}」を含む問い")
    suffixes: Sequence[str] = condition_data()["keyword_suffixes"]
    reading = read_question(question, known.index, suffixes)
    earlier = understand(before, known) if before else None
    result = _understand(reading, known)
    if isinstance(earlier, Understood):
        return _follow(reading, result, earlier, known)
    return result


def _understand(reading: Reading, known: Knowledge) -> Understood | Decline | AskBack:
    features = Features(reading, known)
    double = _double_number(reading, features, known)
    if double is not None:
        return double
    rule = features.first()
    if rule is None:
        words = "、".join(core.text for core in reading.cores) or reading.question[:40]
        return Decline(
            "out_of_domain",
            f"「{words}」が何を尋ねているのか読み取れませんでした。施策・事業・府省庁・対象者・予算額について尋ねてください。",
            "",
        )
    over, item = item_of(reading, known)
    if not features.classes and reading.has("cond:prohibition", "cond:procedure", "cond:option"):
        # 禁止されていること, 手続: what a guideline lays down.
        over = item = "requirement"
    over, item = (
        rule.over or over,
        rule.item or (item if not rule.over or known.can_list(rule.over, item) else rule.over),
    )
    into = SetReading(over, item)
    thing = _thing(reading, rule, known) if rule.needs else None
    if isinstance(thing, AskBack | Decline):
        return thing
    if thing is None and rule.needs and rule.needs not in ("thing_or_set", "programme_or_set"):
        if reading.cores:
            return _unknown(reading, known)
        rule = replace(rule, needs="")
    used: tuple[Core, ...] = ()
    if thing is not None:
        over = _over_of(thing[0], rule)
        into = SetReading(
            over,
            thing[0].kind
            if rule.op in ("attribute", "evidence", "describe", "confidence")
            else (rule.item or over),
        )
        kind = thing[0].kind if known.supports(over, thing[0].kind) else "programme"
        into.add(Condition(kind, tuple(Term("iri", name.id, name.label) for name in thing)), known)
        into.linked += [Linked(name.label, name.id, name.kind, name.label, 100.0) for name in thing]
        used = reading.cores
    if thing is None or rule.op not in ("attribute", "describe", "evidence"):
        skip = (
            () if thing is None else tuple(h for h in reading.entities if h.kinds() & {n.kind for n in thing})
        )
        entity_conditions(reading, into, known, skip)
    number_conditions(reading, into, known) if thing is None or over == "line" else None
    if thing is None:
        flag_conditions(reading, into, known)
    keyword_conditions(reading, into, known, used)
    if thing is not None:
        # A number or year that only named the thing is no second condition.
        into.conditions = [
            c for c in into.conditions if c.kind != "number" or thing[0].kind not in ("measure", "line")
        ]
    if rule.flag in ("only", "both"):
        into.conditions = _years_apart(into.conditions, rule.flag, known)
    if rule.op == "totals":
        # Sums come in three readings side by side; 再掲 chooses among them and restricts nothing.
        into.conditions = [c for c in into.conditions if c.kind != "relisted"]
    problem = _not_loaded(into, known) or into.decline
    if problem is not None:
        return problem
    frame = Frame(
        id=rule.id,
        over=into.over,
        item=into.item,
        conditions=tuple(dict.fromkeys(into.conditions)),
        attribute=rule.attribute or next((cue.value for cue in reading.of_slot("attr")), ""),
        group=rule.group
        or next((cue.value for cue in reading.of_slot("group") if cue.value != "matrix"), ""),
        order="asc"
        if reading.has("ask:min", "ask:asc", "ask:fall") and not reading.has("ask:max", "ask:desc")
        else "desc",
        limit=_limit(reading),
        linked=tuple(into.linked),
        notes=tuple(into.notes),
        text=reading.text,
    )
    return Understood(_adjusted(frame, reading, known), rule)


def _adjusted(frame: Frame, reading: Reading, known: Knowledge) -> Frame:
    """What cannot be listed from these rows is listed as the rows themselves."""
    if frame.item != frame.over and not known.can_list(frame.over, frame.item):
        return replace(frame, item=frame.over)
    if frame.over == frame.item and not known.can_list(frame.over, frame.item):
        return replace(frame, over="work", item="work") if known.can_list("work", "work") else frame
    del reading
    return frame


def _years_apart(conditions: list[Condition], flag: str, known: Knowledge) -> list[Condition]:
    """In one year and no other that is loaded, or in all of the years named (all that are loaded when none is)."""
    loaded = sorted({item.year for item in known.lexicon.budget_lists()})
    named = [c for c in conditions if c.kind == "year"]
    rest = [c for c in conditions if c.kind != "year"]
    if any(c.mode == "none" for c in named):
        return conditions
    years = [int(t.value) for c in named for t in c.values] or loaded
    terms = tuple(Term("year", str(year), year_words(year)) for year in years)
    if flag == "both":
        return [*rest, Condition("year", terms, "all")]
    others = tuple(Term("year", str(y), year_words(y)) for y in loaded if y not in years)
    return [*rest, Condition("year", terms), *([Condition("year", others, "none")] if others else [])]


def _over_of(name: Name, rule: FrameRule) -> str:
    if rule.over and rule.over != "programme":
        return rule.over
    if name.kind == "line":
        return "line"
    return name.kind


def _limit(reading: Reading) -> int:
    tops = reading.numbers_of("top")
    if tops:
        return int(tops[0].values[0])
    return 1 if reading.has("ask:max", "ask:min") and not reading.has("ask:desc", "ask:asc") else 0


def _double_number(reading: Reading, features: Features, known: Knowledge) -> AskBack | Decline | None:
    """No.64 alone is a row of a list and a measure: ask which, naming only what exists."""
    numbers = reading.numbers_of("number")
    if len(numbers) != 1 or len(numbers[0].values) != 1:
        return None
    number = int(numbers[0].values[0])
    measures = [p for p in known.lexicon.plans() if p.first <= number <= p.last]
    lists = [b for b in known.lexicon.budget_lists() if b.first <= number <= b.last]
    wants_measure = features.has("says_measure") or features.has("measure_attr")
    wants_line = features.has("line_only") or "line" in features.classes or bool(reading.of_slot("stage"))
    spans = "、".join(f"{year_words(p.year)}の施策はNo.{p.first}〜{p.last}" for p in known.lexicon.plans())
    rows = "、".join(
        f"{year_words(b.year)}の一覧はNo.{b.first}〜{b.last}" for b in known.lexicon.budget_lists()
    )
    if wants_measure and not measures and known.lexicon.plans():
        return Decline(
            "false_premise", f"施策No.{number}はありません。読み込んだのは{spans}です。", f"施策No.{number}"
        )
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    if wants_line and not wants_measure:
        fitting = [b for b in lists if not years or b.year in years]
        if not fitting and known.lexicon.budget_lists():
            return Decline(
                "false_premise",
                f"予算一覧のNo.{number}はありません。読み込んだのは{rows}です。",
                f"予算一覧No.{number}",
            )
        return None
    if wants_measure:
        return None
    if not measures and not lists:
        return Decline(
            "false_premise",
            f"No.{number}はありません。{'、'.join(filter(None, (spans, rows)))}です。",
            f"No.{number}",
        )
    tail = reading.question
    for form in (
        f"No.{number}",
        f"no.{number}",
        f"No{number}",
        f"Ｎｏ．{number}",
        f"№{number}",
        f"{number}番",
        f"No. {number}",
    ):
        tail = tail.replace(form, "{}")
    tail = tail if "{}" in tail else "{}は？"
    choices = [
        Choice(tail.replace("{}", f"施策No.{number}"), f"重点計画の施策No.{number}") for _ in measures[:1]
    ]
    choices += [
        Choice(
            tail.replace("{}", f"{year_words(b.year)}の予算一覧のNo.{number}"),
            f"{year_words(b.year)}予算一覧の行No.{number}",
        )
        for b in lists
    ]
    if len(choices) < 2:
        return None
    return AskBack(
        f"No.{number}は施策の番号でも予算一覧の番号でもあります。どちらでしょうか。",
        f"No.{number}",
        tuple(choices),
    )


def _thing(
    reading: Reading, rule: FrameRule, known: Knowledge
) -> tuple[Name, ...] | AskBack | Decline | None:
    """What the question names: whole names first, then numbers, then parts of names, then nearly alike ones."""
    kinds = _PREFER.get(rule.needs, _THINGS)
    whole = [name for hit in reading.entities for name in hit.names if name.kind in kinds]
    numbers = reading.numbers_of("number")
    if numbers:
        number = int(numbers[0].values[0])
        named = _numbered(number, reading, rule, known)
        if named:
            return named
    if whole:
        return tuple(dict.fromkeys(whole))
    phrases = [reading.text[start:end] for start, end in reading.phrases]
    phrases += [word for core in reading.cores if core.noun for word in (core.whole, core.text)]
    for phrase in phrases:
        found = best_candidates(known.index.nearest(phrase, kinds))
        if not found and kinds != _THINGS:
            found = best_candidates(known.index.nearest(phrase, _THINGS))
        names = tuple(dict.fromkeys(item.name for item in found))
        if len(names) == 1:
            return names
        if 1 < len(names) <= 8:
            exact = [n for n in names if phrase in (n.label, *n.alternatives)]
            if len(exact) == 1:
                return (exact[0],)
            choices = tuple(
                Choice(reading.question.replace(_printed(reading, phrase), name.label), f"「{name.label}」")
                for name in names[:6]
            )
            return AskBack(
                f"「{phrase}」に当たるものが{len(names)}あります。どれでしょうか。", f"「{phrase}」", choices
            )
    return None


def _printed(reading: Reading, phrase: str) -> str:
    start = reading.text.find(phrase)
    if start >= 0 and len(reading.text) == len(reading.question):
        return reading.question[start : start + len(phrase)]
    return phrase


def _numbered(number: int, reading: Reading, rule: FrameRule, known: Knowledge) -> tuple[Name, ...]:
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    lines = [
        n for n in known.lexicon.of_kind("line") if n.number == number and (not years or n.year in years)
    ]
    measures = [n for n in known.lexicon.of_kind("measure") if n.number == number]
    features = Features(reading, known)
    if (
        features.has("line_only")
        or "line" in features.classes
        or (rule.over == "line" and not features.has("measure_number"))
    ):
        return tuple(lines[:1])
    return tuple(measures[:1]) or tuple(lines[:1])


def _unknown(reading: Reading, known: Knowledge) -> Decline:
    words = (
        "、".join(f"「{core.text}」" for core in reading.cores if core.noun) or f"「{reading.question[:30]}」"
    )
    near = [c.name.label for core in reading.cores if core.noun for c in known.index.nearest(core.text)[:2]]
    return Decline(
        "not_in_graph",
        f"{words}に当たる施策・事業・団体は、読み込んだ文書に見つかりませんでした。",
        words,
        tuple(f"{label}の概要は？" for label in dict.fromkeys(near)),
    )


def _not_loaded(into: SetReading, known: Knowledge) -> Decline | None:
    """Years and pillars that no loaded document covers are said so, never answered with nothing."""
    lists = (
        known.lexicon.budget_lists()
        if into.over == "line"
        else known.lexicon.plans()
        if into.over == "measure"
        else ()
    )
    if not lists:
        return None
    loaded = {item.year for item in lists}
    kind = "予算一覧" if into.over == "line" else "施策の一覧"
    have = "・".join(year_words(year) for year in sorted(loaded))
    for condition in into.conditions:
        if condition.kind == "year" and condition.mode != "none":
            missing = [t for t in condition.values if int(t.value) not in loaded]
            if missing:
                names = "・".join(t.label for t in missing)
                return Decline(
                    "not_loaded",
                    f"{names}の{kind}は読み込まれていません。読み込んだのは{have}です。",
                    f"{names}の{kind}",
                )
        if condition.kind in ("pillar", "section") and condition.mode != "none":
            pillars = {pillar for item in lists for pillar in item.pillars}
            wanted = {t.label.split("-")[0] for t in condition.values}
            if pillars and not wanted & pillars:
                shown = "・".join(sorted(pillars))
                return Decline(
                    "not_loaded",
                    f"柱{'・'.join(sorted(wanted))}の{kind}は読み込まれていません。{kind}で読み込んだのは柱{shown}だけです。",
                    f"柱{'・'.join(sorted(wanted))}の{kind}",
                )
        if condition.kind == "stage" and into.over == "line":
            stages = {item.stage for item in lists}
            wanted = {t.value.rsplit("#", 1)[-1] for t in condition.values}
            if not wanted & stages:
                names = "・".join(t.label for t in condition.values)
                return Decline(
                    "not_loaded",
                    f"{names}の予算一覧は読み込まれていません。事業資料に印刷された額は、事業名を挙げて尋ねると示せます。",
                    names,
                )
    return None


def _follow(
    reading: Reading, result: Understood | Decline | AskBack, earlier: Understood, known: Knowledge
) -> Understood | Decline | AskBack:
    """A question that follows another: what it does not say again is inherited, and marked so."""
    own = result.frame if isinstance(result, Understood) else None
    says_what = bool(
        reading.of_slot("ask")
        or reading.of_slot("attr")
        or reading.of_slot("class")
        or reading.of_slot("group")
    )
    if isinstance(result, AskBack):
        return result
    if isinstance(result, Decline) and result.reason not in ("out_of_domain", "not_in_graph"):
        return result
    if own is not None and says_what and not reading.of_slot("follow") and own.conditions:
        return result
    base = earlier.frame
    kinds = {c.kind for c in own.conditions} if own else set()
    inherited = tuple(replace(c, origin="inherited") for c in base.conditions if c.kind not in kinds)
    mine = own.conditions if own else ()
    rule = earlier.rule
    frame = base
    if (
        own is not None
        and says_what
        and isinstance(result, Understood)
        and result.rule.id not in ("list", "describe")
    ):
        rule, frame = result.rule, own
    usable = tuple(c for c in (*inherited, *mine) if known.supports(frame.over, c.kind))
    return Understood(
        replace(
            frame, conditions=usable, text=reading.text, limit=own.limit if own and own.limit else frame.limit
        ),
        rule,
    )


def words_of(condition: Condition) -> str:
    """A condition in words, with how it came about when the question did not state it."""
    data = condition_data()
    joint = {"all": "と", "none": "・"}.get(condition.mode, "か")
    labels = [term.label or term.value for term in condition.values]
    bound = _bound(condition)
    negated = condition.values[:1] and condition.values[0].value == "false"
    template = (
        data["negated"].get(condition.kind)
        if negated
        else data["wording"].get(condition.kind, condition.kind)
    )
    text = str(template or condition.kind).format(values=joint.join(labels), bound=bound)
    if condition.mode == "none":
        text += "でない"
    if condition.mode == "all" and len(labels) > 1:
        text += "（両方）"
    return text + {"inherited": "（前の問いから）", "assumed": "（仮定）"}.get(condition.origin, "")


def _bound(condition: Condition) -> str:
    values = [term.value for term in condition.values]
    shown = [yen_words(int(v)) if condition.kind == "amount" else v for v in values]
    match condition.operator:
        case ">=":
            return f"{shown[0]}以上"
        case ">":
            return f"{shown[0]}超"
        case "<=":
            return f"{shown[0]}以下"
        case "<":
            return f"{shown[0]}未満"
        case "between":
            return f"{shown[0]}から{shown[1]}まで"
    return "・".join(shown)


__all__ = ["Understanding", "Understood", "understand", "words_of"]
