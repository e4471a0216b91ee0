"""What a row says of a part of its amount (1,500（うち孤独・孤立対策分 420百万円）, 備考: うち都市部分1.2億円), as records beside the row's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.budgets.rows import shifted
from nlp.reading import Reading
from nlp.records import Field, Issue, Record
from nlp.values.amounts import Amount, find_amounts, parse_amount

_PART = re.compile(
    r"うち[、，]?(?P<name>[^、。，,()（）〔〕\[\]\n\t|0-9０-９]{0,40}?)[ \u3000]*[:：]?[ \u3000]*約?(?=[0-9０-９])"
)
# A number without a unit is of the unit of the list only where it stands in the cell of the row's amount.
_BARE = re.compile(r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?(?![0-9０-９,，.．%％ぁ-んァ-ヺ一-鿿])")
# うち前年度300百万円, うち繰越分, うち補正分: money of another year or stage than the row's, which the name does not date.
_OTHER_TIME = re.compile(r"[前昨翌来次]年|[今本]年|年度|繰[りっ]?越|補正|当初|令和|平成")
# （うち離島分 420百万円、都市分 300百万円）: a further sum in the bracket of a part.
_FURTHER = re.compile(r"[^（()）〔〕\[\]\t\n|]*")
_NAME_END = re.compile(r"[ \u3000のはが:：]+$")
_BEFORE = re.compile(r"[0-9０-９円数)）][ \u3000]*[（(〔\[]?[ \u3000]*$")


def part_records(
    reading: Reading,
    key: str,
    label: Field | None,
    years: Sequence[Field],
    span: tuple[int, int],
    unit_yen: int | None,
    own: Sequence[Amount] = (),
) -> Iterator[Record]:
    """One `line_part` record for each part of the row's amount at reading span `span`: its sum in yen, its kind, what it is for.

    A part is never an amount of the row: no total counts it. `unit_yen` is the yen of a number without a unit behind the amount;
    `own` are the row's amounts (spans in the reading), no parts even where うち stands before them. A part of another time
    (うち前年度分) gets no year: the row's is not its own.
    """
    start, end = span
    text = reading.text[start:end]
    count = 0
    for match in _PART.finditer(text):
        found = _amount(text, match, unit_yen)
        if found is None or found.yen is None:
            continue
        at = (start + found.start, start + found.end)
        if any(one.start < at[1] and at[0] < one.end for one in own):
            continue
        count += 1
        kind = "includedIn" if found.kind == "includedIn" else "ofWhich"
        fields = [
            reading.make("amount", found.yen, *at, unit="円", method="table-cell"),
            reading.make("amount_kind", kind, *at, method="table-cell"),
            reading.make("amount_text", " ".join(found.text.split()), *at, method="table-cell"),
        ]
        name = _NAME_END.sub("", match["name"]).strip()
        if name:
            begin = start + match.start("name") + match["name"].index(name)
            fields.append(reading.make("part_name", name, begin, begin + len(name), method="table-cell"))
        if label is not None:
            fields.append(Field("label", label.value, "", None, method="row-label"))
        where = reading.where(start + match.start(), at[1])
        when = () if _OTHER_TIME.search(match["name"]) else years
        yield Record("line_part", f"{key}/{count}", where, (*fields, *when), f"budget_line:{key}")


def part_issues(
    reading: Reading, key: str, span: tuple[int, int], parts: Sequence[Record]
) -> Iterator[Issue]:
    """What the row at reading span `span` prints of parts and cannot be taken: a part above the row's amount, a sum beside a part.

    `parts` are the row's record and its `line_part` records.
    """
    row, *rest = parts
    whole, subject = row.value("amount"), f"budget_line:{key}"
    for part in rest:
        yen = part.value("amount")
        if isinstance(whole, int) and isinstance(yen, int) and yen > whole and part.first("fiscal_year"):
            message = f"No.{key} のうち書きの額「{part.text('amount_text')}」が、行の額より大きい"
            yield Issue("part-exceeds-amount", "warning", message, part.where, subject)
    start, text = span[0], reading.text[slice(*span)]
    for match in _PART.finditer(text):
        behind = _FURTHER.match(text, match.end())
        clauses = behind.group().split("、")[1:] if behind is not None else []
        at = match.end() + (behind.group().find("、") if behind is not None else 0)
        for clause in clauses:
            at += 1
            if "うち" not in clause and any(find_amounts(clause)):
                message = f"No.{key} のうち書きの中の「{clause.strip()}」は、何の額か決められず、取っていない"
                where = reading.where(start + at, start + at + len(clause))
                yield Issue("amount-in-remarks", "info", message, where, subject)
            at += len(clause)


def _amount(text: str, match: re.Match[str], unit_yen: int | None) -> Amount | None:
    rest = text[match.end() :]
    printed = next(iter(find_amounts(rest)), None)
    if printed is not None and printed.start == 0:
        return shifted(printed, match.end())
    bare = _BARE.match(rest)
    if bare is None or unit_yen is None or not _BEFORE.search(text[: match.start()]):
        return None
    found = parse_amount(bare.group(), unit_yen)
    return None if found is None else shifted(found, match.end())
