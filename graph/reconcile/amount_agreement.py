"""Do two printed amounts state one sum? 507百万円 on a list and 5億円 on a sheet do; 500 and 600百万円 do not.

Amounts are yen. A sheet rounds (or cuts) to its own unit, which is recovered from the trailing zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
