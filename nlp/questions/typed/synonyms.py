"""Words that say the same as one that frames and data know, put in its place: 所轄 as 担当府省庁, ぶら下がってる as 載ってる.

Families of `frames/synonyms.toml` are compared in Sudachi's normalised forms, so that spelling and inflection need no
entries of their own; a verb's inflection is carried over to the word written. Where a word says so only in its place
(推進する of a ministry), the family tells what must stand before and behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.found.words import Word, words
from nlp.questions.tables.frame_files import load_frames_file

_WIDEST = 6
_PASSIVE = ("れる", "られる")
# Endings by Sudachi's names of inflected forms: of 増える, of 掲載する, and of 載る, 持つ … by their last sound.
_FORMS = ("未然形", "連用形", "促音便", "終止形", "仮定形", "命令形", "意志推量形")
_ENDINGS = {
    "ichidan": ("", "", "", "る", "れ", "ろ", "よう"),
    "suru": ("し", "し", "し", "する", "すれ", "しろ", "しよう"),
    "る": ("ら", "り", "っ", "る", "れ", "れ", "ろう"),
    "つ": ("た", "ち", "っ", "つ", "て", "て", "とう"),
    "く": ("か", "き", "い", "く", "け", "け", "こう"),
    "す": ("さ", "し", "し", "す", "せ", "せ", "そう"),
    "う": ("わ", "い", "っ", "う", "え", "え", "おう"),
}


@dataclass(frozen=True, slots=True)
class Family:
    """The word written for a family of others; `before` and `behind` are what must stand around them, None for anything."""

    written: str
    verb: bool
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None

    def fits(self, before: str, behind: str) -> bool:
        """Whether the text before and behind a word is such that it says what the family says."""
        return (self.before is None or self.before.search(before) is not None) and (
            self.behind is None or self.behind.match(behind) is not None
        )


def in_known_words(text: str) -> str:
    """A folded text with the words of the families replaced, each by the one that is known.

    >>> in_known_words("施策27の所轄官庁は?")
    '施策27の担当府省庁は?'
    >>> in_known_words("3-①に何件の施策がぶら下がってる?")
    '3-①に何件の施策が載ってる?'
    """
    tokens = words(text)
    written, number, reached = "", 0, 0
    while number < len(tokens):
        found = _longest(tokens, number, written + text[reached : tokens[number].start], text)
        if found is None:
            number += 1
            continue
        family, width = found
        last, following = tokens[number + width - 1], tokens[number + width : number + width + 1]
        written += text[reached : tokens[number].start]
        if family.verb:
            ending, reached = inflected(family.written, last, following[0] if following else None)
            written += ending
        else:
            written, reached = written + family.written, last.end
        number += width
        while number < len(tokens) and tokens[number].start < reached:
            number += 1
    return written + text[reached:]


def _longest(tokens: Sequence[Word], number: int, before: str, text: str) -> tuple[Family, int] | None:
    for width in range(_reach(tokens, number), 0, -1):
        run = tokens[number : number + width]
        keys = ("".join(t.surface for t in run), "".join(t.normal for t in run))
        for family in (family for key in dict.fromkeys(keys) for family in _families().get(key, ())):
            if family.verb == (run[-1].pos == "動詞") and family.fits(before, text[run[-1].end :]):
                return family, width
    return None


def _reach(tokens: Sequence[Word], number: int) -> int:
    """How many tokens from one on may be a word of a family: as long as some word of one begins so."""
    begun, surface, normal = _beginnings(), "", ""
    for width, token in enumerate(tokens[number : number + _WIDEST]):
        surface, normal = surface + token.surface, normal + token.normal
        if surface not in begun and normal not in begun:
            return width
    return min(_WIDEST, len(tokens) - number)


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(said[:end] for said in _families() for end in range(len(said) + 1))


def inflected(written: str, last: Word, following: Word | None) -> tuple[str, int]:
    """The word written in the form of the token, and where the text goes on: 割り振ら|れ as 掲載さ|れ.

    `written` is a verb that `inflects`; `following` is the token behind, None at the end.
    """
    kind = _conjugation(written)
    suru = kind == "suru"
    stem = written[: -2 if suru else -1]
    endings = dict(zip(_FORMS, _ENDINGS[kind], strict=True))
    if following is not None and following.normal in _PASSIVE and last.form.startswith("未然形"):
        rest = following.surface[2 if following.surface.startswith("られ") else 1 :]
        passive = {"suru": "さ", "ichidan": "ら"}.get(kind, endings["未然形"])
        return stem + passive + "れ" + rest, following.end
    before_te = following is not None and following.surface[0] in "てたでだ" and "連用形" in last.form
    said = stem + endings.get("促音便" if before_te else last.form.split("-")[0], endings["終止形"])
    if before_te and following is not None and following.surface[0] in "でだ":
        return said + ("て" if following.surface[0] == "で" else "た") + following.surface[1:], following.end
    return said, last.end


_E = "えけげせぜてでねへべめれ"


def inflects(verb: Word) -> bool:
    """Whether a verb in its dictionary form is one that `inflected` writes rightly (載る, 掲げる; not 見る, 読む, 行く)."""
    kind = _conjugation(verb.base)
    regular = kind in _ENDINGS and not verb.base.endswith(("行く", "いく"))
    return regular and verb.kind.startswith({"suru": "サ行変格", "ichidan": "下一段"}.get(kind, "五段"))


def _conjugation(written: str) -> str:
    if written.endswith("する"):
        return "suru"
    return "ichidan" if written[-1] == "る" and written[-2:-1] in tuple(_E) else written[-1]


@lru_cache(maxsize=1)
def _families() -> Mapping[str, tuple[Family, ...]]:
    data = load_frames_file("synonyms.toml")
    found: dict[str, tuple[Family, ...]] = {}
    for kind in ("noun", "verb"):
        for entry in data.get(kind, ()):
            family = _family(entry, data["places"], verb=kind == "verb")
            for said in entry["said"]:
                for key in dict.fromkeys((said, "".join(word.normal for word in words(said)))):
                    found[key] = (*found.get(key, ()), family)
    return found


def _family(entry: Mapping[str, Any], places: Mapping[str, Mapping[str, str]], *, verb: bool) -> Family:
    place = {**places.get(entry.get("place", ""), {}), **entry}
    before, behind = place.get("before", ""), place.get("behind", "")
    return Family(
        entry["written"],
        verb,
        re.compile(f"(?:{before})$") if before else None,
        re.compile(f"(?:{behind})") if behind else None,
    )
