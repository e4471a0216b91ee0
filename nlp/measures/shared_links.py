"""Addresses of a row that holds two measures: each is of the one measure whose ministry runs the site, else of neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from nlp.errors import ProfileError
from nlp.gazetteer import FOLDER

_FILE = FOLDER / "ministry_hosts.tsv"
_HOST = re.compile(r"h\s?t\s?t\s?p\s?s?\s?:\s?/\s?/\s*([A-Za-z0-9.-]+)")


@lru_cache(maxsize=1)
def _hosts() -> dict[str, str]:
    """Domain -> the ministry whose site it is.

    Raises:
        ProfileError: a line of the file is not two words parted by a tab.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "host\t")):
            continue
        host, tab, ministry = line.partition("\t")
        if not tab or not ministry.strip():
            raise ProfileError(f"{_FILE.name}:{number}: a host and a ministry, parted by one tab")
        found[host] = ministry.strip()
    return found


def ministry_of(address: str) -> str:
    """The ministry whose site an address is on, "" for any other site.

    >>> ministry_of("https://www.kaiho.mlit.go.jp/ doc/"), ministry_of("https://www.example.com/")
    ('海上保安庁', '')
    """
    found = _HOST.search(address)
    parts = found[1].lower().split(".") if found is not None else []
    names = (".".join(parts[start:]) for start in range(len(parts)))
    return next((_hosts()[name] for name in names if name in _hosts()), "")


def owner_of(address: str, ministries: Sequence[Collection[str]]) -> int | None:
    """Which of several measures an address is of, by the ministries of each; None where none or several name the site's.

    >>> owner_of("https://www.npa.go.jp/a.html", [["警察庁"], ["法務省"]]), owner_of("https://www.npa.go.jp/", [["警察庁"], ["警察庁"]])
    (0, None)
    """
    name = ministry_of(address)
    owners = [index for index, own in enumerate(ministries) if name and name in own]
    return owners[0] if len(owners) == 1 else None
