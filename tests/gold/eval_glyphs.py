"""Decoded characters against the transcription of 001, and against clean texts that we damage ourselves.

The transcription (`glyphs_001.tsv`) was made by reading each decoded stretch against its context and, where there is one, its
clean print in another document; it is a correction of our output, so it may share an oversight. The generated part has its
truth from before the damage: running text of the clean seeds, in every known glyph space, reordered as an extractor does.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

GOLD = Path(__file__).parent
ROOT = GOLD.parent.parent
JAPANESE = (
    "孤独・孤立対策重点計画に基づき、関係府省庁が連携して取り組む。",
    "相談窓口の設置（令和７年度補正予算 ５億円）を行う。",
    "○ 高齢者の見守り活動を支援する事業です。",
    "都道府県・市町村は、地域の実情に応じて実施する。",
)


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
    from tests.generate.glyph_encoder import damage

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
    """Clean text comes back as it was: the seeds, and many scripts alone, in sentences, as lists, tables and mixtures."""
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        if not path.name.startswith("001"):
            text = path.read_bytes().decode("utf-8")
            yield f"clean: seed {path.name[:3]}", "untouched", float(_decode(text).text == text)
    with (GOLD / "clean_scripts.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    scripts = {
        row["name"]: re.sub(r"\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\x[0-9a-f]{2}", _escaped, row["text"])
        for row in rows
    }
    texts = [page for text in scripts.values() for page in _settings(text)]
    chance = Random(1)
    for _ in range(200):
        chosen = [scripts[name] for name in chance.sample(sorted(scripts), chance.randint(2, 12))]
        chosen += chance.sample(JAPANESE, chance.randint(0, 4))
        chance.shuffle(chosen)
        words = [word for text in chosen for word in text.split()]
        chance.shuffle(words)
        texts += ["\n".join(chosen), " ".join(words)]
    left = sum(_decode(text).text == text for text in texts)
    yield f"clean: {len(scripts)} scripts in {len(texts)} texts", "untouched", left / len(texts)


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[0][2:], 16))


def _settings(text: str) -> Iterator[str]:
    """The ways in which a foreign text stands in a Japanese document."""
    words, letters = text.split(), sorted(set(text) - {" "})
    yield from (text, "\n".join([text] * 5), JAPANESE[0] + text + JAPANESE[1])
    yield "\n".join([*JAPANESE[:2], text, *JAPANESE[2:]])
    yield "\n".join(f"相談（{word}）" for word in words)
    yield "\n".join("\t".join(["施策", word, "厚生労働省", "１２"]) for word in words)
    yield "\n".join(line[:8] + word + line[8:] for line, word in zip(JAPANESE * 5, words, strict=False))
    yield "\n".join(f"{letter}．{line}" for letter, line in zip(letters, JAPANESE * 20, strict=False))
    for form in ("NFC", "NFD", "NFKC"):
        yield "\n".join([unicodedata.normalize(form, text)] * 3)  # type: ignore[arg-type]
