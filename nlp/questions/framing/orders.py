"""In which order things are asked for, and how many of them."""

from __future__ import annotations

import re

from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_rules import FrameRule, Understood

_LEAST = re.compile(r"(?:最も|一番|いちばん|もっとも|番目に).{0,10}(?:少な|小さ|低い|安い)")
# 減り幅が最小, 減額の小さい順; 一番少なくなった is a fall itself
_LEAST_MOVED = re.compile(
    r"最小|最少|最低|(?:最も|一番|番目に)[^、。?]{0,8}(?:小さ|少な|低)(?!く)|(?:小さ|少な|低)い順"
)
# 一番予算が大きい holds 予算が大きい, which by itself would be a whole order.
_WHOLE_ORDER = re.compile(r"順|ランキング|ランク|方から|上から|昇順|降順")
_BELOW = re.compile(r"平均.{0,8}(?:下回|小さ|低|少な|以下|未満|割[るりっ]|届か|達し|満た|より下)")
# A bound of a rate takes the word for its direction along (減少率が10%以上), so that no cue is left to say it.
_RATE_OF_FALL = re.compile(r"(?:減少|減額|削減|下落|縮小)率")
_RATE_OF_RISE = re.compile(r"(?:増加|増額|伸び|上昇)率")
_RATE_OF_CHANGE = re.compile(r"(?:増減|変化)率")
_BELOW_IT = re.compile(r"小さ|低い|少な|安い|下回|以下|未満")
_ABOVE_IT = re.compile(r"大き|高い|多い|上回|以上|超え")
_SAYS_WHICH = re.compile(r"大き|高|多|トップ|上位|上から|小さ|低|少な|安|下から")
_RANKED = ("rank", "rank_count", "rank_ministry", "rank_section", "rank_pillar", "rank_target_group")
_BOTH_ENDS = ("rank", "rank_ministry", "rank_section", "rank_pillar", "rank_target_group")


def order_of(reading: Reading, rule: FrameRule, base: Understood | None) -> str:
    """Which end is asked for: asc, desc or both; of a set asked about anew (R6は？) that of the question before."""
    if rule.op in _BOTH_ENDS and reading.has("ask:max") and reading.has("ask:min"):
        return "both"
    if rule.op == "change_rank" and reading.has("ask:rise") and reading.has("ask:fall"):
        return "both"
    if rule.op == "change_rank" and reading.has("ask:fall") and _LEAST_MOVED.search(reading.text):
        return "desc"  # 減額がいちばん小さい: the falls, the one nearest to none first
    if rule.op == "change_rank" and not reading.has("ask:rise", "ask:fall", "ask:change"):
        kept = _asked_before(rule, base)  # 減額が一番大きいのは？ 2番目は？
        if kept:
            return kept
    if rule.op == "beside_average":
        return _beside_average(reading.text, base)
    if rule.op == "top_total" and not reading.numbers_of("top") and _asked_before(rule, base):
        return _asked_before(rule, base)
    if rule.op == "change_rank" and reading.numbers_of("change_percent"):
        rises, falls = (re.search(p, reading.text) for p in (_RATE_OF_RISE, _RATE_OF_FALL))
        if (rises and falls) or _RATE_OF_CHANGE.search(reading.text):
            return "both"
        if falls:
            return "asc"
    low = (
        reading.has("ask:min", "ask:asc")
        or bool(_LEAST.search(reading.text))
        or any(hit.operator == "asc" for hit in reading.numbers_of("nth"))
        or any(h.operator == "asc" for h in reading.numbers_of("top"))
        or any(h.operator.startswith("<") for h in reading.numbers_of("change_ratio"))
    )
    if not low and reading.numbers_of("nth") and not _SAYS_WHICH.search(reading.text) and rule.op in _RANKED:
        return "asc" if _asked_before(rule, base) == "asc" else "desc"  # 一番小さい事業は？ 2番目は？
    if not low and rule.op in _BOTH_ENDS and not any(h.kind in ("top", "nth") for h in reading.numbers):
        kept = "" if reading.has("ask:max", "ask:desc", "ask:rise", "ask:fall") else _asked_before(rule, base)
        if kept in ("asc", "desc"):
            return kept  # 一番小さい事業は？ R6は？
    return "asc" if low or (reading.has("ask:fall") and not reading.has("ask:rise")) else "desc"


def _asked_before(rule: FrameRule, base: Understood | None) -> str:
    """The order of the question before where that one asked for the same; "" otherwise."""
    return base.frame.order if base is not None and base.rule.op == rule.op else ""


def _beside_average(text: str, base: Understood | None) -> str:
    """平均より大きい事業は？ 小さいのは？: the side that is said, else that of the question before."""
    if base is None or "平均" in text:
        return "asc" if _BELOW.search(text) else "desc"
    if _BELOW_IT.search(text):
        return "asc"
    return "desc" if _ABOVE_IT.search(text) else base.frame.order or "desc"


def place_of(reading: Reading) -> int:
    """The one place in the order that is asked for, 0 where it is none or several (最大と2番目, 2番目と3番目)."""
    places = {int(hit.values[0]) for hit in reading.numbers_of("nth")}
    return places.pop() if len(places) == 1 and not reading.has("ask:max", "ask:min") else 0


def places_of(reading: Reading) -> tuple[int, ...]:
    """The places in the order that are asked for where they are several and begin behind the first (2番目と3番目); else ()."""
    places = sorted({int(hit.values[0]) for hit in reading.numbers_of("nth")})
    return tuple(places) if len(places) > 1 and not reading.has("ask:max", "ask:min") else ()


def limit_of(reading: Reading, rule: FrameRule, base: Understood | None) -> int:
    """How many are asked for, 0 for all; of a sum of the first few asked anew (R6は？) as many as before."""
    tops = reading.numbers_of("top")
    places = [int(hit.values[0]) for hit in reading.numbers_of("nth")]
    if places and not place_of(reading):
        return max(places)  # 一番大きい事業と2番目: the first two
    if tops:
        return int(tops[0].values[0])
    if rule.op == "top_total" and base is not None and base.rule.op == rule.op:
        return base.frame.limit
    some = reading.numbers_of("some")
    if some and rule.op in ("list", "rank", "rank_count", "rank_ministry", "change_rank"):
        return int(some[0].values[0])
    if rule.op == "change_rank" and rule.id == "change_list":
        return 0
    ordered = any(
        _WHOLE_ORDER.search(reading.text[c.start : c.end])
        for c in reading.spans("ask:desc") + reading.spans("ask:asc")
    )
    return 1 if reading.has("ask:max", "ask:min") and not ordered else 0
