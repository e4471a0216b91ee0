"""Rates and limits that a guideline sets: 交付率は、…の事業にあっては２分の１以内; 交付限度額は次のとおり: ア 都道府県 3,500万円.

A sentence counts that says the word (`[conditions]` of `guideline_cues.toml`); where it points below (次のとおり), the items below
it do, each with what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.cue_files import compiled
from nlp.grants.guideline_rules import sentences
from nlp.layout.blocks import Block
from nlp.layout.numbered_items import Item
from nlp.reading import Reading
from nlp.records import Field
from nlp.values.amounts import find_amounts
from nlp.values.subsidies import find_rates

_BELOW = re.compile(r"次のとおり|次に掲げる|以下のとおり|下記のとおり|次の(?:各号|表|区分)|別表|以下に")
_FOR = re.compile(
    r"(?P<what>[^、。，は]{2,40}?)(?:にあっては|については|においては|の場合(?:は)?|に対しては|[は：:])[、，\s\u3000]*(?:定額)?$"
)
_EXCEPT = re.compile(r"ただし、")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_EDGE = re.compile(r"[\s\u3000：:、，は]+$|^[\s\u3000]*[・-]?[\s\u3000]*")


def condition_fields(
    reading: Reading, items: Sequence[Item], cues: Mapping[str, Sequence[str]]
) -> list[Field]:
    """`subsidy_rate` and `limit` fields of a guideline, each value and purpose once; the note says what it is for."""
    found: list[Field] = []
    below = _children(items)
    for item in items:
        blocks = [*([item.heading] if item.heading else []), *item.paragraphs]
        for name, patterns in cues.items():
            found.extend(_stated(reading, name, blocks, patterns))
            points = any(
                _says(block.text, patterns) and _BELOW.search(block.text) for block in blocks
            ) or bool(item.heading and _is_word(item.heading.text, patterns))
            for child in below.get(item.notation, ()) if points else ():
                found.extend(_listed(reading, name, child))
            if points:
                found.extend(_table(reading, name, item))
    return _distinct(found)


def _children(items: Sequence[Item]) -> dict[str, list[Item]]:
    below: dict[str, list[Item]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    return below


def _says(text: str, patterns: Iterable[str]) -> bool:
    return any(compiled(pattern).search(text) for pattern in patterns)


def _is_word(heading: str, patterns: Iterable[str]) -> bool:
    """Whether a heading is the word and little else (（３）交付限度額)."""
    return len(heading) <= 14 and _says(heading, patterns)


def _stated(reading: Reading, name: str, blocks: Sequence[Block], patterns: Sequence[str]) -> Iterator[Field]:
    """Values in a sentence that says the word itself."""
    before: tuple[Block, bool] | None = None
    for block, start, end in sentences(blocks):
        text = block.text[start:end]
        word = next((hit for pattern in patterns if (hit := compiled(pattern).search(text))), None)
        # ただし、離島にあっては18万円とする。: an exception to the sentence before says its word by it.
        excepts = _EXCEPT.match(text) if before is not None and before[0] is block and before[1] else None
        said = word or excepts
        before = (block, said is not None)
        if said is None:
            continue
        for first, last, value in _values(name, text):
            # ２分の１以内を補助する says it behind, 交付率は２分の１ before the value; further away it is another's.
            if abs(first - said.end()) > 120:
                continue
            found = _FOR.search(text[:first])
            what = found["what"] if found and not _says(found["what"], patterns) else ""
            what = _EXCEPT.sub("", what)
            yield _made(reading, name, value, block, start + first, start + last, what)


def _listed(reading: Reading, name: str, item: Item) -> Iterator[Field]:
    """Values of an item below (ア 都道府県 3,500万円): what stands before the value is what it is for."""
    for block in [*([item.heading] if item.heading else []), *item.paragraphs]:
        if "。" not in _BRACKET.sub("", block.text):  # a sentence says itself what it is about
            yield from _line(reading, name, block)


def _table(reading: Reading, name: str, item: Item) -> Iterator[Field]:
    """Values of bullets in the item itself (・市町村 500万円)."""
    for block in item.paragraphs:
        if re.match(r"[\s\u3000]*[・○●-]", block.text):
            yield from _line(reading, name, block)


def _line(reading: Reading, name: str, block: Block) -> Iterator[Field]:
    values = list(_values(name, block.text))
    for first, last, value in values[:1]:
        what = _EDGE.sub("", block.text[:first])
        yield _made(reading, name, value, block, first, last, what if len(what) <= 60 else "")


def _values(name: str, text: str) -> Iterator[tuple[int, int, int | str]]:
    if name == "subsidy_rate":
        for rate in find_rates(text):
            yield rate.start, rate.end, rate.value
        return
    for amount in find_amounts(text):
        # ３万円未満, 50万円以上の: a threshold is no limit.
        if amount.yen is not None and not re.match(
            r"[ \u3000]*(?:未満|以上|を超える|程度|前後)", text[amount.end :]
        ):
            yield amount.start, amount.end, amount.yen


def _made(
    reading: Reading, name: str, value: int | str, block: Block, start: int, end: int, note: str
) -> Field:
    unit = "円" if name == "limit" else ""
    span = block.span(start, end)
    return reading.make(name, value, *span, unit=unit, method="section", confidence=0.9, note=note)


def _distinct(fields: Iterable[Field]) -> list[Field]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for item in fields:
        where = item.where
        identity = (item.name, where.start if where else None)
        if identity not in seen:
            seen.add(identity)
            kept.append(item)
    return kept
