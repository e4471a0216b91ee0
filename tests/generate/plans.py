"""A plan's own list of measures (No.006:(再掲)名前【府省庁】（前出（１）②：P.37）) and its pages, one a measure."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.generate.fields import Policy
from tests.generate.measure_tables import MISREAD, Measure
from tests.generate.words import cut_lines, full_width


@dataclass(slots=True)
class Plan:
    """Its lines, the sections in which measures are listed again, the damage by measure number, the numbers with a page."""

    lines: list[str] = field(default_factory=list)
    again: dict[int, list[str]] = field(default_factory=dict)
    damage: dict[int, str] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)


def write_plan(
    policy: Policy, measures: list[Measure], rng: random.Random, *, rate: float, pages: float
) -> Plan:
    """The plan's list and, for a share `pages` of the measures, their pages."""
    plan = Plan()
    wide = rng.random() < 0.5
    plan.lines += [policy.plan, "", policy.decided, "", "具体的施策の一覧", ""]
    first_page = {measure.number: 20 + place for place, measure in enumerate(measures)}
    for notation, heading in policy.outline.items():
        pillar, _, mark = notation.partition("-")
        if not mark:
            plan.lines.append(f"{f'（{full_width(pillar)}）' if wide else f'({pillar})'}{heading}")
            continue
        plan.lines.append(f"{mark}{rng.choice(('', ' '))}{heading}")
        own = [measure for measure in measures if measure.section == notation]
        for measure in own:
            damage = ""
            if rng.random() < rate:
                damage = rng.choice(("letters-in-number", "no-colon", "open-bracket", "misread-ministry"))
                plan.damage[measure.number] = damage
            plan.lines += _entry(rng, measure, first_page[measure.number], damage)
        before = [measure for measure in measures if measure.number < (own[0].number if own else 0)]
        for measure in rng.sample(before, min(len(before), rng.choice((0, 0, 1, 2)))):
            if notation in plan.again.get(measure.number, ()):
                continue
            plan.again.setdefault(measure.number, []).append(notation)
            plan.lines += _again(rng, measure, first_page[measure.number])
    plan.lines += ["", "具体的施策", ""]
    for measure in measures:
        if rng.random() < pages:
            plan.pages.add(measure.number)
            plan.lines += _page(rng, measure, policy, first_page[measure.number])
    return plan


def _entry(rng: random.Random, measure: Measure, page: int, damage: str) -> list[str]:
    number = f"{measure.number:03d}"
    mark = ":"
    ministries = "、".join(measure.ministries)
    opening = "【"
    if damage == "letters-in-number":
        number = number.replace("0", "O")
    elif damage == "no-colon":
        mark = " "
    elif damage == "open-bracket":
        opening = ""
    elif damage == "misread-ministry":
        ministries = misread(rng, ministries)
    entry = f"No.{number}{mark}{measure.label}{opening}{ministries}】"
    return _broken(
        rng, entry + rng.choice(("", f" {page}", "･" * rng.randint(5, 25) + f" {page}", f"………… {page}"))
    )


def _again(rng: random.Random, measure: Measure, page: int) -> list[str]:
    pillar, mark = measure.section.split("-")
    place = f"（前出（{full_width(pillar)}）{mark}：P.{page}）"
    entry = f"No.{measure.number:03d}:{rng.choice(('(再掲)', '（再掲）'))}{measure.label}【{'、'.join(measure.ministries)}】{place}"
    return _broken(rng, entry)


def _broken(rng: random.Random, entry: str) -> list[str]:
    """The entry on one line, or broken where a column of some 40 characters ends."""
    if len(entry) < 30 or rng.random() < 0.4:
        return [entry]
    at = rng.randint(24, min(len(entry) - 2, 44))
    while at > 20 and (entry[at - 1] in "･…0123456789" or entry[at] in "･…"):
        at -= 1
    return [entry[:at], entry[at:]]


def misread(rng: random.Random, text: str) -> str:
    """One letter of a ministry's name read as another; the text as it is when none is known to be misread."""
    places = [place for place, letter in enumerate(text) if letter in MISREAD]
    if not places:
        return text
    place = rng.choice(places)
    return text[:place] + MISREAD[text[place]] + text[place + 1 :]


def _page(rng: random.Random, measure: Measure, policy: Policy, page: int) -> list[str]:
    pillar, mark = measure.section.split("-")
    label = f"{measure.label}【{'、'.join(measure.ministries)}】"
    out = [
        "",
        f"施策 No.{measure.number:03d}",
        f"（{full_width(pillar)}）{mark} {policy.outline[measure.section]}",
    ]
    out += [label] if len(label) < 28 or rng.random() < 0.5 else [label[:22], label[22:]]
    out += ["＜施策の概要＞", *_wrapped(rng, measure.texts["overview"])]
    out += ["【目標及び達成の期間】", *_wrapped(rng, measure.texts["goal"])]
    out += ["＜現状＞", *_wrapped(rng, measure.texts["achievement"])]
    out += ["＜今後の取組方針＞", *_wrapped(rng, measure.texts["review"]), f"- {page} -"]
    return out


def _wrapped(rng: random.Random, text: str) -> list[str]:
    width = rng.choice((38, 40, 44, 400))
    return cut_lines(text, width)
