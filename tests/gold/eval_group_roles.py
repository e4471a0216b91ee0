"""Who is supported, told from partners, agents, counted people and background, in short texts of other policy fields (README.md)."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.gazetteer import Gazetteers, load_gazetteers
from nlp.language.supported_groups import add_target_groups
from nlp.reading import Reading
from nlp.records import Field, Record, Where

_FILE = Path(__file__).parent / "group_roles.tsv"


@dataclass(slots=True)
class Count:
    """Groups found that are labelled, found that are not, and labelled that are not found."""

    right: int = 0
    extra: int = 0
    missing: int = 0
    told: list[str] = field(default_factory=list)


def rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as handle:
        lines = [line for line in handle if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def supported_in(name: str, text: str, gazetteers: Gazetteers) -> list[set[str]]:
    """Of each group that a measure of this name and overview is for: its name and its words."""
    source = f"{name}\n{text}"
    where = Where("x", 0, len(source))
    record = Record(
        "measure",
        "1",
        where,
        (
            Field("label", name, name, Where("x", 0, len(name))),
            Field("overview", text, text, Where("x", len(name) + 1, len(source))),
        ),
    )
    read = add_target_groups([record], Reading.plain("x", source), gazetteers)[0]
    return [{str(item.value), item.raw.removesuffix("等")} for item in read.all("target_group")]


def _names(cell: str, gazetteers: Gazetteers) -> list[set[str]]:
    """Of each group labelled, the names that it may have: those of the label, and of the list for each."""
    listed = gazetteers.target_groups.by_surface
    return [
        {
            name
            for said in group.split("=")
            for name in (said, listed[said].canonical if said in listed else said)
        }
        for group in cell.split("|")
        if group
    ]


def counts() -> Iterator[tuple[str, Count]]:
    """(set, what was found): a group found is right only under a name of the label, wider and narrower ones are not."""
    gazetteers = load_gazetteers()
    every = rows()
    for part in dict.fromkeys(row["set"] for row in every):
        count = Count()
        for row in every:
            if row["set"] != part:
                continue
            wanted, optional = _names(row["groups"], gazetteers), _names(row["optional"] or "", gazetteers)
            found = supported_in(row["name"], row["text"], gazetteers)
            met = [names for names in wanted if any(names & item for item in found)]
            extra = [item for item in found if not any(names & item for names in (*wanted, *optional))]
            count.right += len(met)
            count.missing += len(wanted) - len(met)
            count.extra += len(extra)
            count.told.extend(f"{row['id']}: extra {'='.join(sorted(item))}" for item in extra)
            count.told.extend(
                f"{row['id']}: missing {'='.join(sorted(names))}" for names in wanted if names not in met
            )
        yield part, count


def evaluate() -> Iterable[tuple[str, str, float]]:
    """Precision, recall and F1 of each set."""
    for part, count in counts():
        precision = count.right / max(1, count.right + count.extra)
        recall = count.right / max(1, count.right + count.missing)
        for measure, figure in (
            ("precision", precision),
            ("recall", recall),
            ("F1", 2 * precision * recall / max(1e-9, precision + recall)),
        ):
            yield f"groups by role, other fields, {part}", measure, figure


if __name__ == "__main__":
    for line in evaluate():
        sys.stdout.write("{:40} {:10} {:.3f}\n".format(*line))
    if len(sys.argv) > 1:
        told = dict(counts())[sys.argv[1]].told
        sys.stdout.write("\n".join(told) + "\n")
