"""Names and values in running text: ministries, people, laws, amounts, dates, plans, programmes, each with its span.

The finders here need the characters alone. The spaCy pipeline runs the same finders over its tokens; extraction does not wait
for tokens that no finder looks at (they cost most of the time of a document).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from nlp.gazetteer import Gazetteer, load_gazetteers
from nlp.language.citations import find_citations
from nlp.language.programme_names import find_programme_names
from nlp.layout.blocks import Block
from nlp.layout.headings import find_headings
from nlp.reading import Reading
from nlp.records import Mention
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


def mentions_in(reading: Reading, blocks: Iterable[Block]) -> Iterator[Mention]:
    """Every name and value in the blocks of a reading, in the order of blocks and finders, with its source span."""
    every = [finder for group in finders().values() for finder in group]
    for block in blocks:
        for finder in every:
            for start, end, kind, canonical in finder(block.text):
                where = reading.where(*block.span(start, end))
                yield Mention(kind, block.text[start:end], canonical, where, method=f"pipeline:{kind}")
