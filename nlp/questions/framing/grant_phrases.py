"""What questions about grants say: what the rules allow or order, who may apply, who received the money."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Literal

from nlp.questions.found.reading import Reading
from nlp.questions.tables.patterns import patterns

_table = partial(patterns, "grants.toml")
Detail = Literal["when", "whom", "how", "may_spend", "must", "is_barred", "which"]
# Words that name a fund or a rule's own things beside what is asked of it.
_OF_RULES = {"guideline", "requirement", "eligible_programme", "activity", "programme", "grantee", "plan"}
_OF_RESULTS = ("attr:achievement", "attr:goal", "cond:reached", "cond:not_reached")
_OF_APPLICANTS = {"guideline", "requirement", "eligible_programme", "programme", "grantee", "call"}


def rules_asked(reading: Reading, classes: Collection[str]) -> bool:
    """委託はできますか, 他の補助金と併用できる？: what the rules of a grant say, where nothing else is spoken of."""
    text = reading.text
    restricted = reading.numbers or any(
        hit.kinds() & {"ministry", "measure", "grantee", "region"} and not hit.kinds() & {"programme"}
        for hit in reading.entities
    )
    if restricted or set(classes) - _OF_RULES or reading.has("ask:capability"):
        return False
    # 目標は達成できている？ is about what came of it.
    if reading.has(*_OF_RESULTS) and not _rules("grant", text):
        return False
    asked = _rules("allowed", text) or (_rules("may", text) and not reading.wh())
    of_grant = not set(classes) & {"activity", "programme", "grantee", "plan"} or _rules("grant", text)
    return of_grant and (asked or (_rules("funded", text) and _rules("covered", text)))


def rule_details_asked(reading: Reading, classes: Collection[str]) -> bool:
    """実績報告はいつまで, 委託できない相手, 計画書は誰に出す: how a grant's rules want something done, or what they bar."""
    text = reading.text
    if reading.numbers or "call" in classes or _rules("of_calls", text):
        return False
    if any(hit.kinds() & {"ministry", "measure", "grantee", "region"} for hit in reading.entities):
        return False
    if set(classes) - {*_OF_RULES, "document", "law"} or not _rules("procedure", text):
        return False
    detail = rule_bars(text) or detail_asked("when", text) or _table("details")["way"].search(text)
    return bool(detail) and _rules("said_of_grants", text)


def rule_bars(text: str) -> bool:
    """委託できない相手は: what is barred is asked for, not whether something is."""
    return _rules("barred", text) and not _rules("whether_barred", text)


def detail_asked(name: Detail, text: str) -> bool:
    """Whether a folded question about rules asks when, whom or how, whether one must, may spend or is barred, or which."""
    return _table("details")[name].search(text) is not None


def who_may_apply(reading: Reading, classes: Collection[str]) -> bool:
    """誰が申請できる？: who may apply for a grant."""
    return _people("who_may", reading.text) and not set(classes) - _OF_APPLICANTS


def recipients_asked(reading: Reading) -> bool:
    """受給自治体一覧, 採択された団体は: who was given money of a programme."""
    return _people("recipients", reading.text)


def offices_asked(text: str) -> bool:
    """Whether those who were given it are asked for as municipalities."""
    return _people("offices", text)


def _rules(name: str, text: str) -> bool:
    return _table("rules")[name].search(text) is not None


def _people(name: str, text: str) -> bool:
    return _table("people")[name].search(text) is not None
