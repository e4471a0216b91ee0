"""What the rest of a document says about the rows of its budget list: log-likelihood ratios with their words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence

from nlp.budgets.detached_columns import Evidence, Loose, rounds_to
from nlp.budgets.lost_signs import healed
from nlp.budgets.passages import Passage, Stated, fold
from nlp.values.amounts import Amount

# A sheet about a row states its amount, rounded, in about 19 of 20 cases, another amount in one of 12;
# an amount of another row agrees with it by chance in one of 20 or fewer.
_AGREES = math.log(20)
_DIFFERS = math.log(1 / 12)
_SAME_MINISTRY = math.log(12)
_LEAST = 0.02
# A programme listed twice (再掲) nearly always prints the same amount twice.
_TWIN = math.log(60)


def amount_evidence(
    rows: Sequence[int],
    names: Mapping[int, str],
    loose: Sequence[Loose],
    passages: Sequence[Passage],
    about: Sequence[Mapping[int, float]],
) -> dict[tuple[int, int], Evidence]:
    """The evidence for each (row, index of loose amount); pairs of which nothing speaks are left out.

    `about` holds for each passage the probability that it is about each row.
    """
    found: dict[tuple[int, int], Evidence] = {}
    for row in rows:
        stated = [
            (said, _chance(said, passage, fold(names[row]), chances.get(row, 0.0)), passage)
            for passage, chances in zip(passages, about, strict=True)
            for said in passage.amounts
        ]
        for index, item in enumerate(loose):
            amount = item.amount
            if amount is None or amount.yen is None:
                continue
            alike = [entry for entry in stated if _same_kind(amount, entry[0]) and entry[1] > _LEAST]
            if not alike:
                continue
            agreeing = [entry for entry in alike if agrees(amount, entry[0])]
            if agreeing:
                said, chance, passage = max(agreeing, key=lambda entry: entry[1])
                title = passage.titles[0] if passage.titles else "見出しの無い頁"
                score = _mixed(chance, _AGREES)
                found[row, index] = Evidence(score, f"事業資料「{title[:30]}」に{said.text}とある")
            else:
                chance = max(entry[1] for entry in alike)
                found[row, index] = Evidence(_mixed(chance, _DIFFERS), "事業資料はこの事業に別の金額を示す")
    return found


def with_twins(
    evidence: Mapping[tuple[int, int], Evidence],
    rows: Sequence[int],
    loose: Sequence[Loose],
    names: Mapping[int, str],
    printed: Mapping[int, Amount | None],
) -> dict[tuple[int, int], Evidence]:
    """The evidence, and what a row of the same name elsewhere in the list (再掲) prints as its amount."""
    folded = {row: fold(name) for row, name in names.items()}
    folded = {row: healed(name, folded.values()) for row, name in folded.items()}
    found = dict(evidence)
    counts = Counter(item.key for item in loose)
    shared = Counter(folded[row] for row in rows if folded[row])
    for row in rows:
        if shared[folded[row]] > 1:
            found.update(_both_torn(found, row, loose, counts, shared[folded[row]]))
        twins = [printed[other] for other in names if other != row and folded[other] == folded[row]]
        twins = [amount for amount in twins if amount is not None and amount.yen is not None]
        for index, item in enumerate(loose if folded[row] and twins else ()):
            if item.amount is None or item.amount.yen is None:
                continue
            same = any(amount and amount.yen == item.amount.yen for amount in twins)
            before = found.get((row, index), Evidence(0.0, ""))
            score = before.score + (_TWIN if same else -_TWIN / 2)
            reason = "同じ名の行（再掲）に同じ金額が印刷されている" if same else before.reason
            found[row, index] = Evidence(score, reason or "同じ名の行（再掲）は別の金額を示す")
    return found


def _both_torn(
    found: Mapping[tuple[int, int], Evidence],
    row: int,
    loose: Sequence[Loose],
    counts: Mapping[Hashable, int],
    rows: int,
) -> Iterator[tuple[tuple[int, int], Evidence]]:
    """Rows of one name that all lost their amount print the same one: it must stand among the loose ones as often."""
    for index, item in enumerate(loose):
        before = found.get((row, index), Evidence(0.0, ""))
        if counts[item.key] >= rows:
            reason = before.reason or "同じ名の行（再掲）と同じ金額が、離れた値の中に行の数だけある"
            yield (row, index), Evidence(before.score + _TWIN / 2, reason)
        else:
            reason = before.reason or "同じ名の行（再掲）の数だけは現れない金額である"
            yield (row, index), Evidence(before.score - _TWIN / 2, reason)


def _chance(said: Stated, passage: Passage, name: str, chance: float) -> float:
    """The probability that an amount speaks of the row: its own label goes before its passage."""
    if not said.label:
        return chance
    if said.label == name:
        return 0.97
    return chance * (0.2 if len(passage.amounts) > 1 else 0.8)


def _mixed(chance: float, ratio: float) -> float:
    """The likelihood ratio when the passage is about the row only with probability `chance`."""
    return math.log(chance * math.exp(ratio) + 1.0 - chance)


def agrees(amount: Amount, said: Stated) -> bool:
    """One amount printed twice, rounded on either side (681,592千円 on the sheet, 682百万円 on the list)."""
    if not _same_kind(amount, said) or amount.yen is None:
        return False
    return rounds_to(amount.yen, Amount(0, 0, said.yen, "exact", said.text, "")) or rounds_to(
        said.yen, amount
    )


def _same_kind(amount: Amount, said: Stated) -> bool:
    return (amount.kind == "includedIn") == (said.kind == "includedIn")


def ministry_evidence(
    rows: Sequence[int],
    loose: Sequence[Loose],
    passages: Sequence[Passage],
    about: Sequence[Mapping[int, float]],
) -> dict[tuple[int, int], Evidence]:
    """The evidence for each (row, index of loose ministries), from the ministries of the sheets."""
    found: dict[tuple[int, int], Evidence] = {}
    for passage, chances in zip(passages, about, strict=True):
        for row in rows:
            chance = chances.get(row, 0.0)
            if not passage.ministries or chance <= _LEAST:
                continue
            for index, item in enumerate(loose):
                names = item.key if isinstance(item.key, tuple) else ()
                same = bool(set(names) & set(passage.ministries))
                score = _mixed(chance, _SAME_MINISTRY if same else -_SAME_MINISTRY / 2)
                before = found.get((row, index))
                if before is None or abs(score) > abs(before.score):
                    reason = f"事業資料の担当は{'・'.join(passage.ministries)}"
                    found[row, index] = Evidence(score, reason)
    return found
