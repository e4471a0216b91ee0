"""Programme sheets and target groups: labels made by hand on the seeds, and generated sheets with truth."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Extraction, Record
from nlp.sheets.reader import read_sheets
from nlp.sources import list_sources
from tests.nlp.sheet_writer import write_document

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"


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
    """Target groups by role against target_groups.csv; `part` is "tuned", "held-out", "examined" or "" for all."""
    for kind in ("measure", "sheet"):
        expected: set[object] = set()
        found: set[object] = set()
        rows = [
            row for row in labelled("target_groups.csv") if row["kind"] == kind and part in ("", row["set"])
        ]
        for row in rows:
            record = next(
                (
                    item
                    for item in extraction(row["document"]).records
                    if item.kind == kind and item.key == row["key"]
                ),
                None,
            )
            expected |= {(row["document"], row["key"], name) for name in split(row["groups"])}
            if record is not None:
                found |= {(row["document"], row["key"], item.value) for item in record.all("target_group")}
        if rows:
            yield from scores(f"target groups of {kind}s {part}".strip(), expected, found)


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
    return [*seed_rows(), *group_rows(), *group_rows("held-out"), *group_rows("examined"), *generated_rows()]


if __name__ == "__main__":
    for subject, figure, value in evaluate():
        sys.stdout.write(f"{subject:40} {figure:10} {value:.3f}\n")
