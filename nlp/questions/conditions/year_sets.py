"""Years that a question means without saying them all: only in, in both, the pair that is compared."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import (
    Knowledge,
    year_term,
    year_words,
)
from nlp.questions.records import Condition, Term

# 令和6年度で終わった, 令和6年度限り: the year named is the last.
_LAST_IN = re.compile(
    r"(?:限りで|を最後に|度で(?:は)?|年で|補正で|\d(?:で))(?:、)?(?:終わ|終了|廃止|なくなっ|消え|打ち?切)|限り|を最後に"
)
# R7で終わった: R7 had it, and R8 would tell; R7で消えた, 廃止になった: R7 has it no more.
_ENDED_WITH = re.compile(r"(?:度|年|補正|\d)(?:予算)?で(?:は)?、?(?:終わ|終了)|限り|を最後に")
# 両年度にある事業: in the list of every year loaded; 両年度の合計 only names the rows of both.
_IN_EACH = re.compile(r"両年度?(?:に(?:も|とも)?|とも(?:に)?、?)(?:ある|載|掲載|入って|含まれ|計上|共通)")
# R7補正で|5億円以上: what may stand between a year and a bound on its amounts.
_OF_ITS_YEAR = re.compile(r"(?:の)?(?:補正|当初)?(?:予算)?(?:の)?(?:額|金額)?(?:で|では|が|は|の)?、?")
_FROM_TO = re.compile(
    r"(?:年度?|\d)(?:の?補正|の?当初)?(?:予算)?から(?:令和|r)?\d{1,4}(?:年度?)?(?:の?補正|の?当初)?(?:予算)?(?:まで|にかけて|の(?=事業|行|施策|予算|合計|総額|間|新規|再掲|金額|額))"
)
_MOVED = re.compile(r"増|減|変わ|変化|差|伸び|比べ|比較|動い|新たに|新しく|加わ|消え|なくな|終わ")
_STARTED = re.compile(r"始ま|開始|スタート|立ち上|創設|新設|新しく|新たに|初めて|追加")


def years_between(terms: tuple[Term, ...], reading: Reading, known: Knowledge) -> tuple[Term, ...]:
    """R6からR8まで: with the years between that are loaded; of what has moved from one year to another only the two."""
    if len(terms) != 2 or not _FROM_TO.search(reading.text) or _MOVED.search(reading.text):
        return terms
    first, last = sorted(int(term.value) for term in terms)
    loaded = {item.year for item in known.lexicon.lists}
    between = sorted(year for year in loaded if first < year < last)
    return (terms[0], *map(year_term, between), terms[1])


def earlier_unknown(reading: Reading, known: Knowledge) -> str:
    """The year before which nothing is loaded, where the question asks what was gone from it on; "" otherwise."""
    loaded = known.lexicon.budget_years()
    named = sorted({int(hit.values[0]) for hit in reading.numbers_of("year")})
    if not reading.has("ask:vanished") or len(named) != 1 or _LAST_IN.search(reading.text):
        return ""
    return year_words(named[0]) if named[0] in loaded and named[0] == loaded[0] else ""


def later_unknown(reading: Reading, known: Knowledge) -> str:
    """The last year loaded, where the question asks what ended with it (令和7年度で終わった); "" otherwise."""
    loaded = known.lexicon.budget_years()
    named = sorted({int(hit.values[0]) for hit in reading.numbers_of("year")})
    last = reading.has("ask:vanished") and len(named) == 1 and _ENDED_WITH.search(reading.text)
    return year_words(named[0]) if last and loaded and named[0] == loaded[-1] else ""


def years_apart(
    conditions: list[Condition], flag: str, known: Knowledge, reading: Reading
) -> list[Condition]:
    """In one year and no other that is loaded, or in all of the years named (all that are loaded when none is)."""
    loaded = known.lexicon.budget_years()
    named = [c for c in conditions if c.kind == "year"]
    rest = [c for c in conditions if c.kind != "year"]
    years = [int(t.value) for c in named for t in c.values] or loaded
    if flag == "both" and len(years) == 1:
        # R6から続く: in the year named and in those loaded beside it.
        years = loaded
    bound = _year_of_bound(reading) if flag == "both" else 0
    if bound in years and len(years) > 1:
        # 両年度にあって、R7で5億円以上: rows of that year, of programmes that the others have as well.
        others = tuple(year_term(y) for y in years if y != bound)
        return [*rest, Condition("year", (year_term(bound),)), Condition("present_year", others, "all")]
    if flag == "both":
        terms = tuple(map(year_term, years))
        return [*rest, Condition("year", terms, "all")]
    if _STARTED.search(reading.text) and len(years) == 1 and years[0] == min(loaded, default=0):
        # R5に始まった, and no list before R5 is loaded: what R5's list itself prints as 新規.
        return [*rest, *named, Condition("newly", (Term("boolean", "true", "true"),))]
    barred = [c for c in named if c.mode == "none"]
    stated = [int(t.value) for c in named if c.mode != "none" for t in c.values]
    gone = [int(t.value) for c in barred for t in c.values]
    if len(stated) > 1 and not gone:
        # R6からR7で新しく加わった: in the later and not in the earlier.
        stated, gone = [max(stated)], [min(stated)]
    if reading.has("ask:vanished"):
        last = max(stated, default=loaded[-1] if loaded else 0)
        if stated and _LAST_IN.search(reading.text) and any(y > last for y in loaded):
            # R6で終わった, R6を最後に: printed in that year and no more in those after it.
            stated, gone = [last], [y for y in loaded if y > last]
        else:
            # R7で消えた: in the years before and not in the one named.
            gone, stated = (stated or loaded[-1:]), [y for y in loaded if y < last]
    if not stated:
        stated = [y for y in loaded if y not in gone]
    if not gone:
        gone = [y for y in loaded if y not in stated]

    own = [Condition("year", tuple(map(year_term, stated)))] if stated else []
    return [*rest, *own, *([Condition("year", tuple(map(year_term, gone)), "none")] if gone else [])]


def _year_of_bound(reading: Reading) -> int:
    """The year said right before a bound on an amount (なおかつR7で|5億円以上), 0 where none is."""
    for amount in reading.numbers_of("amount"):
        for hit in reading.numbers_of("year"):
            if _OF_ITS_YEAR.fullmatch(reading.text[hit.end : amount.start]):
                return int(hit.values[0])
    return 0


# Computations over rows: of a programme the rows of one year cannot tell what other years have.
ROW_SUMS = (
    "totals",
    "count_and_total",
    "amounts",
    "average",
    "rank",
    "rank_ministry",
    "rank_section",
    "top_total",
    "beside_average",
    "mean_ministry",
    "share",
)


def years_of_programmes(conditions: list[Condition], reading: Reading, known: Knowledge) -> list[Condition]:
    """R7だけにある事業の金額, R6にあってR7にない事業の合計, 両年度にある事業の額: rows by the years that their programmes are printed in.

    R6を除く合計 only leaves rows out, and stays so.
    """
    conditions = _of_former_programmes(conditions)
    in_each = bool(_IN_EACH.search(reading.text))
    if in_each and not any(c.kind == "year" for c in conditions):
        loaded = known.lexicon.budget_years()
        conditions = [
            *conditions,
            Condition("year", tuple(map(year_term, loaded))),
        ]
    both = reading.has("ask:both_in") and any(c.kind == "year" and len(c.values) > 1 for c in conditions)
    if not both and not reading.has("ask:only_in", "ask:vanished"):
        return conditions
    if not both and not reading.has("ask:vanished") and _only_of_a_ministry(reading):
        return conditions
    if not any(c.kind == "year" for c in conditions):
        return conditions
    apart = years_apart(conditions, "both" if both else "only", known, reading)
    found: list[Condition] = []
    for condition in apart:
        if condition.kind == "year" and condition.mode == "none":
            found.append(Condition("absent_year", condition.values, "all"))
        elif condition.kind == "year" and condition.mode == "all":
            found += [
                Condition("year", condition.values),
                Condition("present_year", condition.values, "all"),
            ]
        else:
            found.append(condition)
    return found


def _only_of_a_ministry(reading: Reading) -> bool:
    """環境省だけの事業の合計: only is said of the ministry, and of no year."""
    ends = {hit.end for hit in reading.of_kind("ministry")}
    return all(cue.start in ends for cue in reading.spans("ask:only_in"))


def _of_former_programmes(conditions: list[Condition]) -> list[Condition]:
    """The years of the programmes that a former question asked of (R8になくR9にある事業 >> 合計は), said of their rows."""
    if not any(c.kind == "year" and c.mode != "none" for c in conditions):
        return conditions
    found: list[Condition] = []
    for c in conditions:
        if c.kind != "year" or c.origin != "inherited" or c.mode not in ("none", "all"):
            found.append(c)
            continue
        if c.mode == "all":
            found.append(replace(c, mode="any"))
        kind = "absent_year" if c.mode == "none" else "present_year"
        found.append(replace(c, kind=kind, mode="all"))
    return found


def year_pair(conditions: list[Condition], known: Knowledge) -> list[Condition]:
    """The year asked about and the one before it that is loaded."""
    loaded = known.lexicon.budget_years()
    years = sorted({int(t.value) for c in conditions if c.kind == "year" for t in c.values})
    if len(years) < 2:
        last = years[-1] if years else loaded[-1] if loaded else 0
        years = [*[y for y in loaded if y < last][-1:], last]
    terms = tuple(map(year_term, years))
    return [*(c for c in conditions if c.kind != "year"), Condition("year", terms)]


def years_of_stages(conditions: list[Condition], reading: Reading) -> list[Condition]:
    """補正予算と令和8年度予算案: a year behind the first stage speaks of its own stage only."""
    years, stages = reading.numbers_of("year"), reading.of_slot("stage")
    own = years and stages and min(cue.start for cue in stages) < min(hit.start for hit in years)
    return [c for c in conditions if c.kind != "year"] if own else conditions
