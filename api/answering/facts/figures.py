"""The printed figures of indicators: target, year by which it is due, and result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from api.answering.facts.unreadable import unreadable
from api.answering.result import (
    AskServices,
    Result,
    Row,
    coverage,
    listed,
    select,
    select_text,
    template_text,
)
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

_BLOT = re.compile(r"[■〓◆▲]")
_NUMBER = re.compile(r"(?:約|およそ)?(?P<n>[\d,]+(?:\.\d+)?)(?P<unit>[^\d,.]{0,4}?)(?:以上|以下|程度)?")
# 今何社で目標は何社 (目標まであと何社): the difference is asked for.
_BOTH = re.compile(r"今何.{1,2}で目標は何")
# 今何%まで来ている: what came of it; 達成した？, 何%？目標は？: that too, beside the target
_NOW = re.compile(r"今(?![年月回後度])|いま|現在|現状|足元|直近|どこまで(?:来|進)")
_RESULT_TOO = re.compile(
    r"達成(?:し|でき|され)|届[いか]|クリア|上回|下回|超え|実績|現状|現在|今(?![年月回後度])|何(?:%|人|名|件|回|割|か所|団体|社)[^。?]{0,6}[?。].*目標"
)
_COUNTED = re.compile(
    r"(?<![0-9.,])[0-9][0-9,]*(?:人|名|件|か所|箇所|団体|施設|校|世帯|戸)(?!以上|目|あたり|当たり)"
)
_BLACKED = "数字の位置の字が潰れている"
_ASKED = {"goal": ("target", "目標値"), "achievement": ("result", "実績値")}


def _printed_in(said: str, rows: Sequence[Row]) -> bool:
    """Whether a number said with its unit is printed as a target or a result."""
    number = re.compile(rf"(?<![0-9.]){re.sub('[^0-9]', '', said)}(?![0-9])")
    printed = (row[name].replace(",", "") for row in rows for name in ("target", "result", "label"))
    return any(number.search(text) for text in printed)


def figure(understood: Understood, services: AskServices) -> Result:
    """Target and result of the indicators meant; where the one asked for is not printed, that it is not or is unreadable."""
    frame = understood.frame
    query, rows = select("list_indicators", frame, services)
    asked = [name for name in frame.attribute.split("+") if name in _ASKED]
    other = [said for said in _COUNTED.findall(frame.text) if not _printed_in(said, rows)]
    if rows and other:
        # 訪問支援を実施した170人は何施設: no figure of a measure that has no 170人
        return Result(
            f"「{other[0]}」という数のある指標は見つかりません。", {}, query, reason="not_in_source"
        )
    if not rows:
        return Result("尋ねられた指標は、読み込んだ文書に見つかりません。", {}, query, reason="not_in_source")
    if not asked and _NOW.search(frame.text):
        asked = ["achievement"]
    lacking = [name for name in asked if not any(row[_ASKED[name][0]] for row in rows)]
    both = asked != ["goal"] or _RESULT_TOO.search(frame.text) is not None
    told = "。".join(
        _told(row, both=both) + (_apart(row) if _BOTH.search(frame.text) else "") for row in rows
    )
    about = [row["indicator"] for row in rows]
    if rows and asked and len(lacking) == len(asked):
        return _lacking(rows, lacking, told, query, services)
    values = [row[_ASKED[name][0]] for row in rows for name in asked if row[_ASKED[name][0]]]
    answer: dict[str, Any] = {
        "type": "table",
        "value": values[0] if len(set(values)) == 1 else None,
        "columns": ["施策No.", "指標", "目標", "期限（年度）", "実績"],
        "rows": [
            [
                int(row["number"]) if row["number"] else None,
                row["label"],
                row["target"],
                row["due"][:4],
                row["result"],
            ]
            for row in rows
        ],
        "items": [{"id": row["indicator"], "label": row["label"]} for row in rows],
    }
    caveats = [f"{_ASKED[name][1]}は印刷されていないか、読み取れません。" for name in lacking]
    return Result(
        f"{told}。",
        answer,
        query,
        [*caveats, *coverage(frame, services)],
        about,
        ("measured", "targetText", "resultText"),
    )


def _blacked(measures: Sequence[str], name: str, services: AskServices) -> bool:
    """Whether the field of one of the measures prints a blotted sign where a figure would stand (■%)."""
    if not measures:
        return False
    path = "  " + template_text(f"attribute/measure-{name}")
    over = Frame(
        "", "measure", "measure", (Condition("measure", tuple(Term("iri", measure) for measure in measures)),)
    )
    _, rows = select_text(template_text("attribute").replace("#{path}", path), over, services)
    return any(_BLOT.search(row["value"]) for row in rows)


def _apart(row: Row) -> str:
    """How far the printed result is from the target, where both are one number of the same unit."""
    target, result = (_NUMBER.fullmatch(row[name]) for name in ("target", "result"))
    if target is None or result is None or target["unit"] != result["unit"]:
        return ""
    gap = abs(Decimal(target["n"].replace(",", "")) - Decimal(result["n"].replace(",", "")))
    return f"（差は{gap:,}{target['unit']}）"


def _told(row: Row, *, both: bool) -> str:
    """Target and result of an indicator in words; where not only the target is asked for, that no result is there."""
    due = f"（{year_words(int(row['due'][:4]))}まで）" if row["due"][:4].isdecimal() else ""
    target = f"目標{row['target']}{due}" if row["target"] else ""
    result = f"実績{row['result']}" if row["result"] else ""
    lacks = "実績値は印刷されていないか、読み取れません" if both and target and not result else ""
    said = "、".join(filter(None, (target, result, lacks))) or "目標値も実績値も読み取れません"
    number = f"施策No.{row['number']}の" if row["number"] else ""
    return f"{number}「{row['label']}」は{said}"


def _lacking(rows: list[Row], lacking: list[str], told: str, query: str, services: AskServices) -> Result:
    """The figure asked for is not there: unreadable where the reader says so of the measure, else left out by the document."""
    labels = "・".join(_ASKED[name][1] for name in lacking)
    measures = list(dict.fromkeys(row["measure"] for row in rows if row["measure"]))
    words = [word for name in lacking for word in (("目標",) if name == "goal" else ("達成", "実績"))]
    issues = (row["message"] for rows in unreadable(measures, services).values() for row in rows)
    damage = [message for message in issues if any(word in message for word in words)]
    if not damage and any(_blacked(measures, name, services) for name in lacking):
        damage = [_BLACKED]
    what = listed([f"「{row['label']}」" for row in rows], 3)
    if damage:
        text = f"{what}の{labels}は、元の文書が損傷していて読み取れません（{damage[0]}）。"
        return Result(text, {}, query, [told], measures, reason="unreadable")
    text = f"{what}の{labels}は、読み込んだ文書に書かれていません（{told}）。"
    return Result(text, {}, query, [], measures, reason="not_in_source")
