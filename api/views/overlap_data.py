"""`/api/overlap`: who shares what, as JSON or CSV, with GAO's grades. Each thing counts once, 再掲 merged."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from api.csv_text import csv_text
from api.negotiation import choose
from api.problems import Problem
from api.services import services
from api.views.facts import MEASURE, Thing, selected
from api.views.making import cacheable, imprint, read_filters
from api.views.tables import table_of
from graph.analysis.overlap import GRADE_LABELS
from graph.iris import iri

blueprint = Blueprint("overlap", __name__)
_OVER = {"targetGroup": "targets", "section": "sections", "activity": "activities"}


@blueprint.get("/api/overlap")
@blueprint.get("/api/overlap.<suffix>")
def overlap(suffix: str = "") -> Response:
    """`by` ministry, `over` targetGroup, section or activity; the filters of the views hold here too.

    Raises:
        Problem: another `by`, `over` or suffix; neither JSON nor CSV accepted.
    """
    by, over = request.args.get("by", "ministry"), request.args.get("over", "targetGroup")
    if (
        by not in ("ministry", *_OVER)
        or over not in ("ministry", *_OVER)
        or "ministry" not in (by, over)
        or by == over
    ):
        raise Problem(
            400,
            "bad_request",
            "one of by and over is ministry, the other targetGroup, section or activity",
            hint="by=ministry&over=targetGroup",
        )
    if suffix not in ("", "json", "csv"):
        raise Problem(404, "not_found", f"no overlap table ends in .{suffix[:20]}", hint="json, csv")
    form = suffix or _form()
    filters = read_filters()
    things = [thing for thing in selected(services(), filters) if thing.ministries]
    group = over if by == "ministry" else by
    cells = _cells(things, group)
    if form == "csv":
        return _shared(Response(_csv(cells, by, over, group), content_type="text/csv; charset=utf-8"))
    table = table_of(things, group if group in ("targetGroup", "section") else "targetGroup")
    graded = group in ("targetGroup", "section")
    served = services().served
    return _shared(
        jsonify(
            {
                "by": by,
                "over": over,
                "filters": filters.words(),
                "build": served.build_id,
                "source": imprint(services(), "").source,
                "cells": [_cell(ministry, value, found, group) for (ministry, value), found in cells.items()],
                "pairs": [
                    {
                        "first": pair.first,
                        "second": pair.second,
                        group: pair.over,
                        "grade": pair.grade,
                        "gradeLabel": GRADE_LABELS[pair.grade][0],
                        "strength": pair.strength,
                        "shared": list(pair.shared),
                        "thingsFirst": [iri(path) for path in pair.things_first],
                        "thingsSecond": [iri(path) for path in pair.things_second],
                    }
                    for pair in (table.pairs if graded else ())
                ],
            }
        )
    )


def _form() -> str:
    chosen = choose(request.headers.get("Accept", "") or "*/*", ("application/json", "text/csv"))
    if chosen is None and "text/html" in request.headers.get("Accept", ""):
        chosen = "application/json"
    if chosen is None:
        raise Problem(406, "not_acceptable", "the table is JSON or CSV", hint="application/json, text/csv")
    return "csv" if chosen == "text/csv" else "json"


def _cells(things: list[Thing], group: str) -> dict[tuple[str, str], list[Thing]]:
    found: dict[tuple[str, str], list[Thing]] = {}
    for thing in things:
        for value in getattr(thing, _OVER[group]):
            for ministry in thing.ministries:
                found.setdefault((ministry, value), []).append(thing)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _cell(ministry: str, value: str, found: list[Thing], group: str) -> dict[str, Any]:
    measures = [thing for thing in found if thing.kind == MEASURE]
    return {
        "ministry": ministry,
        group: value,
        "count": len(found),
        "measures": len(measures),
        "programmes": len(found) - len(measures),
        "measureNumbers": [thing.number for thing in measures],
        "things": [{"id": iri(thing.path), "label": thing.label} for thing in found],
    }


def _csv(cells: dict[tuple[str, str], list[Thing]], by: str, over: str, group: str) -> str:
    rows: list[list[Any]] = [[by, over, "count", "measures", "programmes", "things"]]
    for (ministry, value), found in cells.items():
        cell = _cell(ministry, value, found, group)
        ends = {"ministry": ministry, group: value}
        names = "、".join(thing.short for thing in found)
        rows.append([ends[by], ends[over], cell["count"], cell["measures"], cell["programmes"], names])
    return csv_text(rows)


def _shared(response: Response) -> Response:
    response.headers["Vary"] = "Accept"
    return cacheable(response)
