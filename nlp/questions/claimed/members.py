"""Whether something belongs to what a word of the documents takes in (特別区は地方公共団体に入りますか), or is itself on the list of grantees
(東京都は交付団体ですか). Read by `frames/yes_no.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.questions.printed.printed_texts import level
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key, fold_question

_FILE = "yes_no.toml"


@dataclass(frozen=True, slots=True)
class Membership:
    """`member` is said to belong to `term`."""

    member: str
    term: str


def membership(question: str) -> Membership | None:
    """What is said to belong to what; None for other questions.

    >>> membership("特別区は地方公共団体に入りますか")
    Membership(member='特別区', term='地方公共団体')
    >>> membership("地方公共団体には広域連合も含まれますか").member
    '広域連合'
    """
    text, forms = fold_question(question), patterns(_FILE, "member")
    match = forms["of_term"].match(text) or forms["term_of"].match(text)
    return None if match is None else Membership(match["member"], match["term"])


def said_grantee(question: str) -> str:
    """Who is said to be a grantee, "" where a question says it of nobody.

    >>> said_grantee("東京都は交付団体ですか")
    '東京都'
    """
    match = patterns(_FILE, "member")["grantee"].match(fold_question(question))
    return "" if match is None else match["member"]


def members_told(meanings: Iterable[str]) -> tuple[str, ...]:
    """What meanings of a word, as printed, take in.

    >>> members_told(["地方公共団体（都道府県、市町村及び特別区をいう。以下同じ。）"])
    ('都道府県', '市町村', '特別区')
    """
    forms = patterns(_FILE, "member")
    told: list[str] = []
    for meaning in meanings:
        for match in forms["told"].finditer("".join(meaning.split())):
            told += [forms["rest"].sub("", part).strip() for part in forms["joined"].split(match["list"])]
    return tuple(dict.fromkeys(part for part in told if part))


def is_member(member: str, told: Iterable[str]) -> bool:
    """Whether something is one of those told, in any width and spelling."""
    return fold_key(level(member)) in {fold_key(level(one)) for one in told}


__all__ = ["Membership", "is_member", "members_told", "membership", "said_grantee"]
