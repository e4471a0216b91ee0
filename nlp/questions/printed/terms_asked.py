"""A question for what a word of the documents means, and the sentences that say so. The knowledge is in `frames/terms_asked.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.found.marked import Marked
from nlp.questions.found.words import words
from nlp.questions.printed.asked_words import says_something
from nlp.questions.printed.printed_texts import level
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.text import fold_question

_FILE = "terms_asked.toml"


@dataclass(frozen=True, slots=True)
class TermAsked:
    """The word whose meaning is asked for, the words of the question that say where it stands, and what may belong to it."""

    term: str
    beside: tuple[str, ...]
    member: str = ""


@lru_cache(maxsize=1)
def _asked() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(said) for said in load_frames_file(_FILE)["asked"].values())


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    return re.compile(load_frames_file(_FILE)["lead"]["said"])


@lru_cache(maxsize=1)
def _glue() -> re.Pattern[str]:
    return re.compile(load_frames_file(_FILE)["glue"]["said"])


def term_asked(question: str) -> TermAsked | None:
    """The word whose meaning a question, as typed, asks for; None where it asks for something else.

    >>> term_asked("居住支援法人とはなんぞや、短く").term
    '居住支援法人'
    >>> term_asked("学生です、「731の内数」ってどういう意味なのか分かりません").term
    '731の内数'
    >>> term_asked("そもそも備考欄の再掲とはどういうことを指すんですか").term
    '再掲'
    >>> term_asked("令和7年度の事業は何件？") is None
    True
    """
    text = fold_question(question)
    for pattern in _asked():
        match = pattern.search(text)
        if match is not None:
            beside = _beside(text, match.span())
            member = match.groupdict().get("member") or ""
            term = _lead().sub("", match["term"]).strip("の") or match["term"].strip("の")
            return TermAsked(term, beside, member)
    return None


def _beside(text: str, span: tuple[int, int]) -> tuple[str, ...]:
    """The content words outside the asking part that narrow: those of no reason, place or politeness."""
    marked = Marked(text, [span])
    marked.all(_glue())
    return tuple(token.surface for token in marked.unread(words(text)) if says_something(token))


def meanings(term: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The stretches of printed texts that say what a term means, those of the plainest form alone, each once.

    >>> meanings("地方公共団体", ["（以下略）地方公共団体（都道府県、市町村及び特別区をいう。以下同じ。）が行う"])
    ('地方公共団体（都道府県、市町村及び特別区をいう。以下同じ。）',)
    """
    spelt = level(term)
    printed = ((text, level(text)) for text in dict.fromkeys(texts))
    kept = [(text, levelled) for text, levelled in printed if spelt in levelled]
    said = re.escape(spelt)
    for form in load_frames_file(_FILE)["defining"]["forms"]:
        pattern = re.compile(form.replace("{t}", said))
        found = [
            text[match.start() : match.end()].strip(" -・\t\n")
            for text, levelled in kept
            for match in pattern.finditer(levelled)
        ]
        if found:
            return tuple({level(one): one for one in found}.values())
    return ()


__all__ = ["TermAsked", "meanings", "term_asked"]
