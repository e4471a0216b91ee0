"""Questions asked once a build: the rows of their queries are there for others, whatever words they ask in."""

from __future__ import annotations

from pathlib import Path

from api.answering.answers import answer_question
from api.answering.lasting import lasting_services
from api.answering.usual_questions import ask_usual
from api.graph_access import open_graph
from nlp.questions.tables.frame_files import load_frames_file


def test_every_usual_question_is_read(seed_store: Path) -> None:
    """None is there in vain: each has an answer, or asks back which of several things is meant."""
    access = open_graph(seed_store)
    services, lasting = lasting_services(access, access.local)
    assert lasting is not None
    lasting.wait()
    asked = [q for group in load_frames_file("usual_questions.toml")["questions"].values() for q in group]
    refused = [q for q in asked if answer_question(q, services)["status"] == "unanswerable"]
    assert refused == []


def test_it_stops_when_nobody_wants_it(seed_store: Path) -> None:
    """The end of the process waits for one question at most."""
    access = open_graph(seed_store)
    services, _ = lasting_services(access, access.local)
    wanted = iter([True, True])
    assert ask_usual(services, lambda: next(wanted, False)) is not None
    assert next(wanted, None) is None
