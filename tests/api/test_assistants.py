"""Assistants and challenges: the four tools over MCP's standard input and output, and the TEXT2SPARQL form over HTTP."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from graph.store import StoreFolder

QUESTIONS = (
    "施策は何件？",
    "厚労省の事業の令和7年度補正予算の合計は？",
    "ひきこもりを対象とする施策を持つ府省庁は？",
    "再掲の事業は？",
)


async def session(store: Path, calls: list[tuple[str, dict[str, Any]]]) -> tuple[list[str], list[Any]]:
    """The tools' names and the result of each call, in one session over standard input and output."""
    program = StdioServerParameters(
        command=sys.executable, args=["-m", "api.cli", "mcp", "--store", str(store)]
    )
    async with stdio_client(program) as (read, write), ClientSession(read, write) as client:
        await client.initialize()
        names = [tool.name for tool in (await client.list_tools()).tools]
        return names, [await client.call_tool(name, arguments) for name, arguments in calls]


def test_tools_answer_over_standard_input_and_output(seed_store: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ask", {"question": "施策は何件？"}),
        ("query", {"sparql": "SELECT (COUNT(*) AS ?n) WHERE { ?m a tsu:Measure }"}),
        ("explain", {"thing": "measure/2024-82"}),
        ("overlap", {}),
        ("query", {"sparql": "SELEKT"}),
        ("query", {"sparql": "INSERT DATA { <urn:a> <urn:b> 1 }"}),
        ("explain", {"thing": "ありません"}),
    ]
    names, results = asyncio.run(session(seed_store, calls))
    assert sorted(names) == ["ask", "explain", "overlap", "query"]
    texts = [result.content[0].text for result in results]
    answer = json.loads(texts[0])
    assert answer["status"] == "answered" and answer["answer"]["value"] == 141
    assert list(csv.reader(io.StringIO(texts[1]))) == [["n"], ["141"]]
    assert "法務省" in texts[2] and "厚生労働省" in texts[3]
    assert all(result.is_error for result in results[4:])
    assert not any(result.is_error for result in results[:4])


def get(server: str, **fields: str) -> Any:
    address = f"{server}/text2sparql?{urllib.parse.urlencode(fields)}"
    with urllib.request.urlopen(address, timeout=20) as response:
        assert response.headers["Content-Type"].startswith("application/json")
        return json.load(response)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_challenge_form_gives_the_query_that_answers(
    server: str, seed_store: Path, question: str
) -> None:
    found = get(server, question=question, dataset="https://w3id.org/tsunagari/")
    assert found["dataset"] == "https://w3id.org/tsunagari/" and found["question"] == question
    store: Store = StoreFolder(seed_store).open_read_only()
    solutions = store.query(found["query"])
    assert isinstance(solutions, QuerySolutions)
    assert len(solutions.variables) == 1 and list(solutions)


def test_the_challenge_form_asks_for_yes_or_no(server: str, seed_store: Path) -> None:
    store: Store = StoreFolder(seed_store).open_read_only()
    for question, expected in (("環境省の施策はありますか？", True), ("宮内庁の施策はありますか？", False)):
        answer = store.query(get(server, question=question)["query"])
        assert isinstance(answer, QueryBoolean) and bool(answer) is expected


def test_the_challenge_form_refuses_what_is_no_question(server: str) -> None:
    for fields in ({}, {"question": ""}, {"question": "長" * 3000}):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(server, **fields)
        assert refused.value.code == 400


def test_the_question_set_is_published_in_the_form_of_the_challenge(seed_store: Path) -> None:
    from tests.questions.challenge import challenge

    found = yaml.safe_load(yaml.safe_dump(challenge(), allow_unicode=True))
    store: Store = StoreFolder(seed_store).open_read_only()
    assert len(found["unanswerable"]) >= 80 and all(entry["reason"] for entry in found["unanswerable"])
    assert len(found["ambiguous"]) >= 40
    assert len({entry["id"] for entry in found["questions"]}) == len(found["questions"]) > 400
    for entry in found["questions"]:
        assert entry["question"]["ja"]
        assert isinstance(store.query(entry["query"]["sparql"]), QuerySolutions)
