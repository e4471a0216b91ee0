"""What is written in several ways is put in one form, and what only looks alike stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.one_form import in_one_form

FORMS = load_frames_file("one_form.toml")["form"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["example"][0][0])
def test_a_form_writes_its_examples_and_leaves_the_others(form: dict[str, list[list[str]]]) -> None:
    assert {said: in_one_form(said) for said, _ in form["example"]} == dict(form["example"])
    assert [in_one_form(str(said)) for said in form.get("not", ())] == form.get("not", [])


@given(st.text(alphabet="令和R7七年度の補正当初予算で施策番号No.何円なんけん「」上から", max_size=40))
def test_what_is_in_one_form_stays(said: str) -> None:
    once = in_one_form(said)
    assert in_one_form(in_one_form(once)) == in_one_form(once)
