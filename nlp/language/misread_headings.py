"""Headings of sections that a reader garbled, mended where the document prints the words right elsewhere.

Four kinds: letters that a column cut (`cut_headings`), the sign of a cell's border inside the words (外国|人, 配慮・を要する), a katakana
word that lost or won a voicing mark (テジタル取引), and one kanji too many or misread (避難戸所, 生活冉建). Headings of a known outline
are right already.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import normalize

from nlp.language.cut_headings import mended_cuts
from nlp.language.known_words import is_one_word
from nlp.language.lexicon import sudachi_lexicon
from nlp.records import Issue, Record

_WORD = re.compile(r"[ァ-ヺー]{3,}")
_MARKS = ("", "\u3099", "\u309a")
# A border stands in no word, a middle dot before no particle.
_BORDER = re.compile(r"[ 　]*[|｜¦][ 　]*|・(?=[をがにへ])")
_KANJI = "[\u3400-\u9fff々]"
# A kanji between kanji, or the last of four.
_AROUND = re.compile(rf"(?<={_KANJI}{{2}}){_KANJI}(?={_KANJI})|(?<={_KANJI}{{3}}){_KANJI}(?!{_KANJI})")
_SURE, _LIKELY = 0.85, 0.7
# How often the right words are printed for each time that the garbled ones are, with a letter too many and with another letter.
_MORE, _MORE_MISREAD = 3, 2
# In Sudachi units: a letter that belongs (地域内交通, 森林簿情報) costs up to 8,900 less than this, one that does not (避難戸所) more.
_STRANGE = 9000.0
# So strange that the word printed right once is enough (生活冉建: 16,756).
_VERY_STRANGE = 15000.0


def mended_headings(records: Sequence[Record], text: str) -> tuple[list[Record], list[Issue]]:
    """The records, sections with a garbled or cut heading with the right one, and an issue for each; what is printed stays its `raw`.

    A word is only put where `text` prints it more often than what stands there, and where the dictionary has no place for that.
    """
    found: list[Record] = []
    issues: list[Issue] = []
    for record in records:
        label = record.first("label")
        if record.kind != "section" or label is None or label.method == "outline":
            found.append(record)
            continue
        printed = str(label.value)
        uncut = mended_cuts(label.raw, printed, text)
        mended = _WORD.sub(lambda match: _right(match.group(), text), _BORDER.sub("", uncut))
        kanji = _with_right_kanji(mended, text)
        if kanji == printed:
            found.append(record)
            continue
        sure = _SURE if kanji == mended else _LIKELY
        made = replace(label, value=kanji, method="tolerant", confidence=min(label.confidence, sure))
        found.append(replace(record, fields=tuple(made if item is label else item for item in record.fields)))
        message = f"節の見出しの読み誤りを直した: 「{printed}」→「{kanji}」"
        issues.append(
            Issue("misread-heading", "info", message, label.where, f"section:{record.text('notation')}")
        )
    return found, issues


def _with_right_kanji(label: str, text: str) -> str:
    """The heading without a kanji too many, or with the right one for one that is misread; as it is where nothing speaks for another."""
    for place in _AROUND.finditer(label):
        at = place.start()
        after = label[at + 1 : at + 2] if re.match(_KANJI, label[at + 1 : at + 2]) else ""
        before = label[at - (2 if after else 3) : at]
        printed = text.count(f"{before}{label[at]}{after}")
        shorter = text.count(before + after)
        others = Counter(re.findall(f"(?<={before}){_KANJI}(?={after})", text))
        likely = [(shorter / max(1, printed), _MORE, label[:at] + label[at + 1 :])] if after else []
        others.pop(label[at], None)
        if others:
            letter, count = others.most_common(1)[0]
            likely.append((count / max(1, printed), _MORE_MISREAD, label[:at] + letter + label[at + 1 :]))
        mended = [
            one for often, least, one in likely if often >= 1 and _fits_better(one, label, often >= least)
        ]
        if len(mended) == 1:
            return mended[0]
    return label


def _fits_better(one: str, label: str, often: bool) -> bool:
    """Whether the dictionary likes `one` so much better that it may stand for `label`; more so where it is not printed often."""
    gain = sudachi_lexicon().cost(label) - sudachi_lexicon().cost(one)
    return gain >= (_STRANGE if often else _VERY_STRANGE)


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
