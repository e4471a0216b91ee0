"""A request of the SPARQL 1.1 Protocol as its parameters. Source: W3C SPARQL 1.1 Protocol, section 2.1."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from api.problems import Problem

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_MOST = 512


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as received: what decides the answer. Header values are empty when absent."""

    method: str
    query_string: str
    content_type: str
    accept: str
    accept_encoding: str
    body: bytes


def parameters(asked: Asked) -> list[tuple[str, str]] | None:
    """The protocol's parameters; None when a GET asks nothing. Raises: Problem.

    The data set parameters of a form may stand in the URL too, as other endpoints allow; a second query may not.
    """
    in_url = _parsed(asked.query_string)
    if any(name == "update" for name, _ in in_url):
        raise _read_only()
    if asked.method != "POST":
        return in_url if any(name == "query" for name, _ in in_url) else None
    kind, _, options = asked.content_type.partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise _read_only()
    if kind not in (_FORM, _DIRECT):
        raise Problem(
            415,
            "unsupported_media_type",
            f"a body of type {kind[:80] or 'none'} is not read",
            hint=f"send {_FORM} or {_DIRECT}",
            headers={"Accept-Post": f"{_FORM}, {_DIRECT}"},
        )
    for option in options.split(";"):
        name, _, charset = option.partition("=")
        if name.strip().lower() == "charset" and charset.strip('" ').lower() not in _CHARSETS:
            raise Problem(415, "unsupported_charset", "only UTF-8 is read", hint="send UTF-8")
    try:
        text = asked.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    if kind == _DIRECT:
        if any(name == "query" for name, _ in in_url):
            raise Problem(400, "bad_request", "a query stands in the URL and in the body", hint="send one")
        return [("query", text), *in_url]
    in_body = _parsed(text)
    if any(name == "update" for name, _ in in_body):
        raise _read_only()
    return in_body + in_url


def _parsed(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except ValueError as error:
        raise Problem(400, "bad_request", "too many parameters", hint=f"at most {_MOST}") from error


def only(fields: list[tuple[str, str]], name: str) -> str:
    """The one value of a parameter. Raises: Problem when there is none, or more than one."""
    values = [value for key, value in fields if key == name]
    if len(values) != 1:
        many = "more than one" if values else "no"
        raise Problem(400, "bad_request", f"{many} parameter {name}", hint=f"send {name} once")
    return values[0]


def graphs(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The IRIs of a data set parameter; an empty value, as query forms send it, is none. Raises: Problem."""
    found = tuple(value for key, value in fields if key == name and value)
    for value in found:
        try:
            NamedNode(value)
        except ValueError as error:
            raise Problem(
                400,
                "bad_request",
                f"{name} is no absolute IRI: {error}",
                hint=f"send the whole IRI of a graph as {name}",
            ) from error
    return found


def _read_only() -> Problem:
    return Problem(
        403,
        "update_refused",
        "updates are refused: this endpoint is read-only",
        hint="load a dump into your own store and update it there",
    )


def _not_utf8() -> Problem:
    return Problem(400, "bad_query", "the query is not UTF-8", hint="encode it as UTF-8")
