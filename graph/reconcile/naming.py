"""Groups of nodes -> programmes: their label, key, other labels, and the link of every member."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.reconcile.grouping import Groups
from graph.reconcile.items import ComponentLink, Feature, Item, MatchLink, Problem, ProgrammeCluster
from graph.reconcile.matching import FOUNDING, Node
from graph.reconcile.name_keys import NameForm, slug
from graph.reconcile.name_words import fold
from graph.reconcile.placement import PartOf
from graph.reconcile.weights import probability

_KIND_RANK = {
    "budget_line": 0,
    "grant": 1,
    "guideline": 2,
    "sheet": 3,
    "review_sheet": 4,
    "sheet_amount": 5,
    "component": 6,
    "mention": 7,
}
# Links that say whose sheet it is without saying that the sheet's title is a name of the programme.
_NOT_A_NAME = frozenset({"amount-names-row"})


def fold_key(text: str) -> str:
    """The key by which a judgement may name a programme."""
    return slug(fold(text))


def name_programmes(
    nodes: Sequence[Node],
    groups: Groups,
    followers: Mapping[int, list[tuple[Item, Item]]],
    parts: Sequence[PartOf],
) -> tuple[tuple[ProgrammeCluster, ...], tuple[ComponentLink, ...], list[Problem]]:
    """Programmes sorted by key, component links between them, and conflicting amounts as problems."""
    found: list[tuple[int, ProgrammeCluster]] = []
    issues: list[Problem] = []
    for leader in groups.leaders():
        alone = _single(nodes[leader], groups, followers)
        if alone is not None:
            found.append((leader, alone))
            continue
        members = [nodes[index] for index in groups.members(leader)]
        named = [node for node in members if node.founding and node.forms]
        if not named:
            issues.extend(_nameless(members))
        else:
            programme = _programme(members, groups, followers)
            found.append((leader, programme))
            issues.extend(_amount_conflicts(programme, members))
    keyed = _distinct_keys(found)
    key_of = {leader: programme.key for leader, programme in keyed}
    components = _components(parts, groups, key_of)
    return tuple(sorted((item for _, item in keyed), key=lambda item: item.key)), components, issues


def _single(
    node: Node, groups: Groups, followers: Mapping[int, list[tuple[Item, Item]]]
) -> ProgrammeCluster | None:
    """The programme of one row that stands alone under one name, as most rows of a long list do; None for all others."""
    if (
        len(node.items) != 1
        or len(node.forms) != 1
        or not node.founding
        or node.index in followers
        or not groups.is_single(node.index)
    ):
        return None
    item, label = node.items[0], node.name
    link = _own_name(item, node)
    return ProgrammeCluster(slug(label), label, (), (item.id,), node.ministries, (link,))


def _nameless(members: Sequence[Node]) -> list[Problem]:
    """A sheet whose title cannot be read and that nothing ties to a row is no programme: it waits for a researcher."""
    return [
        Problem("sheet-without-programme", "info", "名称が読めず、どの行の資料とも決められない", item.id)
        for node in members
        if node.founding
        for item in node.items
    ]


def _programme(
    members: Sequence[Node], groups: Groups, followers: Mapping[int, list[tuple[Item, Item]]]
) -> ProgrammeCluster:
    hub, label = _label(members)
    reached = groups.path(hub.index)
    links: list[MatchLink] = []
    names: dict[str, None] = {}
    for node in members:
        link, confidence = reached[node.index]
        if link is None or link.method not in _NOT_A_NAME:
            for name in _names(node, members):
                names[name] = None
        for item in node.items:
            links.append(
                _link(
                    item, node, hub, link.features if link else None, link.method if link else "", confidence
                )
            )
        for amount, sheet in followers.get(node.index, []):
            reason = Feature("sheet", "own", 0.0, f"資料「{sheet.label or sheet.id}」に印刷された金額")
            links.append(MatchLink(amount.id, round(confidence, 4), "of-sheet", (reason,), sheet.id))
    names.pop(label, None)
    ministries = sorted({name for node in members if node.founding for name in node.ministries})
    links.sort(key=lambda item: item.item)
    return ProgrammeCluster(
        slug(label),
        label,
        tuple(sorted(names)),
        tuple(item.item for item in links),
        tuple(ministries),
        tuple(links),
    )


def _link(
    item: Item, node: Node, hub: Node, features: tuple[Feature, ...] | None, method: str, confidence: float
) -> MatchLink:
    if features is not None:
        if method == "judgement":  # the researcher's word is certain, however the rest hangs together
            confidence = 1.0
        return MatchLink(item.id, round(confidence, 4), method, features, hub.items[0].id)
    others = [other for other in node.items if other.id != item.id]
    if not others:
        return _own_name(item, node)
    same = [Feature("name", "identical", 10.0, f"名称が同じ「{node.name}」")]
    if node.ministries:
        same.append(Feature("ministry", "same", 1.5, f"担当府省庁が同じ（{'・'.join(node.ministries)}）"))
    if item.relisted:
        same.append(Feature("relisted", "relisted", 0.0, "再掲と印刷されている"))
    return MatchLink(
        item.id,
        round(probability(-5.0 + sum(one.weight for one in same)), 4),
        "same-name",
        tuple(same),
        others[0].id,
    )


def _own_name(item: Item, node: Node) -> MatchLink:
    reason = Feature("name", "own", 0.0, f"この名称で掲載「{node.name or item.id}」")
    return MatchLink(item.id, 1.0, "own-name", (reason,), "")


def _label(members: Sequence[Node]) -> tuple[Node, str]:
    """The node and spelling that name the programme: a list's row before a sheet; then the spelling printed most often, then the
    latest, so that a spelling of one year does not hide the usual one."""
    if len(members) == 1 and members[0].forms:
        return members[0], members[0].name
    counts: Counter[str] = Counter()
    latest: dict[str, int] = defaultdict(int)
    rank: dict[str, int] = {}
    node_of: dict[str, tuple[int, int, Node]] = {}
    for node in members:
        if not node.forms or not node.founding:
            continue
        for item in node.items:
            name = node.name
            counts[name] += 1
            latest[name] = max(latest[name], item.fiscal_year or 0)
            rank[name] = min(rank.get(name, 9), _KIND_RANK[item.kind])
            mine = (_KIND_RANK[item.kind], node.index, node)
            node_of[name] = min(node_of.get(name, mine), mine, key=lambda entry: entry[:2])
    if not counts:
        first = next(node for node in members if node.founding)
        return first, first.items[0].label.strip() or first.items[0].id
    best = min(counts, key=lambda name: (rank[name], -counts[name], -latest[name], len(name), name))
    return node_of[best][2], best


def _names(node: Node, members: Sequence[Node]) -> list[str]:
    """The names of a node that are names of the whole programme: main, alternative, former; a subtitle only when it led here."""
    if not node.founding:
        return []
    cores = {other.forms[0].core for other in members if other.forms and other.index != node.index}
    return [form.text for form in node.forms if _is_name(form, cores)]


def _is_name(form: NameForm, cores: set[str]) -> bool:
    if form.role != "subtitle":
        return True
    return any(core in form.core or form.core in core for core in cores)


def _amount_conflicts(programme: ProgrammeCluster, members: Sequence[Node]) -> list[Problem]:
    """Rows of one programme, year and stage that print different exact sums."""
    if len(programme.members) == 1:
        return []
    printed: dict[tuple[int | None, str, str], set[int]] = defaultdict(set)
    for node in members:
        for item in node.items:
            if item.kind == "budget_line" and item.amount is not None and item.amount_kind == "exact":
                printed[(item.fiscal_year, item.stage, item.document)].add(item.amount)
    return [
        Problem(
            "programme-amounts-differ",
            "warning",
            f"「{programme.label}」の{year}年度 {stage} の行に異なる金額がある: {sorted(amounts)}",
            programme.key,
        )
        for (year, stage, _), amounts in sorted(printed.items(), key=str)
        if len(amounts) > 1
    ]


def _distinct_keys(found: Sequence[tuple[int, ProgrammeCluster]]) -> list[tuple[int, ProgrammeCluster]]:
    """Programmes that share a name (研修事業 of two ministries) get the ministry into their key, all of them, so that no key
    depends on which of them came first; what still coincides gets its first member."""
    times = Counter([item.key for _, item in found])
    if len(times) == len(found):
        return list(found)
    change: dict[str, str] = {}
    by_key: dict[str, list[ProgrammeCluster]] = defaultdict(list)
    for _, item in found:
        if times[item.key] > 1:
            by_key[item.key].append(item)
    for key, same in by_key.items():
        longer = Counter(
            f"{key}（{'・'.join(item.ministries)}）" if item.ministries else key for item in same
        )
        for item in same:
            name = f"{key}（{'・'.join(item.ministries)}）" if item.ministries else key
            change[item.members[0]] = name if longer[name] == 1 else f"{name}-{slug(item.members[0])}"
    return [
        (leader, replace(item, key=change[item.members[0]]) if item.members[0] in change else item)
        for leader, item in found
    ]


def _components(
    parts: Sequence[PartOf], groups: Groups, key_of: Mapping[int, str]
) -> tuple[ComponentLink, ...]:
    """One link per pair of programmes, with the reasons of every sheet that speaks for it."""
    best: dict[tuple[str, str], list[PartOf]] = defaultdict(list)
    for part in parts:
        whole, within = key_of.get(groups.find(part.whole)), key_of.get(groups.find(part.part))
        if whole is not None and within is not None and whole != within:
            best[(whole, within)].append(part)
    found: list[ComponentLink] = []
    for (whole, within), proofs in sorted(best.items()):
        proofs.sort(key=lambda item: (-item.score, item.items))
        reasons = dict.fromkeys(
            feature.reason for proof in proofs for feature in proof.features if feature.reason
        )
        items = dict.fromkeys(name for proof in proofs for name in proof.items)
        found.append(
            ComponentLink(whole, within, round(proofs[0].score, 4), "place", tuple(reasons), tuple(items))
        )
    return tuple(found)


__all__ = ["FOUNDING", "fold_key", "name_programmes"]
