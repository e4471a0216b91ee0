"""A budget list of one policy, year and stage, followed by sheets of its programmes, with damage at a set rate."""

from __future__ import annotations

import random

from nlp.glyphs.spaces import glyph_spaces
from tests.generate import words
from tests.generate.budget_lists import Line, write_list
from tests.generate.fields import Policy, Programme
from tests.generate.glyph_encoder import damage as glyph_damage
from tests.generate.plans import misread
from tests.generate.sheets import Money, Sheet, Topic, write_sheet
from tests.generate.spelling import respelt
from tests.generate.truth import Made

_STAGES = {"initial": "当初", "supplementary": "補正"}
_ROW_DAMAGE = ("misread-ministry", "split-row", "wide-digits", "empty-cell")


def write_budget(
    policy: Policy, year: int, stage: str, rng: random.Random, made: Made, *, rate: float
) -> list[Sheet]:
    """Fill `made` with list and sheets; returns the sheets, whose facts the caller states."""
    whole = rng.random() < 0.5
    pillars = policy.pillars() if whole else [rng.choice(policy.pillars())]
    rows = _rows(policy, year, stage, pillars, rng, whole=whole)
    if len(rows) < 4:
        pillars = policy.pillars()
        rows = _rows(policy, year, stage, pillars, rng, whole=True)
    torn = rng.random() < rate * 1.5
    separator = " " if torn or rng.random() < 0.3 else "\t"
    if torn:
        made.damage.append("torn-amounts")
    headings = {
        notation: f"{notation}{policy.outline[notation]}" for notation in policy.outline if "-" in notation
    }
    bare = torn and rng.random() < 0.3
    out = write_list(
        rng,
        [line for line, _ in rows],
        year,
        _STAGES[stage],
        headings,
        pillars={notation: policy.outline[notation] for notation in pillars},
        separator=separator,
        torn=torn,
        torn_headings=bare,
        habit=rng.choice(("up", "down", "any")),
    )
    if not torn:
        out = _damaged_rows(rng, out, [line for line, _ in rows], separator, rate)
    for line, programme in rows:
        line.damage = "torn-heading" if bare else line.damage
        _state(made, line, programme.id, year, stage)
    sheets: list[Sheet] = []
    # One extractor reads the whole document: it puts right-to-left runs in visual order, or it does not.
    reorder = rng.random() < 0.5
    for programme in {programme.id: programme for _, programme in rows}.values():
        if rng.random() < 0.65:
            lines, sheet = _sheet(programme, year, stage, rng)
            out += ["", "", *_damaged_sheet(rng, lines, sheet, rate, reorder=reorder), ""]
            sheets.append(sheet)
    made.text = "\n".join(out) + "\n"
    return sheets


def _rows(
    policy: Policy, year: int, stage: str, pillars: list[str], rng: random.Random, *, whole: bool
) -> list[tuple[Line, Programme]]:
    """The rows in the order of the outline. A programme has one spelling and one amount in one list."""
    number = 1 if whole else rng.randint(20, 180)
    found: list[tuple[Line, Programme]] = []
    said: dict[str, str] = {}
    for notation in (mark for pillar in pillars for mark in policy.sections(pillar)):
        for programme in policy.programmes:
            again = notation in programme.again
            if not programme.runs(year, stage) or not (again or programme.section == notation):
                continue
            name = programme.names[year]
            label = said.setdefault(programme.id, respelt(name, rng) if rng.random() < 0.2 else name)
            fresh = min(programme.names) == year > policy.first
            remark = "・".join(word for word, on in (("新規", fresh), ("再掲", again)) if on)
            million = programme.amounts[year, stage]
            line = Line(number, label, million, programme.included, [programme.ministry], notation, remark)
            found.append((line, programme))
            number += 1
    return found


def _state(made: Made, line: Line, programme: str, year: int, stage: str) -> None:
    made.add(
        "budget_line",
        str(line.number),
        damage="torn" if line.tear else line.damage,
        programme=programme,
        number=line.number,
        label=line.name,
        amount=line.million * 1_000_000,
        amount_kind="includedIn" if line.included else "exact",
        ministry=line.ministries,
        section=line.section,
        relisted="再掲" in line.remark,
        newly_listed="新規" in line.remark,
        fiscal_year=year,
        stage=stage,
    )


def _damaged_rows(
    rng: random.Random, out: list[str], lines: list[Line], separator: str, rate: float
) -> list[str]:
    """The printed lines, some rows damaged in one way each."""
    rows = {f"{line.number}{separator}": line for line in lines}
    result: list[str] = []
    for text in out:
        line = next((row for head, row in rows.items() if text.startswith(head)), None)
        if line is None or rng.random() >= rate:
            result.append(text)
            continue
        line.damage = rng.choice(_ROW_DAMAGE if separator == "\t" else _ROW_DAMAGE[:3])
        cells = text.split(separator)
        if line.damage == "misread-ministry":
            cells[3] = misread(rng, cells[3])
        elif line.damage == "wide-digits":
            cells[0], cells[2] = words.full_width(cells[0]), words.full_width(cells[2])
        elif line.damage == "empty-cell":
            cells.insert(rng.choice((2, 3)), "")
        elif line.damage == "split-row":
            at = rng.randint(4, len(line.name) - 3)
            cells[1] = f"{cells[1][:at]}\n{cells[1][at:]}"
        result += separator.join(cells).split("\n")
    return result


def _sheet(programme: Programme, year: int, stage: str, rng: random.Random) -> tuple[list[str], Sheet]:
    """The sheet: its name in its own spelling, the amount of the list rounded as it likes, sometimes next year's as well."""
    name = programme.names[year]
    label = respelt(name, rng) if rng.random() < 0.15 else name
    topic = Topic(label, programme.office, programme.person, programme.group, programme.means)
    money: list[Money] = [(year, stage, programme.amounts[year, stage], programme.included)]
    if (year + 1, "initial") in programme.amounts and rng.random() < 0.4:
        later = programme.amounts[year + 1, "initial"]
        money.insert(rng.randint(0, 1), (year + 1, rng.choice(("approvedEstimate", "draft")), later, False))
    lines, sheet = write_sheet(rng, topic, money)
    sheet.programme = programme.id
    return lines, sheet


def _damaged_sheet(
    rng: random.Random, lines: list[str], sheet: Sheet, rate: float, *, reorder: bool
) -> list[str]:
    """The sheet as a PDF without character tables gives its running text, or with a passage printed twice."""
    if rng.random() >= rate:
        return lines
    if rng.random() < 0.2:
        sheet.damage = "repeated-passage"
        at = rng.randrange(len(lines) // 2, len(lines))
        return [*lines[:at], *lines[max(0, at - 3) :]]
    space = rng.choice(glyph_spaces())
    sheet.damage = f"glyphs-{space.name}"
    share = rng.choice((0.4, 0.7, 1.0))
    text = glyph_damage("\n".join(lines[1:]), space, seed=rng.randrange(10**6), share=share, reorder=reorder)
    return [lines[0], *text.split("\n")]
