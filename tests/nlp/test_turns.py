"""Turns of phrase: each rule turns its examples in the real reading, is needed for them, and leaves what only looks like them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import nlp.questions.typed.turns as module
from nlp.questions.tables.cues import FRAMES
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.said_order import in_written_order
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question
from nlp.questions.typed.turns import Turn, steps, turns

IDEAS = tuple(load_frames_file("turns/order.toml")["order"])


def folded(question: str) -> str:
    return fold_question(in_written_order(question))


def forget() -> None:
    """Texts that were written before are written anew: with other turns they are others."""
    plain_speech.cache_clear()
    module.put_as_written.cache_clear()


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    forget()


def read(question: str) -> str:
    """As the reading sees a question behind its politeness and turns of phrase."""
    return plain_speech(folded(question))


def taken(question: str) -> tuple[Turn, ...]:
    return tuple(step.turn for step in steps(folded(question)))


def of(idea: str) -> list[Turn]:
    return [turn for turn in turns() if turn.idea == idea]


def test_every_file_has_its_place_in_the_order() -> None:
    files = {path.stem for path in (FRAMES / "turns").glob("*.toml")} - {"order"}
    assert files == set(IDEAS)
    assert len(IDEAS) == len(files)


@pytest.mark.parametrize("idea", IDEAS)
def test_a_turn_turns_its_examples(idea: str) -> None:
    assert [turn.pattern.pattern for turn in of(idea) if not turn.examples] == []
    failing = {
        said: (written, turn.pattern.pattern)
        for turn in of(idea)
        for said, expected in turn.examples
        for written in [read(said)]
        if turn not in taken(said) or written != expected
    }
    assert failing == {}


@pytest.mark.parametrize("idea", IDEAS)
def test_a_turn_is_needed_for_its_examples(idea: str, monkeypatch: pytest.MonkeyPatch) -> None:
    every = turns()
    for turn in of(idea):
        monkeypatch.setattr(module, "turns", lambda without=turn: tuple(t for t in every if t is not without))
        forget()
        for said, expected in turn.examples:
            assert read(said) != expected, f"{turn.pattern.pattern}: another turn does the same for {said}"


@pytest.mark.parametrize("idea", IDEAS)
def test_a_turn_leaves_what_is_not_meant(idea: str) -> None:
    assert [
        (turn.pattern.pattern, said) for turn in of(idea) for said in turn.unlike if turn in taken(said)
    ] == []


@pytest.mark.parametrize("idea", IDEAS)
def test_a_turn_needs_words_and_names_groups_that_it_has(idea: str) -> None:
    for turn in of(idea):
        assert turn.pattern.sub(turn.written, "灯台の話") == "灯台の話", turn.pattern.pattern
        for group in re.findall(r"\\g<(\w+)>", turn.written):
            assert group in turn.pattern.groupindex or group.isdecimal(), turn.pattern.pattern


def test_no_turn_stands_twice() -> None:
    patterns = [turn.pattern.pattern for turn in turns()]
    assert len(patterns) == len(set(patterns))


def _asked() -> list[str]:
    """The questions of the cases, as turns see them."""
    folder = Path(__file__).parents[1] / "questions" / "cases"
    lines = (line.strip() for file in folder.glob("*.yaml") for line in file.read_text("utf-8").splitlines())
    return [fold_question(line[2:].strip("\"'")) for line in lines if line.startswith("- ")]


@pytest.mark.parametrize("idea", IDEAS)
def test_what_a_turn_wrote_it_leaves(idea: str) -> None:
    asked = _asked()
    assert len(asked) > 1000
    again = {
        (turn.pattern.pattern, question)
        for turn in of(idea)
        for question in asked
        if turn.pattern.search(question)
        for once in [turn.pattern.sub(turn.written, question)]
        if turn.pattern.sub(turn.written, once) != once
    }
    assert again == set()


def test_the_turns_of_a_question_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    module._show("「おんなじ」という語が出てくる、おんなじ事業は？")
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("turns/spelling.toml")
    assert shown[-1].strip() == "という語が出てくる、同じ事業は?"
