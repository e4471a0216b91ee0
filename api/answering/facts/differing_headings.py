"""What is to be said with an answer about a section whose notation two plans have, or two documents head with other words."""

from __future__ import annotations

from api.answering.result import AskServices, Row
from graph.question_graph import build_query
from nlp.layout.notations import is_section
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.parser import Understood
from nlp.questions.records import Frame

_NOTHING = Frame("differing_headings", "", "")
# More documents than these are counted, not named.
_NAMED = 2
# As are headings.
_HEADINGS = 4


def heading_caveats(understood: Understood, services: AskServices) -> list[str]:
    """A sentence for each notation asked about that several plans have, and each section or pillar that another document heads
    with other words; none where all agree."""
    conditions = understood.frame.of_kind("section") + understood.frame.of_kind("pillar")
    asked = {value.value for one in conditions for value in one.values}
    if not asked:
        return []
    found: dict[str, list[Row]] = {}
    for row in services.rows(build_query("differing_headings", _NOTHING, {})):
        if row["section"] in asked:
            found.setdefault(row["section"], []).append(row)
    by_number = {value.value for one in conditions if not one.surface for value in one.values}
    return [*_of_plans(by_number, services.known.lexicon), *(_told(rows) for rows in found.values())]


def _of_plans(asked: set[str], lexicon: Lexicon) -> list[str]:
    """For each notation asked about that several plans have: which of them the answer is of, and the headings of the others."""
    told = []
    for kind, notation in sorted(lexicon.shared_notations):
        names = [name for name in lexicon.of_kind(kind) if name.notation == notation]
        meant = _headings([name.label for name in names if name.id in asked])
        others = _headings([name.label for name in names if name.id not in asked])
        if meant and others:
            told.append(
                f"{_place(notation)}はほかの計画にもあり（{others}）、ここでは{meant}について答えています。"
            )
        elif meant:
            told.append(
                f"{_place(notation)}は{len(names)}つの計画にあり（{meant}）、合わせて答えています。見出しで尋ねれば一つに絞れます。"
            )
    return told


def _headings(labels: list[str]) -> str:
    return "、".join(f"「{label}」" for label in labels[:_HEADINGS]) + (
        "など" if len(labels) > _HEADINGS else ""
    )


def _told(rows: list[Row]) -> str:
    place = rows[0]["notation"]
    others = list(dict.fromkeys(f"{row['title']}では「{row['heading']}」" for row in rows))
    more = f"ほか{len(others) - _NAMED}件" if len(others) > _NAMED else ""
    return (
        f"{_place(place)}の見出しは文書によって違い、「{rows[0]['label']}」のほか、"
        f"{'、'.join(others[:_NAMED])}{more}です。番号が同じため合わせて答えています。"
    )


def _place(notation: str) -> str:
    return notation if is_section(notation) else f"柱{notation}"
