"""Conditions (実施主体, 補助率, 補助基準額) and numbered parts of a programme sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from nlp.amounts import find_amounts
from nlp.cue_files import load_cues
from nlp.gazetteer import comparison_key
from nlp.reading import Reading
from nlp.records import Field, Record
from nlp.sheet_lines import SheetLine
from nlp.subsidies import find_rates

_SPLIT = re.compile(r"[、,，・\s\u3000]+(?=\S)")
_NUMBERED = re.compile(
    r"^(?P<mark>[（(][0-9０-９A-ZＡ-Ｚ][)）]|[①-⑳]|[0-9０-９][.．](?![0-9０-９]))[ \u3000\t]*(?P<label>\S.*)$"
)
_BRACKET = re.compile(
    r"【[^】]*】.*$|[ \u3000\t]+[0-9０-９][0-9０-９,，.．]*[ \u3000]*(?:億|百万|千|万)?円.*$"
)
_AMOUNT_BEFORE = re.compile(
    r"(?P<what>[0-9０-９]*[ \u3000]*[^\s\u3000】（）()]{1,16}あたり|[^\s\u3000【】]{0,16}上限)[\s\u3000]*$"
)


@lru_cache(maxsize=1)
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    cues: dict[str, list[str]] = load_cues("sheet_cues")["conditions"]
    by_word = {word: name for name, words in cues.items() for word in words}
    words = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    return (
        re.compile(
            rf"(?:【[ \u3000]*(?P<bracket>{words})[ \u3000]*】|○[ \u3000]*(?P<mark>{words})[ \u3000]*[:：]|"
            rf"^[（(][0-9０-９][)）][ \u3000]*(?P<item>{words})[ \u3000]*$)[ \u3000\t]*"
        ),
        by_word,
    )


def condition_fields(reading: Reading, lines: Sequence[SheetLine]) -> list[Field]:
    """`implementer`, `subsidy_rate` and `limit` fields of the labels printed on `lines`.

    A label stands in brackets before its value (【補助率】国 1/2), after a circle, or alone above its value.
    """
    pattern, names = _labels()
    found: list[Field] = []
    for number, item in enumerate(lines):
        matches = list(pattern.finditer(item.text))
        for index, match in enumerate(matches):
            word = match["bracket"] or match["mark"] or match["item"]
            kind = names[word]
            end = matches[index + 1].start() if index + 1 < len(matches) else len(item.text)
            if match.end() < end:
                found.extend(_values(reading, item, match.end(), end, kind))
            elif number + 1 < len(lines):
                after = lines[number + 1]
                found.extend(_values(reading, after, 0, len(after.text), kind))
        if not matches and (limits := _loose_limits(reading, item)):
            found.extend(limits)
    return _distinct(found)


def _values(reading: Reading, item: SheetLine, start: int, end: int, kind: str) -> Iterator[Field]:
    text = item.text[start:end]
    if kind == "implementer":
        body = text.strip()
        if 1 < len(body) <= 120 and not body.endswith("。"):
            begin = start + text.index(body)
            yield reading.make(
                "implementer", body.replace("\t", " "), *item.block.span(begin, begin + len(body))
            )
    elif kind == "subsidy_rate":
        for rate in find_rates(text):
            yield reading.make(
                "subsidy_rate", rate.value, *item.block.span(start + rate.start, start + rate.end)
            )
    elif kind == "limit":
        yield from _limits(reading, item, start, end)


def _limits(reading: Reading, item: SheetLine, start: int, end: int) -> Iterator[Field]:
    for amount in find_amounts(item.text[start:end]):
        if amount.yen is None:
            continue
        before = _AMOUNT_BEFORE.search(item.text[start : start + amount.start])
        yield reading.make(
            "limit",
            amount.yen,
            *item.block.span(start + amount.start, start + amount.end),
            unit="円",
            note=before["what"].strip() if before else "",
        )


def _loose_limits(reading: Reading, item: SheetLine) -> list[Field]:
    """Limits on a line of their own: １特別区・中核市あたり 3,543千円, 上限2,000万円."""
    if "あたり" not in item.text and "上限" not in item.text:
        return []
    return [found for found in _limits(reading, item, 0, len(item.text)) if found.note]


def _distinct(fields: Sequence[Field]) -> list[Field]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for item in fields:
        identity = (item.name, item.value, item.note)
        if identity not in seen:
            seen.add(identity)
            kept.append(item)
    return kept


@dataclass
class _Part:
    """A numbered part as it is gathered over the lines of a sheet."""

    mark: str
    label: str
    item: SheetLine
    span: tuple[int, int]
    lines: list[SheetLine] = field(default_factory=list)


def component_records(reading: Reading, lines: Sequence[SheetLine], key: str) -> Iterator[Record]:
    """One `component` record per numbered part: its label, the text below it, its amount and conditions.

    A part printed twice (in the overview and again with its conditions) is one record.
    """
    parts: dict[str, _Part] = {}
    current: _Part | None = None
    for item in lines:
        match = _NUMBERED.match(item.text)
        if match and not item.headings:
            current = _open(match, item, parts)
        elif item.headings or item.kind in ("title", "heading", "other"):
            current = None
        elif current is not None and item.kind in ("text", "amount"):
            current.lines.append(item)
    for number, part in enumerate(parts.values(), 1):
        yield _component(reading, part, key, number)


def _open(match: re.Match[str], item: SheetLine, parts: dict[str, _Part]) -> _Part | None:
    label = match["label"].split("\t")[0]
    label = _BRACKET.sub("", label).strip(" \u3000")
    if len(label) < 3 or label.endswith("。") or label in _labels()[1]:
        return None
    identity = comparison_key(label)
    start = match.start("label")
    known = parts.get(identity)
    if known is None:
        known = parts[identity] = _Part(match["mark"], label, item, (start, start + len(label)))
    known.lines.append(item)
    return known


def _component(reading: Reading, part: _Part, key: str, number: int) -> Record:
    first = part.item
    fields = [
        reading.make("notation", part.mark, *first.block.span(0, len(part.mark)), method="numbered-item"),
        reading.make("label", part.label, *first.block.span(*part.span), method="numbered-item"),
    ]
    cells = first.text.split("\t")
    below = [
        item
        for item in part.lines
        if item is not first and not _NUMBERED.match(item.text) and "【" not in item.text
    ]
    if len(cells) > 2 and cells[-1].strip():
        start = len(first.text) - len(cells[-1])
        fields.append(
            reading.make("description", cells[-1].strip(), *first.block.span(start, len(first.text)))
        )
    elif below and not any(item.text.startswith("※") for item in below[:1]):
        start, end = (
            below[0].block.span(0, len(below[0].text))[0],
            below[0].block.span(0, len(below[0].text))[1],
        )
        for item in below[1:6]:
            begin, finish = item.block.span(0, len(item.text))
            if begin - end > 12:
                break
            end = finish
        fields.append(reading.make("description", "".join(reading.text[start:end].split("\n")), start, end))
    for amount in find_amounts(first.text):
        if amount.yen is not None and "あたり" not in first.text and "上限" not in first.text:
            place = first.block.span(amount.start, amount.end)
            fields.append(reading.make("amount", amount.yen, *place, unit="円"))
            fields.append(reading.make("amount_kind", amount.kind, *place))
            fields.append(reading.make("amount_text", amount.text, *place))
            break
    fields.extend(condition_fields(reading, part.lines))
    return Record(
        "component",
        f"{key}/{number}",
        reading.where(*first.block.span(0, len(first.text))),
        tuple(fields),
        f"sheet:{key}",
    )
