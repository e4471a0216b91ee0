"""Programmes and measures that a question names to leave them out (推進交付金以外の事業, 氷河期の交付金を除いた合計).

They are no things that the question is about: their names are set apart as of the kind `left_out`, and become a condition
that the rows are none of them. Words of a name serve where one programme alone has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.questions.found.numbers import NumberHit
from nlp.questions.found.words import Word
from nlp.questions.names.lexicon import Name
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.tables.patterns import patterns

LEFT_OUT = "left_out"
_KINDS = ("programme", "measure")
_JOINS = ("の", "・", "と", "等")
_AMONG = ("うち", "中", "なか", "内")
_NOUNS = ("名詞", "接頭辞", "接尾辞", "形状詞")
_GENERAL = (
    "事業",
    "施策",
    "取組",
    "支援",
    "調査",
    "対策",
    "交付金",
    "補助金",
    "経費",
    "活動",
    "推進",
    "等",
    "関係",
)


def set_apart(
    text: str,
    tokens: Sequence[Word],
    entities: Sequence[EntityHit],
    numbers: Sequence[NumberHit],
    index: LinkIndex,
) -> tuple[EntityHit, ...]:
    """The names of a question, those that are left out as of the kind `left_out`."""
    said = patterns("omitted_names.toml", "patterns")
    kept: list[EntityHit] = []
    for hit in entities:
        named = tuple(name for name in hit.names if name.kind in _KINDS)
        # A programme and a measure of one name: rows of either kind are left out by it.
        kept.append(_left_out(hit, named) if named and said["behind"].match(text, hit.end) else hit)
    for match in said["left_out"].finditer(text):
        run = _phrase_before(tokens, match.start())
        inner = [hit for hit in kept if run and run[0].start < hit.end and hit.start < run[-1].end]
        spans: Iterable[EntityHit | NumberHit] = (*inner, *numbers)
        others = [span for span in spans if not isinstance(span, EntityHit) or not _only_group(span)]
        if not run or any(run[0].start < span.end and span.start < run[-1].end for span in others):
            continue
        named = _only_one_with(run, index)
        if named and not (inner and inner[-1].end == run[-1].end):
            # こどもの居場所を除いて: the group is a word of the programme's name.
            kept = [hit for hit in kept if hit not in inner]
            surface = text[run[0].start : run[-1].end]
            kept.append(_left_out(EntityHit(run[0].start, run[-1].end, surface, named), named))
    return tuple(sorted(kept, key=lambda hit: hit.start))


def _only_group(hit: EntityHit) -> bool:
    return hit.kinds() <= {"target_group"}


def _left_out(hit: EntityHit, named: Sequence[Name]) -> EntityHit:
    return replace(hit, names=tuple(replace(name, kind=LEFT_OUT, broader=name.kind) for name in named))


def _phrase_before(tokens: Sequence[Word], end: int) -> list[Word]:
    """The nouns, and what joins them, that end at a place of the text."""
    run: list[Word] = []
    for token in reversed([token for token in tokens if token.end <= end]):
        joined = run and token.surface in _JOINS
        if token.surface in _AMONG:
            break
        if token.pos not in _NOUNS and not joined:
            break
        run.insert(0, token)
    while run and run[0].surface in _JOINS:
        run.pop(0)
    return run if run and run[-1].end == end else []


def _only_one_with(run: Sequence[Word], index: LinkIndex) -> tuple[Name, ...]:
    """The programme whose name has all the words of a phrase, one of which is no general word; () where several have."""
    said = [token.surface for token in run if token.surface not in _JOINS]
    telling = [word for word in said if word not in _GENERAL and len(word) > 1]
    if not telling:
        return ()
    found = index.containing(max(telling, key=len), ("programme",))
    with_all = [name for name in found if all(word in name.label for word in said)]
    return tuple(with_all) if len({name.id for name in with_all}) == 1 else ()
