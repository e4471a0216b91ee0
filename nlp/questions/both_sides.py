"""差は？ 何倍？ after the same was asked of two ministries, groups or places, one after the other: the two compared."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.frame_rules import Understood, frame_rules
from nlp.questions.reading import Reading
from nlp.questions.records import Condition
from nlp.questions.wording import words_of

_OPENING = r"^(?:で、?|じゃあ、?|では、?)?(?:その|この|両者の|両方の|2つの|お互いの)?"
_ENDING = r"(?:は|って|を)?(?:、)?(?:いくら|何件|いくつ|どれだけ|どのくらい|どれくらい|何円|何億円?)?(?:です|になる|になります|ある|なの|の)*か?[?。]*$"
_GAP = re.compile(rf"{_OPENING}(?:差額?|差分|違い|開き){_ENDING}")
_RATIO = re.compile(rf"{_OPENING}(?:何倍|倍率){_ENDING}")
_SUM = re.compile(
    r"^(?:で、?|じゃあ、?|では、?)?(?:その|この)?(?:2つ|両方|両者|二つ)?(?:を|の|で)?、?(?:合わせ(?:て|ると|たら)|足す(?:と)?|足し(?:て|たら)|合計|合算(?:する)?(?:と)?|トータル)"
    rf"(?:で|は|した)?{_ENDING}"
)
# 逆に持っていないのは？ 担当していないところは？ after who has something.
_LACKING = re.compile(
    r"^(?:逆に|反対に|では|じゃあ|で|その逆で)?、?(?:逆に)?(?:施策|事業|それら?|これら?)?(?:を|が|に|の)?(?:1つも|一つも|全く|まったく)?"
    r"(?:(?:持って|やって|して|担当して|所管して|対象にして|対象として|支援して|関わって|取り組んで|実施して|手がけて|入って)(?:い)?ない|持たない|しない|ない)"
    r"(?:の|ところ|とこ|府省庁|府省|省庁|省|役所|対象者|人)(?:は|って|を|も)?(?:どこ|誰|どれ|何)?(?:です|なの)?か?[?。]*$"
)
_VALUED = ("count", "totals", "average")


def asks_gap(reading: Reading) -> bool:
    """Whether nothing is said but that a difference or a ratio is asked for (差は？ 何倍？)."""
    return bool(_GAP.match(reading.text) or _RATIO.match(reading.text))


def asks_both(reading: Reading) -> bool:
    """Whether nothing is said but that two things asked about one after the other are set against each other or added."""
    return asks_gap(reading) or bool(_SUM.match(reading.text))


def asks_lacking(reading: Reading) -> bool:
    """Whether nothing is said but that those are asked for that do not (逆に持っていないのは？)."""
    return bool(_LACKING.match(reading.text))


def compared_with_former(reading: Reading, earlier: Understood | None) -> Understood | None:
    """The value of the question before against that of the one in whose place it put its own condition; None otherwise.

    内閣府の合計は？ 厚労省だと？ 差は？ compares the two sums. Two years are left to the frames that tell a change.
    """
    if earlier is None or not asks_gap(reading) or earlier.rule.op not in _VALUED:
        return None
    if len(earlier.exchanged) != 1 or earlier.exchanged[0].kind == "year":
        return None
    former = earlier.exchanged[0]
    conditions = tuple(former if c.kind == former.kind else c for c in earlier.frame.conditions)
    own = next((c for c in earlier.frame.conditions if c.kind == former.kind), None)
    if own is None:
        return None
    before = replace(earlier, frame=replace(earlier.frame, conditions=conditions), exchanged=())
    rule = next(rule for rule in frame_rules() if rule.op == "compare")
    frame = replace(
        earlier.frame,
        id=rule.id,
        conditions=(),
        group="ratio" if _RATIO.match(reading.text) else "difference",
        order="desc",
        text=reading.text,
    )
    parts = ((_named(former), before), (_named(own), replace(earlier, exchanged=())))
    return Understood(frame, rule, parts=parts)


def compared_again(reading: Reading, earlier: Understood | None) -> Understood | None:
    """差は？ 何倍？ after a comparison: the same, asked so; None for anything else of its two sides."""
    if earlier is None or not earlier.parts or not (asks_gap(reading) or reading.has("ask:compare")):
        return None
    if reading.entities or reading.numbers:
        return None
    asked = "ratio" if _RATIO.match(reading.text) else "difference" if _GAP.match(reading.text) else ""
    frame = replace(earlier.frame, text=reading.text, group=asked or earlier.frame.group)
    return replace(earlier, frame=frame)


def _named(condition: Condition) -> str:
    if condition.kind in ("pillar", "section"):
        return words_of(condition)
    return "・".join(term.label or term.value for term in condition.values)
