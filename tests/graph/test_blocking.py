"""Candidates: nothing that must be compared is missed, the work stays bounded."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reconcile.blocking import BlockingLimits, candidate_pairs, pairs_in_blocks
from graph.reconcile.fingerprints import deletion_keys, pair_keys
from graph.reconcile.name_readings import name_forms

WORDS = st.text(alphabet="地域高齢者見守体制強化支援拠点整備交流", min_size=10, max_size=16)


def candidates(*names: str, limits: BlockingLimits | None = None) -> set[tuple[int, int]]:
    return {(a, b) for a, b in candidate_pairs([name_forms(name) for name in names], limits=limits).tolist()}


@pytest.mark.parametrize("broad_up_to", [0, 5000])
@pytest.mark.parametrize(
    "other",
    [
        "離島における高齢者の見守り体制強化",
        "離島における高齢者等の見守体制強化事業",
        "離島における高齢者の見守り体制緊急強化事業",
        "離島における高齢者の見守り体〓強化事業",
        "離島における高齢者の見守り体制強化業",
    ],
)
def test_variants_meet(other: str, broad_up_to: int) -> None:
    limits = BlockingLimits(broad_up_to=broad_up_to)
    assert (0, 1) in candidates("離島における高齢者の見守り体制強化事業", other, limits=limits)


@given(WORDS, st.integers(0, 9), st.sampled_from("港湾税関"))
def test_one_changed_character_shares_a_key(name: str, at: int, character: str) -> None:
    for other in (
        name[:at] + name[at + 1 :],
        name[:at] + character + name[at + 1 :],
        name[:at] + character + name[at:],
    ):
        keys, owners = deletion_keys([name, other])
        assert set(keys[owners == 0].tolist()) & set(keys[owners == 1].tolist())


@given(st.lists(st.text(max_size=6), max_size=5))
def test_pair_keys_hold_every_pair_once(texts: list[str]) -> None:
    keys, owners = pair_keys(texts)
    assert len(keys) == sum(len({text[at : at + 2] for at in range(len(text) - 1)}) for text in texts)
    assert keys.tolist() == sorted(keys.tolist())
    assert all(0 <= owner < len(texts) for owner in owners.tolist())


def test_long_blocks_stay_bounded() -> None:
    count = 2000
    pairs = pairs_in_blocks([1] * count, list(range(count)), window=48)
    assert len(pairs) <= 48 * count


def test_nothing_to_compare() -> None:
    assert candidates() == set()
    assert candidates("事業") == set()


def test_order_of_names_does_not_matter() -> None:
    names = [
        "高齢者見守り事業",
        "高齢者の見守り事業",
        "高齢者等見守り推進事業",
        "農福連携事業",
        "農福連携推進事業",
    ]
    wanted = {frozenset((names[a], names[b])) for a, b in candidates(*names)}
    shuffled = random.Random(3).sample(names, len(names))
    assert {frozenset((shuffled[a], shuffled[b])) for a, b in candidates(*shuffled)} == wanted
