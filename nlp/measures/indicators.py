"""Indicators of a measure: what is measured, the target with unit and due year, the result with its date.

Targets come from the goal, results from the achievement; a target and a result that measure the same thing make one
indicator. Whether a target was reached is only said where the text itself says it. Wording: indicator_cues.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from nlp.errors import ProfileError
from nlp.language.sentences import sentences
from nlp.measures.measured import Wording, measured_by
from nlp.values.era_dates import find_dates, find_fiscal_years
from nlp.values.quantities import Quantity, find_quantities

CUES = Path(__file__).parent.parent / "cues" / "indicator_cues.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: its value at [start, end), what it measures at [measured_start, measured_end).

    `change` tells a figure that is a rise or fall (3,000件増) from a level. `year` is the fiscal year in which a target is due, `date` the ISO date of a result, `reached` what the text
    says about the target (None: nothing). `said` is the span that says so.
    """

    start: int
    end: int
    value: Decimal | None
    unit: str
    text: str
    change: bool
    measured: str
    measured_start: int
    measured_end: int
    year: int | None = None
    date: str = ""
    reached: bool | None = None
    said: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target, a result, or both; at least one is there."""

    target: Figure | None
    result: Figure | None


@dataclass(frozen=True, slots=True)
class IndicatorCues:
    """The wording of indicator_cues.toml, compiled."""

    units: tuple[str, ...]
    same_units: tuple[frozenset[str], ...]
    patterns: Mapping[str, re.Pattern[str]]
    wording: Wording


@lru_cache(maxsize=2)
def load_cues(path: Path = CUES) -> IndicatorCues:
    """The cues of a file.

    Raises:
        ProfileError: a key is missing or a pattern does not compile.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        patterns = {name: re.compile(value) for name, value in data.items() if isinstance(value, str)}
        measured = {name: re.compile(value) for name, value in data["measured"].items()}
        return IndicatorCues(
            tuple(data["units"]),
            tuple(frozenset(group) for group in data["same_units"]),
            patterns,
            Wording(measured["lead"], measured["before_number"], measured["particle"], measured["tail"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise ProfileError(f"{path.name}: {error}", hint="see the comments in the file") from error


def find_indicators(goal: str, achievement: str, cues: IndicatorCues | None = None) -> list[Indicator]:
    """The indicators of one measure, targets in order, then results that no target asks for.

    >>> found = find_indicators("隊員数を令和8年度に10,000人に増やすことを目指す。", "令和6年度の隊員数は、7,910名。")
    >>> [(str(i.target.value), i.target.year, i.result.text, i.result.date) for i in found]
    [('10000', 2026, '7,910名', '2024')]
    """
    cues = cues or load_cues()
    targets = list(find_targets(goal, cues))
    results = list(find_results(achievement, cues, changes=bool(cues.patterns["change_goal"].search(goal))))
    return list(_pair(targets, results, cues))


def find_targets(goal: str, cues: IndicatorCues) -> Iterator[Figure]:
    """The target figures of a goal text."""
    for start, end in sentences(goal):
        sentence = goal[start:end]
        if not cues.patterns["target"].search(sentence) or cues.patterns["example_sentence"].search(sentence):
            continue
        for quantity in _quantities(sentence, cues, goal=True):
            if _is_baseline(sentence, quantity, cues):
                continue
            figure = _figure(sentence, quantity, cues, start)
            yield replace(figure, year=_due(sentence, quantity, cues))


def find_results(achievement: str, cues: IndicatorCues, *, changes: bool = False) -> Iterator[Figure]:
    """The result figures of an achievement text; `changes` takes increases (31万人増) for results too."""
    above = before = (0, 0)
    for start, end in sentences(achievement):
        sentence = achievement[start:end]
        if not cues.patterns["result"].search(sentence) or cues.patterns["example_sentence"].search(sentence):
            continue
        found = _quantities(sentence, cues, changes=changes)
        quantities = [item for item in found if not _restated(sentence[: item.start], cues)]
        for number, quantity in enumerate(quantities):
            last = number == len(quantities) - 1
            following = quantities[number + 1].start if number + 1 < len(quantities) else len(sentence)
            figure = _figure(sentence, quantity, cues, start)
            if not figure.measured and above[1] > above[0]:
                figure = _measuring(figure, achievement, above)
            elif not figure.measured and not figure.unit and number and before[1] > before[0]:
                # A series (令和4年度134、令和5年度189) names what it counts once.
                figure = _measuring(figure, achievement, before)
            before = (figure.measured_start, figure.measured_end)
            if not figure.measured and not figure.unit:
                continue
            figure = replace(figure, date=_as_of(sentence, quantity, alone=len(quantities) == 1))
            yield _with_verdict(figure, sentence, quantity, (following, last), start, cues)
        if not quantities:
            # A line without a figure and without a full stop heads the list that follows it.
            above = (
                (start, start + len(sentence.rstrip())) if not sentence.rstrip().endswith("。") else (0, 0)
            )


def _measuring(figure: Figure, text: str, span: tuple[int, int]) -> Figure:
    """The figure as one of what stands at `span` of `text`."""
    return replace(figure, measured=text[slice(*span)], measured_start=span[0], measured_end=span[1])


def _quantities(
    sentence: str, cues: IndicatorCues, *, goal: bool = False, changes: bool = True
) -> Iterator[Quantity]:
    """The quantities that can be figures; in a goal a change against another year is a target like any other."""
    for quantity in find_quantities(sentence, cues.units):
        before, after = sentence[: quantity.start], sentence[quantity.end :]
        if cues.patterns["not_after"].search(before) or cues.patterns["not_before"].search(after):
            continue
        if (not goal and cues.patterns["change_before"].search(before)) or _second_form(before, cues):
            continue
        if cues.patterns["how_often"].search(before) and cues.patterns["how_often_of"].search(after):
            continue
        if not changes and cues.patterns["change_after"].search(after):
            continue
        yield quantity


def _restated(before: str, cues: IndicatorCues) -> bool:
    """Whether a figure in an achievement is no result: the target said again, or the least that counts (少なくとも)."""
    return before.endswith("少なくとも") or bool(cues.patterns["restated_target"].search(before))


def _second_form(before: str, cues: IndicatorCues) -> bool:
    """Whether a figure in brackets only says the figure before it another way: 732自治体(81%)."""
    opened = re.search(r"[(（]\s*$", before)
    return opened is not None and any(
        item.end == opened.start() for item in find_quantities(before, cues.units)
    )


def _is_baseline(sentence: str, quantity: Quantity, cues: IndicatorCues) -> bool:
    """Whether the figure is where one starts from (70.7%から…75%以上), not where one wants to be."""
    after = sentence[quantity.end : quantity.end + 2]
    if cues.patterns["arrow"].search(sentence[quantity.end :]):
        return True
    return (
        after == "から"
        and bool(cues.patterns["baseline"].search(sentence[: quantity.end + 2]))
        and bool(re.search(r"[0-9０-９]", sentence[quantity.end :]))
    )


def _figure(sentence: str, quantity: Quantity, cues: IndicatorCues, offset: int) -> Figure:
    begin, stop = measured_by(sentence, quantity.start, quantity.end, cues.wording, cues.patterns["baseline"])
    return Figure(
        offset + quantity.start,
        offset + quantity.end,
        quantity.value,
        quantity.unit,
        quantity.text,
        bool(cues.patterns["change"].search(sentence[quantity.end : quantity.end + 6])),
        sentence[begin:stop],
        offset + begin,
        offset + stop,
    )


def _years(sentence: str) -> list[tuple[int, int, int]]:
    """(start, end, fiscal year) of every year that a sentence names; a date in January to March belongs to the year before."""
    years = [(hit.start, hit.end, hit.year) for hit in find_fiscal_years(sentence) if hit.explicit]
    for hit in find_dates(sentence):
        year, month = int(hit.iso[:4]), int(hit.iso[5:7] or 4) if len(hit.iso) >= 7 else 4
        years.append((hit.start, hit.end, year if month >= 4 else year - 1))
    return sorted(years)


def _due(sentence: str, quantity: Quantity, cues: IndicatorCues) -> int | None:
    """The fiscal year in which a target is due: まで(に) nearest before it, or in brackets after it, else the year's own に, は."""
    years = _years(sentence)
    after = [item for item in years if item[0] >= quantity.end and "まで" in sentence[item[1] : item[1] + 4]]
    before = [item for item in years if item[1] <= quantity.start]
    until = [item for item in before if "まで" in sentence[item[1] : item[1] + 6]]
    if until:
        return until[-1][2]
    if after and after[0][0] - quantity.end <= 12:
        return after[0][2]
    # 5万人とする（令和7年度）: a year alone in brackets behind the target.
    alone = re.match(
        r"(?:を?(?:と|に)?する(?:こと)?)?\s*[(（]([^()（）]{3,14})[)）]", sentence[quantity.end :]
    )
    if alone is not None:
        begin, stop = quantity.end + alone.start(1), quantity.end + alone.end(1)
        bracketed = [item for item in years if item[0] == begin and stop - item[1] <= 3]
        if bracketed and not cues.patterns["as_of"].search(sentence[begin:stop]):
            return bracketed[0][2]
    plain = [item for item in before if cues.patterns["due_after"].search(sentence[item[1] :])]
    if plain:
        return plain[-1][2]
    # 令和5年度の修了者を4,000人とする: the only year of the sentence, whose target it is.
    own = len(years) == 1 and years == before and sentence.startswith("の", years[0][1])
    return years[0][2] if own and cues.patterns["own_year"].search(sentence[quantity.end :]) else None


def _as_of(sentence: str, quantity: Quantity, *, alone: bool) -> str:
    """ISO date of a result, as precise as printed: in brackets after it, else the nearest before it.

    `alone` says that the sentence has no other figure.
    """
    tail = re.match(r"\s*[(（][^()（）]{0,30}[)）]", sentence[quantity.end :])
    if tail is not None:
        inside = _dates(tail.group())
        if inside:
            return inside[-1][1]
    note = re.search(r"※\s*([^。※]{0,20}(?:時点|現在|末))", sentence[quantity.end :])
    before = [item for item in _dates(sentence[: quantity.start]) if not _starts_period(sentence, item[0])]
    if before:
        return before[-1][1]
    if note is not None and (dates := _dates(note[1])):
        return dates[-1][1]
    # 約700の自治体が実施（令和6年度、…調査による）: brackets that end the sentence date its only figure.
    closing = re.search(r"[(（]([^()（）]{0,40})[)）][。\s]*$", sentence[quantity.end :])
    if closing is not None and alone and (dates := _dates(closing[1])):
        return dates[-1][1]
    return ""


def _starts_period(sentence: str, end: int) -> bool:
    return bool(re.match(r"(?:以降|から|より|比|[)）]?[にと]比)", sentence[end:]))


def _dates(text: str) -> list[tuple[int, str]]:
    """(end, ISO) of every date and fiscal year, in order; a fiscal year is its western year."""
    found = [(hit.end, hit.iso) for hit in find_dates(text)]
    found.extend((hit.end, str(hit.year)) for hit in find_fiscal_years(text) if hit.explicit)
    return sorted(found)


def _with_verdict(
    figure: Figure,
    sentence: str,
    quantity: Quantity,
    ahead: tuple[int, bool],
    offset: int,
    cues: IndicatorCues,
) -> Figure:
    """The figure with what the text says about the target: right behind it, or at the end of the sentence it ends.

    `ahead` is where the next figure of the sentence begins, and whether this is the last one.
    """
    following, last = ahead
    for name, verdict in (("unreached", False), ("reached", True)):
        close = cues.patterns[name].search(sentence[quantity.end : following])
        if close is not None:
            begin = offset + quantity.end
            return replace(figure, reached=verdict, said=(begin + close.start(), begin + close.end()))
        whole = cues.patterns[name].search(sentence, quantity.end)
        # 都道府県で21.8%、市区町村で11.5%であり、目標には達していない: what ends the sentence is said of each.
        if (
            (
                last
                or (
                    verdict is False
                    and _parallel(sentence[quantity.end : whole.start() if whole else 0], quantity)
                )
            )
            and whole is not None
            and whole.group()[-1] not in ")）"
        ):
            return replace(figure, reached=verdict, said=(offset + whole.start(), offset + whole.end()))
    return figure


def _parallel(between: str, quantity: Quantity) -> bool:
    """Whether only figures of the same unit stand between a figure and the verdict that ends its sentence."""
    figures = re.findall(r"[0-9０-９][0-9０-９,，.．]*\s*(\D?)", between)
    return bool(figures) and quantity.unit != "" and all(unit == quantity.unit[:1] for unit in figures)


def _pair(targets: Sequence[Figure], results: Sequence[Figure], cues: IndicatorCues) -> Iterator[Indicator]:
    """Targets with the result that measures the same thing best; each figure is used once."""
    changes = sum(result.change for result in results) == sum(target.change for target in targets) == 1
    scored = sorted(
        (
            (
                _sameness(
                    target,
                    result,
                    _alone(target, result, targets, results, cues)
                    or (changes and target.change and result.change),
                    cues,
                ),
                -first,
                -second,
            )
            for first, target in enumerate(targets)
            for second, result in enumerate(results)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for score, first, second in scored:
        if score >= 60 and -first not in partner and -second not in partner.values():
            partner[-first] = -second
    for index, target in enumerate(targets):
        yield Indicator(target, results[partner[index]] if index in partner else None)
    for index, result in enumerate(results):
        if index not in partner.values():
            yield Indicator(None, result)


def _alone(
    target: Figure, result: Figure, targets: Sequence[Figure], results: Sequence[Figure], cues: IndicatorCues
) -> bool:
    """Whether the only target can be meant by no other result: there is one figure of its unit."""
    if len(targets) != 1:
        return False
    return len(results) == 1 or [item for item in results if _same_unit(target, item, cues)] == [result]


def _same_unit(target: Figure, result: Figure, cues: IndicatorCues) -> bool:
    return target.unit == result.unit or any({target.unit, result.unit} <= group for group in cues.same_units)


def _sameness(target: Figure, result: Figure, alone: bool, cues: IndicatorCues) -> float:
    """0..100: how surely a target and a result are of one thing."""
    same_unit = _same_unit(target, result, cues)
    if not same_unit and (target.unit in ("%", "％") or (target.unit and result.unit)):
        return 0.0
    if not target.measured or not result.measured:
        return 65.0 if alone and same_unit else 0.0
    like = max(
        fuzz.ratio(target.measured, result.measured),
        0.9 * fuzz.partial_ratio(target.measured, result.measured)
        if min(len(target.measured), len(result.measured)) >= 4
        else 0.0,
    )
    if len(result.measured) >= 3 and target.measured.endswith(result.measured):
        like = max(like, 75.0)  # the result's cell is cut at its head: (人口カ)バー率
    return max(like, 62.0 if alone and same_unit else 0.0)
