"""What an achievement says itself about a target: reached or not, and of which of its figures. Wording: indicator_cues.toml (`reached`, `unreached`)."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.measures.figures import Figure, IndicatorCues
from nlp.values.quantities import Quantity

# いずれも目標値を上回った: said of every figure before it.
_EACH = re.compile(r"(?:いずれも|ともに|共に|どちらも)[^、。0-9０-９]*")


def with_closing_verdict(figure: Figure, achievement: str, cues: IndicatorCues) -> Figure:
    """The last figure, with what a sentence of its own behind it says: 就職率65.0％。目標は達成されている。"""
    stop = achievement.find("。", figure.end)
    if figure.reached is not None or stop < 0:
        return figure
    for name, verdict in (("unreached", False), ("reached", True)):
        said = cues.patterns[name].match(achievement, stop + 1)
        if said is not None:
            return replace(figure, reached=verdict, said=(said.start(), said.end()))
    return figure


def with_verdict(
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
                or (whole is not None and _EACH.search(sentence, quantity.end, whole.end()))
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
