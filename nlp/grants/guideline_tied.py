"""The rates and limits of a guideline tied to what they are of: ３（１）アの事業の交付率は２分の１とし、… is of item 3(1)ア.

The sentence names the item before the value, as whose rate it is (の事業の, に要する経費の, については); an item that it takes out (を除く) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.grants.guideline_outline import Outline, blocks_of_item
from nlp.grants.guideline_rules import sentences
from nlp.layout.section_references import find_references
from nlp.records import Field, Record

_NAMES = ("subsidy_rate", "limit")
_KINDS = ("component", "eligible_programme", "activity")
# Behind the item's number: の事業の交付率は, に係る補助率, については. What is taken out or only leaned on (に定める) is not what a rate is of.
_OF = re.compile(
    r"(?:の(?:各)?(?:事業|取組|取り組み|活動|経費|プログラム|コース|枠|区分)?(?!を除|以外|に(?:定め|掲げ|規定))"
    r"|に(?:掲げる|定める|係る|要する|ついて|あって|おいて)|は|[：:])"
)
_TAKEN_OUT = re.compile(r"[^、。]{0,12}(?:を除|以外|に(?:基づ|より|よる|準じ))")


def with_tied(outline: Outline, records: Sequence[Record], conditions: Sequence[Field]) -> list[Record]:
    """`records` of items with the `conditions` (rates, limits) that a sentence says are theirs."""
    tied: dict[str, list[Field]] = {}
    for notation, item in _tied(outline, conditions):
        tied.setdefault(notation, []).append(item)
    return [
        replace(record, fields=(*record.fields, *tied[record.key]))
        if record.kind in _KINDS and record.key in tied
        else record
        for record in records
    ]


def _tied(outline: Outline, conditions: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    notations = [item.notation for item in outline.items]
    for item in outline.items:
        for block, start, end in sentences(blocks_of_item(item)):
            held = [
                found
                for found in conditions
                if found.name in _NAMES and _inside(outline, found, block.span(start, end))
            ]
            if not held:
                continue
            text = block.text[start:end]
            named = [
                (reference.end, reference.notation)
                for reference in find_references(text, item.notation, item.parent, notations)
                if _OF.match(text, reference.end) and not _TAKEN_OUT.match(text, reference.end)
            ]
            for found in held:
                before = [
                    end
                    for end, _ in named
                    if _place(outline, block.span(start, start + end)) <= _start(found)
                ]
                for last, notation in named:
                    if before and last == max(before):
                        yield notation, found


def _inside(outline: Outline, found: Field, span: tuple[int, int]) -> bool:
    where = outline.reading.where(*span)
    return found.where is not None and where.start <= found.where.start < where.end


def _place(outline: Outline, span: tuple[int, int]) -> int:
    return outline.reading.where(*span).end


def _start(found: Field) -> int:
    return found.where.start if found.where is not None else -1
