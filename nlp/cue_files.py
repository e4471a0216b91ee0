"""Loads the cue files (`nlp/*_cues.toml`): words and patterns that readers go by, kept as data."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.errors import ProfileError

FOLDER = Path(__file__).parent / "cues"


@lru_cache(maxsize=16)
def load_cues(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml`, read once per process.

    Raises:
        ProfileError: the file is missing or not TOML.
    """
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(
            f"{path.name}: cannot be read: {error}", hint="restore the file or fix it"
        ) from error


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern from a cue file, compiled once.

    Raises:
        ProfileError: the pattern does not compile (with the pattern).
    """
    try:
        return re.compile(pattern, re.MULTILINE)
    except re.error as error:
        raise ProfileError(
            f"cue pattern {pattern!r}: {error}", hint="fix the pattern in its cue file"
        ) from error
