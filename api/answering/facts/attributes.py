"""Attributes of things: one, or several side by side, with why a value is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.answering.facts.sheet_values import by_sheet, of_years, values_moved, years_said
from api.answering.facts.unreadable import unreadable
from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    listed,
    numbered,
    select,
    select_text,
    template_text,
    things,
    year_of,
)
from api.answering.words import amount_words, dates_said, set_words
from graph.question_graph import can_list, part, serialise
from nlp.errors import VocabularyError
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.framing.sets import year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Frame, Term
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.text import one_width

LONGEST = 400
_FEW = 3
_MOST_TOLD, _SHORT = 20, 16
_OF_SHEET = "  OPTIONAL { ?component tsu:document/tsu:fiscalYear ?fiscalYear }\n"
_MOST_VALUES = 6
_TOLD_APART = ("subsidy_rate", "limit")
_YEAR = re.compile(r"(20\d\d)年度")
_ROW_NUMBER = re.compile(r" No\.\d+(?=: )")
_YEN = re.compile(r"(?<!\d)(\d{5,})円")


def attribute(understood: Understood, services: AskServices) -> Result:
    """One property of what is named or of every thing under the conditions."""
    frame = understood.frame
    data = load_frames_file("attributes.toml")
    if "+" in frame.attribute:
        return _several(understood, services)
    name = frame.attribute if frame.attribute in data else "ministry"
    entry = data[name]
    kind = _holder(frame, name, entry["kinds"])
    if not kind:
        raise VocabularyError(f"no path for {frame.over}-{name}")
    whole = template_text(f"attribute/{kind}-{name}")
    path = of_years(whole, frame) if kind == "programme" else whole
    text = template_text("attribute").replace("#{path}", "  " + path.replace("\n", "\n  ") + _holding(frame))
    if "?named" in path:  # the value is a thing of its own
        text = text.replace("?value WHERE", "?value ?named WHERE", 1)
    if kind == "component":
        text = text.replace("?number ?value", "?number ?value ?fiscalYear", 1)
        text = text.replace("}\nORDER", f"{_OF_SHEET}}}\nORDER")
    shaped = replace(frame, item=kind)
    query, rows = select_text(text, shaped, services)
    label = str(entry["label"])
    if not rows and frame.within:
        return _not_within(understood, services, label)
    if not rows and path != whole:
        return _of_other_years(understood, services, query, label)
    if not rows and entry.get("instead"):
        # A plan that is not reported on yet tells of no 達成状況, but of the 現状.
        other = attribute(replace(understood, frame=replace(frame, attribute=entry["instead"])), services)
        if not other.reason:
            said = data[entry["instead"]]["label"]
            return replace(
                other, caveats=[f"{label}の記載はないため、{said}の記載を示しています。", *other.caveats]
            )
    if not rows:
        return _no_value(understood, services, query, label, kind)
    rows = _each_once(rows, told_apart=name in _TOLD_APART)
    values = list(dict.fromkeys(r["value"] for r in rows))
    holders = things(rows, kind)
    without = ""
    if entry.get("numbered") and len(holders) > 1:
        # Of a row printed again the number tells which it is: its name is that of the other.
        rows = [{**row, "label": numbered(row)} for row in rows]
        without = _without_value(shaped, holders, label, services)
    if kind == "component" and len({h["label"] for h in holders}) <= _FEW:
        said = by_sheet(rows, label) + values_moved(rows, frame.text)
    elif len(holders) == 1:
        said = f"{numbered(holders[0])}の{label}: {'、'.join(values)[:LONGEST]}"
    else:
        said = (
            _each_told(rows, few=_MOST_TOLD if entry.get("numbered") else _FEW)
            or f"{len(holders)}件の{label}を表に示します: {listed([numbered(h) for h in holders], 4)}。"
        )
    answer: dict[str, Any] = {
        "type": "text" if len(holders) == 1 else "table",
        "value": values[0] if len(values) == 1 else None,
        "columns": ["名称", label],
        "rows": [[r["label"], r["value"]] for r in rows],
        "items": holders
        if understood.rule.id == "rows_and_charge"
        else things([{**r, "label": r["value"], "number": ""} for r in rows], "named") or holders,
    }
    if "?named" in path and len(holders) == 1:
        answer["type"] = "list"
    if kind == "component":
        answer["columns"] = ["名称", "資料の年度", label]
        answer["rows"] = [[r["label"], year_of(r), r["value"]] for r in rows]
    property_name = str(entry.get("property", name))
    about = [h["id"] for h in holders]
    garbled = _garbled(holders[0]["id"], entry, services) if len(holders) == 1 else ""
    if garbled:
        text = (
            f"{numbered(holders[0])}の{label}は、元の文書の{garbled}。崩れた字のままの印刷: {values[0][:80]}"
        )
        return Result(text, {}, query, [], about, reason="unreadable")
    caveats = _damaged(holders[0]["id"], label, services) if len(holders) == 1 else []
    if without:
        caveats.append(without)
        said = f"{said.rstrip('。')}。{without}"
    if frame.within:
        caveats.insert(0, f"{label}のうち、{_quoted(frame)}を含む記載だけを示しています。")
    return Result(dates_said(said), answer, query, caveats, about, (property_name,))


def _without_value(
    frame: Frame, holders: Sequence[Mapping[str, Any]], label: str, services: AskServices
) -> str:
    """Which of the rows asked about have no such value in what is loaded, in a sentence; "" where all have."""
    told = {holder["id"] for holder in holders}
    every = things(select("list", replace(frame, over=frame.item, attribute=""), services)[1], frame.item)
    rest = [numbered(item) for item in every if item["id"] not in told]
    return f"{listed(rest, 4)}の{label}は、読み込んだ一覧にありません。" if rest else ""


def _each_once(rows: Sequence[Row], *, told_apart: bool) -> list[Row]:
    """The rows with short values in one width, each once; `told_apart`: a bare value that another tells the name of (1/2 beside
    活躍推進型: 1/2) is left out."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        short = len(row["value"]) <= _SHORT * 3 and "://" not in row["value"]
        value = one_width(row["value"]) if short else row["value"]
        kept.setdefault((row["label"], row.get("fiscalYear", ""), value), {**row, "value": value})
    told = {
        (r["label"], r["value"].rpartition(": ")[2])
        for r in kept.values()
        if told_apart and ": " in r["value"]
    }
    return [r for r in kept.values() if (r["label"], r["value"]) not in told]


def _each_told(rows: Sequence[Row], few: int = _FEW) -> str:
    """A few short values, each with what it is of (Aは厚生労働省、Bは内閣府); "" for more or longer ones."""
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(row["label"], []).append(row["value"])
    if 1 < len(told) <= few and any(len(row["value"]) > _SHORT for row in rows):
        return "。".join(
            f"{name}: {_clipped('、'.join(dict.fromkeys(values)))}" for name, values in told.items()
        )
    if len(told) > _MOST_TOLD or any(len(row["value"]) > _SHORT for row in rows):
        return ""
    return "、".join(f"{name}は{'・'.join(dict.fromkeys(values))}" for name, values in told.items()) + "。"


def _clipped(value: str) -> str:
    """A longer value shortened, so that those of a few things stand beside each other."""
    flat = " ".join(value.split())
    return (flat if len(flat) <= LONGEST // 2 else flat[: LONGEST // 2] + "…").rstrip("。")


def _holding(frame: Frame) -> str:
    """Filters for the words that a value must contain, in any of their spellings."""
    tests = []
    for word in frame.within:
        spellings = (serialise(Term("text", spelling)) for spelling in keyword_variants(word))
        tests.append(" || ".join(f"CONTAINS(LCASE(STR(?value)), {spelling})" for spelling in spellings))
    return "".join(f"\n  FILTER({test})" for test in tests)


def _quoted(frame: Frame) -> str:
    return "と".join(f"「{word}」" for word in frame.within)


def _not_within(understood: Understood, services: AskServices, label: str) -> Result:
    """No value has the words asked for: said so, with what is printed."""
    whole = attribute(replace(understood, frame=replace(understood.frame, within=())), services)
    if whole.reason:
        return whole
    text = f"{label}の欄に{_quoted(understood.frame)}を含む記載は見つかりませんでした。印刷されているのは、{whole.text}"
    return Result(text, {}, whole.sparql, whole.caveats, reason="not_in_source")


def _several(understood: Understood, services: AskServices) -> Result:
    """Attributes asked for side by side, in one query with a row for each value."""
    frame = understood.frame
    data = load_frames_file("attributes.toml")
    names = frame.attribute.split("+")
    kind = frame.over
    labels = [str(data[name]["label"]) for name in names]
    pieces = []
    for name, label in zip(names, labels, strict=True):
        path = template_text(f"attribute/{kind}-{name}")
        path = (of_years(path, frame) if kind == "programme" else path).replace("\n", "\n    ")
        pieces.append(f"{{ {path} BIND({serialise(Term('text', label))} AS ?attribute) }}")
    text = template_text("attribute").replace("#{path}", "  " + "\n  UNION ".join(pieces))
    text = text.replace("?number ?value", "?number ?attribute ?value", 1)
    query, rows = select_text(text, replace(frame, item=kind), services)
    if not rows:
        return _no_value(understood, services, query, "と".join(labels), kind)
    missing = [label for label in labels if label not in {r["attribute"] for r in rows}]
    instead = {n: data[n].get("instead", n) if data[n]["label"] in missing else n for n in names}
    if list(instead.values()) != names:
        asked = replace(frame, attribute="+".join(dict.fromkeys(instead.values())))
        other = _several(replace(understood, frame=asked), services)
        told = [
            f"{data[name]['label']}の記載はないため、{data[shown]['label']}の記載を示しています。"
            for name, shown in instead.items()
            if name != shown
        ]
        return replace(other, caveats=[*told, *other.caveats])
    holders = things(rows, kind)
    if len(holders) == 1:
        rows = sorted(rows, key=lambda row: labels.index(row["attribute"]))
    said = "、".join(_side_by_side(rows))
    text_ = (
        f"{numbered(holders[0])}の{said}"
        if len(holders) == 1
        else f"{len(holders)}件の{'と'.join(labels)}を表に示します。"
    )
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["名称", "項目", "記載"],
        "rows": [[r["label"], r["attribute"], r["value"]] for r in rows],
        "items": holders,
    }
    caveats = [f"{label}は、読み込んだ文書に書かれていないか、読み取れません。" for label in missing]
    if missing:
        text_ = f"{text_.rstrip('。')}。{'と'.join(missing)}は、読み込んだ文書に書かれていないか、読み取れません。"
    about = [h["id"] for h in holders]
    return Result(text_, answer, query, caveats, about, tuple(str(data[n].get("property", n)) for n in names))


def _side_by_side(rows: Sequence[Row]) -> list[str]:
    """Each attribute once with its values; an amount printed on several rows is said once, of its year."""
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(row["attribute"], []).append(value_words(_ROW_NUMBER.sub("", row["value"][:160])))
    return [
        f"{name}: {'、'.join(list(dict.fromkeys(values))[:_MOST_VALUES])}" for name, values in told.items()
    ]


def value_words(value: str) -> str:
    """A value as it is read: yen with their unit, western years as documents write them.

    >>> value_words("2025年度補正予算: 120000000円")
    '令和7年度補正予算: 120百万円'
    """
    return _YEAR.sub(lambda m: year_words(int(m[1])), _YEN.sub(_readable, value))


def _readable(match: re.Match[str]) -> str:
    return amount_words(match[1])


def _holder(frame: Frame, name: str, kinds: Sequence[str]) -> str:
    if part(f"attribute/{frame.over}-{name}"):
        return frame.over if can_list(frame.over, frame.over) else ""
    return next((k for k in kinds if can_list(frame.over, k) and part(f"attribute/{k}-{name}")), "")


def issues_of(thing: str, services: AskServices) -> list[str]:
    """What the reader said of damage to a thing, message by message."""
    return [r["message"] for r in unreadable([thing], services).get(thing, ())]


def _garbled(thing: str, entry: Mapping[str, Any], services: AskServices) -> str:
    """What the reader said of a cell whose letters are no sentence, "" when it is readable."""
    named = str(entry.get("damaged_as", entry["label"]))
    rows = unreadable([thing], services).get(thing, ())
    told = [r["message"] for r in rows if r["code"].startswith("garbled") and r["message"].startswith(named)]
    return told[0] if told else ""


def _damaged(thing: str, label: str, services: AskServices) -> list[str]:
    word = label[:2]
    return [f"原文の損傷の記録があります: {m}" for m in issues_of(thing, services) if word in m][:2]


def _of_other_years(understood: Understood, services: AskServices, query: str, label: str) -> Result:
    """No value in the sheets of the years said: so, and which other sheets print one."""
    frame = understood.frame
    ever = replace(frame, conditions=tuple(c for c in frame.conditions if c.kind not in ("year", "stage")))
    other = attribute(replace(understood, frame=ever), services)
    if other.reason:
        return _no_value(understood, services, query, label, "programme")
    text = f"{label}は、{years_said(frame)}の資料からは読み取れていません（書かれていないか、図や崩れた文字の中にあります）。読み取れたのは、ほかの年度の資料です（{other.text.rstrip('。')}）。"
    return Result(text, {}, query, other.caveats, other.about, reason="not_in_source")


def _no_value(understood: Understood, services: AskServices, query: str, label: str, kind: str) -> Result:
    """No value: unreadable where an issue says so, otherwise left blank by the document; or no such thing at all."""
    _, found = select("list", replace(understood.frame, item=kind), services)
    if not found:
        return nothing(understood, services, query, set_words(understood))
    holders = things(found, kind)
    what = numbered(holders[0]) if len(holders) == 1 else set_words(understood)
    if len(holders) <= _FEW:
        every = (m for holder in holders for m in issues_of(holder["id"], services))
        told = [m for m in every if label[:2] in m or label[-2:] in m]
        if told:
            text = f"{what}の{label}は、元の文書が損傷していて読み取れません（{told[0]}）。"
            return Result(text, {}, query, about=[holders[0]["id"]], reason="unreadable")
    return Result(f"{what}の{label}は、読み込んだ文書に書かれていません。", {}, query, reason="not_in_source")
