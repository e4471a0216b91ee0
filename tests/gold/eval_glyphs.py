"""Decoded characters against the transcription of 001, and against clean texts that we damage ourselves.

The transcription (`glyphs_001.tsv`) was made by reading each decoded stretch against its context and, where there is one, its
clean print in another document; it is a correction of our output, so it may share an oversight. The generated part has its
truth from before the damage: running text of the clean seeds, in every known glyph space, reordered as an extractor does.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

GOLD = Path(__file__).parent
ROOT = GOLD.parent.parent
CLEAN = {
    "Arabic and Hebrew": "وزارة الصحة והרווחה ٣٤٥ שלום",
    "Korean and Chinese": "고독・고립 대책 부처 孤独与孤立政策，扶贫办公室。臺灣衛生福利部",
    "Thai, Hindi, Cyrillic": "กระทรวงสาธารณสุข स्वास्थ्य मंत्रालय Министерство здравоохранения",
    "Latin with marks": "Ministère de la Santé – Größe, niño, Łódź, Tiếng Việt",
    "half-width kana and symbols": "ｺﾄﾞｸ ｺﾘﾂ ﾀｲｻｸ ①②③ ㈱ ℃ № ※ → ■ ▲ 〒 ～ ∑∫√ 😀👍🏽",
    "old and rare kanji": "國會圖書館 髙橋 﨑山 𠮷野家 齋藤 邊見",
}


def evaluate() -> Iterator[tuple[str, str, float]]:
    """(subject, measure, figure) rows for `make eval`."""
    sys.path.insert(0, str(ROOT))
    yield from _seed()
    yield from _generated()
    yield from _untouched()


def _decode(text: str) -> object:
    from nlp.glyphs.decoding import decode_glyphs
    from nlp.language.lexicon import sudachi_lexicon

    return decode_glyphs(text, sudachi_lexicon())


def _right(expected: str, found: str) -> int:
    return sum(block.size for block in SequenceMatcher(None, expected, found, False).get_matching_blocks())


def _seed() -> Iterator[tuple[str, str, float]]:
    text = next((ROOT / "seeds").glob("001*.txt")).read_bytes().decode("utf-8")
    found = {repair.start: repair.after for repair in _decode(text).repairs}
    counts: dict[str, list[int]] = {}
    with (GOLD / "glyphs_001.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        for row in rows:
            total = counts.setdefault(row["space"], [0, 0])
            total[0] += _right(row["text"], found.get(int(row["start"]), ""))
            total[1] += len(row["text"])
    for space, (right, total) in sorted(counts.items()):
        yield f"001, glyph space {space} ({total} characters)", "right", right / total


def _generated() -> Iterator[tuple[str, str, float]]:
    from nlp.glyphs.spaces import glyph_spaces
    from tests.nlp.glyph_encoder import damage

    clean = [
        line.strip()
        for name in ("000", "003", "004")
        for line in next((ROOT / "seeds").glob(f"{name}*.txt")).read_text(encoding="utf-8").splitlines()
        if 25 <= len(line.strip()) <= 90 and "\t" not in line
    ][:240]
    for space in glyph_spaces():
        right = total = 0
        for at in range(0, len(clean), 12):
            page = "\n".join(clean[at : at + 12])
            right += _right(page, _decode(damage(page, space, seed=at)).text)
            total += len(page)
        yield f"generated, glyph space {space.name} ({total} characters)", "right", right / total


def _untouched() -> Iterator[tuple[str, str, float]]:
    for name, text in CLEAN.items():
        page = "\n".join([text] * 4)
        yield f"clean: {name}", "untouched", float(_decode(page).text == page)
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        if not path.name.startswith("001"):
            text = path.read_bytes().decode("utf-8")
            yield f"clean: seed {path.name[:3]}", "untouched", float(_decode(text).text == text)
