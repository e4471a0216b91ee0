"""What a programme sheet is called and whose it is: title, other names, office, contact, ministry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.gazetteer import Gazetteers, comparison_key
from nlp.language.offices import ministry_of
from nlp.layout.blocks import close_spaces
from nlp.reading import Reading
from nlp.records import Field
from nlp.sheets.bounds import SheetSpan
from nlp.sheets.office_names import is_office
from nlp.sheets.printed_lines import SheetLine
from nlp.values.amounts import find_amounts

_ALT = re.compile(r"^[（(〈＜](?P<name>(?:旧[・･])?[^（）()〈〉＜＞。]{5,60})[)）〉＞]")
_CONTACT = re.compile(r"[\[［【]?お問(?:い)?合わ?せ先[\]］】]?[ \u3000:：]*(?P<rest>\S.{3,80})")
_ABOUT = re.compile(r"(?:について|の概要)$")


def title_fields(
    reading: Reading, gazetteers: Gazetteers, lines: Sequence[SheetLine], span: SheetSpan
) -> Iterator[Field]:
    """`label` of the surest title, with the office and ministry that it names."""
    titled = [lines[number] for number in span.titles]
    best = max(titled, key=lambda item: item.title.strength if item.title else -1, default=None)
    if best is None or best.title is None:
        return
    title = best.title
    text = close_spaces(best.text[title.start : title.end].strip(" \u3000")).text
    # 訪問支援事業について is a page about 訪問支援事業.
    text = _ABOUT.sub("", text)
    confidence = (0.7, 0.85, 0.95, 1.0)[max(0, min(3, title.strength))]
    yield reading.make(
        "label", text, *best.block.span(title.start, title.end), method="sheet-title", confidence=confidence
    )
    if title.office is None:
        return
    start, end = title.office
    office = best.text[start:end].strip(" \u3000")
    yield reading.make("bureau", office, *best.block.span(start, end), method="sheet-title")
    found = ministry_of(office, gazetteers)
    if found is not None:
        yield reading.make(
            "ministry",
            found.name,
            *best.block.span(start, end),
            method=found.method,
            confidence=found.confidence,
        )


def alt_labels(reading: Reading, lines: Sequence[SheetLine], span: SheetSpan, label: str) -> Iterator[Field]:
    """Names printed in brackets of their own: beside the title, or before an amount (〈…補助金〉令和7年度…)."""
    near = {n + step for n in span.titles for step in (1, 2, 3)} | set(span.amounts)
    for number in sorted(near):
        if not span.start <= number < span.end:
            continue
        item = lines[number]
        if item.headings:
            continue
        match = _ALT.match(item.text)
        if (
            match is None
            or match["name"].startswith(("うち", "注"))
            or find_amounts(match["name"])
            or comparison_key(match["name"]) == comparison_key(label)
        ):
            continue
        name = match["name"].removeprefix("旧・").strip()
        start = match.start("name") + match["name"].index(name)
        method = "former-name" if match["name"].startswith("旧") else "bracketed-name"
        yield reading.make("alt_label", name, *item.block.span(start, start + len(name)), method=method)


def contact(
    reading: Reading, gazetteers: Gazetteers, own: Sequence[SheetLine], fields: Sequence[Field]
) -> Iterator[Field]:
    """The office to ask, and its ministry where the sheet names none."""
    for item in own:
        match = _CONTACT.search(item.text)
        if match is None:
            continue
        place = item.block.span(match.start("rest"), match.end("rest"))
        yield reading.make("contact", match["rest"], *place)
        found = ministry_of(match["rest"], gazetteers)
        if found is not None and not any(known.name == "ministry" for known in fields):
            yield reading.make(
                "ministry", found.name, *place, method=f"contact-{found.method}", confidence=0.95
            )
        return


def office_line(
    reading: Reading, gazetteers: Gazetteers, own: Sequence[SheetLine], fields: Sequence[Field]
) -> Iterator[Field]:
    """The office on a line of its own between the title and the first heading (成育局 成育環境課), and its ministry."""
    if any(item.name == "bureau" for item in fields):
        return
    for item in own:
        if item.headings:
            return
        if item.kind != "text" or not is_office(item.text):
            continue
        place = item.block.span(0, len(item.text))
        yield reading.make("bureau", item.text.strip(" \u3000（）()【】"), *place, method="office-line")
        found = ministry_of(item.text, gazetteers)
        if found is not None and not any(known.name == "ministry" for known in fields):
            yield reading.make(
                "ministry", found.name, *place, method=found.method, confidence=found.confidence
            )
        return


def organ(
    reading: Reading, gazetteers: Gazetteers, own: Sequence[SheetLine], fields: Sequence[Field]
) -> Iterator[Field]:
    """The ministry of the offices that the text names, when nothing better does and all belong to one (保護観察所 -> 法務省)."""
    if any(item.name == "ministry" for item in fields):
        return
    hits = [(item, hit) for item in own for hit in gazetteers.offices.find(item.text)]
    if hits and len({hit.entry.canonical for _, hit in hits}) == 1:
        item, hit = hits[0]
        place = item.block.span(hit.start, hit.end)
        yield reading.make("ministry", hit.entry.canonical, *place, method="office", confidence=0.7)
