"""Amounts printed apart from their rows: assigned where the evidence decides, left open where it does not."""

import random

import pytest

from nlp.budgets.detached_columns import Clue, Loose, assign, rounds_to
from nlp.values.amounts import Amount


def loose(values: list[int], blocks: list[int]) -> list[Loose]:
    return [
        Loose(Amount(i, i + 1, value, "exact", str(value // 1_000_000), ""), block, i)
        for i, (value, block) in enumerate(zip(values, blocks, strict=True))
    ]


def clue(row: int, yen: int) -> Clue:
    return Clue(yen, f"{yen // 1_000_000}百万円", frozenset({row}), {})


@pytest.mark.parametrize(
    ("exact", "text", "yen", "agrees"),
    [
        (507_000_000, "5億円", 500_000_000, True),
        (240_000_000, "2.4億円", 240_000_000, True),
        (432_000_000, "４.3億円", 430_000_000, True),
        (282_000_000, "２．８億円", 280_000_000, True),
        (518_000_000, "500百万円", 500_000_000, False),
        (1_000_000_000, "2.4億円", 240_000_000, False),
    ],
)
def test_rounding(exact: int, text: str, yen: int, agrees: bool) -> None:
    assert rounds_to(exact, Amount(0, 0, yen, "exact", text, "")) is agrees


def test_a_block_read_upwards_follows_its_evidence() -> None:
    million = 1_000_000
    items = loose([282 * million, 220 * million, 518 * million], [0, 0, 0])
    found = assign([50, 51, 52], items, [clue(52, 282 * million), clue(51, 220 * million)])
    assert [item.loose.amount.yen for item in found] == [518 * million, 220 * million, 282 * million]
    assert all(item.confidence > 0.9 for item in found)
    assert all(item.reasons for item in found)


def test_without_evidence_nothing_is_decided() -> None:
    found = assign([1, 2], loose([10_000_000, 20_000_000], [0, 1]), [])
    assert all(item.others or item.confidence < 0.7 for item in found)


def test_unequal_numbers_are_not_assigned() -> None:
    assert assign([1, 2, 3], loose([1, 2], [0, 0]), []) == []


def test_one_row_and_one_amount_are_a_pair() -> None:
    (found,) = assign([7], loose([5_000_000], [0]), [])
    assert found.confidence > 0.9


@pytest.mark.parametrize("seed", range(40))
def test_generated_lists_are_seldom_wrong_when_sure(seed: int) -> None:
    """Blocks of random sizes and directions; sheets state 60% of the amounts."""
    rng = random.Random(seed)
    count = rng.randint(3, 12)
    values = rng.sample(range(10, 3000), count)
    truth = [value * 1_000_000 for value in values]
    order, blocks, position = [], [], 0
    pieces = []
    while position < count:
        size = min(count - position, rng.randint(1, 4))
        piece = list(range(position, position + size))
        pieces.append(piece[::-1] if rng.random() < 0.5 else piece)
        position += size
    rng.shuffle(pieces)
    for block, piece in enumerate(pieces):
        order += piece
        blocks += [block] * len(piece)
    clues = [clue(row, truth[row]) for row in range(count) if rng.random() < 0.6]
    found = assign(list(range(count)), loose([truth[i] for i in order], blocks), clues)
    wrong = [i for i in found if i.confidence >= 0.9 and i.loose.amount.yen != truth[i.row]]
    assert not wrong
