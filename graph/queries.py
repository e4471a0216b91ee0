"""Our own queries: `.rq` files found by name, and terms bound to their variables without touching the text.

A file starts with comment lines `# title_ja: …`, `# title_en: …`, `# use: …`; any such key is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

from nlp.errors import QueryError

FOLDER = Path(__file__).parent / "queries"
Term = NamedNode | BlankNode | Literal | Triple
_METADATA = re.compile(r"^#\s*([a-z_]+):\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query of ours. `name` is its path below the folder without `.rq`; `about` has the comment keys."""

    name: str
    text: str
    about: Mapping[str, str]

    def title(self, language: str = "ja") -> str:
        """The title in `language`, else in Japanese, else the name."""
        return self.about.get(f"title_{language}") or self.about.get("title_ja") or self.name


@cache
def stored_query(name: str, folder: Path = FOLDER) -> StoredQuery:
    """The query `name` ("overlap/ministries" or "ministries" when only one file has that name).

    Raises: QueryError when no file, or more than one, answers to the name.
    """
    exact = folder / f"{name}.rq"
    found = [exact] if exact.is_file() else folder.rglob("*.rq")
    paths = sorted(path for path in found if path.stem == exact.stem)
    if len(paths) != 1:
        reason = "no query file" if not paths else f"{len(paths)} query files"
        raise QueryError(
            f"{reason} named {name!r} in graph/queries", hint="name it with its folder: folder/name"
        )
    text = paths[0].read_text(encoding="utf-8")
    about: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            break
        if match := _METADATA.match(line):
            about[match[1]] = match[2]
    return StoredQuery(paths[0].relative_to(folder).with_suffix("").as_posix(), text, MappingProxyType(about))


def load_query(name: str) -> str:
    """The text of the stored query `name`. Raises: QueryError when there is none."""
    return stored_query(name).text


def stored_queries(under: str = "", folder: Path = FOLDER) -> tuple[StoredQuery, ...]:
    """Every stored query below the folder `under` ("examples"), in order of name; empty when there is none."""
    base = folder / under
    return tuple(
        stored_query(path.relative_to(folder).with_suffix("").as_posix(), folder)
        for path in sorted(base.rglob("*.rq"))
    )


def bind(values: Mapping[str, Term]) -> dict[Variable, Term]:
    """Variable names (no question mark) -> terms, as `Store.query(substitutions=…)` takes them.

    The query text is never changed, so no value can become syntax.

    >>> list(bind({"name": Literal('" } DROP ALL')}))
    [<Variable value=name>]
    """
    return {Variable(name): term for name, term in values.items()}
