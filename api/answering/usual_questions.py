"""Questions that speak of the whole graph (目標に届かなかった施策は, NPOが申請できる事業は), asked once a build by whoever serves it.

The engine goes through all rows for each, and the queries are the same in whatever words others ask; what the reading of
questions keeps (tables of patterns) is made on the way. The questions are data: `frames/usual_questions.toml`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from api.answering.answers import answer_question
from api.answering.result import AskServices, Found
from nlp.errors import TsunagariError
from nlp.questions.tables.frame_files import load_frames_file

_SLOW = 0.01
"""Seconds of the processor from which on the rows of a query are kept."""
_MOST_CELLS = 300_000
"""Terms in the rows kept of them together; what has more is asked each time."""


def ask_usual(services: AskServices, wanted: Callable[[], bool] = lambda: True) -> Mapping[str, Found]:
    """Ask the usual questions, as long as they are `wanted`: the rows of the queries that took long, by their text."""
    slow: dict[str, tuple[float, Found]] = {}

    def run(query: str) -> Found:
        began = time.thread_time()
        found = services.run(query)
        took = time.thread_time() - began
        if took >= _SLOW and query not in slow:
            slow[query] = took, found
        return found

    asking = replace(services, run=run)
    for questions in load_frames_file("usual_questions.toml")["questions"].values():
        for question in questions:
            if not wanted():
                return {}
            with suppress(TsunagariError):  # the time for queries ran out: whoever asks it is told so
                answer_question(question, asking)
    return _slowest(slow)


def _slowest(slow: Mapping[str, tuple[float, Found]]) -> dict[str, Found]:
    """Those that took longest, as many as there is room for."""
    kept: dict[str, Found] = {}
    room = _MOST_CELLS
    for query, (_, found) in sorted(slow.items(), key=lambda one: -one[1][0]):
        size = len(found[0]) * len(found[1])
        if size <= room:
            kept[query] = found
            room -= size
    return kept


__all__ = ["ask_usual"]
