"""A question and the lexicon of a graph -> a filled frame, a question back, or why there is no answer.

The order: words that forbid an answer, a value held against a number, the question as one (`nlp.questions.framing.filling`), whether
all of it was read, and else whether it is two questions compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from nlp.questions.conditions.amount_parts import parts_as_cue
from nlp.questions.conditions.bounds import bound_of
from nlp.questions.conditions.negation import unread_negation
from nlp.questions.conditions.wording import words_of
from nlp.questions.follow_ups.both_sides import compared_again, compared_with_former, compared_with_named
from nlp.questions.follow_ups.ellipses import (
    asks_of_set,
    in_full_words,
    narrowed_to,
    rate_of_change,
    rows_named,
    so_many,
)
from nlp.questions.follow_ups.other_way import other_way
from nlp.questions.follow_ups.plainer import plainer
from nlp.questions.follow_ups.pointing import THIS_LAW, leaning_on_unread, leaning_words, others_than
from nlp.questions.follow_ups.ranked_before import (
    asks_of_named,
    asks_of_the_one,
    place_behind,
    ranking_kept,
    ranking_meant,
    set_named,
    told_by_names,
)
from nlp.questions.follow_ups.same_asked import (
    asked_of_another,
    asked_of_another_part,
    only_repeated,
    summed_alone,
)
from nlp.questions.follow_ups.threads import answered_thing, follows, narrows, of_them_all, thing_before
from nlp.questions.found.reading import Reading, read_question
from nlp.questions.framing.filling import fill
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge, condition_data
from nlp.questions.names.headed_sections import headed_sections
from nlp.questions.names.lexicon import Name
from nlp.questions.names.linked_lines import lines_by_name
from nlp.questions.names.quoted_headings import quoted_headings
from nlp.questions.records import AskBack, Condition, Decline, Frame, Term, Understanding
from nlp.questions.refusing.asked_kinds import read_again
from nlp.questions.refusing.asking_back import half_read, not_japanese, unread
from nlp.questions.refusing.completeness import unread_words
from nlp.questions.refusing.declines import find_decline
from nlp.questions.refusing.field_words import field_words
from nlp.questions.refusing.without import without
from nlp.questions.several_asked.comparisons import compares, comparisons_of, told_numbers
from nlp.questions.tables.frame_rules import Understood, frame_rules
from nlp.questions.typed.nicknames import in_full
from nlp.questions.typed.relative_years import years_named
from nlp.questions.typed.text import as_typed, fold_question
from nlp.questions.typed.years_compared import with_other_year

_DEEPEST = 6
_MOST_WAYS = 12
# Computations that answer a comparison of two sides as if both were one set.
_SIDES_LOST = (
    "list",
    "count",
    "exists",
    "totals",
    "amounts",
    "count_and_total",
    "rank_ministry",
    "rank_section",
    "mean_ministry",
    "mean_section",
)
_SUM_ASKED, _AMOUNT_ASKED = "の予算の合計は?", "の予算額は?"
_ONE_THING = frozenset({"number", "measure", "programme", "grantee"})
_SIDED = ("count", "totals", "amounts", "average")
_VALUED = ("count", "count_and_total", "totals", "amounts", "average", "change", "share")


def reading_of(question: str, known: Knowledge) -> Reading:
    """What stands in a question, read by itself: the last ones are kept, since an answer reads its question several times,
    and those that it offers."""
    return known.readings.of(question, lambda: _read(question, known, whole=False))


def _read(question: str, known: Knowledge, whole: bool) -> Reading:
    years = known.lexicon.budget_years()
    said = years_named(with_other_year(in_full(question), years), years)
    said = lines_by_name(parts_as_cue(said, known.lexicon), known.lexicon)
    said = quoted_headings(headed_sections(said, known.lexicon), known.lexicon)
    return read_question(said, known.index, condition_data()["keyword_suffixes"], whole)


def with_law_before(question: str, before: Sequence[str], known: Knowledge) -> str:
    """この法律はいつ施行された？ after a question about one law: with its name; the question as it is otherwise."""
    if not before or THIS_LAW.search(question) is None:
        return question
    for former in reversed(before):
        laws = {
            n.label for hit in reading_of(former, known).of_kind("law") for n in hit.names if n.kind == "law"
        }
        if len(laws) == 1:
            return THIS_LAW.sub(laws.pop(), question)
    return question


def understand(
    question: str, known: Knowledge, before: tuple[str, ...] = (), answers: tuple[tuple[Name, ...], ...] = ()
) -> Understood | Decline | AskBack:
    """Read a question. `before` are the questions that it follows, oldest first, () when it stands alone;
    `answers` are the things that each of them was answered with, () where they are not known.

    Conditions inherited from them are marked so. Never raises for what people type. A question that stands alone is read once,
    however often its answer asks what it means.
    """
    if not before:
        meant: Understood | Decline | AskBack = known.meanings.of(
            question, lambda: _in_thread(question, known, None, (), None)
        )
        return meant
    earlier: Understood | None = None
    answered: tuple[Name, ...] = ()
    ranked: Understood | None = None
    known_answers = (*answers, *(() for _ in before[len(answers) :]))
    for former, names in list(zip(before, known_answers, strict=False))[-_DEEPEST:]:
        found = _in_thread(former, known, earlier, answered, ranked)
        for plain in plainer(former) if not isinstance(found, Understood) else ():
            again = _in_thread(plain, known, earlier, answered, ranked)
            found = again if isinstance(again, Understood) else found
        if isinstance(found, Understood):
            earlier, ranked = found, ranking_kept(ranked, found)
        answered = names
    found = _in_thread(question, known, earlier, answered, ranked)
    if earlier is None and isinstance(found, Understood):
        return leaning_on_unread(found) or found
    return found


def _in_thread(
    question: str,
    known: Knowledge,
    earlier: Understood | None,
    answered: tuple[Name, ...],
    ranked: Understood | None,
) -> Understood | Decline | AskBack:
    """One question after others; a place in a ranking (二番目は？) is one in that asked for before."""
    question = place_behind(question, ranked)
    meant = ranking_meant(reading_of(question, known), ranked) if ranked is not None else None
    if meant is None or meant is earlier:
        return _one(question, known, earlier, answered)
    return _one(question, known, meant)


def _one(
    question: str, known: Knowledge, earlier: Understood | None, answered: tuple[Name, ...] = ()
) -> Understood | Decline | AskBack:
    foreign = not_japanese(question)
    if foreign is not None:
        return foreign
    reading = reading_of(leaning_words(question, earlier), known)
    asks = asks_of_the_one if len(answered) == 1 else asks_of_named
    of_named = narrows(reading) or of_them_all(reading) or asks(reading)
    if earlier is not None and told_by_names(earlier) and of_named:
        among = set_named(earlier, answered)
        if isinstance(among, Decline):
            return among
        earlier = among
    only_answer = answered[0] if len(answered) == 1 else None
    # What is made of the question's own words is made of all of them.
    whole = _read(reading.question, known, whole=True) if reading.aside else reading
    held = _held_against(whole, known)
    if held is not None:
        return held
    others = others_than(whole, earlier) or other_way(whole, earlier)
    if others is not None:
        return others
    both = compared_with_former(whole, earlier) or compared_with_named(whole, earlier)
    if both is not None:
        return both
    shortly = _said_shortly(whole, known, earlier, only_answer)
    if shortly is not whole:
        reading = whole = shortly
    found = _judged(reading, whole, known, earlier, only_answer)
    if reading is not whole and not isinstance(found, Understood):
        again = _judged(whole, whole, known, earlier, only_answer)
        return again if isinstance(again, Understood) else found
    return found


def _judged(
    reading: Reading, whole: Reading, known: Knowledge, earlier: Understood | None, only_answer: Name | None
) -> Understood | Decline | AskBack:
    """What a question is understood as, where all of it was read; `whole` is the reading that holds all its clauses."""
    found = _single(reading, known, earlier, only_answer)
    if isinstance(found, Understood) and found.rule.op in ("compare", "verify"):
        return compared_again(whole, earlier) or unread(whole)
    if isinstance(found, Understood):
        found = read_again(reading, found)
        words = unread_words(reading, found) or only_repeated(reading, found, earlier)
        words = words or tuple(filter(None, (unread_negation(reading, found),)))
        words = words or field_words(reading, known.index)
        if words:
            return _compared(whole, known) or half_read(words, whole, _instead(words, whole, known))
        if earlier is None and _sides_lost(found) and compares(whole):
            unlike = half_read(("どちら",), whole) if found.rule.op == "change" else found
            return _compared(whole, known) or unlike
        return found
    retried = ("not_in_graph", "out_of_domain", "not_loaded")
    if isinstance(found, Decline) and not found.final and found.reason in retried:
        return _compared(whole, known) or found
    return found


def _instead(words: Sequence[str], reading: Reading, known: Knowledge) -> str:
    """The question without the words that were not read, when it is understood whole; "" otherwise."""
    rest = without(words, reading.text, reading.tokens)
    if not rest:
        return ""
    shorter = reading_of(rest, known)
    found = _single(shorter, known, None)
    whole = isinstance(found, Understood) and not (
        unread_words(shorter, found) or unread_negation(shorter, found)
    )
    return rest if whole else ""


def _said_shortly(
    reading: Reading, known: Knowledge, earlier: Understood | None, only_answer: Name | None
) -> Reading:
    """その一覧, 出典は？ of a set asked about before in the words that are read; any other question as it stands."""
    if earlier is None:
        return reading
    another = asked_of_another(reading, earlier) or summed_alone(reading, earlier)
    another = another or asked_of_another_part(reading, earlier, known.lexicon)
    if another:
        return reading_of(another, known)
    if thing_before(earlier, known) or answered_thing(reading, only_answer):
        return reading
    instead = narrowed_to(reading) or rate_of_change(reading, earlier) or so_many(reading, earlier)
    if instead:
        return reading_of(instead, known)
    kind = asks_of_set(reading, earlier)
    if not kind or rows_named(reading, earlier):
        return reading
    return reading_of(in_full_words(kind), known)


def _held_against(reading: Reading, known: Knowledge) -> Understood | None:
    """合計は50億円を超えるか: the question for the value, with the number as its only condition; None for other questions."""
    bound = bound_of(reading)
    if bound is None:
        return None
    part = _value_of(bound.question, known)
    if part is None:
        return None
    rule = next(rule for rule in frame_rules() if rule.op == "verify")
    claim = Condition("bound", (Term("text", str(bound.value), bound.said),), "any", bound.operator)
    frame = Frame(
        rule.id,
        part.frame.over,
        part.frame.item,
        (claim,),
        notes=part.frame.notes,
        linked=part.frame.linked,
        text=reading.text,
    )
    return Understood(frame, rule, parts=((bound.question, part),))


def _compared(reading: Reading, known: Knowledge) -> Understood | None:
    """The first way in which both sides of a comparison are questions that are understood; None when there is none."""
    for comparison in islice(comparisons_of(reading), _MOST_WAYS):
        parts = [
            (as_typed(name, reading.question), _value_of(question, known))
            for name, question in comparison.sides
        ]
        read = [(name, part) for name, part in parts if part is not None]
        read = _each_of_one(reading, comparison.sides, known) or read
        if len(read) < len(parts) or not _comparable(read[0][1], read[1][1]):
            continue
        words_only = all({c.kind for c in part.frame.conditions} <= {"keyword", "quoted"} for _, part in read)
        if words_only and told_numbers(reading.text):
            continue
        rule = next(rule for rule in frame_rules() if rule.op == "compare")
        first = read[0][1].frame
        frame = Frame(
            rule.id,
            first.over,
            first.item,
            group=comparison.asks,
            order="desc" if comparison.more else "asc",
            linked=tuple(x for _, part in read for x in part.frame.linked),
            notes=tuple(dict.fromkeys(x for _, part in read for x in part.frame.notes)),
            text=reading.text,
        )
        return Understood(frame, rule, parts=tuple(read))
    return None


def _each_of_one(
    reading: Reading, sides: Sequence[tuple[str, str]], known: Knowledge
) -> list[tuple[str, Understood]]:
    """居場所づくりと食品アクセスの差: the sides as questions for the amount of one programme each, where the words of both mean one
    programme and no sum is asked for; else nothing."""
    if reading.has("ask:total") or not all(question.endswith(_SUM_ASKED) for _, question in sides):
        return []
    found = []
    for name, question in sides:
        part = _value_of(f"{question.removesuffix(_SUM_ASKED)}{_AMOUNT_ASKED}", known)
        of = part.frame.of_kind("programme") if part is not None else ()
        if part is None or part.rule.op != "amounts" or len(of) != 1 or len(of[0].values) != 1:
            return []
        found.append((as_typed(name, reading.question), part))
    return found


def _sides_lost(found: Understood) -> bool:
    """Whether the computation answers a comparison of two sides as if both were one set."""
    several = len({x.id for x in found.frame.linked if x.kind in ("programme", "line")}) > 1
    return found.rule.op in _SIDES_LOST or (found.rule.op == "change" and several)


def _comparable(one: Understood, other: Understood) -> bool:
    """Whether two questions have values of one sort and are not the same question."""
    same = one.frame.conditions == other.frame.conditions and one.frame.item == other.frame.item
    kinds = {c.kind for c in one.frame.conditions}
    if one.rule.op == "count" and kinds and kinds <= _ONE_THING:
        return False  # 施策10番と64番: how many each of them is says nothing
    return one.rule.op == other.rule.op and one.rule.op in _SIDED and not same


def _value_of(question: str, known: Knowledge) -> Understood | None:
    """A question for one number or amount, understood whole; None otherwise."""
    reading = read_question(question, known.index, condition_data()["keyword_suffixes"])
    found = _single(reading, known, None)
    valued = isinstance(found, Understood) and found.rule.op in _VALUED
    if (
        not isinstance(found, Understood)
        or not valued
        or unread_words(reading, found)
        or unread_negation(reading, found)
    ):
        return None
    return found


def _printed(features: Features) -> bool:
    """Whether a number is asked for that may be printed as an indicator's target or result."""
    return features.has("figure") or features.reading.has("attr:goal", "attr:achievement", "attr:indicator")


def _single(
    reading: Reading, known: Knowledge, earlier: Understood | None, only_answer: Name | None = None
) -> Understood | Decline | AskBack:
    """A question read as one question."""
    found = find_decline(
        reading.text,
        reading.unnamed(),
        lambda words: len(words) > 1 and bool(known.index.containing(words)),
        fold_question(reading.question),
    )
    features = Features(reading, known)
    if found is not None and not (found[0].topic == "統計" and _printed(features)):
        rule, words = found
        return Decline(rule.reason, rule.text, f"「{words}」を含む問い", final=not rule.printed)
    base = earlier if earlier is not None and follows(reading, features, earlier) else None
    if base is not None:
        about = thing_before(base, known) or answered_thing(reading, only_answer)
        features.lean_on(about, base.frame.item)
    return fill(reading, features, known, base)


__all__ = ["Understanding", "Understood", "reading_of", "understand", "words_of"]
