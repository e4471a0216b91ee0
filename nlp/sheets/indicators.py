"""Indicators of a programme, from what its sheet aims at: ＜事業目標＞ 食品取扱量の増加（26,500t［令和13年度まで］）, KPI：修了者数 5,000人（令和9年度）.

Below such a heading every line with a figure is a target; what a sheet says of its effect is one only where it names the year by
which it is due or sets the figure as one (…を80％以上とする). A sheet tells no results. Knowledge: `[indicators]` in sheet_cues.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from nlp.cue_files import compiled, load_cues
from nlp.layout.blocks import Block
from nlp.measures.figures import Figure, Indicator, IndicatorCues
from nlp.measures.figures import load_cues as indicator_cues
from nlp.measures.indicator_records import indicator_records
from nlp.measures.indicators import find_targets
from nlp.measures.rows import JoinedText
from nlp.measures.unread_figures import figures_left
from nlp.reading import Reading
from nlp.records import Issue, Record
from nlp.sheets.walk import Passage
from nlp.values.era_dates import find_dates, find_fiscal_years


def sheet_indicators(reading: Reading, passages: Sequence[Passage], key: str) -> list[Record]:
    """The `indicator` records of the sheet `key`, numbered from 1 in printed order."""
    found: list[Record] = []
    for passage in passages:
        if passage.section not in ("goal", "effect"):
            continue
        for text in _lines(passage.blocks):
            made = indicator_records(
                reading,
                key,
                text,
                sure=passage.confidence,
                pairs=_aimed_at if passage.section == "goal" else _due,
                kind="sheet",
            )
            found.extend(
                replace(item, key=f"{key}/{number}") for number, item in enumerate(made, len(found) + 1)
            )
    return found


def unread_aims(reading: Reading, passages: Sequence[Passage], key: str) -> Iterator[Issue]:
    """An issue for each line below a heading of aims with a figure that no indicator of the sheet `key` holds."""
    for passage in passages:
        for text in _lines(passage.blocks) if passage.section == "goal" else ():
            figures = [item.target for item in _aimed_at(text.text, "") if item.target is not None]
            left = figures_left(reading, text, figures)
            if left is not None:
                where, listed = left
                message = (
                    f"目標の数 {listed} は、現状の値か、何を測るか決められないため、指標の値としていない"
                )
                yield Issue("unread-figure", "info", message, where, f"sheet:{key}", "資料の原文を確かめる")


def _aimed_at(goal: str, _: str) -> list[Indicator]:
    return list(_targets(goal, aimed=True))


def _due(effect: str, _: str) -> list[Indicator]:
    return list(_targets(effect, aimed=False))


def _lines(blocks: Sequence[Block]) -> Iterator[JoinedText]:
    """The paragraphs, a figure in brackets of its own behind the name that it belongs to; a cell's edge is a space."""
    goes_on = compiled(load_cues("sheet_cues")["indicators"]["goes_on"])
    text, offsets = "", list[int]()
    for block in (line for paragraph in blocks for line in _unwrapped(paragraph)):
        if text and not (goes_on.match(block.text) and not text.endswith("。")):
            yield JoinedText(text, tuple(offsets))
            text, offsets = "", []
        text += block.text.replace("\t", " ")
        offsets.extend(block.offsets)
    if text:
        yield JoinedText(text, tuple(offsets))


def _unwrapped(block: Block) -> Iterator[Block]:
    """The printed lines of a paragraph, parted where one ends with a figure, its year or brackets: entries of a list."""
    ends = compiled(load_cues("sheet_cues")["indicators"]["ends"])
    begin = 0
    for place in range(1, len(block.text)):
        if block.offsets[place] > block.offsets[place - 1] + 1 and ends.search(block.text[begin:place]):
            yield Block(block.text[begin:place], block.offsets[begin:place])
            begin = place
    yield Block(block.text[begin:], block.offsets[begin:])


@lru_cache(maxsize=4)
def _cues(*, aimed: bool, timed: bool) -> IndicatorCues:
    """The wording of figures with the counters of sheets; `aimed`: the heading says that every figure is a target, `timed`: so
    many days or hours are what is measured."""
    cues, own = indicator_cues(), load_cues("sheet_cues")["indicators"]
    until = re.compile(f"{cues.patterns['target'].pattern}|{own['until']}")
    patterns = {**cues.patterns, "target": re.compile("") if aimed else until}
    units = (*cues.units, *own["units"], *(own["times"] if timed else ()))
    return replace(cues, units=units, patterns=patterns)


def _targets(goal: str, *, aimed: bool) -> Iterator[Indicator]:
    """The targets of one line; one without a name of its own is of what the line names before its colon, or it is none."""
    lead = compiled(load_cues("sheet_cues")["indicators"]["lead"]).match(goal)
    start = lead.end() if lead else 0
    text = goal[start:]
    own = load_cues("sheet_cues")["indicators"]
    timed = compiled(own["duration"]).search(text) is not None
    for figure in find_targets(text, _cues(aimed=aimed, timed=timed)):
        if _is_result(text, figure.end):
            continue
        named = figure if figure.measured else _by_colon(figure, text)
        if figure.unit in own["times"] and not compiled(own["lasting"]).search(named.measured):
            continue  # 交付決定の日から30日以内: a term, not what is measured
        due = _printed_behind(text, figure.end) or figure.year
        told = aimed or due is not None or compiled(own["set_as"]).match(text, figure.end) is not None
        if figure.value is not None and named.measured and told:
            yield Indicator(_moved(_as_change(replace(named, year=due), text), start), None)


# 居場所の設置数：令和8年度 300か所 → 令和12年度 800か所; a space parts the name from the year too.
_BY_COLON = re.compile(
    r"(?P<name>[^0-9０-９:：。、]{3,40}?)(?:[:：]|[ \u3000]+(?=(?:令和|平成|[RＲ]|20)[0-9０-９元]))"
)
# 26,500t［令和13年度まで］, 12,000件 令和9年度
_BEHIND = re.compile(
    r"[ \u3000]*(?:[\[［(（〔](?P<bracket>[^\[\]［］()（）〔〕]{3,14})[\]］)）〕]|(?P<last>[^\[\]［］()（）〔〕。]{3,12})$)"
)


# 事業系食品ロス量を平成12年度比で60%[削減]: a share that is gone is no level.
_CHANGE = re.compile(
    r"(?:以上|程度)?(?:の)?(?P<word>削減|減少|低減|縮減|増加|増|減|向上|上昇|拡大|改善|短縮)"
)


def _as_change(figure: Figure, text: str) -> Figure:
    """The figure, by how much something is to rise or fall under the name of that."""
    match = _CHANGE.match(text, figure.end)
    if match is None or figure.unit not in ("%", "％", "割", "倍"):
        return figure
    return replace(figure, measured=f"{figure.measured}の{match['word']}")


def _by_colon(figure: Figure, text: str) -> Figure:
    match = _BY_COLON.match(text)
    if match is None:
        return figure
    return replace(
        figure, measured=match["name"], measured_start=match.start("name"), measured_end=match.end("name")
    )


def _printed_behind(text: str, end: int) -> int | None:
    """The year by which a figure is due that stands right behind it, in brackets or at the end of the line."""
    match = _BEHIND.match(text, end)
    if match is None:
        return None
    said = match["bracket"] or match["last"]
    years = {item.year for item in find_fiscal_years(said) if item.explicit}
    years = years or {int(item.iso[:4]) for item in find_dates(said) if len(item.iso) == len("2030")}
    return years.pop() if len(years) == 1 else None


def _is_result(text: str, end: int) -> bool:
    """Whether brackets behind a figure say that it is where one stands: 12,000件（令和7年5月時点）."""
    match = _BEHIND.match(text, end)
    said = "" if match is None else match["bracket"] or ""
    return indicator_cues().patterns["as_of"].search(said) is not None


def _moved(figure: Figure, start: int) -> Figure:
    """The figure of a text whose first `start` letters were left out, its name without the rise or fall that is wanted."""
    length = figure.measured_end - figure.measured_start
    wanted = compiled(load_cues("sheet_cues")["indicators"]["wanted"]).search(figure.measured)
    # A name that says more than is printed tells by how much: the change is what is measured.
    cut = wanted is not None and len(figure.measured) == length
    measured = figure.measured[: wanted.start()] if wanted is not None and cut else figure.measured
    stop = figure.measured_end - (len(figure.measured) - len(measured))
    return replace(
        figure,
        start=figure.start + start,
        end=figure.end + start,
        measured=measured,
        measured_start=figure.measured_start + start,
        measured_end=stop + start,
    )
