"""From what stands in a question to the set it speaks of: over which rows, and what of them is listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.questions.found.kept_readings import KeptReadings
from nlp.questions.found.reading import Reading
from nlp.questions.names.lexicon import Lexicon, NumberedList
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.records import Condition, Decline, Linked, Term
from nlp.questions.tables.cues import Cue
from nlp.questions.tables.frame_files import load_frames_file

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
# The attribute that is missing stands just before the word that says so (目標の記載がない).
_MISSING_REACH = 8
_SUPPORTED_AFTER = re.compile(
    r"(?:法人)?(?:等|など)?(?:(?:を|が|も|への?|に)?(?:対象|向け|支援|対する|補助|助成)|への)"
)
_SUPPORTED_BEFORE = re.compile(r"対象(?:者)?(?:が|は|に|として)$")
_ONLY_THEY = re.compile(r"(?:だけ|のみ)(?:です|なの|でしょう)?(?:か|の)?[?。]*$")
# 減った順に並べて、内閣府だけ: the ministry narrows what was asked before it.
_NARROWED = re.compile(r"(?:て|で|順|順に|一覧|ランキング)(?:ください)?[、。]$")
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
    the rows to the things. Both are asked of the query parts, which the parser itself does not know. `scope`: the list that is
    asked about, where the lexicon has the rows of no other; `narrowed` keeps what is known of single lists.
    """

    lexicon: Lexicon
    index: LinkIndex
    supports: Callable[[str, str], bool]
    can_list: Callable[[str, str], bool]
    readings: KeptReadings[Reading] = field(default_factory=KeptReadings, compare=False, repr=False)
    meanings: KeptReadings[Any] = field(default_factory=KeptReadings, compare=False, repr=False)
    scope: NumberedList | None = None
    narrowed: KeptReadings[Any] = field(default_factory=lambda: KeptReadings(8), compare=False, repr=False)


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
    own_groups: bool = False

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


def only_they_asked(reading: Reading) -> bool:
    """Whether the question ends with a ministry and だけか (担当は厚労省だけ？); そのうち厚労省だけ only narrows."""
    if reading.of_slot("follow"):
        return False
    return any(
        _ONLY_THEY.match(reading.text[hit.end :]) and not _NARROWED.search(reading.text[: hit.start])
        for hit in reading.of_kind("ministry")
    )


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
    candidates = [cue for cue in candidates if not _done_by_ministry(cue, reading)]
    for cue in sorted(candidates, key=lambda cue: (-(cue.end - cue.start), cue.start)):
        for lack in lacks:
            between = reading.text[cue.end : lack.start]
            if 0 <= lack.start - cue.end <= _MISSING_REACH and not re.search(
                r"施策|事業|府省|、|ある|いる|」", between
            ):
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


def _done_by_ministry(cue: Cue, reading: Reading) -> bool:
    """経産省が担当していないもの: what that ministry does not do, no column that is empty."""
    doers = (hit.end for hit in reading.of_kind("ministry") if hit.end <= cue.start)
    return any(reading.text[end : cue.start] in ("が", "も", "は", "では") for end in doers)


def year_term(year: int) -> Term:
    """A fiscal year as the value of a condition."""
    return Term("year", str(year), year_words(year))


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
