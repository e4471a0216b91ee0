"""Notes printed below a table or a row that stand in no record are issues."""

from __future__ import annotations

from nlp.layout.unread_notes import unread_notes
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where

TEXT = (
    "1\t干潟の保全\t海岸を守る。\n"
    "\t\t※２　国立公園の区域にあるものに限る。\n"
    "（注）額は百万円未満を四捨五入した。\n"
    "注１：再掲を含む額である。\n"
    "※ 1\n"
)


def told(records: list[Record], issues: list[Issue]) -> list[str]:
    found = unread_notes(Reading.plain("d", TEXT), records, issues)
    return [TEXT[item.where.start : item.where.end] for item in found if item.where is not None]


def test_each_note_that_no_record_quotes_is_told() -> None:
    assert told([], []) == [
        "国立公園の区域にあるものに限る。",
        "額は百万円未満を四捨五入した。",
        "再掲を含む額である。",
    ]


def test_a_note_within_a_field_or_an_issue_of_its_own_is_not() -> None:
    first, second = TEXT.index("国立公園"), TEXT.index("額は百万円")
    where = Where("d", first - 6, first + 10)
    record = Record("measure", "1", where, (Field("goal", "x", TEXT[where.start : where.end], where),))
    own = Issue("unread-line", "info", "", Where("d", second, second + 10))
    wide = Issue("split-row", "info", "", Where("d", 0, len(TEXT)))
    assert told([record], [own, wide]) == ["再掲を含む額である。"]
