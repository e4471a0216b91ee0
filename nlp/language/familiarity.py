"""How much a piece of text looks like the document around it: garbage slices and cut words show by it.

Learned from the document itself, so it works on any vocabulary. What looks strange there is held against the dictionary:
a short document knows little, and a whole sentence of known words is none the worse for standing in it once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from nlp.language.known_words import kanji_in_words
from nlp.layout.tables import clean_cell

_LETTER = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々ー]")
_WORD = re.compile(r"[\u3400-\u9fff々]+|[\u30a1-\u30ffー]+|[\u3041-\u309f]{1,4}")
_MARKS = re.compile(r"[\s\d、。・,.()（）「」『』:：※○●■□~〜～\-/]+")
_LONGEST = 80
_STRANGE = 0.6
# Share of the kanji in dictionary words of two letters or more: nearly all in whole cells, few in cells of letters taken
# for others; with fewer kanji than `_LEAST_KANJI` it says nothing, and a document of `_ENOUGH` letters knows better.
_WORDS, _NO_WORDS, _LEAST_KANJI, _ENOUGH = 0.9, 0.3, 5, 40_000
# Share of known pairs that every real sentence reaches, by how many letters the document has to learn from:
# measured on cells of the seeds (real cells from 0.52 up, slices of letters 0.00 to 0.50 on 83,000 letters).
_GARBAGE = ((40_000, 0.51), (20_000, 0.4), (6_000, 0.25))


@dataclass(frozen=True)
class Familiarity:
    """Counts over one document's text."""

    text: str

    @cached_property
    def threshold(self) -> float:
        """The share below which a piece is garbage; 0 when the document is too short to judge by."""
        return next((share for size, share in _GARBAGE if len(self.text) >= size), 0.0)

    @cached_property
    def _joined(self) -> str:
        return "\n".join(clean_cell(piece) for piece in re.split(r"[\t\r\n]+", self.text))

    @cached_property
    def _pairs(self) -> Counter[str]:
        text = self._joined
        return Counter(text[index : index + 2] for index in range(len(text) - 1))

    def share(self, piece: str) -> float:
        """Share of the character pairs of `piece` that stand elsewhere in the document too; 0 for no letters."""
        pieces = [part for part in _MARKS.split(clean_cell(piece)) if part]
        if not any(_LETTER.search(part) for part in pieces):
            return 0.0
        pairs = Counter(part[index : index + 2] for part in pieces for index in range(len(part) - 1))
        if not pairs:
            return 0.0
        total = sum(pairs.values())
        return sum(count for pair, count in pairs.items() if self._pairs[pair] > count) / total

    def garbage(self, piece: str) -> bool:
        """Whether `piece` is no Japanese of this document: slices of letters that a reader took for others."""
        if not piece.strip():
            return True
        if not _LETTER.search(piece):
            return not re.search(r"https?:|www\.|[A-Za-z]{4}", piece)
        if len(piece) > _LONGEST:
            return False
        share = self.share(piece)
        if share >= _STRANGE:
            return False
        inside, kanji = kanji_in_words(piece)
        if len(self.text) < _ENOUGH and kanji >= _LEAST_KANJI and inside >= _WORDS * kanji:
            return False
        return share < self.threshold or (kanji >= _LEAST_KANJI and inside <= _NO_WORDS * kanji)

    @cached_property
    def _letters(self) -> dict[str, str | None]:
        return {}

    def lost_before(self, piece: str) -> str:
        """The letter that seems cut off before `piece`, or "" when nothing speaks for a cut.

        The first word of `piece` stands elsewhere at least three times and there nearly always after one and the
        same letter of its own kind: 独・孤立 always follows 孤, 困窮者 always 活. A kana letter before kanji is
        believed on more evidence only (食堂 after こども).
        """
        head = clean_cell(piece)
        word = _WORD.match(head)
        if word is None:
            return ""
        size = len(word[0])
        lengths = {2, size} if size < 4 else {2}
        if size == 1:
            lengths = {2, 3}
        if size > 3 and not self._elsewhere(head[:3]) and kanji_in_words(head[:2]) == (2, 2):
            return ""  # 公営競技 once, where all else is 災害公営住宅: of 公営 alone nothing follows
        letters = {self._before(head[:length]) for length in lengths if len(head) >= length}
        letters.discard(None)
        if len(letters) != 1:
            return ""
        return letters.pop() or ""

    def _elsewhere(self, start: str) -> bool:
        return self._joined.count(start) > 1

    def _before(self, start: str) -> str | None:
        if start not in self._letters:
            self._letters[start] = self._letter_before(start)
        return self._letters[start]

    def _letter_before(self, start: str) -> str | None:
        """The letter that stands before `start` nine times in ten; "" when letters vary, None when it is too rare."""
        before: Counter[str] = Counter()
        text = self._joined
        at = text.find(start)
        while at >= 0:
            before[text[at - 1] if at else "\n"] += 1
            at = text.find(start, at + 1)
        # One occurrence at a cell's beginning is the piece itself.
        before["\n"] = max(0, before["\n"] - 1)
        total = before.total()
        if total < 3:
            return None
        letter, count = before.most_common(1)[0]
        same_kind = _kind(letter) == _kind(start[0])
        enough = count >= 0.9 * total if same_kind else (count >= 0.97 * total and total >= 8)
        return letter if enough and _LETTER.match(letter) else ""


def _kind(letter: str) -> str:
    if "\u3041" <= letter <= "\u309f":
        return "hiragana"
    if "\u30a0" <= letter <= "\u30ff":
        return "katakana"
    return "kanji" if _LETTER.match(letter) else "other"
