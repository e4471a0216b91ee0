"""Two lists that use one number for different rows: the later document's rows get paths of their own.

Working on the finished part (its N-Triples and the plain items) spares reading the document again: a path occurs
only as a whole IRI, as the beginning of a `link/…` IRI (`graph.quads.provenance.link_quads`), and in the items.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import IO

import zstandard

from graph.document_part import DocumentPart
from graph.iris import BASE, slug
from graph.part_file import PartFile, triples_of
from graph.path_files import KeptPaths, read_pairs, write_pairs
from graph.reconcile.row_copies import Printed, damage_between, together

_THING = re.compile(re.escape(f"<{BASE}").encode() + rb"(?P<path>(?:link|measure|budget-line)/[^>]+)>")


@dataclass(frozen=True, slots=True)
class Compared:
    """What documents have under one number.

    `paths`: for each document, the thing paths that must differ from the short ones (short path -> path of its own).
    `copies`: for a document that is a copy of an earlier one, which, and in what each row that both print differs
    by damage ("" where it does not), by the path that both have.
    """

    paths: Mapping[str, Mapping[str, str]]
    copies: Mapping[str, tuple[str, Mapping[str, str]]]


def compared(parts: Iterable[DocumentPart | PartFile]) -> Compared:
    """What the numbers of documents stand for, told in the order of their ids.

    Two documents may use one number for different rows (No.64 of two unrelated lists). The row of the
    document that comes first by id keeps the short path; a different row elsewhere gets its document's id
    appended. The same row printed in two documents (same label and ministries, and no sum, section or mark that
    differs where both print one) is one thing, and so is a row that a copy of the same document prints damaged.
    What two documents infer of one thing, each in its own way, are two links.

    Of a corpus a share of the paths is compared at a time, and what is found goes to a file, so that not all of them are held at once.
    """
    known = {str(part.document["id"]): part for part in parts}
    printed = Printed()
    twins: dict[str, tuple[str, dict[str, str]]] = {}
    with ExitStack() as stack:
        shares = [stack.enter_context(TemporaryFile()) for _ in range(1 + len(known) // _PARTS_AT_ONCE)]
        for document, part in sorted(known.items()):
            identities = part.identities
            rows = {path: said for path, said in identities.items() if not path.startswith("link/")}
            twin = printed.copied_from(part.document, rows)
            if shared := _shared(rows, known[twin].identities) if twin else {}:
                twins[document] = twin, shared
            _share_out(document, identities, shares)
        found = [stack.enter_context(TemporaryFile()) for _ in shares]
        for share, out in zip(shares, found, strict=True):
            paths: dict[str, dict[str, str]] = {}
            _compare(read_pairs(share), twins, paths)
            write_pairs(out, sorted(paths.items()))
        kept = KeptPaths(map(read_pairs, found))
    copies = {
        document: (twin, {own.get(path, path): damage for path, damage in shared.items()})
        for document, (twin, shared) in twins.items()
        for own in (kept.get(twin, {}),)
    }
    return Compared(kept, copies)


# Documents whose paths are held at once (about 100 kB each).
_PARTS_AT_ONCE = 400


def _share_out(document: str, identities: Mapping[str, str], shares: Sequence[IO[bytes]]) -> None:
    """Write each path of a document, and what it says, to the share of the path."""
    split: list[dict[str, str]] = [{} for _ in shares]
    for path, identity in identities.items():
        split[zlib.crc32(path.encode()) % len(shares)][path] = identity
    for share, some in zip(shares, split, strict=True):
        write_pairs(share, [(document, some)])


def _compare(
    documents: Iterable[tuple[str, Mapping[str, str]]],
    twins: Mapping[str, tuple[str, Mapping[str, str]]],
    paths: dict[str, dict[str, str]],
) -> None:
    """Add to `paths` what must differ of a share of the paths of documents, which come in the order of their ids.

    `twins`: for a copy of an earlier document, which, and the paths of the rows that both print.
    """
    first: dict[str, tuple[str, str]] = {}
    for document, identities in documents:
        twin, shared = twins.get(document, ("", {}))
        own = paths.get(twin, {})
        for path, identity in identities.items():
            if path in shared:
                if path in own:
                    paths.setdefault(document, {})[path] = own[path]
                continue
            holder, held = first.setdefault(path, (document, identity))
            if holder == document or held == identity:
                continue
            both = together(held, identity)
            if both:
                first[path] = (holder, both)
            else:
                paths.setdefault(document, {})[path] = f"{path}-{slug(document)}"


def _shared(rows: Mapping[str, str], held: Mapping[str, str]) -> dict[str, str]:
    """The rows of a copy that are rows of the other copy, and how each differs by damage."""
    found = ((path, damage_between(said, held[path])) for path, said in rows.items() if path in held)
    return {path: damage for path, damage in found if damage is not None}


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
