"""Names and values in running text: ministries, people, laws, amounts, dates, plans, programmes, each with its span.

The finders that the components of the spaCy pipeline run (`nlp.pipeline`), by component.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from nlp.gazetteer import Gazetteer, load_gazetteers
from nlp.language.citations import find_citations
from nlp.language.programme_names import find_programme_names
from nlp.layout.headings import find_headings
from nlp.values.amounts import find_amounts
from nlp.values.era_dates import find_dates, find_fiscal_years

# Text -> (start, end, kind of mention, canonical name or value) of each mention.
Finder = Callable[[str], Iterable[tuple[int, int, str, str]]]


def _in_gazetteer(gazetteer: Gazetteer, kind: str) -> Finder:
    def find(text: str) -> Iterator[tuple[int, int, str, str]]:
        for hit in gazetteer.find(text):
            yield hit.start, hit.end, kind, hit.entry.canonical

    return find


def _find_values(text: str) -> Iterator[tuple[int, int, str, str]]:
    for amount in find_amounts(text):
        yield amount.start, amount.end, "amount", "" if amount.yen is None else str(amount.yen)
    for year in find_fiscal_years(text):
        yield year.start, year.end, "fiscal_year", str(year.year)
    for date in find_dates(text):
        yield date.start, date.end, "date", date.iso


@lru_cache(maxsize=1)
def finders() -> Mapping[str, tuple[Finder, ...]]:
    """The finders by the name of the pipeline component that runs them, in the order in which they run."""
    known = load_gazetteers()
    return {
        "tsu_names": (
            _in_gazetteer(known.ministries, "ministry"),
            _in_gazetteer(known.offices, "office"),
            _in_gazetteer(known.target_groups, "target_group"),
            _in_gazetteer(known.laws, "law"),
        ),
        "tsu_headings": (find_headings,),
        "tsu_values": (_find_values,),
        "tsu_citations": (find_citations,),
        "tsu_programmes": (find_programme_names,),
    }
