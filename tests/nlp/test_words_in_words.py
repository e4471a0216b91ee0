"""Names of people that stand within longer words, or whose beginning is blanked out with a compound."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.language.roles import target_groups_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大学中途退学者への就学の支援を行う。", ["大学中途退学者"]),
        ("住民税等を滞納している者に対し、分納の相談を行う。", ["住民税等を滞納している人"]),
        ("行政の職員の負担軽減を進める。", ["公務員"]),
    ],
)
def test_a_word_within_a_longer_one_is_no_group(text: str, expected: list[str]) -> None:
    found = target_groups_of(text, load_gazetteers())
    assert [item.canonical for item in found] == expected
    assert all(0 <= item.start < item.end <= len(text) for item in found)
