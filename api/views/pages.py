"""`/view/{name}` as page and as file in every form."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from api.problems import Problem
from api.views import custom_pages, overlap_data
from api.views.making import TYPES, file_of, made, read_filters
from api.views.page_parts import as_file, render_page, tail, with_focus

blueprint = Blueprint("views", __name__)
blueprint.register_blueprint(custom_pages.blueprint)
blueprint.register_blueprint(overlap_data.blueprint)


@blueprint.get("/view/<name>.<suffix>")
def file(name: str, suffix: str) -> Response:
    """A view as a file; unknown names and suffixes are 404."""
    if suffix not in TYPES:
        raise Problem(404, "not_found", f"no view ends in .{suffix[:20]}", hint=", ".join(TYPES))
    return as_file(file_of(name, suffix, with_focus(name, read_filters())), name, suffix)


@blueprint.get("/view/<name>")
def page(name: str) -> BaseResponse | str:
    """A view as a page: the picture, its table, filters, downloads and how to embed it."""
    filters = with_focus(name, read_filters())
    drawn = made(name, filters)
    if any(not value for value in request.args.values()):  # an empty field of the form: the short address
        return redirect(f"/view/{name}{tail(lang=True)}")
    return render_page(name, drawn, filters)
