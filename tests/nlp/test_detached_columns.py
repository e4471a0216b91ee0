"""Amounts printed apart from their rows: assigned where the evidence decides, left open where it does not."""

from __future__ import annotations

import random

import pytest

from nlp.budgets.clues import with_twins
from nlp.budgets.detached_columns import Evidence, Loose, assign, rounds_to
from nlp.values.amounts import Amount

MILLION = 1_000_000


def loose(values: list[int], blocks: list[int]) -> list[Loose]:
    return [
        Loose(
            value,
            place,
            place + 1,
            block,
            Amount(place, place + 1, value, "exact", str(value // MILLION), ""),
        )
        for place, (value, block) in enumerate(zip(values, blocks, strict=True))
    ]


def evidence(items: list[Loose], stated: dict[int, int]) -> dict[tuple[int, int], Evidence]:
    """Row -> yen that a sheet states: strong for the pair, as the clues weigh it."""
    return {
        (row, index): Evidence(4.0, f"資料に{yen // MILLION}百万円")
        for row, yen in stated.items()
        for index, item in enumerate(items)
        if item.key == yen
    }


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
    items = loose([282 * MILLION, 220 * MILLION, 518 * MILLION], [0, 0, 0])
    found = assign([50, 51, 52], items, evidence(items, {52: 282 * MILLION, 51: 220 * MILLION}))
    assert [item.loose and item.loose.key for item in found] == [518 * MILLION, 220 * MILLION, 282 * MILLION]
    assert all(item.confidence > 0.9 and item.reasons for item in found)


def test_without_evidence_the_alternatives_are_named() -> None:
    found = assign([1, 2], loose([10 * MILLION, 20 * MILLION], [0, 1]), {})
    assert all(len(item.candidates) > 1 and item.confidence < 0.9 for item in found)


def test_a_value_too_few_leaves_a_row_open() -> None:
    items = loose([10 * MILLION, 20 * MILLION], [0, 0])
    found = assign([1, 2, 3], items, evidence(items, {1: 10 * MILLION, 3: 20 * MILLION}))
    assert [item.loose and item.loose.key for item in found] == [10 * MILLION, None, 20 * MILLION]


def test_one_row_and_one_amount_are_a_pair() -> None:
    (found,) = assign([7], loose([5 * MILLION], [0]), {})
    assert found.loose is not None and found.confidence > 0.8


@pytest.mark.parametrize("seed", range(40))
def test_generated_lists_are_seldom_wrong_when_sure(seed: int) -> None:
    """Blocks of random sizes and directions; sheets state 60% of the amounts."""
    rng = random.Random(seed)
    count = rng.randint(3, 12)
    truth = [value * MILLION for value in rng.sample(range(10, 3000), count)]
    order, blocks, pieces, position = [], [], [], 0
    while position < count:
        size = min(count - position, rng.randint(1, 4))
        piece = list(range(position, position + size))
        pieces.append(piece[::-1] if rng.random() < 0.5 else piece)
        position += size
    rng.shuffle(pieces)
    for block, piece in enumerate(pieces):
        order += piece
        blocks += [block] * len(piece)
    items = loose([truth[i] for i in order], blocks)
    stated = {row: truth[row] for row in range(count) if rng.random() < 0.6}
    found = assign(list(range(count)), items, evidence(items, stated))
    assert not [i for i in found if i.loose and i.confidence >= 0.9 and i.loose.key != truth[i.row]]


def test_rows_of_one_name_that_all_lost_their_amount_take_the_one_that_stands_twice() -> None:
    """Both prints of a relisted programme are torn: only an amount that stands twice among the loose ones fits both."""
    names = {0: "港の見守り事業", 1: "磯根資源回復事業", 2: "港の見守り事業"}
    items = loose([77 * MILLION, 310 * MILLION, 310 * MILLION], [0, 1, 2])
    found = with_twins({}, [0, 1, 2], items, names, {0: None, 1: None, 2: None})
    for row in (0, 2):
        assert found[row, 1].score > 0 and found[row, 2].score > 0 and found[row, 0].score < 0
        assert "再掲" in found[row, 1].reason
    assert (1, 0) not in found
    assigned = {item.row: item.loose for item in assign([0, 1, 2], items, found)}
    assert [found_ and found_.key for _, found_ in sorted(assigned.items())] == [
        310 * MILLION,
        77 * MILLION,
        310 * MILLION,
    ]


def test_the_direction_of_a_column_alone_is_no_certainty() -> None:
    """One block is known by its sheet; that the others lie in the same direction is seen, not proven."""
    items = loose([MILLION * value for value in (12, 34, 56, 78)], [0, 1, 2, 3])
    for assigned in assign([0, 1, 2, 3], items, evidence(items, {0: 12 * MILLION})):
        if assigned.row and assigned.loose is not None:
            assert assigned.confidence < 0.9
