"""Reads a grant guideline (実施要領, 交付要綱): its head, eligible programmes, numbered activities, rules, references.

Sections are told apart by their headings (`guideline_cues.toml`). Within eligible programmes every item at the
second level is a programme, every item of text below it an activity; elsewhere every sentence that binds is a requirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from nlp.cue_files import load_cues
from nlp.grants.guideline_amendments import amendment_records
from nlp.grants.guideline_amounts import condition_fields
from nlp.grants.guideline_eligible import read_eligible
from nlp.grants.guideline_head import head_fields
from nlp.grants.guideline_left import left_issues
from nlp.grants.guideline_outline import Found, Outline, blocks_of_item
from nlp.grants.guideline_requirements import read_requirements, supplement_rules
from nlp.grants.guideline_rules import requirement_type, sentences
from nlp.grants.guideline_tied import with_tied
from nlp.language.bodies import split_bodies
from nlp.language.legal_names import legal_records
from nlp.layout.numbered_items import Item, read_items
from nlp.layout.section_references import find_references
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Relation

_IMPLEMENTER = re.compile(
    r"(?:実施主体|事業主体|対象者|対象団体)は、(?P<who>[^。]{2,60}?)(?:とする|である|に限る)"
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
# Kinds of rule that stand under 対象事業 without being an eligible programme: 次の取組は、対象としない.
_RULES_AMONG_ELIGIBLE = ("prohibition", "procedure")


def read_guideline(reading: Reading, context: Context) -> ReadResult:
    """The `guideline` record, `eligible_programme`, `component`, `activity` and `requirement` records, laws and plans.

    What ends in none of them is told by an issue each.
    """
    cues: dict[str, Any] = {**load_cues("guideline_cues"), **context.settings}
    lines = list(reading.lines())
    supplement = next(
        (i for i, line in enumerate(lines) if re.match(cues["supplement"], line.text)), len(lines)
    )
    items = read_items(lines[:supplement])
    first = items[0].start if items else len(reading.text)
    head = [line for line in lines if line.end <= first]
    fields, programme = head_fields(reading, head, lines[supplement:], context.gazetteers, cues)
    if not fields and not items:
        return ReadResult(issues=(Issue("no-guideline", "error", "要領・要綱の題名も条項も見つからない"),))
    found = Found()
    outline = Outline.of(reading, context, items, programme, cues)
    for item in items:
        role = outline.role(item)
        _read_item(outline, item, role, found)
        if role == "implementer":
            fields.extend(_implementers(reading, item))
    fields.extend(_purpose(outline))
    conditions = condition_fields(reading, items, cues["conditions"])
    fields.extend(conditions)
    found.records[:] = with_tied(outline, found.records, conditions)
    supplement_rules(outline, lines[supplement:], fields, found)
    guideline = _guideline(reading, fields, items, found)
    names = legal_records(
        reading, [block for item in items for block in blocks_of_item(item)], context.gazetteers.laws
    )
    relations = tuple(_relations(reading, items, found.kinds))
    amendments = amendment_records(reading, head, lines[supplement:], guideline.key, cues)
    records = (guideline, *amendments, *found.records, *names)
    left = left_issues(outline, [*head, *lines[supplement:]], records)
    issues = (*found.issues, *_gaps(reading, items), *left)
    covered = ((items[0].start, items[-1].end),) if items else ()
    return ReadResult(records, issues, relations=relations, covered=covered)


def _read_item(outline: Outline, item: Item, role: str, found: Found) -> None:
    """Adds the records of one item."""
    if role == "purpose":
        return
    if role != "eligible" or not item.parent or _is_rule(outline, item, found):
        read_requirements(outline, item, found)
        return
    read_eligible(outline, item, found)
    read_requirements(outline, item, found, among_eligible=True)


def _is_rule(outline: Outline, item: Item, found: Found) -> bool:
    """Whether an item among the eligible programmes is a rule about them, or an entry of such a rule's list."""
    if found.kinds.get(item.parent) == "requirement" and outline.by_notation[item.parent].parent:
        return True
    kinds = [
        requirement_type(block.text[start:end], outline.cues["requirement_types"])
        for block, start, end in sentences(item.paragraphs)
    ]
    return item.heading is None and bool(kinds) and all(kind in _RULES_AMONG_ELIGIBLE for kind in kinds)


def _purpose(outline: Outline) -> Iterator[Field]:
    """The text of the section of purposes, its paragraphs and items joined."""
    blocks = [
        block
        for item in outline.items
        if outline.role(item) == "purpose"
        for block in (item.paragraphs if not item.parent else blocks_of_item(item))
    ]
    if blocks:
        start, end = blocks[0].span(0, 1)[0], blocks[-1].span(0, len(blocks[-1].text))[1]
        value = "\n".join(block.text for block in blocks)
        yield outline.reading.make("purpose", value, start, end, method="section")


def _implementers(reading: Reading, item: Item) -> Iterator[Field]:
    for block in item.paragraphs:
        plain = _BRACKET.sub(lambda match: "　" * len(match.group()), block.text)
        for match in _IMPLEMENTER.finditer(plain):
            first = match.start("who")
            for body in split_bodies(block.text[first : match.end("who")]):
                span = block.span(first + body.start, first + body.end)
                yield reading.make("implementer", body.name, *span, method="section", note=body.note)


def _guideline(reading: Reading, fields: list[Field], items: list[Item], found: Found) -> Record:
    have = {item.name for item in fields}
    label = next((str(item.value) for item in fields if item.name == "label"), "")
    for name, word in (
        ("label", "題名"),
        ("established", "制定日"),
        ("document_number", "文書番号"),
        ("in_force", "施行日"),
        ("implementer", "実施主体"),
        ("purpose", "目的"),
    ):
        if name not in have:
            found.issues.append(
                Issue(
                    f"missing-{name.replace('_', '-')}",
                    "info",
                    f"要領の{word}が読めない",
                    None,
                    f"guideline:{label}",
                )
            )
    spans = [item.where for item in fields if item.where]
    start = min((span.start for span in spans), default=0)
    end = max((span.end for span in spans), default=items[-1].end if items else 0)
    where = spans[0] if not items else reading.where(0, 0)
    return Record("guideline", label or "要領", type(where)(reading.source, start, end), tuple(fields))


def _relations(reading: Reading, items: list[Item], kinds: dict[str, str]) -> Iterator[Relation]:
    """`refersTo` for every item that another one names (３（２）ア⑦及び⑧, 下記イ, ⑦の活動)."""
    notations = [item.notation for item in items]
    for item in items:
        subject = f"{kinds.get(item.notation, 'section')}:{item.notation}"
        for block in blocks_of_item(item):
            for reference in find_references(block.text, item.notation, item.parent, notations):
                target = f"{kinds.get(reference.notation, 'section')}:{reference.notation}"
                where = reading.where(*block.span(reference.start, reference.end))
                yield Relation(subject, "refersTo", target, reference.rule, where, reference.confidence)


def _gaps(reading: Reading, items: list[Item]) -> Iterator[Issue]:
    for item in items:
        if item.skipped:
            where = reading.where(item.start, item.start + 1)
            message = f"{normalize('NFKC', item.notation)} の前の項目が {item.skipped} 件見つからない"
            yield Issue("missing-item", "warning", message, where, f"item:{item.notation}")
