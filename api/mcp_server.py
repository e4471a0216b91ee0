"""`tsunagari mcp`: ask, query, explain and overlap for assistants, over standard input and output."""

from __future__ import annotations

import json

from mcp.server.mcpserver import MCPServer

from api.answering.answers import answer_question
from api.answering.lasting import lasting_services
from api.commands.explaining import explain as explain_thing
from api.commands.querying import run_query
from api.commands.tables import table
from api.graph_access import open_graph
from api.settings import Settings
from graph.queries import stored_query


def make_server(store: str) -> MCPServer:
    """A server with four read-only tools over the graph in `store`.

    Raises:
        StoreError: there is no graph.
    """
    access = open_graph(store)
    asking, _ = lasting_services(access, access.local, near_seconds=Settings.from_environment().near_seconds)
    server = MCPServer("tsunagari")

    @server.tool()
    def ask(question: str, context: str = "") -> str:
        """Ask the policy graph in Japanese; the JSON answer has text, caveats, quotes and the SPARQL that gives the same."""
        return json.dumps(answer_question(question, asking, context=context or None), ensure_ascii=False)

    @server.tool()
    def query(sparql: str) -> str:
        """Run one read-only SPARQL query; tsu:, skos: and other prefixes need no declaration. Answers CSV."""
        return run_query(sparql, store, "csv")

    @server.tool()
    def explain(thing: str) -> str:
        """Every statement about a thing (IRI, path, number or name) with quote, offsets, method and confidence, as JSON."""
        return explain_thing(thing, store, as_json=True)

    @server.tool()
    def overlap() -> str:
        """Which ministries support which target groups, with counts."""
        names, rows = access.answer(stored_query("examples/ministry-by-target").text)
        return table(names, ([str(getattr(cell, "value", "")) for cell in row] for row in rows))

    return server


def serve(store: str) -> None:
    """Serve until standard input closes."""
    make_server(store).run()
