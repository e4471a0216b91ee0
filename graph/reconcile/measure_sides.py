"""A programme and a measure made ready to be compared: what is worked out once for each, not for each pair."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from unicodedata import normalize

import numpy as np

from graph.reconcile.features import COMPARED
from graph.reconcile.items import Clustering, Item, MeasureItem, ProgrammeCluster
from graph.reconcile.measure_words import distinctive, pairs_in
from graph.reconcile.name_keys import NameForm
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold
from graph.reconcile.pair_codes import Codes, codes_of, each_once
from graph.reconcile.people import people_hits

# A name says too little with fewer distinctive pairs of characters.
FEWEST_PAIRS = 4
# Whom a name says that something is done for: 離島の高齢者等への…, ひとり親家庭に対する….
_HEAD = re.compile(r"(.{2,24}?)(?:等)?(?:に対する|への|を対象とした|に向けた)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A programme as related to measures."""

    programme: ProgrammeCluster
    names: tuple[str, ...]
    sections: frozenset[str]
    targets: frozenset[str]
    texts: tuple[str, ...]
    listed: bool = True


def subject_key(subject: Subject) -> bytes:
    """The same for a programme that says the same to every measure (16 bytes)."""
    programme = subject.programme
    said = (
        programme.key,
        programme.label,
        programme.alt_labels,
        programme.members[:1],
        programme.ministries,
        subject.names,
        sorted(subject.sections),
        sorted(subject.targets),
        subject.texts,
        subject.listed,
    )
    return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True)
class ProgrammeWords:
    """What a programme says. `names` are as printed and folded; `pairs` what is distinctive in all of them, `wanted` in each
    without the people whom it supports; `says_for_whom`: whether a name does. Its texts, which are asked for where little else
    decides, are made ready when they are."""

    names: tuple[tuple[str, str], ...]
    forms: tuple[NameForm, ...]
    ministries: tuple[str, ...]
    sections: frozenset[str]
    targets: frozenset[str]
    pairs: frozenset[str]
    wanted: tuple[frozenset[str], ...]
    printed: tuple[str, ...]

    @cached_property
    def damaged(self) -> bool:
        """Whether a name has characters that nobody can read."""
        return any(form.unreadable for form in self.forms)

    @cached_property
    def says_for_whom(self) -> bool:
        """Whether a name says whom the programme is for."""
        return any(_HEAD.match(folded) for _, folded in self.names)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts, folded."""
        return tuple(map(fold, self.printed))

    @cached_property
    def text_codes(self) -> tuple[Codes, ...]:
        """The pairs of characters by which each text is compared."""
        return tuple(codes_of(text[:COMPARED]) for text in self._folded)

    @cached_property
    def told_codes(self) -> Codes:
        """Every pair of characters of all texts."""
        return each_once(np.concatenate([codes_of(text) for text in self._folded]))

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(map(fold, self.texts))

    def told(self, pairs: frozenset[str]) -> frozenset[str]:
        """Those of some pairs that stand in a text."""
        return frozenset(pair for pair in pairs if any(pair in text for text in self._folded))


@dataclass(frozen=True)
class MeasureWords:
    """What a measure says. Each is made ready when it is asked for: most measures are asked for little."""

    item: MeasureItem

    @cached_property
    def forms(self) -> tuple[NameForm, ...]:
        """Readings of the label."""
        return name_forms(self.item.label) if self.item.label else ()

    @cached_property
    def any_name(self) -> bool:
        """Whether it is compared with a name that shares hardly a word: the label says little, or is not readable."""
        return len(self.wanted) < FEWEST_PAIRS or any(form.unreadable for form in self.forms)

    @cached_property
    def bare(self) -> str:
        """The folded label without people."""
        return fold(self._label)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """What is distinctive in the label without people."""
        return distinctive(self._label)

    @cached_property
    def _label(self) -> str:
        return _without_people(self.item.label)

    @cached_property
    def people(self) -> str:
        """Whom the label says it is for, or ""."""
        found = _HEAD.match(fold(self.item.label))
        return found[1] if found else ""

    @cached_property
    def text_codes(self) -> Codes:
        """The pairs of characters by which the text is compared."""
        return codes_of(fold(self.item.text)[:COMPARED])

    @cached_property
    def _folded(self) -> str:
        return fold(_label_and_text(self.item))

    def holds(self, pairs: frozenset[str]) -> frozenset[str]:
        """Those of some pairs that stand in label or text."""
        return frozenset(pair for pair in pairs if pair in self._folded)


def body_pairs(measure: MeasureItem) -> frozenset[str]:
    """Every pair of characters of a measure's label and text."""
    return pairs_in(_label_and_text(measure))


def _label_and_text(measure: MeasureItem) -> str:
    return f"{measure.label}\n{measure.text}"


def programme_words(subject: Subject) -> ProgrammeWords:
    """A programme made ready."""
    folded = tuple(fold(name) for name in subject.names)
    programme = subject.programme
    pairs = frozenset().union(*map(distinctive, subject.names))
    return ProgrammeWords(
        tuple(zip(subject.names, folded, strict=True)),
        name_forms(programme.label, programme.alt_labels),
        programme.ministries,
        subject.sections,
        subject.targets,
        pairs,
        tuple(distinctive(_without_people(name)) for name in subject.names),
        subject.texts,
    )


def subjects_of(clusters: Clustering, by_id: dict[str, Item]) -> list[Subject]:
    """Every programme with what its rows and sheets say; a part without a ministry has that of its whole."""
    found: list[Subject] = []
    wholes: dict[str, list[str]] = defaultdict(list)
    for link in clusters.components:
        wholes[link.part].append(link.whole)
    ministries_of = {programme.key: programme.ministries for programme in clusters.programmes}
    for programme in clusters.programmes:
        members = [by_id[name] for name in programme.members if name in by_id]
        names = tuple(dict.fromkeys((programme.label, *programme.alt_labels)))
        inherited = tuple(
            sorted({name for whole in wholes[programme.key] for name in ministries_of.get(whole, ())})
        )
        if (
            inherited and not programme.ministries
        ):  # 更生保護就労支援事業's sheet prints no ministry, its row does
            programme = ProgrammeCluster(
                programme.key,
                programme.label,
                programme.alt_labels,
                programme.members,
                inherited,
                programme.links,
            )
        found.append(
            Subject(
                programme,
                names,
                frozenset(item.section for item in members if item.section),
                frozenset(group for item in members for group in item.target_groups),
                tuple(item.text for item in members if item.kind == "sheet" and item.text),
                any(item.kind != "review_sheet" for item in members),
            )
        )
    return found


def _without_people(name: str) -> str:
    """A name without the people whom it supports: they are compared as target groups, and many programmes share them.

    A name that says hardly anything else stays whole.
    """
    kept, end = [], 0
    head = _HEAD.match(normalize("NFKC", name))
    text = normalize("NFKC", name)[head.end() if head else 0 :]
    for hit in people_hits(text):
        kept.append(text[end : hit.start])
        end = hit.end
    rest = "、".join((*kept, text[end:]))
    return rest if len(distinctive(rest)) >= FEWEST_PAIRS else name
