"""A view as an object that notebooks (Jupyter, Quarto) show as a picture, with its rows for computing.

from api.notebook import View
View("http://127.0.0.1:8000/view/overlap", ministry="厚生労働省")
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from nlp.errors import TsunagariError

SUFFIXES = ("svg", "png", "pdf", "csv", "json", "graphml", "rq", "html")
_SECONDS = 60


@dataclass(frozen=True, slots=True, init=False)
class View:
    """A view of a running server. `address` is its page; filters are added to those in the address.

    Values are a text or several (`ministry=["厚生労働省", "内閣府"]`).
    """

    address: str

    def __init__(self, address: str, **filters: str | int | Iterable[str]) -> None:
        if not address.startswith(("http://", "https://")):
            raise TsunagariError(
                f"{address!r} is no address", hint="the address of a view page, http://…/view/overlap"
            )
        parts = urlsplit(address)
        pairs = parse_qsl(parts.query)
        for name, value in filters.items():
            values = [str(value)] if isinstance(value, str | int) else list(value)
            pairs += [(name, text) for text in values]
        query = urlencode(pairs, quote_via=quote)
        object.__setattr__(
            self, "address", urlunsplit((parts.scheme, parts.netloc, quote(parts.path), query, ""))
        )

    def file(self, suffix: str) -> str:
        """The address of the view in another form.

        >>> View("http://h/view/overlap", year=2025).file("svg")
        'http://h/view/overlap.svg?year=2025'
        """
        if suffix not in SUFFIXES:
            raise TsunagariError(f"no view ends in .{suffix}", hint=", ".join(SUFFIXES))
        parts = urlsplit(self.address)
        return urlunsplit(parts._replace(path=f"{parts.path}.{suffix}"))

    def read(self, suffix: str) -> bytes:
        """The view in a form.

        Raises:
            TsunagariError: the server cannot be reached or refuses; its own words are in the message.
        """
        request = Request(self.file(suffix), headers={"Accept": "*/*"})
        try:
            with urlopen(request, timeout=_SECONDS) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            raise TsunagariError(_reason(error), hint="look at the address in a browser") from error
        except URLError as error:
            raise TsunagariError(
                f"the server cannot be reached: {error.reason}", hint="is it running?"
            ) from error

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table, for `pandas.DataFrame(view.rows)`."""
        return list(self.about["rows"])

    @property
    def about(self) -> Mapping[str, Any]:
        """Title, description, filters, source, build, columns, rows, nodes and edges."""
        found: dict[str, Any] = json.loads(self.read("json"))
        return found

    def save(self, path: str | Path) -> Path:
        """Writes the view; the suffix of `path` says in which form."""
        target = Path(path)
        target.write_bytes(self.read(target.suffix.lstrip(".")))
        return target

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        """The picture for notebooks as SVG, and title and address as text."""
        about = self.about
        bundle = {"text/plain": f"{about['title']} ({self.address}, build {about['build']})"}
        wanted = set(include) if include else {"image/svg+xml", "text/plain"}
        wanted -= set(exclude or ())
        if "image/svg+xml" in wanted:
            bundle["image/svg+xml"] = self.read("svg").decode()
        return {kind: content for kind, content in bundle.items() if kind in wanted}


def _reason(error: HTTPError) -> str:
    try:
        return str(json.loads(error.read())["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {error.code}"
