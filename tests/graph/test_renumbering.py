"""Two documents under one number: the later one's rows get paths of their own, everywhere they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph.document_part import DocumentPart, document_part
from graph.iris import BASE
from graph.part_file import triples_of
from graph.renumbering import compared, renumbered
from nlp.extract import extract_document
from nlp.sources import list_sources

SEEDS = Path(__file__).parents[2] / "seeds"


def two_parts() -> tuple[DocumentPart, DocumentPart]:
    """The budget list of a seed, and the same rows as another document with other names under the same numbers."""
    entry = list_sources(SEEDS)[0]
    one = document_part(extract_document(entry))
    text = entry.path.read_text(encoding="utf-8")
    other_names = text.replace("孤独・孤立対策推進交付金", "見守り活動推進費").replace(
        "食品アクセス", "食品流通"
    )
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zzz_other.txt"
        path.write_text(other_names, encoding="utf-8")
        other = extract_document(replace(entry, path=path, id="zzz_other"))
    return one, document_part(other)


def lines(part: DocumentPart) -> list[str]:
    with triples_of(part) as source:
        return source.read().decode().splitlines()


def test_only_different_rows_move_and_none_is_left_behind() -> None:
    one, other = two_parts()
    found = compared([other, one]).paths
    assert list(found) == ["zzz_other"]
    paths = found["zzz_other"]
    assert paths and all(new == f"{old}-zzz_other" for old, new in paths.items())
    same = set(one.identities.items()) & set(other.identities.items())
    assert same and not {path for path, _ in same} & set(paths)
    moved = renumbered(other, paths)
    text = "\n".join(lines(moved))
    for old, new in paths.items():
        assert f"<{BASE}{old}>" not in text and f"<{BASE}{new}>" in text
        assert f"link/{old.replace('/', '-')}-targetGroup" not in text
    assert len(lines(moved)) == len(lines(other))
    ids = {item.id for item in moved.items}
    assert set(paths.values()) <= ids and not ids & set(paths)
    parents = {item.parent for item in moved.items}
    assert not parents & set(paths)
    assert moved.identities == other.identities


def test_one_row_is_not_two_and_two_are_not_one() -> None:
    """Two lists, one number, one name, one ministry: what differs where both print it makes two rows (10,000 lists had such)."""
    one, other = two_parts()
    path, said = next((p, said) for p, said in one.identities.items() if "\texact\t" in said)
    label, ministries, amount, *rest = said.split("\t")
    for changed, parted in ((f"{amount}0", True), (amount, False), ("", False)):
        again = replace(other, identities={path: "\t".join((label, ministries, changed, *rest))})
        assert bool(compared([one, again]).paths) is parted
    unread = replace(one, identities={path: "\t".join((label, ministries, "", *rest))})
    third = replace(other, document={**other.document, "id": "zzzz"}, identities={path: said + "x"})
    # A row without its sum takes it from the next list that prints it; a third with another sum is another row.
    assert list(compared([unread, replace(other, identities={path: said}), third]).paths) == ["zzzz"]


def test_what_two_documents_infer_differently_are_two_links() -> None:
    """One measure in two plans, its target group told by a heading here and by the text there (a corpus broke its shapes)."""
    one, _ = two_parts()
    link, said = next((path, said) for path, said in one.identities.items() if path.startswith("link/"))
    other = replace(
        one, document={**one.document, "id": "zzz"}, identities={link: said.replace("\t0.", "\t0.1")}
    )
    found = compared([one, other]).paths
    assert found == {"zzz": {link: f"{link}-zzz"}}
    text = "\n".join(lines(renumbered(other, found["zzz"])))
    assert f"<{BASE}{link}-zzz>" in text and f"<{BASE}{link}>" not in text


def test_nothing_to_rename_changes_nothing() -> None:
    one, _ = two_parts()
    assert lines(renumbered(one, {})) == lines(one)


def test_numbers_that_begin_alike_are_told_apart() -> None:
    one, _ = two_parts()
    short = sorted(one.identities, key=len)[0]
    moved = renumbered(one, {short: f"{short}-x"})
    text = "\n".join(lines(moved))
    assert f"<{BASE}{short}>" not in text
    others = [path for path in one.identities if path != short]
    assert all(f"<{BASE}{path}>" in text for path in others)
