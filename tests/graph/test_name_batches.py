"""Keys made for many names at once are those of each name alone, and blocks found without sorting are the same blocks."""

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reconcile import name_readings
from graph.reconcile.blocking import candidate_pairs, pairs_in_blocks
from graph.reconcile.fingerprints import pair_keys
from graph.reconcile.name_keys import name_form, name_keys
from graph.reconcile.name_readings import forms_of, name_forms
from graph.reconcile.name_words import word_pattern

LETTERS = "等の費事業センター・暮らし第２期（）旧「」：① \u3000\n\x00\u200b〓ABc゛㈱ーをける推進ヶ"
LABELS = st.text(st.sampled_from(LETTERS), max_size=12)


@given(st.lists(LABELS, max_size=8))
def test_many_names_have_the_keys_of_each(labels: list[str]) -> None:
    clean = ["".join(label.split()) for label in labels]
    assert list(name_keys(clean)) == [next(name_keys([label])) for label in clean]


@given(st.lists(st.tuples(LABELS, st.lists(LABELS, max_size=2).map(tuple)), max_size=6))
def test_many_labels_have_the_readings_of_each(labels: list[tuple[str, tuple[str, ...]]]) -> None:
    together = forms_of(labels)
    name_readings._known.clear()
    assert together == [name_forms(*label) for label in labels]


def test_readings_outlast_a_full_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    before = name_forms("離島航路活性化事業")
    monkeypatch.setattr(name_readings, "_REMEMBERED", 0)
    assert name_forms("離島航路活性化調査") != before == name_forms("離島航路活性化事業")


@pytest.mark.parametrize("alternatives", ["費$|等", "[^等]費", "^事業|\\S費", "(?i:npo)|費$", "費(?<!旅費)$"])
@given(st.lists(st.text(st.sampled_from("費等旅事業npo"), max_size=6), min_size=1, max_size=4))
def test_a_word_is_stripped_from_lines_as_from_names(alternatives: str, names: list[str]) -> None:
    words = word_pattern(alternatives)
    assert words.strip("\n".join(names)).split("\n") == [words.sub("", name) for name in names]


@given(st.lists(st.tuples(st.integers(-(2**62), 2**62) | st.integers(0, 3), st.integers(0, 9)), max_size=40))
def test_pairs_in_blocks_are_all_pairs(entries: list[tuple[int, int]]) -> None:
    blocks: dict[int, set[int]] = defaultdict(set)
    for key, owner in entries:
        blocks[key].add(owner)
    wanted = {pair for owners in blocks.values() for pair in combinations(sorted(owners), 2)}
    found = pairs_in_blocks([key for key, _ in entries], [owner for _, owner in entries], window=100)
    assert set(map(tuple, found.tolist())) == wanted


@given(st.lists(st.text(max_size=6), min_size=1, max_size=5), st.data())
def test_pairs_of_asked_texts_are_those_of_all(texts: list[str], data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.integers(0, len(texts) - 1), unique=True))
    every, holders = pair_keys(texts)
    mine = set(every[[holder in asked for holder in holders.tolist()]].tolist())
    some, held = pair_keys(texts, of=asked, at_most=100)
    assert set(zip(some.tolist(), held.tolist(), strict=True)) == {
        (key, holder) for key, holder in zip(every.tolist(), holders.tolist(), strict=True) if key in mine
    }


def test_a_damaged_name_meets_its_whole_one_in_a_long_list() -> None:
    names = [
        f"{place}における{what}支援事業"
        for place in "北南東西"
        for what in ("見守り", "学習", "移動", "住まい")
    ]
    names += ["漁村における口腔ケア好事例展開事業", "漁村における〓〓ケア好事例展開事業"]
    long = [name_forms(f"{name}{number}") for name in names[:16] for number in range(400)]
    pairs = candidate_pairs([*long, *map(name_forms, names[16:])]).tolist()
    assert [len(long), len(long) + 1] in pairs
    assert name_form(names[17]).unreadable == 2
