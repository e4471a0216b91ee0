"""What a row says of a part of its amount (1,500（うち孤独・孤立対策分 420百万円）, 備考: うち都市部分1.2億円), as records beside the row's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.budgets.rows import shifted
from nlp.reading import Reading
from nlp.records import Field, Record
from nlp.values.amounts import Amount, find_amounts, parse_amount

_PART = re.compile(
    r"うち[、，]?(?P<name>[^、。，,()（）〔〕\[\]\n\t|0-9０-９]{0,40}?)[ \u3000]*[:：]?[ \u3000]*約?(?=[0-9０-９])"
)
# A number without a unit is of the unit of the list only where it stands in the cell of the row's amount.
_BARE = re.compile(r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?(?![0-9０-９,，.．%％ぁ-んァ-ヺ一-鿿])")
_NAME_END = re.compile(r"[ \u3000のはが:：]+$")
_BEFORE = re.compile(r"[0-9０-９円数)）][ \u3000]*[（(〔\[]?[ \u3000]*$")


def part_records(
    reading: Reading,
    key: str,
    label: Field | None,
    years: Sequence[Field],
    span: tuple[int, int],
    unit_yen: int | None,
) -> Iterator[Record]:
    """One `line_part` record for each part of the row's amount at reading span `span`: its sum in yen, its kind, what it is for.

    A part is never an amount of the row: no total counts it. `unit_yen` is the yen of a number without a unit behind the amount.
    """
    start, end = span
    text = reading.text[start:end]
    count = 0
    for match in _PART.finditer(text):
        found = _amount(text, match, unit_yen)
        if found is None or found.yen is None:
            continue
        count += 1
        at = (start + found.start, start + found.end)
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
        yield Record("line_part", f"{key}/{count}", where, (*fields, *years), f"budget_line:{key}")


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
