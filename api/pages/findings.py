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
from graph.reconcile.judgements import Judgement, write_judgements
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
            "centrality": centrality(ministries),
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
    return render_template(
        "network.html", over=over, found=found, ministries=_ministries(found["centrality"])
    )


def _ministries(found: tuple[Finding, ...]) -> list[tuple[Finding, float]]:
    """What is said of each ministry's ties, with its betweenness, the best tied first."""
    between = {one.subject: one.value for one in found if one.measure == "betweenness"}
    return [(one, between.get(one.subject, 0.0)) for one in found if one.measure == "degree"][:_MOST]


@blueprint.get("/review")
def review() -> str:
    """The doubtful pairs of the build, with what speaks for and against each, how to decide them, and verdicts to look at again."""
    report = report_of(services())
    return render_template(
        "review.html",
        doubtful=report.get("doubtful", ()),
        problems=judgement_problems(report),
        judgements=report.get("judgements", ()),
        left_out=report.get("judgements_left_out", 0),
    )


@blueprint.get("/review.csv")
def review_file() -> Response:
    """The same pairs in the columns of `--judgements`, to be filled in."""
    return _csv("review.csv", review_csv(doubts_of(report_of(services()))))


@blueprint.get("/judgements.csv")
def judgements_file() -> Response:
    """The verdicts that the build used, to be given to the next one."""
    used = [Judgement(**item) for item in report_of(services()).get("judgements", ())]
    return _csv("judgements.csv", write_judgements(used))


def _csv(name: str, text: str) -> Response:
    response = Response("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
