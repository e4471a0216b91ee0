"""The data files of `nlp/frames`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nlp.errors import ProfileError
from nlp.questions.tables.cues import FRAMES


@lru_cache(maxsize=64)
def load_frames_file(name: str) -> Mapping[str, Any]:
    """One TOML file of `frames/`.

    Raises:
        ProfileError: it is missing or not TOML.
    """
    try:
        return tomllib.loads((FRAMES / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{name}: {error}", hint="docs/questions.md shows the form of the file") from error
