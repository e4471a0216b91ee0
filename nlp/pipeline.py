"""The spaCy pipeline for Japanese policy text: SudachiPy tokens and our registered components.

Besides `nlp.language.lexicon` the only module that touches spaCy or SudachiPy. Components write spans into
`doc.spans["tsu"]`: the label is the kind of mention, `kb_id_` the canonical name.

Components, in order: `tsu_names` (gazetteers: ministries, offices, target groups, laws), `tsu_headings`
(pillars, sections, measure numbers), `tsu_values` (amounts, fiscal years, dates), `tsu_citations` (laws and plans by their
form), `tsu_programmes` (names ending like programmes do).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import registry
from spacy.vocab import Vocab
from sudachipy import Dictionary, SplitMode

from nlp.gazetteer import Gazetteer, load_gazetteers
from nlp.language.citations import find_citations
from nlp.language.programme_names import find_programme_names
from nlp.layout.blocks import Block, blocks_of
from nlp.layout.headings import find_headings
from nlp.reading import Reading
from nlp.records import Mention
from nlp.values.amounts import find_amounts
from nlp.values.era_dates import find_dates, find_fiscal_years

SPANS = "tsu"
_TEXT = "tsu_text"
# SudachiPy refuses more than 49,149 bytes a call; Japanese needs 3 bytes a character.
_LIMIT = 12_000
_PIECE = re.compile(r"[^。\n]{1,12000}[。\n]?|[。\n]")

Finder = Callable[[str], Iterable[tuple[int, int, str, str]]]


class SudachiTokenizer:
    """Text -> Doc with one token per SudachiPy mode-A word; never fails on length or odd spaces."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._tokenizer = Dictionary(dict="core").create(mode=SplitMode.A)

    def __call__(self, text: str) -> Doc:
        """One Doc whose tokens rejoin to `text` exactly."""
        words: list[str] = []
        pieces = (text,) if len(text) <= _LIMIT else _PIECE.findall(text)
        for piece in pieces:
            position = 0
            for morpheme in self._tokenizer.tokenize(piece):
                # Slices by offset, not surfaces: Sudachi's surfaces drop what it cannot align.
                begin, end = morpheme.begin(), morpheme.end()
                if begin > position:
                    words.append(piece[position:begin])
                if end > begin:
                    words.append(piece[begin:end])
                position = max(position, end)
            if position < len(piece):
                words.append(piece[position:])
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        # `doc.text` joins all tokens again at every call; eight finders ask for it.
        doc.user_data[_TEXT] = text
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: the dictionary is a package."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> SudachiTokenizer:
        """Nothing to load."""
        return self


@registry.tokenizers("tsunagari.SudachiTokenizer.v1")  # type: ignore[untyped-decorator]
def _make_tokenizer() -> Callable[[Language], SudachiTokenizer]:
    return lambda nlp: SudachiTokenizer(nlp.vocab)


def _add_spans(doc: Doc, finder: Finder) -> Doc:
    group = doc.spans.get(SPANS)
    if group is None:
        group = SpanGroup(doc, name=SPANS)
        doc.spans[SPANS] = group
    for start, end, label, canonical in finder(doc.user_data.get(_TEXT) or doc.text):
        span = doc.char_span(start, end, label=label, kb_id=canonical, alignment_mode="expand")
        if span is not None:
            # A token may be wider than the name (厚労省等): keep the exact characters beside the tokens.
            span.id_ = f"{start}:{end}"
            group.append(span)
    return doc


def _gazetteer_finder(gazetteer: Gazetteer, label: str) -> Finder:
    def find(text: str) -> Iterator[tuple[int, int, str, str]]:
        for hit in gazetteer.find(text):
            yield hit.start, hit.end, label, hit.entry.canonical

    return find


@Language.factory("tsu_names")
def _names(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy passes both
    known = load_gazetteers()
    finders = (
        _gazetteer_finder(known.ministries, "ministry"),
        _gazetteer_finder(known.offices, "office"),
        _gazetteer_finder(known.target_groups, "target_group"),
        _gazetteer_finder(known.laws, "law"),
    )

    def component(doc: Doc) -> Doc:
        for finder in finders:
            _add_spans(doc, finder)
        return doc

    return component


@Language.component("tsu_headings")
def _headings(doc: Doc) -> Doc:
    return _add_spans(doc, find_headings)


@Language.component("tsu_values")
def _values(doc: Doc) -> Doc:
    def find(text: str) -> Iterator[tuple[int, int, str, str]]:
        for amount in find_amounts(text):
            yield amount.start, amount.end, "amount", "" if amount.yen is None else str(amount.yen)
        for year in find_fiscal_years(text):
            yield year.start, year.end, "fiscal_year", str(year.year)
        for date in find_dates(text):
            yield date.start, date.end, "date", date.iso

    return _add_spans(doc, find)


@Language.component("tsu_citations")
def _citations(doc: Doc) -> Doc:
    return _add_spans(doc, find_citations)


@Language.component("tsu_programmes")
def _programmes(doc: Doc) -> Doc:
    return _add_spans(doc, find_programme_names)


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The pipeline, made once per process (about 0.3 s)."""
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": "tsunagari.SudachiTokenizer.v1"}}})
    for name in ("tsu_names", "tsu_headings", "tsu_values", "tsu_citations", "tsu_programmes"):
        nlp.add_pipe(name)
    return nlp


def mentions_in(reading: Reading) -> Iterator[Mention]:
    """Every name and value in a reading, in reading order, with its source span."""
    nlp = load_pipeline()
    blocks = list(blocks_of(reading))
    for doc, block in nlp.pipe(((block.text, block) for block in blocks), as_tuples=True, batch_size=256):
        for span in doc.spans[SPANS]:
            yield _mention(span, block, reading)


def _mention(span: Span, block: Block, reading: Reading) -> Mention:
    start, end = (int(part) for part in span.id_.split(":"))
    where = reading.where(*block.span(start, end))
    return Mention(span.label_, block.text[start:end], span.kb_id_, where, method=f"pipeline:{span.label_}")
