"""The words of the interface in Japanese and English, from `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("texts.toml")
LANGUAGES = ("ja", "en")


@lru_cache(maxsize=2)
def texts_for(lang: str) -> Mapping[str, Any]:
    """The words of a language ("ja" or "en"), tables nested; a word that English lacks is shown in Japanese."""
    data: dict[str, dict[str, Any]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return _over(data["ja"], data.get(lang, {}))


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        merged[key] = _over(base.get(key, {}), value) if isinstance(value, dict) else value
    return merged
