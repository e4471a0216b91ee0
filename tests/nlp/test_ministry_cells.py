"""Ministries of a table cell: joint, misread, cut, run together; never one that nothing in the cell says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.gazetteer import load_gazetteers
from nlp.measures.ministry_cells import read_ministries

MINISTRIES = load_gazetteers().ministries


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("厚生労働省", ["厚生労働省"]),
        ("享生労働省", ["厚生労働省"]),
        ("こども家庭所", ["こども家庭庁"]),
        ("こども家庭 廳", ["こども家庭庁"]),
        ("厚生 労働省", ["厚生労働省"]),
        ("復興庁 生労働省", ["復興庁", "厚生労働省"]),
        ("厚生労働省こども家庭庁", ["厚生労働省", "こども家庭庁"]),
        ("内閣官房、内閣府、消費者庁、消費者庁", ["内閣官房", "内閣府", "消費者庁"]),
        ("法務省（出入国在留管理庁）", ["法務省", "出入国在留管理庁"]),
        ("<u>環境省</u>", ["環境省"]),
        ("厚生: 林水i 産業・", ["厚生労働省", "農林水産省", "経済産業省"]),
        ("府、 庁、総 省、文", []),
        ("中眼赤", []),
        ("全国銀行協会", []),
        ("", []),
    ],
)
def test_cell(cell: str, names: list[str]) -> None:
    assert [item.name for item in read_ministries(cell, MINISTRIES).ministries] == names


def test_confidence_falls_with_the_damage() -> None:
    sure = [
        read_ministries(cell, MINISTRIES).ministries[0].confidence
        for cell in ("厚生労働省", "享生労働省", "厚生")
    ]
    assert sure == sorted(sure, reverse=True) and sure[0] == 1.0


@given(st.text(alphabet="厚生労働省内閣府こども家庭庁法務環境 、・（）<u>xyz", max_size=30))
def test_spans_lie_inside_the_cell(text: str) -> None:
    found = read_ministries(text, MINISTRIES)
    for item in found.ministries:
        assert 0 <= item.start < item.end <= len(text)
    assert len({item.name for item in found.ministries}) == len(found.ministries)
