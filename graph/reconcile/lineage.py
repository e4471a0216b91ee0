"""What became of a programme from one year's list to the next: continued, renamed, split, merged, new, ended.

Lists are compared within one stage alone (補正 with 補正). A change is an inference with reasons, never a statement of
the ministry; amounts are handed over only where both years print one exact sum of the same stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from graph.analysis.ministries import Ministries, load_ministries
from graph.reconcile.chapters import Chapter, chapters_of
from graph.reconcile.items import Clustering, Item, LineageKind, LineageLink, ProgrammeCluster
from graph.reconcile.judgements import Judgement, settle
from graph.reconcile.lineage_links import DIVIDED, RENAMED, Frame, continued, one_sided
from graph.reconcile.name_keys import slug
from graph.reconcile.succession import ended_and_begun, lists_of, successions
from graph.reconcile.weights import Weights, load_weights


def trace_lineage(
    clusters: Clustering,
    items: Iterable[Item],
    judgements: Sequence[Judgement] = (),
    *,
    weights: Weights | None = None,
    ministries: Ministries | None = None,
) -> tuple[LineageLink, ...]:
    """The links between each year's list and the next one loaded of the same stage, sorted.

    `newlyListed` and `ended` say only that the other list, as far as it is loaded, has no such row.
    """
    weights = weights or load_weights()
    ministries = ministries or load_ministries()
    all_items = sorted(items, key=lambda item: item.id)
    chapters = chapters_of(clusters, all_items)
    found: list[LineageLink] = []
    for stage in sorted({stage for _, stage in chapters}):
        years = sorted(year for year, other in chapters if other == stage)
        for before, after in pairwise(years):
            found.extend(
                compare_lists(
                    chapters[(before, stage)],
                    chapters[(after, stage)],
                    (before, after, stage),
                    weights,
                    ministries,
                )
            )
    return judged_lineage(found, clusters.programmes, judgements)


def compare_lists(
    before: Mapping[str, Chapter],
    after: Mapping[str, Chapter],
    frame: Frame,
    weights: Weights,
    ministries: Ministries,
) -> list[LineageLink]:
    """What became of each programme from one list to the next: chapters by programme key."""
    links = [continued(before[key], after[key], frame) for key in sorted(before.keys() & after.keys())]
    lists = lists_of(before, after)
    found = successions(lists, frame, weights, ministries)
    links.extend(found)
    links.extend(one_sided(old, new, frame) for old, new in ended_and_begun(lists, found))
    return links


def judged_lineage(
    links: Sequence[LineageLink], programmes: Iterable[ProgrammeCluster], judgements: Sequence[Judgement]
) -> tuple[LineageLink, ...]:
    """The links sorted, as judgements leave them. Judgements of kind lineage (subject: later programme, object: earlier) win over the inference."""
    decided = settle(judgements, kind="lineage")
    if not decided.same and not decided.different:  # no table of all names is made for nothing
        return tuple(sorted(links, key=_in_order))
    keys = {slug(name): item.key for item in programmes for name in (item.label, item.key, *item.alt_labels)}

    def key(name: str) -> str:
        return keys.get(slug(name.removeprefix("programme/")), name)

    refused = {(key(one.object), key(one.subject)): one for one in decided.different}
    kept = [link for link in links if (link.earlier, link.later) not in refused]
    for link in links:
        if (link.earlier, link.later) in refused:
            kept = [_unsplit(one, link, kept) for one in kept]
            kept.extend(_parted(link, kept, refused[(link.earlier, link.later)]))
    kinds: dict[str, LineageKind] = {
        "renamed": "renamed",
        "split": "split",
        "merged": "merged",
        "continued": "continued",
        "same": "renamed",
    }
    for one in decided.same:
        earlier, later = key(one.object), key(one.subject)
        known = next((link for link in kept if (link.earlier, link.later) == (earlier, later)), None)
        kept = [
            link
            for link in kept
            if (link.earlier, link.later) not in {(earlier, later), (earlier, ""), ("", later)}
        ]
        base = known or LineageLink(
            earlier,
            later,
            "renamed",
            1.0,
            (),
            why_not_comparable="研究者の判断による関係のため増減を比べない",
        )
        kept.append(
            replace(base, kind=kinds[one.verdict], confidence=1.0, reasons=(one.reason, *base.reasons))
        )
    return tuple(sorted(kept, key=_in_order))


def _in_order(link: LineageLink) -> tuple[int, str, str, str, str]:
    return link.year_from or 0, link.stage, link.earlier, link.later, link.kind


def _parted(link: LineageLink, kept: Sequence[LineageLink], judgement: Judgement) -> Iterator[LineageLink]:
    """What is left of a refused link: an end and a beginning, unless the programme is tied to another one of the same two lists."""
    lists = (link.year_from, link.year_to, link.stage)
    tied = [one for one in kept if (one.year_from, one.year_to, one.stage) == lists]
    alone = replace(
        link,
        confidence=1.0,
        reasons=(judgement.reason,),
        comparable=False,
        why_not_comparable="比べる相手の行がない",
    )
    if not any(one.earlier == link.earlier for one in tied):
        yield replace(alone, later="", kind="ended", amount_to=None)
    if not any(one.later == link.later for one in tied):
        yield replace(alone, earlier="", kind="newlyListed", amount_from=None)


def _unsplit(one: LineageLink, gone: LineageLink, kept: Sequence[LineageLink]) -> LineageLink:
    """A link that was half of a split or merger, whose other half was refused, is a renaming when nothing else is left of it."""
    same_lists = (one.year_from, one.year_to, one.stage) == (gone.year_from, gone.year_to, gone.stage)
    if one.kind not in {"split", "merged"} or not same_lists:
        return one
    side = "earlier" if one.kind == "split" else "later"
    mine = getattr(one, side)
    if mine != getattr(gone, side) or any(
        getattr(other, side) == mine and other is not one and other.year_from == one.year_from
        for other in kept
    ):
        return one
    why = RENAMED if one.why_not_comparable == DIVIDED else one.why_not_comparable
    return replace(one, kind="renamed", why_not_comparable=why)
