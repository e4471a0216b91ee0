"""A document sent through converters gives the same facts: other encodings, lost ①, zero-width signs, parted voicing marks, wide-set text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from nlp.errors import SourceError
from nlp.extract import extract_document
from nlp.files.encodings import decode_bytes
from nlp.files.invisible_signs import as_shown
from nlp.layout.lost_enumerators import lost_enumerators
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.generate.corpus import document

NUMBERS = range(6)  # one document of each kind
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


def behind_each(sign: str, every: int = 1) -> Callable[[str], str]:
    return lambda text: "".join(
        char + (sign if char > " " and index % every == 0 else "") for index, char in enumerate(text)
    )


def row_thirteen(text: str) -> bytes:
    """ISO-2022-JP as Windows writes it, with the characters that the standard lacks."""
    out, wide = b"", False
    for char in text:
        code = char.encode("ascii", "ignore")
        if code:
            out, wide = out + (b"\x1b(B" if wide else b"") + code, False
            continue
        pair = char.encode("euc_jis_2004", "replace")
        if len(pair) != 2 or pair[0] == 0x8E:
            pair = b"\xa1\xa9"
        out += (b"" if wide else b"\x1b$B") + bytes(byte & 0x7F for byte in pair)
        wide = True
    return out + (b"\x1b(B" if wide else b"")


def plain(text: str) -> str:
    """Without what no Japanese encoding holds the same way."""
    return text.translate(str.maketrans("－～・―", "-~･―")).translate(str.maketrans({"･": "・"}))


VARIANTS: dict[str, Callable[[str], bytes]] = {
    "zero-width space": lambda text: behind_each("\u200b")(text).encode(),
    "zero-width joiner": lambda text: behind_each("\u200d")(text).encode(),
    "soft hyphen": lambda text: behind_each("\u00ad")(text).encode(),
    "byte order marks": lambda text: behind_each("\ufeff", 5)(text).encode(),
    "parted marks": lambda text: unicodedata.normalize("NFD", text).encode(),
    "wide-set": lambda text: behind_each(" ")(text).encode(),
    "twice": lambda text: text.encode().decode("latin-1").encode(),
    "row thirteen": row_thirteen,
    "utf-16": lambda text: text.encode("utf-16"),
}


@lru_cache
def clean(number: int) -> tuple[str, str]:
    made = document(number, 71, damage=0)
    return plain(made.text), made.profile


@lru_cache
def expected_of(number: int) -> Counter[tuple[str, str, str]]:
    text, profile = clean(number)
    with TemporaryDirectory() as folder:
        return facts(read(Path(folder), text.encode(), profile))


def read(folder: Path, data: bytes, profile: str) -> Extraction:
    file = folder / "document.txt"
    file.write_bytes(data)
    return extract_document(SourceEntry(file, "d"), profile=profile)


def facts(found: Extraction) -> Counter[tuple[str, str, str]]:
    return Counter(
        (record.kind, item.name, "".join(str(item.value).split()))
        for record in found.records
        for item in record.fields
    )


def assert_slices(found: Extraction) -> None:
    for record in found.records:
        for item in record.fields:
            if item.where is not None and item.raw:
                assert found.text[item.where.start : item.where.end] == item.raw


@pytest.mark.parametrize(
    ("name", "number"),
    # Every way on two of the six kinds, every kind in every third way.
    [
        (name, number)
        for place, name in enumerate(VARIANTS)
        for number in NUMBERS
        if (place + number) % 3 == 0
    ],
)
def test_the_same_facts(tmp_path: Path, name: str, number: int) -> None:
    text, profile = clean(number)
    expected = expected_of(number)
    found = read(tmp_path, VARIANTS[name](text), profile)
    assert facts(found) == expected
    assert_slices(found)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("sign", ["?", "〓"])
def test_lost_circled_numbers_come_back_by_their_order(tmp_path: Path, sign: str, number: int) -> None:
    text, profile = clean(number)
    expected = expected_of(number)
    lost = text
    for circled in CIRCLED:
        lost = lost.replace(circled, sign)
    found = read(tmp_path, lost.encode(), profile)
    told = facts(found)
    kept = sum((told & expected).values()) / max(1, sum(expected.values()))
    assert kept > 0.95
    if lost != text:
        assert any(repair.rule == "lost-enumerator" for repair in found.repairs)
        assert any(issue.code == "input" for issue in found.issues)
    for kind in ("budget_line", "measure", "activity"):
        assert (
            len(found.of_kind(kind))
            == sum(count for (name, item, _), count in expected.items() if name == kind and item == "number")
            or kind == "activity"
        )
    assert_slices(found)


@pytest.mark.parametrize(
    "text",
    [
        "2-①相談\n2-?居場所\n",  # a circled number is there: what ? stands for is another thing
        "1-?相談\n2-?食育\n1-?居場所\n",  # torn apart: a pillar comes back
        "1-2相談\n1-1居場所\n",  # not in order
        "（１）基盤\n?相談\n（３）連携\n",  # one alone
        "（１）基盤\n?相談\n?食育\n（３）連携\n",  # a heading between is lost
        "よろしいですか?はい\n",
    ],
)
def test_what_order_does_not_prove_stays(text: str) -> None:
    assert lost_enumerators(text) == []


def test_items_begin_anew_below_each_heading() -> None:
    text = "（１）基盤\n?相談\n?食育\n（２）連携\n?居場所\nア 会議\n?調査\n?研修\n"
    assert "".join(item.sign for item in lost_enumerators(text)) == "①②①①②"


def test_signs_beside_glyph_ids_stay() -> None:
    """A zero-width sign may be the glyph id of a kanji, where its neighbours are glyph ids."""
    assert as_shown("䛾\u200b䛾").text == "䛾\u200b䛾"
    assert as_shown("施\u200b策").text == "施策"


def test_cut_utf_16_is_read_to_where_it_was_cut() -> None:
    data = ("施策の概要を述べる。" * 40).encode("utf-16")[:-1]
    text, encoding, notes = decode_bytes("t.txt", data)
    assert (
        encoding == "utf-16-le" and text.startswith("施策の概要") and any("U+FFFD" in note for note in notes)
    )


def test_utf_8_taken_for_shift_jis_comes_back_where_no_byte_is_lost() -> None:
    text = "まにのは" * 20
    assert decode_bytes("d", text.encode().decode("cp932").encode())[0] == text


def test_utf_8_taken_for_shift_jis_is_refused_with_its_reason_where_bytes_are_lost() -> None:
    text = "施策の概要は、次のとおりである。\n" * 5
    damaged = text.encode().decode("cp932", errors="replace")
    with pytest.raises(SourceError, match="元のバイトが失われている"):
        decode_bytes("d", damaged.encode())
