"""Goals that print no number but say what is done by when (令和9年度に形式の運用を開始する), and the achievement that says it was done.

Wording: indicator_cues.toml (`deed`, `done`, `placed`, `placed_among`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nlp.language.sentences import sentences
from nlp.measures.figure_times import as_of, due_year
from nlp.measures.figures import Figure, Indicator, IndicatorCues
from nlp.values.quantities import Quantity

_HAN = re.compile("[一-龠ァ-ヴ]{2}")


def deed(sentence: str, cues: IndicatorCues, offset: int) -> Iterator[Figure]:
    """The target of a sentence without a number that says what is done, to whom, and by when; none without a year.

    What is measured is named as a noun: 学習教材の全国の小学校への配布. `offset` is where the sentence begins in its text.
    """
    match = cues.patterns["deed"].search(sentence)
    if match is None:
        return
    begin, stop = match.span("what")
    said = Quantity(begin, match.end("act"), None, "", sentence[begin : match.end("act")])
    year = due_year(sentence, said, cues)
    if year is None:
        return
    to = f"の{match['to'][:-1]}への" if match["to"] else "の"
    named = f"{match['what']}{to}{match['act']}"
    yield Figure(
        offset + begin,
        offset + said.end,
        None,
        "",
        said.text,
        False,
        named,
        offset + begin,
        offset + stop,
        year=year,
    )


def with_deeds_done(found: Iterable[Indicator], achievement: str, cues: IndicatorCues) -> Iterator[Indicator]:
    """The indicators, those of deeds with what the achievement says of the same deed: when it was done, and whether that was the goal."""
    for indicator in found:
        target = indicator.target
        done = None
        if target is not None and indicator.result is None and target.value is None and not target.unit:
            done = _done(target, achievement, cues)
        yield replace(indicator, result=done) if done is not None else indicator


def _done(target: Figure, achievement: str, cues: IndicatorCues) -> Figure | None:
    act = target.text[-2:]
    for start, end in sentences(achievement):
        sentence = achievement[start:end]
        match = cues.patterns["done"].search(sentence)
        if match is None or match["act"] != act or not _shares(target.measured[:-2], sentence):
            continue
        said = Quantity(match.start(), match.end(), None, "", match.group())
        date = as_of(sentence, said, alone=True)
        if not date:
            continue
        figure = Figure(start + said.start, start + said.end, None, "", said.text, False, "", start, start)
        for name, verdict in (("unreached", False), ("reached", True)):
            close = cues.patterns[name].search(sentence, said.end)
            if close is not None:
                told = (start + close.start(), start + close.end())
                return replace(figure, date=date, reached=verdict, said=told)
        return replace(figure, date=date)
    return None


def _shares(name: str, sentence: str) -> bool:
    """Whether two letters in a row of what is done, kanji or katakana, stand in the sentence."""
    pairs = (name[index : index + 2] for index in range(len(name) - 1))
    return any(pair in sentence for pair in pairs if _HAN.fullmatch(pair))


def placed_name(sentence: str, quantity: Quantity, cues: IndicatorCues) -> tuple[int, int, str] | None:
    """(begin, end, name) of what is measured where something is put in so many places; None elsewhere.

    全ての都道府県に調整役を配置する -> 調整役を配置した都道府県; システムを900か所のセンターに導入する -> システムを導入したセンター.
    """
    before = cues.patterns["placed_among"].search(sentence[: quantity.start])
    after = cues.patterns["placed"].match(sentence, quantity.end)
    if after is None or (after["what"] is None) == (before is None):
        return None
    if before is not None:
        if after["noun"] is None:
            return None
        return (
            before.start("what"),
            before.end("what"),
            f"{before['what']}を{after['act']}した{after['noun']}",
        )
    if not quantity.unit or after["noun"] is not None:
        return None
    return after.start("what"), after.end("what"), f"{after['what']}を{after['act']}した{quantity.unit}"
