"""A claim about a whole set (R7補正の内閣府の事業は全部再掲ですか): judged over every row of it, those that are not so told.

Of a budget list each printed row is judged, since a programme that is 再掲 in one row need not be in another; a share is one of its
programmes (事業の半分以上), unless rows are spoken of, and the rows are told beside it. A row of which the document does not tell (no ministry that can be read, 内数 against an amount) is neither: with such rows all is not claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from api.answering.result import (
    AskServices,
    Result,
    coverage,
    listed,
    numbered,
    select,
    template_text,
    things,
)
from api.answering.sets.lists import unit_words
from api.answering.sets.narrower_groups import with_narrower
from api.answering.words import ones_words, set_words
from graph.iris import NS
from graph.question_graph import can_list, complete, supports
from nlp.questions.claimed.of_sets import SetClaim, of_money, plain_claim, set_claims
from nlp.questions.conditions.wording import words_of
from nlp.questions.parser import Understood, understand
from nlp.questions.records import Condition, Frame, Term

_LISTING, _NAMING, _CLAIMING = ("list",), ("describe",), ("exists", "list")
_MOST_TOLD = 8
_AMOUNT = "amount"
_ROWS = ("line", "measure", "programme", "grantee")
"""Rows of closed lists: what a list of them has not is not there, unlike what no clause of a text says."""
_SCOPE = ("year", "stage")
"""Conditions that say which rows are spoken of, wherever they stand (Xの行はR6補正で全部内数ですか)."""
_SAID_ONLY = frozenset({"reached", "missed", "short"})
"""Conditions that hold where a text says so; that it does not say so denies nothing."""
_PRINTED = {
    "ministry": "ministry",
    "ministry_below": "ministry",
    "sole": "ministry",
    "joint": "ministry",
    "target_group": "targetGroup",
    "target_group_below": "targetGroup",
    "legal_form": "legalForm",
    "prefecture": "prefecture",
    "area": "serviceArea",
}
"""What a row must have printed to be judged by a condition, as a property."""


_ABOUT = re.compile(
    "関係|関連|がらみ|絡み|まわり|周り|分野|方面|系の|領域|ジャンル|に関する|について|にまつわる"
)
_KANA = re.compile("[ぁ-ん]*")
_RENAMED = "名称の変わった事業は、別の事業として数えています。"


@dataclass(frozen=True, slots=True)
class _Judged:
    """The rows of a set by their things: all, those that are as claimed, and those of which the document does not tell."""

    whole: tuple[dict[str, Any], ...]
    part: frozenset[str]
    untold: frozenset[str]

    @property
    def odd(self) -> tuple[dict[str, Any], ...]:
        """The rows that are told to be otherwise."""
        return tuple(r for r in self.whole if r["id"] not in self.part and r["id"] not in self.untold)


def claim_of_set(question: str, services: AskServices) -> Result | None:
    """はい or いいえ with the numbers and what is not so, to a question that claims something of all, none or a part of a set; None for any
    other, and where the set or what is said of it is not read."""
    for claim in set_claims(question):
        if of_money(claim):
            continue
        read = _read(claim, services)
        if read is not None:
            whole, part = read
            return _answer(claim, whole, part, _judged(part, whole, services, claim), services)
    return None


def plain_claim_of_set(question: str, services: AskServices) -> Result | None:
    """What is said of a set without a word for how many, where it holds for some of it only: how many they are, neither はい nor いいえ;
    None where all or none of it is so, and for any other question."""
    claim = plain_claim(question)
    read = None if claim is None else _read(claim, services)
    if claim is None or read is None:
        return None
    whole, part = read
    judged = _judged(part, whole, services, claim)
    if not 0 < len(judged.part) < len(judged.whole):
        return None
    return _answer(claim, whole, part, judged, services)


def _read(claim: SetClaim, services: AskServices) -> tuple[Understood, Understood] | None:
    """The set, and the part of it that is as claimed, as questions; None where either is not read, or they are of different things."""
    of, said = understand(f"{claim.of}は？", services.known), understand(claim.said, services.known)
    if not isinstance(of, Understood) or not isinstance(said, Understood):
        return None
    whole, part = of.frame, said.frame
    if of.rule.op in _NAMING and part.over == "line" and whole.of_kind("programme"):
        whole = replace(whole, over="line", item="line")  # Xは全部再掲ですか: the rows that print X
    elif of.rule.op not in _LISTING:
        return None
    unread = whole.unused or part.unused or whole.limit or whole.nth or part.limit or part.nth
    if said.rule.op not in _CLAIMING or said.rule.flag or unread:
        return None
    if whole.over != part.over or whole.over not in _ROWS or not can_list(whole.over, whole.over):
        return None
    within = [c for c in part.conditions if c.kind in _SCOPE and c.mode == "any"]
    kept, more = _split(part.conditions, [*whole.conditions, *within])
    if (
        len(_split(kept, whole.conditions)[0]) != len(whole.conditions)
        or not more
        or any(map(_no_word, more))
    ):
        return None
    wider = with_narrower(said, services).frame.conditions
    if len(wider) != len(part.conditions):
        return None
    base = tuple(c for c, plain in zip(wider, part.conditions, strict=True) if plain in kept)
    item = _counted(claim, whole)
    return (
        replace(of, frame=replace(whole, conditions=base, item=item)),
        replace(said, frame=replace(part, conditions=wider, item=item)),
    )


def _counted(claim: SetClaim, whole: Frame) -> str:
    """What the claim counts: of a budget list the programmes where a share is claimed and no rows are spoken of, else the rows."""
    programmes = whole.over == "line" and claim.how in ("share", "vague") and not claim.rows
    return "programme" if programmes else whole.over


def _rows_beside(whole: Understood, part: Understood, services: AskServices) -> str:
    """How many rows of the list they are, where programmes are counted; "" where rows are."""
    if whole.frame.item == whole.frame.over:
        return ""
    many, so = (
        len(things(select("list", replace(one.frame, item=one.frame.over), services)[1], one.frame.over))
        for one in (whole, part)
    )
    return f"一覧の行では{many}行のうち{so}行です。"


def _no_word(condition: Condition) -> bool:
    """Whether words are looked for that say nothing by themselves (わけ, みんな): the claim was not read."""
    said = "".join(t.label or t.value for t in condition.values)
    return condition.kind == "keyword" and _KANA.fullmatch(said) is not None


def _split(
    conditions: Sequence[Condition], base: Sequence[Condition]
) -> tuple[list[Condition], list[Condition]]:
    """The conditions that those of the set have as well, and the others."""
    known = [_meant(c) for c in base]
    kept = [c for c in conditions if _meant(c) in known]
    return kept, [c for c in conditions if _meant(c) not in known]


def _meant(condition: Condition) -> tuple[object, ...]:
    values = frozenset((t.kind, t.value) for t in condition.values)
    return condition.kind, values, condition.mode, condition.operator


def _judged(part: Understood, whole: Understood, services: AskServices, claim: SetClaim) -> _Judged:
    rows = things(select("list", whole.frame, services)[1], whole.frame.item)
    so = things(select("list", part.frame, services)[1], part.frame.item)
    untold = frozenset(
        item["id"]
        for lacking in _lacking(part.frame, whole.frame)
        for item in things(select("list", lacking, services)[1], whole.frame.item)
    )
    found = frozenset(item["id"] for item in so)
    if _by_word(part, whole) and _ABOUT.search(claim.said):
        untold |= {item["id"] for item in rows}  # 食品関係: a row without the word may yet be about it
    return _Judged(tuple(rows), found, untold - found)


def _by_word(part: Understood, whole: Understood) -> bool:
    return any(c.kind == "keyword" for c in part.frame.conditions if c not in whole.frame.conditions)


def _lacking(part: Frame, whole: Frame) -> list[Frame]:
    """The rows of the set that do not print what the claim is judged by."""
    added = [c for c in part.conditions if c not in whole.conditions]
    lacks = [
        Condition("missing", (Term("iri", f"{NS}{_PRINTED[c.kind]}"),))
        for c in added
        if c.kind in _PRINTED and supports(whole.over, "missing")
    ]
    if any(c.kind == _AMOUNT for c in added):
        lacks.append(Condition("amount_kind", (Term("iri", f"{NS}exact"),), "none"))
    return [replace(whole, conditions=(*whole.conditions, lack)) for lack in lacks]


def _answer(
    claim: SetClaim, whole: Understood, part: Understood, judged: _Judged, services: AskServices
) -> Result:
    added = [c for c in part.frame.conditions if c not in whole.frame.conditions]
    base, told = set_words(whole), "、".join(words_of(c) for c in added)
    note = f"{base}のうち{ones_words(told)}{_claimed(claim)}"
    query = complete(template_text("claim_of_set"), part.frame, {"test": _test(claim)}, whole.frame)
    covered = coverage(whole.frame, services)
    if part.frame.of_kind("present_year"):
        covered.insert(0, _RENAMED)
    if not judged.whole:
        text = f"{base}は、読み込んだ文書の中に見つかりませんでした。"
        return Result(text, {}, query, covered, reason="not_in_source", note=note)
    unit = unit_words(whole.frame.item)
    many, so = len(judged.whole), len(judged.part)
    numbers = f"{base}は{many}{unit}で、そのうち{ones_words(told)}は{so}{unit}です"
    held = _holds(claim, judged, added)
    value = not held if claim.denied and held is not None else held
    others = "" if claim.how == "none" else _named("そうでないのは", judged.odd, unit)
    shown = _named("当てはまるのは", [r for r in judged.whole if r["id"] in judged.part], unit) if so else ""
    left = _named(f"{_of_what(added)}が読み取れず、どちらとも言えないのは", _undecided(judged), unit)
    rows = _rows_beside(whole, part, services)
    text = f"{numbers}。{rows}{others if claim.how != 'none' and judged.odd else shown}{left}"
    answer: dict[str, Any] = {
        "columns": ["もの", "当てはまるか"],
        "rows": [[numbered(r), _word(r, judged)] for r in judged.whole],
    }
    about = [r["id"] for r in judged.whole]
    if value is None and claim.how in ("all", "none", "share") and not claim.doubted:
        text = f"{left}{numbers}。そのため、{claim.word or 'すべて'}とも、そうでないとも言えません。"
        return Result(text, {}, query, covered, about, reason="not_in_source", note=note)
    if value is None:
        lead = {"plain": "一部だけが当てはまります。", "vague": ""}.get(claim.how, "")
        share = f"（{100 * so / many:.1f}%）"
        answer |= {"type": "table"}
        text = f"{lead}{numbers}{share}。{rows}{others}{left}"
        query = complete(template_text("share"), part.frame, {}, whole.frame)
        return Result(text, answer, query, covered, about, note=note)
    answer |= {"type": "boolean", "value": value, "items": list(judged.odd) or list(judged.whole)}
    return Result(f"{'はい' if value else 'いいえ'}、{text}", answer, query, covered, about, note=note)


def _undecided(judged: _Judged) -> list[dict[str, Any]]:
    return [r for r in judged.whole if r["id"] in judged.untold]


def _word(row: dict[str, Any], judged: _Judged) -> str:
    return "はい" if row["id"] in judged.part else "不明" if row["id"] in judged.untold else "いいえ"


def _named(begun: str, rows: Sequence[dict[str, Any]], unit: str) -> str:
    if not rows:
        return ""
    return f"{begun}{listed([numbered(r).rstrip('。') for r in rows], _MOST_TOLD)}の{len(rows)}{unit}です。"


def _of_what(added: Sequence[Condition]) -> str:
    if any(c.kind == "keyword" for c in added):
        return "名称や概要にその語がなく、そうかどうか"
    return "金額" if any(c.kind == _AMOUNT for c in added) else "それにあたる欄"


def _claimed(claim: SetClaim) -> str:
    words = {"all": "がすべてか", "none": "が一つもないか", "plain": "がどれだけか", "vague": "がどれだけか"}
    return words.get(claim.how, f"が{claim.word}か")


def _holds(claim: SetClaim, judged: _Judged, added: Sequence[Condition]) -> bool | None:
    """Whether it is as claimed; None where that is not told, or the question does not say how many."""
    many, so, unknown = len(judged.whole), len(judged.part), len(judged.untold)
    said_only = any(c.kind in _SAID_ONLY for c in added)
    match claim.how:
        case "all":
            if so == many:
                return None if claim.doubted else True
            return False if judged.odd and not said_only else None
        case "none":
            return False if so else True if not unknown and not said_only else None
        case "share":
            sure = {
                _reached(claim, so, many),
                _reached(claim, so + (many - so if said_only else unknown), many),
            }
            return sure.pop() if len(sure) == 1 else None
    return None


def _reached(claim: SetClaim, so: int, many: int) -> bool:
    share = Fraction(so, many)
    match claim.test:
        case ">":
            return share > claim.least
        case "<":
            return share < claim.least
        case "<=":
            return share <= claim.least
    return share >= claim.least


def _test(claim: SetClaim) -> str:
    """What the query holds the part against."""
    if claim.how == "share":
        held = f"?part * {claim.least.denominator} {claim.test} ?whole * {claim.least.numerator}"
        return f"!({held})" if claim.denied else held
    return "?part = 0" if claim.how == "none" else "?part < ?whole" if claim.denied else "?part = ?whole"


__all__ = ["claim_of_set", "plain_claim_of_set"]
