"""Which result of an achievement belongs to which target of a goal: what measures the same thing in the same unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from nlp.measures.figures import Figure, Indicator, IndicatorCues

_OF = re.compile("（([^（）]{2,})）$")
_KANJI = re.compile("[一-龠]{2}")


def paired(targets: Sequence[Figure], results: Sequence[Figure], cues: IndicatorCues) -> Iterator[Indicator]:
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
                    _only_of_unit(target, result, targets, results, cues),
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
    whole = [item for item in results if not item.part]
    return whole == [result] or [item for item in whole if _same_unit(target, item, cues)] == [result]


def _same_unit(target: Figure, result: Figure, cues: IndicatorCues) -> bool:
    return target.unit == result.unit or any({target.unit, result.unit} <= group for group in cues.same_units)


def _sameness(target: Figure, result: Figure, alone: bool, only: bool, cues: IndicatorCues) -> float:
    """0..100: how surely a target and a result are of one thing; no figure is the result of a deed (運用を開始する)."""
    if target.value is None and not target.unit:
        return 0.0
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
    # 登用率（課長相当職）, 課長相当職の登用率: whom the figure of a series is of is said in another place.
    of = _OF.search(target.measured) or _OF.search(result.measured)
    if of is not None and of[1] in target.measured and of[1] in result.measured:
        like = max(like, 80.0)
    generic = bool(cues.patterns["generic_result"].match(result.measured))
    if same_unit and only and (generic or _share_word(target, result)):
        like = max(like, 61.0)
    # 作成する市町村を600とする, 作成済みは74である: the number bears no counter, the names share a word.
    open_unit = not target.unit or not result.unit
    return max(like, 62.0 if alone and (same_unit or (open_unit and _share_word(target, result))) else 0.0)


def _only_of_unit(
    target: Figure, result: Figure, targets: Sequence[Figure], results: Sequence[Figure], cues: IndicatorCues
) -> bool:
    """Whether no other target and no other result, but parts of one, are counted in their unit: 助言を年300社以上に, 企業は計325社."""
    alike = [item for item in targets if _same_unit(item, result, cues)]
    answers = [item for item in results if not item.part and _same_unit(target, item, cues)]
    return bool(target.unit) and alike == [target] and answers == [result]


def _share_word(target: Figure, result: Figure) -> bool:
    """Whether two kanji in a row stand in both names."""
    pairs = {target.measured[index : index + 2] for index in range(len(target.measured) - 1)}
    return any(pair in result.measured and _KANJI.fullmatch(pair) for pair in pairs)
