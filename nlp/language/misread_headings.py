"""Headings of sections that a reader misread: letters that a column cut (`cut_headings`), and a katakana word that lost or won a voicing
mark (テジタル取引), mended where the document prints the word right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.language.cut_headings import mended_cuts
from nlp.language.known_words import is_one_word
from nlp.records import Issue, Record

_WORD = re.compile(r"[ァ-ヺー]{3,}")
_MARKS = ("", "\u3099", "\u309a")
_SURE = 0.85


def mended_headings(records: Sequence[Record], text: str) -> tuple[list[Record], list[Issue]]:
    """The records, sections with such a word or cut letter in their heading with the right one, and an issue for each.

    Only a word that the dictionary has not, of which one voicing mark makes a word that it has and that `text` prints more often.
    Headings of a known outline are right already.
    """
    found: list[Record] = []
    issues: list[Issue] = []
    for record in records:
        label = record.first("label")
        if record.kind != "section" or label is None or label.method == "outline":
            found.append(record)
            continue
        printed = str(label.value)
        mended = mended_cuts(label.raw, printed, text)
        mended = _WORD.sub(lambda match: _right(match.group(), text), mended)
        if mended == printed:
            found.append(record)
            continue
        made = replace(label, value=mended, method="tolerant", confidence=min(label.confidence, _SURE))
        found.append(replace(record, fields=tuple(made if item is label else item for item in record.fields)))
        message = f"節の見出しの読み誤りを直した: 「{printed}」→「{mended}」"
        issues.append(
            Issue("misread-heading", "info", message, label.where, f"section:{record.text('notation')}")
        )
    return found, issues


def _right(word: str, text: str) -> str:
    """The one word with another voicing mark that the document prints more often; else the word itself."""
    if is_one_word(word):
        return word
    likely = {one for one in _other_marks(word) if text.count(one) > text.count(word) and is_one_word(one)}
    return likely.pop() if len(likely) == 1 else word


def _other_marks(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        bare = normalize("NFD", letter)[0]
        for mark in _MARKS:
            other = normalize("NFC", bare + mark)
            if len(other) == 1 and other != letter:
                yield word[:at] + other + word[at + 1 :]
