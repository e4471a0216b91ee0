"""Two lists that use one number for different rows: the later document's rows get paths of their own.

Working on the finished part (its N-Triples and the plain items) spares reading the document again: a path occurs
only as a whole IRI, as the beginning of a `link/…` IRI (`graph.quads.provenance.link_quads`), and in the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import zstandard

from graph.document_part import DocumentPart
from graph.iris import BASE, slug
from graph.part_file import PartFile, triples_of

_THING = re.compile(re.escape(f"<{BASE}").encode() + rb"(?P<path>(?:link|measure|budget-line)/[^>]+)>")


def clashes(parts: Iterable[DocumentPart | PartFile]) -> dict[str, dict[str, str]]:
    """For each document, the thing paths that must differ from the short ones: short path -> path of its own.

    Two documents may use one number for different rows (No.64 of two unrelated lists). The row of the
    document that comes first by id keeps the short path; a different row elsewhere gets its document's id
    appended. The same row printed in two documents (same label and ministries, and no sum, section or mark that
    differs where both print one) is one thing. What two documents infer of one thing, each in its own way, are two links.
    """
    first: dict[str, tuple[str, str]] = {}
    found: dict[str, dict[str, str]] = {}
    for part in sorted(parts, key=lambda item: str(item.document["id"])):
        document = str(part.document["id"])
        for path, identity in part.identities.items():
            holder, held = first.setdefault(path, (document, identity))
            if holder == document or held == identity:
                continue
            both = _both(held, identity)
            if both:
                first[path] = (holder, both)
            else:
                found.setdefault(document, {})[path] = f"{path}-{slug(document)}"
    return found


def _both(first: str, second: str) -> str:
    """What two identities say together, "" when they contradict each other: unprinted is no contradiction.

    >>> _both("見守り事業\\t内閣府\\t100\\t", "見守り事業\\t内閣府\\t\\texact"), _both("見守り事業\\t\\t1", "見守り事業\\t\\t2")
    ('見守り事業\\t内閣府\\t100\\texact', '')
    """
    one, other = first.split("\t"), second.split("\t")
    if one[:2] != other[:2] or any(a and b and a != b for a, b in zip(one, other, strict=True)):
        return ""
    return "\t".join(a or b for a, b in zip(one, other, strict=True))


def renumbered(part: DocumentPart, paths: Mapping[str, str]) -> DocumentPart:
    """The part with each path of `paths` (short path -> path of its own) replaced wherever it stands.

    `identities` stay as they are: they are what other documents are compared with.
    """
    with triples_of(part) as source:
        written = _THING.sub(lambda match: _renamed(match, paths), source.read())

    def own(path: str) -> str:
        return paths.get(path, path)

    return replace(
        part,
        triples=zstandard.compress(written, 3),
        file=None,
        items=tuple(replace(item, id=own(item.id), parent=own(item.parent)) for item in part.items),
        measures=tuple(replace(item, id=own(item.id)) for item in part.measures),
        labels={own(path): nodes for path, nodes in part.labels.items()},
        named=tuple((own(path), item) for path, item in part.named),
    )


def _renamed(match: re.Match[bytes], paths: Mapping[str, str]) -> bytes:
    path = match["path"].decode()
    new = paths.get(path)
    if new is None and path.startswith("link/"):
        new = _link(path, paths)
    return match.group() if new is None else f"<{BASE}{new}>".encode()


def _link(path: str, paths: Mapping[str, str]) -> str | None:
    """`link/{subject}-{predicate}-{object}` with the subject's own path; the predicate's name has no dash."""
    rest = path.removeprefix("link/")
    kind, _, _ = rest.partition("-")
    kind = "budget-line" if kind == "budget" else kind
    pieces = rest.removeprefix(f"{kind}-").split("-")
    for end in range(len(pieces) - 1, 0, -1):
        name = "-".join(pieces[:end])
        new = paths.get(f"{kind}/{name}")
        if new is not None and pieces[end].isascii() and pieces[end].isalpha():
            return f"link/{slug(new.replace('/', '-'))}-{'-'.join(pieces[end:])}"
    return None
