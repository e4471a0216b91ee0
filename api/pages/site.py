"""The pages around the graph: home, pictures, quality, about, and the query page at /sparql."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Blueprint, Response, current_app, render_template, request

from api.answering.examples import example_questions
from api.pages.browse import blueprint as browse_blueprint
from api.pages.findings import blueprint as findings_blueprint
from api.pages.report import report_of
from api.pages.texts import texts_for
from api.pages.thing_page import document_titles, page_of
from api.services import services
from api.views.facts import Filters, era_year, things
from api.views.lines_of import load
from api.views.making import made, read_filters, root
from api.views.output import in_language
from api.views.page_parts import near, tail
from api.views.picture import page_of as page_of_rows
from api.views.registry import VIEWS, section_names
from nlp import quality_names
from nlp.layout.notations import pillar_of

blueprint = Blueprint("site", __name__)
blueprint.register_blueprint(browse_blueprint)
blueprint.register_blueprint(findings_blueprint)
# For callers that need a fixed list; pages use example_questions, which fits the loaded documents.
EXAMPLES = ("再掲の事業は？", "府省庁ごとの施策の件数は？", "何が読み込まれている？")
_BUILT = Path(__file__).parent.parent / "static" / "built"
_ROWS_AT_HOME = 12
_DOCUMENTS_PER_PAGE = 20


@blueprint.app_context_processor
def _common() -> dict[str, Any]:
    """What every page knows: the interface language and its texts, the served build, how links are written."""
    lang = _language()
    return {
        "lang": lang,
        "t": texts_for(lang),
        "served": services().served,
        "href": page_of,
        "u": _link,
        "root": root,
        "other_language": _other_language,
        "views_menu": tuple(VIEWS),
        "suggested": lambda: example_questions(services()),
        "bundled": lambda name: (_BUILT / name).is_file(),
        "publishers": _publishers,
        "titles": lambda: document_titles(services()),
        "thread_words": _thread_words,
    }


def _language() -> str:
    return "en" if request.args.get("lang") == "en" else "ja"


def _link(path: str, **arguments: Any) -> str:
    """A link of ours with its arguments (lists repeated, empty ones dropped) and the language kept."""
    pairs = [(key, value) for key, given in arguments.items() for value in _each(given)]
    if _language() == "en":
        pairs.append(("lang", "en"))
    return path + ("?" + urlencode(pairs, quote_via=quote) if pairs else "")


def _each(given: Any) -> list[str]:
    values = given if isinstance(given, list | tuple) else [given]
    return [str(value) for value in values if value not in (None, "")]


def _other_language() -> str:
    pairs = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    if _language() == "ja":
        pairs.append(("lang", "en"))
    return request.path + ("?" + urlencode(pairs, quote_via=quote) if pairs else "")


def _publishers() -> str:
    known = services().served.meta.get("documents", ())
    return "・".join(dict.fromkeys(str(item["publisher"]) for item in known if item.get("publisher")))


def _thread_words(permalink: str) -> str:
    """The question in the permalink of an answer."""
    return dict(parse_qsl(urlsplit(permalink).query)).get("q", permalink)[:200]


@blueprint.get("/")
def home() -> str:
    """What is in the graph, a question box, the overlap picture."""
    drawn = made("overlap", Filters(rows=_ROWS_AT_HOME))
    counts = dict(services().served.meta.get("counts", {}))
    in_charge = _in_charge(counts)
    return render_template(
        "home.html",
        counts=counts | in_charge,
        beyond={name: counts[name] - number for name, number in in_charge.items() if counts[name] > number},
        documents=_documents(),
        svg=in_language(drawn.svg, _language()) if drawn.picture.rows else "",
        budget_coverage=_budget_coverage(),
        plan_coverage=_plan_coverage(),
    )


def _in_charge(counts: dict[str, int]) -> dict[str, int]:
    """How many ministries and target groups have a measure or programme; other pages count these alone.

    The graph knows more: what a ministry was before, what another belongs to.
    """
    found = things(services())
    numbers = {
        "Ministry": len({name for thing in found for name in thing.ministries}),
        "TargetGroup": len({name for thing in found for name in thing.targets}),
    }
    return {name: number for name, number in numbers.items() if number and name in counts}


def _budget_coverage() -> list[str]:
    """Each budget list with its pillars and how many lines: "令和7年度 補正予算 柱4（14行）"."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in load(services())[0]:
        found[line.column][pillar_of(line.section)] += 1
    return [
        f"{era_year(year)} {stage} "
        + "・".join(
            f"柱{pillar}（{count}行）" if pillar else f"柱不明（{count}行）"
            for pillar, count in sorted(pillars.items())
        )
        for (year, stage), pillars in sorted(found.items())
    ]


def _plan_coverage() -> list[str]:
    """Each plan year with its pillars and how many measures."""
    found: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    for thing in things(services()):
        if thing.number is not None:
            for year in thing.years:
                counts[year] += 1
                found[year] |= {pillar_of(section) for section in thing.sections}
    return [
        f"{era_year(year)} {counts[year]}件（柱{'・'.join(sorted(pillars))}）"
        for year, pillars in sorted(found.items())
    ]


def _documents() -> list[dict[str, Any]]:
    """The documents of the report, or of the build when there is no report."""
    found = []
    for item in report_of(services()).get("documents") or services().served.meta.get("documents", ()):
        issues = item.get("issues", ())
        coverage = item.get("coverage", {})
        found.append(
            {
                **item,
                "records": {
                    kind: count for kind, count in coverage.items() if not kind.startswith("characters")
                },
                "repaired": len(item.get("repairs", ())),
                "share": _share(coverage),
                "open": sum(1 for issue in issues if issue.get("severity") != "info"),
            }
        )
    return found


def _share(coverage: dict[str, int]) -> int | None:
    """Percent of the characters of a document that records quote; None when it was not measured."""
    whole, quoted = coverage.get("characters", 0), coverage.get("characters_covered", 0)
    return 100 * quoted // whole if whole and quoted else None


@blueprint.get("/quality")
def quality() -> str:
    """The data-quality report: per document what was read, repaired, assigned by reasoning, left open."""
    documents = _documents()
    page, pages, shown = page_of_rows(len(documents), _DOCUMENTS_PER_PAGE, read_filters().page)
    return render_template(
        "quality.html",
        report=report_of(services()) if page == 1 else {},
        documents=documents[shown],
        names=quality_names,
        page=page,
        pager=[(number, tail(page=number, lang=True)) for number in near(page, pages)],
    )


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon for browsers that ask for it unprompted."""
    response = current_app.send_static_file("icon.svg")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@blueprint.get("/about")
def about() -> str:
    """What this is, how values are to be read, how to cite it."""
    return render_template("about.html", sections=section_names(services()))


@blueprint.get("/view")
@blueprint.get("/views")
def views() -> str:
    """All pictures."""
    return render_template("views.html")
