"""Who received a grant: the grantees that a document lists, or which lists there are."""

from __future__ import annotations

from dataclasses import replace

from api.answering.result import AskServices, Result
from api.answering.sets.lists import list_items
from api.answering.words import conditions_words
from graph.question_graph import build_query, supports
from nlp.questions.framing.grant_phrases import offices_asked
from nlp.questions.parser import Understood
from nlp.questions.records import Frame


def recipients(understood: Understood, services: AskServices) -> Result:
    """Who received a grant: the grantees that a document lists; where none does, that there is no such list and which
    lists there are."""
    kept = tuple(c for c in understood.frame.conditions if supports("grantee", c.kind))
    frame = replace(understood.frame, over="grantee", item="grantee", conditions=kept)
    offices = offices_asked(frame.text)
    listed_ = list_items(replace(understood, frame=frame), services)
    if not listed_.reason and not offices:
        return listed_
    query = listed_.sparql
    rows = services.rows(build_query("recipients", Frame("", "", "")))
    have = "、".join(f"「{row['label']}」の交付団体{row['value']}団体" for row in rows)
    who = "交付先の自治体" if offices else "交付先・採択先"
    said = conditions_words(replace(understood, frame=frame))
    text = f"{said}{who}の一覧は、読み込んだ文書から作ったグラフにありません。"
    if have:
        text += f"交付先の一覧があるのは{have}だけです。"
    return Result(text, {}, query, reason="not_in_graph")


__all__ = ["recipients"]
