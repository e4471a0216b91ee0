"""What rows, measures and programmes are counted by: the statement that binds it, in a question's query and beforehand."""

from __future__ import annotations

from api.answering.sets.lists import PLACES
from graph.question_graph import can_list

_GROUPINGS = {
    "ministry": "tsu:ministry/skos:prefLabel",
    "target_group": "tsu:targetGroup/skos:prefLabel",
    "section": "tsu:section/skos:notation",
    "pillar": "tsu:section/skos:broader/skos:notation",
    "prefecture": "tsu:prefecture",
    "legal_form": "tsu:legalForm",
    "stage": "tsu:budgetStage/skos:prefLabel",
    "type": "tsu:requirementType/skos:prefLabel",
    "year": "(tsu:fiscalYear|tsu:planYear)",
}


# Sections and pillars of several plans in one graph, told apart by their headings.
_OF_PLANS = {"section": "tsu:section", "pillar": "tsu:section/skos:broader"}
_WITH_HEADING = (
    "?{over} {path} ?inPlace . ?inPlace skos:notation ?mark ; skos:prefLabel ?heading . "
    'BIND(CONCAT(?mark, "「", STR(?heading), "」") AS ?group)'
)


def grouping_by(over: str, by: str, *, below: bool = False, plans: bool = False) -> str:
    """The statement that binds what rows of a kind are grouped by to ?group; `below`: with the wider groups of each group;
    `plans`: sections of several plans share their notations."""
    if plans and by in _OF_PLANS:
        return _WITH_HEADING.format(over=over, path=_OF_PLANS[by])
    path = _GROUPINGS.get(by, _GROUPINGS["ministry"])
    if over == "line" and by == "target_group":
        path = "tsu:programme/tsu:targetGroup/skos:prefLabel"
    if below:
        path = path.replace("tsu:targetGroup", "tsu:targetGroup/skos:broader*")
    named = ' FILTER(LANG(?group) = "ja" || LANG(?group) = "")' if "prefLabel" in path else ""
    return f"?{over} {path} ?group .{named}"


def joint_caveats(*by: str) -> list[str]:
    """What is said where things are grouped by ministry: joint ones count for each."""
    return ["二つ以上の府省庁が担当するものは、それぞれに数えています。"] if "ministry" in by else []


def usual_groupings() -> list[tuple[str, str, str]]:
    """(class, statement, what it binds) of what rows, measures and programmes are counted by most."""
    by_place = [
        (over, grouping_by(over, by), "group")
        for over in ("line", "measure", "programme")
        for by in PLACES
        if can_list(over, by)
    ]
    by_time = [
        (over, grouping_by(over, by), "group")
        for over, by in (("line", "year"), ("line", "stage"), ("measure", "year"))
    ]
    each_plan = ("measure", "?measure tsu:planYear ?year .", "year")
    counted = [
        (over, f"?{over} tsu:{path} ?{name} .", name)
        for over in ("measure", "programme", "work")
        for name, path in (("ministry", "ministry"), ("target_group", "targetGroup"))
    ]
    return [
        *by_place,
        *by_time,
        *counted,
        each_plan,
        ("line", "?line tsu:programme ?programme .", "programme"),
    ]


__all__ = ["grouping_by", "joint_caveats", "usual_groupings"]
