"""Rows kept between questions are bounded, and nobody can change them."""

from __future__ import annotations

from api.answering.lasting import KeptRows


def test_rows_are_kept_as_they_were() -> None:
    kept = KeptRows(most=1000)
    rows = [("a", "b")]
    kept.put("q", (["x", "y"], rows))
    rows.append(("c", "d"))
    found = kept.get("q")
    assert found == (["x", "y"], [("a", "b")])
    found[1].clear()
    assert kept.get("q") == (["x", "y"], [("a", "b")])


def test_the_oldest_go_when_there_is_no_room() -> None:
    kept = KeptRows(most=100)
    for number in range(40):
        kept.put(f"q{number}", (["x"], [("a",)] * 4))
        assert kept.cells <= 100
    assert kept.get("q0") is None
    assert kept.get("q39") is not None


def test_one_large_result_does_not_push_out_the_rest() -> None:
    kept = KeptRows(most=100)
    kept.put("small", (["x"], [("a",)]))
    kept.put("large", (["x"], [("a",)] * 50))
    assert kept.get("large") is None
    assert kept.get("small") is not None
