"""How programmes hang together over the years, and which measures they serve."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from api.answering.refusing.nothing_found import nothing
from api.answering.result import (
    AskServices,
    Result,
    Row,
    listed,
    numbered,
    query_of_text,
    select,
    select_text,
    template_text,
    things,
    year_of,
)
from api.answering.words import charge_told, set_words, stage_words
from graph.question_graph import build_query, supports
from nlp.questions.framing.sets import year_term, year_words
from nlp.questions.parser import Understood
from nlp.questions.records import Condition, Frame, Term

# 廃止された？ asks whether; 廃止された年, いつ廃止 take it for granted.
_ASKS_WHETHER = re.compile(r"(?:か|の|た|る|い|した)[?。]*$")
# 表から消えたか: that the list has it no more is all that is asked, not whether it was ended.
_OFF_THE_LIST = re.compile(
    r"(?:消え|なくなっ|無くなっ|載ら|見当たら|落ち|外れ|抜け|姿を消|いなくな)(?!た(?:理由|わけ|原因))[^。?]{0,10}か?[?。]*$"
)
_NAME_ASKED = re.compile(
    r"旧称|旧名|新名称|(?:以前|前|元|もと|昔|かつて|現在|今|いま)[^。]{0,8}(?:名|呼|何て|何と)|何という|前身|改称|改名|名前が変"
)
# R6でどの事業に化けた, as turns/handing_over.toml writes it: the year of what it became
_BECAME_IN = re.compile(r"(?:r\d{1,2}|(?:令和)?\d{1,2}年度)(?:の?補正)?(?:予算)?の後継")
_NUMBERS_ASKED = re.compile(r"番号|何番|no\.?は", re.IGNORECASE)
_LINEAGE = {"renamed": "改称", "split": "分割", "merged": "統合", "continued": "継続", "": "つながり"}


def lineage(understood: Understood, services: AskServices) -> Result:
    """What a programme continues, and what continues it."""
    programmes = [t for c in understood.frame.conditions if c.kind == "programme" for t in c.values]
    if not programmes and any(c.kind in ("line", "number") for c in understood.frame.conditions):
        _, found = select("list", replace(understood.frame, over="line", item="programme"), services)
        programmes = [Term("iri", r["programme"], r["label"]) for r in found]
    if not programmes:
        return lineage_all(understood, services)
    former = _former_names(understood, programmes[0], services)
    if former is not None:
        return former
    query = build_query("lineage", understood.frame, {"programme": programmes[0]})
    rows = services.rows(query)
    # No other name before or after: the same name in the years it is printed.
    named = (Condition("programme", tuple(programmes[:1])),)
    places, printed = select(
        "where", replace(understood.frame, over="line", item="line", conditions=named), services
    )
    if understood.rule.flag == "vanished":
        return _vanished(understood, services, programmes[0], (places, printed), (query, rows))
    if rows:
        became = [r for r in rows if r["earlier"] == programmes[0].value]
        return _into_year(understood.frame, became, query, services) or _lineage_result(rows, query)
    years = list(dict.fromkeys(year_of(r) for r in printed))
    name = programmes[0].label
    if len(years) > 1:
        each = (f"{year_of(r)}No.{r['number']}" for r in reversed(printed))
        labels = {year_of(r): r["label"] for r in reversed(printed)}
        renamed = "、".join(f"{year}は「{label}」" for year, label in labels.items())
        text = (
            f"「{name}」は{'・'.join(reversed(years))}（{'、'.join(each)}）に同じ事業として載っていて、"
            + (f"名称は{renamed}です。" if len(set(labels.values())) > 1 else "改称や分割は見つかりません。")
        )
        answer = {
            "type": "table",
            "columns": ["番号", "名称", "年度"],
            "rows": [[int(r["number"]), r["label"], year_of(r)] for r in printed],
        }
        return Result(
            text, answer, query, ["同じ事業かどうかは名称・所管などからの推定です。"], [programmes[0].value]
        )
    text = f"「{name}」とつながる前後の年度の事業は、読み込んだ文書からは見つかりませんでした。"
    return Result(text, {}, query, reason="not_in_source")


def _former_names(understood: Understood, programme: Term, services: AskServices) -> Result | None:
    """旧称は？: the names that a document prints as former ones; None where it prints none or something else is asked for."""
    if not _NAME_ASKED.search(understood.frame.text):
        return None
    query, rows = select("former_names", understood.frame, services, {"programme": programme})
    if not rows:
        return None
    names = [row["value"] for row in rows]
    label = rows[0]["label"]
    text = f"「{label}」の旧称は「{'」「'.join(names)}」です（資料に旧称として印刷）。"
    answer = {
        "type": "text",
        "value": names[0],
        "columns": ["事業", "旧称"],
        "rows": [[label, name] for name in names],
        "items": [{"id": programme.value, "label": label}],
    }
    return Result(text, answer, query, [], [programme.value], ("altLabel", "prefLabel"))


def _vanished(
    understood: Understood,
    services: AskServices,
    programme: Term,
    printed: tuple[str, Sequence[Row]],
    tied: tuple[str, Sequence[Row]],
) -> Result:
    """A programme said to have ended: a false premise where the newest list prints it; else what took it over, or not known."""
    newest = max(services.known.lexicon.budget_years())
    later = [r for r in printed[1] if r["fiscalYear"][:4] == str(newest)]
    name = f"「{programme.label}」"
    unsaid = "廃止・打ち切りになったとは、読み込んだ文書に書かれていません。"
    if later:
        where = f"{name}は{year_of(later[0])}{stage_words(later[0]['stage'])}の一覧（No.{later[0]['number']}）に載っています。"
        if _ASKS_WHETHER.search(understood.frame.text):
            query = _whether_gone(understood.frame, programme, newest)
            answer: dict[str, Any] = {"type": "boolean", "value": False, "items": things(later, "line")}
            return Result(
                f"いいえ、{where}{unsaid}", answer, query, [], [r["line"] for r in later], ("prefLabel",)
            )
        return Result(f"{where}{unsaid}", {}, printed[0], reason="false_premise")
    after = [r for r in tied[1] if r["earlier"] == programme.value]
    gone = f"{name}は{year_words(newest)}の一覧に載っていませんが、{unsaid}"
    if not after and printed[1] and _OFF_THE_LIST.search(understood.frame.text):
        rows = [f"{year_of(r)}{stage_words(r['stage'])}のNo.{r['number']}" for r in printed[1]]
        answer = {"type": "boolean", "value": True, "items": things(printed[1], "line")}
        told = f"はい、{gone}前に載っているのは{listed(rows, 6)}です。"
        query = _whether_gone(understood.frame, programme, newest)
        return Result(told, answer, query, [], [r["line"] for r in printed[1]], ("prefLabel",))
    if not after:
        return Result(gone, {}, printed[0], reason="not_in_source")
    result = _lineage_result(after, tied[0])
    return replace(result, text=gone + result.text)


def _whether_gone(frame: Frame, programme: Term, year: int) -> str:
    """The query for whether the list of a year has no row of the programme."""
    gone = template_text("exists").replace("COUNT(?found) > 0", "COUNT(?found) = 0")
    now = (Condition("programme", (programme,)), Condition("year", (year_term(year),)))
    return query_of_text(gone, replace(frame, over="line", item="line", conditions=now))


def same(understood: Understood, services: AskServices) -> Result:
    """Whether several rows print one programme; if not, what ties the programmes."""
    query, _ = select("same", understood.frame, services)
    _, rows = select("list_lines", replace(understood.frame, item="line"), services)
    _, found = select("list", understood.frame, services)
    programmes = things(found, "programme")
    if not rows or not programmes:
        return nothing(understood, services, query, set_words(understood))
    one = len(programmes) == 1
    names = "、".join(f"「{item['label']}」" for item in programmes)
    text = f"はい、どの行も{names}です。" if one else f"いいえ、別の事業です: {names}。"
    return Result(
        text,
        {"type": "boolean", "value": one, "items": programmes},
        query,
        ["同じ事業かどうかは名称・所管などからの推定です。"],
        [r["line"] for r in rows],
    )


def lineage_all(understood: Understood, services: AskServices) -> Result:
    """Every programme that continues another under a different name."""
    query, rows = select("lineage_all", understood.frame, services)
    kept = tuple(c for c in understood.frame.conditions if c.kind != "year" and supports("line", c.kind))
    if kept:
        frame = replace(understood.frame, over="line", item="programme", conditions=kept)
        among = {r["programme"] for r in select("list", frame, services)[1]}
        rows = [r for r in rows if r["later"] in among or r["earlier"] in among]
        query = build_query("lineage_among", frame)
    if rows and (elsewhere := _into_year(understood.frame, rows, query, services)) is not None:
        return elsewhere
    return _lineage_result(rows, query) if rows else nothing(understood, services, query, "名称を変えた事業")


def _into_year(frame: Frame, rows: Sequence[Row], query: str, services: AskServices) -> Result | None:
    """R6でどの事業に化けた: nothing where what is continued stands in the list of another year only; None where it stands in
    that of the year said, or none is said."""
    years = {t.value[:4] for c in frame.of_kind("year") for t in c.values}
    if _BECAME_IN.search(frame.text) is None or len(years) != 1:
        return None
    year = years.pop()
    said: dict[str, None] = {}
    for row in rows:
        named = (Condition("programme", (Term("iri", row["later"], row["laterLabel"]),)),)
        printed = select("where", Frame("where", "line", "line", named), services)[1]
        if any(r["fiscalYear"][:4] == year for r in printed):
            return None
        said |= {f"{year_of(r)}の「{row['laterLabel']}」": None for r in printed[:1]}
    text = f"{year_words(int(year))}の一覧の事業へのつながりは、読み込んだ文書からは見つかりませんでした。"
    text += f"つながると推定されるのは{'、'.join(said)}です。" if said else ""
    return Result(text, {}, query, reason="not_in_source")


def _lineage_result(rows: Sequence[Row], query: str) -> Result:
    pairs = list(
        dict.fromkeys(
            (
                r["earlierLabel"],
                r["laterLabel"],
                _LINEAGE.get(r["kind"], r["kind"]),
                f"{float(r['confidence'] or 0):.2f}",
            )
            for r in rows
        )
    )
    said = "、".join(f"「{a}」から「{b}」へ{k}（確度{c}）" for a, b, k, c in pairs)
    answer: dict[str, Any] = {
        "type": "table",
        "columns": ["前", "後", "関係", "確度"],
        "rows": [list(p) for p in pairs],
    }
    answer["items"] = things([{"thing": r["later"], "label": r["laterLabel"]} for r in rows], "thing")
    caveats = ["文書に明記された関係ではなく、名称・所管・金額などからの推定です。"]
    about = list(dict.fromkeys(x for r in rows for x in (r["later"], r["earlier"])))
    return Result(f"{said}と推定されます。", answer, query, caveats, about, view="/view/chain")


def _rows_of(programme: str, services: AskServices) -> str:
    """Where a programme is printed in the budget lists: 令和7年度No.69・令和6年度No.53."""
    named = (Condition("programme", (Term("iri", programme),)),)
    _, rows = select("where", Frame("where", "line", "line", named), services)
    return "・".join(dict.fromkeys(f"{year_of(r)}No.{r['number']}" for r in rows)) or "予算一覧に行なし"


# 確度の高い: as `condition/*-sure.rq` and its wording (conditions.toml) have it.
_SURE = "0.9"


def related(understood: Understood, services: AskServices) -> Result:
    """Programmes and measures that are linked, with the confidence of each link."""
    to_measure = understood.rule.op == "related_to_measure"
    stated = tuple(c for c in understood.frame.conditions if c.kind != "sure")
    kept = tuple(c for c in stated if supports("programme", c.kind))
    frame = replace(understood.frame, over="programme", item="programme", conditions=kept)
    if to_measure and not {c.kind for c in stated} <= {"measure", "number"}:
        # フードバンクの施策に関連する事業: whichever measures fit, not programmes that have the word.
        frame = replace(understood.frame, conditions=stated)
    sure = f"  FILTER(?confidence >= {_SURE})" if len(stated) < len(understood.frame.conditions) else ""
    # …に関連する施策の担当は: whose what is linked is.
    charged = charge_told(understood.frame.text)
    linked = "programme" if to_measure else "measure"
    whose = f"  OPTIONAL {{ ?{linked} tsu:ministry/skos:prefLabel ?charge }}" if charged else ""
    template = (
        template_text("related")
        .replace("#{shown}", " ?charge" if charged else "")
        .replace("#{sure}", sure)
        .replace("#{charge}", whose)
    )
    query, rows = select_text(template, frame, services)
    if not rows:
        return nothing(
            understood,
            services,
            query,
            f"{set_words(understood)}と関連付けられた{'事業' if to_measure else '施策'}",
        )
    key = "programme" if to_measure else "measure"
    named: list[Mapping[str, str]] = [
        {**r, "label": r[f"{key}Label"], "number": "" if to_measure else r["number"]} for r in rows
    ]
    items = things(named, key)
    table = [
        [r["programmeLabel"], int(r["number"]), r["measureLabel"], f"{float(r['confidence'] or 0):.2f}"]
        + ([r["charge"]] if charged else [])
        for r in rows
    ]
    columns = ["事業", "施策番号", "施策", "確度", *(["担当府省庁"] if charged else [])]
    answer: dict[str, Any] = {"type": "list", "items": items, "columns": columns, "rows": table}
    lowest = min(float(r["confidence"] or 0) for r in rows)
    said = [numbered(i) for i in items]
    if charged:
        charges = {
            i["id"]: dict.fromkeys(r["charge"] for r in rows if r[key] == i["id"] and r["charge"])
            for i in items
        }
        said = [f"{numbered(i)}（担当: {'・'.join(charges[i['id']]) or '読み取れない'}）" for i in items]
    elif to_measure and _NUMBERS_ASKED.search(understood.frame.text):
        said = [f"{item['label']}（{_rows_of(item['id'], services)}）" for item in items]
    caveats = [f"名称・本文・所管などからの推定で、確度は最も低いもので{lowest:.2f}です。"]
    return Result(
        f"関連するのは{listed(said, 8)}です。",
        answer,
        query,
        caveats,
        [i["id"] for i in items],
    )
