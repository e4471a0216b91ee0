"""Small explained comparisons of two things; each returns a level with its reason, never a bare number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from sys import intern

from rapidfuzz.distance import Indel, Levenshtein

from graph.reconcile.items import Feature
from graph.reconcile.name_keys import UNREADABLE, NameForm
from graph.reconcile.name_words import NameWords, fold, load_name_words
from graph.reconcile.pair_codes import Codes, shared
from graph.reconcile.weights import Weights

_TERM = re.compile(r"[一-龯々〆]+|[ァ-ヺー]{2,}|[ぁ-ん]{3,}[一-龯]*[ぁ-ん]*|[a-z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class NameLevel:
    """How two forms of a name compare: the level, what only the one and only the other has."""

    level: str
    only_first: str = ""
    only_second: str = ""


def _only(first: str, second: str) -> tuple[str, str]:
    """What each string has that the other lacks, by alignment."""
    left: list[str] = []
    right: list[str] = []
    for op in Indel.opcodes(first, second):
        if op.tag != "equal":
            left.append(first[op.src_start : op.src_end])
            right.append(second[op.dest_start : op.dest_end])
    return "".join(left), "".join(right)


def _damage_agrees(first: NameForm, second: NameForm) -> bool:
    """Whether the readable characters of a damaged name stand in the other, in order, and no letter more."""
    damaged, clean = (first, second) if first.unreadable >= second.unreadable else (second, first)
    for one, other in ((damaged.skeleton, clean.skeleton), (damaged.fold, clean.fold)):
        agrees = len(one) == len(other) and damaged.unreadable <= 0.6 * len(one)
        if agrees and all(
            mine == theirs or UNREADABLE.match(mine) for mine, theirs in zip(one, other, strict=True)
        ):
            return True
    return False


def compare_forms(first: NameForm, second: NameForm) -> NameLevel:
    """The level of two name forms. Symmetric in the level.

    >>> from graph.reconcile.name_keys import name_form
    >>> compare_forms(name_form("NPO等のモデル調査"), name_form("ＮＰＯ等の取組モデル調査")).level
    'light-words'
    >>> compare_forms(name_form("第2期支援事業"), name_form("第3期支援事業")).level
    'number-differs'
    """
    if first.fold == second.fold:
        level = "identical"
    elif first.skeleton == second.skeleton:
        level = "respelled"
    elif (first.unreadable or second.unreadable) and _damage_agrees(first, second):
        return NameLevel("damaged", *_only(first.fold, second.fold))
    elif first.digits != second.digits:
        return NameLevel("number-differs", "・".join(first.digits), "・".join(second.digits))
    elif first.core == second.core:
        level = "light-words"
    else:
        return _compare_words(first, second)
    mine, theirs = set(first.qualifiers), set(second.qualifiers)
    if mine != theirs:  # each has a bracket of its own, or one is narrowed further than the other
        level = "qualifier-differs" if mine - theirs and theirs - mine else "qualified"
        return NameLevel(level, "・".join(first.brackets), "・".join(second.brackets))
    suffix = "-short" if len(first.core) < 6 else ""
    if level == "identical":
        return NameLevel(level + suffix)
    return NameLevel(level + suffix, *_only(first.fold, second.fold))


def _compare_words(first: NameForm, second: NameForm) -> NameLevel:
    level = _words_level(first, second)
    # What differs is not told of names that have little in common, and most pairs have little.
    return (
        NameLevel(level)
        if level in {"akin", "different"}
        else NameLevel(level, *_only(first.core, second.core))
    )


def _words_level(first: NameForm, second: NameForm) -> str:
    words = load_name_words()
    shorter, longer = (first, second) if _size(first) <= _size(second) else (second, first)
    if longer.fold.endswith(shorter.fold) and longer.fold[: -len(shorter.fold)] in words.scopes:
        return "scope"
    one_stem = bool(first.stem) and first.stem == second.stem
    # The one has everything that the other has, in order: what the longer has more is then all that differs.
    added = Indel.distance(first.core, second.core) == len(longer.core) - len(shorter.core) > 0
    if added:
        more = "".join(_only(first.core, second.core))
        if one_stem or _only_light(more, shorter, words):
            return "near" if words.faint.sub("", more) else "near-faint"
    if (
        len(first.core) >= 8
        and len(first.core) == len(second.core)
        and sorted(first.core) == sorted(second.core)
    ):
        return "reordered"
    if one_stem:
        return "near-swap"
    pairs = ((first.core, second.core), (first.fold, second.fold))
    if any(_misread(*pair, words.alike) for pair in pairs):
        return "misread"
    if any(min(map(len, pair)) >= 10 and Levenshtein.distance(*pair, score_cutoff=1) <= 1 for pair in pairs):
        return "one-character"
    if len(shorter.core) >= 4 and added:
        return "extended"
    similarity = Indel.normalized_similarity(first.core, second.core)
    return "similar" if similarity >= 0.75 else "akin" if similarity >= 0.5 else "different"


def _size(form: NameForm) -> tuple[int, str]:
    return len(form.core), form.core


def _only_light(more: str, shorter: NameForm, words: NameWords) -> bool:
    """Whether what one name has more is made of words that come and go, beside enough that stays."""
    return len(shorter.core) >= 6 and not words.near_light.sub("", more)


def _misread(first: str, second: str, alike: Mapping[str, frozenset[str]]) -> bool:
    """Whether two texts of seven characters or more differ as a scan differs from its page: by signs that look alike, or by
    one sign read twice."""
    if min(len(first), len(second)) < 7 or abs(len(first) - len(second)) > 1:
        return False
    shorter, longer = (first, second) if len(first) <= len(second) else (second, first)
    if len(shorter) == len(longer):
        return all(
            one == other or other in alike.get(one, ()) for one, other in zip(first, second, strict=True)
        )
    at = next((at for at, sign in enumerate(shorter) if sign != longer[at]), len(shorter))
    return at > 0 and longer[at] == longer[at - 1] and shorter[at:] == longer[at + 1 :]


_NAME_REASONS = {
    "identical": "名称が同じ「{a}」",
    "identical-short": "名称が同じ「{a}」（短く一般的な名称）",
    "respelled": "表記だけが異なる「{a}」「{b}」",
    "respelled-short": "表記だけが異なる「{a}」「{b}」（短い名称）",
    "light-words": "意味を変えない語（{x}）だけが異なる「{a}」「{b}」",
    "light-words-short": "意味を変えない語（{x}）だけが異なる「{a}」「{b}」（短い名称）",
    "near": "一方にだけ「{x}」がある「{a}」「{b}」",
    "reordered": "語の順だけが異なる「{a}」「{b}」",
    "near-faint": "一方にだけ「{x}」がある「{a}」「{b}」",
    "misread": "似た形の字か重なった字（{x}）だけが異なる「{a}」「{b}」",
    "qualified": "一方にだけ括弧書き（{x}）がある「{a}」「{b}」",
    "near-swap": "「{x}」が入れ替わっている「{a}」「{b}」",
    "scope": "範囲を示す語（{x}）を除いて同じ「{a}」「{b}」",
    "damaged": "読めない文字を除いて一致「{a}」「{b}」",
    "one-character": "一字だけ異なる（{x}）「{a}」「{b}」",
    "extended": "一方の名称に「{x}」が加わる「{a}」「{b}」",
    "similar": "似た名称だが「{x}」が異なる「{a}」「{b}」",
    "akin": "名称の一部だけが共通「{a}」「{b}」",
    "different": "名称が異なる「{a}」「{b}」",
    "number-differs": "名称の番号が異なる（{x}）「{a}」「{b}」",
    "qualifier-differs": "括弧内が異なる（{x}）「{a}」「{b}」",
}
_ROLES = {"alias": "別名", "subtitle": "副題・括弧内の名称", "former": "旧称"}


def name_feature(first: tuple[NameForm, ...], second: tuple[NameForm, ...], weights: Weights) -> Feature:
    """The best level over all printed names of two things, with the way it was reached."""
    best: tuple[float, str, str, NameLevel, NameForm, NameForm] | None = None
    for one in first:
        for other in second:
            if min(len(one.core), len(other.core)) < weights.minimum_core:
                continue
            if (
                one.role == other.role == "subtitle"
            ):  # a budget item shared by many: …（情報通信技術調達等適正・効率化推進費）
                continue
            level = compare_forms(one, other)
            role = one.role if one.role != "main" else other.role
            weight = weights.of("name", level.level) + weights.of("alias", role)
            found = (weight, level.level, role, level, one, other)
            if best is None or (-weight, role, one.fold, other.fold) < (
                -best[0],
                best[2],
                best[4].fold,
                best[5].fold,
            ):
                best = found
    if best is None:
        return Feature("name", "unnamed", weights.of("name", "unnamed"), "")
    weight, name, role, level, one, other = best
    first_text, second_text = sorted((one.text, other.text))
    different = " / ".join(part for part in sorted((level.only_first, level.only_second)) if part)
    reason = _NAME_REASONS[name].format(a=first_text, b=second_text, x=different)
    if role != "main":
        reason = f"{_ROLES[role]}による: {reason}"
    return Feature("name", name if role == "main" else f"{name}/{role}", weight, reason)


# Characters of a text that are compared with another's.
COMPARED = 1_200
# Texts with fewer pairs are not compared.
FEWEST_TO_COMPARE = 30


@lru_cache(maxsize=1_000)
def text_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters by which texts are compared: those of the first `COMPARED`."""
    folded = fold(text)[:COMPARED]
    # A set of known size takes half the room.
    return frozenset(set(map(intern, set(map(add, folded, folded[1:])))))


def text_similarity(first: str, second: str) -> float:
    """Share of the shorter text's character pairs that the other has too (0..1); 0 when either is short."""
    one, other = text_pairs(first), text_pairs(second)
    return _of_shorter(len(one & other), len(one), len(other))


def codes_similarity(one: Codes, other: Codes) -> float:
    """`text_similarity` of two texts by the codes of their pairs."""
    return _of_shorter(shared(one, other), len(one), len(other))


def _of_shorter(common: int, one: int, other: int) -> float:
    shorter = min(one, other)
    return common / shorter if shorter >= FEWEST_TO_COMPARE else 0.0


def text_feature(first: str, second: str, weights: Weights) -> Feature:
    """How alike two purposes or overviews read."""
    if min(len(first), len(second)) < 60:
        return Feature("text", "missing", weights.of("text", "missing"), "")
    share = text_similarity(first, second)
    level = "same" if share >= 0.8 else "close" if share >= 0.6 else "loose" if share >= 0.35 else "apart"
    reason = f"目的・概要の文章の一致 {share:.0%}" if level in {"same", "close"} else ""
    return Feature("text", level, weights.of("text", level), reason)


@lru_cache(maxsize=20_000)
def name_terms(label: str) -> tuple[str, ...]:
    """The words of a name that say what it is about.

    >>> name_terms("孤独・孤立対策のための自殺防止対策事業")
    ('孤独', '孤立', '自殺防止')
    """
    words = load_name_words()
    text = words.connectives.sub(" ", fold(label))
    text = words.light.sub(" ", text)
    text = words.near_light.sub(" ", text)
    found: dict[str, None] = {}
    for term in _TERM.findall(text):
        trimmed = re.sub(r"[のをへにとがはや]+$", "", term)
        if len(trimmed) >= 2:
            found[trimmed] = None
    return tuple(found)


def mentioned_feature(labels: tuple[str, ...], text: str, weights: Weights) -> Feature:
    """Whether a text prints another thing's name, or at least every word that says what it is about."""
    if len(text) < 60 or not labels:
        return Feature("mentioned", "missing", weights.of("mentioned", "missing"), "")
    folded = fold(text)
    level, reason = "none", ""
    for label in sorted(labels):
        if len(label) >= 6 and fold(label) in folded:
            return Feature("mentioned", "named", weights.of("mentioned", "named"), f"本文に「{label}」とある")
        terms = name_terms(label)
        present = [term for term in terms if term in folded]
        telling = len(terms) >= 2 or any(len(term) >= 6 for term in terms)
        if telling and len(present) == len(terms) and level != "terms":
            level, reason = "terms", f"本文に「{'」「'.join(present)}」とある"
        elif present and level == "none":
            level = "some"
    return Feature("mentioned", level, weights.of("mentioned", level), reason)
