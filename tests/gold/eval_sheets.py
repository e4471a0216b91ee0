"""Programme sheets and target groups: labels made by hand on the seeds, and generated sheets with truth."""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.language.group_names import above
from nlp.language.helper_groups import HELPER, SUPPORTED
from nlp.language.roles import target_groups_of
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Extraction, Record
from nlp.sheets.reader import read_sheets
from nlp.sources import SourceEntry, list_sources
from tests.generate.sheets import write_document

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"
# Real review sheets, which are not part of the project.
REVIEWS = Path(os.environ.get("TSUNAGARI_REVIEWS", "var/reviews"))


@lru_cache(maxsize=8)
def extraction(document: str) -> Extraction:
    """The extraction of the seed whose name begins with `document`."""
    return extract_document(next(entry for entry in list_sources(SEEDS) if entry.id.startswith(document)))


def scores(subject: str, expected: set[object], found: set[object]) -> Iterable[tuple[str, str, float]]:
    """Precision, recall and F1 of two sets, as rows of the report."""
    hit = len(expected & found)
    precision = hit / len(found) if found else 1.0
    recall = hit / len(expected) if expected else 1.0
    harmonic = 2 * precision * recall / (precision + recall) if hit else 0.0
    yield from ((subject, "precision", precision), (subject, "recall", recall), (subject, "F1", harmonic))


def labelled(name: str) -> list[dict[str, str]]:
    """The rows of a label file; lines with # are comments."""
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))


def split(cell: str) -> list[str]:
    """The values of a cell."""
    return [item for item in cell.split("|") if item]


def amounts_of(sheet: Record, records: Iterable[Record]) -> set[tuple[object, ...]]:
    """(year, stage, yen, kind) of the amounts of a sheet."""
    return {
        tuple(item.value(name) for name in ("fiscal_year", "stage", "amount", "amount_kind"))
        for item in records
        if item.kind == "sheet_amount" and item.parent == f"sheet:{sheet.key}"
    }


def seed_rows() -> Iterable[tuple[str, str, float]]:
    """Seeds 000, 001 and 003 against sheets.csv. Sheets without a printed title are told apart by their order."""
    expected: dict[str, set[object]] = {"title": set(), "ministry": set(), "amount": set(), "part": set()}
    found: dict[str, set[object]] = {"title": set(), "ministry": set(), "amount": set(), "part": set()}
    rows = labelled("sheets.csv")
    for document in sorted({row["document"] for row in rows}):
        own = [row for row in rows if row["document"] == document]
        records = extraction(document).records
        sheets = [record for record in records if record.kind == "sheet"]
        for number, row in enumerate(own):
            place = (document, number)
            expected["title"].add((*place, row["label"]))
            expected["ministry"] |= {(*place, name) for name in split(row["ministry"])}
            expected["amount"] |= {(*place, item) for item in split(row["amounts"])}
            expected["part"] |= {(*place, item) for item in split(row["parts"])}
        for number, sheet in enumerate(sheets):
            place = (document, number)
            found["title"].add((*place, sheet.text("label")))
            found["ministry"] |= {(*place, item.value) for item in sheet.all("ministry")}
            found["amount"] |= {(*place, ":".join(map(str, item))) for item in amounts_of(sheet, records)}
            found["part"] |= {
                (*place, f"{item.text('notation')}={item.text('label')}")
                for item in records
                if item.kind in ("component", "theme") and item.parent == f"sheet:{sheet.key}"
            }
    for subject, truth in expected.items():
        yield from scores(f"sheets {subject}", truth, found[subject])


def group_rows(part: str = "") -> Iterable[tuple[str, str, float]]:
    """Target groups by role against target_groups.csv and group_texts.tsv; `part` names a set, "" takes all."""
    for subject, rows in group_labels(part):
        pairs = list(rows)
        if pairs:
            expected = {(place, name) for place, truth, _ in pairs for name in truth}
            found = {
                (place, label)
                for place, truth, read in pairs
                for name in read
                for label in as_labelled(name, truth)
            }
            yield from scores(f"target groups of {subject} {part}".strip(), expected, found)


def as_labelled(name: str, truth: Collection[str]) -> set[str]:
    """`name`, or the groups above it that the labels have: 有期雇用労働者 counts as 労働者 where that is labelled."""
    if name in truth:
        return {name}
    return {item for item in above(name, load_gazetteers().target_groups) if item in truth} or {name}


Labelled = tuple[str, set[str], set[str]]


def group_labels(part: str) -> Iterable[tuple[str, Iterable[Labelled]]]:
    """(what is labelled, (place, groups labelled, groups read) of each) for the sets that begin with `part`."""
    rows = [row for row in labelled("target_groups.csv") if row["set"].startswith(part)]
    for kind in ("measure", "sheet"):
        yield f"{kind}s", [_seed_groups(row) for row in rows if row["kind"] == kind]
    yield "review programmes", list(_review_groups([row for row in rows if row["kind"] == "review_sheet"]))
    yield "texts", [_text_groups(row) for row in _texts() if row["set"].startswith(part)]


def _seed_groups(row: Mapping[str, str]) -> Labelled:
    records = extraction(row["document"]).records
    record = next((item for item in records if (item.kind, item.key) == (row["kind"], row["key"])), None)
    return (f"{row['document']} {row['key']}", set(split(row["groups"])), _groups(record))


def _review_groups(rows: Sequence[Mapping[str, str]]) -> Iterable[Labelled]:
    """Programmes of the review system; none where the data are not at hand (see REVIEWS)."""
    for document in sorted({row["document"] for row in rows}):
        path = REVIEWS / f"{document}-project-details.json.gz"
        if not path.exists():
            continue
        own = {row["key"]: row for row in rows if row["document"] == document}
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            chosen = {key: value for key, value in json.load(handle).items() if key in own}
        with TemporaryDirectory() as folder:
            part = Path(folder) / f"{document}-part.json"
            part.write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf-8")
            read = extract_document(SourceEntry(part, document)).records
        for record in read:
            key = record.text("project_id")
            if record.kind == "review_sheet" and key in own:
                yield f"{document} {key}", set(split(own[key]["groups"])), _groups(record)


def _text_groups(row: Mapping[str, str]) -> Labelled:
    found = target_groups_of(row["text"], load_gazetteers())
    return row["id"], set(split(row["groups"])), {item.canonical for item in found}


def _groups(record: Record | None) -> set[str]:
    # The labels name the bodies that are paid beside the people.
    read = () if record is None else (item for name in (SUPPORTED, HELPER) for item in record.all(name))
    return {str(item.value) for item in read}


def _texts() -> list[dict[str, str]]:
    with (HERE / "group_texts.tsv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in handle if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def generated_rows(seeds: range = range(20)) -> Iterable[tuple[str, str, float]]:
    """Generated sheets against their truth."""
    expected: dict[str, set[object]] = {
        "title": set(),
        "ministry": set(),
        "amount": set(),
        "part": set(),
        "limit": set(),
    }
    found: dict[str, set[object]] = {name: set() for name in expected}
    for seed in seeds:
        text, truth = write_document(seed)
        result = read_sheets(Reading.plain("d", text), Context(load_gazetteers(), {}, "d"))
        for sheet in truth:
            place = (seed, sheet.label)
            expected["title"].add(place)
            expected["ministry"].add((*place, sheet.ministry))
            expected["amount"] |= {
                (*place, item.year, item.stage, item.yen, item.kind) for item in sheet.amounts
            }
            expected["part"] |= {(*place, name) for name in sheet.components}
            expected["limit"] |= {(*place, yen) for yen in sheet.limits}
        for record in result.records:
            place = (seed, record.text("label"))
            if record.kind == "sheet":
                found["title"].add(place)
                found["ministry"] |= {(*place, item.value) for item in record.all("ministry")}
                found["amount"] |= {(*place, *item) for item in amounts_of(record, result.records)}
                found["limit"] |= {(*place, item.value) for item in record.all("limit")}
                found["part"] |= {
                    (*place, item.text("label"))
                    for item in result.records
                    if item.kind == "component" and item.parent == f"sheet:{record.key}"
                }
    for subject, truths in expected.items():
        yield from scores(f"generated sheets {subject}", truths, found[subject])


def evaluate() -> list[tuple[str, str, float]]:
    """Every row of this report: subject, figure, value."""
    sets = ("", "held-out", "examined", "fresh")
    return [*seed_rows(), *(row for part in sets for row in group_rows(part)), *generated_rows()]


if __name__ == "__main__":
    for subject, figure, value in evaluate():
        sys.stdout.write(f"{subject:40} {figure:10} {value:.3f}\n")
