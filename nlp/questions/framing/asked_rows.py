"""What a question asks about: the classes that it names, over which rows it goes, and what of them is listed."""

from __future__ import annotations

import re

from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import (
    NAME_LOST,
    OWN_ROWS,
    Knowledge,
    budget_signals,
    condition_data,
    missing_attribute,
    said_supported,
)
from nlp.questions.tables.cues import Cue
from nlp.questions.typed.telegraph import stated

_GENERAL_GRANTEES = ("npo法人", "法人", "団体", "中間支援組織", "支援団体")
_GRANTEE_WORDS = re.compile(r"交付(?:団体|先)|採択|助成先|交付を受け|受けた|所在|法人格|事業区域")
_AND = r"(?:(?:と|や|及び|および|並びに|ならびに|・|に加えて?|プラス|[+＋]|\s)、?|、(?=その|それぞれ|各|および|及び))(?:、|および|及び)?(?:その|それぞれの|各|各々の)?"
_CHARGE = r"(?:担当|所管|主管|府?省庁|府省|役所|官庁)(?!が|は(?:ど|何|誰)|を?(?:し|す|さ))"
# 施策とその担当省庁: the things themselves, each with whose it is.
_MEASURES_AND_CHARGE = re.compile(
    rf"施策(?:名)?(?!\s){_AND}{_CHARGE}|施策の(?:番号|no|名前|名称|施策名)と(?:担当|所管)"
)
_ROWS_AND_CHARGE = re.compile(rf"事業(?:名)?{_AND}{_CHARGE}")
_IN_BRACKETS = re.compile(r"[(][^()]{1,8}[)][?。]*$")
# 施策のうち、関連する事業がないもの
_THINGS_BEHIND = re.compile(r"[がのを][^、。?はが]{1,8}(?:もの|やつ)")
_ASKED = re.compile(r"(?:どの|どんな|何の|いくつの|どこの|どういう|どのような|なんの|いかなる|何|どちらの)$")


def classes(reading: Reading) -> tuple[str, ...]:
    """The classes named, in order of mention, without those that are only part of a condition or attribute."""
    grantee_words = bool(
        reading.of_kind("region")
        or any(not said_supported(hit, reading) for hit in reading.of_kind("legal_form"))
        or _GRANTEE_WORDS.search(reading.text)
        or reading.of_kind("grantee")
    )
    missing = missing_attribute(reading)
    kept = []
    for cue in sorted(reading.of_slot("class"), key=lambda cue: not _aside(cue, reading)):
        word = reading.text[cue.start : cue.end]
        general = cue.value == "grantee" and word in _GENERAL_GRANTEES and not grantee_words
        if general and word != "団体" and any(hit.start == cue.start for hit in reading.entities):
            continue
        if cue.value == "grantee" and any(hit.start == cue.start for hit in reading.of_kind("legal_form")):
            continue
        if missing is not None and (cue.start < missing[1].end and missing[1].start < cue.end):
            continue
        if any(clause.start <= cue.start and cue.end <= clause.end for clause in stated(reading.text)):
            continue
        if cue.value == "issue" and (missing is not None or NAME_LOST.search(reading.text)):
            continue
        if cue.value in ("section", "pillar") and _beside_number(cue, reading):
            continue
        if cue.value in ("document", "plan") and any(
            a.start <= cue.start and cue.end <= a.end and a.end - a.start > cue.end - cue.start
            for a in reading.of_slot("attr")
        ):
            continue
        if cue.value == "programme" and any(
            a.value == "project" and a.start <= cue.start and cue.end <= a.end
            for a in reading.of_slot("attr")
        ):
            continue  # 交付団体とその事業名: what they do, no programmes
        if cue.value in ("ministry", "target_group") and any(
            c.value in ("joint", "narrower") and c.start < cue.start and cue.end <= c.end
            for c in reading.of_slot("cond")
        ):
            continue  # 他省庁と共同, 下位の対象者も含めて: a condition, not what is asked for
        if cue.value == "indicator" and _told_numeric(cue, reading):
            continue  # 数値目標のある施策: of the condition
        if cue.value in ("measure", "programme") and _told_tied(cue, reading):
            continue  # 関連する施策のない事業: of the condition
        kept.append(cue.value)
    if reading.numbers_of("mark"):
        # 個別支援事業の取組④: the activity, of the programme that stands beside it.
        return (*(value for value in kept if value not in ("programme", "measure", "activity")), "activity")
    return tuple(kept)


def _told_numeric(cue: Cue, reading: Reading) -> bool:
    """Whether a word for indicators stands in the words for measures that have one, beside measures."""
    spans = (*reading.spans("cond:numeric"), *reading.spans("cond:not_numeric"))
    inside = any(c.start <= cue.start and cue.end <= c.end for c in spans)
    return inside and any(other.value == "measure" for other in reading.of_slot("class"))


def _told_tied(cue: Cue, reading: Reading) -> bool:
    """Whether a class stands in the words for what rows are related to, with what is asked for behind it."""
    spans = (*reading.spans("cond:unlinked"), *reading.spans("cond:linked_work"))
    inside = any(c.start <= cue.start and cue.end <= c.end for c in spans)
    behind = any(other.start >= cue.end for other in reading.of_slot("class"))
    before = any(other.end <= cue.start for other in reading.of_slot("class"))
    return inside and (behind or (before and _THINGS_BEHIND.match(reading.text[cue.end :]) is not None))


def _aside(cue: Cue, reading: Reading) -> bool:
    """府省庁の総数(施策): a class in brackets at the end says of what, not what."""
    return cue.end > cue.start > 0 and _IN_BRACKETS.match(reading.text, cue.start - 1) is not None


def charge_asked(text: str) -> bool:
    """Whether measures are asked for together with whose they are.

    >>> charge_asked("見守りの施策とその担当省庁"), charge_asked("見守りの施策を担当する省庁")
    (True, False)
    """
    return _MEASURES_AND_CHARGE.search(text) is not None


def rows_and_charge(text: str) -> bool:
    """Whether programmes are asked for together with whose they are.

    >>> rows_and_charge("R7補正の新規事業と所管省庁"), rows_and_charge("R7補正の事業はどの省庁が担当")
    (True, False)
    """
    return _ROWS_AND_CHARGE.search(text) is not None


def _beside_number(cue: Cue, reading: Reading) -> bool:
    """節2-②: the word only introduces the number."""
    hits = (*reading.numbers_of("section"), *reading.numbers_of("pillar"))
    return any(hit.start in (cue.end, cue.end + 1) or hit.end == cue.start for hit in hits)


def item_of(reading: Reading, known: Knowledge) -> tuple[str, str]:
    """(over, item): what rows the conditions speak of, and what is listed or counted."""
    named = list(classes(reading))
    if any(hit.operator == "measure" for hit in reading.numbers_of("number")) and "measure" not in named:
        named.insert(0, "measure")
    for hit in reading.numbers_of("having"):
        # 施策が10件以上の府省庁: the thing counted stands inside the number's words.
        named.insert(0, "measure" if "施策" in reading.text[hit.start : hit.end] else "programme")
    asked = _interrogated(reading)
    item = asked if asked in named else (named[-1] if named else "")
    if re.search(
        r"施策(?:と|や|・|及び|または|か)(?:予算)?事業|事業(?:と|や|・|及び|または|か)施策", reading.text
    ):
        return "work", "work"
    if charge_asked(reading.text):
        return "measure", "measure"
    if _ROWS_AND_CHARGE.search(reading.text) and asked != "ministry":
        return "line", "programme"
    if item == "programme" and "grantee" in named and named[-1] != "programme":
        item = named[-1]
    counted = reading.of_kind("ministry") and reading.has("ask:count")
    if (
        reading.has("ask:who")
        and not _said_who(reading)
        and not counted
        and not set(named) & {"ministry", *OWN_ROWS}
        and missing_attribute(reading) is None
        and not any(clause.field == "ministry" for clause in stated(reading.text))
    ):
        item = "ministry"
    guideline = _guideline_item(reading, named)
    if guideline:
        return guideline, guideline
    if item in OWN_ROWS:
        if item == "plan" and "measure" in named:
            item = "measure"
        else:
            return item, item
    placed = (
        reading.of_kind("region")
        or any(not said_supported(hit, reading) for hit in reading.of_kind("legal_form"))
        or (reading.of_kind("grantee") and not item)
    )
    general = item in ("", "programme", "ministry", "grantee") and "grantee" not in named
    if placed and general and not reading.of_slot("stage"):
        return "grantee", "grantee"
    rest = [value for value in named if value != item]
    budget = budget_signals(reading) or (bool(reading.numbers_of("year")) and "measure" not in named)
    if item in ("ministry", "target_group", "section", "pillar"):
        if "grantee" in rest:
            return "grantee", "grantee"
        if "measure" in rest:
            return "measure", item
        if "line" in rest or "programme" in rest or budget:
            return "line", item
        if item in ("section", "pillar") and not (
            reading.of_kind("ministry") or reading.of_kind("target_group")
        ):
            return item, item
        return ("measure" if item in ("section", "pillar") else "work"), item
    staged = reading.of_slot("stage") or reading.numbers_of("amount")
    if item == "measure" and staged and not reading.of_kind("measure") and not reading.numbers_of("number"):
        # 令和7年度補正の施策: people call budget rows 施策 too; the stage tells.
        return "line", "programme"
    if item in ("programme", "line", "measure"):
        return ("measure" if item == "measure" else "line"), item
    del known
    if budget:
        return "line", ("line" if "line" in named else "programme")
    return "measure", "measure"


def _said_who(reading: Reading) -> bool:
    """復興庁と厚労省が両方担当: who does it is said, not asked."""
    if reading.wh():
        return False
    said = re.compile(
        r"(?:が|で|も|の)?(?:とも|両方|双方|両者|いずれも|どちらも|共同で?|一緒に|ともに)?(?:が|で|とも)?(?:担当|所管)(?:する|している|してる)?[?。]*$"
    )
    before = re.compile(r"(?:担当|所管)(?:する)?(?:府省庁?|省庁)?(?:は|が|:)\s?$")
    return any(
        said.match(reading.text[hit.end :]) or before.search(reading.text[: hit.start])
        for hit in reading.of_kind("ministry")
    )


def _guideline_item(reading: Reading, named: list[str]) -> str:
    """What of a guideline is asked for: 禁止 and 手続 are its requirements, 取組 its activities."""
    kinds = {"guideline", "requirement", "activity", "eligible_programme", "component"}
    funds = any(word in reading.text for word in condition_data()["generic_words"] if word.endswith("金"))
    about = bool(set(named) & kinds) or bool(reading.of_kind("guideline")) or funds
    if reading.has("class:requirement") and not set(named) & {"programme", "measure", "line"}:
        return "requirement"
    if about and reading.has("cond:prohibition", "cond:procedure", "cond:option", "cond:requirement"):
        return "requirement" if not set(named) & {"programme", "measure", "line", "activity"} else ""
    if not named and reading.has("cond:prohibition", "cond:procedure", "cond:option"):
        return "requirement"
    inside = reading.of_kind("component") or reading.of_kind("eligible_programme")
    if (reading.has("class:activity") or (inside and "取組" in reading.text)) and not reading.has(
        "class:grantee"
    ):
        return "activity"
    return ""


def _interrogated(reading: Reading) -> str:
    """The class that a question word stands before (どの府省庁が), "" when there is none."""
    for cue in reading.of_slot("class"):
        if _ASKED.search(reading.text[max(0, cue.start - 4) : cue.start]):
            return cue.value
    return ""
