"""What the language itself says about a reading: how costly a text is, and whether a string is a word.

`SudachiLexicon` is the only place besides the pipeline that touches SudachiPy. It is asked about damaged
lines only, never about a whole document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from sudachipy import Dictionary, SplitMode, Tokenizer
from sudachipy.errors import SudachiError

# SudachiPy refuses input above 49,149 bytes of UTF-8 per call; a code point takes at most four.
_MOST_CHARACTERS = 12_000
# One bit of surprise in Sudachi's cost units, measured on word pairs whose frequencies are known to about 20%.
COST_PER_BIT = 350.0
# Stands for one unknown character in a pattern or a line.
BLANK = "\N{GETA MARK}"
_Known = TypeVar("_Known")


# How the system says that it refuses memory, whatever language it speaks (ENOMEM).
_NO_MEMORY = "os error 12"


def open_dictionary() -> Dictionary:
    """SudachiDict, mapped into memory. Raises: MemoryError when it does not fit, as with any other lack of memory."""
    try:
        return Dictionary(dict="core")
    except SudachiError as error:
        if _NO_MEMORY in str(error):
            raise MemoryError("the dictionary does not fit in memory") from error
        raise


class Lexicon(Protocol):
    """What a reader of damaged text needs to know about Japanese."""

    def cost(self, text: str) -> float:
        """How unlikely `text` is, in Sudachi's cost units; only differences mean anything."""
        ...

    def is_word(self, surface: str) -> bool:
        """Whether `surface` as a whole is a word of the dictionary."""
        ...

    def fill(self, patterns: Set[str]) -> Mapping[str, frozenset[str]]:
        """For each pattern of two to five characters with one `BLANK`: the characters that make it a word."""
        ...


class SudachiLexicon:
    """A `Lexicon` backed by SudachiDict. Not for use from two threads at once."""

    __slots__ = ("_costs", "_dictionary", "_tokenizer", "_words")

    def __init__(self) -> None:
        self._dictionary = open_dictionary()
        self._tokenizer = self._dictionary.tokenizer(mode=SplitMode.C)
        self._costs: dict[str, float] = {}
        self._words: dict[str, bool] = {}

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer of longest words."""
        return self._tokenizer

    def cost(self, text: str) -> float:
        """The cost of the best path through the lattice between two full stops, summed over pieces of 12,000 characters.

        The full stops are there because SudachiPy leaves out the edges at both ends: a lone word would cost 0.
        """
        known = self._costs.get(text)
        if known is None:
            known = sum(self._piece_cost(piece) for piece in _pieces(text))
            _remember(self._costs, text, known)
        return known

    def is_word(self, surface: str) -> bool:
        """Whether SudachiDict lists `surface`; the empty string is no word."""
        known = self._words.get(surface)
        if known is None:
            known = bool(surface) and len(self._dictionary.lookup(surface)) > 0
            _remember(self._words, surface, known)
        return known

    def fill(self, patterns: Set[str]) -> Mapping[str, frozenset[str]]:
        """One pass over the 1.6 million entries of the dictionary (about 2 s), whatever the number of patterns."""
        found: dict[str, set[str]] = {}
        if not patterns:
            return {}
        for entry in self._dictionary.entries():
            word = entry.surface()
            if 2 <= len(word) <= 5:
                for index, char in enumerate(word):
                    pattern = f"{word[:index]}{BLANK}{word[index + 1 :]}"
                    if pattern in patterns:
                        found.setdefault(pattern, set()).add(char)
        return {pattern: frozenset(chars) for pattern, chars in found.items()}

    def unknown_tokens(self, text: str) -> tuple[int, int]:
        """(number of tokens that are not in the dictionary, number of tokens) of `text`."""
        morphemes = [m for piece in _pieces(text) for m in self._tokenizer.tokenize(piece)]
        return sum(m.is_oov() for m in morphemes), len(morphemes)

    def _piece_cost(self, piece: str) -> float:
        return float(self._tokenizer.tokenize(f"。{piece}。").get_internal_cost())


def _remember(memory: dict[str, _Known], key: str, value: _Known) -> None:
    if len(memory) > 50_000:
        memory.clear()
    memory[key] = value


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _MOST_CHARACTERS):
        yield text[start : start + _MOST_CHARACTERS]


@cache
def sudachi_lexicon() -> SudachiLexicon:
    """The lexicon of this process, loaded on first use (about 0.2 s)."""
    return SudachiLexicon()


@lru_cache(maxsize=4_096)
def first_word(text: str) -> tuple[str, str]:
    """The longest word (mode C) with which a text of at most some dozens of characters begins, and its part of speech; "" for no text.

    >>> first_word("へき地における教育"), first_word("へ提供する")
    (('へき地', '名詞'), ('へ', '助詞'))
    """
    surface, speech, _ = next(iter(sudachi_morphemes(text)), ("", ("",), False))
    return surface, speech[0]


@cache
def _short_words() -> Tokenizer:
    return open_dictionary().create(mode=SplitMode.A)


@lru_cache(maxsize=16_384)
def sudachi_words(name: str) -> tuple[str, ...]:
    """The shortest words (mode A) of a name of at most some dozens of characters.

    >>> sudachi_words("土地所有者")
    ('土地', '所有', '者')
    """
    return tuple(morpheme.surface() for morpheme in _short_words().tokenize(name))


@lru_cache(maxsize=16_384)
def ends_in_suffix(name: str) -> bool:
    """Whether the last of the shortest words of `name` is a suffix that makes a noun.

    >>> ends_in_suffix("審査官"), ends_in_suffix("公衆衛生")
    (True, False)
    """
    last = [morpheme.part_of_speech() for morpheme in _short_words().tokenize(name)][-1:]
    return [tuple(speech[:2]) for speech in last] == [("接尾辞", "名詞的")]


def sudachi_morphemes(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """(surface, part of speech, whether the dictionary has it) of each word of a short text (mode C)."""
    tokenizer = sudachi_lexicon().tokenizer
    return [(m.surface(), tuple(m.part_of_speech()), not m.is_oov()) for m in tokenizer.tokenize(text)]
