"""Reads a grant guideline (実施要領, 交付要綱): its head, eligible programmes, numbered activities, rules, references.

Sections are told apart by their headings (`guideline_cues.toml`). Within eligible programmes every item at the
second level is a programme, every item of text below it an activity; elsewhere every sentence that binds is a requirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from nlp.cue_files import load_cues
from nlp.grants.guideline_amounts import condition_fields
from nlp.grants.guideline_head import head_fields
from nlp.grants.guideline_rules import due_dates, obligation_of, requirement_type, sentences
from nlp.language.bodies import split_bodies
from nlp.language.legal_names import find_legal_names, legal_records
from nlp.layout.blocks import Block
from nlp.layout.numbered_items import Item, read_items
from nlp.layout.section_references import find_references
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Relation

_IMPLEMENTER = re.compile(
    r"(?:実施主体|事業主体|対象者|対象団体)は、(?P<who>[^。]{2,60}?)(?:とする|である|に限る)"
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")


@dataclass
class _Found:
    """What has been read so far; `kinds` maps a notation to the kind of its record."""

    records: list[Record] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)


def read_guideline(reading: Reading, context: Context) -> ReadResult:
    """The `guideline` record, `eligible_programme`, `component`, `activity` and `requirement` records, laws and plans."""
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
    found = _Found()
    roles = {item.notation: _role(item, cues["sections"]) for item in items if not item.parent}
    for item in items:
        top = _top(item, items)
        role = roles.get(top, "")
        _read_item(reading, context, item, items, role, programme, cues, found)
        if role in ("purpose", "implementer"):
            fields.extend(_main_fields(reading, item, role))
    fields.extend(condition_fields(reading, items, cues["conditions"]))
    guideline = _guideline(reading, fields, items, found)
    names = legal_records(
        reading, [block for item in items for block in _blocks(item)], context.gazetteers.laws
    )
    relations = tuple(_relations(reading, items, found.kinds))
    records = (guideline, *found.records, *names)
    issues = (*found.issues, *_gaps(reading, items))
    covered = ((items[0].start, items[-1].end),) if items else ()
    return ReadResult(records, issues, relations=relations, covered=covered)


def _blocks(item: Item) -> list[Block]:
    return [*([item.heading] if item.heading else []), *item.paragraphs]


def _top(item: Item, items: list[Item]) -> str:
    """The notation of the section that an item stands in."""
    parents = {other.notation: other.parent for other in items}
    notation = item.notation
    while parents.get(notation):
        notation = parents[notation]
    return notation


def _role(item: Item, sections: dict[str, list[str]]) -> str:
    """What a section is about, by its heading: the longest cue that its heading holds decides."""
    heading = item.heading.text if item.heading else ""
    fitting = [
        (len(word), name)
        for name, words in sections.items()
        for word in words
        if word in heading and len(heading) < 30
    ]
    return max(fitting)[1] if fitting else ""


def _main_fields(reading: Reading, item: Item, role: str) -> Iterator[Field]:
    for block in item.paragraphs:
        if role == "purpose":
            yield reading.make("purpose", block.text, *block.span(0, len(block.text)), method="section")
        else:
            plain = _BRACKET.sub(lambda match: "　" * len(match.group()), block.text)
            for match in _IMPLEMENTER.finditer(plain):
                first = match.start("who")
                for body in split_bodies(block.text[first : match.end("who")]):
                    span = block.span(first + body.start, first + body.end)
                    yield reading.make("implementer", body.name, *span, method="section", note=body.note)


def _guideline(reading: Reading, fields: list[Field], items: list[Item], found: _Found) -> Record:
    purpose = [item for item in fields if item.name == "purpose"]
    rest = [item for item in fields if item.name != "purpose"]
    if purpose:
        rest.append(purpose[0])
    have = {item.name for item in rest}
    label = next((str(item.value) for item in rest if item.name == "label"), "")
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
    spans = [item.where for item in rest if item.where]
    start = min((span.start for span in spans), default=0)
    end = max((span.end for span in spans), default=items[-1].end if items else 0)
    where = spans[0] if not items else reading.where(0, 0)
    return Record("guideline", label or "要領", type(where)(reading.source, start, end), tuple(rest))


def _read_item(
    reading: Reading,
    context: Context,
    item: Item,
    items: list[Item],
    role: str,
    programme: str,
    cues: dict[str, Any],
    found: _Found,
) -> None:
    """Adds the records of one item."""
    if role == "eligible" and item.parent:
        found.records.append(_eligible(reading, context, item, items, programme, found.kinds))
        return
    if role == "purpose":
        return
    for number, (block, start, end) in enumerate(sentences(item.paragraphs), 1):
        text = block.text[start:end].strip()
        kind = requirement_type(text, cues["requirement_types"])
        if not kind:
            continue
        key = item.notation if item.notation not in found.kinds else f"{item.notation}-{number}"
        span = block.span(start, end)
        fields = [reading.make("notation", item.notation, *_mark(item), method="outline")]
        if item.heading:
            fields.append(_text(reading, "label", item.heading))
        elif above := _heading_above(item, items):
            # (ア) under ウ 効果検証: only the heading says what its reports and reviews are of.
            fields.append(_text(reading, "category", above))
        listed = (
            [other for other in item.paragraphs if other.text.startswith("・")]
            if "次に掲げる" in text
            else []
        )
        stop = listed[-1].span(0, len(listed[-1].text))[1] if listed else span[1]
        value = "\n".join([text, *(other.text for other in listed)])
        fields.append(reading.make("description", value, span[0], stop, method="sentence"))
        fields.append(reading.make("requirement_type", kind, *span, method="cue", confidence=0.9))
        fields.append(
            reading.make(
                "obligation", obligation_of(text, cues["obligation"]), *span, method="cue", confidence=0.9
            )
        )
        fields.extend(due_dates(reading, block, start, end))
        fields.extend(_programme_field(programme))
        fields.extend(_legal(reading, context, Block(text, block.offsets[start:end])))
        found.kinds.setdefault(item.notation, "requirement")
        found.kinds[key] = "requirement"
        found.records.append(Record("requirement", key, reading.where(*span), tuple(fields)))


def _eligible(
    reading: Reading, context: Context, item: Item, items: list[Item], programme: str, kinds: dict[str, str]
) -> Record:
    """An eligible programme (second level), a part of it with a heading and items of its own, or an activity."""
    above = {other.notation: other for other in items}
    children = any(other.parent == item.notation for other in items)
    second = item.parent in above and not above[item.parent].parent
    kind = "eligible_programme" if second else "component" if children else "activity"
    fields = [reading.make("notation", item.notation, *_mark(item), method="outline")]
    if item.heading and kind != "activity":
        fields.append(_text(reading, "label", item.heading))
    body = list(item.paragraphs) if kind != "activity" else _blocks(item)
    if body:
        start, end = body[0].span(0, 1)[0], body[-1].span(0, len(body[-1].text))[1]
        fields.append(
            reading.make("description", "\n".join(block.text for block in body), start, end, method="outline")
        )
    if kind == "activity":
        fields.extend(_category(reading, item.parent, above))
    fields.extend(_programme_field(programme))
    for block in _blocks(item):
        fields.extend(_legal(reading, context, block))
    kinds[item.notation] = kind
    parent = "" if second else f"{kinds.get(item.parent, 'component')}:{item.parent}"
    return Record(kind, item.notation, reading.where(item.start, item.end), tuple(fields), parent)


def _category(reading: Reading, notation: str, above: dict[str, Item]) -> Iterator[Field]:
    """The headings above an activity: the nearest as `category`, the eligible programme as `eligible_programme`."""
    chain: list[Item] = []
    while notation in above and above[notation].parent:
        if above[notation].heading:
            chain.append(above[notation])
        notation = above[notation].parent
    for name, item in (("category", chain[0]), ("eligible_programme", chain[-1])) if chain else ():
        if item.heading:
            yield _text(reading, name, item.heading)


def _heading_above(item: Item, items: list[Item]) -> Block | None:
    """The nearest heading over an item that has none, below the first level; None where none is printed."""
    above = {other.notation: other for other in items}
    notation = item.parent
    while notation in above and above[notation].parent:
        if above[notation].heading:
            return above[notation].heading
        notation = above[notation].parent
    return None


def _text(reading: Reading, name: str, block: Block) -> Field:
    return reading.make(name, block.text, *block.span(0, len(block.text)), method="outline")


def _mark(item: Item) -> tuple[int, int]:
    return item.start, item.mark_end


def _programme_field(programme: str) -> Iterator[Field]:
    if programme:
        yield Field("programme", programme, "", None, method="document-title")


def _legal(reading: Reading, context: Context, block: Block) -> Iterator[Field]:
    for hit in find_legal_names(block.text, context.gazetteers.laws):
        span = block.span(hit.start, hit.end)
        name = "legal_basis" if hit.kind == "law" else "plan"
        yield reading.make(name, hit.name, *span, method="citation", note=hit.article)


def _relations(reading: Reading, items: list[Item], kinds: dict[str, str]) -> Iterator[Relation]:
    """`refersTo` for every item that another one names (３（２）ア⑦及び⑧, 下記イ, ⑦の活動)."""
    notations = [item.notation for item in items]
    for item in items:
        subject = f"{kinds.get(item.notation, 'section')}:{item.notation}"
        for block in _blocks(item):
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
