"""Programmes related to the measures of a corpus, a year at a time and kept by content: what was compared before is not compared again.

What relates a programme to the measures of a year follows from the programme, those measures, the words of all measures and where
the measures print the programme's names. Links are kept in a file for each year under the rules, the measures and the words, and in
it under the programme and those places. A further list thus costs what it names; a further plan changes what words say in its year,
which is compared anew (and, with the words of all measures, in years of few measures).
"""

from __future__ import annotations

import hashlib
import io
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from errno import EIO
from pathlib import Path
from typing import Any

from graph.analysis.ministries import load_ministries
from graph.kept_files import kept_in, to_keep
from graph.plan_files import PlanFiles, each_measure, hash_of, measures_in
from graph.reconcile.items import MeasureItem, MeasureLink
from graph.reconcile.measure_evidence import Comparer
from graph.reconcile.measure_sides import MeasureWords, Subject
from graph.reconcile.measure_words import OWN_WORDS, PrintedNames, Vocabulary, vocabulary_from
from graph.reconcile.name_words import fold
from graph.reconcile.plan_index import PlanIndex
from graph.reconcile.plan_words import Postings, postings_of
from graph.reconcile.related import in_order, place_in_order, relate
from graph.reconcile.weights import load_weights

# Programmes that one task compares with a year's measures: enough that making the measures ready is little beside it.
_SUBJECTS = 4_000
# Carries out a function for many arguments, anywhere and in any order: (number, arguments) -> (number, result).
Each = Callable[[Callable[..., Any], Iterable[tuple[int, tuple[Any, ...]]]], Iterator[tuple[int, Any]]]
# The names that a measure's text prints, and where.
Printed = Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class Subjects:
    """Programmes, packed in a file one after the other; of each its key and hashes of its folded names are held."""

    file: Path
    keys: list[bytes] = field(default_factory=list)
    names: list[array[int]] = field(default_factory=list)
    _ends: array[int] = field(default_factory=lambda: array("Q", [0]))

    def add(self, subjects: Sequence[Subject], keys: Sequence[bytes]) -> None:
        """Write programmes; `keys` as `subject_key` gives them. Raises: OSError."""
        with self.file.open("ab") as out:
            for subject in subjects:
                packed = pickle.dumps(subject)
                out.write(packed)
                self._ends.append(self._ends[-1] + len(packed))
                self.names.append(array("Q", [hash_of(fold(name)) for name in subject.names]))
        self.keys.extend(keys)

    def packed(self, numbers: Sequence[int]) -> bytes:
        """Some programmes by number. Raises: OSError."""
        with self.file.open("rb") as source:
            return b"".join([self._read(source, number) for number in numbers])

    def _read(self, source: io.BufferedReader, number: int) -> bytes:
        source.seek(self._ends[number])
        return source.read(self._ends[number + 1] - self._ends[number])


@dataclass(slots=True)
class Related:
    """Links to a year's measures by what they follow from; the linked measures without their texts; evidence of their labels."""

    links: dict[bytes, tuple[MeasureLink, ...]] = field(default_factory=dict)
    measures: dict[str, MeasureItem] = field(default_factory=dict)
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, other: Related) -> None:
        """Add what another says."""
        self.links |= other.links
        self.measures |= other.measures
        self.evidence |= other.evidence


@dataclass(slots=True)
class _Year:
    """A year under way: its files (the links, and the measures made ready); what each programme's links follow from, in order; the
    names that its measures print; what is known so far; how many batches are still to come."""

    links: Path
    ready: Path
    keys: Sequence[bytes]
    printed: Sequence[Printed]
    known: Related
    waiting: int = 0
    changed: bool = False


@dataclass(slots=True)
class _Relating:
    """Relates programmes to the measures of each year; a year is held from its first batch of programmes to its last."""

    plans: PlanFiles
    subjects: Subjects
    vocabulary: Vocabulary
    work: Path
    keep: Callable[[Path, bytes], None]
    rules: str
    kept: list[Path]
    _ended: list[Related] = field(default_factory=list)
    _under_way: dict[int, _Year] = field(default_factory=dict)
    _year_of: list[int] = field(default_factory=list)  # of every batch: several are under way at a time

    def batches(self, where: Mapping[int, Path]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The programmes that are not yet related to each year, as arguments of `relate_year`. Raises: OSError."""
        words = hashlib.sha256(
            f"{self.rules} {self.vocabulary.most!r} {sorted(self.vocabulary.bits.items())!r}".encode()
        ).digest()
        for number in self.plans.years():
            packed = self.plans.packed(number)
            printed = printed_in(where[number])
            own = len(printed) >= OWN_WORDS
            year = self._begun(number, b"own" if own else words, packed, printed)
            new = [at for at, key in enumerate(year.keys) if key not in year.known.links]
            starts = range(0, len(new), _SUBJECTS)
            year.waiting = len(starts)
            self._under_way[number] = year
            for start in starts:
                some = new[start : start + _SUBJECTS]
                self._year_of.append(number)
                keys = [year.keys[at] for at in some]
                subjects = self.subjects.packed(some)
                yield (
                    len(self._year_of) - 1,
                    (packed, year.ready, subjects, keys, year.printed, None if own else self.vocabulary),
                )
            if not starts:
                self._end(number)

    def add(self, batch: int, found: Related, ready: bytes) -> None:
        """Take what came of a batch."""
        number = self._year_of[batch]
        year = self._under_way[number]
        year.known.add(found)
        if ready and not year.changed:
            self.keep(year.ready, ready)
        year.changed = True
        year.waiting -= 1
        if not year.waiting:
            self._end(number)

    def ended(self) -> Iterator[Related]:
        """What was found of the years that have ended since it was last asked."""
        while self._ended:
            yield self._ended.pop()

    def _begun(self, number: int, words: bytes, packed: bytes, printed: Sequence[Printed]) -> _Year:
        plan = hashlib.sha256(f"{self.rules} {number} ".encode() + packed).digest()
        links = self.work / f"{hashlib.sha256(words + plan).hexdigest()[:40]}.related"
        ready = self.work / f"{plan.hex()[:40]}.measures"
        self.kept.extend((links, ready))
        return _Year(links, ready, list(_keys(self.subjects, printed)), printed, _kept(links))

    def _end(self, number: int) -> None:
        """Keep what a year's programmes of today are related to."""
        year = self._under_way.pop(number)
        links = {key: year.known.links[key] for key in year.keys}
        linked = {link.measure for found in links.values() for link in found}
        now = Related(
            links,
            {name: measure for name, measure in year.known.measures.items() if name in linked},
            {name: nodes for name, nodes in year.known.evidence.items() if name in linked},
        )
        if year.changed:
            self.keep(year.links, to_keep((now.links, now.measures, now.evidence)))
        now.links = {key: found for key, found in links.items() if found}
        self._ended.append(now)


def relate_plans(
    plans: PlanFiles,
    subjects: Subjects,
    names: PrintedNames,
    *,
    each: Each,
    work: Path,
    keep: Callable[[Path, bytes], None],
    rules: str,
    kept: list[Path],
) -> Iterator[Related]:
    """What relates programmes to the measures of each year, a year at a time as it ends; it is kept in `work`, in files added to `kept`.

    `names` are those of all programmes. Raises: OSError.
    """
    where: dict[int, Path] = {}
    for year, printed in each(names_printed, ((year, (plans.packed(year), names)) for year in plans.years())):
        where[year] = plans.folder / f"{year}.printed"
        where[year].write_bytes(printed)
    relating = _Relating(plans, subjects, plans.vocabulary(), work, keep, rules, kept)
    for batch, (found, ready) in each(relate_year, relating.batches(where)):
        relating.add(batch, found, ready)
        yield from relating.ended()
    yield from relating.ended()


def _keys(subjects: Subjects, printed: Sequence[Printed]) -> Iterator[bytes]:
    """What the links of each programme follow from, but for the measures and words of the year."""
    places: dict[int, tuple[str, list[tuple[int, tuple[int, int]]]]] = {}
    for at, names in enumerate(printed):
        for name, place in names.items():
            places.setdefault(hash_of(name), (name, []))[1].append((at, place))
    for key, own in zip(subjects.keys, subjects.names, strict=True):
        here = [places[name] for name in own if name in places]
        yield hashlib.blake2b(key + repr(here).encode(), digest_size=16).digest() if here else key


def _kept(file: Path) -> Related:
    """What was kept of a year; nothing where the file is missing or not whole."""
    found = kept_in(file)
    return Related(*found) if isinstance(found, tuple) else Related()


def names_printed(plan: bytes, names: PrintedNames) -> bytes:
    """The names that the packed measures of a year print, measure after measure in order, for `printed_in`."""
    found = [(place_in_order(measure), names.found_in(measure.text)) for measure in each_measure(plan)]
    return to_keep([printed for _, printed in sorted(found, key=lambda one: one[0])])


def printed_in(file: Path) -> list[Printed]:
    """What `names_printed` found, from a file. The many measures that print none share what says so. Raises: OSError."""
    nothing: Printed = {}
    found = kept_in(file)
    if not isinstance(found, list):
        raise OSError(EIO, "not whole", str(file))
    return [one or nothing for one in found]


def relate_year(
    plan: bytes,
    ready: Path,
    subjects: bytes,
    keys: Sequence[bytes],
    printed: Sequence[Printed],
    vocabulary: Vocabulary | None,
) -> tuple[Related, bytes]:
    """The links of packed programmes to the packed measures of one year, by `keys`; and, where the file `ready` does not hold
    them, the measures made ready. `vocabulary`: None where the words are those of the year itself."""
    measures, evidence = measures_in(plan)
    ordered = in_order(measures.values())
    kept = postings = _postings(ready)
    if vocabulary is None:
        postings = postings or postings_of(map(MeasureWords, ordered))
        vocabulary = vocabulary_from({pair: len(at) for pair, at in postings.bodies.items()}, len(ordered))
    comparer = Comparer(vocabulary, load_weights(), load_ministries())
    index = PlanIndex(ordered, printed, comparer, postings)
    source = io.BytesIO(subjects)
    wanted = [(key, pickle.load(source)) for key in keys]
    # Programmes that meet the same measures follow each other, so that few measures need be held made ready.
    wanted.sort(key=lambda one: _neighbourhood(one[1]))
    found = Related({key: tuple(relate(subject, index)) for key, subject in wanted})
    linked = sorted({link.measure for links in found.links.values() for link in links})
    found.measures.update((name, replace(measures[name], text="")) for name in linked)
    found.evidence.update((name, evidence[name]) for name in linked)
    return found, to_keep(index.words_held) if kept is None else b""


def _neighbourhood(subject: Subject) -> tuple[tuple[str, ...], list[str], list[str], str]:
    return (
        subject.programme.ministries,
        sorted(subject.sections),
        sorted(subject.targets),
        subject.programme.label,
    )


def _postings(file: Path) -> Postings | None:
    found = kept_in(file)
    return found if isinstance(found, Postings) else None
