"""What became of a programme from one year's list to the next: continued, renamed, split, merged, new, ended.

Lists are compared within one stage alone (補正 with 補正). A change is an inference with reasons, never a statement of
the ministry; amounts are handed over only where both years print one exact sum of the same stage.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.analysis.ministries import Ministries, load_ministries
from graph.reconcile.amount_agreement import PrintedAmount
from graph.reconcile.features import amount_feature, name_feature, name_terms, text_similarity, yen
from graph.reconcile.items import Clustering, Feature, Item, LineageKind, LineageLink, ProgrammeCluster
from graph.reconcile.judgements import Judgement, settle
from graph.reconcile.matching import printed_amounts, sheet_children
from graph.reconcile.name_keys import slug
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold
from graph.reconcile.weights import Weights, load_weights, probability

# Above this many pairs only likely ones are compared, so that cost grows with the list and not with its square.
_ALL_PAIRS = 2_500
# What a year's list is made of, and the stage of a list that prints none: the review of a year is a list of its own.
_LISTED = {"budget_line": "", "review_sheet": "review"}
_SAME_NUMBER = 0.99
_COMMON_PAIR = 60
_NEAREST = 8


@dataclass(frozen=True, slots=True)
class Chapter:
    """A programme in one list: its rows, and what its sheets and guidelines say."""

    programme: ProgrammeCluster
    lines: tuple[Item, ...]
    texts: tuple[str, ...]
    amounts: tuple[PrintedAmount, ...]

    @property
    def review_numbers(self) -> frozenset[int]:
        """The 予算事業ID of its review sheets; empty for rows of a list."""
        return frozenset(
            line.number for line in self.lines if line.kind == "review_sheet" and line.number is not None
        )


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
    chapters = _chapters(clusters, all_items)
    found: list[LineageLink] = []
    for stage in sorted({stage for _, stage in chapters}):
        years = sorted(year for year, other in chapters if other == stage)
        for before, after in pairwise(years):
            found.extend(
                _compare(
                    chapters[(before, stage)],
                    chapters[(after, stage)],
                    (before, after, stage),
                    weights,
                    ministries,
                )
            )
    return _judged(tuple(found), clusters, judgements)


def _chapters(clusters: Clustering, items: Sequence[Item]) -> dict[tuple[int, str], dict[str, Chapter]]:
    by_id = {item.id: item for item in items}
    children = sheet_children(items)
    found: dict[tuple[int, str], dict[str, Chapter]] = defaultdict(dict)
    for programme in clusters.programmes:
        members = [by_id[name] for name in programme.members if name in by_id]
        lines: dict[tuple[int, str], list[Item]] = defaultdict(list)
        for item in members:
            if item.fiscal_year is not None and item.kind in _LISTED:
                lines[(item.fiscal_year, item.stage or _LISTED[item.kind])].append(item)
        amounts = tuple(
            amount
            for item in members
            if item.kind != "sheet_amount"
            for amount in printed_amounts(item, children)
        )
        for frame, rows in lines.items():
            documents = {row.document for row in rows}
            here = [item.text for item in members if item.document in documents and item.text]
            elsewhere = [item.text for item in members if item.kind == "guideline" and item.text]
            texts = tuple(dict.fromkeys((*here, *elsewhere)))
            found[frame][programme.key] = Chapter(programme, tuple(rows), texts, amounts)
    return dict(found)


def _compare(
    before: Mapping[str, Chapter],
    after: Mapping[str, Chapter],
    frame: tuple[int, int, str],
    weights: Weights,
    ministries: Ministries,
) -> list[LineageLink]:
    links = [_continued(before[key], after[key], frame) for key in sorted(before.keys() & after.keys())]
    gone = [before[key] for key in sorted(before.keys() - after.keys())]
    come = [after[key] for key in sorted(after.keys() - before.keys())]
    numbered = list(_same_number(gone, come, frame))
    links.extend(numbered)
    known = {key for link in numbered for key in (link.earlier, link.later)}
    gone = [old for old in gone if old.programme.key not in known]
    come = [new for new in come if new.programme.key not in known]
    scored: dict[tuple[str, str], tuple[float, tuple[Feature, ...]]] = {}
    # Words that moved from one text to another say something in a short list; among thousands they are chance.
    texts = before if frame[2] != _LISTED["review_sheet"] else {}
    for old, new in _candidates(gone, come):
        features = _features(old, new, texts, weights, ministries)
        scored[(old.programme.key, new.programme.key)] = (_score(features, weights), features)
    sure = {pair for pair, (score, _) in scored.items() if score >= weights.levels["lineage"]["accept"]}
    _left_behind(scored, sure, before, after, weights)
    accepted = {
        pair: scored[pair] for pair in scored if scored[pair][0] >= weights.levels["lineage"]["accept"]
    }
    for (old_key, new_key), (score, features) in sorted(accepted.items()):
        kind: LineageKind = "renamed"
        if sum(1 for pair in accepted if pair[0] == old_key) > 1:
            kind = "split"
        elif sum(1 for pair in accepted if pair[1] == new_key) > 1:
            kind = "merged"
        links.append(_changed(before[old_key], after[new_key], kind, score, features, frame))
    for old in gone:
        if not any(pair[0] == old.programme.key for pair in accepted):
            links.append(_one_sided(old, None, frame))
    for new in come:
        if not any(pair[1] == new.programme.key for pair in accepted):
            links.append(_one_sided(None, new, frame))
    return links


def _same_number(
    gone: Sequence[Chapter], come: Sequence[Chapter], frame: tuple[int, int, str]
) -> Iterator[LineageLink]:
    """Review sheets that keep their 予算事業ID under another name: the number says that it is the same programme."""
    old_of = {number: old for old in gone for number in old.review_numbers}
    for new in come:
        for number in sorted(new.review_numbers & old_of.keys()):
            reason = Feature("number", "same", 20.0, f"予算事業IDが同じ（{number}）")
            yield _changed(old_of[number], new, "renamed", _SAME_NUMBER, (reason,), frame)


def _candidates(gone: Sequence[Chapter], come: Sequence[Chapter]) -> Iterator[tuple[Chapter, Chapter]]:
    """The pairs worth comparing: all of two short lists; of long ones those whose names share rare letter pairs
    or where the old one's texts hold a word of the new name."""
    if len(gone) * len(come) <= _ALL_PAIRS:
        yield from ((old, new) for old in gone for new in come)
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for index, old in enumerate(gone):
        name = fold(old.programme.label)
        for pair in {name[i : i + 2] for i in range(len(name) - 1)}:
            holders[pair].append(index)
    texts = [(index, fold("\n".join(old.texts))) for index, old in enumerate(gone) if old.texts]
    for new in come:
        name = fold(new.programme.label)
        shared: Counter[int] = Counter()
        for pair in {name[i : i + 2] for i in range(len(name) - 1)}:
            if len(holders.get(pair, ())) <= _COMMON_PAIR:
                shared.update(holders.get(pair, ()))
        nearest = {
            index for index, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
        }
        terms = [term for term in name_terms(new.programme.label) if len(term) >= 5]
        nearest |= {index for index, text in texts if any(term in text for term in terms)}
        yield from ((gone[index], new) for index in sorted(nearest))


def _features(
    old: Chapter, new: Chapter, before: Mapping[str, Chapter], weights: Weights, ministries: Ministries
) -> tuple[Feature, ...]:
    table = weights.levels["lineage"]
    old_forms = name_forms(old.programme.label, old.programme.alt_labels)
    new_forms = name_forms(new.programme.label, new.programme.alt_labels)
    name = name_feature(old_forms, new_forms, weights)
    level = name.level.split("/")[0]
    features = [Feature("name", level, table.get(level, 3.0), name.reason)]
    kinship, reason = ministries.kinship(old.programme.ministries, new.programme.ministries)
    kin = kinship if kinship in {"missing", "different"} else "kin"
    features.append(Feature("ministry", kinship, table[f"ministry-{kin}"], reason))
    shared = amount_feature(
        tuple(one for one in old.amounts if one.kind == "exact"),
        tuple(one for one in new.amounts if one.kind == "exact"),
        weights,
    )
    if shared.level == "same-yen":
        features.append(Feature("amount", "shared", table["shared-amount"], f"両方の資料に{shared.reason}"))
    share = max((text_similarity(one, other) for one in old.texts for other in new.texts), default=-1.0)
    text = (
        "missing"
        if share < 0
        else "same"
        if share >= 0.8
        else "close"
        if share >= 0.6
        else "loose"
        if share >= 0.35
        else "apart"
    )
    features.append(
        Feature(
            "text",
            text,
            table[f"text-{text}"],
            f"資料の文章の一致 {share:.0%}" if text in {"same", "close"} else "",
        )
    )
    sections = {line.section for line in old.lines if line.section} & {
        line.section for line in new.lines if line.section
    }
    every = {line.section for line in (*old.lines, *new.lines) if line.section}
    if len(sections) >= 2 and len(sections) >= 0.75 * len(every):
        features.append(
            Feature("pattern", "pattern", table["pattern"], f"同じ節に再掲（{'・'.join(sorted(sections))}）")
        )
    term = _moved_term(old, new, before)
    if term:
        features.append(
            Feature("term", "moved-term", table["moved-term"], f"前年度の資料に「{term}」への支援とある")
        )
    if any(line.newly_listed for line in new.lines):
        features.append(
            Feature("printed", "printed-new", table["printed-new"], "後の年度の一覧は「新規」と表示している")
        )
    return tuple(features)


def _moved_term(old: Chapter, new: Chapter, before: Mapping[str, Chapter]) -> str:
    """The longest word that the new programme is named after and that, of all of last year's texts, (nearly) only the old one's has."""
    for term in sorted(name_terms(new.programme.label), key=lambda term: (-len(term), term)):
        if len(term) < 5 or term in fold(old.programme.label):
            continue
        holders = [
            key for key, chapter in before.items() if any(term in fold(text) for text in chapter.texts)
        ]
        if old.programme.key in holders and len(holders) <= 2:
            return term
    return ""


def _score(features: Sequence[Feature], weights: Weights) -> float:
    return probability(weights.levels["lineage"]["prior"] + sum(feature.weight for feature in features))


def _left_behind(
    scored: dict[tuple[str, str], tuple[float, tuple[Feature, ...]]],
    sure: set[tuple[str, str]],
    before: Mapping[str, Chapter],
    after: Mapping[str, Chapter],
    weights: Weights,
) -> None:
    """A part that moved out is no longer in the text of the other successor: that speaks for a split."""
    for (old_key, new_key), (_, features) in sorted(scored.items()):
        if not any(feature.level == "moved-term" for feature in features):
            continue
        others = [after[new] for old, new in sure if old == old_key and new != new_key]
        term = _moved_term(before[old_key], after[new_key], before)
        if others and all(
            other.texts and not any(term in fold(text) for text in other.texts) for other in others
        ):
            names = "・".join(sorted(other.programme.label for other in others))
            reason = f"もう一方の後継（{names}）の資料に「{term}」はもうない"
            more = (
                *features,
                Feature("term", "left-behind", weights.levels["lineage"]["left-behind"], reason),
            )
            scored[(old_key, new_key)] = (_score(more, weights), more)


def _money(chapter: Chapter) -> tuple[int | None, str]:
    """The one sum that a list prints for a programme and its kind; (None, why) when there is not one."""
    printed = {
        (line.amount, line.amount_kind or "exact") for line in chapter.lines if line.amount is not None
    }
    if not printed:
        return None, "金額が印刷されていないか読めない"
    if len(printed) > 1:
        return None, "行によって金額が異なる"
    amount, kind = next(iter(printed))
    return amount, kind


def _comparison(
    old: Chapter, new: Chapter, frame: tuple[int, int, str], kind: LineageKind
) -> tuple[bool, int | None, int | None, str]:
    amount_from, kind_from = _money(old)
    amount_to, kind_to = _money(new)
    if amount_from is None or amount_to is None:
        return False, amount_from, amount_to, kind_from if amount_from is None else kind_to
    words = {"exact": "", "includedIn": "の内数（上限額）", "ofWhich": "（うち数）"}
    if kind_from != "exact" or kind_to != "exact":
        why = "どちらも上限額である" if kind_from == kind_to == "includedIn" else "同じ種類の額ではない"
        told = f"{frame[0]}年度は{yen(amount_from)}{words.get(kind_from, '')}、{frame[1]}年度は{yen(amount_to)}{words.get(kind_to, '')}"
        return False, amount_from, amount_to, f"{told}で、{why}ため増減を比べない"
    if kind in {"split", "merged"}:
        return False, amount_from, amount_to, "分割・統合のため、一つの事業の額どうしを比べない"
    if kind == "renamed":
        return False, amount_from, amount_to, "名称が変わった事業で、範囲が同じとは限らないため増減を比べない"
    return True, amount_from, amount_to, ""


def _link(
    old: Chapter,
    new: Chapter,
    kind: LineageKind,
    confidence: float,
    reasons: tuple[str, ...],
    frame: tuple[int, int, str],
) -> LineageLink:
    comparable, amount_from, amount_to, why = _comparison(old, new, frame, kind)
    return LineageLink(
        old.programme.key,
        new.programme.key,
        kind,
        round(confidence, 4),
        reasons,
        comparable,
        amount_from,
        amount_to,
        why,
        frame[0],
        frame[1],
        frame[2],
        tuple(line.id for line in (*old.lines, *new.lines)),
    )


def _continued(old: Chapter, new: Chapter, frame: tuple[int, int, str]) -> LineageLink:
    trust = {link.item: link.confidence for link in old.programme.links}
    confidence = min(trust.get(line.id, 1.0) for line in (*old.lines, *new.lines))
    names = sorted({line.label.strip() for line in (*old.lines, *new.lines)})
    reasons = [f"{frame[0]}年度と{frame[1]}年度の一覧に同じ事業の行がある（{'／'.join(names)}）"]
    if any(line.newly_listed for line in new.lines):
        reasons.append("ただし後の年度の一覧は「新規」と表示している")
    return _link(old, new, "continued", confidence, tuple(reasons), frame)


def _changed(
    old: Chapter,
    new: Chapter,
    kind: LineageKind,
    score: float,
    features: Sequence[Feature],
    frame: tuple[int, int, str],
) -> LineageLink:
    ordered = sorted(features, key=lambda feature: (-abs(feature.weight), feature.name))
    return _link(old, new, kind, score, tuple(feature.reason for feature in ordered if feature.reason), frame)


def _one_sided(old: Chapter | None, new: Chapter | None, frame: tuple[int, int, str]) -> LineageLink:
    chapter = old or new
    if chapter is None:
        raise ValueError("one side of a lineage link is needed")
    amount, kind = _money(chapter)
    printed_new = any(line.newly_listed for line in chapter.lines)
    if new is not None:
        reason = (
            "一覧に「新規」とある"
            if printed_new
            else f"{frame[0]}年度の一覧（読み込んだ範囲）に当たる行がない"
        )
        confidence = 0.95 if printed_new else 0.7
    else:
        reason = f"{frame[1]}年度の一覧（読み込んだ範囲）に当たる行がない"
        confidence = 0.6
    return LineageLink(
        "" if old is None else old.programme.key,
        "" if new is None else new.programme.key,
        "newlyListed" if new is not None else "ended",
        confidence,
        (reason,),
        False,
        amount if old is not None else None,
        amount if new is not None else None,
        kind if amount is None else "比べる相手の行がない",
        frame[0],
        frame[1],
        frame[2],
        tuple(line.id for line in chapter.lines),
    )


def _judged(
    links: tuple[LineageLink, ...], clusters: Clustering, judgements: Sequence[Judgement]
) -> tuple[LineageLink, ...]:
    """Judgements of kind lineage (subject: later programme, object: earlier) win over the inference."""
    decided = settle(judgements, kind="lineage")
    keys = {
        slug(name): item.key
        for item in clusters.programmes
        for name in (item.label, item.key, *item.alt_labels)
    }

    def key(name: str) -> str:
        return keys.get(slug(name.removeprefix("programme/")), name)

    refused = {(key(one.object), key(one.subject)) for one in decided.different}
    kept = [
        link
        for link in links
        if (link.earlier, link.later) not in refused or not link.earlier or not link.later
    ]
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
    return tuple(
        sorted(kept, key=lambda link: (link.year_from or 0, link.stage, link.earlier, link.later, link.kind))
    )
