"""Reads programme sheets (事業資料): title, office, amounts, purpose, overview, effect, conditions, parts.

Where sheets begin and end: `nlp.sheets.bounds`. A sheet whose title is not printed gets a display label built from what it
says, marked as ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.gazetteer import Gazetteers
from nlp.language.helper_groups import with_helpers_apart
from nlp.language.legal_names import legal_fields, legal_records
from nlp.language.roles import target_groups_of, too_general
from nlp.layout.blocks import Block, close_spaces
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where
from nlp.sheets.amounts import amount_records, lost_amounts
from nlp.sheets.bounds import SheetSpan, find_sheets
from nlp.sheets.components import component_records, row_records
from nlp.sheets.conditions import condition_fields, conditions_said, implementer_said, states_condition
from nlp.sheets.flows import is_flow
from nlp.sheets.indicators import sheet_indicators, unread_aims
from nlp.sheets.labelled_values import labelled_groups, unread_conditions
from nlp.sheets.labels import built_label
from nlp.sheets.lines import sheet_lines
from nlp.sheets.lost_values import lost_values
from nlp.sheets.menu_tables import menu_values
from nlp.sheets.names import alt_labels, contact, office_line, organ, title_fields
from nlp.sheets.printed_lines import SheetLine
from nlp.sheets.recipients import ministry_of_implementer, recipient_groups
from nlp.sheets.repeats import without_repeats
from nlp.sheets.walk import Passage, Walk, walk
from nlp.values.amounts import find_amounts

_KEY = re.compile(r"[\s\u3000/:]+")


def read_sheets(reading: Reading, context: Context) -> ReadResult:
    """Every programme sheet of a reading, as `sheet`, `sheet_amount` and `component` records.

    A part of the text with amounts that belongs to no sheet is reported, not dropped.
    """
    lines, repeated = without_repeats(sheet_lines(reading, context.gazetteers))
    taken = [(where.start, where.end) for record in context.found if (where := record.where) is not None]
    records: list[Record] = []
    issues: list[Issue] = []
    for start, end in repeated:
        message = f"直前と同じ文が二度続くため、二度目を読まない: 「{reading.text[start:end].strip()[:40]}」"
        issues.append(Issue("repeated-passage", "info", message, reading.where(start, end)))
    covered = []
    keys: set[str] = set()
    for span in find_sheets(lines):
        own = lines[span.start : span.end]
        start, end = own[0].line.start, own[-1].line.end
        where = reading.where(start, end)
        if any(a <= where.start and where.end <= b for a, b in taken):
            continue
        found, trouble = _sheet(reading, context.gazetteers, lines, span, keys)
        records.extend(found)
        issues.extend(trouble)
        covered.append((start, end))
    issues.extend(_left_over(reading, lines, covered, taken))
    if not covered:
        issues.append(Issue("no-sheet", "info", "事業資料のページが見つからない"))
    return ReadResult(tuple(records), tuple(issues), covered=tuple(covered))


def _left_over(
    reading: Reading,
    lines: Sequence[SheetLine],
    covered: Sequence[tuple[int, int]],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Issue]:
    """An Issue for every printed title or amount that ended up in no sheet and in no record of another reader."""
    for item in lines:
        firm = item.title is not None and item.title.strength >= 2
        if not (firm or (item.kind == "amount" and find_amounts(item.text))):
            continue
        if any(start <= item.line.start < end for start, end in covered):
            continue
        where = reading.where(item.line.start, item.line.end)
        if not any(start <= where.start < end for start, end in taken):
            yield Issue("outside-sheets", "warning", f"「{item.text[:40]}」がどの資料のものか読めない", where)


def _distinct(records: Sequence[Record]) -> list[Record]:
    """The records with keys of their own: a second one under a key of its kind gets "~2"."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for record in records:
        identity = (record.kind, record.key)
        seen[identity] += 1
        kept.append(replace(record, key=f"{record.key}~{seen[identity]}") if seen[identity] > 1 else record)
    return kept


def _sheet(
    reading: Reading, gazetteers: Gazetteers, lines: Sequence[SheetLine], span: SheetSpan, keys: set[str]
) -> tuple[list[Record], list[Issue]]:
    own = lines[span.start : span.end]
    where = reading.where(own[0].line.start, own[-1].line.end)
    fields = list(title_fields(reading, gazetteers, lines, span))
    label = next((str(item.value) for item in fields if item.name == "label"), "")
    alternatives = list(alt_labels(reading, lines, span, label))
    fields.extend(alternatives)
    walked = walk(own, shuffled=span.scrambled)
    sections = list(_section_fields(reading, walked.passages))
    issues: list[Issue] = []
    if not label:
        built = built_label(own, alternatives)
        fields.append(Field("display_label", built, "", None, method="built", confidence=0.5))
    key = _unique_key(label or str(fields[-1].value), keys)
    if not label:
        issues.append(
            Issue(
                "missing-title",
                "warning",
                "事業資料の題が印刷されていないため、表示名を当方で付けた",
                where,
                f"sheet:{key}",
            )
        )
    fields.extend(office_line(reading, gazetteers, own, fields))
    fields.extend(contact(reading, gazetteers, own, fields))
    fields.extend(organ(reading, gazetteers, own, fields))
    fields.extend(sections)
    fields.extend(condition_fields(reading, own))
    fields.extend(menu_values(reading, own, fields))
    fields.extend(ministry_of_implementer(fields, gazetteers.ministries))
    fields.extend(_groups(reading, gazetteers, walked, fields, own))
    paragraphs = [block for passage in walked.passages for block in passage.blocks]
    texts = [one for one in walked.passages if one.section in ("purpose", "overview")]
    told = [block for one in texts for block in one.blocks]
    told.extend(block for part in walked.parts for block in part.paragraphs())
    if not any(item.name == "implementer" for item in fields):
        fields.extend(implementer_said(reading, told))
    fields.extend(conditions_said(reading, told, fields))
    fields.extend(recipient_groups(fields, gazetteers.target_groups))
    fields.extend(_citations(reading, gazetteers, own, paragraphs))
    amounts, trouble = amount_records(reading, lines, span.amounts, key, label)
    issues.extend(trouble)
    if not amounts and not trouble:
        issues.extend(lost_amounts(reading, own, key))
    issues.extend(_gaps(label or key, where, key, fields, bool(amounts)))
    rows, _ = row_records(reading, own, key, label)
    parts = list(component_records(reading, walked.parts, key, shuffled=span.scrambled))
    sheet = Record("sheet", key, where, tuple(fields))
    names = legal_records(reading, paragraphs, gazetteers.laws)
    figures = sheet_indicators(reading, walked.passages, key)
    records = _distinct([sheet, *amounts, *rows, *parts, *figures, *names])
    issues.extend(unread_aims(reading, walked.passages, key))
    issues.extend(unread_conditions(reading, own, records, key))
    issues.extend(lost_values(reading, own, key))
    return records, issues


def _gaps(name: str, where: Where, key: str, fields: Sequence[Field], amounts: bool) -> Iterator[Issue]:
    """What a sheet does not print."""
    if not any(item.name == "ministry" for item in fields):
        message = f"「{name}」の資料に府省庁名が印刷されていない"
        yield Issue("sheet-without-ministry", "info", message, where, f"sheet:{key}")
    if not amounts:
        message = f"「{name}」の資料に金額が印刷されていない"
        yield Issue("sheet-without-amount", "info", message, where, f"sheet:{key}")


def _section_fields(reading: Reading, passages: Sequence[Passage]) -> Iterator[Field]:
    """`purpose`, `overview`, `effect` and `goal`: one field per run of paragraphs."""
    for passage in passages:
        told = list(passage.blocks)
        # Conditions below the last paragraph are fields of their own, not more of the text.
        while len(told) > 1 and (states_condition(told[-1].text) or is_flow(told[-1].text)):
            told.pop()
        start = min(block.span(0, 1)[0] for block in told)
        end = max(block.span(0, len(block.text))[1] for block in told)
        text = "\n".join(block.text for block in told)
        yield reading.make(
            passage.section, text, start, end, method=passage.method, confidence=passage.confidence
        )


def _unique_key(label: str, keys: set[str]) -> str:
    base = _KEY.sub("", label)[:60] or "sheet"
    key, number = base, 2
    while key in keys:
        key, number = f"{base}~{number}", number + 1
    keys.add(key)
    return key


def _groups(
    reading: Reading,
    gazetteers: Gazetteers,
    walked: Walk,
    fields: Sequence[Field],
    own: Sequence[SheetLine],
) -> Iterator[Field]:
    """Groups that the title, purpose, overview and the label 対象者 say are supported, each once, at its surest place, helpers apart."""
    best: dict[str, Field] = {}
    told = [passage for passage in walked.passages if passage.section in ("purpose", "overview")]
    blocks = [block for passage in told for block in passage.blocks]
    blocks.extend(block for part in walked.parts for block in (part.label, *part.paragraphs()))
    title = next((item for item in fields if item.name == "label" and item.where is not None), None)
    beside = "\n".join((str(title.value) if title is not None else "", *(block.text for block in blocks)))
    for found in target_groups_of(str(title.value), gazetteers, beside=beside) if title is not None else ():
        if title is not None:
            best[found.canonical] = replace(
                title,
                name="target_group",
                value=found.canonical,
                method=f"role-{found.role}",
                confidence=found.confidence,
            )
    for block in map(_closed, blocks):
        for found in target_groups_of(block.text, gazetteers, beside=beside):
            known = best.get(found.canonical)
            if known is not None and known.confidence >= found.confidence:
                continue
            best[found.canonical] = reading.make(
                "target_group",
                found.canonical,
                *block.span(found.start, found.end),
                method=f"role-{found.role}",
                confidence=found.confidence,
            )
    for item in labelled_groups(reading, own, gazetteers.target_groups):
        best.setdefault(str(item.value), item)
    for name in too_general(best, gazetteers):
        del best[name]
    yield from with_helpers_apart(best.values(), str(title.value) if title is not None else "", gazetteers)


def _closed(block: Block) -> Block:
    """The block without stray spaces between Japanese characters, still tied to the reading."""
    closed = close_spaces(block.text)
    return Block(closed.text, tuple(block.offsets[index] for index in closed.offsets))


def _citations(
    reading: Reading, gazetteers: Gazetteers, own: Sequence[SheetLine], paragraphs: Sequence[Block]
) -> Iterator[Field]:
    """Laws and plans that the sheet cites; paragraphs first, for their lines are joined, then every other line."""
    seen: set[tuple[str, object]] = set()
    inside = {offset for block in paragraphs for offset in block.offsets}
    loose = [item.block for item in own if not item.block.offsets or item.block.offsets[0] not in inside]
    for block in (*paragraphs, *loose):
        for found in legal_fields(reading, block, gazetteers.laws):
            if (found.name, found.value) not in seen:
                seen.add((found.name, found.value))
                yield found
