"""The words of the interface in Japanese and English, from `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("texts.toml")


@lru_cache(maxsize=2)
def texts_for(lang: str) -> Mapping[str, str]:
    """The words of a language ("ja" or "en"); a word that English lacks is shown in Japanese."""
    data: dict[str, dict[str, str]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {**data["ja"], **data.get(lang, {})}
