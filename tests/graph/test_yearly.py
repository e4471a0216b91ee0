"""Lists compared from year to year: a pair of programmes is compared once, and a changed list costs what is new in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from graph.analysis.ministries import load_ministries
from graph.block import Listed, ListedWriter
from graph.kept_files import kept_in
from graph.reconcile.chapters import Chapter, chapters_of
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Item
from graph.reconcile.succession import Pairs, lists_of, successions
from graph.reconcile.weights import load_weights
from graph.yearly import compare_frame
from tests.generate.rows import generate

FRAME = (2025, 2026, "initial")


def chapters(first: int, last: int, year: int) -> dict[str, Chapter]:
    """A list of some programmes; those of the later year are named a little otherwise."""
    ending = "" if year == FRAME[0] else "の推進"
    items = [
        Item(f"{year}-{at}", "budget_line", f"{row.name}{ending}", ministry=(row.ministry,), section=row.section, fiscal_year=year,
             stage="initial", text=f"{row.name}のほか、関係機関と連携した{row.name[:6]}に取り組む。" * 2, document=str(year))
        for at, row in enumerate(generate(60, seed=4, duplicates=0)) if first <= at < last
    ]  # fmt: skip
    return chapters_of(cluster_items(items), items)[(year, "initial")]


@pytest.fixture(scope="module")
def lists() -> tuple[dict[str, Chapter], dict[str, Chapter]]:
    return chapters(0, 55, 2025), chapters(5, 60, 2026)


def compared(before: Mapping[str, Chapter], after: Mapping[str, Chapter], pairs: Pairs) -> list[object]:
    return list(successions(lists_of(before, after), FRAME, load_weights(), load_ministries(), pairs))


def test_what_is_remembered_of_pairs_gives_the_same_links(
    lists: tuple[dict[str, Chapter], dict[str, Chapter]],
) -> None:
    before, after = lists
    nothing = Pairs()
    links = compared(before, after, nothing)
    remembered = Pairs(nothing.used)
    assert links and links == compared(before, after, remembered)
    assert remembered.fresh == 0 and remembered.used == nothing.used
    fewer = dict(list(after.items())[:-1])
    one_less = Pairs()
    compared(before, fewer, one_less)
    one_more = Pairs(one_less.used)
    assert compared(before, after, one_more) == links
    assert 0 < one_more.fresh < nothing.fresh / 5


def test_other_words_of_a_programme_are_compared_again(
    lists: tuple[dict[str, Chapter], dict[str, Chapter]],
) -> None:
    before, after = lists
    nothing = Pairs()
    compared(before, after, nothing)
    key = next(iter(after))
    changed = {**after, key: replace(after[key], texts=("別の文章である。",))}
    again = Pairs(nothing.used)
    assert compared(before, changed, again) == compared(before, changed, Pairs())
    assert 0 < again.fresh < nothing.fresh / 5


def test_kept_pairs_are_used_and_damaged_ones_are_not(
    lists: tuple[dict[str, Chapter], dict[str, Chapter]], tmp_path: Path
) -> None:
    before, after = lists
    writer = ListedWriter()
    for key in sorted(before.keys() | after.keys()):
        for side, is_before in ((before, True), (after, False)):
            if key in side:
                lines = {line.id: (f"evidence-{line.id}",) for line in side[key].lines}
                writer.write(Listed(FRAME, is_before, side[key], lines))
    packed, file = writer.end(), tmp_path / "0.pairs"
    links, pairs = compare_frame(FRAME, packed, file)
    file.write_bytes(pairs)
    assert compare_frame(FRAME, packed, file) == (links, b"")
    file.write_bytes(pairs[:-1])
    assert compare_frame(FRAME, packed, file) == (links, pairs)
    (tmp_path / "links").write_bytes(links)
    found = kept_in(tmp_path / "links")
    assert isinstance(found, list) and all(nodes for _, lines in found for nodes in lines.values())
