"""A part is the same from its file, whole or by sections, and a part cut short is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.document_part import document_part
from graph.part_file import pack, part_file, unpack
from nlp.extract import extract_document
from nlp.sources import list_sources

SEEDS = Path(__file__).parents[2] / "seeds"


def test_sections_say_what_the_part_says(tmp_path: Path) -> None:
    part = document_part(extract_document(list_sources(SEEDS)[1]))
    file = tmp_path / "one.part"
    file.write_bytes(pack(part))
    held = part_file(file)
    whole = held.open()
    for name in ("document", "fingerprint", "identities"):
        assert getattr(held, name) == getattr(whole, name) == getattr(part, name)
    assert {name: list(getattr(part, name)) for name in ("issues", "repairs", "reasoned", "filled")} == {
        name: value for name, value in held.told.items() if name != "coverage"
    }
    assert held.told["coverage"] == dict(part.coverage)
    assert unpack(pack(part)) == part
    file.write_bytes(pack(part)[:-1])
    with pytest.raises(ValueError, match="not a whole"):
        part_file(file)
