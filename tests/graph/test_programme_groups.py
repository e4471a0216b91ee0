"""How sure a programme is of the groups that its lines and sheets name."""

from __future__ import annotations

from pyoxigraph import Literal

from graph.quads.programmes import programme_quads
from graph.reconcile.items import Clustering, Item, ProgrammeCluster
from graph.vocabulary import term


def confidences(*members: Item) -> list[float]:
    """The confidence of each group's link of a programme made of `members`, in the order of the groups."""
    programme = ProgrammeCluster("見守り事業", "見守り事業", (), tuple(item.id for item in members), (), ())
    found = programme_quads(Clustering((programme,)), {item.id: item for item in members}, {})
    return [
        float(quad.object.value)
        for quad in found
        if quad.predicate == term("confidence")
        and isinstance(quad.object, Literal)
        and "targetGroup" in quad.subject.value
    ]


def test_a_programme_is_never_surer_of_a_group_than_its_surest_member() -> None:
    weak = Item("line/1", "budget_line", "見守り事業", target_groups=("高齢者",), group_confidences=(0.52,))
    sure = Item("sheet/1", "sheet", "見守り事業", target_groups=("高齢者",), group_confidences=(0.95,))
    assert confidences(weak) == [0.52]
    assert confidences(weak, sure) == [0.95]
    assert confidences(sure) == [0.9]


def test_a_group_that_nothing_measured_is_as_sure_as_an_inherited_one() -> None:
    assert confidences(Item("line/1", "budget_line", "見守り事業", target_groups=("高齢者",))) == [0.9]


def groups_by_role(*members: Item) -> dict[str, set[str]]:
    """The groups of a programme made of `members`, by the property that points to them."""
    programme = ProgrammeCluster("見守り事業", "見守り事業", (), tuple(item.id for item in members), (), ())
    found: dict[str, set[str]] = {"targetGroup": set(), "helperGroup": set()}
    for quad in programme_quads(Clustering((programme,)), {item.id: item for item in members}, {}):
        for name, held in found.items():
            if quad.predicate == term(name):
                held.add(str(quad.object).rsplit("/", 1)[-1].rstrip(">"))
    return found


def test_who_helps_stays_apart_in_a_programme_unless_a_member_is_for_them() -> None:
    sheet = Item("sheet/1", "sheet", "見守り事業", target_groups=("高齢者", "企業"), helper_groups=("企業",))
    line = Item("line/1", "budget_line", "見守り事業", target_groups=("企業",))
    assert groups_by_role(sheet) == {"targetGroup": {"高齢者"}, "helperGroup": {"企業"}}
    assert groups_by_role(sheet, line) == {"targetGroup": {"高齢者", "企業"}, "helperGroup": set()}
