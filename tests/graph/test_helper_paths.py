"""Conditions on bodies and professions also meet where these are helped to help; those on people stay as they are."""

from __future__ import annotations

import pytest

from graph.helper_paths import of_helpers
from graph.iris import iri
from graph.question_graph import build_query
from nlp.questions.records import Condition, Frame, Term


def query(group: str, mode: str = "any") -> str:
    condition = Condition(
        "target_group",
        (Term("iri", iri(f"target-group/{group}"), group),),
        mode=mode,  # type: ignore[arg-type]
    )
    return build_query("list", Frame("list", "measure", "measure", (condition,)), {})


@pytest.mark.parametrize("group", ["企業", "学校・大学", "中小企業", "保育士"])
def test_a_body_is_looked_for_in_both_roles(group: str) -> None:
    assert "(tsu:targetGroup|tsu:helperGroup)" in query(group)
    assert "(tsu:targetGroup|tsu:helperGroup)" in query(group, "none")


@pytest.mark.parametrize("group", ["高齢者", "こども・若者", "すべての人"])
def test_people_are_looked_for_as_whom_it_is_for(group: str) -> None:
    assert "helperGroup" not in query(group)
    assert "tsu:targetGroup" in query(group)


def test_only_conditions_on_groups_are_of_helpers() -> None:
    assert not of_helpers(Condition("ministry", (Term("iri", iri("ministry/環境省"), "環境省"),)))
    assert not of_helpers(Condition("target_group", (Term("text", "企業"),)))
