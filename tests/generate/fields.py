"""A field of policy over its years: one plan, one grant, programmes that begin, are renamed, change their amounts and end.

All documents of a field speak of the same programmes, each in its own spelling and year: budget lists, sheets, status tables.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from tests.generate import words

YEARS = 6


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme. Years are western; `amounts[year, stage]` is in 百万円; `names[year]` what it is called then."""

    id: str
    names: dict[int, str]
    office: tuple[str, str, str]
    person: str
    group: str
    means: tuple[str, str, str, str]
    section: str
    again: tuple[str, ...]
    included: bool
    amounts: dict[tuple[int, str], int]

    @property
    def ministry(self) -> str:
        """The ministry in charge."""
        return self.office[0]

    def runs(self, year: int, stage: str) -> bool:
        """Whether it has money of that year and stage."""
        return (year, stage) in self.amounts


@dataclass(frozen=True, slots=True)
class Policy:
    """One field of policy: its first year, its offices, its outline (notation -> heading) and its programmes."""

    name: str
    first: int
    office: str
    plan: str
    decided: str
    decided_on: str
    grant: str
    outline: dict[str, str]
    programmes: tuple[Programme, ...]

    def pillars(self) -> list[str]:
        """The notations of its pillars."""
        return [notation for notation in self.outline if "-" not in notation]

    def sections(self, pillar: str) -> list[str]:
        """The notations of a pillar's sections."""
        return [notation for notation in self.outline if notation.startswith(f"{pillar}-")]


@lru_cache(maxsize=32)
def policy(number: int, seed: int) -> Policy:
    """The field of that number; the same number and seed give the same field."""
    rng = random.Random(f"{seed}/policy/{number}")
    theme = words.THEMES[number % len(words.THEMES)]
    region = number // len(words.THEMES)
    name = theme if not region else f"{words.PREFECTURES[region % 47]}等{theme}"
    first = rng.randint(2019, 2027)
    outline = _outline(rng)
    day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    programmes = []
    taken: set[str] = set()
    while len(programmes) < 46:
        made = _programme(rng, f"{number}-{len(programmes)}", first, outline, taken)
        if made is not None:
            programmes.append(made)
    return Policy(
        name,
        first,
        f"内閣府{theme}推進室",
        f"{rng.choice(('', '第二次', '第3次'))}{name}推進基本計画",
        f"{words.era(first)}年{day}{theme}推進本部決定",
        f"{first}-{int(day.split('月')[0]):02d}-{int(day.split('月')[1][:-1]):02d}",
        f"{name}{rng.choice(('推進交付金', '活動助成事業', '体制整備補助金'))}",
        outline,
        tuple(programmes),
    )


def _outline(rng: random.Random) -> dict[str, str]:
    outline: dict[str, str] = {}
    sections = rng.sample(words.SECTIONS, len(words.SECTIONS))
    for number, pillar in enumerate(rng.sample(words.PILLARS, rng.randint(3, 5)), 1):
        outline[str(number)] = pillar
        for mark in words.CIRCLED[: rng.randint(2, 4)]:
            outline[f"{number}-{mark}"] = sections.pop()
    return outline


def _programme(
    rng: random.Random, name: str, first: int, outline: dict[str, str], taken: set[str]
) -> Programme | None:
    person, group = rng.choice(words.PEOPLE)
    means = rng.choice(words.MEANS)
    label = f"{rng.choice(words.SCOPES)}{person}{rng.choice(('の', '等の', 'に対する', '等への'))}{means[0]}{rng.choice(words.FORMS)}"
    if (person + means[0]) in taken:
        return None
    taken.add(person + means[0])
    begins = first + (0 if rng.random() < 0.7 else rng.randrange(YEARS))
    ends = first + YEARS - 1 - (0 if rng.random() < 0.7 else rng.randrange(2))
    names, amounts, said = {}, {}, label
    base = rng.choice((rng.randrange(10, 900), rng.randrange(100, 3000), rng.randrange(2, 60) * 50))
    for year in range(begins, max(begins, ends) + 1):
        if year > begins and rng.random() < 0.06:
            said = _renamed(rng, said)
        names[year] = said
        for stage, chance in (("initial", 0.85), ("supplementary", 0.75)):
            if rng.random() < chance:
                amounts[year, stage] = max(3, int(base * rng.uniform(0.7, 1.4)))
    sections = [notation for notation in outline if "-" in notation]
    home = rng.choice(sections)
    again = tuple(rng.sample([s for s in sections if s != home], rng.choice((0, 0, 0, 1, 1, 2))))
    return Programme(
        name,
        names,
        rng.choice(words.OFFICES),
        person,
        group,
        means,
        home,
        again,
        rng.random() < 0.18,
        amounts,
    )


def _renamed(rng: random.Random, name: str) -> str:
    for form in words.FORMS:
        if name.endswith(form):
            return name[: -len(form)] + rng.choice([other for other in words.FORMS if other != form])
    return name
