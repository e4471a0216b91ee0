"""Mixed generated documents (`tests.generate`) read whole and compared with their truth, field by field.

The seeds from `FRESH` on are for measuring; readers are mended on others. What is damaged is counted apart from what is whole.
Look at what went wrong: python tests/gold/eval_generated.py --seed 5 --documents 60 --misses budget_line.section
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rapidfuzz import fuzz

from nlp.errors import TsunagariError
from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.records import Extraction, Record
from nlp.sources import SourceEntry
from tests.generate import KINDS, Fact, document

FRESH = (90_001, 90_002, 90_003)
DOCUMENTS = 80
# Kind of fact -> the fields compared. A field whose name ends with * holds several values; texts are compared by likeness.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "document": ("profile", "fiscal_year"),
    "budget_line": ("number", "label", "amount", "amount_kind", "ministry*", "section", "relisted", "newly_listed", "fiscal_year", "stage"),
    "sheet": ("label", "ministry*", "amounts*", "component*", "limit*", "subsidy_rate*", "implementer*", "target_group*", "purpose", "overview", "effect"),
    "section": ("notation", "label"),
    "measure": ("number", "label", "ministry*", "section", "relisted_section*", "plan_year", "link*", "target_group*", "overview", "goal", "achievement", "review", "current", "policy"),
    "indicator": ("figure*", "when*", "reached*"),
    "guideline": ("label", "document_number", "established", "in_force", "ministry*", "implementer*"),
    "eligible_programme": ("key", "label"),
    "activity": ("key", "description"),
    "requirement": ("key", "requirement_type"),
    "law": ("label", "law_number"),
    "call": ("label", "limit", "opens", "closes", "url"),
    "grantee": ("number", "legal_form", "label", "prefecture", "project", "service_area*"),
}  # fmt: skip
TEXTS = frozenset({"purpose", "overview", "effect", "goal", "achievement", "review", "current", "policy"})
Counts = dict[tuple[str, str, bool], list[int]]
Miss = tuple[str, str, str, object, object]


def read(name: str, text: str) -> Extraction | None:
    """The extraction of a text as a file; None when it is refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        try:
            return extract_document(SourceEntry(path, name))
        except TsunagariError:
            return None


class Comparison:
    """Counts right, found and expected values by (kind, field, damaged), and keeps what went wrong."""

    def __init__(self) -> None:
        self.counts: Counts = defaultdict(lambda: [0, 0, 0])
        self.misses: list[Miss] = []
        self.lost = self.silent = 0

    def add(self, seed: int, number: int, damage: float) -> None:
        """Read and compare one document."""
        made = document(number, seed, damage=damage)
        name = f"{seed}/{made.name}"
        found = read(made.name, made.text)
        records = list(found.records) if found else []
        for kind in FIELDS:
            facts = [fact for fact in made.facts if fact.kind == kind]
            if kind == "document":
                self._document(name, facts, found)
            elif kind == "indicator":
                self._indicators(name, facts, records)
            elif facts:
                self._things(name, kind, facts, records)
        if found:
            self._losses(made.facts, found)

    def _document(self, name: str, facts: list[Fact], found: Extraction | None) -> None:
        for fact in facts:
            got = (found.document.profile, found.document.fiscal_year) if found else (None, None)
            for field, value in zip(FIELDS["document"], got, strict=True):
                if field in fact.fields:
                    self._value(name, fact, field, value)

    def _things(self, name: str, kind: str, facts: list[Fact], records: list[Record]) -> None:
        own = [record for record in records if record.kind == kind]
        pairs = dict(_paired(kind, facts, own))
        identity = FIELDS[kind][0]
        for fact in facts:
            record = pairs.get(fact.key)
            for field in FIELDS[kind]:
                self._field(name, fact, field, record, records)
        for record in own:
            if record.key not in {item.key for item in pairs.values()} and kind not in (
                "section",
                "law",
                "requirement",
            ):
                self.counts[kind, identity, False][1] += 1
                self.misses.append((name, f"{kind}.{identity}", record.key, None, record.key))

    def _field(self, name: str, fact: Fact, field: str, record: Record | None, records: list[Record]) -> None:
        plain = field.rstrip("*")
        if plain == "key":
            self._value(name, fact, plain, None if record is None else fact.key, fact.key)
        elif plain not in fact.fields or fact.fields[plain] is None:
            return
        elif field.endswith("*"):
            self._values(name, fact, plain, _several(plain, record, records))
        else:
            self._value(name, fact, plain, None if record is None else record.value(plain))

    def _value(self, name: str, fact: Fact, field: str, got: object, want: object = None) -> None:
        want = fact.fields[field] if want is None else want
        counts = self.counts[fact.kind, field, bool(fact.damage)]
        right = got is not None and _same(field, got, want, damaged=bool(fact.damage))
        counts[0] += right
        counts[1] += got is not None
        counts[2] += 1
        if not right:
            self.misses.append((name, f"{fact.kind}.{field}", f"{fact.key} {fact.damage}", want, got))

    def _values(self, name: str, fact: Fact, field: str, got: list[object]) -> None:
        want = [tuple(item) if isinstance(item, list) else item for item in fact.fields[field]]
        expected, found = set(want), set(got)
        counts = self.counts[fact.kind, field, bool(fact.damage)]
        counts[0] += len(expected & found)
        counts[1] += len(found)
        counts[2] += len(expected)
        if expected != found:
            self.misses.append((name, f"{fact.kind}.{field}", f"{fact.key} {fact.damage}", want, got))

    def _indicators(self, name: str, facts: list[Fact], records: list[Record]) -> None:
        found: dict[str, set[tuple[object, ...]]] = {"figure": set(), "when": set(), "reached": set()}
        for record in records:
            if record.kind != "indicator":
                continue
            measure = record.parent.partition(":")[2]
            for role, when in (("target", "due_year"), ("result", "result_date")):
                value = record.value(f"{role}_value")
                if value is None:
                    continue
                figure = (measure, role, float(str(value)))
                found["figure"].add(figure)
                if record.value(when) is not None:
                    found["when"].add((*figure, str(record.value(when))))
            if record.value("reached") is not None:
                found["reached"].add((measure, record.value("reached")))
        damaged = {fact.fields["measure"] for fact in facts if fact.damage}
        wanted: dict[str, set[tuple[object, ...]]] = {"figure": set(), "when": set(), "reached": set()}
        for fact in facts:
            item = fact.fields
            figure = (item["measure"], item["role"], float(item["value"]))
            wanted["figure"].add(figure)
            wanted["when"].add((*figure, item["when"]))
            if "reached" in item:
                wanted["reached"].add((item["measure"], item["reached"]))
        for field in found if facts else ():
            for bad in (False, True):
                have = {item for item in found[field] if (item[0] in damaged) == bad}
                want = {item for item in wanted[field] if (item[0] in damaged) == bad}
                counts = self.counts["indicator", field, bad]
                for place, number in enumerate((len(have & want), len(have), len(want))):
                    counts[place] += number
                for item in have ^ want:
                    pair = (item, None) if item in want else (None, item)
                    self.misses.append(
                        (name, f"indicator.{field}", f"{item[0]}{' damaged' if bad else ''}", *pair)
                    )

    def _losses(self, facts: Iterable[Fact], found: Extraction) -> None:
        """Numbered things without a record; silent those that no issue names or stands at."""
        numbers = {f"{record.kind}:{record.value('number')}" for record in found.records}
        reported = {issue.subject for issue in found.issues}
        for fact in facts:
            if (
                fact.kind in ("budget_line", "measure", "grantee")
                and f"{fact.kind}:{fact.key}" not in numbers
            ):
                self.lost += 1
                if f"{fact.kind}:{fact.key}" not in reported:
                    self.silent += 1
                    self.misses.append(
                        (fact.document, "silent", f"{fact.kind} {fact.key} {fact.damage}", fact.key, None)
                    )

    def rows(self) -> Iterator[tuple[str, str, float]]:
        """(subject, measure, figure): precision, recall and F1 of every field, whole things before damaged ones."""
        for bad in (False, True):
            for (kind, field, damaged), (right, found, expected) in sorted(self.counts.items()):
                if damaged == bad and expected:
                    subject = f"{'damaged' if bad else 'whole'} {kind} {field} ({expected})"
                    precision, recall = right / found if found else 1.0, right / expected
                    yield subject, "precision", precision
                    yield subject, "recall", recall
                    yield subject, "F1", 2 * precision * recall / (precision + recall) if right else 0.0
        yield "rows lost", "number", float(self.lost)
        yield "rows lost without an issue", "number", float(self.silent)


def _paired(kind: str, facts: list[Fact], records: list[Record]) -> Iterator[tuple[str, Record]]:
    """(key of the fact, its record): by key, number or notation; by likeness of the name where names are the keys."""
    if kind in ("sheet", "guideline", "call"):
        left = list(records)
        for fact in facts:
            scored = [
                (fuzz.ratio(_bare(record.text("label")), _bare(fact.fields["label"])), -place, record)
                for place, record in enumerate(left)
            ]
            best = max(scored, default=None, key=lambda item: item[:2])
            if best is not None and best[0] >= 75:
                left.remove(best[2])
                yield fact.key, best[2]
        return
    by_key = {record.key: record for record in reversed(records)}
    for fact in facts:
        if fact.key in by_key:
            yield fact.key, by_key[fact.key]


def _several(field: str, record: Record | None, records: list[Record]) -> list[object]:
    if record is None:
        return []
    parent = f"{record.kind}:{record.key}"
    if field == "amounts":
        names = ("fiscal_year", "stage", "amount", "amount_kind")
        return [tuple(item.value(name) for name in names) for item in records if item.kind == "sheet_amount" and item.parent == parent]  # fmt: skip
    if field == "component":
        return [item.text("label") for item in records if item.kind == "component" and item.parent == parent]
    values = [item.value for item in record.all(field) if item.method != "unresolved"]
    # Organisations that are helped to help are told apart from the people; the truth states the people.
    return [value for value in values if field != "target_group" or value not in _organisations()]


@cache
def _organisations() -> frozenset[object]:
    groups = load_gazetteers().target_groups
    return frozenset(entry.canonical for entry in groups.entries if entry.type == "intermediary")


def _bare(text: object) -> str:
    return "".join(str(text).split())


def _same(field: str, got: object, want: object, *, damaged: bool) -> bool:
    if field in TEXTS:
        return fuzz.ratio(_bare(got), _bare(want)) >= (70 if damaged else 90)
    if isinstance(want, str):
        return _bare(got) == _bare(want)
    return got == want


def compare(seeds: Iterable[int], documents: int, damage: float) -> Comparison:
    """The comparison of the first documents of every seed."""
    comparison = Comparison()
    for seed in seeds:
        for number in range(documents):
            comparison.add(seed, number, damage)
    return comparison


def evaluate() -> Iterator[tuple[str, str, float]]:
    """(subject, measure, figure) rows for `make eval`."""
    yield from compare(FRESH, DOCUMENTS, 0.2).rows()


def main() -> None:
    """Figures of a seed, or what went wrong with one field."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=len(KINDS) * 6)
    parser.add_argument("--damage", type=float, default=0.2)
    parser.add_argument("--misses", default="")
    options = parser.parse_args()
    comparison = compare([options.seed], options.documents, options.damage)
    if options.misses:
        for name, field, key, want, got in comparison.misses:
            if field == options.misses:
                print(f"{name}\t{key}\twanted {_short(want)}\tgot {_short(got)}")
        return
    for subject, measure, figure in comparison.rows():
        if measure in ("F1", "number"):
            print(f"{subject:56} {measure:8} {figure:9.4f}")


def _short(value: Any) -> str:
    return str(value)[:150]


if __name__ == "__main__":
    sys.exit(main())
