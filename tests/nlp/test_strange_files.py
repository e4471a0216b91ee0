"""Files that no writer of documents meant to make: foreign line ends, broken bytes, runs without end, broken containers."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from unicodedata import normalize

import pytest

from nlp.errors import SourceError
from nlp.extract import extract_document
from nlp.files.inputs import load_source
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.nlp.mutations import faults
from tests.nlp.test_measure_list import LIST, PAGE

SEEDS = Path(__file__).parents[2] / "seeds"
TEXT = LIST + PAGE


def read(folder: Path, data: bytes, name: str = "plan.txt", profile: str = "measure_list") -> Extraction:
    file = folder / name
    file.write_bytes(data)
    return extract_document(SourceEntry(file, "plan"), profile=profile)


def keys(extraction: Extraction) -> list[tuple[str, str]]:
    return [(record.kind, record.key) for record in extraction.records]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b"])
def test_any_line_end_is_one(tmp_path: Path, end: str) -> None:
    whole = read(tmp_path, TEXT.encode())
    other = read(tmp_path, TEXT.replace("\n", end).encode())
    assert keys(other) == keys(whole)
    assert list(faults(other)) == []


def test_a_broken_byte_costs_one_character_not_the_file(tmp_path: Path) -> None:
    data = bytearray(TEXT.encode())
    data[data.index("フードバンク".encode()) + 1] = 0xFF
    broken = read(tmp_path, bytes(data))
    assert keys(broken)[:3] == keys(read(tmp_path, TEXT.encode()))[:3]
    assert any("壊れたバイト" in issue.message for issue in broken.issues)
    assert read(tmp_path, TEXT.encode()[1:]).records


@pytest.mark.parametrize("sign", [" ", "…", "　", "-", "（"])
def test_a_run_without_end_parts_what_stands_around_it(tmp_path: Path, sign: str) -> None:
    text = sign * 300_000 + "\n" + TEXT
    file = tmp_path / "run.txt"
    file.write_text(text, encoding="utf-8")
    source = load_source(file)
    assert len(source.text) == len(text)
    assert max(map(len, source.text.split("\n"))) <= 1001
    assert source.text.endswith(TEXT)
    assert keys(read(tmp_path, text.encode())) == keys(read(tmp_path, TEXT.encode()))


def test_circled_numbers_that_normalisation_made_plain(tmp_path: Path) -> None:
    text = next(SEEDS.glob("004*.txt")).read_text(encoding="utf-8")
    plain = read(tmp_path, normalize("NFKC", text).encode(), profile="guideline")
    whole = read(tmp_path, text.encode(), profile="guideline")
    assert {kind for kind, _ in keys(whole)} >= {"activity", "requirement"}
    assert [(kind, normalize("NFKC", key)) for kind, key in keys(plain)] == [
        (kind, normalize("NFKC", key)) for kind, key in keys(whole)
    ]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_broken_containers_are_refused(tmp_path: Path, kind: str) -> None:
    folder = "xl" if kind == "xlsx" else "word"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 200)
        archive.writestr(f"{folder}/document.xml", "<a>&#1;</b>" * 200)
    rng = random.Random(5)
    for _ in range(20):
        data = bytearray(packed.getvalue())
        for _ in range(rng.choice((0, 3, 30))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with pytest.raises(SourceError):
            read(tmp_path, bytes(data), f"broken.{kind}")
