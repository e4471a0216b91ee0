"""Headings that a table's columns cut (②支援|受情報が届く仕組み): what the reader saw of the cut letter is taken out again.

A column edge goes through a letter, and its half is read as a letter of its own beside the whole one, as a sign, or instead of it. Such a
letter goes only where the document never prints it between these two, and prints what is left: the words around it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.language.known_words import is_one_word
from nlp.language.lexicon import sudachi_morphemes
from nlp.layout.tables import clean_cell

# A sign alone at the edge of a cell: 人 ⁴|材, 支援|・ を, 気付|- ける.
_SIGN = r"[・･·\-‐–—―*＊⊥⊤|｜'’`\"~^°⁰¹²³⁴⁵⁶⁷⁸⁹]"
_SIGN_AT_EDGE = re.compile(rf"[ \u3000]+{_SIGN}[ \u3000]*(?=\t)|(?<=\t)[ \u3000]*{_SIGN}[ \u3000]+")
# 確保し、<i>。</i> つながり: a full stop behind a comma ends nothing.
_STOP = re.compile(r"(?<=、)[ \u3000]*(?:<i>)?。(?:</i>)?[ \u3000]*")
# 官・民等の? 官・民等の?連携: read twice, each time with a mark of doubt.
_TWICE = re.compile(r"(?P<words>[^?？\t]{4,40})[?？][ \u3000]*(?P=words)[?？]?")
_LETTER = re.compile(r"[一-龥々A-Za-zＡ-Ｚ]")
_NEAR = 3


def mended_cuts(raw: str, value: str, text: str) -> str:
    """`value`, the heading that `raw` prints (cells parted by tabs), without what its cuts left in it; `text` is the document's.

    Letters are judged by the pairs of letters that the document prints elsewhere.
    """
    plain = _TWICE.sub(lambda match: match["words"], _STOP.sub("", value))
    if "\t" not in raw:
        return plain
    for match in _SIGN_AT_EDGE.finditer(raw):
        left, right = clean_cell(raw[: match.start()]), clean_cell(raw[match.end() :])
        plain = _without_between(plain, left[-1:], match.group().strip(), right[:_NEAR])
    joined = re.sub(r"[ \t\r\n\u3000]", "", text)
    for left, right in _edges(_SIGN_AT_EDGE.sub("", raw)):
        # The number that heads it (②支援) is no part of the name.
        near = next((left[begin:] for begin in range(len(left)) if left[begin:] + right in plain), "")
        if near:
            plain = _without_half(plain, plain.find(near + right) + len(near), joined)
    return plain


def _without_between(text: str, left: str, sign: str, right: str) -> str:
    return re.sub(
        rf"(?<={re.escape(left)})[ \u3000]*{re.escape(sign)}[ \u3000]*(?={re.escape(right)})", "", text
    )


def _edges(raw: str) -> Iterator[tuple[str, str]]:
    """The letters on both sides of each tab."""
    for match in re.finditer(r"\t", raw):
        left, right = clean_cell(raw[: match.start()])[-_NEAR:], clean_cell(raw[match.end() :])[:_NEAR]
        if left and right:
            yield left, right


def _without_half(heading: str, edge: int, text: str) -> str:
    """The heading without a letter at `edge` that is half of its neighbour, or with the whole letter for it."""
    for at in (edge, edge - 1):
        if not 0 < at < len(heading) - 1 or not _LETTER.match(heading[at]):
            continue
        before, letter, after = heading[at - 1], heading[at], heading[at + 1]
        doubled = letter == before
        if text.count(before + letter) > 1 or (not doubled and text.count(letter + after) > 1):
            continue
        if _in_word(heading, at):
            continue
        if text.count(before + after):
            return heading[:at] + heading[at + 1 :]
        whole = {
            found
            for found in re.findall(rf"{re.escape(before)}(.){re.escape(after)}", text)
            if found != letter and _LETTER.match(found) and is_one_word(before + found)
        }
        if len(whole) == 1:
            return f"{heading[:at]}{whole.pop()}{heading[at + 1 :]}"
    return heading


def _in_word(heading: str, at: int) -> bool:
    """Whether a dictionary word of two letters or more holds the letter at `at`."""
    end = 0
    for surface, _, known in sudachi_morphemes(heading):
        end += len(surface)
        if at < end:
            return known and len(surface) > 1
    return False
