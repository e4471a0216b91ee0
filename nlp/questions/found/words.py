"""The words of a question that no name, number or cue explained: SudachiPy tokens with their part of speech."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sudachipy import Dictionary, SplitMode, Tokenizer

_CONTENT = ("名詞", "形状詞", "接頭辞", "接尾辞", "形容詞", "動詞", "副詞", "感動詞")
_GLUE = ("接頭辞", "接尾辞")
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One token at [start, end) of the folded question, with Sudachi's part of speech, normalised form and inflection.

    `base` is the dictionary form, `use` the third part of speech (サ変可能 for nouns that する makes verbs), `kind` the
    conjugation (五段-ラ行).
    """

    start: int
    end: int
    surface: str
    pos: str
    detail: str
    normal: str
    form: str = ""
    base: str = ""
    use: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A stretch of the question that is content but not understood. `noun` is False for verbs and adjectives."""

    start: int
    end: int
    text: str
    noun: bool


def _tokenizer() -> Tokenizer:
    # A tokenizer holds a buffer of its own: one per thread.
    found: Tokenizer | None = getattr(_local, "tokenizer", None)
    if found is None:
        found = Dictionary(dict="core").create(mode=SplitMode.C)
        _local.tokenizer = found
    return found


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """The tokens of `text`, at most its first 2,000 characters, in order. The last texts are kept: reading a question takes
    the same one apart several times."""
    return _rejoined(_taken_apart(text[:2000]))


def _taken_apart(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(
            m.begin(),
            m.end(),
            m.surface(),
            pos[0],
            pos[1],
            m.normalized_form(),
            pos[5],
            m.dictionary_form(),
            pos[2],
            pos[4],
        )
        for m in _tokenizer().tokenize(text)
        for pos in (m.part_of_speech(),)
    )


def _rejoined(tokens: tuple[Word, ...]) -> tuple[Word, ...]:
    """も|居|場所: a verb of one kanji before a noun, where both together are one noun by themselves (居場所)."""
    if not any(t.pos == "動詞" and len(t.surface) == 1 and t.surface > "一" for t in tokens):
        return tokens
    kept: list[Word] = []
    for token in tokens:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.pos == "動詞"
            and len(before.surface) == 1
            and token.pos == "名詞"
            and before.end == token.start
        ):
            alone = _taken_apart(before.surface + token.surface)
            if len(alone) == 1 and alone[0].pos == "名詞":
                kept[-1] = replace(alone[0], start=before.start, end=token.end)
                continue
        kept.append(token)
    return tuple(kept)


def synonym_groups(text: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The words of `text` but for punctuation, in their normalised form, with the dictionary's groups of synonyms that they are in."""
    return tuple(
        (m.normalized_form(), tuple(m.synonym_group_ids()))
        for m in _tokenizer().tokenize(text[:2000])
        if m.part_of_speech()[0] not in ("補助記号", "空白")
    )


def groups_of_word(word: str) -> frozenset[int]:
    """The groups of Sudachi's synonym dictionary that a word in its dictionary form belongs to; none for several words.

    >>> groups_of_word("受け持ち") & groups_of_word("担当") != frozenset()
    True
    """
    found = list(_tokenizer().tokenize(word))
    return frozenset(found[0].synonym_group_ids()) if len(found) == 1 else frozenset()


def leftovers(tokens: Sequence[Word], masked: Sequence[bool], ignored: frozenset[str]) -> Iterator[Leftover]:
    """Runs of content words outside the masked characters.

    A word partly masked counts with its unmasked part when that is two characters or more (「厚労省系」 leaves
    nothing). Nouns that stand side by side join into one run; `ignored` words (surface or normalised form) are
    dropped and do not break a run of nouns around them only when they are glue.
    """
    run: list[tuple[int, int]] = []
    for token in (*tokens, None):
        span = _open_part(token, masked) if token is not None else None
        noun = token is not None and span is not None and token.pos in ("名詞", *_GLUE, "形状詞")
        if token is not None and (token.surface in ignored or token.normal in ignored):
            noun = False
            span = None
        if noun and span is not None and (not run or run[-1][1] == span[0]):
            run.append(span)
            continue
        if run:
            yield from _noun_run(run, tokens)
            run = []
        if noun and span is not None:
            run.append(span)
        elif (
            token is not None
            and span is not None
            and token.pos in ("動詞", "形容詞")
            and token.detail != "非自立可能"
        ):
            yield Leftover(span[0], span[1], token.surface, False)


def _open_part(token: Word, masked: Sequence[bool]) -> tuple[int, int] | None:
    if token.pos not in _CONTENT or token.pos in ("副詞", "感動詞"):
        return None
    start, end = token.start, token.end
    while start < end and masked[start]:
        start += 1
    while end > start and masked[end - 1]:
        end -= 1
    whole = (start, end) == (token.start, token.end)
    return (start, end) if end > start and (whole or end - start >= 2) else None


def _noun_run(run: list[tuple[int, int]], tokens: Sequence[Word]) -> Iterator[Leftover]:
    start, end = run[0][0], run[-1][1]
    text = "".join(t.surface for t in tokens if t.start >= start and t.end <= end)
    by_position = {t.start: t for t in tokens}
    only_glue = all(by_position[s].pos in _GLUE for s, _ in run if s in by_position)
    if not only_glue or end - start > 1:
        yield Leftover(start, end, text, True)
