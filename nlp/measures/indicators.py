"""Indicators of a measure: what is measured, the target with unit and due year, the result with its date.

Targets come from the goal, results from the achievement; a target and a result that measure the same thing make one
indicator. Whether a target was reached is only said where the text itself says it. Wording: indicator_cues.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from unicodedata import normalize

from nlp.language.sentences import sentences
from nlp.measures.deeds import deed, placed_name, with_deeds_done
from nlp.measures.figure_times import as_of, due_year
from nlp.measures.figures import Figure, Indicator, IndicatorCues, load_cues, with_own_units
from nlp.measures.indicator_pairs import paired
from nlp.measures.measured import measured_by, named_by_act, series_name
from nlp.values.quantities import Quantity, find_quantities, torn_quantities


def find_indicators(goal: str, achievement: str, cues: IndicatorCues | None = None) -> list[Indicator]:
    """The indicators of one measure, targets in order, then results that no target asks for.

    >>> found = find_indicators("隊員数を令和8年度に10,000人に増やすことを目指す。", "令和6年度の隊員数は、7,910名。")
    >>> [(str(i.target.value), i.target.year, i.result.text, i.result.date) for i in found]
    [('10000', 2026, '7,910名', '2024')]
    """
    cues = with_own_units(cues or load_cues(), goal, achievement)
    targets = list(find_targets(goal, cues))
    # Only where the goal aims at all of them does an achievement of all of them (全ての市町村に配布した) answer it.
    every = any(item.value is None and cues.patterns["all_of"].match(goal, item.start) for item in targets)
    changes = bool(cues.patterns["change_goal"].search(goal))
    results = list(find_results(achievement, cues, changes=changes, every=every))
    return list(with_deeds_done(paired(targets, results, cues), achievement, cues))


def find_targets(goal: str, cues: IndicatorCues) -> Iterator[Figure]:
    """The target figures of a goal text."""
    for start, end in sentences(goal):
        sentence = goal[start:end]
        if not cues.patterns["target"].search(sentence) or cues.patterns["example_sentence"].search(sentence):
            continue
        if cues.patterns["stated"].search(sentence):
            continue
        quantities = _with_all(sentence, _quantities(sentence, cues, goal=True), cues)
        if not quantities:
            yield from deed(sentence, cues, start)
        for quantity in quantities:
            if _is_baseline(sentence, quantity, cues):
                continue
            figure = _named_by_act(_figure(sentence, quantity, cues, start), sentence, quantity, cues)
            placed = placed_name(sentence, quantity, cues)
            if placed is not None:
                begin, stop, named = placed
                figure = replace(
                    figure, measured=named, measured_start=start + begin, measured_end=start + stop
                )
            yield replace(figure, year=due_year(sentence, quantity, cues))


def _with_all(sentence: str, found: Iterable[Quantity], cues: IndicatorCues) -> list[Quantity]:
    """The quantities and the targets that say all instead of a number (全ての市町村に設置), in order, not overlapping."""
    every = []
    for match in cues.patterns["all_of"].finditer(sentence):
        count = match["count"]
        value = None if count is None else Decimal(re.sub("[,，]", "", normalize("NFKC", count)))
        # 署 and 校 alone count nothing that is printed: 警察署, 小学校.
        unit = match["unit"] if len(match["unit"]) > 1 else re.split("・|及び|、", match["noun"])[0]
        every.append(Quantity(match.start(), match.end(), value, unit, match.group()))
    kept = [
        item
        for item in found
        if not any(item.start < other.end and other.start < item.end for other in every)
    ]
    return sorted([*kept, *every], key=lambda item: item.start)


def _named_by_act(figure: Figure, sentence: str, quantity: Quantity, cues: IndicatorCues) -> Figure:
    """支援員を全ての学校に配置: what is measured is 支援員の配置, not 支援員."""
    match = cues.patterns["all_of"].match(sentence, quantity.start)
    act = match["act"] if match is not None else None
    if not act or not figure.measured or act in figure.measured:
        return figure
    return replace(figure, measured=f"{figure.measured}の{act}")


def find_results(
    achievement: str, cues: IndicatorCues, *, changes: bool = False, every: bool = False
) -> Iterator[Figure]:
    """The result figures of an achievement text; `changes` takes increases (31万人増) for results too, `every` what
    says all instead of a number."""
    figures = list(_results(achievement, cues, changes=changes, every=every))
    # 268か所（うち政令市20か所）。目標達成。: what is said at the end is said of the whole, not of the part.
    last = next((index for index in range(len(figures) - 1, -1, -1) if not figures[index].part), -1)
    for index, figure in enumerate(figures):
        yield _with_closing_verdict(figure, achievement, cues) if index == last else figure


def _with_closing_verdict(figure: Figure, achievement: str, cues: IndicatorCues) -> Figure:
    """The last figure, with what a sentence of its own behind it says: 就職率65.0％。目標は達成されている。"""
    stop = achievement.find("。", figure.end)
    if figure.reached is not None or stop < 0:
        return figure
    for name, verdict in (("unreached", False), ("reached", True)):
        said = cues.patterns[name].match(achievement, stop + 1)
        if said is not None:
            return replace(figure, reached=verdict, said=(said.start(), said.end()))
    return figure


def _results(achievement: str, cues: IndicatorCues, *, changes: bool, every: bool) -> Iterator[Figure]:
    above = before = (0, 0)
    for start, end in sentences(achievement):
        sentence = achievement[start:end]
        if not cues.patterns["result"].search(sentence) or cues.patterns["example_sentence"].search(sentence):
            continue
        found = list(_quantities(sentence, cues, changes=changes))
        if every:
            found = _with_all(sentence, found, cues)
        quantities = [
            item
            for item in found
            if not _restated(sentence[: item.start], cues)
            and not cues.patterns["earlier"].match(sentence, item.end)
        ]
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
            part = number > 0 and bool(cues.patterns["of_which"].search(sentence[: quantity.start]))
            figure = replace(figure, date=as_of(sentence, quantity, alone=len(quantities) == 1), part=part)
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
    torn = list(torn_quantities(sentence, cues.units))
    whole = [
        item
        for item in find_quantities(sentence, cues.units)
        if not any(item.start < other.end and other.start < item.end for other in torn)
    ]
    for quantity in sorted([*whole, *torn], key=lambda item: item.start):
        before, after = sentence[: quantity.start], sentence[quantity.end :]
        if cues.patterns["not_after"].search(before) or cues.patterns["not_before"].search(after):
            continue
        if (not goal and cues.patterns["change_before"].search(before)) or _second_form(before, cues):
            continue
        if goal and cues.patterns["threshold"].match(sentence, quantity.start):
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
    measured = (
        named_by_act(sentence, quantity.end, (begin, stop), quantity.unit, cues.wording)
        or sentence[begin:stop]
    )
    series = series_name(sentence, quantity.start, cues.wording)
    if series is not None:
        begin, stop, measured = series
    return Figure(
        offset + quantity.start,
        offset + quantity.end,
        quantity.value,
        quantity.unit,
        quantity.text,
        bool(cues.patterns["change"].search(sentence[quantity.end : quantity.end + 6])),
        measured,
        offset + begin,
        offset + stop,
    )


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
