"""Headings of a document and the outline they stand in: 第１ / 1. / (1) / ① / ア, damaged ones too.

A heading is known by its mark and its words. Where the document follows a known outline (gazetteers/outlines.tsv)
a heading that was misread or cut is the entry that fits best in printed order; where it does not, marks alone count.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from nlp.gazetteer import Entry, Gazetteer, comparison_key
from nlp.layout.item_markers import CIRCLED
from nlp.layout.marks import parse_mark
from nlp.layout.nested_outline import Marked, Placed, nested, without_chapter
from nlp.layout.tables import clean_cell

# The mean likeness of headings to the outline that they are of: 0.89 for a badly read table of the plan itself (seeds/002), 0.76 for the worst
# lines of it alone, 0.70 for a plan of another field with headings on like matters.
_OWN_WORDS = 0.73


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line or row that may be a heading: its text without borders, and its half-open span in the reading.

    `certain` is True where the layout leaves no other reading (a plain line that begins with a mark). `bare`: only a space stands
    between its number and its words (１ 山を守る), which heads something in an outline of several levels alone.
    """

    text: str
    start: int
    end: int
    certain: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading placed in the outline.

    `label` is the known outline's wording where one fits, else what is printed. `candidate` is the index of the
    candidate it was read from, None when the heading itself is lost and only its place in the outline shows it.
    """

    notation: str
    label: str
    level: str
    candidate: int | None
    method: str
    confidence: float


def heading_key(text: str) -> str:
    """Words of a heading for comparison: no mark, no punctuation, widths folded."""
    mark = parse_mark(text)
    bare = clean_cell(mark.rest if mark else text)
    # A number at the end belongs to the row that was read into the heading (②人 ⁴ before row 43).
    return re.sub(r"[\W_]+|\d+$", "", re.sub(r"[\W_]+", "", comparison_key(bare)))


def known_outlines(gazetteer: Gazetteer) -> dict[str, tuple[Entry, ...]]:
    """The outlines of the gazetteer by name (its `note` column), entries in printed order."""
    outlines: dict[str, list[Entry]] = {}
    for entry in gazetteer.entries:
        outlines.setdefault(entry.note, []).append(entry)
    return {name: tuple(entries) for name, entries in outlines.items()}


def likeness(text: str, label: str) -> float:
    """How well a printed heading fits the known wording `label`, 0..1, cuts and reading errors allowed.

    >>> likeness("②アウ 7トリーチ型支援体制の構築", "アウトリーチ型支援体制の構築") > 0.8
    True
    """
    key, known = heading_key(text), heading_key(label)
    if not key or not known:
        return 0.0
    score = fuzz.ratio(key, known) / 100
    if len(known) >= 6 and len(key) > 1.3 * len(known):
        score = max(score, 0.9 * fuzz.partial_ratio(known, key) / 100)
    if known.startswith(key):
        score = max(score, 0.55)
    elif len(key) >= 4 and key in known:
        score = max(score, 0.6)
    return score


def place_headings(
    candidates: Sequence[Candidate],
    gazetteer: Gazetteer,
    *,
    minimum: float = 0.5,
    outside: Container[int] = (),
) -> list[Heading]:
    """Candidates -> headings in printed order, by the known outline that fits most of them, else by marks.

    `outside`: candidates that stand over the whole list or before it (第４章 具体的施策); no outline but a known one takes them.

    A candidate may give two headings (a pillar merged with its first section) or none (no heading after all).
    Pillars whose own heading is lost come without candidate.
    """
    best: tuple[float, Sequence[Heading]] = (0.0, ())
    for entries in known_outlines(gazetteer).values():
        placed = _align(candidates, entries, minimum)
        matched = [item for item in placed if item.candidate is not None and item.method == "outline"]
        weight = sum(item.confidence for item in matched)
        if weight > best[0]:
            best = (weight, placed)
    marked = [item for item in candidates if parse_mark(item.text) is not None]
    if best[1] and best[0] >= 0.4 * max(1, len(marked)) and _its_own(best[1], candidates):
        return list(best[1])
    marks = without_chapter([item for item in _marks_of(candidates) if item.candidate not in outside])
    deep = nested(marks)
    if deep is not None:
        return [_deep(item, candidates) for item in deep]
    numbered = {"paren", "roman", "part"} & {item.kind for item in marks}
    own = {item.candidate for item in marks if not (numbered and candidates[item.candidate].bare)}
    return list(_by_marks(candidates, {*range(len(candidates))} - own))


def _marks_of(candidates: Sequence[Candidate]) -> list[Marked]:
    marks = ((number, parse_mark(candidate.text)) for number, candidate in enumerate(candidates))
    return [Marked(mark.kind, mark.ordinal, number) for number, mark in marks if mark is not None]


def _deep(item: Placed, candidates: Sequence[Candidate]) -> Heading:
    """A heading of an outline of several levels; one that is lost has no words."""
    level = "section" if item.depth else "pillar"
    if item.candidate is None:
        return Heading(item.notation, "", level, None, "sequence", 0.7)
    mark = parse_mark(candidates[item.candidate].text)
    return _own(item.notation, clean_cell(mark.rest) if mark else "", level, item.candidate)


def _its_own(placed: Sequence[Heading], candidates: Sequence[Candidate]) -> bool:
    """Whether the headings placed in an outline are its own, misread or cut, and not those of another plan that speaks of like
    matters under like marks (①実態の把握): by the words alone, over all of them."""
    fits = [
        likeness(candidates[item.candidate].text, item.label)
        for item in placed
        if item.candidate is not None and item.method == "outline"
    ]
    return sum(fits) >= _OWN_WORDS * len(fits)


def _fits(candidate: Candidate, entry: Entry) -> float:
    """Likeness of a candidate to an outline entry, its mark for or against."""
    score = likeness(candidate.text, entry.surface)
    mark = parse_mark(candidate.text)
    pillar, _, section = entry.canonical.partition("-")
    if mark is None:
        return score
    if mark.kind == "both":
        same = str(mark.ordinal) == pillar and bool(section) and CIRCLED[mark.section - 1] == section
        return score + 0.2 if same else score - 0.3
    if section:
        expected = CIRCLED.index(section) + 1
        if mark.kind in ("circled", "number"):
            return (
                score + 0.2 if mark.ordinal == expected else score - (0.4 if mark.kind == "circled" else 0.1)
            )
        return score - 0.3 if mark.kind == "paren" else score
    if mark.kind in ("paren", "number", "roman", "part"):
        return score + 0.2 if str(mark.ordinal) == pillar else score - 0.3
    return score - 0.3


def _align(candidates: Sequence[Candidate], entries: Sequence[Entry], minimum: float) -> list[Heading]:
    """The cheapest way to read the candidates as entries in order (dynamic programming over entry positions)."""
    start = -1
    costs: dict[int, tuple[float, tuple[Heading, ...]]] = {start: (0.0, ())}
    for number, candidate in enumerate(candidates):
        fits = [_fits(candidate, entry) for entry in entries]
        following: dict[int, tuple[float, tuple[Heading, ...]]] = {}
        for position, (cost, path) in costs.items():
            _keep(following, position, cost + 0.7, (*path, *_unknown(candidate, number, entries, position)))
            for target in range(position + 1, len(entries)):
                if fits[target] < minimum:
                    continue
                skipped = sum(
                    0.05 if item.type == "pillar" else 0.12 for item in entries[position + 1 : target]
                )
                found = _heading(entries[target], number, fits[target])
                lost = _lost_pillar(entries, position, target)
                _keep(following, target, cost + skipped + 1 - min(1, fits[target]), (*path, *lost, found))
                pair = target + 1
                if entries[target].type == "pillar" and pair < len(entries) and fits[pair] >= minimum - 0.1:
                    both = min(1.0, max(fits[target], fits[pair]))
                    merged = (*path, found, _heading(entries[pair], number, fits[pair]))
                    _keep(following, pair, cost + skipped + 0.98 - both, merged)
        costs = following
    return list(min(costs.values(), key=lambda item: item[0])[1])


def _keep(
    table: dict[int, tuple[float, tuple[Heading, ...]]], key: int, cost: float, path: tuple[Heading, ...]
) -> None:
    if key not in table or cost < table[key][0] - 1e-9:
        table[key] = (cost, path)


def _heading(entry: Entry, number: int, score: float) -> Heading:
    return Heading(entry.canonical, entry.surface, entry.type, number, "outline", round(min(1.0, score), 2))


def _lost_pillar(entries: Sequence[Entry], position: int, target: int) -> tuple[Heading, ...]:
    """The pillar above a matched section when its own heading was passed over."""
    if entries[target].type == "pillar":
        return ()
    passed = [item for item in entries[position + 1 : target] if item.canonical == entries[target].broader]
    return tuple(Heading(item.canonical, item.surface, item.type, None, "outline", 0.8) for item in passed)


def _unknown(
    candidate: Candidate, number: int, entries: Sequence[Entry], position: int
) -> tuple[Heading, ...]:
    """A clean heading that the known outline lacks (a section added by a later plan) keeps its own mark."""
    mark = parse_mark(candidate.text)
    if mark is None or mark.kind != "circled" or not candidate.certain or position < 0 or len(mark.rest) < 4:
        return ()
    pillar = entries[position].broader or entries[position].canonical
    notation = f"{pillar}-{CIRCLED[mark.ordinal - 1]}"
    return (Heading(notation, clean_cell(mark.rest), "section", number, "mark", 0.7),)


def _by_marks(candidates: Sequence[Candidate], passed: Container[int] = ()) -> Iterator[Heading]:
    """Headings by their marks alone: the first kind of mark seen is the pillar's unless it is circled; those of `passed` head none.

    A section number that starts again without a pillar heading means that the pillar's heading is lost.
    """
    pillar, section = 0, 0
    marks = [mark.kind for candidate in candidates if (mark := parse_mark(candidate.text)) is not None]
    # １．安全なまち above ①道路: where plain numbers come first and circled ones below, the numbers are the pillars'.
    plain = marks[:1] == ["number"] and "circled" in marks and not {"paren", "roman", "part"} & {*marks}
    heads = _above_a_first(candidates)
    for number, candidate in enumerate(candidates):
        mark = parse_mark(candidate.text)
        if mark is None or number in passed:
            continue
        label = clean_cell(mark.rest)
        if mark.kind == "both":
            if mark.ordinal != pillar:
                yield Heading(str(mark.ordinal), "", "pillar", None, "mark", 0.8)
            pillar, section = mark.ordinal, mark.section
            yield _own(f"{pillar}-{CIRCLED[section - 1]}", label, "section", number)
        elif mark.kind in ("paren", "roman", "part") or (
            mark.kind == "number"
            and mark.ordinal == pillar + 1
            and (plain or pillar != section or number in heads)
        ):
            pillar, section = mark.ordinal, 0
            yield _own(str(pillar), label, "pillar", number)
        elif mark.kind == "circled" or (mark.kind == "number" and not plain and mark.ordinal == section + 1):
            if mark.ordinal <= section or pillar == 0:
                pillar += 1
                yield Heading(str(pillar), "", "pillar", None, "sequence", 0.7)
            section = mark.ordinal
            yield _own(f"{pillar}-{CIRCLED[section - 1]}", label, "section", number)


def _above_a_first(candidates: Sequence[Candidate]) -> set[int]:
    """The candidates right above a ①: of a 4 that could go on ③ or a pillar 3, such a one is the pillar."""
    marks = [(number, mark) for number, one in enumerate(candidates) if (mark := parse_mark(one.text))]
    return {
        number
        for (number, _), (_, below) in pairwise(marks)
        if below.kind == "circled" and below.ordinal == 1
    }


def _own(notation: str, label: str, level: str, number: int) -> Heading:
    return Heading(notation, label, level, number, "mark", 1.0 if label else 0.6)
