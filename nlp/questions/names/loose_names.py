"""Names as people type them: without the dots, blanks, hyphens, 等 and の that are printed (孤独孤立対策推進交付金), or
with a general word left out (孤独・孤立の推進交付金). Both are found only where one name fits clearly better than any other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from nlp.questions.found.words import Word
from nlp.questions.names.lexicon import Name
from nlp.questions.typed.text import fold_key

_LEFT_OUT = re.compile(r"[・･.,、。 ()（）「」『』\[\]/／&＆＝=_-]|等|の")
# What joins the words of a printed name and is no word of it.
_GLUE = re.compile(
    r"に関する|に向けた|のための|ための|における|に対する|に係る|による|に必要な|に要する|を活用した|を通じた"
)
_SHORTEST = 6
_ABRIDGED = ("programme",)
_JOINS = ("の", "・", "と", "や", "に", "向け", "向けた")
_LEAST_SAID = 0.6
_LEAST_END = 0.35
_MARGIN = 0.1
_LEAST_WORDS = 3
_FEW = 4
_MOST = 300
_NEARLY_ALL = 0.8
_TAILS = ("に必要な経費", "に要する経費", "事業")
_LONG = 8
_KINDS = ("事業", "施策", "取組", "支援", "調査", "団体", "対策", "交付金", "活動")


def bare(text: str) -> tuple[str, tuple[int, ...]]:
    """A folded text without what people leave out of names, and the place of each of its characters in the text.

    >>> bare("孤独・孤立等の対策")
    ('孤独孤立対策', (0, 1, 3, 4, 7, 8))
    """
    dropped = {place for match in _LEFT_OUT.finditer(text) for place in range(*match.span())}
    kept = tuple(place for place in range(len(text)) if place not in dropped)
    return "".join(text[place] for place in kept), kept


@dataclass(frozen=True)
class LooseNames:
    """The names of some kinds by what is left of them when people type them."""

    names: Sequence[tuple[str, Name]]
    _bare: Mapping[str, tuple[Name, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Name]] = defaultdict(list)
        for key, name in (*self.names, *_shortened(self.names)):
            plain = bare(key)[0]
            if len(plain) >= _SHORTEST and name not in found[plain]:
                found[plain].append(name)
        object.__setattr__(self, "_bare", {key: tuple(names) for key, names in found.items()})

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self._bare:
            lengths[key[0]].add(len(key))
        return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    @cached_property
    def _calls(self) -> tuple[Name, ...]:
        return tuple(dict.fromkeys(name for _, name in self.names if name.kind == "call"))

    @cached_property
    def _by_head(self) -> Mapping[tuple[str, str], tuple[tuple[str, Name], ...]]:
        """The names by their last two signs and each pair of signs in them: a first word is looked up, not tried on all."""
        found: dict[tuple[str, str], list[tuple[str, Name]]] = defaultdict(list)
        for key, name in (*self.names, *_shortened(self.names)):
            label = bare(_GLUE.sub("", key))[0]
            if name.kind in _ABRIDGED and len(label) >= _LONG:
                for pair in {a + b for a, b in pairwise(label)}:
                    found[label[-2:], pair].append((label, name))
        return {head: tuple(entries) for head, entries in found.items()}

    def ready(self) -> None:
        """Make what the first question would else wait for."""
        _ = self._lengths, self._calls, self._by_head

    def spelt(self, text: str) -> Iterable[tuple[int, int, tuple[Name, ...]]]:
        """The stretches of a folded text that are names but for what is left out, the longest at each place."""
        plain, places = bare(text)
        for start in range(len(plain)):
            for length in self._lengths.get(plain[start], ()):
                names = self._bare.get(plain[start : start + length])
                if names and start + length <= len(plain):
                    yield places[start], places[start + length - 1] + 1, names
                    break

    def _candidates(self, said: Sequence[str]) -> Sequence[tuple[str, Name]]:
        if len(said) < 2 or len(said[0]) < 2:
            return ()
        found = self._by_head.get(("".join(said)[-2:], said[0][:2]), ())
        return found if len(found) <= _MOST else ()

    def abridged(self, tokens: Sequence[Word]) -> Iterable[tuple[int, int, tuple[Name, ...]]]:
        """Phrases whose words stand in one name in their order, up to its last word, with few of its words left out."""
        for run in _phrases(tokens):
            for first in range(len(run)):
                inside = first > 0 and run[first - 1].pos != "助詞"
                if run[first].pos == "助詞" or inside:
                    continue
                said = _content(run[first:])
                fits = sorted(
                    (
                        (len("".join(said)) / len(label), label, name.label, name)
                        for label, name in self._candidates(said)
                        if "".join(said) != label and _in_order(said, label)
                    ),
                    key=lambda fit: fit[:3],
                    reverse=True,
                )
                best = fits[0][0] if fits else 0.0
                near = {label for score, _, label, _ in fits if score > best - _MARGIN}
                others = len({label for _, _, label, _ in fits})
                if _of_a_kind(run) and (best < _NEARLY_ALL or others > 1):
                    continue
                if len(near) == 1 and _enough(said, best, fits[0][1], others):
                    names = tuple(dict.fromkeys(name for _, _, label, name in fits if label in near))
                    names += tuple(call for call in self._calls if fits[0][2] in call.label)
                    yield run[first].start, run[-1].end, names
                    break


def _of_a_kind(run: Sequence[Word]) -> bool:
    """食品アクセスの事業: all of a kind that are about something, not the name of one."""
    few = len(_content(run)) <= _FEW
    return few and run[-1].surface in _KINDS and run[-2].surface == "の"


def _enough(said: Sequence[str], best: float, label: str, others: int) -> bool:
    """Whether so much of a name is said that it is meant: most of it, its whole end, or a word that no other name has."""
    whole_end = label.endswith("".join(said))
    if len(said) >= _LEAST_WORDS:
        return best >= (_LEAST_END if whole_end else _LEAST_SAID)
    return others == 1 and len(said[0]) >= _LEAST_WORDS


def _content(tokens: Sequence[Word]) -> tuple[str, ...]:
    return tuple(
        t.surface for t in tokens if t.pos not in ("助詞", "助動詞", "補助記号", "空白") and t.surface != "等"
    )


def _phrases(tokens: Sequence[Word]) -> list[list[Word]]:
    """Runs of nouns and what joins them, each ending at a noun."""
    runs: list[list[Word]] = [[]]
    for token in tokens:
        noun = token.pos in ("名詞", "接頭辞", "接尾辞", "形状詞")
        if noun or (runs[-1] and token.surface in _JOINS):
            runs[-1].append(token)
        else:
            runs.append([])
    kept = []
    for run in runs:
        while run and run[-1].surface in _JOINS:
            run.pop()
        kept += [
            run[: number + 1] for number in range(len(run) - 1, 0, -1) if run[number].surface not in _JOINS
        ][:3]
    return [run for run in kept if len(run) > 1]


def _shortened(names: Iterable[tuple[str, Name]]) -> Iterable[tuple[str, Name]]:
    """食品アクセス確保緊急支援 of 食品アクセス確保緊急支援事業: programmes without the general words at their end."""
    held = {bare(key)[0] for key, _ in names}
    for key, name in names:
        short = next((key.removesuffix(tail) for tail in _TAILS if key.endswith(tail)), key)
        if name.kind in _ABRIDGED and short != key and len(short) >= _LONG and bare(short)[0] not in held:
            yield short, name


def _in_order(said: Sequence[str], label: str) -> bool:
    """Whether the words stand in the label in their order, the last at its end."""
    place = 0
    for word in said:
        place = label.find(word, place) + len(word)
        if place < len(word):
            return False
    return label.endswith(said[-1])


def folded_labels(names: Iterable[Name]) -> list[tuple[str, Name]]:
    """Each label of the names as names are compared, with its name."""
    return [
        (fold_key(label), name) for name in names for label in dict.fromkeys((name.label, *name.alternatives))
    ]
