"""Doubts on disk are read in the order of a report, however many are held at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph.waiting
from graph.reconcile.items import Doubt
from graph.waiting import Waiting

DOUBTS = st.lists(
    st.builds(
        Doubt,
        first=st.sampled_from(["programme/a", "programme/b", "programme/c"]),
        second=st.text(max_size=3),
        score=st.sampled_from([0.2, 0.5, 0.8]),
        reasons=st.tuples(st.text(max_size=3)),
        kind=st.sampled_from(["identity", "measure"]),
    ),
    max_size=12,
)


@given(st.lists(DOUBTS, max_size=4), st.integers(1, 5))
def test_all_are_read_in_order_again_and_again(given_at: list[list[Doubt]], held: int) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(graph.waiting, "_HELD", held)
        waiting = Waiting(Path(folder) / "waiting")
        for doubts in given_at:
            waiting.add(doubts)
        every = [doubt for doubts in given_at for doubt in doubts]
        read = list(waiting)
        assert len(waiting) == len(every) and all(doubt in waiting for doubt in every)
        assert sorted(map(repr, read)) == sorted(map(repr, every))
        places = [(one.kind == "measure", -one.score, one.first, one.second) for one in read]
        assert places == sorted(places)
        waiting.move(Path(folder) / "kept")
        assert list(waiting) == read
