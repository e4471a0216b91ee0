"""`/api/ask`, `/ask`, `/text2sparql`: questions over HTTP."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from api.answering.answer_tables import answer_csv, sources_csv
from api.answering.answers import LONGEST, AskServices, answer_question, questions_before
from api.answering.lasting import lasting_services
from api.answering.sets.projected import bare_query
from api.answering.suggestions import suggested
from api.problems import Problem
from api.services import services
from api.views.facts import things

blueprint = Blueprint("ask", __name__)
_MOST_ROWS = 500
_PARTS = {"answer": answer_csv, "sources": sources_csv}


def _services() -> AskServices:
    service = services()

    def make() -> AskServices:
        near = service.settings.near_seconds
        return lasting_services(service.access(), service.served.store, service.limited, near)[0]

    return service.cached("ask", make)


def _answered(question: str, context: str | None) -> dict[str, Any]:
    return answer_question(question, _services(), context=context, lang=request.args.get("lang", "ja"))


@blueprint.route("/api/ask", methods=["GET", "POST"])
def api_ask() -> Response:
    """The answer object for `question` (form, query string or JSON), after `context` when given."""
    fields: dict[str, Any] = request.values.to_dict()
    if request.is_json:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise Problem(400, "bad_request", "the body is not a JSON object", hint='{"question": "…"}')
        fields |= body
    question, context = fields.get("question", fields.get("q")), fields.get("context")
    if not isinstance(question, str) or not question.strip():
        raise Problem(400, "bad_request", "no question", hint="send the parameter question")
    if len(question) > LONGEST:
        raise Problem(
            413, "question_too_long", f"a question has at most {LONGEST} characters", hint="ask in parts"
        )
    if context is not None and not isinstance(context, str):
        raise Problem(400, "bad_request", "context is a text", hint="the permalink of the answer before")
    found = _answered(question, context)
    response = Response(json.dumps(found, ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/ask")
def ask_page() -> str:
    """The same as a page."""
    from api.pages.site import EXAMPLES

    question = request.args.get("q", "")[:LONGEST]
    context = _context()
    answer = _answered(question, context) if question.strip() else None
    thread = questions_before(context)
    return render_template(
        "ask.html",
        question=question,
        answer=answer,
        examples=EXAMPLES,
        thread=thread,
        context=context,
        shown_label=_shown_label,
        linked_rows=_linked_rows,
    )


def _linked_rows(body: dict[str, Any]) -> list[list[Any]]:
    """The rows of an answer's table, at most 500; the cell that names the thing of a row leads to it.

    A row is about the item at its place when there are as many items as rows.
    """
    rows, items = body["rows"], body.get("items") or ()
    if len(items) != len(rows):
        return list(rows[:_MOST_ROWS])
    shown = []
    for row, item in zip(rows[:_MOST_ROWS], items, strict=False):
        place = row.index(item["label"]) if item.get("id") and item["label"] in row else None
        link = {"id": item.get("id"), "label": _shown_label(str(item.get("id")), item["label"])}
        shown.append([link if at == place else cell for at, cell in enumerate(row)])
    return shown


def _shown_label(address: str, label: str) -> str:
    """The name that every other page gives a measure or programme: a cut or lost one has a name of ours."""
    service = services()

    def names() -> dict[str, str]:
        return {thing.path: thing.label for thing in things(service)}

    return service.cached("ask.labels", names).get(address.partition("/id/")[2], label)


def _context() -> str | None:
    """The permalink of the answer before: given as `context`, or told by the `after` of a permalink."""
    given = request.args.get("context")
    if given:
        return given
    former = request.args.getlist("after")
    if not former:
        return None
    return "/ask?" + urlencode([("q", former[-1]), *(("after", text) for text in former[:-1])])


@blueprint.get("/ask.csv")
def ask_csv() -> Response:
    """The answer of the page as a table for spreadsheets (`part=sources`: its quotes with their places)."""
    question, part = request.args.get("q", ""), request.args.get("part", "answer")
    if not question.strip() or len(question) > LONGEST or part not in _PARTS:
        raise Problem(
            400,
            "bad_request",
            f"no question, one of more than {LONGEST} characters, or another part than {', '.join(_PARTS)}",
            hint="q=…&part=answer",
        )
    response = Response(_PARTS[part](_answered(question, _context())), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="tsunagari-{part}.csv"'
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/api/suggest")
def api_suggest() -> Response:
    """Complete questions for what is being typed (`q`), at most ten."""
    typed = request.args.get("q", "")[:LONGEST]
    body = {"q": typed, "suggestions": suggested(typed, _services().known)}
    response = Response(json.dumps(body, ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/text2sparql")
def text2sparql() -> Response:
    """The TEXT2SPARQL challenge's form: the question and the query for the answer and nothing beside it."""
    question, dataset = request.args.get("question", ""), request.args.get("dataset", "")
    if not question.strip() or len(question) > LONGEST:
        raise Problem(400, "bad_request", "no question, or too long a one", hint="question=…&dataset=…")
    found = _answered(question, None)
    body = {
        "dataset": dataset or found["dataset"],
        "question": question,
        "query": bare_query(found, _services()),
    }
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/json")
