"""From what stands in a question to the set it speaks of: over which rows, and what of them is listed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.errors import ProfileError
from nlp.questions.cues import FRAMES, Cue
from nlp.questions.lexicon import Lexicon
from nlp.questions.linking import EntityHit, LinkIndex
from nlp.questions.reading import Reading
from nlp.questions.records import Condition, Decline, Linked

# What is asked for with conditions of its own kind only.
OWN_ROWS = (
    "grantee",
    "activity",
    "eligible_programme",
    "requirement",
    "document",
    "law",
    "plan",
    "guideline",
    "call",
    "indicator",
    "component",
    "issue",
)
NAMED = (
    "programme",
    "measure",
    "grantee",
    "law",
    "plan",
    "sheet",
    "component",
    "guideline",
    "call",
    "eligible_programme",
    "document",
)
_GENERAL_GRANTEES = ("npo法人", "法人", "団体", "中間支援組織", "支援団体")
_GRANTEE_WORDS = re.compile(r"交付(?:団体|先)|採択|助成先|交付を受け|受けた|所在|法人格|事業区域")
_ASKED = re.compile(r"(?:どの|どんな|何の|いくつの|どこの|どういう|どのような|なんの|いかなる|何|どちらの)$")
# The attribute that is missing stands just before the word that says so (目標の記載がない).
_MISSING_REACH = 8
_SUPPORTED_AFTER = re.compile(
    r"(?:法人)?(?:等|など)?(?:(?:を|が|も|への?|に)?(?:対象|向け|支援|対する|補助|助成)|への)"
)
_SUPPORTED_BEFORE = re.compile(r"対象(?:者)?(?:が|は|に|として)$")
_ONLY_THEY = re.compile(r"(?:だけ|のみ)(?:です|なの|でしょう)?(?:か|の)?[?。]*$")
_UNREAD = ("読め", "読み取れ", "判読", "不明", "空", "未記載", "欠け", "欠落")
_CLASS_ATTRIBUTES = {
    "target_group": "target",
    "ministry": "ministry",
    "section": "section",
    "indicator": "indicator",
}


@dataclass(frozen=True)
class Knowledge:
    """All that the parser needs of one build: the lexicon, its index, and what the queries can express.

    `supports(over, kind)` says whether rows can be restricted so; `can_list(over, item)` whether one gets from
    the rows to the things. Both are asked of the query parts, which the parser itself does not know.
    """

    lexicon: Lexicon
    index: LinkIndex
    supports: Callable[[str, str], bool]
    can_list: Callable[[str, str], bool]


@dataclass
class SetReading:
    """Conditions under construction, with what was linked, noted or found impossible on the way.

    `strict`: a condition that rows of this kind cannot have is a reason to decline; else it is only noted.
    """

    over: str
    item: str
    strict: bool = True
    conditions: list[Condition] = field(default_factory=list)
    linked: list[Linked] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    decline: Decline | None = None

    def add(self, condition: Condition, known: Knowledge) -> None:
        """Add a condition when rows of this kind can be restricted so; otherwise say why not."""
        if known.supports(self.over, condition.kind):
            self.conditions.append(condition)
            return
        data = condition_data()
        values = "・".join(term.label or term.value for term in condition.values)
        what = data["wording"].get(condition.kind, condition.kind).format(values=values, bound=values)
        if not self.strict:
            self.notes.append(f"「{what}」は、この問いでは条件に使っていません。")
        elif self.decline is None:
            self.decline = Decline(
                "not_in_graph",
                f"{data['items'].get(self.over, self.over)}について「{what}」にあたる記述は、読み込んだ文書から作ったグラフにありません。",
                f"{what}の{data['items'].get(self.item, self.item)}",
            )


@lru_cache(maxsize=1)
def condition_data() -> Mapping[str, Any]:
    """`frames/conditions.toml`.

    Raises:
        ProfileError: it is missing or not TOML.
    """
    return load_frames_file("conditions.toml")


@lru_cache(maxsize=8)
def load_frames_file(name: str) -> Mapping[str, Any]:
    """One TOML file of `frames/`.

    Raises:
        ProfileError: it is missing or not TOML.
    """
    try:
        return tomllib.loads((FRAMES / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{name}: {error}", hint="docs/questions.md shows the form of the file") from error


def only_they_asked(reading: Reading) -> bool:
    """Whether the question ends with a ministry and だけか (担当は厚労省だけ？); そのうち厚労省だけ only narrows."""
    if reading.of_slot("follow"):
        return False
    return any(_ONLY_THEY.match(reading.text[hit.end :]) for hit in reading.of_kind("ministry"))


def said_supported(hit: EntityHit, reading: Reading) -> bool:
    """Whether a name is said to be whom something is for (NPOへの補助, 対象者がNPO), not who does it."""
    return bool(
        _SUPPORTED_AFTER.match(reading.text[hit.end :]) or _SUPPORTED_BEFORE.search(reading.text[: hit.start])
    )


def budget_signals(reading: Reading) -> bool:
    """Whether the question speaks of a budget list: a stage, an amount, 再掲, 新規, 内数, or a row."""
    return bool(
        reading.of_slot("stage")
        or reading.numbers_of("amount")
        or reading.has(
            "cond:relisted",
            "cond:new",
            "cond:included",
            "cond:not_included",
            "cond:not_relisted",
            "cond:distinct",
            "cond:of_which",
            "ask:amount",
            "ask:total",
            "ask:average",
            "class:line",
            "attr:remarks",
        )
    )


NAME_LOST = re.compile(
    r"(?:施策名|事業名|名称|名前|題名)(?:が|の)?(?:一部)?(?:欠け|切れ|ない|読めない|読み取れ|空欄|損傷|壊れ|途切れ)|(?:表示名|名称|名前)を補"
)


def missing_attribute(reading: Reading) -> tuple[str, Cue] | None:
    """The attribute said to be missing (目標が空欄, 対象者のない) with the cue that names it, None when none is."""
    lacks = reading.spans("ask:missing")
    candidates = [
        *reading.of_slot("attr"),
        *(c for c in reading.of_slot("class") if c.value in _CLASS_ATTRIBUTES),
    ]
    candidates += reading.spans("ask:who")
    if not reading.has("ask:disagree", "ask:change", "ask:unchanged"):
        candidates += reading.spans("ask:amount")
    candidates += [c for c in reading.of_slot("plain") if reading.text[c.start : c.end] in ("担当", "所管")]
    for cue in sorted(candidates, key=lambda cue: (-(cue.end - cue.start), cue.start)):
        for lack in lacks:
            between = reading.text[cue.end : lack.start]
            if 0 <= lack.start - cue.end <= _MISSING_REACH and not re.search(r"施策|事業|府省|、", between):
                name = (
                    "amount"
                    if cue.value == "amount"
                    else "ministry"
                    if cue.slot in ("ask", "plain")
                    else _CLASS_ATTRIBUTES.get(cue.value, cue.value)
                )
                return name, cue
        for lack in lacks:
            # 読めない担当府省庁, 空欄の目標: said before the attribute.
            said = reading.text[lack.start : lack.end]
            if said.startswith(_UNREAD) and reading.text[lack.end : cue.start] in ("", "の", "な"):
                slot_name = "ministry" if cue.slot in ("ask", "plain") else cue.value
                return _CLASS_ATTRIBUTES.get(slot_name, slot_name), cue
    return None


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
    for cue in reading.of_slot("class"):
        word = reading.text[cue.start : cue.end]
        general = cue.value == "grantee" and word in _GENERAL_GRANTEES and not grantee_words
        if general and word != "団体" and any(hit.start == cue.start for hit in reading.entities):
            continue
        if cue.value == "grantee" and any(hit.start == cue.start for hit in reading.of_kind("legal_form")):
            continue
        if missing is not None and (cue.start < missing[1].end and missing[1].start < cue.end):
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
        kept.append(cue.value)
    return tuple(kept)


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
    if re.search(
        r"施策(?:と|及び)(?:その)?(?:担当|所管)|施策の(?:番号|no|名前|名称|施策名)と(?:担当|所管)",
        reading.text,
    ):
        return "measure", "measure"
    if item == "programme" and "grantee" in named and named[-1] != "programme":
        item = named[-1]
    counted = reading.of_kind("ministry") and reading.has("ask:count")
    if (
        reading.has("ask:who")
        and not _said_who(reading)
        and not counted
        and not set(named) & {"ministry", *OWN_ROWS}
        and missing_attribute(reading) is None
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
        r"(?:が|で|も)?(?:とも|両方|共同で?|一緒に|ともに)?(?:担当|所管)(?:する|している|してる)?[?。]*$"
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


def year_words(year: int) -> str:
    """A fiscal year as Japanese documents write it.

    >>> year_words(2025), year_words(2019), year_words(2010)
    ('令和7年度', '令和元年度', '平成22年度')
    """
    if year >= 2019:
        return f"令和{'元' if year == 2019 else year - 2018}年度"
    return f"平成{year - 1988}年度" if year >= 1989 else f"{year}年度"


def yen_words(value: int) -> str:
    """An amount for reading: exact, in 億円, 百万円, 億 with 万円, 万円 or 円, whichever is whole.

    >>> yen_words(500000000), yen_words(507000000), yen_words(28547500000), yen_words(1234)
    ('5億円', '507百万円', '285億4,750万円', '1,234円')
    """
    if value and value % 10**8 == 0:
        return f"{value // 10**8:,}億円"
    if value and value % 10**6 == 0:
        return f"{value // 10**6:,}百万円"
    if value > 10**8 and value % 10**4 == 0:
        return f"{value // 10**8:,}億{value % 10**8 // 10**4:,}万円"
    if value and value % 10**4 == 0:
        return f"{value // 10**4:,}万円"
    return f"{value:,}円"
