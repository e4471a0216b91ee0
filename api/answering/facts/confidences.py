"""How sure the links are that were inferred: of one thing, or of all there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.answering.refusing.nothing_found import nothing
from api.answering.result import AskServices, Result, Row, template_text
from graph.question_graph import build_query, complete, serialise
from nlp.errors import VocabularyError
from nlp.questions.conditions.bounds import operator_of
from nlp.questions.parser import Understood
from nlp.questions.records import Frame, Term

_RELATIONS = {
    "programme": "事業",
    "targetGroup": "対象者",
    "helperGroup": "支援を受けて支える側",
    "relatedMeasure": "関連施策",
    "continues": "前身",
    "component": "構成要素",
    "cites": "引用",
    "legalBasis": "根拠",
}
_COLUMNS = ["もの", "関係", "相手", "確度", "方法"]
_TSU = "https://w3id.org/tsunagari/ns#"
# Which links a question speaks of; all that tie measures, programmes and groups where it does not say.
_SPOKEN_OF = (
    (re.compile(r"対象者"), ("targetGroup",)),
    (re.compile(r"年度|前身|後継|引き継"), ("continues",)),
    (re.compile(r"事業.*施策|施策.*事業"), ("relatedMeasure",)),
)
_BOUND = re.compile(
    r"(?<![\d.])(?P<n>[01](?:\.\d+)?)(?P<op>未満|以下|以上|超|を下回|を超え|を上回|より(?:低|小さ)|より(?:高|大き))"
)
_MEASURES = ("relatedMeasure",)
_EVERY = ("relatedMeasure", "targetGroup", "continues", "programme")
_SURE = re.compile(r"高い|高め|確実|確かな|しっかり")
_UNSURE = re.compile(r"低い|低め|あやしい|怪しい|不確か|弱い")
_IN_FULL = {"超": "を超える", "を超え": "を超える", "を下回": "を下回る", "を上回": "を上回る"}
_MOST_SURE = re.compile(r"(?:最も|一番|いちばん|もっとも|1番)(?:高|低|確か|確実|不確か|あやし|怪し|弱)|順")
# Where a question says 高い and no number: as the condition of that name (condition/*-sure.rq).
_HIGH = "0.9"


def _table(rows: Sequence[Row]) -> list[list[str]]:
    return [
        [
            r["subjectLabel"],
            _RELATIONS.get(r["relation"].rsplit("#", 1)[-1], r["relation"]),
            r["objectLabel"],
            f"{float(r['confidence']):.2f}",
            r["method"],
        ]
        for r in rows
    ]


def confidence(understood: Understood, services: AskServices) -> Result:
    """How sure the inferred links of a thing are; the weakest is named."""
    terms = [t for c in understood.frame.conditions for t in c.values if t.kind == "iri"]
    if not terms:
        return nothing(understood, services, "", "確度を尋ねるもの")
    query = build_query("confidence", understood.frame, {"focus": terms[0]})
    kinds = _spoken_of(understood.frame.text)
    if kinds is not None:
        # 施策82と事業を結び付けた確からしさ: the links of that kind alone.
        relations = ", ".join(serialise(Term("iri", _TSU + kind)) for kind in kinds)
        head, tail = query.rstrip().rsplit("}", 1)
        query = f"{head}  FILTER(?relation IN ({relations}))\n}}{tail}\n"
    rows = services.rows(query)
    if not rows:
        return nothing(understood, services, query, f"「{terms[0].label}」の推定リンク")
    table = _table(rows)
    weakest = table[0]
    name = f"「{terms[0].label}」の{'事業と施策の' if kinds == _MEASURES else ''}推定リンク"
    if kinds == _MEASURES:
        each = "、".join(f"「{row[0]}」と「{row[2]}」は{row[3]}" for row in reversed(table))
        text = f"{name}は{len(table)}本で、確度は{each}です。"
    elif len(table) == 1:
        text = f"{name}は1本（{weakest[1]}「{weakest[2]}」）で、確度は{weakest[3]}です。"
    else:
        text = f"{name}は{len(table)}本で、確度は{table[0][3]}〜{table[-1][3]}です。最も低いのは{weakest[1]}「{weakest[2]}」です。"
    return Result(
        text,
        {"type": "table", "columns": _COLUMNS, "rows": table},
        query,
        ["確度は0から1で、答えの確かさは最も弱い記述で決まります。"],
        [terms[0].value],
    )


def link(understood: Understood, services: AskServices) -> Result:
    """The link between a programme and a measure: how sure it is, how it was inferred, and the texts of both."""
    ends = {c.kind: c.values for c in understood.frame.conditions if c.kind in ("programme", "measure")}
    if len(ends) < 2:
        raise VocabularyError("a programme and a measure are needed")
    query = build_query("confidence", understood.frame, {"focus": ends["programme"][0]})
    wanted = " ".join(serialise(term) for term in ends["measure"])
    head, tail = query.rstrip().rsplit("}", 1)
    query = f"{head}  VALUES ?object {{ {wanted} }}\n}}{tail}\n"
    rows = services.rows(query)
    names = [ends[kind][0].label for kind in ("programme", "measure")]
    if not rows:
        text = f"「{names[0]}」と施策「{names[1]}」は関連付けられていません。"
        return Result(text, {}, query, reason="not_in_source")
    table = _table(rows)
    text = f"「{names[0]}」と施策「{names[1]}」の関連付けは、名称・所管・対象者・本文からの推定です（確度{table[0][3]}、方法: {table[0][4]}）。文書に明記された関連ではありません。"
    about = [ends["programme"][0].value, *(t.value for t in ends["measure"])]
    return Result(
        text,
        {"type": "table", "columns": _COLUMNS, "rows": table},
        query,
        ["確度は0から1で、推定の方法ごとに決めた値です。"],
        about,
        ("prefLabel", "overview", "ministry", "targetGroup"),
    )


def _links_query(kinds: Sequence[str], *, high: bool, within: str = "", template: str = "links") -> str:
    """The query for links of these kinds, the surest first where `high`; `within` bounds their confidence."""
    text = template_text(template)
    if within:
        text = text.replace("  FILTER(", f"  FILTER({within})\n  FILTER(", 1)
    if high:
        text = text.replace("ORDER BY ?confidence", "ORDER BY DESC(?confidence)")
    relations = ", ".join(serialise(Term("iri", _TSU + kind)) for kind in kinds)
    return complete(text, Frame("", "line", "line"), {"relations": relations})


def usual_links() -> list[str]:
    """The queries for links that questions ask for most: of programmes and measures, and all, the least sure or the surest."""
    return [
        _links_query(kinds, high=high) for kinds in (("relatedMeasure",), _EVERY) for high in (False, True)
    ]


def confidence_all(understood: Understood, services: AskServices) -> Result:
    """The inferred links of the kind that the question speaks of, the least sure first (the surest for 高い), or how many."""
    frame = understood.frame
    if understood.rule.flag == "counted":
        return _counted(understood, services)
    usual = _MEASURES if understood.rule.id == "links_sure" else _EVERY
    spoken = _spoken_of(frame.text)
    kinds = spoken or usual
    high = bool(re.search(r"高い|確実|確かな", frame.text))
    bound = _BOUND.search(frame.text)
    test, said = _bounded(frame.text) if understood.rule.id == "links_sure" or bound else ("", "")
    query = _links_query(kinds, high=high, within=test)
    rows = services.rows(query)
    if not rows and spoken is None:
        # 確度の低いつながり: those of programmes and measures may all be sure, and others not.
        query = _links_query(_EVERY, high=high, within=test)
        rows = services.rows(query)
    within = f"（{said}）" if said else ""
    if not rows:
        return nothing(understood, services, query, f"推定したつながり{within}")
    table = _table(rows)
    shown = "、".join(f"「{r[0]}」の{r[1]}「{r[2]}」（{r[3]}）" for r in table[:3])
    end = "高い" if high else "低い"
    return Result(
        f"推定したつながり{within}を確度の{end}順に{len(table)}本示します。最も{end}のは{shown}などです。",
        {"type": "table", "columns": _COLUMNS, "rows": table},
        query,
        ["確度は0から1で、推定の方法ごとに決めた値です。多くても50本までを示します。"],
        list(dict.fromkeys(r["subject"] for r in rows)),
    )


def _spoken_of(text: str) -> tuple[str, ...] | None:
    """The kinds of links that a question says; None where it speaks of links alone."""
    return next((kinds for pattern, kinds in _SPOKEN_OF if pattern.search(text)), None)


def _bounded(text: str) -> tuple[str, str]:
    """What a question says of the confidence, as a test and in words; "" where it says nothing."""
    bound = _BOUND.search(text)
    if bound is not None:
        return (
            f"?confidence {operator_of(bound['op'])} {bound['n']}",
            f"確度{bound['n']}{_IN_FULL.get(bound['op'], bound['op'])}",
        )
    if _MOST_SURE.search(text):
        return "", ""
    if _SURE.search(text):
        return f"?confidence >= {_HIGH}", f"確度{_HIGH}以上"
    return (f"?confidence < {_HIGH}", f"確度{_HIGH}未満") if _UNSURE.search(text) else ("", "")


def _counted(understood: Understood, services: AskServices) -> Result:
    """How many links were inferred, those of programmes and measures where the question does not say of what; all beside them."""
    text = understood.frame.text
    spoken = _spoken_of(text)
    test, said = _bounded(text)
    kinds = spoken or _MEASURES

    def number(of: Sequence[str], within: str) -> tuple[str, int]:
        query = _links_query(of, high=False, within=within, template="links_count")
        return query, int(services.rows(query)[0]["value"])

    query, value = number(kinds, test)
    whole = number(kinds, "")[1]
    name = "事業と施策" if kinds == _MEASURES else _RELATIONS[kinds[0]]
    among = f"（{whole}本のうち）" if test else ""
    told = f"推定した{name}のつながりで{said}のもの" if test else f"推定した{name}のつながり"
    caveats = ["確度は0から1で、推定の方法ごとに決めた値です。"]
    if spoken is None:
        caveats.append(f"対象者・前身などとのつながりも含めると{number(_EVERY, test)[1]}本です。")
    return Result(
        f"{told}は{value}本です{among}。", {"type": "number", "value": value, "unit": "本"}, query, caveats
    )
