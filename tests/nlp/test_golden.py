"""The seeds as read, field by field, against golden files: any change of what is extracted shows in a diff.

After a change that is meant, look at the differences and write the files anew:
TSUNAGARI_GOLDEN=1 python -m pytest tests/nlp/test_golden.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.records import Extraction

GOLDEN = Path(__file__).parent.parent / "golden"
LONGEST = 60
DOCUMENTS = ("000", "001", "002", "003", "004")


def lines_of(extraction: Extraction) -> Iterator[str]:
    """One line a field: record, field, value (long ones shortened), span in the source, method, confidence; then the issues."""
    for record in extraction.records:
        for field in record.fields:
            value = " ".join(str(field.value).split())
            short = value if len(value) <= LONGEST else f"{value[: LONGEST - 10]}…({len(value)})"
            span = f"{field.where.start}-{field.where.end}" if field.where else ""
            name = f"{record.kind}:{record.key}"
            yield "\t".join((name, field.name, short, span, field.method, f"{field.confidence:.2f}"))
    for issue in extraction.issues:
        span = f"{issue.where.start}-{issue.where.end}" if issue.where else ""
        yield "\t".join((f"issue:{issue.code}", issue.subject, "", span, issue.severity, ""))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_seed_reads_as_it_did(by_document: dict[str, Extraction], document: str) -> None:
    found = list(lines_of(by_document[document]))
    path = GOLDEN / f"{document}.tsv"
    if os.environ.get("TSUNAGARI_GOLDEN"):
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    expected = path.read_text(encoding="utf-8").splitlines()
    lost = [line for line in expected if line not in set(found)]
    new = [line for line in found if line not in set(expected)]
    assert not lost and not new, "\n".join(
        [*(f"- {line}" for line in lost[:15]), *(f"+ {line}" for line in new[:15]), __doc__ or ""]
    )
