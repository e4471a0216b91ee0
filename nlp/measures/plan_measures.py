"""One measure of a plan from its list and its page -> its record with its indicators, and what could not be read of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from rapidfuzz import fuzz

from nlp.layout.marks import parse_mark
from nlp.layout.notations import pillar_of, place_above
from nlp.layout.outline import Heading
from nlp.layout.tables import clean_cell
from nlp.measures.current_results import current_indicators
from nlp.measures.indicator_records import indicator_records
from nlp.measures.indicators import find_indicators
from nlp.measures.links import link_fields
from nlp.measures.list_entries import Entry, Span
from nlp.measures.ministry_cells import read_ministries
from nlp.measures.pages import MeasurePage
from nlp.measures.relistings import ListedMeasure
from nlp.measures.rows import TextPiece, join_pieces, same_text
from nlp.measures.texts import PAGE_NAMES, torn_issues
from nlp.measures.unread_figures import figure_issues
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Field, Issue, Record
from nlp.values.stated_conditions import stated_conditions

_ADDRESS = re.compile(r"https?://")
_UNLIKE = 40
TEXTS = ("overview", "goal", "current", "issue", "policy", "achievement", "review")


def _foreign(page: str, listed: str) -> bool:
    """Whether a page's name has so little of the list's that the page may be another measure's (its head lost, pages torn)."""
    return fuzz.ratio(page, listed) < _UNLIKE and fuzz.partial_ratio(page, listed) < 2 * _UNLIKE


@dataclass(frozen=True, slots=True)
class PlanMeasures:
    reading: Reading
    context: Context
    headings: Sequence[Heading]
    year: int | None
    relisting: frozenset[int]
    lost: Sequence[Span] = ()
    places: Sequence[int] = ()

    def make(self, measure: ListedMeasure) -> tuple[list[Record], list[Issue]]:
        """The record of a measure with its indicators."""
        entry = measure.entry or (measure.relistings[0] if measure.relistings else None)
        page = measure.page
        subject = f"measure:{measure.number}"
        issues: list[Issue] = []
        place = (
            page.number_place
            if entry is None and page is not None
            else (entry.number_place if entry else Span(0, 0))
        )
        sure = ("sequence", 0.9) if entry is not None and entry.restored else ("printed", 1.0)
        fields: list[Field] = [
            self.reading.make(
                "number", measure.number, place.start, place.end, method=sure[0], confidence=sure[1]
            )
        ]
        if self.year is not None:
            fields.append(Field("plan_year", self.year, "", None, method="document", confidence=0.95))
        whole = page.place if page is not None else (entry.place if entry is not None else place)
        where = self.reading.where(whole.start, whole.end)
        fields.extend(self._label(measure, entry, issues, subject))
        named = self._ministries(page, entry)
        read = "、".join(f"「{item.raw}」→{item.value}" for item in named if item.method == "tolerant")
        if read:
            message = f"府省庁名の読み誤りを直した: {read}"
            issues.append(Issue("misread-ministry", "info", message, named[0].where, subject))
        if not named:
            issues.append(
                Issue(
                    "missing-ministry", "warning", "担当府省庁が印刷されていないか、読めない", where, subject
                )
            )
        fields.extend(named)
        fields.append(
            Field("joint", len({str(item.value) for item in named}) > 1, "", None, method="derived")
        )
        fields.extend(self._sections(measure, page))
        fields.extend(self._relisted(measure))
        fields.extend(self._plan_page(measure))
        if page is not None:
            fields.extend(self._texts(page, subject, issues))
        record = Record("measure", str(measure.number), where, tuple(fields))
        indicators, left = self._indicators(page, str(measure.number))
        return [record, *indicators], [*issues, *left]

    def _label(
        self, measure: ListedMeasure, entry: Entry | None, issues: list[Issue], subject: str
    ) -> Iterator[Field]:
        spans = [
            span
            for span in (measure.page.name if measure.page else None, entry.name if entry else None)
            if span
        ]
        spans = [span for span in spans if span.end > span.start]
        # A name with a stray bracket swallowed its ministries; the other print of it is better.
        whole = [span for span in spans if not re.search("[【】]", self.reading.text[span.start : span.end])]
        spans = whole or spans
        if not spans:
            issues.append(Issue("missing-label", "warning", "施策名が印刷されていない", None, subject))
            return
        values = [clean_cell(self.reading.text[span.start : span.end]) for span in spans]
        if len(values) > 1 and not same_text(values[0], values[1]):
            where = self.reading.where(spans[1].start, spans[1].end)
            message = f"一覧の施策名「{values[1]}」と個別の頁の「{values[0]}」が違う"
            foreign = _foreign(*values)
            if values[0].endswith(values[1]) and parse_mark(values[0]) is not None:
                # （５）④民間団体の支援若年者の保護の推進: the page's line of its section ran into the name.
                spans, values = spans[::-1], values[::-1]
            if foreign:
                message += "。頁が別の施策のものかもしれないため、一覧の名と府省庁を取る"
                spans, values = spans[::-1], values[::-1]
            issues.append(Issue("label-mismatch", "warning" if foreign else "info", message, where, subject))
        yield self.reading.make("label", values[0], spans[0].start, spans[0].end)

    def _ministries(self, page: MeasurePage | None, entry: Entry | None) -> list[Field]:
        ignore = tuple(self.context.settings.get("beside_ministries", ()))
        known = self.context.gazetteers.ministries
        spans = [page.ministries if page else None, entry.ministries if entry else None]
        if page is not None and entry is not None and page.name is not None:
            names = [clean_cell(self.reading.text[item.start : item.end]) for item in (page.name, entry.name)]
            if all(names) and _foreign(*names):
                spans.reverse()
        for span in spans:
            if span is None:
                continue
            text = self.reading.text[span.start : span.end]
            found = read_ministries(text, known, ignore=ignore)
            made = [
                self.reading.make(
                    "ministry",
                    item.name,
                    span.start + item.start,
                    span.start + item.end,
                    method=item.method,
                    confidence=item.confidence,
                )
                for item in found.ministries
            ]
            if made:
                return made
        return []

    def _sections(self, measure: ListedMeasure, page: MeasurePage | None) -> Iterator[Field]:
        """The section of the first listing with its pillar, then those of its relistings."""
        found: list[tuple[str, Span | None, str]] = []
        if measure.entry is not None:
            notation = self._section_above(measure.entry)
            if notation:
                found.append((notation, measure.entry.place, "heading"))
        for entry in measure.relistings:
            # Its own first listing is lost; under a number of its own, 前出 is the place of another measure.
            if entry.earlier is not None and measure.entry is None and measure.number not in self.relisting:
                found.append((entry.earlier.section, entry.earlier.place, "printed"))
        if page is not None:
            found.extend((notation, span, "printed") for notation, span in page.sections)
        for entry in measure.relistings:
            notation = self._section_above(entry)
            if notation:
                found.append((notation, entry.place, "relisted"))
        seen: set[str] = set()
        own_open = measure.entry is not None and not self._section_above(measure.entry)
        for notation, span, method in found:
            if notation in seen or span is None:
                continue
            if _holds_one_of(notation, seen):
                continue  # the page prints the section without its subsection (ア)
            # One section is the measure's own, the first; the others list it again.
            # Where the heading above its first listing is lost, no later listing tells the measure's own section.
            again = bool(seen) or (own_open and method == "relisted")
            name = "relisted_section" if again else "section"
            seen.add(notation)
            yield self.reading.make(name, notation, span.start, span.end, method=method)
            if name == "section":
                yield Field("pillar", pillar_of(notation), "", None, method="derived")

    def _section_above(self, entry: Entry) -> str:
        section, last = "", 0
        for heading in self.headings:
            if heading.candidate is not None and heading.candidate >= entry.before:
                break
            section = heading.notation if heading.level == "section" else ""
            if heading.candidate is not None:
                last = self.places[heading.candidate]
        # A heading of unknown place stands between: the section is open.
        return "" if any(last < span.start < entry.place.start for span in self.lost) else section

    def _relisted(self, measure: ListedMeasure) -> Iterator[Field]:
        for entry in measure.relistings:
            if entry.relisted is not None:
                yield self.reading.make("relisted", True, entry.relisted.start, entry.relisted.end)
                return

    def _plan_page(self, measure: ListedMeasure) -> Iterator[Field]:
        """The page of the plan that its first listing leads to."""
        span = None if measure.entry is None else measure.entry.page
        if span is not None:
            printed = int(normalize("NFKC", self.reading.text[span.start : span.end]))
            yield self.reading.make("plan_page", printed, span.start, span.end)

    def _texts(self, page: MeasurePage, subject: str, issues: list[Issue]) -> Iterator[Field]:
        for name in TEXTS:
            span = page.blocks.get(name)
            if span is not None and span.end > span.start:
                whole = join_pieces(
                    [TextPiece(self.reading.text[span.start : span.end], span.start, span.end)]
                )
                issues.extend(torn_issues(self.reading, whole, PAGE_NAMES.get(name, name), subject))
                yield self.reading.make(name, whole.text, span.start, span.end, method="block")
                if name == "overview":
                    yield from stated_conditions(self.reading, whole.text, whole.offsets)
        own = page.blocks.get("link")
        # A page without a block of addresses may name one in its text.
        spans = [own] if own is not None else [page.blocks[name] for name in TEXTS if name in page.blocks]
        cells = [TextPiece(self.reading.text[span.start : span.end], span.start, span.end) for span in spans]
        cells = cells if own is not None else [cell for cell in cells if _ADDRESS.search(cell.text)]
        links, cut = link_fields(self.reading, cells, subject)
        issues.extend(cut)
        yield from links

    def _indicators(self, page: MeasurePage | None, number: str) -> tuple[list[Record], list[Issue]]:
        if page is None:
            return [], []
        goal, result = (
            join_pieces(
                [TextPiece(self.reading.text[span.start : span.end], span.start, span.end)] if span else []
            )
            for span in (
                page.blocks.get("goal"),
                page.blocks.get("achievement") or page.blocks.get("current"),
            )
        )
        # A page that tells no achievement may say in ＜現状＞ how far the same thing is.
        pairs = find_indicators if "achievement" in page.blocks else current_indicators
        name = "achievement" if "achievement" in page.blocks else "current"
        left = list(figure_issues(self.reading, f"measure:{number}", goal, result, pairs=pairs, name=name))
        return indicator_records(self.reading, number, goal, result, pairs=pairs), left


def _holds_one_of(notation: str, seen: Iterable[str]) -> bool:
    """Whether a section of `seen` stands below `notation` (1-①ア below 1-①)."""
    return any(place_above(other) == notation for other in seen)
