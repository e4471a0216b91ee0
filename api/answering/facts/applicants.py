"""Programmes that those of a kind (NPO) may apply for or carry out, as far as sheets print it, each with what is printed."""

from __future__ import annotations

import re
from typing import Any

from api.answering.records.record import NO_FRAME
from api.answering.result import AskServices, Result, Row, template_text, things, year_of
from graph.question_graph import complete, serialise
from nlp.questions.framing.applicants import Applicants, applicants
from nlp.questions.framing.sets import year_words
from nlp.questions.records import Term
from nlp.questions.typed.text import one_width

_AROUND = 40
_ONLY_PRINTED = "事業資料に実施主体・助成先・対象として印刷された事業だけです。申請できるかどうかは、公募要領などで所管の府省庁に確かめてください。"
_MAY_LACK = "資金の流れの図などにしか書かれていない事業は含まれません。"


def may_apply(question: str, services: AskServices) -> Result | None:
    """The programmes with what their sheets print; a reason where none prints it; None for any other question."""
    asked = applicants(question)
    if asked is None:
        return None
    years = ", ".join(serialise(Term("year", str(year))) for year in asked.years)
    text = template_text("applicants").replace("#{filter}", f"  FILTER(?year IN ({years}))" if years else "")
    filled = {
        "implementer": _in_query(asked.implementer),
        "spoken": _in_query(asked.text),
    }
    query = complete(text, NO_FRAME, filled)
    rows = services.rows(query)
    when = f"{'・'.join(map(year_words, asked.years))}の資料で、" if asked.years else ""
    note = f"{when}実施主体・助成先・対象に{asked.name}が書かれている事業"
    if not rows:
        return Result(
            f"{note}は、読み込んだ文書の中に見つかりませんでした。",
            {},
            query,
            reason="not_in_source",
            note=note,
        )
    told = {row["label"]: _printed(row, asked) for row in reversed(rows)}
    said = "、".join(f"{label}（{printed}）" for label, printed in sorted(told.items()))
    answer: dict[str, Any] = {
        "type": "list",
        "items": things(rows, "programme"),
        "columns": ["事業", "資料の年度", "項目", "印刷"],
        "rows": [
            [row["label"], year_of(row, "year"), _FIELDS[row["field"]], _printed(row, asked)] for row in rows
        ],
    }
    about = list(dict.fromkeys(row["thing"] for row in rows))
    supports = ("implementer", "overview")
    return Result(
        f"{note}は{len(told)}事業あります: {said}。",
        answer,
        query,
        [_ONLY_PRINTED, _MAY_LACK],
        about,
        supports,
        note=note,
    )


def _in_query(pattern: str) -> str:
    """A pattern as a text of a query, whose regular expressions know no groups that keep nothing."""
    return serialise(Term("text", pattern.replace("(?:", "(")))


_FIELDS = {"implementer": "実施主体・助成先", "overview": "本文"}


def _printed(row: Row, asked: Applicants) -> str:
    if row["field"] == "implementer":
        limited = f"（{row['note']}）" if row["note"] else ""
        of = f"「{row['name']}」の" if row["name"] and row["name"] != row["label"] else ""
        return f"{of}実施主体・助成先に「{one_width(row['text'])}」{limited}"
    match = re.search(asked.text, row["text"])
    at = match.start() if match else 0
    said = one_width(" ".join(row["text"][at : at + _AROUND].split())).rstrip("。")
    return f"本文に「{said}…」"


__all__ = ["may_apply"]
