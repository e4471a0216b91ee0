"""A guideline's numbered outline with what its sections are about, as the readers of its items share it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.language.legal_names import find_legal_names
from nlp.layout.blocks import Block
from nlp.layout.numbered_items import Item
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Field, Issue, Record


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of one guideline in order, by notation and by parent, with the role of each section."""

    reading: Reading
    context: Context
    items: Sequence[Item]
    programme: str
    cues: dict[str, Any]
    by_notation: dict[str, Item]
    below: dict[str, tuple[Item, ...]]

    @classmethod
    def of(
        cls, reading: Reading, context: Context, items: Sequence[Item], programme: str, cues: dict[str, Any]
    ) -> Outline:
        """The outline of `items`."""
        below: dict[str, tuple[Item, ...]] = {}
        for item in items:
            below[item.parent] = (*below.get(item.parent, ()), item)
        named = {item.notation: item for item in items}
        return cls(reading, context, items, programme, cues, named, below)

    def role(self, item: Item) -> str:
        """What the section of an item is about: the longest cue that the section's heading holds decides; "" for none."""
        top = self.section(item)
        heading = top.heading.text if top.heading else ""
        fitting = [
            (len(word), name)
            for name, words in self.cues["sections"].items()
            for word in words
            if word in heading and len(heading) < 30
        ]
        return max(fitting)[1] if fitting else ""

    def section(self, item: Item) -> Item:
        """The first-level item that an item stands in."""
        while item.parent in self.by_notation:
            item = self.by_notation[item.parent]
        return item

    def parent(self, item: Item) -> Item | None:
        """The item above, None at the first level."""
        return self.by_notation.get(item.parent)

    def heading_above(self, item: Item) -> Block | None:
        """The nearest heading over an item below the first level; None where none is printed."""
        above = self.parent(item)
        while above is not None and above.parent in self.by_notation:
            if above.heading:
                return above.heading
            above = self.parent(above)
        return None

    def heading(self, name: str, block: Block) -> Field:
        """A field with a printed heading."""
        return self.reading.make(name, block.text, *block.span(0, len(block.text)), method="outline")

    def notation(self, item: Item) -> Field:
        """The `notation` of an item, where its number is printed."""
        return self.reading.make("notation", item.notation, item.start, item.mark_end, method="outline")

    def shared(self) -> Iterator[Field]:
        """The programme that every record of the guideline is of."""
        if self.programme:
            yield Field("programme", self.programme, "", None, method="document-title")

    def citations(self, block: Block) -> Iterator[Field]:
        """`legal_basis` and `plan` fields of a text."""
        for hit in find_legal_names(block.text, self.context.gazetteers.laws):
            span = block.span(hit.start, hit.end)
            name = "legal_basis" if hit.kind == "law" else "plan"
            yield self.reading.make(name, hit.name, *span, method="citation", note=hit.article)


@dataclass
class Found:
    """What has been read so far; `kinds` maps a notation to the kind of its record."""

    records: list[Record] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)


_POINTS_BELOW = re.compile(
    r"次に(?:掲げる|定める|該当)|次の(?:いずれ|とおり|各号|要件|条件|書類|経費|者|団体|取組|事業|場合|事項|ものと|もの(?:と|は)|すべて|全て)"
    r"|以下の|以下に|下記の|次のア|次の[(（①]"
)


def points_below(text: str) -> str:
    """The part of a sentence that speaks of the items listed under it, from the words that point there; "" without.

    >>> points_below("重複してはならないほか、次の書類を提出すること。"), points_below("翌年度に提出すること。")
    ('次の書類を提出すること。', '')
    """
    found = _POINTS_BELOW.search(text)
    return text[found.start() :] if found else ""


def blocks_of_item(item: Item) -> list[Block]:
    """Heading and paragraphs of an item, in order."""
    return [*([item.heading] if item.heading else []), *item.paragraphs]
