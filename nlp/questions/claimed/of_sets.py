"""A claim about a whole set, to be confirmed or denied (R7補正の内閣府の事業は全部再掲ですか): the set, and what is said of each.

Read by `frames/claims_of_sets.toml`. The claim without the word for how many (全部, 半分以上, 一つも) is a question that other
frames read; here only the set and that question are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "claims_of_sets.toml"
_FORMS = (
    "none_of",
    "none_in",
    "only_does",
    "only_else",
    "share",
    "share_last",
    "all_before",
    "all",
    "only",
    "vague",
)
# What a set is called where the question names no kind of thing: a name, a target group.
_KINDS = ("の施策",)


@dataclass(frozen=True, slots=True)
class SetClaim:
    """`of` is the set in words, `said` the question whether one of it is so, `how` (all, none, share, vague, plain) how many are claimed
    to be so, `word` the word of the question that claims it; for a share `least` of the whole, to be reached (`test` >=), passed (>) or not
    reached (<=, <). `doubted`: 全部再掲ではないですか may mean that all are or that none is; `denied`: that not all are is claimed (全部再掲というわけではない).
    `rows`: the rows of a list are spoken of (行), not the programmes in them."""

    of: str
    said: str
    how: str
    word: str = ""
    least: Fraction = Fraction(1)
    test: str = ">="
    doubted: bool = False
    denied: bool = False
    rows: bool = False


def set_claims(question: str) -> tuple[SetClaim, ...]:
    """The ways in which a question, as typed, claims something of all, none or a part of a set, the likelier first; () where it claims none.

    >>> [(c.of, c.said, c.how) for c in set_claims("R7補正の事業は全部再掲ですか")]
    [('r7補正の事業', 'r7補正の事業は再掲ですか', 'all')]
    >>> [(c.said, str(c.least), c.test) for c in set_claims("交付団体の過半数はNPO法人ですか")]
    [('交付団体はnpo法人ですか', '1/2', '>')]
    >>> set_claims("R7補正の事業は全部で何件ですか")
    ()
    """
    text = fold_question(question)
    if patterns(_FILE, "asked")["open"].search(text):
        return ()
    return tuple(_claims(text))


def plain_claim(question: str) -> SetClaim | None:
    """What is said of a set without a word for how many (厚労省の施策は高齢者向けですか); None where it asks whether there is any."""
    text = fold_question(question)
    asked, words = patterns(_FILE, "asked"), patterns(_FILE, "words")
    match = asked["plain"].match(text)
    if match is None or asked["open"].search(text):
        return None
    if words["existing"].search(text) or words["denied"].search(text):
        return None
    return SetClaim(match["set"], text, "plain")


def _claims(text: str) -> Iterator[SetClaim]:
    asked, words = patterns(_FILE, "asked"), patterns(_FILE, "words")
    for form in _FORMS:
        match = asked[form].match(text)
        if match is None:
            continue
        parts = match.groupdict()
        whole = (parts["set"] + (parts.get("noun") or "")).strip("、 ")
        rest = (parts.get("pre") or "") + match["rest"]
        if form.startswith("only") and words["number"].match(match["rest"]):
            continue
        denied = words["not_all"].search(rest) is not None
        said = _said(form, words["not_all"].sub("ですか", rest) if denied else rest)
        doubted = not form.startswith("none") and words["denied"].search(said[0]) is not None
        if doubted:
            said = tuple(words["denied"].sub("ですか", one) for one in said)
        how = "all" if form.startswith(("all", "only")) else "none" if form.startswith("none") else form[:5]
        least, test = _least(parts.get("part") or "", parts.get("than") or "")
        if how == "share" and not least:
            how = "vague"
        rows = words["rows"].search(text) is not None
        for of in _called(whole):
            for one in said:
                yield SetClaim(of, _of_one(of, one), how, match["q"], least, test, doubted, denied, rows)
        return


def _said(form: str, rest: str) -> tuple[str, ...]:
    """What is said of each of the set, as the end of a question, the likelier first."""
    words = patterns(_FILE, "words")
    if form in ("only_does", "only_else", "only"):
        alone = form == "only_does" or words["charge"].search(rest) is not None
        return (f"{rest}だけの担当ですか",) if alone else (f"{words['ones'].sub('', rest)}ですか",)
    if form in ("none_of", "none_in", "share_last"):
        return (words["ones"].sub("", rest) + "ですか",)
    return (rest,)


def _called(whole: str) -> tuple[str, ...]:
    """The set without the field that is claimed of it, and as it is; with a kind of thing where it names none."""
    words = patterns(_FILE, "words")
    plain = tuple(dict.fromkeys((words["field"].sub("", whole), whole)))
    kinds = () if words["thing"].search(whole) else tuple(f"{plain[0]}{kind}" for kind in _KINDS)
    return (*plain, *kinds)


def _of_one(of: str, said: str) -> str:
    """The question whether one of the set is so; of what is in another year's list too, those of the set that are."""
    present = patterns(_FILE, "words")["present"].match(said)
    return f"{of}で{present['when']}にもあるものは?" if present else f"{of}は{said}"


def _least(part: str, than: str) -> tuple[Fraction, str]:
    """The share that is claimed and how it is to be held; 0 where the word says only about how much."""
    words = patterns(_FILE, "words")
    test = ">" if words["more"].search(than) or words["majority"].search(part) else ">="
    if words["less"].search(than):
        test = "<" if words["under"].search(than) else "<="
    if words["majority"].search(part):
        return Fraction(1, 2), test
    if not than:
        return Fraction(0), test
    if words["half"].search(part):
        return Fraction(1, 2), test
    numbers = [Fraction(n) for n in re.findall(r"\d+(?:\.\d+)?", part)]
    if "分の" in part:
        return (numbers[1] / numbers[0] if numbers[0] else Fraction(0)), test
    if "%" in part:
        return numbers[0] / 100, test
    return numbers[0] / 10 + (numbers[1] / 100 if len(numbers) > 1 else 0), test


def of_money(claim: SetClaim) -> bool:
    """Whether the share is of money, which is no number of things."""
    return (
        claim.how in ("share", "vague") and patterns(_FILE, "words")["money"].search(claim.said) is not None
    )


__all__ = ["SetClaim", "of_money", "plain_claim", "set_claims"]
