"""`/browse`: measures and programmes with facets and sorting; ministries, target groups, sections, documents, grantees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from pyoxigraph import NamedNode

from api.problems import Problem
from api.services import services
from api.views.facts import MEASURE, PROGRAMME, Thing, things
from api.views.lines_of import amount_words, column_words, load
from api.views.making import read_filters
from api.views.page_parts import near, tail
from api.views.picture import page_of
from api.views.registry import section_names
from graph.iris import BASE
from graph.queries import stored_query
from graph.terms import whole

blueprint = Blueprint("browse", __name__)
PER_PAGE, LISTED_PER_PAGE = 50, 200
SORTS = ("number", "label", "ministry", "section", "target")
LISTS = ("ministries", "programmes", "measures", "target-groups", "sections", "documents", "grantees")
_KINDS = {"measures": MEASURE, "programmes": PROGRAMME}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: where it leads, its cells, and for counts where each leads."""

    path: str
    label: str
    cells: tuple[tuple[str, str], ...]


@blueprint.get("/browse")
@blueprint.get("/browse/<what>")
def browse(what: str = "things") -> str:
    """A list; measures and programmes can be filtered and sorted.

    Raises:
        Problem: 404 for a list that does not exist.
    """
    if what == "things" or what in _KINDS:
        return _things(what)
    if what not in LISTS:
        raise Problem(404, "not_found", f"no list is called {what[:40]}", hint="things, " + ", ".join(LISTS))
    heads, entries = {"documents": _documents, "grantees": _grantees, "sections": _sections}.get(
        what, lambda: _counted(what)
    )()
    if request.args.get("sort") == "label":
        entries = sorted(entries, key=lambda entry: entry.label)
    page, pages, shown = page_of(len(entries), LISTED_PER_PAGE, read_filters().page)
    return render_template(
        "list.html",
        what=what,
        heads=heads,
        total=len(entries),
        entries=entries[shown],
        lists=LISTS,
        page=page,
        pager=[(number, tail(page=number, lang=True)) for number in near(page, pages)],
    )


def _things(what: str) -> str:
    filters = read_filters()
    kind = _KINDS.get(what, filters.kind)
    given = replace(filters, kind=kind)
    found = [thing for thing in things(services()) if given.keep(thing)]
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else "number"
    found.sort(key=_KEYS[sort])
    page, pages, shown = page_of(len(found), PER_PAGE, filters.page)
    return render_template(
        "browse.html",
        what=what,
        filters=given,
        total=len(found),
        first=shown.start + 1,
        last=min(shown.stop, len(found)),
        shown=found[shown],
        amounts=_amounts() if kind != MEASURE else {},
        page=page,
        pages=pages,
        facets={name: _facet(found, name) for name in ("ministries", "targets", "sections", "years")},
        names=section_names(services()),
        sort=sort,
        sorts=SORTS,
        lists=LISTS,
    )


_KEYS = {
    "number": lambda thing: (thing.kind, thing.number or 0, thing.label),
    "label": lambda thing: (thing.label, thing.number or 0),
    "ministry": lambda thing: (
        not thing.ministries,
        sorted(thing.ministries),
        thing.number or 0,
        thing.label,
    ),
    "section": lambda thing: (not thing.sections, sorted(thing.sections), thing.number or 0, thing.label),
    "target": lambda thing: (not thing.targets, sorted(thing.targets), thing.number or 0, thing.label),
}


def _amounts() -> dict[str, str]:
    """The amount of each programme on the latest list that has it, in words."""

    def find() -> dict[str, str]:
        latest: dict[str, tuple[str, str]] = {}
        lines = load(services())[0]
        for line in lines:
            latest[line.programme] = max(latest.get(line.programme, line.column), line.column)
        return {
            path: f"{amount_words([line for line in lines if line.programme == path and line.column == column])}"
            f"（{column_words(column)}）"
            for path, column in latest.items()
        }

    return services().cached("browse.amounts", find)


def _facet(found: Sequence[Thing], name: str) -> list[tuple[str, int]]:
    counts = Counter(value for thing in found for value in getattr(thing, name))
    if name in ("sections", "years"):
        return sorted(counts.items())
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:200]


Listed = tuple[tuple[str, ...], list[Entry]]


def _rows(query: str) -> list[tuple[str, ...]]:
    def plain(item: object) -> str:
        value = "" if item is None else str(getattr(item, "value", item))
        return value.removeprefix(BASE) if isinstance(item, NamedNode) else value

    return [
        tuple(plain(item) for item in row) for row in services().select(stored_query(f"pages/{query}").text)
    ]


def _counted(what: str) -> Listed:
    """Ministries or target groups with how many measures and programmes; each number leads to its list."""
    key = "ministry" if what == "ministries" else "target"
    entries = []
    for path, label, measures, programmes in _rows(what):
        cells = tuple(
            (number, f"/browse/{name}?{key}=")
            for number, name in ((measures, "measures"), (programmes, "programmes"))
        )
        entries.append(Entry(path, label, cells))
    return ("label", "measures", "programmes"), entries


def _sections() -> Listed:
    entries: dict[str, Entry] = {}
    for path, label, measures, lines in _rows("sections"):
        notation = path.split("/", 1)[1]
        cells = (
            (measures, f"/browse/measures?section={notation}"),
            (lines, f"/view/chain?section={notation}"),
        )
        entries.setdefault(path, Entry(path, label, cells))
    return ("label", "measures", "lines"), list(entries.values())


def _documents() -> Listed:
    entries = [
        Entry(path, title, ((publisher, ""), (year, ""), (issued, ""), (f"{whole(characters) or 0:,}", "")))
        for path, title, publisher, _, characters, year, issued in _rows("documents")
    ]
    return ("label", "publisher", "year", "issued", "characters"), entries


def _grantees() -> Listed:
    entries = [
        Entry(path, label, ((form, ""), (prefecture, ""), (project, ""), (year, "")))
        for path, label, form, prefecture, project, year in _rows("grantees")
    ]
    return ("label", "legal_form", "prefecture", "project", "year"), entries
