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
from nlp.measures.sensible_names import is_name, named_by_clause, named_by_deed
from nlp.measures.verdicts import with_closing_verdict, with_verdict
from nlp.values.era_dates import find_fiscal_years
from nlp.values.quantities import Quantity, find_quantities, torn_quantities


def find_indicators(goal: str, achievement: str, cues: IndicatorCues | None = None) -> list[Indicator]:
    """The indicators of one measure, targets in order, then results that no target asks for and that the text gives a name.

    >>> found = find_indicators("隊員数を令和8年度に10,000人に増やすことを目指す。", "令和6年度の隊員数は、7,910名。")
    >>> [(str(i.target.value), i.target.year, i.result.text, i.result.date) for i in found]
    [('10000', 2026, '7,910名', '2024')]
    """
    return [item for item in every_indicator(goal, achievement, cues) if not _of_a_shred(item)]


def _of_a_shred(indicator: Indicator) -> bool:
    """Whether it is a figure that no target asks for and of which only a shred of the sentence would say what it is."""
    return indicator.target is None and indicator.result is not None and indicator.result.shred


def every_indicator(goal: str, achievement: str, cues: IndicatorCues | None = None) -> list[Indicator]:
    """The indicators of one measure, figures too beside which only a shred of a sentence stands."""
    cues = with_own_units(cues or load_cues(), goal, achievement)
    targets = list(find_targets(goal, cues))
    # Only where the goal aims at all of them does an achievement of all of them (全ての市町村に配布した) answer it.
    every = any(item.value is None and cues.patterns["all_of"].match(goal, item.start) for item in targets)
    changes = bool(cues.patterns["change_goal"].search(goal))
    base = _base_of(goal, cues)
    results = list(find_results(achievement, cues, changes=changes, every=every, base=base))
    return list(with_deeds_done(paired(targets, results, cues), achievement, cues))


def _base_of(goal: str, cues: IndicatorCues) -> str:
    """The year against which a goal measures (令和5年比で30%減), "" where it measures against none or several."""
    years = {found["year"] for found in cues.patterns["against"].finditer(goal)}
    return years.pop() if len(years) == 1 else ""


def find_targets(goal: str, cues: IndicatorCues) -> Iterator[Figure]:
    """The target figures of a goal text; うち女性は5万人とする is due when what it is a part of is."""
    year: int | None = None
    for start, end in sentences(goal):
        part = bool(cues.patterns["of_before"].match(goal[start:end]))
        for figure in _targets(goal[start:end], start, cues):
            due = year if part and figure.year is None else figure.year
            yield replace(figure, year=due)
            year = due


_LOST_HEAD = re.compile(r"(?:[0-9０-９,，.．][ ]?[■□●]+|[〓�]|[■□]{2})$")
_CHANGED = re.compile(
    r"(?:倍増|半減|倍加|増加|減少|拡大|縮小|増や|減ら|引き上げ|引き下げ|[0-9０-９]倍|[割％%](?:増|減))[^0-9０-９、。]{0,8}$"
)
_ONLY_ACT = re.compile(r"(?:(?!.*こと)[^、。を]{1,20}を)?(?!目指)[一-龠]{2}")
_SHARES = ("%", "％", "割", "ポイント")
_FIGURES = re.compile("[0-9０-９]")
_NOTHING = Figure(0, 0, None, "", "", False, "", 0, 0)


def _targets(sentence: str, start: int, cues: IndicatorCues) -> Iterator[Figure]:
    """The target figures of a sentence that begins at `start` of its goal text."""
    if not cues.patterns["target"].search(sentence) or cues.patterns["example_sentence"].search(sentence):
        return
    if cues.patterns["stated"].search(sentence):
        return
    quantities = _with_all(sentence, _quantities(sentence, cues, goal=True), cues)
    if not quantities:
        yield from deed(sentence, cues, start)
    before = _NOTHING
    for quantity in quantities:
        if _is_baseline(sentence, quantity, cues):
            continue
        figure = _named_by_act(_figure(sentence, quantity, cues, start), sentence, quantity, cues)
        placed = placed_name(sentence, quantity, cues)
        if placed is not None:
            begin, stop, named = placed
            figure = replace(figure, measured=named, measured_start=start + begin, measured_end=start + stop)
        if not figure.measured and figure.unit and figure.unit == before.unit:
            # 毎年度100か所の居場所を新設し、令和10年度に500か所とする: one name for both.
            figure = replace(
                figure,
                measured=before.measured,
                measured_start=before.measured_start,
                measured_end=before.measured_end,
            )
        before = figure
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
    if match is not None and _ONLY_ACT.fullmatch(figure.measured):
        # 全都道府県で公開する: what is counted is 公開した都道府県.
        done = re.match(
            rf"(?:に|で|において)、?{re.escape(figure.measured)}(?:する|し|を行)", sentence[quantity.end :]
        )
        return replace(figure, measured=f"{figure.measured}した{match['noun']}") if done else figure
    if not act or not figure.measured or act in figure.measured:
        return figure
    return replace(figure, measured=f"{figure.measured}の{act}")


def find_results(
    achievement: str, cues: IndicatorCues, *, changes: bool = False, every: bool = False, base: str = ""
) -> Iterator[Figure]:
    """The result figures of an achievement text; `changes` takes increases (31万人増) for results too, `every` what
    says all instead of a number, `base` (令和5年) what is told against the year that the goal is told against."""
    figures = list(_results(achievement, cues, changes=changes, every=every, base=base))
    # 268か所（うち政令市20か所）。目標達成。: what is said at the end is said of the whole, not of the part.
    last = next((index for index in range(len(figures) - 1, -1, -1) if not figures[index].part), -1)
    for index, figure in enumerate(figures):
        yield with_closing_verdict(figure, achievement, cues) if index == last else figure


def _results(
    achievement: str, cues: IndicatorCues, *, changes: bool, every: bool, base: str
) -> Iterator[Figure]:
    above = before = (0, 0)
    for start, end in sentences(achievement):
        sentence = achievement[start:end]
        if not cues.patterns["result"].search(sentence) or cues.patterns["example_sentence"].search(sentence):
            continue
        found = list(_quantities(sentence, cues, changes=changes, base=base))
        if every:
            found = _with_all(sentence, found, cues)
        found = list(_of_two_kinds(sentence, found))
        quantities = [
            item
            for item in found
            if not _restated(sentence[: item.start], cues)
            and not cues.patterns["earlier"].match(sentence, item.end)
        ]
        aside = [_compared(sentence, item.start) for item in quantities]
        # Of another year, in brackets behind a figure of this one.
        beside = [one and not all(aside[:number]) for number, one in enumerate(aside)]
        for number, quantity in enumerate(quantities):
            # 70.9％（令和4年度：67.2％）であり、目標を下回る: what ends the sentence is not said of a figure in brackets.
            last = all(aside[number + 1 :]) and not beside[number]
            following = quantities[number + 1].start if number + 1 < len(quantities) else len(sentence)
            if beside[number]:
                closed = re.search("[)）]", sentence[quantity.end :])
                following = quantity.end + closed.start() if closed is not None else following
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
            date = as_of(sentence, quantity, alone=len(quantities) == 1)
            figure = replace(figure, date=date, part=part or beside[number])
            yield with_verdict(figure, sentence, quantity, (following, last), start, cues)
        if not quantities:
            # A line without a figure and without a full stop heads the list that follows it.
            above = (
                (start, start + len(sentence.rstrip())) if not sentence.rstrip().endswith("。") else (0, 0)
            )


_EARLIER = re.compile(r"前(?:年|回|期|々)|(?:令和|平成)(?:[0-9０-９]+|元)年|20[0-9]{2}年")


def _compared(sentence: str, place: int) -> bool:
    """Whether a figure at `place` stands in brackets that first say of when it is: 70.9％（令和4年度：67.2％）."""
    opened = re.search(r"[(（]([^()（）]*)$", sentence[:place])
    return opened is not None and bool(_EARLIER.match(opened[1]))


def _measuring(figure: Figure, text: str, span: tuple[int, int]) -> Figure:
    """The figure as one of what stands at `span` of `text`."""
    return replace(figure, measured=text[slice(*span)], measured_start=span[0], measured_end=span[1])


def _quantities(
    sentence: str, cues: IndicatorCues, *, goal: bool = False, changes: bool = True, base: str = ""
) -> Iterator[Quantity]:
    """The quantities that can be figures; in a goal a change against another year is a target like any other, and so is one
    against the year `base` of the goal in what was reached."""
    torn = list(torn_quantities(sentence, cues.units))
    whole = [
        item
        for item in find_quantities(sentence, cues.units)
        if not any(item.start < other.end and other.start < item.end for other in torn)
    ]
    for quantity in sorted([*whole, *torn], key=lambda item: item.start):
        before, after = sentence[: quantity.start], sentence[quantity.end :]
        if _LOST_HEAD.search(before):
            continue  # 4■6世帯: its head is lost
        if cues.patterns["not_after"].search(before) or cues.patterns["not_before"].search(after):
            continue
        against = list(cues.patterns["against"].finditer(before))
        same = bool(base) and bool(against) and against[-1]["year"] == base
        told = same and quantity.unit in _SHARES and not _FIGURES.search(before[against[-1].end() :])
        if (not goal and not told and cues.patterns["change_before"].search(before)) or _second_form(
            before, cues
        ):
            continue
        if goal and cues.patterns["threshold"].match(sentence, quantity.start):
            continue
        if cues.patterns["how_often"].search(before) and cues.patterns["how_often_of"].search(after):
            continue
        if not changes and not told and cues.patterns["change_after"].search(after):
            continue
        yield quantity


_PLACES = re.compile("都道府県|[都道府県市区町村]+|指定都市|中核市|特別区")


def _of_two_kinds(sentence: str, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """The quantities, two of places that are told as one (47都道府県及び12指定都市) joined; how many they are together is not said."""
    held: Quantity | None = None
    for quantity in found:
        joint = held is not None and sentence[held.end : quantity.start].strip() in ("及び", "と", "並びに")
        if held is not None and joint and _PLACES.fullmatch(held.unit) and _PLACES.fullmatch(quantity.unit):
            whole = sentence[held.start : quantity.end]
            held = Quantity(held.start, quantity.end, None, held.unit, whole)
            continue
        if held is not None:
            yield held
        held = quantity
    if held is not None:
        yield held


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
    if _printed_level(sentence, quantity):
        return True
    after = sentence[quantity.end : quantity.end + 2]
    if cues.patterns["arrow"].search(sentence[quantity.end :]):
        return True
    return (
        after == "から"
        and bool(cues.patterns["baseline"].search(sentence[: quantity.end + 2]))
        and bool(re.search(r"[0-9０-９]", sentence[quantity.end :]))
    )


def _printed_level(sentence: str, quantity: Quantity) -> bool:
    """Whether a goal prints in brackets what was before: 令和9年度までに…を半減（令和4年度：200件）させる."""
    opened = re.search(
        r"[(（]([^()（）]{2,24})(?:実績|現在|時点)?(?:[:：]|は|に)?(?:約)?$", sentence[: quantity.start]
    )
    if opened is None:
        return False
    inside = [year.year for year in find_fiscal_years(opened[1]) if year.explicit]
    if inside and _CHANGED.search(sentence[: opened.start()]):
        return True  # 5年間で倍増させる（令和2年度：64館）
    around = sentence[: opened.start()] + sentence[quantity.end :]
    return bool(inside) and any(year.year > inside[-1] for year in find_fiscal_years(around) if year.explicit)


def _figure(sentence: str, quantity: Quantity, cues: IndicatorCues, offset: int) -> Figure:
    begin, stop = measured_by(sentence, quantity.start, quantity.end, cues.wording, cues.patterns["baseline"])
    measured = (
        named_by_act(sentence, quantity.end, (begin, stop), quantity.unit, cues.wording)
        or sentence[begin:stop]
    )
    series = series_name(sentence, quantity.start, cues.wording)
    if series is not None:
        begin, stop, measured = series
    clause = named_by_clause(measured, quantity.unit, cues.patterns, cues.wording)
    if clause and (begin < quantity.start or stop == begin + len(measured)):
        measured = clause
    told = (
        None
        if measured
        else named_by_deed(sentence, quantity.end, quantity.unit, cues.patterns, cues.wording)
    )
    if told is not None:
        begin, stop, measured = told
    shred = bool(measured) and not is_name(measured, cues.patterns)
    if shred:
        begin, stop, measured = quantity.start, quantity.start, ""
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
        shred=shred,
    )
