"""An amount said of a value is compared at the digits that it was said with."""

from __future__ import annotations

import pytest

from api.answering.money.rounding import rounded_to


@pytest.mark.parametrize(
    ("value", "said", "rounded"),
    [
        (5_671_000_000, "57億円", 5_700_000_000),
        (5_671_000_000, "56.7億円", 5_670_000_000),
        (5_650_000_000, "57億円", 5_700_000_000),
        (506_500_000, "507百万円", 507_000_000),
        (11, "14件", None),
        (11, "14行", None),
    ],
)
def test_a_value_is_rounded_to_the_unit_said(value: float, said: str, rounded: int | None) -> None:
    assert rounded_to(value, said) == rounded
