"""Finds names that are formed like programme names: a compound that ends in 事業, 交付金, 補助金 and the like.

The endings stand in `nlp/language/programme_endings.txt`. Only unbroken compounds are taken: a name with particles
inside is found where a list or sheet prints it, not guessed from running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "programme_endings.txt"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lines = (line.strip() for line in _DATA.read_text(encoding="utf-8").splitlines())
    endings = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    body = r"[\u4e00-\u9fff々ァ-ヴーA-Za-zＡ-Ｚａ-ｚ]"
    return re.compile(
        rf"{body}(?:{body}|・){{3,40}}?(?:{'|'.join(map(re.escape, endings))})(?![\u4e00-\u9fff々])"
    )


def find_programme_names(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, "programme", name) for each compound that ends like a programme name.

    >>> list(find_programme_names("これは生活困窮者自立支援事業の一つ"))
    [(3, 14, 'programme', '生活困窮者自立支援事業')]
    """
    for match in _pattern().finditer(text):
        yield match.start(), match.end(), "programme", match.group()
