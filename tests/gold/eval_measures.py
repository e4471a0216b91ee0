"""Measures, their sections, ministries, texts and indicators: labels made by hand, and generated tables with truth."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import fuzz

from nlp.gazetteer import load_gazetteers
from nlp.measures.table_reader import read_measure_table
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from tests.generate.measure_tables import TEXTS, Table, make_table

HERE = Path(__file__).parent
SEED = next((HERE.parent.parent / "seeds").glob("002*.txt"))


def read(text: str) -> ReadResult:
    """A table read with the profile measure_table."""
    settings = load_profiles()["measure_table"].settings["measure_table"]
    return read_measure_table(Reading.plain("t", text), Context(load_gazetteers(), settings, "t"))


def scores(expected: set[object], found: set[object]) -> tuple[float, float, float]:
    """Precision, recall, F1 of two sets."""
    hit = len(expected & found)
    precision = hit / len(found) if found else 1.0
    recall = hit / len(expected) if expected else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0


def rows_of(subject: str, expected: set[object], found: set[object]) -> Iterable[tuple[str, str, float]]:
    """Three rows of the report."""
    yield from zip([subject] * 3, ("precision", "recall", "F1"), scores(expected, found), strict=True)


def labelled(name: str) -> list[dict[str, str]]:
    """The rows of a label file; lines with # are comments."""
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))


def facts(result: ReadResult) -> dict[str, set[object]]:
    """What was read, by subject, as comparable tuples."""
    measures = [record for record in result.records if record.kind == "measure"]
    return {
        "number": {record.key for record in measures},
        "section": {(record.key, record.text("section")) for record in measures if record.text("section")},
        "ministry": {
            (record.key, item.value)
            for record in measures
            for item in record.all("ministry")
            if item.method != "unresolved"
        },
    }


def measure_rows() -> Iterable[tuple[str, str, float]]:
    """Seed 002 against measures.csv."""
    labels = labelled("measures.csv")
    found = facts(read(SEED.read_text(encoding="utf-8")))
    expected: dict[str, set[object]] = {
        "number": {row["number"] for row in labels},
        "section": {(row["number"], row["section"]) for row in labels},
        "ministry": {
            (row["number"], name) for row in labels for name in row["ministries"].split("|") if name
        },
    }
    for subject, truth in expected.items():
        yield from rows_of(f"002 {subject}", truth, found[subject])


def generated_rows(seeds: range = range(20), rate: float = 0.45) -> Iterable[tuple[str, str, float]]:
    """Generated tables, damaged, against their truth."""
    expected: dict[str, set[object]] = {"number": set(), "section": set(), "ministry": set()}
    found: dict[str, set[object]] = {"number": set(), "section": set(), "ministry": set()}
    own = total = 0
    for seed in seeds:
        table = make_table(seed, 60 + seed % 20 * 5, rate=rate)
        result = read(table.text)
        for subject, items in facts(result).items():
            found[subject] |= {(seed, item) for item in items}
        expected["number"] |= {(seed, str(item.number)) for item in table.measures}
        expected["section"] |= {(seed, (str(item.number), item.section)) for item in table.measures}
        expected["ministry"] |= {
            (seed, (str(item.number), name)) for item in table.measures for name in item.ministries
        }
        good, all_texts = text_agreement(table, result)
        own, total = own + good, total + all_texts
    for subject, truth in expected.items():
        yield from rows_of(f"generated {subject} (damage {rate})", truth, found[subject])
    yield "generated texts: own text only", "share", own / total


def text_agreement(table: Table, result: ReadResult) -> tuple[int, int]:
    """(texts that are the measure's own and not another's, texts read)."""
    truth = {str(item.number): item.texts for item in table.measures}
    good = total = 0
    for record in result.records:
        if record.kind != "measure" or record.key not in truth:
            continue
        for name in TEXTS:
            value = record.text(name)
            if value:
                total += 1
                good += (
                    fuzz.ratio(value, truth[record.key][name]) >= 70
                    and len(value) <= len(truth[record.key][name]) + 12
                )
    return good, total


def indicator_rows() -> Iterable[tuple[str, str, float]]:
    """Figures of seed 002 against indicators.csv, on the measures labelled there."""
    labels = labelled("indicators.csv")
    measures = {row["measure"] for row in labels}
    result = read(SEED.read_text(encoding="utf-8"))
    yield from indicator_scores("002 indicators", labels, measures, result)


def indicator_scores(
    subject: str, labels: list[dict[str, str]], measures: set[str], result: ReadResult
) -> Iterable[tuple[str, str, float]]:
    """Scores of figures, and of what stands with them."""
    figures: set[object] = set()
    dated: set[object] = set()
    reached: set[object] = set()
    pairs: set[object] = set()
    named: dict[tuple[str, str, str, str], str] = {}
    for record in result.records:
        key = record.key.partition("/")[0]
        if record.kind != "indicator" or key not in measures:
            continue
        for role in ("target", "result"):
            text = record.text(f"{role}_text")
            if not text:
                continue
            figure = (key, role, _value(record.value(f"{role}_value")), text)
            figures.add(figure)
            named[figure] = record.text("measured")
            when = record.text("due_year" if role == "target" else "result_date")
            if when:
                dated.add((*figure, when))
            if role == "result" and record.value("reached") is not None:
                reached.add((*figure, str(record.value("reached"))))
        if record.text("target_text") and record.text("result_text"):
            pairs.add((key, record.text("target_text"), record.text("result_text")))
    truth = {(row["measure"], row["role"], row["value"], row["text"]): row for row in labels}
    yield from rows_of(f"{subject}: figure", set(truth), figures)
    yield from rows_of(
        f"{subject}: year or date", {(*key, row["when"]) for key, row in truth.items() if row["when"]}, dated
    )
    yield from rows_of(
        f"{subject}: reached as stated",
        {(*key, row["reached"]) for key, row in truth.items() if row["reached"]},
        reached,
    )
    yield from rows_of(
        f"{subject}: target with its result",
        {
            (row["measure"], row["text"], row["result"])
            for row in labels
            if row["role"] == "target" and row["result"]
        },
        pairs,
    )
    meant = [key for key in truth if key in figures and truth[key]["measured"]]
    right = sum(1 for key in meant if fuzz.partial_ratio(truth[key]["measured"], named[key]) >= 75)
    yield f"{subject}: what is measured", "share", right / max(1, len(meant))


def _value(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def evaluate() -> list[tuple[str, str, float]]:
    """Every row of this report."""
    return [*measure_rows(), *generated_rows(), *indicator_rows()]


if __name__ == "__main__":
    for line in evaluate():
        print(*line)
