"""Do two printed amounts state one sum? 507百万円 on a list and 5億円 on a sheet do; 500 and 600百万円 do not.

Amounts are yen. A sheet rounds (or cuts) to its own unit, which is recovered from the trailing zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.reconcile.items import Feature
from graph.reconcile.weights import Weights

_UNITS = ((100_000_000, "億円"), (1_000_000, "百万円"), (1_000, "千円"))
Agreement = Literal["same-yen", "same-rounded", "same-coarse", "differs", "unknown"]


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """An amount with its frame: fiscal year, stage and kind decide what it may be compared with."""

    amount: int
    kind: str
    fiscal_year: int | None
    stage: str
    item: str


def _unit(amount: int) -> int:
    unit = 1
    while amount and amount % (unit * 10) == 0:
        unit *= 10
    return unit


def agreement(first: int | None, second: int | None) -> Agreement:
    """How far two amounts agree.

    `same-rounded` when the finer one rounds or is cut to the coarser one and two significant digits or more
    agree, `same-coarse` with one significant digit (5億円 says little); `unknown` when either is missing.

    >>> agreement(423_000_000, 420_000_000), agreement(507_000_000, 500_000_000), agreement(2_146_000_000, 2_150_000_000)
    ('same-rounded', 'same-coarse', 'same-rounded')
    >>> agreement(500_000_000, 600_000_000), agreement(None, 1)
    ('differs', 'unknown')
    """
    if first is None or second is None or first <= 0 or second <= 0:
        return "unknown"
    if first == second:
        return "same-yen"
    fine, coarse = sorted((first, second), key=lambda amount: (_unit(amount), amount))
    unit = _unit(coarse)
    if unit <= _unit(fine):
        return "differs"
    rounded, cut = (fine + unit // 2) // unit * unit, fine // unit * unit
    if coarse not in (rounded, cut):
        return "differs"
    return "same-rounded" if coarse // unit >= 10 else "same-coarse"


def stage_family(stage: str) -> str:
    """The stage for comparison: a draft or an approved estimate is the initial budget of its year, still to be passed."""
    return "initial" if stage in {"initial", "approvedEstimate", "draft"} else stage


def frame(amount: PrintedAmount) -> tuple[int | None, str]:
    """Fiscal year and stage family: amounts of different frames are never evidence against each other."""
    return amount.fiscal_year, stage_family(amount.stage)


def yen(amount: int) -> str:
    """An amount for a reason.

    >>> yen(507_000_000), yen(1_000_000_000), yen(22_081_000)
    ('507百万円', '10億円', '22,081千円')
    """
    for unit, name in _UNITS:
        if amount >= unit and amount % unit == 0:
            return f"{amount // unit:,}{name}"
    return f"{amount:,}円"


def amount_feature(
    first: tuple[PrintedAmount, ...], second: tuple[PrintedAmount, ...], weights: Weights
) -> Feature:
    """The best agreement of any two amounts of one year and stage; a difference only when nothing agrees."""
    best: tuple[float, str, str] | None = None
    framed: dict[tuple[int | None, str], list[PrintedAmount]] = {}
    for other in second:
        framed.setdefault(frame(other), []).append(other)
    for one in first:
        if one.fiscal_year is None or one.stage == "":
            continue
        for other in framed.get(frame(one), ()):
            level, reason = _amount_level(one, other)
            if level == "unknown":
                continue
            weight = weights.of("amount", level)
            if best is None or (-weight, reason) < (-best[0], best[2]):
                best = (weight, level, reason)
    if best is None:
        return Feature("amount", "unknown", weights.of("amount", "unknown"), "")
    return Feature("amount", best[1], best[0], best[2])


def _amount_level(one: PrintedAmount, other: PrintedAmount) -> tuple[str, str]:
    found = agreement(one.amount, other.amount)
    kinds = {one.kind, other.kind}
    low, high = sorted((one.amount, other.amount))
    pair = f"{yen(low)}と{yen(high)}" if low != high else yen(low)
    if found == "differs":
        if kinds == {"exact"}:
            return "differs", f"同じ年度・段階で金額が異なる（{pair}）"
        return "unknown", ""
    if found == "unknown":
        return "unknown", ""
    if kinds == {"includedIn"}:
        return "same-envelope", f"同じ額の内数（{pair}）"
    if kinds == {"exact", "ofWhich"}:
        level = "of-which-coarse" if found == "same-coarse" else "of-which"
        return level, f"一方のうち数が他方の額に当たる（{pair}）"
    if kinds != {"exact"} and kinds != {"ofWhich"}:
        return "unknown", ""
    if found == "same-yen":
        round_sum = (
            len(str(low).rstrip("0")) == 1
        )  # 500百万円 is printed by many programmes, 507百万円 by few
        return "same-round" if round_sum else found, f"同じ年度・段階で金額が同じ（{pair}）"
    return found, f"同じ年度・段階で金額が丸めの範囲で一致（{pair}）"
