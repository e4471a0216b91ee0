"""What is to be said with an answer about a section whose notation two documents head with other words."""

from __future__ import annotations

from api.answering.result import AskServices, Row
from graph.question_graph import build_query
from nlp.questions.parser import Understood
from nlp.questions.records import Frame

_NOTHING = Frame("differing_headings", "", "")
_PLACES = ("section", "pillar")
# More documents than these are counted, not named.
_NAMED = 2


def heading_caveats(understood: Understood, services: AskServices) -> list[str]:
    """A sentence for each section or pillar asked about that another document heads with other words; none where all agree."""
    frame = understood.frame
    asked = {value.value for kind in _PLACES for one in frame.of_kind(kind) for value in one.values}
    if not asked:
        return []
    found: dict[str, list[Row]] = {}
    for row in services.rows(build_query("differing_headings", _NOTHING, {})):
        if row["section"] in asked:
            found.setdefault(row["section"], []).append(row)
    return [_told(rows) for rows in found.values()]


def _told(rows: list[Row]) -> str:
    place = rows[0]["notation"]
    others = list(dict.fromkeys(f"{row['title']}では「{row['heading']}」" for row in rows))
    more = f"ほか{len(others) - _NAMED}件" if len(others) > _NAMED else ""
    return (
        f"{'' if '-' in place else '柱'}{place}の見出しは文書によって違い、「{rows[0]['label']}」のほか、"
        f"{'、'.join(others[:_NAMED])}{more}です。番号が同じため合わせて答えています。"
    )
