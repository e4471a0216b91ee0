"""`/network`: who is near whom, in sentences; `/review`: the pairs that wait for a researcher, as a page and as a CSV."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, render_template, request

from api.commands.reviewing import doubts_of
from api.commands.tables import judgement_problems
from api.pages.report import report_of
from api.services import Services, services
from api.views.facts import Thing, things
from graph.analysis.network import Finding, bridges, centrality, communities, project
from graph.analysis.overlap import Fact
from graph.reconcile.review import review_csv

blueprint = Blueprint("findings", __name__)
_MOST = 12


def facts_over(found: tuple[Thing, ...], over: str) -> list[Fact]:
    """(thing path, ministry, target group or section) of every measure and programme. `over`: targetGroup or section."""
    return [
        (thing.path, ministry, column)
        for thing in found
        for ministry in sorted(thing.ministries)
        for column in sorted(thing.targets if over == "targetGroup" else thing.sections)
    ]


def network_of(service: Services, over: str) -> dict[str, tuple[Finding, ...]]:
    """Communities and centrality of ministries, communities of what they share, and bridging programmes and measures."""

    def compute() -> dict[str, tuple[Finding, ...]]:
        found = tuple(things(service))
        facts = facts_over(found, over)
        shared = ("対象者", "target groups") if over == "targetGroup" else ("節", "sections")
        ministries = project(facts, "row")
        return {
            "communities": communities(ministries),
            "shared": communities(project(facts, "column"), what=shared),
            "centrality": centrality(ministries)[:_MOST],
            "bridges": bridges(facts, {thing.path: thing.name for thing in found}, top=_MOST),
        }

    return service.cached(f"network.{over}", compute)


@blueprint.get("/network")
def network() -> str | Response:
    """Findings over target groups, or over sections with `?over=section`; JSON by `?format=json`."""
    over = "section" if request.args.get("over") == "section" else "targetGroup"
    found = network_of(services(), over)
    if request.args.get("format") == "json":
        data: dict[str, Any] = {name: [asdict(item) for item in items] for name, items in found.items()}
        text = json.dumps({"over": over, **data}, ensure_ascii=False)
        return Response(text, content_type="application/json")
    return render_template("network.html", over=over, found=found)


@blueprint.get("/review")
def review() -> str:
    """The doubtful pairs of the build, with what speaks for and against each, how to decide them, and verdicts to look at again."""
    report = report_of(services())
    return render_template(
        "review.html", doubtful=report.get("doubtful", ()), problems=judgement_problems(report)
    )


@blueprint.get("/review.csv")
def review_file() -> Response:
    """The same pairs in the columns of `--judgements`, to be filled in."""
    text = review_csv(doubts_of(report_of(services())))
    response = Response("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="review.csv"'
    return response
