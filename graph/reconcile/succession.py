"""Which programmes of one list became which of the next under another name: pairs scored, those that are sure enough accepted.

What speaks for a pair follows from what the two programmes say and from one word that moved; how the words of a list are spread is
looked at anew each time, which is little work. So pairs can be remembered, and of a changed list only what is new is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from graph.analysis.ministries import Ministries
from graph.reconcile.chapters import LISTED, Chapter
from graph.reconcile.items import Feature, LineageKind, LineageLink
from graph.reconcile.lineage_evidence import (
    comparable_pairs,
    left_behind,
    long_terms,
    moved_term,
    succession_features,
    succession_score,
)
from graph.reconcile.lineage_links import Frame, changed
from graph.reconcile.name_words import fold
from graph.reconcile.told_texts import Holders, holders_of
from graph.reconcile.weights import Weights

_SAME_NUMBER = 0.99
Scored = tuple[float, tuple[Feature, ...]]


@dataclass(slots=True)
class Pairs:
    """Pairs by what they follow from (16 bytes): what speaks for those that may be accepted, and nothing for the others.

    `used` are those that were asked for, `fresh` counts those among them that had to be compared.
    """

    known: Mapping[bytes, Scored | None] = field(default_factory=dict)
    used: dict[bytes, Scored | None] = field(default_factory=dict)
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Lists:
    """Two lists that follow each other: the programmes that are in one of them alone by key, in order, and the texts of last year's
    programmes by key, of those that are in both lists too."""

    gone: Mapping[str, Chapter]
    come: Mapping[str, Chapter]
    texts: Iterable[tuple[str, Sequence[str]]]


def lists_of(before: Mapping[str, Chapter], after: Mapping[str, Chapter]) -> Lists:
    """Two lists of which all programmes are at hand."""
    return Lists(
        {key: before[key] for key in sorted(before.keys() - after.keys())},
        {key: after[key] for key in sorted(after.keys() - before.keys())},
        ((key, chapter.texts) for key, chapter in before.items()),
    )


def successions(
    lists: Lists, frame: Frame, weights: Weights, ministries: Ministries, pairs: Pairs | None = None
) -> list[LineageLink]:
    """The links from what is gone to what has come: sheets that keep their number, then what was renamed, split or merged."""
    numbered = list(_same_number(lists, frame))
    known = {key for link in numbered for key in (link.earlier, link.later)}
    gone = [old for key, old in lists.gone.items() if key not in known]
    come = [new for key, new in lists.come.items() if key not in known]
    # Words that moved from one text to another say something in a short list; among thousands they are chance.
    long = frame[2] == LISTED["review_sheet"]
    told = holders_of(
        {term for new in come for term in long_terms(new.programme.label)},
        # A word does not reach from one text into the next.
        (
            (key, "\n".join(map(fold, texts)))
            for key, texts in lists.texts
            if texts and (key in lists.gone or not long)
        ),
    )
    comparing = _Comparing(
        {} if long else told,
        weights,
        ministries,
        Pairs() if pairs is None else pairs,
    )
    scored = comparing.scored(comparable_pairs(gone, come, told))
    least = weights.levels["lineage"]["accept"]
    sure = {pair for pair, (score, _) in scored.items() if score >= least}
    comparing.add_left_behind(scored, sure, lists)
    accepted = sorted((pair, found) for pair, found in scored.items() if found[0] >= least)
    parts = Counter(old for (old, _), _ in accepted)
    wholes = Counter(new for (_, new), _ in accepted)
    links = numbered
    for (old, new), (score, features) in accepted:
        kind: LineageKind = "split" if parts[old] > 1 else "merged" if wholes[new] > 1 else "renamed"
        links.append(changed(lists.gone[old], lists.come[new], kind, score, features, frame))
    return links


def _same_number(lists: Lists, frame: Frame) -> Iterator[LineageLink]:
    """Review sheets that keep their 予算事業ID under another name: the number says that it is the same programme."""
    old_of = {number: old for old in lists.gone.values() for number in old.review_numbers}
    for new in lists.come.values():
        for number in sorted(new.review_numbers & old_of.keys()):
            reason = Feature("number", "same", 20.0, f"予算事業IDが同じ（{number}）")
            yield changed(old_of[number], new, "renamed", _SAME_NUMBER, (reason,), frame)


@dataclass(slots=True)
class _Comparing:
    """Compares pairs, those that are not known yet."""

    told: Holders
    weights: Weights
    ministries: Ministries
    pairs: Pairs
    _said: dict[str, bytes] = field(default_factory=dict)

    def scored(self, wanted: Iterable[tuple[Chapter, Chapter]]) -> dict[tuple[str, str], Scored]:
        """The pairs that are accepted or may yet be, by the keys of the two programmes."""
        found: dict[tuple[str, str], Scored] = {}
        for old, new in wanted:
            moved = moved_term(old, new, self.told)
            key = blake2b(
                self._says("<", old) + self._says(">", new) + moved.encode(), digest_size=16
            ).digest()
            if key in self.pairs.known:
                one = self.pairs.known[key]
            else:
                one = self._compared(old, new, moved)
                self.pairs.fresh += 1
            self.pairs.used[key] = one
            if one is not None:
                found[(old.programme.key, new.programme.key)] = one
        return found

    def _compared(self, old: Chapter, new: Chapter, moved: str) -> Scored | None:
        features = succession_features(old, new, moved, self.weights, self.ministries)
        score = succession_score(features, self.weights)
        return (score, features) if moved or score >= self.weights.levels["lineage"]["accept"] else None

    def _says(self, side: str, chapter: Chapter) -> bytes:
        """A digest of all that is asked of a programme when it is compared."""
        name = side + chapter.programme.key
        found = self._said.get(name)
        if found is None:
            programme, lines = chapter.programme, chapter.lines
            said = (
                (programme.label, programme.alt_labels, programme.ministries),
                sorted({(line.section, line.newly_listed) for line in lines}, key=repr),
                [(one.amount, one.kind, one.fiscal_year, one.stage) for one in chapter.amounts],
                chapter.texts,
            )
            found = blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            self._said[name] = found
        return found

    def add_left_behind(
        self, scored: dict[tuple[str, str], Scored], sure: set[tuple[str, str]], lists: Lists
    ) -> None:
        """Add what the texts of the other successors say to the pairs of which a word moved."""
        successors: dict[str, list[str]] = {}
        for old, new in sorted(sure):
            successors.setdefault(old, []).append(new)
        for (old, new), (_, features) in sorted(scored.items()):
            others = [lists.come[other] for other in successors.get(old, ()) if other != new]
            term = moved_term(lists.gone[old], lists.come[new], self.told)
            if term and others:
                more = left_behind(term, features, others, self.weights)
                scored[(old, new)] = (succession_score(more, self.weights), more)


def ended_and_begun(
    lists: Lists, links: Sequence[LineageLink]
) -> Iterator[tuple[Chapter | None, Chapter | None]]:
    """The programmes of one list alone to which no link leads: (gone, None), then (None, come)."""
    earlier, later = {link.earlier for link in links}, {link.later for link in links}
    yield from ((old, None) for key, old in lists.gone.items() if key not in earlier)
    yield from ((None, new) for key, new in lists.come.items() if key not in later)
