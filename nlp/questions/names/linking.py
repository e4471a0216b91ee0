"""Names in a question -> things of the graph: exact, by part of a label, and nearly right.

Exact look-up goes through a dictionary of folded labels; parts go through an index of character pairs, so that the
cost depends on the question and not on how many things the graph knows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from nlp.questions.found.words import Word
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.names.loose_names import LooseNames, folded_labels
from nlp.questions.typed.text import fold_key

# Kinds whose names are long enough to be named by a part of them.
PARTIAL = (
    "programme",
    "measure",
    "grantee",
    "sheet",
    "component",
    "law",
    "plan",
    "eligible_programme",
    "guideline",
    "call",
)
_FUZZY_FLOOR = 72.0
_MOST_CANDIDATES = 400
_LONG_PART = 6
_MINISTRY_END = re.compile(r"[省庁相](?![庁省])")
# こども家庭省 against こども家庭庁; 法務局 or 環境部 are other bodies and end otherwise.
_NEARLY = 80.0
_NO_NAME = "のはがをにでとやかも、。・「」 "


@dataclass(frozen=True, slots=True)
class EntityHit:
    """A name found whole at [start, end) of the folded question; several kinds may share it."""

    start: int
    end: int
    surface: str
    names: tuple[Name, ...]

    def kinds(self) -> frozenset[str]:
        """The kinds of things that bear the name."""
        return frozenset(name.kind for name in self.names)


_QUOTES = re.compile("[「」『』]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a phrase may mean. `score` 100: the phrase is a part of the label; less: nearly."""

    name: Name
    score: float


class LinkIndex:
    """The lexicon, indexed for matching. Built once per build of the graph; read-only afterwards."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        exact: dict[str, list[Name]] = defaultdict(list)
        self._labels: list[tuple[str, Name]] = []
        self._pairs: dict[str, set[int]] = defaultdict(set)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in lexicon.names:
            for label in dict.fromkeys((name.label, *name.alternatives, *_parts(name))):
                key = fold_key(label)
                if len(key) < 2 and name.kind != "target_group":
                    continue
                if name not in exact[key]:
                    exact[key].append(name)
                if key:
                    lengths[key[0]].add(len(key))
                if name.kind in PARTIAL and len(key) >= 4:
                    number = len(self._labels)
                    self._labels.append((key, name))
                    for first, second in pairwise(key):
                        self._pairs[first + second].add(number)
        # 「つながりサポーター」の養成 also has サポーターの養成 in it.
        self._unquoted = [
            (_QUOTES.sub("", key), name) for key, name in self._labels if _QUOTES.search(key) is not None
        ]
        self._ministries = [
            (key, name)
            for name in lexicon.of_kind("ministry")
            for key in {fold_key(label) for label in (name.label, *name.alternatives)}
            if len(key) >= 3
        ]
        self._loose = LooseNames(
            folded_labels(
                name
                for name in lexicon.names
                if name.kind in ("programme", "measure", "grantee", "component", "call")
            )
        )
        self._exact: Mapping[str, tuple[Name, ...]] = {
            key: tuple(found) for key, found in exact.items() if key
        }
        # Every reading of a question asks anew for the same words.
        self._holding = lru_cache(maxsize=512)(self._containing)
        self._lengths = {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()}

    def ready(self) -> None:
        """Make what the first question would else wait for (0.4 s for 30,000 names)."""
        self._loose.ready()

    def exact(self, text: str, starts: frozenset[int], ends: frozenset[int]) -> tuple[EntityHit, ...]:
        """Names that stand whole in `text`: the longest first, not overlapping, then in order.

        A name of three characters or fewer must be whole words (親 is not in 親子).
        """
        found: list[EntityHit] = []
        for start in range(len(text)):
            for length in self._lengths.get(text[start], ()):
                surface = text[start : start + length]
                if len(surface) == length and surface in self._exact:
                    if length <= 3 and not (start in starts and start + length in ends):
                        continue
                    found.append(EntityHit(start, start + length, surface, self._exact[surface]))
        kept: list[EntityHit] = []
        for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
            if all(hit.end <= other.start or hit.start >= other.end for other in kept):
                kept.append(hit)
        return tuple(sorted(kept, key=lambda hit: hit.start))

    def loosely(self, tokens: Sequence[Word], text: str, named: Sequence[EntityHit]) -> tuple[EntityHit, ...]:
        """Names typed without dots, 等 or の, or with a word left out, that reach beyond what is `named` in their place."""
        edges = {edge for token in tokens for edge in (token.start, token.end)}
        found = [
            EntityHit(start, end, text[start:end], names)
            for start, end, names in (*self._loose.spelt(text), *self._loose.abridged(tokens))
            if start in edges and end in edges
        ]
        kept: list[EntityHit] = []
        for hit in found:
            beside = [other for other in (*named, *kept) if hit.start < other.end and other.start < hit.end]
            if all(
                hit.start <= o.start and o.end <= hit.end and o.end - o.start < hit.end - hit.start
                for o in beside
            ):
                kept = [other for other in kept if other not in beside]
                kept.append(hit)
        return tuple(kept)

    def misspelt_ministries(
        self, text: str, starts: frozenset[int], named: Sequence[EntityHit]
    ) -> tuple[EntityHit, ...]:
        """Words that end like a ministry and are nearly the name of one (こども家庭省, 消費庁), or 厚労相 for 厚労省.

        What is `named` whole is left alone; two ministries equally near leave a word unread.
        """
        found: list[EntityHit] = []
        ends = {hit.end for hit in named if "ministry" in hit.kinds()}
        for match in _MINISTRY_END.finditer(text):
            if match.end() in ends:
                continue
            for start in sorted(s for s in starts if 2 <= match.end() - s <= 10 and s < match.start()):
                surface = text[start : match.end()]
                if surface[0] in _NO_NAME or any(c in _NO_NAME[-6:] for c in surface):
                    continue
                near = self._nearest_ministry(surface)
                if near is not None:
                    found.append(EntityHit(start, match.end(), surface, (near,)))
                    break
        return tuple(found)

    def _nearest_ministry(self, surface: str) -> Name | None:
        spelt = surface[:-1] + "省" if surface.endswith("相") else surface
        least = 100.0 if surface.endswith("相") else _NEARLY
        scores = [(fuzz.ratio(spelt, key), name) for key, name in self._ministries]
        best = max((score for score, _ in scores), default=0.0)
        names = {name for score, name in scores if score == best}
        return names.pop() if best >= least and len(names) == 1 else None

    def containing(self, phrase: str, kinds: Sequence[str] = PARTIAL) -> tuple[Name, ...]:
        """The things of these kinds whose folded label contains the folded phrase, each once."""
        return tuple(name for name in self._holding(fold_key(phrase)) if name.kind in kinds)

    def alone_in(self, phrase: str) -> tuple[Name, ...]:
        """The things whose label contains the phrase, where all are of one label, quotation marks aside; else ()."""
        found = self.containing(phrase)
        labels = {name.label for name in (*found, *self._within_quotes(fold_key(phrase)))}
        return found if len(labels) == 1 else ()

    def _within_quotes(self, key: str) -> tuple[Name, ...]:
        return tuple(name for label, name in self._unquoted if key in label)

    def _containing(self, key: str) -> tuple[Name, ...]:
        labels = (self._labels[number] for number in sorted(self._with_pairs(key)))
        return tuple(dict.fromkeys(name for label, name in labels if key in label))

    def _with_pairs(self, key: str) -> set[int]:
        pairs = [first + second for first, second in pairwise(key)]
        if not pairs:
            return set()
        postings = sorted((self._pairs.get(pair, set()) for pair in pairs), key=len)
        return set.intersection(*postings) if postings[0] else set()

    def longest_part(self, text: str, start: int, stop: int) -> int:
        """The end of the longest stretch from `start` (not beyond `stop`) that stands in some label; `start` if none."""
        end = start + 2
        if end > stop:
            return start
        current = self._pairs.get(text[start:end], set())
        if not current:
            return start
        while end < stop:
            following = self._pairs.get(text[end - 1 : end + 1], set())
            narrowed = current & following
            if not narrowed or not any(text[start : end + 1] in self._labels[i][0] for i in narrowed):
                break
            current, end = narrowed, end + 1
        return end

    def nearest(self, phrase: str, kinds: Sequence[str] = PARTIAL) -> tuple[Candidate, ...]:
        """Things whose label is like the phrase, best first: part of the label 100, else by edit similarity.

        Only labels that share at least half of the phrase's character pairs are compared.
        """
        key = fold_key(phrase)
        if len(key) < 3:
            return ()
        whole = self.containing(key, kinds)
        whole += tuple(n for n in self._within_quotes(key) if n.kind in kinds and n not in whole)
        if whole:
            return tuple(Candidate(name, 100.0) for name in whole)
        counts: dict[int, int] = defaultdict(int)
        pairs = {first + second for first, second in pairwise(key)}
        # Frequent pairs (支援, 対策) say little and cost much on a large graph: rarest first, and stop in time.
        for pair in sorted(pairs, key=lambda pair: len(self._pairs.get(pair, ()))):
            posting = self._pairs.get(pair, set())
            if counts and len(posting) > _MOST_CANDIDATES:
                for number in counts:
                    counts[number] += number in posting
                continue
            for number in posting:
                counts[number] += 1
        needed = max(2, len(pairs) // 2)
        best: dict[Name, float] = {}
        for number, count in sorted(counts.items(), key=lambda item: -item[1])[:60]:
            label, name = self._labels[number]
            if count >= needed and name.kind in kinds:
                # A short word that differs in one sign is another word (中間支援, 民間支援), not a part of a name mistyped.
                part = fuzz.partial_ratio(key, label) * 0.96 if len(key) >= _LONG_PART else 0.0
                score = max(fuzz.ratio(key, label), part)
                best[name] = max(best.get(name, 0.0), score)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0].label))
        return tuple(Candidate(name, round(score, 1)) for name, score in ranked if score >= _FUZZY_FLOOR)


def _parts(name: Name) -> tuple[str, ...]:
    """The parts of an organisation's name that stand apart (全国こども食堂支援センター・むすびえ is called むすびえ)."""
    if name.kind != "grantee":
        return ()
    parts = re.split(r"[・　 ]", name.label)
    return tuple(part for part in parts if len(part) >= 3) if len(parts) > 1 else ()


def best_candidates(found: Iterable[Candidate], margin: float = 4.0) -> tuple[Candidate, ...]:
    """The candidates within `margin` of the best."""
    ranked = sorted(found, key=lambda item: -item.score)
    return tuple(item for item in ranked if item.score >= ranked[0].score - margin) if ranked else ()
