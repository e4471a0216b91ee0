"""A programme and a measure made ready to be compared: what is worked out once for each, not for each pair."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from unicodedata import normalize

from graph.reconcile.features import COMPARED, text_pairs
from graph.reconcile.items import Clustering, Item, MeasureItem, ProgrammeCluster
from graph.reconcile.measure_words import distinctive, pairs_in, pairs_of
from graph.reconcile.name_keys import NameForm
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold
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


@dataclass(frozen=True, slots=True)
class ProgrammeWords:
    """What a programme says. `names` are as printed and folded; `pairs` what is distinctive in all of them, `wanted` in each
    without the people whom it supports; `texts` are folded, with the pairs by which each is compared (`text_pairs`) and
    every pair of all (`told`); `says_for_whom`: whether a name does."""

    names: tuple[tuple[str, str], ...]
    forms: tuple[NameForm, ...]
    ministries: tuple[str, ...]
    sections: frozenset[str]
    targets: frozenset[str]
    pairs: frozenset[str]
    wanted: tuple[frozenset[str], ...]
    texts: tuple[str, ...]
    text_pairs: tuple[frozenset[str], ...]
    told: frozenset[str]
    says_for_whom: bool


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What a measure says: readings of its label; the folded label without people (`bare`) and what is distinctive in it
    (`wanted`); whom the label says it is for, or ""; every pair of characters of label and text (`body`); those by which the text is compared
    (`text_pairs`)."""

    item: MeasureItem
    forms: tuple[NameForm, ...]
    bare: str
    wanted: frozenset[str]
    people: str
    body: frozenset[str]
    text_pairs: frozenset[str]


def measure_words(measure: MeasureItem) -> MeasureWords:
    """A measure made ready."""
    bare = _without_people(measure.label)
    people = _HEAD.match(fold(measure.label))
    return MeasureWords(
        measure,
        name_forms(measure.label) if measure.label else (),
        fold(bare),
        distinctive(bare),
        people[1] if people else "",
        body_pairs(measure),
        text_pairs(measure.text),
    )


def body_pairs(measure: MeasureItem) -> frozenset[str]:
    """Every pair of characters of a measure's label and text."""
    return pairs_in(f"{measure.label}\n{measure.text}")


def programme_words(subject: Subject) -> ProgrammeWords:
    """A programme made ready."""
    folded = tuple(fold(name) for name in subject.names)
    programme = subject.programme
    pairs = frozenset().union(*map(distinctive, subject.names))
    texts = tuple(map(fold, subject.texts))
    compared = tuple(map(text_pairs, texts))
    beyond = (pairs_of(folded[COMPARED - 1 :]) for folded in map(fold, texts) if len(folded) > COMPARED)
    return ProgrammeWords(
        tuple(zip(subject.names, folded, strict=True)),
        name_forms(programme.label, programme.alt_labels),
        programme.ministries,
        subject.sections,
        subject.targets,
        pairs,
        tuple(distinctive(_without_people(name)) for name in subject.names),
        texts,
        compared,
        frozenset().union(*compared, *beyond),
        any(map(_HEAD.match, folded)),
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
