"""Whether the target of something measured was reached (接続完了率は目標に届いた？): what the text says of it, beside both printed figures.

Where the text says neither, the two figures are compared, and said to be compared: of one measure, in one unit, one each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.answering.facts.figures import figure
from api.answering.printed.passages import Found, found_for, told
from api.answering.result import AskServices, Result, Row, select
from nlp.questions.found.reading import Reading
from nlp.questions.parser import Understood, reading_of, understand
from nlp.questions.printed.asked_facts import asked_fact, number_asked
from nlp.questions.printed.figures_compared import up_to_target
from nlp.questions.printed.measured import missed_asked, said_met
from nlp.questions.printed.printed_texts import Passage, level
from nlp.questions.printed.value_places import stands
from nlp.questions.records import Decline

_NOUN = re.compile(r"[一-龥ァ-ヶー]+$")
_UNSAID = "目標を達成したかどうかは明記されていないので、判断しません。印刷された目標と実績を示しています。"
_ONE_SIDE = "目標と実績の両方の値を選べないため、達成したかどうかは判断しません。"
COMPARED = "達成・未達の文の明記によらず、印刷された二つの数を比べたものです。目標の期限や範囲が実績と同じかは、引用した文で確かめてください。"
_NOT_QUERIED = (
    "届いたかどうかは、印刷された文を読んで述べています。示した問い合わせが返すのは、その文までです。"
)


def target_met(what: str, reading: Reading, services: AskServices) -> Result | None:
    """The passages that print goal and result of `what` a question measures (`whether_reached`), and before them yes or no
    where the text itself says so, or how the two figures compare; else its indicators; None where neither prints a result.
    """
    part = reading_of(what, services.known)
    if not number_asked(part):
        return None
    return (
        _by_texts(part, reading, services)
        or _by_indicators(what, services)
        or _of_measure(what, reading, services)
    )


def _by_texts(part: Reading, reading: Reading, services: AskServices) -> Result | None:
    fact = asked_fact(part)
    found = found_for(replace(fact, side=""), part, services) if fact is not None else None
    if found is None or not found.passages:
        return None
    result = told(found)
    results = [p for p in found.passages if p.printed.field == "achievement" and p.value and not p.doubtful]
    if not results:
        return None
    said = {said_met(_behind(p)) for p in results}
    if len(said) == 1 and (met := said.pop()) is not None:
        return _verdict(result, met, yes=met is not missed_asked(reading.text))
    goals = [p for p in found.passages if p.printed.field == "goal" and p.value]
    goal = goals[0] if len({p.value for p in goals}) == 1 else None
    aimed, quoted = (goal.value, goal.quote) if goal is not None else _aimed(found, results[0])
    own = goal is None or goal.printed.thing == results[0].printed.thing
    came = {p.value for p in results}
    met = up_to_target(aimed, results[0].value, quoted) if aimed and own and len(came) == 1 else None
    if met is None:
        return replace(result, caveats=[_UNSAID if goals else _ONE_SIDE, *result.caveats])
    beside = "" if goals else f"目標及び達成の期間には「{quoted}」とあります。"
    text = f"{compared_words(aimed, results[0].value, met)}{result.text}{beside}"
    return replace(result, text=text, caveats=[COMPARED, *result.caveats])


def compared_words(target: str, result: str, met: bool) -> str:
    """How two printed figures compare, as a sentence."""
    return (
        f"印刷された数では、実績の{result}は目標の{target}に{'届いています' if met else '届いていません'}。"
    )


def _aimed(found: Found, result: Passage) -> tuple[str, str]:
    """The one value of its kind in the goal of the measure that prints a result, with its sentence, where that sentence has a word of
    what is measured; "" where there is none."""
    goals = [t for t in found.texts if (t.thing, t.field) == (result.printed.thing, "goal")]
    values = [(m.group(), t) for t in goals for m in re.finditer(found.fact.printed, level(t.text))]
    if len({value for value, _ in values}) != 1:
        return "", ""
    value, printed = values[0]
    sentences = [s for s in re.split(r"(?<=。)", printed.text) if value in level(s)]
    quoted = (sentences[0] if sentences else printed.text).strip().replace("\n", " ")
    names = level("\n".join(printed.names))
    own = [word.forms for word in found.fact.required() if not stands(word.forms, names)]
    measured = all(stands(forms, level(quoted)) for forms in own)
    return (value, quoted) if measured else ("", "")


def _by_indicators(what: str, services: AskServices) -> Result | None:
    """The indicators that `what` is read as, and how the result of each compares with its target."""
    ways = (understand(f"{what}の{asked}は?", services.known) for asked in ("目標と実績", "目標"))
    understood = next((x for x in ways if isinstance(x, Understood) and x.rule.op == "figure"), None)
    if understood is None:
        return None
    understood = replace(understood, frame=replace(understood.frame, attribute=""))
    result = figure(understood, services)
    rows = result.answer.get("rows") or []
    if result.reason or not any(row[4] for row in rows):
        return None
    said = [
        f"施策No.{row[0]}「{row[1]}」: {compared_words(row[2], row[4], met)}"
        for row in rows
        if row[2] and row[4] and (met := up_to_target(row[2], row[4])) is not None
    ]
    caveats = [COMPARED if said else _UNSAID, *result.caveats]
    note = f"「{what}」の目標と実績（指標から）"
    return replace(result, text=f"{''.join(said)}{result.text}", caveats=caveats, note=note)


def _of_measure(what: str, reading: Reading, services: AskServices) -> Result | None:
    """What `what` measures of a measure that it names (心理相談の促進の満足度): its indicators of that name, as printed."""
    understood = understand(f"{what}の目標は?", services.known)
    noun = _NOUN.search(what)
    if not isinstance(understood, Understood) or noun is None:
        return None
    frame = understood.frame
    if (
        understood.rule.op != "attribute"
        or frame.over != "measure"
        or {c.kind for c in frame.conditions} != {"measure"}
    ):
        return None
    query, found = select("reached", frame, services)
    rows = [row for row in found if noun.group() in row["measured"] and row["target"] and row["result"]]
    if not rows:
        return None
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["施策No.", "指標", "目標", "実績"],
        "rows": [[int(r["number"]), r["measured"], r["target"], r["result"]] for r in rows],
        "items": list({r["measure"]: {"id": r["measure"], "label": r["label"]} for r in rows}.values()),
    }
    said = compared_rows(rows)
    verdicts = {row["reached"] for row in rows}
    begun = ""
    if len(verdicts) == 1 and (verdict := verdicts.pop()):
        met = verdict == "true"
        yes = met is not missed_asked(reading.text)
        begun = f"{'はい' if yes else 'いいえ'}、目標{'を達成した' if met else 'に届いていない'}と明記されています。"
    text = begun + (said or "目標と実績は表のとおり印刷されています。")
    note = f"「{what}」の目標と実績（指標から）"
    caveats = [] if begun else [COMPARED if said else _UNSAID]
    about = list(dict.fromkeys([*(r["indicator"] for r in rows), *(r["measure"] for r in rows)]))
    return Result(text, answer, query, caveats, about, ("targetText", "resultText"), note=note)


def compared_rows(rows: Sequence[Row]) -> str:
    """How the printed result of each indicator compares with its target, "" where none does."""
    return "".join(
        f"{row['measured']}: {compared_words(row['target'], row['result'], met)}"
        for row in rows
        if row["target"] and row["result"] and (met := up_to_target(row["target"], row["result"])) is not None
    )


def no_result_of(what: str) -> Decline:
    """Why it is not said whether the target of `what` was reached, where no text prints its result."""
    text = f"「{what}」の実績の値は、指標としても本文の記述としても見つからないので、目標を達成したかどうかは判断しません。施策の「目標の達成状況」を尋ねると、印刷された文をそのまま示します。"
    return Decline("not_in_graph", text, f"「{what}」が目標に届いたか")


def _behind(passage: Passage) -> str:
    """What the sentence says of its value: from behind it to the next number."""
    text = level(passage.printed.text)[passage.value_at + len(passage.value) : passage.end]
    return re.split(r"\d", text, maxsplit=1)[0]


def _verdict(result: Result, met: bool, *, yes: bool) -> Result:
    said = "目標を達成したと" if met else "目標に届かなかったと"
    text = f"{'はい' if yes else 'いいえ'}、{said}書かれています。{result.text}"
    return replace(result, text=text, caveats=[_NOT_QUERIED, *result.caveats])


__all__ = ["COMPARED", "compared_rows", "compared_words", "no_result_of", "target_met"]
