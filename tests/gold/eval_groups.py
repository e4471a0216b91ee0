"""Target groups by the words of the text: documents and programme overviews labelled before any output was seen (README.md)."""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.language.helper_groups import HELPER, SUPPORTED
from nlp.language.roles import target_groups_of
from nlp.layout.blocks import close_spaces
from nlp.records import Field, Record
from nlp.sources import SourceEntry
from tests.gold.eval_sheets import REVIEWS

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"


@dataclass(frozen=True, slots=True)
class Label:
    """Who a text supports: of each of `groups` one name must be found, `optional` may be, all in the words of the text."""

    part: str
    document: str
    kind: str
    key: str
    groups: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...]


@dataclass(slots=True)
class Count:
    """Groups found that are labelled, found that are not, and labelled that are not found."""

    right: int = 0
    extra: int = 0
    missing: int = 0
    told: list[str] = field(default_factory=list)


def labels() -> list[Label]:
    """The rows of group_surfaces.tsv."""
    with (HERE / "group_surfaces.tsv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in handle if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Label(
            row["set"],
            row["document"],
            row["kind"],
            row["key"],
            tuple(tuple(names.split("=")) for names in row["groups"].split("|") if names),
            tuple(filter(None, row["optional"].split("|"))),
        )
        for row in rows
    ]


# Words of the text and name of each group found.
Found = list[tuple[str, str]]


def found_in(document: str) -> dict[tuple[str, str], Found]:
    """(kind, key) -> the groups of each measure and sheet of a document of group_documents or of seeds."""
    path = next(SEEDS.glob(f"{document}_*.txt"), HERE / "group_documents" / f"{document}.txt")
    found: dict[tuple[str, str], Found] = {}
    for record in extract_document(SourceEntry(path, document)).records:
        if record.kind in ("measure", "sheet"):
            key = record.key if record.kind == "measure" else record.text("label")
            found[record.kind, key] = [
                (item.raw if item.repaired is None else item.repaired, str(item.value))
                for item in helped(record)
            ]
    return found


def helped(record: Record) -> Iterator[Field]:
    """The groups of a record, helpers too: the labels name the bodies that are paid beside the people (README.md)."""
    return (item for name in (SUPPORTED, HELPER) for item in record.all(name))


def found_in_overviews(document: str, keys: Collection[str]) -> dict[tuple[str, str], Found]:
    """The same for programme overviews of a year of the review system; empty where the data are not at hand."""
    path = REVIEWS / f"{document}-project-details.json.gz"
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        texts = {key: value["overview"] for key, value in json.load(handle).items() if key in keys}
    found: dict[tuple[str, str], Found] = {}
    for key, text in texts.items():
        block = close_spaces(text)
        groups = target_groups_of(block.text, load_gazetteers())
        found["overview", key] = [(block.text[item.start : item.end], item.canonical) for item in groups]
    return found


def found_in_programmes(document: str, keys: Collection[str]) -> dict[tuple[str, str], Found]:
    """The same for whole programmes (name, purpose and overview) of a year, read as the review system writes them."""
    path = REVIEWS / f"{document}-project-details.json.gz"
    if not path.exists():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        chosen = {key: value for key, value in json.load(handle).items() if key in keys}
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{document}-project-details.json"
        file.write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf-8")
        records = extract_document(SourceEntry(file, document)).records
    return {
        ("programme", record.key): [
            (item.raw if item.repaired is None else item.repaired, str(item.value)) for item in helped(record)
        ]
        for record in records
        if record.kind == "review_sheet"
    }


def listed(name: str) -> str:
    """The group of which a labelled name is a listed form (学校法人 of 学校・大学), or the name itself."""
    entry = load_gazetteers().target_groups.by_surface.get(name)
    return name if entry is None else entry.canonical


def compare(label: Label, found: Found, count: Count) -> None:
    """Add to `count`: a name that holds a label, or is held by it, is that group (農業者 for 認定農業者); each label counts once."""
    met: set[tuple[str, ...]] = set()
    for words, name in found:
        core = re.sub(r"\s+|等$", "", words)
        meant = [
            names
            for names in label.groups
            if any(core in group or group in core or group == name for group in names)
        ]
        met.update(meant[:1])
        met.update(
            names
            for names in label.groups
            if any(group in (core, name) or listed(group) == name for group in names)
        )
        if not meant and not any(core in group or group in core for group in label.optional):
            count.extra += 1
            count.told.append(f"{label.document} {label.key}: extra {core}")
    count.right += len(met)
    count.missing += len(label.groups) - len(met)
    count.told.extend(
        f"{label.document} {label.key}: missing {'='.join(names)}"
        for names in label.groups
        if names not in met
    )


def counts() -> Iterator[tuple[str, Count]]:
    """(set and kind, what was found) over all labels."""
    every = labels()
    read: dict[str, dict[tuple[str, str], Found]] = {}
    for document in dict.fromkeys(label.document for label in every):
        own = {label.key for label in every if label.document == document}
        kinds = {label.kind for label in every if label.document == document}
        if kinds & {"overview", "programme"}:
            read[document] = found_in_overviews(document, own) | found_in_programmes(document, own)
        else:
            read[document] = found_in(document)
    for part in dict.fromkeys(label.part for label in every):
        for subject, kinds in (
            ("documents", ("measure", "sheet")),
            ("overviews", ("overview",)),
            ("programmes", ("programme",)),
        ):
            chosen = [label for label in every if label.part == part and label.kind in kinds]
            if not any(read[label.document] for label in chosen):
                continue
            count = Count()
            for label in chosen:
                compare(label, read[label.document].get((label.kind, label.key), []), count)
            yield f"groups by their words, {subject} {part}", count


def evaluate() -> Iterable[tuple[str, str, float]]:
    """Precision, recall and F1 of each set."""
    for subject, count in counts():
        precision = count.right / max(1, count.right + count.extra)
        recall = count.right / max(1, count.right + count.missing)
        yield subject, "precision", precision
        yield subject, "recall", recall
        yield subject, "F1", 2 * precision * recall / max(1e-9, precision + recall)


if __name__ == "__main__":
    for line in evaluate():
        sys.stdout.write("{:40} {:10} {:.3f}\n".format(*line))
    for _, told in counts() if "-v" in sys.argv else ():
        sys.stdout.write("\n".join(told.told) + "\n")
