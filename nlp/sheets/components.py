"""The numbered parts of a programme sheet as `component` records, and the themes of a survey as `theme` records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.cue_files import load_cues
from nlp.layout.blocks import close_spaces
from nlp.reading import Reading
from nlp.records import Field, Record
from nlp.sheets.conditions import condition_fields
from nlp.sheets.menu_tables import menu_fields, menu_rows
from nlp.sheets.parts import read_mark
from nlp.sheets.printed_lines import SheetLine
from nlp.sheets.walk import Part
from nlp.values.amounts import find_amounts


def component_records(
    reading: Reading, parts: Sequence[Part], key: str, *, shuffled: bool = False
) -> Iterator[Record]:
    """One record per part: notation, label, description, amount and conditions. Its key is the sheet's with the notation.

    In shuffled text nothing says which text belongs to a heading of the form 居住支援法人への支援①：…; it gets none.
    """
    for part in parts:
        if "\t" in part.heads[0].text:
            continue  # a row of a table, see `row_records`
        label = close_spaces(part.label.text).text
        fields = [
            reading.make(
                "notation", part.notation, *part.heads[0].block.span(*part.mark), method="numbered-item"
            ),
            reading.make("label", label, *part.label.span(0, len(part.label.text)), method="numbered-item"),
        ]
        headed = read_mark(part.heads[0].text)
        loose = shuffled and headed is not None and headed.kind == "headed"
        described = [] if loose else part.paragraphs()
        if described:
            start, end = described[0].span(0, 1)[0], described[-1].span(0, len(described[-1].text))[1]
            text = "\n".join(block.text for block in described)
            fields.append(
                reading.make("description", text, min(start, end), max(start, end), method="numbered-item")
            )
        fields.extend(_amount(reading, part))
        fields.extend(condition_fields(reading, [*part.heads, *part.lines]))
        end = max(field.where.end for field in fields if field.where)
        start = min(field.where.start for field in fields if field.where)
        where = reading.where(*part.label.span(0, len(part.label.text)))
        whole = type(where)(where.source, start, end, where.page)
        yield Record("component", f"{key}/{part.notation}", whole, tuple(fields), f"sheet:{key}")


def _amount(reading: Reading, part: Part) -> Iterator[Field]:
    """The amount printed beside the label, or alone on the line below it."""
    candidates = [*part.heads, *(item for item in part.lines[:1] if re.match(r"[0-9０-９]", item.text))]
    for item in candidates:
        if "あたり" in item.text or "上限" in item.text:
            continue
        for amount in find_amounts(item.text):
            if amount.yen is not None:
                span = item.block.span(amount.start, amount.end)
                yield reading.make("amount", amount.yen, *span, unit="円", method="sheet-amount")
                yield reading.make("amount_kind", amount.kind, *span, method="sheet-amount")
                yield reading.make("amount_text", amount.text, *span, method="sheet-amount")
                return


def row_records(
    reading: Reading, lines: Sequence[SheetLine], key: str, programme: str
) -> tuple[list[Record], list[SheetLine]]:
    """Records of tables `number <tab> what <tab> example`, and the lines that they cover.

    A table headed テーマ gives `theme` records, any other (事業メニュー) `component` records.
    """
    records: list[Record] = []
    used: list[SheetLine] = []
    header: list[str] | None = None
    menu = {row.line.line.start: row for row in menu_rows(lines)}
    for item in lines:
        cells = item.text.split("\t")
        if len(cells) < 2:
            continue
        mark = read_mark(item.text)
        if mark is None or not mark.kind.startswith(("circled", "bracket", "dotted")):
            header = [normalize("NFKC", cell).strip() for cell in item.line.text.split("\t")]
            used.append(item)
            continue
        themes = header is not None and any(word in cell for cell in header for word in _theme_words())
        record = _row(
            reading, item, mark.end, mark.written, "theme" if themes else "component", key, programme
        )
        row = menu.get(item.line.start)
        if row is not None and not themes:
            record = replace(record, fields=(*record.fields, *menu_fields(reading, row)))
        records.append(record)
        used.append(item)
    return records, used


def _theme_words() -> Sequence[str]:
    words: list[str] = load_cues("grant_cues")["themes"]["label"]
    return words


def _row(
    reading: Reading, item: SheetLine, start: int, written: str, kind: str, key: str, programme: str
) -> Record:
    """One row: the first cell with text is the label, what follows the description."""
    spans = []
    position = start
    for cell in item.text[start:].split("\t"):
        spans.append((position, position + len(cell)))
        position += len(cell) + 1
    filled = [(begin, end) for begin, end in spans if item.text[begin:end].strip()]
    fields = [reading.make("notation", written, *item.block.span(0, start), method="table-cell")]
    for name, group in (("label", filled[:1]), ("description", filled[1:])):
        if group:
            begin, end = group[0][0], group[-1][1]
            text = item.text[begin:end].strip().replace("\t", "\n")
            text = re.sub(r"[ \u3000]+(?=・)", "\n", text)
            fields.append(reading.make(name, text, *item.block.span(begin, end), method="table-cell"))
    if kind == "theme" and programme:
        fields.append(Field("programme", programme, "", None, method="sheet-title"))
    where = reading.where(*item.block.span(0, len(item.text)))
    return Record(kind, f"{key}/{written}", where, tuple(fields), f"sheet:{key}")
