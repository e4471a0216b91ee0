"""What frames make of the conditions: pairs of years, readings of a sum, gaps that say the not themselves."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.frame_rules import FrameRule
from nlp.questions.number_conditions import CHANGES
from nlp.questions.reading import Reading
from nlp.questions.sets import Knowledge, SetReading
from nlp.questions.wording import words_of
from nlp.questions.year_sets import year_pair, years_apart, years_of_stages

_BOUND_ADDED = re.compile(r"内数(?:の上限)?(?:を|も|は)?(?:含め|足|加え|入れ|込み)")
_ONLY_RELISTED = re.compile(
    r"再掲(?:の行|の事業|分)?(?:だけ|のみ)|再掲(?:分|の行)の?(?:金額|予算|額)?の?(?:合計|総額)"
)


def adjust(into: SetReading, rule: FrameRule, reading: Reading, known: Knowledge) -> None:
    """Change the conditions in place as the frame needs them."""
    _years(into, rule, reading, known)
    if rule.op == "totals":
        _of_sums(into, reading)
    if rule.op != "change_rank":
        into.notes += [
            f"「{words_of(c)}」は、この問いでは条件に使っていません。"
            for c in into.conditions
            if c.kind in CHANGES
        ]
        into.conditions = [c for c in into.conditions if c.kind not in CHANGES]
    if rule.op == "disagreement":
        into.conditions = [c for c in into.conditions if c.kind != "amount"]
    if rule.op != "only_they":
        into.conditions = [c for c in into.conditions if c.kind != "claimed"]
    if rule.op.startswith("gap"):
        # 高齢者を対象にしていない府省庁: the gap itself says the not.
        into.conditions = [replace(c, mode="any") if c.mode == "none" else c for c in into.conditions]


def _years(into: SetReading, rule: FrameRule, reading: Reading, known: Knowledge) -> None:
    if rule.id == "stages":
        into.conditions = years_of_stages(into.conditions, reading)
    if rule.flag == "pair":
        into.conditions = year_pair(into.conditions, known)
    if rule.flag == "only":
        into.conditions = [c for c in into.conditions if c.kind != "newly" or reading.has("cond:not_new")]
    if rule.flag in ("only", "both"):
        into.conditions = years_apart(into.conditions, rule.flag, known, reading)


def _of_sums(into: SetReading, reading: Reading) -> None:
    if _BOUND_ADDED.search(reading.text):
        into.conditions = [c for c in into.conditions if c.kind != "amount_kind"]
        into.notes.append("内数は上限額なので、合計に加えていません。行ごとの上限は予算一覧の行で示せます。")
    if not _ONLY_RELISTED.search(reading.text):
        # Sums come in three readings side by side; 再掲 chooses among them and restricts nothing.
        into.conditions = [c for c in into.conditions if c.kind != "relisted"]
