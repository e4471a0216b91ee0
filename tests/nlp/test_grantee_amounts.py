"""What each grantee gets: the amount column of a grantee table, its unit, and what cannot be read of it."""

from __future__ import annotations

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.grants.grantees import read_grantees
from nlp.readers import Context, ReadResult
from nlp.reading import Reading

CONTEXT = Context(load_gazetteers(), {}, "d")
TITLE = "令和10年度 水辺の見守り助成金 採択団体\n\n"


def read(head: str, *cells: str, above: str = "") -> ReadResult:
    """A table whose last column is headed `head` and holds `cells`."""
    rows = "\n".join(
        f"{number}\t一般社団法人 水辺の会{number} (滋賀県) 湖畔の相談事業\t相談に応じる。\t滋賀県 京都府\t{cell}"
        for number, cell in enumerate(cells, 1)
    )
    text = f"{TITLE}{above}\t団体名/事業名\t概要\t活動エリア\t{head}\n{rows}\n"
    return read_grantees(Reading.plain("d", text), CONTEXT)


@pytest.mark.parametrize(
    ("head", "above", "cell", "yen"),
    [
        ("助成額", "", "1,250万円", 12_500_000),
        ("交付決定額（千円）", "", "3,480", 3_480_000),
        ("助成金額", "(単位：円)\n", "２，０００，０００", 2_000_000),
        ("補助額", "（単位：千円）\n\n", "980", 980_000),
        ("交付額", "", "三百万円", 3_000_000),
    ],
)
def test_an_amount_counts_in_its_own_unit_or_the_tables(head: str, above: str, cell: str, yen: int) -> None:
    result = read(head, cell, above=above)
    (grantee,) = result.records
    assert grantee.value("granted") == yen
    assert grantee.text("granted_text") == cell
    assert [item.value for item in grantee.all("service_area")] == ["滋賀県", "京都府"]
    assert not result.issues


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [
        ("助成額", "3,480", "unreadable-amount"),
        ("助成額（千円）", "3,4〓0", "unreadable-amount"),
        ("助成額", "■50万円", "unreadable-amount"),
        ("助成額（千円）", "－", "blank-amount"),
    ],
)
def test_an_amount_that_cannot_be_read_is_told_and_has_no_value(head: str, cell: str, code: str) -> None:
    result = read(head, "500千円", cell)
    assert [record.value("granted") for record in result.records] == [500_000, None]
    assert [(issue.code, issue.subject) for issue in result.issues] == [(code, "grantee:2")]


@pytest.mark.parametrize("head", ["交付額の上限（千円）", "総事業費（千円）", "交付申請額（千円）"])
def test_another_sum_is_not_what_a_grantee_gets(head: str) -> None:
    result = read(head, "9,000")
    assert result.records[0].value("granted") is None
    assert "column-not-kept" in {issue.code for issue in result.issues}


def test_the_unit_of_the_table_before_is_not_this_ones() -> None:
    first = "\t団体名\t概要\t助成額（千円）\n1\tNPO法人 みなも (福井県)\t見守る。\t700\n"
    result = read("助成額", "800", above=f"(単位：千円)\n{first}\n")
    assert [record.value("granted") for record in result.records] == [700_000, None]
