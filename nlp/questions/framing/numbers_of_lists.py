"""What numbers mean: those that do not exist, and those that are a measure's and a row's, or in two lists, which is asked back."""

from __future__ import annotations

import re

from nlp.questions.found.number_patterns import LAST_NUMBER
from nlp.questions.found.reading import Reading
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge, year_words
from nlp.questions.names.lexicon import ListCoverage
from nlp.questions.records import AskBack, Choice, Decline, Frame

_NUMBER_FORMS = re.compile(
    r"(?:施策|一覧の?)?\s*(?:[NnＮｎ][OoＯｏ][.．]?|№)\s*[0-9０-９]+番?|(?:施策の?)?[0-9０-９]+番"
    r"|施策\s*[0-9０-９]+番?|^[0-9０-９]+"
)


def list_words(item: ListCoverage) -> str:
    """A list with its numbers: 令和7年度の予算一覧はNo.64〜77."""
    what = "施策" if item.kind == "measure" else "予算一覧"
    return f"{year_words(item.year)}の{what}はNo.{item.first}〜{item.last}"


# No.77はNo.64の何倍: amounts, which rows alone have.
_COMPARED = re.compile(r"倍|比べ|比率|比較|割合|差|多い|少ない|大き|小さ")


def check_number(
    reading: Reading, features: Features, known: Knowledge, before: Frame | None = None
) -> AskBack | Decline | None:
    """No.N that does not exist is a false premise; one that is both a measure and a row is asked back.

    After a question about numbered measures or rows (`before`) a number is one of the same.
    """
    hits = reading.numbers_of("number")
    if len(hits) > 1 or any(len(hit.values) > 1 for hit in hits):
        return _several_numbers(reading, features, known) if before is None else None
    if len(hits) != 1 or reading.has("class:grantee"):
        return None
    number = int(hits[0].values[0])
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    if reading.has("attr:number") and len(years) == 1:
        years = set()  # No.52は令和7年度の何番: the year is that of the number asked for
    plans, lists = known.lexicon.plans(), known.lexicon.budget_lists()
    measures = [p for p in plans if p.first <= number <= p.last]
    of_year = [p for p in measures if p.year in years]
    if years and (of_year or any(p.year in years for p in plans)):
        measures = of_year
    rows = [b for b in lists if b.first <= number <= b.last and (not years or b.year in years)]
    wants_measure = features.has("says_measure") or features.has("measure_attr")
    numbered = before is not None and any(x.surface.startswith("No.") for x in before.linked)
    if before is not None and numbered:
        wants_measure = wants_measure or any(x.kind == "measure" for x in before.linked)
        years = years or {int(t.value) for c in before.of_kind("year") for t in c.values}
    of_list = before is not None and not wants_measure and numbered
    printed = of_list or features.has("line_only") or "line" in features.classes or reading.has("ask:where")
    wants_line = printed and not wants_measure
    if wants_measure and not plans:
        text = "施策の一覧（重点計画など）は読み込まれていません。"
        return Decline("not_loaded", text, f"施策No.{number}")
    if wants_measure and not measures and years and not any(p.year in years for p in plans):
        return None  # the year is not loaded: said by `not_loaded`
    if wants_measure and not measures:
        return _no_such(f"施策No.{number}", plans)
    if wants_line and not rows and lists:
        if years and not any(b.year in years for b in lists):
            return None  # the year is not loaded: said by `not_loaded`
        return _no_such(f"予算一覧のNo.{number}", lists)
    if not wants_measure and not wants_line and not measures and not rows:
        return _no_such(f"No.{number}", (*plans, *lists))
    if wants_line and len({b.year for b in rows}) > 1:
        return _which(reading, number, [], rows)
    named = _plans_with({number}, years, known)
    if wants_measure and len(named) > 1:
        return _which(reading, number, measures, [], named=named)
    if wants_measure and len(measures) > 1:
        return _which(reading, number, measures, [])
    if wants_measure or wants_line:
        return None
    if len(named) > 1:
        return _which(reading, number, measures, rows, named=named)
    return _which(reading, number, measures, rows) if len(measures) + len(rows) > 1 else None


def _plans_with(numbers: set[int], years: set[int], known: Knowledge) -> tuple[str, ...]:
    """The plans by name that have measures of all the numbers, of the years where one is said; () where a plan is said, or one
    of them has no name."""
    plans = known.lexicon.numbered_measures()
    if known.scope is not None or len(plans) < 2:
        return ()
    held = [known.lexicon.plans_of_numbers.get(number, {}) for number in numbers]
    named = [{p for y, of in by_year.items() if not years or y in years for p in of} for by_year in held]
    if any("" in found for found in named):
        return ()
    every = set.intersection(*named)
    return tuple(one.label for one in plans if one.label in every)


def _several_numbers(reading: Reading, features: Features, known: Knowledge) -> AskBack | None:
    """No.64〜70, No.64とNo.65: asked back where a plan and a list, or two lists, have all of the numbers and nothing says which."""
    told = ("says_measure", "measure_attr", "line_only", "money")
    cues = ("class:grantee", "class:programme", "class:measure", "ask:where", "ask:lineage", "ask:compare")
    compared = _COMPARED.search(reading.text) is not None
    numbers = {int(value) for hit in reading.numbers_of("number") for value in hit.values}
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    low, high = min(numbers), max(numbers - {int(LAST_NUMBER)}, default=0)
    if not reading.has("class:grantee", "class:programme") and (
        features.has("says_measure") or features.has("measure_attr")
    ):
        named = _plans_with({low, high}, years, known)
        return _which(reading, low, [], [], named=named, several=True) if len(named) > 1 else None
    if compared or any(map(features.has, told)) or reading.has(*cues) or "line" in features.classes:
        return None
    plans, lists = (
        [x for x in found if x.first <= low and high <= x.last and (not years or x.year in years)]
        for found in (known.lexicon.plans(), known.lexicon.budget_lists())
    )
    return _which(reading, low, plans, lists, several=True) if plans and lists else None


def _no_such(what: str, lists: tuple[ListCoverage, ...]) -> Decline:
    return Decline(
        "false_premise", f"{what}はありません。{'、'.join(list_words(item) for item in lists)}です。", what
    )


def _which(
    reading: Reading,
    number: int,
    measures: list[ListCoverage],
    rows: list[ListCoverage],
    *,
    named: tuple[str, ...] = (),
    several: bool = False,
) -> AskBack:
    def asked(name: str) -> str:
        replaced, count = _NUMBER_FORMS.subn(name, reading.question, count=1)
        return replaced if count else f"{name}は？"

    def row(item: ListCoverage) -> str:
        return f"{year_words(item.year)}の予算一覧のNo.{number}"

    many_plans = max(len(measures), len(named)) > 1
    # A row of a list prints no outline: what it is about is said of the row itself.
    outline = {cue.value for cue in reading.of_slot("attr")} == {"overview"}
    choices = [Choice(asked(f"{plan}の施策No.{number}"), f"「{plan}」の施策No.{number}") for plan in named]
    choices = choices or [
        Choice(
            asked(f"{year_words(p.year)}の施策No.{number}" if many_plans else f"施策No.{number}"),
            f"{year_words(p.year)}の計画の施策No.{number}" if many_plans else f"重点計画の施策No.{number}",
        )
        for p in measures
    ]
    choices += [
        Choice(
            f"{row(b)}について" if outline else asked(row(b)),
            f"{year_words(b.year)}の予算一覧の行No.{number}",
        )
        for b in rows
    ]
    where = "施策の番号でも予算一覧の番号でもあります" if measures and rows else "二つの予算一覧にあります"
    if many_plans and not rows:
        where = "二つ以上の計画にあります"
    said = f"No.{number}{'など' * several}"
    return AskBack(f"{said}は{where}。どちらでしょうか。", said, tuple(choices), standing=True)
