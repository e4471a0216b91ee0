"""The spaCy pipeline for Japanese policy text: SudachiPy tokens and our registered components over the finders of `nlp.mentions`.

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
from sudachipy import SplitMode

from nlp.language.legal_names import part_of_word
from nlp.language.lexicon import open_dictionary
from nlp.layout.blocks import Block
from nlp.mentions import Finder, finders
from nlp.reading import Reading
from nlp.records import Mention

SPANS = "tsu"
_TEXT = "tsu_text"
# SudachiPy refuses more than 49,149 bytes a call; Japanese needs 3 bytes a character.
_LIMIT = 12_000
_PIECE = re.compile(r"[^。\n]{1,12000}[。\n]?|[。\n]")


class SudachiTokenizer:
    """Text -> Doc with one token per SudachiPy mode-A word; never fails on length or odd spaces."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._tokenizer = open_dictionary().create(mode=SplitMode.A)

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


def _component(name: str) -> Callable[[Doc], Doc]:
    def component(doc: Doc) -> Doc:
        for finder in finders()[name]:
            _add_spans(doc, finder)
        return doc

    return component


for _name in ("tsu_names", "tsu_headings", "tsu_values", "tsu_citations", "tsu_programmes"):
    Language.component(_name, func=_component(_name))


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The pipeline, made once per process (about 0.3 s)."""
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": {"@tokenizers": "tsunagari.SudachiTokenizer.v1"}}})
    for name in finders():
        nlp.add_pipe(name)
    return nlp


def mentions_in(reading: Reading, blocks: Iterable[Block]) -> Iterator[Mention]:
    """Every name and value in the blocks of a reading, in the order of blocks and components, with its source span."""
    nlp = load_pipeline()
    for doc, block in nlp.pipe(((block.text, block) for block in blocks), as_tuples=True, batch_size=256):
        for span in doc.spans[SPANS]:
            if (mention := _mention(span, block, reading)) is not None:
                yield mention


def _mention(span: Span, block: Block, reading: Reading) -> Mention | None:
    """The mention of a span; None for a law that is the beginning of a word which goes on in the next line."""
    start, end = (int(part) for part in span.id_.split(":"))
    place = block.span(start, end)
    if span.label_ == "law" and part_of_word(reading.text, place[1]):
        return None
    where = reading.where(*place)
    return Mention(span.label_, block.text[start:end], span.kb_id_, where, method=f"pipeline:{span.label_}")
