"""Ways in which a document's text is damaged, and what must hold of whatever is read from it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from unicodedata import normalize

from nlp.records import Extraction, Field
from nlp.values.quantities import kanji_number

Mutation = Callable[[str, random.Random], str]
NUMBERED = ("budget_line", "measure", "grantee")
# Digits of these stand in their quote; those that were worked out from other rows say so by their method.
_COUNTED = ("amount", "number", "limit", "target_value", "result_value")
_WORKED_OUT = frozenset({"sequence", "derived", "document", "outline", "restored", "assigned"})
_PLACED = re.compile(r"[一二三四五六七八九十百千万]+")
_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")


def cut_tail(text: str, rng: random.Random) -> str:
    """The text up to anywhere."""
    return text[: rng.randrange(1, len(text))]


def cut_head(text: str, rng: random.Random) -> str:
    """The text from anywhere."""
    return text[rng.randrange(len(text) - 1) :]


def shuffled(text: str, rng: random.Random) -> str:
    """Some neighbouring lines in another order."""
    lines = text.split("\n")
    begin = rng.randrange(len(lines))
    part = lines[begin : begin + rng.randrange(2, 60)]
    rng.shuffle(part)
    return "\n".join([*lines[:begin], *part, *lines[begin + len(part) :]])


def glyph_damage(text: str, rng: random.Random) -> str:
    """One character in fifty replaced by glyph debris of any block."""
    chars = list(text)
    for _ in range(len(chars) // 50):
        place = rng.randrange(len(chars))
        if chars[place] not in "\n\t":
            block = rng.choice(((0x250, 0x2000), (0x4E00, 0x9FFF), (0x590, 0x8FF), (0x3013, 0x3014)))
            chars[place] = chr(rng.randrange(*block))
    return "".join(chars)


def doubled(text: str, rng: random.Random) -> str:
    """A run of lines printed twice."""
    lines = text.split("\n")
    begin = rng.randrange(len(lines))
    end = min(len(lines), begin + rng.randrange(1, 80))
    return "\n".join([*lines[:end], *lines[begin:]])


def interleaved(text: str, rng: random.Random) -> str:
    """Two neighbouring runs of lines merged line by line, as two columns of a page are."""
    lines = text.split("\n")
    begin, size = rng.randrange(len(lines)), rng.randrange(2, 25)
    first, second = lines[begin : begin + size], lines[begin + size : begin + 2 * size]
    merged = [line for pair in zip(first, second, strict=False) for line in pair]
    rest = [*first[len(second) :], *second[len(first) :]]
    return "\n".join([*lines[:begin], *merged, *rest, *lines[begin + 2 * size :]])


def retabbed(text: str, rng: random.Random) -> str:
    """Other separators between cells."""
    return text.replace("\t", rng.choice((" ", "\t\t", "　")))


def unsure_digits(text: str, rng: random.Random) -> str:
    """Three digits in ten read wrongly."""
    return "".join(
        rng.choice("0123456789") if char.isdigit() and rng.random() < 0.3 else char for char in text
    )


def re_encoded(text: str, rng: random.Random) -> str:
    """Characters that an old encoding does not have turned into question marks, or Unicode forms changed."""
    encoding = rng.choice(("cp932", "euc_jp", "NFC", "NFKC"))
    if encoding.startswith("NF"):
        return normalize("NFC" if encoding == "NFC" else "NFKC", text)
    return text.encode(encoding, errors="replace").decode(encoding)


MUTATIONS: Mapping[str, Mutation] = {
    function.__name__: function
    for function in (
        cut_tail,
        cut_head,
        shuffled,
        glyph_damage,
        doubled,
        interleaved,
        retabbed,
        unsure_digits,
        re_encoded,
    )
}
# Where every row of the clean text is still there, if in another place.
KEEPS_ROWS = ("shuffled", "glyph_damage", "doubled", "interleaved", "re_encoded")


def faults(extraction: Extraction) -> Iterator[str]:
    """What no extraction may do: quotes that do not slice back, keys twice, numbers that their quote does not hold."""
    keys = set()
    for record in extraction.records:
        if (record.kind, record.key) in keys:
            yield f"{record.kind} {record.key} twice"
        keys.add((record.kind, record.key))
        for item in record.fields:
            where = item.where
            if where is not None and extraction.text[where.start : where.end] != item.raw:
                yield f"{record.kind} {record.key} {item.name}: quote is not at its place"
            if item.name in _COUNTED and not _holds(item):
                yield f"{record.kind} {record.key} {item.name}: {item.value} is not in {item.raw!r}"
    for issue in extraction.issues:
        if issue.where is not None and not 0 <= issue.where.start <= issue.where.end <= len(extraction.text):
            yield f"issue {issue.code} stands outside the text"


def _holds(item: Field) -> bool:
    """Whether the digits of a number, its zeros at the end left out, stand in its quote in their order."""
    if item.value is None or item.method in _WORKED_OUT:
        return True
    quote = normalize("NFKC", item.repaired if item.repaired is not None else item.raw)
    # 二千四百十七件: kanji that say their places.
    placed = _PLACED.sub(lambda found: str(kanji_number(found.group())), quote)
    wanted = re.sub(r"[^0-9]", "", str(item.value)).rstrip("0").lstrip("0")
    return any(
        all(digit in printed for digit in wanted)
        for printed in (iter(re.sub(r"[^0-9]", "", text)) for text in (quote.translate(_KANJI), placed))
    )


def lost_rows(clean: Extraction, damaged: Extraction) -> Iterator[str]:
    """Rows of the clean text with a printed number that were neither read nor reported.

    Read: a row of that number or of that name. Reported: an issue that names the row, or one that is no mere note at the row's line.
    """
    numbers = {f"{record.kind}:{record.value('number')}" for record in damaged.records}
    labels = {record.text("label") for record in damaged.records if record.kind in NUMBERED} - {""}
    reported = {issue.subject for issue in damaged.issues}
    spans = [issue.where for issue in damaged.issues if issue.where is not None and issue.severity != "info"]
    for record in clean.records:
        number = record.first("number")
        if record.kind not in NUMBERED or number is None or number.where is None:
            continue
        row, label = f"{record.kind}:{number.value}", record.text("label")
        if number.method in _WORKED_OUT or row in numbers or row in reported or label in labels:
            continue
        begin = clean.text.rfind("\n", 0, number.where.start) + 1
        line = clean.text[begin : begin + 60].split("\n")[0]
        # A line that is damaged itself is found by what is left of it.
        line = next((part for part in (line, line[-18:], line[:12]) if part in damaged.text), line)
        places = (
            [found.start() for found in re.finditer(re.escape(line), damaged.text)] if line.strip() else []
        )
        if not places and len(damaged.text) == len(clean.text):
            places = [begin]  # letters were exchanged, none moved
        if places and all(
            any(span.start < place + len(line) and place < span.end for span in spans) for place in places
        ):
            continue
        yield f"{row} {label}"
