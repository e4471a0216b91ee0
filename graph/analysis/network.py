"""Who is near whom: projections of who serves whom, communities, bridges and centrality, each with what it means.

Facts are the same plain tuples as in `overlap`: (thing, ministry, target group or section). Numbers come with one
sentence in Japanese and one in English, so that a reader need not know the measure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import networkx as nx

from graph.analysis.overlap import Fact

Side = Literal["row", "column"]
# Above this many nodes betweenness is estimated from a fixed sample of sources.
_EXACT_BETWEENNESS = 1500


@dataclass(frozen=True, slots=True)
class Finding:
    """One number about one thing, with its meaning. `members` are ids or names, for a community or a bridge's two sides.

    `label` is the name of a programme or measure, "" for ministries and groups, which `subject` names.
    """

    subject: str
    measure: str
    value: float
    meaning_ja: str
    meaning_en: str
    members: tuple[str, ...] = ()
    label: str = ""


def project(facts: Iterable[Fact], onto: Side = "row") -> nx.Graph:
    """The ministry-ministry ("row") or target-target ("column") graph.

    Two nodes are joined when they share a value of the other side; `weight` is how many they share, `things` how many
    different programmes and measures stand behind it. Nodes and edges are in sorted order.
    """
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for thing, row, column in facts:
        if thing and row and column:
            own, other = (row, column) if onto == "row" else (column, row)
            held[own][other].add(thing)
    graph = nx.Graph()
    for name in sorted(held):
        graph.add_node(name, things=len(set().union(*held[name].values())))
    for first, second in combinations(sorted(held), 2):
        common = sorted(held[first].keys() & held[second].keys())
        if common:
            things = set().union(*(held[first][value] | held[second][value] for value in common))
            graph.add_edge(first, second, weight=len(common), things=len(things), shared="・".join(common))
    return graph


def bipartite(facts: Iterable[Fact]) -> nx.Graph:
    """Things joined to their ministries and to their target groups or sections; node attribute `side` says which is which."""
    graph = nx.Graph()
    for thing, row, column in sorted(set(facts)):
        if thing and row and column:
            graph.add_node(("row", row), side="row", name=row)
            graph.add_node(("column", column), side="column", name=column)
            graph.add_node(("thing", thing), side="thing", name=thing)
            graph.add_edge(("thing", thing), ("row", row))
            graph.add_edge(("thing", thing), ("column", column))
    return graph


def communities(graph: nx.Graph, *, what: tuple[str, str] = ("府省庁", "ministries")) -> tuple[Finding, ...]:
    """Groups that share more with each other than with the rest (greedy modularity, deterministic), the largest first."""
    if graph.number_of_edges() == 0:
        groups = [frozenset([node]) for node in graph]
    else:
        groups = [
            frozenset(group) for group in nx.community.greedy_modularity_communities(graph, weight="weight")
        ]
    found: list[Finding] = []
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        members = tuple(sorted(group))
        inside = graph.subgraph(group).size(weight="weight")
        around = sum(weight for _, _, weight in graph.edges(group, data="weight", default=1))
        share = inside / around if around else 0.0
        names = "、".join(members)
        if not around:
            ja = f"{names}は、他の{what[0]}と共有するものがない。"
            en = f"{names} shares nothing with other {what[1]}."
        elif len(members) == 1:
            ja = f"{names}は、他の{what[0]}と共有するものがあるが、どの群れにも寄らない。"
            en = f"{names} shares something with other {what[1]}, but belongs to no group."
        elif share >= 0.5:
            ja = f"{names}は互いに多くを共有する（つながりの{share:.0%}がこの中にある）ため、連携の単位になりうる。"
            en = f"{names} share much with each other ({share:.0%} of their ties are inside): a natural unit of coordination."
        else:
            ja = f"{names}は互いに近いが、つながりの多く（{1 - share:.0%}）は、ほかの{what[0]}との間にある。"
            en = f"{names} lean towards each other, but most of their ties ({1 - share:.0%}) are with other {what[1]}."
        found.append(Finding(names, "community", round(share, 4), ja, en, members))
    return tuple(found)


def centrality(graph: nx.Graph, *, what: tuple[str, str] = ("府省庁", "ministries")) -> tuple[Finding, ...]:
    """How many others each node shares with (degree, 0..1), and how often it lies between others (betweenness), highest first."""
    degree = nx.degree_centrality(graph) if len(graph) > 1 else dict.fromkeys(graph, 0.0)
    between = _betweenness(graph)
    found: list[Finding] = []
    for node in sorted(graph, key=lambda name: (-degree[name], -between[name], str(name))):
        others = graph.degree(node)
        found.append(
            Finding(
                str(node),
                "degree",
                round(degree[node], 4),
                f"{node}は、ほかの{len(graph) - 1}の{what[0]}のうち{others}と共有するものがある。",
                f"{node} shares something with {others} of the {len(graph) - 1} other {what[1]}.",
            )
        )
        if between[node] > 0:
            found.append(
                Finding(
                    str(node),
                    "betweenness",
                    round(between[node], 4),
                    f"{node}は、直接には共有のない{what[0]}どうしの間に立つ。",
                    f"{node} stands between {what[1]} that share nothing directly.",
                )
            )
    return tuple(found)


def bridges(facts: Iterable[Fact], labels: Mapping[str, str], *, top: int = 10) -> tuple[Finding, ...]:
    """Programmes and measures on the shortest paths between ministries and groups: highest betweenness first.

    `labels` names the things; a thing without a label is shown by its id.
    """
    graph = bipartite(facts)
    between = _betweenness(graph)
    scored = sorted(
        ((value, node) for node, value in between.items() if node[0] == "thing" and value > 0),
        key=lambda item: (-item[0], item[1]),
    )
    found: list[Finding] = []
    for value, node in scored[:top]:
        rows = tuple(sorted(name for side, name in graph[node] if side == "row"))
        columns = tuple(sorted(name for side, name in graph[node] if side == "column"))
        label = labels.get(node[1], node[1])
        alone = [
            (row, column)
            for row in rows
            for column in columns
            if sum(1 for _ in nx.common_neighbors(graph, ("row", row), ("column", column))) == 1
        ]
        if alone:
            last_ja = f"{alone[0][0]}と{alone[0][1]}を直接に結ぶものは、ほかにない。"
            last_en = f"nothing else ties {alone[0][0]} to {alone[0][1]} directly."
        else:
            last_ja = "同じ組を結ぶものはほかにもあるが、離れたものの間の道筋がここを通る。"
            last_en = "others tie the same pairs, but paths between distant ones run through it."
        found.append(
            Finding(
                node[1],
                "bridge",
                round(value, 4),
                f"「{label}」は、{'、'.join(rows)}と、{'、'.join(columns)}とを結ぶ。{last_ja}",
                f"'{label}' ties {', '.join(rows)} to {', '.join(columns)}: {last_en}",
                rows + columns,
                label,
            )
        )
    return tuple(found)


def _betweenness(graph: nx.Graph) -> dict[tuple[str, str], float]:
    if len(graph) > _EXACT_BETWEENNESS:
        result = nx.betweenness_centrality(graph, k=300, seed=0)
    else:
        result = nx.betweenness_centrality(graph)
    return dict(result)
