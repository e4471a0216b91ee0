"""The documents of a corpus by number, and the files that they are written to."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.generate import words
from tests.generate.budgets import write_budget
from tests.generate.fields import YEARS, Policy, policy
from tests.generate.grants import write_grant
from tests.generate.guidelines import write_guideline
from tests.generate.measure_tables import Measure, print_table
from tests.generate.measures import measures_of
from tests.generate.plans import write_plan
from tests.generate.sheets import Sheet
from tests.generate.truth import Fact, Made

# The documents that a policy publishes in one year, in this order.
KINDS = ("supplementary", "measure_table", "grant_sheets", "initial", "guideline", "measure_list")
_COLUMNS = ["number", "label", "overview", "goal", "achievement", "review", "link", "ministry"]


def document(number: int, seed: int, *, damage: float = 0.15, kinds: Sequence[str] = KINDS) -> Made:
    """One document; the same number, seed, rate and kinds give the same text.

    `damage` is the share of rows, sheets and headings that are damaged; 0 writes clean documents.
    """
    rng = random.Random(f"{seed}/document/{number}")
    size = YEARS * len(kinds)
    field, place = policy(number // size, seed), number % size
    year, kind = field.first + place // len(kinds), kinds[place % len(kinds)]
    made = Made(f"{number:06d}", "budget_list" if kind in ("initial", "supplementary") else kind)
    sheets: list[Sheet] = []
    if made.profile == "budget_list":
        sheets = write_budget(field, year, kind, rng, made, rate=damage)
        made.add("document", made.name, profile=made.profile, fiscal_year=year)
    elif kind == "measure_table":
        _measure_table(field, year, rng, made, damage)
    elif kind == "measure_list":
        _measure_list(field, year, rng, made, damage)
    elif kind == "grant_sheets":
        sheets = write_grant(field, year, rng, made, rate=damage)
        made.add("document", made.name, profile=kind)
    else:
        write_guideline(field, year, rng, made)
        made.add("document", made.name, profile=kind)
    for sheet in sheets:
        _state_sheet(made, sheet)
    return made


def _measure_table(field: Policy, year: int, rng: random.Random, made: Made, damage: float) -> None:
    """The status table of a year, whole or with cells broken over lines, damaged at the rate given."""
    measures = measures_of(field, year, rng)
    order = list(_COLUMNS)
    if rng.random() < 0.3:
        order.insert(1, order.pop())
    lines: list[tuple[str, object]] = []
    for notation, heading in field.outline.items():
        pillar, _, mark = notation.partition("-")
        lines.append(("heading", f"{mark}{heading}" if mark else f"({pillar}){heading}"))
        lines += [("row", measure) for measure in measures if measure.section == notation]
    labels = {measure.number: measure.label for measure in measures}
    broken = _break_links(rng, measures, damage)
    if rng.random() < 0.5:
        for measure in measures:
            measure.texts = {name: _spaced(rng, text) for name, text in measure.texts.items()}
    title = f"「{field.plan}」({field.decided})「{rng.choice(('Ⅲ.具体的施策', '具体的な取組'))}」の実施状況(令和{year - 2018}年度)"
    made.text, done = print_table(rng, order, lines, title, rate=damage)
    made.add("document", made.name, profile=made.profile, fiscal_year=year)
    _state_outline(made, field)
    for measure in measures:
        found = done.get(measure.number, "broken-link" if measure.number in broken else "")
        lost = measure.label is None
        _state_measure(made, measure, field.first, found or ("merged" if lost else ""))
        if lost:
            measure.label = labels[measure.number]


def _break_links(rng: random.Random, measures: Sequence[Measure], damage: float) -> set[int]:
    """Addresses broken by spaces where a narrow cell ends; underscores may be lost as well."""
    broken = set()
    for measure in measures:
        if measure.link and rng.random() < damage * 2:
            width = rng.randint(19, 24)
            parts = [measure.link[at : at + width] for at in range(0, len(measure.link), width)]
            measure.printed_link = " ".join(parts)
            broken.add(measure.number)
    return broken


def _spaced(rng: random.Random, text: str) -> str:
    """A cell whose lines were joined with blanks."""
    width = rng.choice((21, 22, 23, 200))
    return " ".join(words.cut_lines(text, width))


def _measure_list(field: Policy, year: int, rng: random.Random, made: Made, damage: float) -> None:
    measures = measures_of(field, year, rng)
    plan = write_plan(field, measures, rng, rate=damage, pages=rng.choice((0.3, 0.6, 1.0)))
    made.text = "\n".join(plan.lines) + "\n"
    made.add("document", made.name, profile=made.profile)
    _state_outline(made, field)
    for measure in measures:
        texts = measure.texts if measure.number in plan.pages else {}
        made.add(
            "measure",
            str(measure.number),
            damage=plan.damage.get(measure.number, ""),
            programme=measure.programme,
            number=measure.number,
            label=measure.label,
            ministry=measure.ministries,
            section=measure.section,
            plan_year=field.first,
            relisted_section=plan.again.get(measure.number, []),
            overview=texts.get("overview"),
            goal=texts.get("goal"),
            current=texts.get("achievement"),
            policy=texts.get("review"),
        )


def _state_outline(made: Made, field: Policy) -> None:
    for notation, heading in field.outline.items():
        made.add("section", notation, notation=notation, label=heading)


def _state_measure(made: Made, measure: Measure, year: int, damage: str) -> None:
    made.add(
        "measure",
        str(measure.number),
        damage=damage,
        programme=measure.programme,
        number=measure.number,
        label=measure.label,
        ministry=measure.ministries,
        section=measure.section,
        plan_year=year,
        link=[measure.link] if measure.link else [],
        target_group=[measure.group],
        **measure.texts,
    )
    for place, item in enumerate(measure.indicators, 1):
        made.add("indicator", f"{measure.number}/{place}", damage=damage, measure=str(measure.number), **item)


def _state_sheet(made: Made, sheet: Sheet) -> None:
    made.add(
        "sheet",
        sheet.label,
        damage=sheet.damage,
        programme=sheet.programme,
        label=sheet.label,
        layout=sheet.layout,
        ministry=[sheet.ministry] if sheet.ministry else [],
        amounts=[[item.year, item.stage, item.yen, item.kind] for item in sheet.amounts],
        component=sheet.components,
        limit=sheet.limits,
        subsidy_rate=sheet.rates,
        implementer=sheet.implementers,
        target_group=[sheet.group],
        purpose=sheet.purpose or None,
        overview=sheet.overview or None,
        effect=sheet.effect or None,
    )


def write_corpus(
    folder: Path, documents: int, seed: int, *, damage: float = 0.15, kinds: Sequence[str] = KINDS
) -> Iterator[Fact]:
    """Write the documents `000000.txt` … and, beside the folder, their truth `<folder>.truth.jsonl`; yields the facts.

    The truth stands outside, so that a build of the folder does not read its own answers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.truth.jsonl").open("w", encoding="utf-8") as truth:
        for number in range(documents):
            made = document(number, seed, damage=damage, kinds=kinds)
            (folder / f"{made.name}.txt").write_text(made.text, encoding="utf-8")
            for fact in made.facts:
                truth.write(fact.json() + "\n")
                yield fact
