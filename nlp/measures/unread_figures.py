"""Figures of a goal or an achievement that became neither target nor result: each is told, with why, so that none is lost without a word.

A figure is a number with a counter. Dates, years, ages, durations, ordinals and "per person" are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from nlp.measures.figures import Figure, Indicator
from nlp.measures.indicators import find_indicators
from nlp.measures.rows import JoinedText
from nlp.reading import Reading
from nlp.records import Issue, Where
from nlp.values.era_dates import find_dates, find_fiscal_years
from nlp.values.torn_numbers import torn_numbers

_D = "0-9０-９"
_FIGURE = re.compile(
    rf"(?<![{_D}A-Za-zＡ-Ｚａ-ｚ.,，．/／第#＃_-])[{_D}]+(?:[,，][{_D}]{{3}})*(?:[.．][{_D}]+)?(?:億|万|千)?(?:[{_D}]+(?:[,，][{_D}]{{3}})*(?:万|千)?)?"
    r"\s*(?P<unit>[%％]|[かカヶヵケ箇][所月]|[一-龠々]{1,4}|[ァ-ヶー]{1,8})"
)
# 40歳, 10年間, 24時間, 3か月, 第2期, 5条: times, ages and ordinals.
_NO_FIGURE = re.compile(
    r"年|月|日|時|分|秒|歳|才|週|期|次|条|項|号|章|節|級|代|階|番|世紀|度|学年|親等|か月|カ月|ヶ月|か年|カ年"
)
# 裁定期間を令和11年度に5.5か月: a length of time is a figure where it is what is measured.
_LENGTH = re.compile(r"(?:期間|時間|日数|月数|年数|年齢|寿命)(?:を|は|が)[^。]*$")
_PER = re.compile(r"\s*(?:当たり|あたり|につき|ごと|以内に|つ)")
_WHERE = {"goal": "目標", "achievement": "達成状況", "current": "現状"}


def figure_issues(
    reading: Reading,
    subject: str,
    goal: JoinedText,
    told: JoinedText,
    *,
    pairs: Callable[[str, str], Sequence[Indicator]] = find_indicators,
    name: str = "achievement",
) -> Iterator[Issue]:
    """At most one issue for each of the two texts, naming the figures that no indicator holds.

    `told` is what was reached, or what a plan says of today (`name`: current); `pairs` makes the indicators of the two.
    """
    found = pairs(goal.text, told.text)
    targets = [item.target for item in found if item.target is not None]
    results = [item.result for item in found if item.result is not None]
    for part, text, figures in (("goal", goal, targets), (name, told, results)):
        left = figures_left(reading, text, figures)
        if left is not None:
            where, listed = left
            message = f"{_WHERE[part]}の数 {listed} は、条件・前の値・言い直しか、何を測るか決められないため、指標の値としていない"
            yield Issue("unread-figure", "info", message, where, subject, "文と原本を確かめる")


def figures_left(reading: Reading, text: JoinedText, figures: Sequence[Figure]) -> tuple[Where, str] | None:
    """Where the figures of a text stand that no `figures` hold, and the first six of them as an issue names them; None for none."""
    left = list(unread_figures(text.text, figures))
    if not left:
        return None
    where = reading.where(text.offsets[left[0][0]], text.offsets[left[-1][1] - 1] + 1)
    return where, "、".join(f"「{text.text[start:end]}」" for start, end in left[:6])


def unread_figures(text: str, figures: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """The span of every figure of `text` that no `figures` hold, what is measured by them included."""
    held = [(figure.start, figure.end) for figure in figures]
    held += [(figure.measured_start, figure.measured_end) for figure in figures]
    held += [(date.start, date.end) for date in find_dates(text)]
    held += [(year.start, year.end) for year in find_fiscal_years(text)]
    held += list(torn_numbers(text))
    for found in _FIGURE.finditer(text):
        told = _LENGTH.search(text[max(0, found.start() - 24) : found.start()])
        if not told and (_NO_FIGURE.match(found["unit"]) or _PER.match(text, found.end("unit"))):
            continue
        if not any(start < found.end() and found.start() < end for start, end in held):
            yield found.start(), found.end("unit")
