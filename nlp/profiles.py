"""Document profiles: which readers read a family of documents, and how an unknown file is recognised.

A profile is a TOML file in `nlp/profiles/`:

    title = "…"                       # for people
    readers = ["budget_list", …]      # names from nlp.readers, in order
    cues = [{pattern = "…", weight = 3}, …]   # regular expressions that speak for this family
    running_text = false              # data in columns: laws and names are not looked for in its texts (default true)
    fallback = false                  # true: chosen only where no other family reaches its threshold
    [reader.budget_list]              # settings of that reader, see its module
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from nlp.errors import ProfileError

FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for a family, counted at most `most` times, `weight` points each."""

    pattern: re.Pattern[str]
    weight: float
    most: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One family of documents."""

    name: str
    title: str
    readers: tuple[str, ...]
    cues: tuple[Cue, ...]
    settings: Mapping[str, Mapping[str, Any]]
    threshold: float = 3.0
    running_text: bool = True
    fallback: bool = False

    def score(self, text: str) -> float:
        """How much of `text` speaks for this family, in points of its cues."""
        return sum(
            cue.weight * sum(1 for _ in islice(cue.pattern.finditer(text), cue.most)) for cue in self.cues
        )


def load_profile(path: Path) -> Profile:
    """Read one profile.

    Raises:
        ProfileError: the file is not TOML, a key is missing, a pattern does not compile (with file and key).
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"{path.name}: TOML として読めません (not valid TOML): {error}",
            hint="書き方は docs/profiles.md (see it for the form)",
        ) from error
    missing = [key for key in ("title", "readers", "cues") if key not in data]
    if missing:
        raise ProfileError(
            f"{path.name}: 足りない項目 (missing): {', '.join(missing)}",
            hint="書き方は docs/profiles.md (see it for the form)",
        )
    cues = []
    for number, cue in enumerate(data["cues"], 1):
        try:
            pattern = re.compile(cue["pattern"], re.MULTILINE)
        except (re.error, KeyError) as error:
            raise ProfileError(
                f"{path.name}: cue {number}: {error}", hint="a cue needs a valid pattern"
            ) from error
        cues.append(Cue(pattern, float(cue.get("weight", 1)), int(cue.get("most", 1))))
    return Profile(
        name=path.stem,
        title=data["title"],
        readers=tuple(data["readers"]),
        cues=tuple(cues),
        settings=data.get("reader", {}),
        threshold=float(data.get("threshold", 3)),
        running_text=bool(data.get("running_text", True)),
        fallback=bool(data.get("fallback", False)),
    )


@lru_cache(maxsize=4)
def load_profiles(folder: Path = FOLDER) -> Mapping[str, Profile]:
    """Every profile of a folder by name, in name order."""
    return {path.stem: load_profile(path) for path in sorted(folder.glob("*.toml"))}


def choose_profile(text: str, profiles: Mapping[str, Profile], *, named: str = "") -> Profile | None:
    """The profile `named`, or the one that most of `text` speaks for; None when none reaches its threshold.

    A fallback family is asked only where no other fits. Ties go to the first in name order, so that the choice never
    depends on the file system.

    Raises:
        ProfileError: `named` is no profile.
    """
    if named:
        if named not in profiles:
            raise ProfileError(
                f"「{named}」という文書の種類はありません (no profile is called that)",
                hint=f"使える名 (known): {', '.join(profiles)}",
            )
        return profiles[named]
    scored = [(profile.score(text), profile) for profile in profiles.values()]
    fitting = [(score, profile) for score, profile in scored if score >= profile.threshold]
    return max(fitting, key=lambda item: (not item[1].fallback, item[0]))[1] if fitting else None
