"""What the records found say of each thing asked: to whom, when, whether it may be, which number, which rate."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.answering.printed.grants import TIMES
from api.answering.result import Row
from api.answering.words import dates_said
from nlp.questions.framing.sets import year_words
from nlp.questions.printed.measured import said_met
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion

_SHOWN, _CELL = 200, 500
_HANDED = re.compile(
    r"([一-龥ァ-ヶー]{2,16})(?:[（(][^（）()]{1,20}[）)])?に(?:対し(?:て)?)?(?:提出|報告|送付|届け出|申請)"
)
_VIA = re.compile(r"([一-龥ァ-ヶー]{2,16})を(?:経由|通じ)")
_OFTEN = re.compile(
    r"毎年度?|毎月|四半期(?:ごと|毎)|[年月]に?[0-9０-９一二三四五六七八九十]+回(?:以上)?|[0-9０-９一二三四五六七八九十]+(?:年|か月)(?:ごと|毎|に一回)"
)
_ARTICLE = re.compile(
    r"第[0-9０-９一二三四五六七八九十]+条(?:の[0-9０-９]+)?(?:第[0-9０-９一二三四五六七八九十]+項)?"
)
_WITH_UNIT = re.compile(
    r"[0-9][0-9,.]*[万億千]*(件|人|名|戸|棟|か所|校|団体|回|%|割|世帯|市区?町村|自治体|都道府県|トン|社|施設)"
)
_SPAN = re.compile(r"[0-9一二三四五六七八九十]+(?:年間?|か月間?|日間?)(?:以上|以内|以下)?(?!度|[0-9月])")
_WISHED = re.compile(r"努め")
_ORDERED = re.compile(r"ものとする|なければならない|すること。?$|てはならない|必要")
_YES, _NO, _PLAIN = "はい。", "いいえ。", "決まりは次のとおりです。"
_OF_SOME = "一部の取組についての決まりがあります。"
_WHERE = re.compile(r"(?<!この)(?<!その)場合(?:に|は|、)|ときは|限り|限る")
_FOR_WHOM = re.compile(r"対象(?:者|とな|とす|は)|に対する|向け")
_FIELDS: Mapping[str, tuple[str, str]] = {
    "name": ("施策名", "label"),
    "ministry": ("担当府省庁", "ministry"),
    "overview": ("概要", "overview"),
    "goal": ("目標及び達成の期間", "goal"),
    "achievement": ("目標の達成状況", "achievement"),
    "review": ("見直し方針", "review"),
    "link": ("関連URL", "link"),
    "rate": ("補助率", "rate"),
    "limit": ("上限額・基準額", "limit"),
    "implementer": ("実施主体", "implementer"),
}
_WHETHER = ("may", "barred")
_UNSAID = "読み込んだ文書に書かれていないか、読み取れません"


@dataclass(frozen=True, slots=True)
class Record:
    """A record with the rows that tell of it: `name` is its own, `of` what it belongs to."""

    thing: str
    rows: tuple[Row, ...]

    def field(self, name: str) -> tuple[str, ...]:
        """The values of a field, each once."""
        return tuple(dict.fromkeys(row[name] for row in self.rows if row.get(name)))

    def says(self, form: str, fields: Sequence[str]) -> bool:
        """Whether a form stands in one of the fields, in either width and case."""
        return any(level(form) in level(value) for name in fields for value in self.field(name))


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its text and table, of which sort of record it tells, and what of it."""

    text: str
    of: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    rows: list[list[str]]
    type: str = "text"
    value: Any = None
    caveats: tuple[str, ...] = ()
    supports: tuple[str, ...] = ("description",)
    kept: tuple[Record, ...] = ()


def of_rules(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The rules quoted, and before them to whom, through whom, when, how often, whether they oblige or allow; None where
    nothing that is asked is said."""
    kept = _of_sort(asked, records)
    texts = [_one(record, "text") for record in kept]
    items = tuple(dict.fromkeys(v for r in kept for v in r.field("items")))
    said: list[str] = []
    missing: list[str] = []
    for name in asked.asked:
        words = (
            _whether(asked, kept)
            if name in _WHETHER
            else _of_rule(name, [*texts, *items] if name == "who_for" else texts)
        )
        if words is None:
            return None
        if not words:
            missing.append(_NAMES[name])
        elif name in _WHETHER:
            said.insert(0, words)
        elif words not in said:
            said.append(words)
    if not kept or (missing and len(missing) == len(asked.asked)):
        return None
    quoted = "".join(f"{_one(r, 'notation')} 「{_short(_one(r, 'text'))}」" for r in kept)
    funds = "・".join(dict.fromkeys(v for r in kept for v in r.field("of")))
    lead = "".join(said) or _PLAIN
    left = f"{'・'.join(missing)}は、これらの決まりには書かれていません。" if missing else ""
    shown = f"そこに挙げられた取組: {'、'.join(items)}。" if items else ""
    text = f"{lead}{f'「{funds}」の' if funds else ''}要領は{quoted}と定めています。{shown}{left}"
    return Told(
        text,
        "要領の決まり",
        (),
        ("項番", "本文", "交付金"),
        [[_one(r, "notation"), _one(r, "text"), _one(r, "of")] for r in kept],
        "text",
        texts[0],
        ("要領の文言から答えています。個別の場合の判断は所管の府省庁に確かめてください。",),
        kept=tuple(kept),
    )


_NAMES = {
    "whom": "提出や報告の相手",
    "via": "経由先",
    "when": "期限や時期",
    "often": "頻度",
    "long": "期間",
    "must": "義務かどうか",
    "number": "項番",
    "who_for": "対象者",
}


def _of_sort(asked: RecordQuestion, records: Sequence[Record]) -> Sequence[Record]:
    """委託してはいけない団体: the prohibitions where what is barred is asked for; 提出 for whom."""
    if "bars" in asked.asked:
        return [r for r in records if _sort(r) == "prohibition"]
    told = [r for r in records if _sort(r) != "definition"]
    return told or records


def _of_rule(name: str, texts: Sequence[str]) -> str | None:
    """What the rules say of one thing asked, "" where they say nothing of it; None where no answer may be given."""
    whole = " ".join(level(text) for text in texts)
    match name:
        case "whom":
            found = dict.fromkeys(m[1] for text in texts for m in _HANDED.finditer(text))
            return f"相手先として書かれているのは{'、'.join(found)}です。" if found else ""
        case "via":
            found = dict.fromkeys(m[1] for text in texts for m in _VIA.finditer(text))
            return f"経由先として書かれているのは{'、'.join(found)}です。" if found else ""
        case "when":
            return _PLAIN if TIMES.search(whole) else ""
        case "often":
            times = dict.fromkeys(m.group() for m in _OFTEN.finditer(whole))
            return f"頻度として書かれているのは{'、'.join(times)}です。" if times else ""
        case "long":
            spans = dict.fromkeys(m.group() for m in _SPAN.finditer(whole))
            return f"期間として書かれているのは{'、'.join(spans)}です。" if spans else ""
        case "must":
            wished = [bool(_WISHED.search(text)) for text in texts]
            if all(wished):
                return "「努める」とされ、義務とまでは書かれていません（努力義務）。"
            if not any(wished) and all(_ORDERED.search(text) for text in texts):
                return "しなければならないこととして書かれています。"
            return _PLAIN
        case "who_for":
            return _PLAIN if _FOR_WHOM.search(whole) else ""
    return _PLAIN


def _whether(asked: RecordQuestion, records: Sequence[Record]) -> str:
    """はい or いいえ to whether it may be (may) or must not be (barred); neither where the rules hold for some activities that are not
    named, or under a condition, or are of several sorts."""
    both = len(set(_WHETHER) & set(asked.asked)) > 1
    sorts = {_sort(record) for record in records}
    if both or len(sorts) > 1 or not sorts <= {"prohibition", "optional"}:
        return _PLAIN
    named = [form for word in asked.sought if not word.verb for form in word.forms]
    if any(r.field("items") and not any(r.says(form, ("items",)) for form in named) for r in records):
        return _OF_SOME
    if any(_WHERE.search(_one(record, "text")) for record in records):
        return _PLAIN
    return _YES if (sorts == {"optional"}) == ("may" in asked.asked) else _NO


def of_activities(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The activity that a grant pays for, with its place; None where the words are those of several, or people are asked for."""
    if "who_for" in asked.asked:
        return None
    if "article" in asked.asked:
        return _articles(records)
    told = "、".join(f"{_one(r, 'notation')} {_activity(r)}" for r in records)
    funds = "・".join(dict.fromkeys(v for r in records for v in (r.field("of") or r.field("category"))))
    plain = "number" in asked.asked
    yes = {"eligible", "may"} & set(asked.asked)
    text = f"{'はい。' if yes else ''}「{funds}」の対象となる取組に次のものがあります: {told}。"
    return Told(
        text,
        "対象となる取組",
        ("の項番",) if plain else (),
        ("項番", "取組", "区分"),
        [[_one(r, "notation"), _activity(r), _one(r, "category") or _one(r, "of")] for r in records],
        "text",
        told,
        ("対象として挙げられた取組から答えています。",),
    )


def _articles(records: Sequence[Record]) -> Told | None:
    """The articles of laws that the records name."""
    found = [(r, dict.fromkeys(m.group() for m in _ARTICLE.finditer(_one(r, "text")))) for r in records]
    if len(found) != 1 or len(found[0][1]) != 1:
        return None
    record, article = found[0][0], next(iter(found[0][1]))
    text = f"{article}です。{_one(record, 'notation')} {_one(record, 'label')}に「{_short(_one(record, 'text'))}」とあります。"
    rows = [[_one(record, "label"), article, _one(record, "text")]]
    return Told(text, "記述にある", ("条",), ("名称", "条", "本文"), rows, "text", article)


def _activity(record: Record) -> str:
    label, text = _one(record, "label"), _short(_one(record, "text"))
    return f"{label}（{text}）" if label and label not in text else text


def of_components(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """Rates, limits and implementers of one part of a sheet, by the year of the sheet."""
    if asked.rate and "which" in asked.asked:
        return _of_rate(asked, records)
    if "which" in asked.asked or len({level(_one(r, "label")) for r in records}) > 1:
        return None
    fields = [name for name in asked.asked if name in _FIELDS]
    implementers = {v for r in records for v in r.field("implementer")}
    lead = ""
    if "may" in asked.asked:
        who = [w for w in asked.sought if any(f in v for f in w.forms for v in map(level, implementers))]
        if not who:
            return None
        lead = _YES
        fields = list(dict.fromkeys(("implementer", *fields)))
    pieces, rows = [], []
    for record in records:
        said = [f"{_FIELDS[n][0]}: {'、'.join(record.field(_FIELDS[n][1])) or _UNSAID}" for n in fields]
        year = next((f"（{year_words(int(v[:4]))}の資料）" for v in record.field("year")), "")
        pieces.append(f"{_one(record, 'label')}{year if len(records) > 1 else ''}の{'、'.join(said)}")
        rows += [
            [_one(record, "label"), _FIELDS[n][0], v] for n in fields for v in record.field(_FIELDS[n][1])
        ]
    if not rows:
        return None
    text = f"{lead}{'。'.join(dict.fromkeys(pieces))}"
    names = tuple(_FIELDS[n][0] for n in fields)
    supports = ("subsidyRate", "limit", "implementer", "prefLabel")
    return Told(text, "構成要素の", names, ("名称", "項目", "記載"), rows, "table", supports=supports)


def _of_rate(asked: RecordQuestion, records: Sequence[Record]) -> Told:
    """The parts that have the rate asked for, each once."""
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        seen.setdefault((level(_one(record, "label")), _one(record, "year")[:4]), record)
    told = []
    for record in seen.values():
        year = next((year_words(int(v[:4])) for v in record.field("year")), "")
        of = "・".join(record.field("of")[:1])
        told.append(f"{_one(record, 'label')}（{'、'.join(filter(None, (of, year)))}）")
    text = f"補助率が{asked.rate}と書かれているのは次のものです: {'、'.join(told)}。"
    rows = [[_one(r, "label"), "補助率", asked.rate] for r in seen.values()]
    supports = ("subsidyRate", "prefLabel")
    return Told(
        text,
        "構成要素",
        (),
        ("名称", "項目", "記載"),
        rows,
        "table",
        None,
        (),
        supports,
        tuple(seen.values()),
    )


def of_calls(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """When a call opens and closes, and what it gives at most."""
    record = records[0]
    labels = {"opens": "受付の開始", "closes": "締切", "limit": "上限額・基準額"}
    said = [(labels[n], dates_said(_one(record, n))) for n in asked.asked if n in labels and _one(record, n)]
    if not said or len(said) < len([n for n in asked.asked if n != "hour"]):
        return None
    text = f"{_one(record, 'label')}の{'、'.join(f'{name}: {value}' for name, value in said)}"
    if "hour" in asked.asked:
        text += "（締切の時刻は、読み取った項目にないため、原文で確かめてください）"
    names = tuple(name for name, _ in said)
    rows = [[_one(record, "label"), name, value] for name, value in said]
    supports = ("opens", "closes", "limit")
    return Told(text, "公募の", names, ("名称", "項目", "記載"), rows, "table", supports=supports)


def of_guidelines(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """When a guideline was made and is in force, its number and who made it."""
    labels = {
        "in_force": "施行日",
        "established": "制定日",
        "document_number": "文書番号",
        "issuer": "発出した者",
    }
    record = records[0]
    said = [(labels[n], dates_said(_one(record, n))) for n in asked.asked]
    if not any(value for _, value in said):
        return None
    text = f"{_one(record, 'label')}の{'、'.join(f'{name}: {value or _UNSAID}' for name, value in said)}"
    names = tuple(name for name, _ in said)
    rows = [[_one(record, "label"), name, value] for name, value in said if value]
    supports = ("inForce", "decidedOn", "documentNumber", "decidedBy", "prefLabel")
    return Told(text, "実施要領の", names, ("名称", "項目", "記載"), rows, "table", supports=supports)


def of_measures(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The cells of one measure."""
    record = records[0]
    names = dict.fromkeys(n for n in asked.asked if n in _FIELDS and n != "name")
    if not _measured(asked, record):
        return None
    if {"reached", "figure"} & set(asked.asked):
        names = dict.fromkeys(("goal", "achievement", *names))
    if not names and "name" not in asked.asked:
        return None
    number = _one(record, "number")
    head = f"{f'No.{number} ' if number else ''}{_one(record, 'label')}"
    said = [(_FIELDS[n][0], "、".join(record.field(_FIELDS[n][1]))) for n in names]
    if names and not any(value for _, value in said):
        return None
    told = "、".join(f"{name}: {_short(value, _CELL) if value else _UNSAID}" for name, value in said)
    text = f"{_unnumbered(asked, said)}{head}の{told}" if told else f"{head}です。"
    rows = [[_one(record, "label"), name, value] for name, value in said if value]
    shown = tuple(name for name, _ in said) or ("施策名",)
    supports = (*(_FIELDS[n][1] for n in names), "prefLabel")
    return Told(
        text,
        "施策の",
        shown,
        ("名称", "項目", "記載"),
        rows or [[head, "施策名", head]],
        "table",
        None,
        (),
        supports,
    )


def _unnumbered(asked: RecordQuestion, said: Sequence[tuple[str, str]]) -> str:
    """That a goal or result asked for as a number (何人) prints none of that unit; "" where each does or none is asked for."""
    cells = (_FIELDS["goal"][0], _FIELDS["achievement"][0])
    asked_of = [(name, level(value)) for name, value in said if name in cells and value]
    lacking = [
        name for name, value in asked_of if any(re.search(unit, value) is None for unit in asked.units)
    ]
    if not lacking:
        return ""
    return f"{'・'.join(lacking)}に、尋ねられた単位の数は書かれていないか、読み取れません。記載は次のとおりです。"


def _measured(asked: RecordQuestion, record: Record) -> bool:
    """Whether a number or an outcome that is asked for is printed: a result of the goal's unit, or words that say it was met.

    A number that is neither said to be a goal's nor a result's (つながりサポーターは何人) is not looked for here.
    """
    wanted = set(asked.asked)
    if "figure" in wanted and not wanted & {"goal", "achievement", "reached"}:
        return False
    if "reached" not in wanted:
        return True
    goal, result = level(" ".join(record.field("goal"))), level(" ".join(record.field("achievement")))
    units = {match[1] for match in _WITH_UNIT.finditer(goal)}
    return said_met(result) is not None or bool(units & {m[1] for m in _WITH_UNIT.finditer(result)})


TELLERS: Mapping[str, Callable[[RecordQuestion, Sequence[Record]], Told | None]] = {
    "rule": of_rules,
    "activity": of_activities,
    "component": of_components,
    "call": of_calls,
    "guideline": of_guidelines,
    "measure": of_measures,
}


def _one(record: Record, name: str) -> str:
    return next(iter(record.field(name)), "")


def _sort(record: Record) -> str:
    return _one(record, "type").rsplit("#", 1)[-1]


def _short(text: str, most: int = _SHOWN) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most] + "…"


__all__ = ["TELLERS", "Record", "Told"]
