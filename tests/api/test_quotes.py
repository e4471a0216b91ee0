"""Quotes behind things: the first of each, then the second; only those are looked up that can be shown."""

from __future__ import annotations

from typing import cast

import pytest
from pyoxigraph import RdfFormat, Store

from api.answering.facts.quoted_rows import quoted_rows
from api.answering.quotes import MOST_EVIDENCE, quotes_of
from api.answering.result import AskServices, Found
from api.graph_access import texts
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.names.linking import LinkIndex
from nlp.questions.records import Frame

ID = "https://w3id.org/tsunagari/id/"


def _quote(thing: str, place: int, supports: str) -> str:
    name = f"<evidence/d-{place}-{place + 2}-{supports}-printed>"
    return (
        f'<{thing}> tsu:evidence {name} . {name} a tsu:Evidence ; tsu:supports "{supports}" ; tsu:quote "q{place}" ; '
        f"tsu:start {place} ; tsu:end {place + 2} ; tsu:confidence 0.9 ; tsu:document <document/d> .\n"
    )


class _Asked:
    """Services over a few quotes, with what was asked."""

    def __init__(self, data: str) -> None:
        store, self.queries = Store(), list[str]()
        heads = (
            "@prefix tsu: <https://w3id.org/tsunagari/ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .\n"
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
            f'@base <{ID}> .\n<document/d> dcterms:identifier "d" .\n'
        )
        store.load((heads + data).encode(), RdfFormat.TURTLE)

        def run(query: str) -> Found:
            self.queries.append(query)
            return texts(store, query)

        lexicon = Lexicon("b", ())
        known = Knowledge(lexicon, LinkIndex(lexicon), lambda *_: True, lambda *_: True)
        self.services = AskServices(run, "build", known)


def _places(services: _Asked, things: list[str], properties: tuple[str, ...]) -> list[int]:
    about = [f"{ID}{thing}" for thing in things]
    return [cast(int, quote["start"]) for quote in quotes_of(about, properties, services.services)]


def test_no_thing_is_left_out_for_the_many_quotes_of_another() -> None:
    many = "".join(_quote("a", place, "ministry") for place in range(100, 1100, 10))
    services = _Asked(many + _quote("b", 5, "ministry") + _quote("c", 50, "prefLabel"))
    places = _places(services, ["a", "b", "c"], ("ministry",))
    assert places[:3] == [100, 5, 50]  # c has none of the property, and is quoted once by its name
    assert places[3:5] == [110, 120]
    assert len(places) == MOST_EVIDENCE
    looked_up = max(query.count("/evidence/") for query in services.queries)
    assert looked_up < 100  # not all of them


def test_what_stands_at_one_place_is_quoted_once() -> None:
    same = "".join(_quote(thing, 7, "ministry") for thing in "abc")
    assert _places(_Asked(same + _quote("a", 20, "ministry")), ["a", "b", "c"], ("ministry",)) == [7, 20]


@pytest.mark.parametrize("properties", [("ministry", "prefLabel"), ("prefLabel", "ministry"), ()])
def test_what_is_named_first_is_quoted_first(properties: tuple[str, ...]) -> None:
    services = _Asked(_quote("a", 10, "ministry") + _quote("a", 5, "prefLabel") + _quote("a", 1, "goal"))
    expected = {"ministry": [10, 5], "prefLabel": [5, 10]}.get(
        properties[0] if properties else "", [5, 10, 1]
    )
    assert _places(services, ["a"], properties) == expected


def test_nothing_is_quoted_of_nothing() -> None:
    assert quotes_of([], ("ministry",), _Asked("").services) == []


def test_of_many_things_the_quotes_of_the_first_are_the_engines() -> None:
    names = ["丁", "甲", "乙", "丙", "甲", "戊", "己"]
    things = "".join(
        f'<measure/{n}> a tsu:Measure ; tsu:number {n} ; skos:prefLabel "{name}"@ja .\n'
        for n, name in enumerate(names)
    )
    quoted = "".join(
        _quote(f"measure/{n}", 1000 * n + 10 * place, "goal")
        for n in range(len(names))
        for place in range(60)
    )
    services = _Asked(f'{things}<measure/3> skos:prefLabel "一"@ja .\n{quoted}')
    query, rows = quoted_rows(Frame("", "measure", "measure"), services.services)
    # Of two things of one name and place the engine may tell either first.
    assert [(r["label"], r["start"]) for r in rows] == [
        (r["label"], r["start"]) for r in services.services.rows(query)
    ]
    assert len(rows) == 300
    assert [*dict.fromkeys(r["label"] for r in rows)] == ["一", "丁", "丙", "乙", "己"]
    assert max(q.count("/measure/") for q in services.queries) < len(names)
