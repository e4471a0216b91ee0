"""Which frame a question fills: its own, or that of the question before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from nlp.questions.follow_ups.both_sides import asks_both, asks_lacking, asks_sum
from nlp.questions.follow_ups.ellipses import asked_shortly, asks_of_set, rows_named
from nlp.questions.follow_ups.ranked_before import rule_of_named
from nlp.questions.follow_ups.threads import asks_which, joining_rule, joins
from nlp.questions.found.reading import Reading
from nlp.questions.framing.frames import Features
from nlp.questions.tables.frame_rules import FrameRule, Understood, frame_rules
from nlp.questions.tables.patterns import patterns

_OF_MONEY = (
    "totals",
    "top_total",
    "amounts",
    "average",
    "count_and_total",
    "rank",
    "beside_average",
    "change",
    "share",
)
_GAPS = {"ministry": "gap_ministries", "target_group": "gap_targets"}
_only = partial(patterns, "follow_ups.toml", "only")
_RANKED = ("ministry", "target_group", "section", "pillar")


def only_money(reading: Reading) -> bool:
    """金額は？ 予算も教えて: nothing but the money of what was asked about before."""
    return _only()["money"].match(reading.text) is not None


def chosen_rule(reading: Reading, features: Features, base: Understood | None) -> FrameRule | None:
    """The frame that a question is answered with: its own, or in a follow-up that of the question before where it says too little."""
    own = features.first()
    if base is None:
        return own
    if own is not None and own.op in ("ask", "count") and features.has("count_alone"):
        return _counted(base)  # 何件？ after a list
    leans = (
        "change_unclear",
        "order_unclear",
        "ministry_count_unclear",
        "total_unclear",
        *(("difference_unclear",) if base.rule.op in _OF_MONEY else ()),
    )
    if own is not None and own.id in leans:
        own = next((r for r in frame_rules() if r.op != "ask" and features.fits(r)), None)
    if base.rule.op == "change_rank" and (moved := _changes_again(reading, own, base)) is not None:
        return moved
    if (
        base.rule.op == "change_rank"
        and reading.has("ask:max", "ask:min")
        and reading.has("ask:rise", "ask:fall")
    ):
        return next(rule for rule in frame_rules() if rule.id == "change_ranked")  # 一番増えたのは
    if joins(reading, base) and (joined := joining_rule(reading, base)) is not None:
        return joined
    if _only()["percent"].match(reading.text) and base.rule.op in (
        "change",
        "change_rank",
        "change_ministry",
    ):
        return base.rule
    if _only()["year"].match(reading.text) and base.rule.op in _OF_MONEY:
        return base.rule
    if base.rule.op == "group" and asks_sum(reading) and "合計" not in reading.text:
        return next(rule for rule in frame_rules() if rule.id == "count")  # 足すと？ after the number of each
    if base.rule.op in ("rank_ministry", "rank_section") and asks_sum(reading):
        return next(rule for rule in frame_rules() if rule.id == "totals")
    if reading.numbers_of("nth") and base.rule.op.startswith(("rank", "change_rank")):
        return base.rule
    if asks_lacking(reading) and (base.frame.item in _GAPS or not reading.of_slot("class")):
        return next((rule for rule in frame_rules() if rule.id == _GAPS.get(base.frame.item)), None)
    if base.frame.nth and asks_both(reading):
        return None  # その差は？ after the second and the third: of the two, which are not known here
    beside = _of_the_set_before(reading, features, base)
    if beside is not None:
        return beside
    says = (
        reading.of_slot("ask")
        or reading.of_slot("attr")
        or reading.of_slot("group")
        or reading.numbers_of("top")
        or reading.has("cond:linked", "cond:reached", "cond:not_reached")
    )
    telling = [c for c in reading.of_slot("ask") if c.value not in ("list", "exists")]
    if own is None and base.rule.op == "count" and reading.has("ask:who") and not reading.has("ask:count"):
        return next(
            rule for rule in frame_rules() if rule.id == "list"
        )  # それらの担当は？: which, not how many
    if own is not None and own.id == "share" and _of_sums(base) and not features.classes:
        return next(rule for rule in frame_rules() if rule.id == "share_money")
    if own is not None and own.id == "list" and base.rule.op == "count" and asks_which(reading):
        return own  # どの指標？ after their number
    if own is None or own.op == "ask" or not says or (own.op in ("list", "describe") and not telling):
        return base.rule
    return own


def _changes_again(reading: Reading, own: FrameRule | None, base: Understood) -> FrameRule | None:
    """減額が大きいのは, 大きい順に after an order of changes: others of them, or the same in order, and not the years beside each
    other nor by how much the one that was told moved; None for other questions."""
    told = reading.has("ask:rise", "ask:fall")
    if not told and asked_shortly(reading) != "order":
        return None
    if own is not None and own.op == "change_rank":
        return own
    asks = reading.has("follow:that", "ask:amount", "ask:share", "ask:total", "ask:count")
    one = reading.entities or reading.cores or asks
    if not one:
        return base.rule
    return own if told and own is not None and own.op == "change" else None


def _of_the_set_before(reading: Reading, features: Features, base: Understood) -> FrameRule | None:
    """金額も教えて after a list of programmes; 一番多いのは after counts by ministry: what is asked of the set before."""
    rules = {rule.id: rule for rule in frame_rules()}
    told = rule_of_named(reading, base)
    if told:
        return rules[told]
    listed = base.rule.op in ("list", "count", "exists") and base.frame.over == "line"
    if base.rule.op == "count" and base.frame.over == "line" and _only()["how_much"].match(reading.text):
        return rules["totals"]
    if (
        listed
        and base.frame.item == "programme"
        and features.has("money_word")
        and _only()["money"].match(reading.text)
    ):
        return rules["amount_table"]
    summed = (
        listed or base.rule.op in ("totals", "count_and_total", "average") or base.rule.id == "amount_table"
    )
    if summed and base.frame.item in ("programme", "line") and _only()["largest"].match(reading.text):
        return rules["rank"]
    if base.rule.op in ("count", "exists") and _only()["list"].match(reading.text):
        return rules["list"]
    shortly = asks_of_set(reading, base) if features.about is None else ""
    if shortly:
        return _asked_shortly(shortly, base, rules, rows_named(reading, base))
    if base.rule.op == "totals" and features.has("change_alone"):
        return rules["change_of_total"]
    if base.rule.op.startswith("rank") and _only()["other_end"].match(reading.text):
        return base.rule
    if base.frame.over == "grantee" and reading.has("ask:project_name"):
        return replace(rules["grantee_project"], over="grantee", item="grantee", needs="")
    if base.rule.op in ("rank_count", "rank_ministry", "rank_section") and _only()["most"].match(
        reading.text
    ):
        return base.rule
    ordered = _only()["most"].match(reading.text) or asked_shortly(reading) == "order"
    if base.rule.op == "group" and base.frame.group in _RANKED and ordered:
        return replace(rules["rank_count"], item=base.frame.group, over=base.frame.over)
    return None


def _of_sums(base: Understood) -> bool:
    """割合は？ after a sum is the part of the money, not of how many there are."""
    return base.rule.op == "totals" or base.rule.id == "share_money"


def _counted(base: Understood) -> FrameRule:
    """何件？ of what was asked about before: programmes beside a mean or with a change are counted as such, and the most of
    a kind (施策が最も多い府省庁) has its number in its own answer."""
    rules = {rule.id: rule for rule in frame_rules()}
    if base.rule.op == "beside_average":
        return rules["count_beside_average"]
    return base.rule if base.rule.op in ("change_rank", "rank_count") else rules["count"]


def _asked_shortly(
    kind: str, base: Understood, rules: Mapping[str, FrameRule], named: str = ""
) -> FrameRule | None:
    """その一覧, 出典は？, 多い順に, どこの省？ of the set before: the frame that gives it, over the same rows.

    `named` is the kind of rows that the question asks for by its name (どの施策？ after ministries).
    """
    frame = base.frame
    if kind == "list" and named:
        return replace(rules["list"], over=frame.over, item=named)
    things = frame.item if frame.item not in ("line", "") or frame.over != "line" else "programme"
    money = frame.over == "line"
    if kind == "list":
        summed = base.rule.op in ("totals", "count_and_total", "average") and money
        return rules["amount_table"] if summed else replace(rules["list"], over=frame.over, item=things)
    if kind == "amounts":
        return rules["amount_table"] if money else None
    if kind == "who":
        return replace(rules["list"], over=frame.over, item="ministry")
    if kind == "order":
        return rules["rank"] if money and things == "programme" else None
    if kind == "evidence" and money:
        return replace(rules["list"], over="line", item="line")
    return replace(rules["list"], over=frame.over, item=things) if kind == "evidence" else None
