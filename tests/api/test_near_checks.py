"""Checks of offered questions: three at most, within a time of an injected clock, remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.answering.refusing.near_checks import NearChecks, Run

Found = tuple[list[str], list[tuple[Any, ...]]]
NEAR = [(said, said) for said in ("a", "b", "c", "d", "e")]


class Engine:
    """Every query takes a second of its clock; it has rows for all but `empty`."""

    def __init__(self, empty: str = "") -> None:
        self.now, self.asked, self._empty = 0.0, list[str](), empty

    def run(self, query: str) -> Found:
        self.asked.append(query)
        self.now += 1.0
        return ["x"], [] if query in self._empty else [("1",)]

    def clock(self) -> float:
        return self.now


def once(read: str, run: Run) -> bool:
    return bool(run(read)[1])


def thrice(read: str, run: Run) -> bool:
    return all(run(f"{read}{number}")[1] for number in range(3))


def offered(checks: NearChecks, engine: Engine, check: Callable[[str, Run], bool] = once) -> list[str]:
    return checks.answered(NEAR, engine.run, check, 3)


def test_it_stops_at_three_and_remembers_both_outcomes() -> None:
    engine = Engine("b")
    checks = NearChecks()
    assert offered(checks, engine) == ["a", "c", "d"]
    assert offered(checks, engine) == ["a", "c", "d"]
    assert engine.asked == ["a", "b", "c", "d"]


def test_the_time_ends_the_checks_and_what_was_found_is_offered() -> None:
    engine = Engine()
    checks = NearChecks(2.0, engine.clock)
    assert offered(checks, engine) == ["a", "b"]
    assert offered(checks, engine) == ["a", "b", "c"], "the next time begins behind what is remembered"
    assert engine.asked == ["a", "b", "c"]


def test_the_time_ends_a_check_between_its_queries_and_nothing_is_remembered_of_it() -> None:
    engine = Engine()
    checks = NearChecks(2.0, engine.clock)
    assert offered(checks, engine, thrice) == []
    assert engine.asked == ["a0", "a1"]
    assert offered(NearChecks(3.0, engine.clock), engine, thrice) == ["a"]


def test_without_a_limit_no_clock_is_asked() -> None:
    def clock() -> float:
        raise AssertionError

    assert offered(NearChecks(clock=clock), Engine()) == ["a", "b", "c"]
