"""Finds where a numbered text refers to its own items: ３（２）ア⑦及び⑧, 下記イ, 以上①から⑦."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from nlp.layout.item_markers import CIRCLED, KANA

_FULL = re.compile(
    rf"(?<![0-9０-９令和平成年／/.．])(?P<top>[0-9０-９]{{1,2}})(?P<rest>[（(][0-9０-９]{{1,2}}[)）][{KANA}]?[{CIRCLED}]?)"
    rf"(?P<more>(?:(?:及び|、|・|又は|並びに|から|～|~)[{CIRCLED}])*)"
)
_SECTION = re.compile(r"(?:上記|下記|前記)(?P<top>[0-9０-９]{1,2})(?=の|に|及び)")
_KANA_BROTHER = re.compile(
    rf"(?<![ァ-ヶー一-龥0-9０-９）)])(?P<mark>[{KANA}])(?=の(?:活動|取組|事業|規定|経費|団体))"
)
_BROTHER = re.compile(rf"(?:上記|下記|前記)(?P<mark>[{KANA}](?![{KANA}])|[（(][0-9０-９]{{1,2}}[)）])")
_CIRCLED = re.compile(
    rf"(?P<first>[{CIRCLED}])(?P<more>(?:(?:及び|、|・|又は|並びに|から|～|~)[{CIRCLED}])*)"
)
_MORE = re.compile(rf"(?P<link>及び|、|・|又は|並びに|から|～|~)(?P<mark>[{CIRCLED}])")


@dataclass(frozen=True, slots=True)
class Reference:
    """`notation` is the item referred to; [start, end) the words that do so."""

    notation: str
    start: int
    end: int
    rule: str
    confidence: float


def find_references(text: str, notation: str, parent: str, notations: Sequence[str]) -> Iterator[Reference]:
    """References in the text of item `notation` (whose parent is `parent`) to items that exist in `notations`."""
    taken: list[tuple[int, int]] = []
    for match in _FULL.finditer(text):
        base = normalize("NFKC", match["top"] + re.sub(rf"[{CIRCLED}]$", "", match["rest"]))
        last = match["rest"][-1]
        marks = [base + mark for mark in _series(last, match["more"])] if last in CIRCLED else [base]
        taken.append(match.span())
        yield from _known(marks, notation, notations, match.span(), "full-reference", 1.0)
    for match in _SECTION.finditer(text):
        yield from _known(
            [normalize("NFKC", match["top"])], notation, notations, match.span(), "section-reference", 1.0
        )
    for match in (*_BROTHER.finditer(text), *_KANA_BROTHER.finditer(text)):
        yield from _known(
            [parent + normalize("NFKC", match["mark"])],
            notation,
            notations,
            match.span(),
            "sibling-reference",
            0.95,
        )
    for match in _CIRCLED.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        marks = [parent + mark for mark in _series(match["first"], match["more"])]
        yield from _known(marks, notation, notations, match.span(), "sibling-reference", 0.95)


def _series(first: str, more: str) -> list[str]:
    """① and what follows it: "、②" adds one, "から④" all up to it."""
    marks = [first]
    for match in _MORE.finditer(more):
        if match["link"] in ("から", "～", "~"):
            begin, end = CIRCLED.index(marks[-1]) + 1, CIRCLED.index(match["mark"])
            marks.extend(CIRCLED[begin : end + 1])
        else:
            marks.append(match["mark"])
    return marks


def _known(
    marks: list[str],
    notation: str,
    notations: Sequence[str],
    span: tuple[int, int],
    rule: str,
    confidence: float,
) -> Iterator[Reference]:
    for mark in marks:
        if mark in notations and mark != notation:
            yield Reference(mark, *span, rule, confidence)
