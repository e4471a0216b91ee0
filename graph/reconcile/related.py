"""Which numbered measures a programme serves: by name, by mention, or by ministry, section and words together.

The kind of evidence is part of every link. Only links at or above `accept` are published; the rest down to `doubt` are
handed over unpublished, for review.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.analysis.ministries import Ministries, load_ministries
from graph.reconcile.features import name_feature, text_similarity
from graph.reconcile.items import (
    Clustering,
    Feature,
    Item,
    MeasureItem,
    MeasureLink,
    MeasureLinkKind,
    ProgrammeCluster,
)
from graph.reconcile.judgements import Judgement, settle
from graph.reconcile.name_keys import slug
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold, load_name_words
from graph.reconcile.weights import Weights, load_weights, probability

_SAME = frozenset(
    {"identical", "respelled", "light-words", "identical-short", "respelled-short", "damaged", "misread"}
)
_NEAR = frozenset({"near", "near-faint", "scope", "light-words-short", "one-character"})
_SHORTEST_MENTION = 7
_QUOTE_MARGIN = 20


@dataclass(frozen=True)
class Vocabulary:
    """How much each pair of characters says, in bits: rare ones in the measures' texts say more."""

    bits: dict[str, float]
    most: float

    def of(self, pair: str) -> float:
        """Bits of a pair; one that no measure uses is as rare as can be."""
        return self.bits.get(pair, self.most)

    def covered(self, wanted: frozenset[str], present: frozenset[str]) -> float:
        """Share (0..1) of the wanted pairs' bits that are present."""
        total = sum(self.of(pair) for pair in wanted)
        return sum(self.of(pair) for pair in wanted & present) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class _Subject:
    """A programme as related to measures."""

    programme: ProgrammeCluster
    names: tuple[str, ...]
    sections: frozenset[str]
    targets: frozenset[str]
    texts: tuple[str, ...]
    pairs: frozenset[str]
    listed: bool = True


def relate_measures(
    clusters: Clustering,
    items: Iterable[Item],
    measures: Iterable[MeasureItem],
    judgements: Sequence[Judgement] = (),
    *,
    weights: Weights | None = None,
    ministries: Ministries | None = None,
) -> tuple[MeasureLink, ...]:
    """Links programme -> measure with kind, confidence, reasons and quotes, sorted. Judgements of kind measure win."""
    weights = weights or load_weights()
    ministries = ministries or load_ministries()
    targets = sorted(measures, key=lambda measure: (measure.plan_year, measure.number, measure.id))
    vocabulary = _vocabulary(targets)
    subjects = _subjects(clusters, {item.id: item for item in items})
    every_name = sorted({fold(name) for subject in subjects for name in subject.names}, key=len, reverse=True)
    found: list[MeasureLink] = []
    for year in sorted({measure.plan_year for measure in targets}):
        plan = [measure for measure in targets if measure.plan_year == year]
        mentions = {measure.id: _mentions(measure.text, every_name) for measure in plan}
        for subject in subjects:
            fitting = plan if subject.listed else _naming(subject, plan, mentions)
            found.extend(_relate(subject, fitting, mentions, vocabulary, weights, ministries))
    return _judged(tuple(found), clusters, targets, judgements)


def _naming(
    subject: _Subject, plan: Sequence[MeasureItem], mentions: Mapping[str, Mapping[str, object]]
) -> list[MeasureItem]:
    """The measures that name a programme of the review system. It stands in no section of a list, so that ministry and
    words alone would tie thousands of programmes to every measure of their ministry."""
    names = {fold(name) for name in subject.names}
    return [
        measure
        for measure in plan
        if not names.isdisjoint(mentions[measure.id]) or fold(measure.label) in names
    ]


def _distinctive(text: str) -> frozenset[str]:
    """Character pairs of a name without the words that join or add nothing."""
    words = load_name_words()
    bare = words.light.sub(" ", words.connectives.sub(" ", fold(text)))
    return frozenset(
        bare[at : at + 2]
        for at in range(len(bare) - 1)
        if " " not in bare[at : at + 2] and not _kana(bare[at : at + 2])
    )


def _kana(pair: str) -> bool:
    return all("ぁ" <= character <= "ん" for character in pair) or not all(
        character.isalnum() for character in pair
    )


def _pairs(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def _vocabulary(measures: Sequence[MeasureItem]) -> Vocabulary:
    counts: Counter[str] = Counter()
    for measure in measures:
        counts.update(_pairs(f"{measure.label}\n{measure.text}"))
    total = max(len(measures), 1)
    most = math.log2(total + 1) + 1.0
    return Vocabulary({pair: math.log2((total + 1) / (count + 0.5)) for pair, count in counts.items()}, most)


def _subjects(clusters: Clustering, by_id: dict[str, Item]) -> list[_Subject]:
    found: list[_Subject] = []
    wholes: dict[str, list[str]] = defaultdict(list)
    for link in clusters.components:
        wholes[link.part].append(link.whole)
    ministries_of = {programme.key: programme.ministries for programme in clusters.programmes}
    for programme in clusters.programmes:
        members = [by_id[name] for name in programme.members if name in by_id]
        names = tuple(dict.fromkeys((programme.label, *programme.alt_labels)))
        inherited = tuple(
            sorted({name for whole in wholes[programme.key] for name in ministries_of.get(whole, ())})
        )
        if (
            inherited and not programme.ministries
        ):  # 更生保護就労支援事業's sheet prints no ministry, its row does
            programme = ProgrammeCluster(
                programme.key,
                programme.label,
                programme.alt_labels,
                programme.members,
                inherited,
                programme.links,
            )
        found.append(
            _Subject(
                programme,
                names,
                frozenset(item.section for item in members if item.section),
                frozenset(group for item in members for group in item.target_groups),
                tuple(item.text for item in members if item.kind == "sheet" and item.text),
                frozenset().union(*(_distinctive(name) for name in names)),
                any(item.kind != "review_sheet" for item in members),
            )
        )
    return found


def _mentions(text: str, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Folded names printed in a text -> where in the folded text; a shorter name inside a longer one does not count."""
    folded = fold(text)
    taken = [False] * len(folded)
    found: dict[str, tuple[int, int]] = {}
    for name in names:
        if len(name) < _SHORTEST_MENTION:
            continue
        at = folded.find(name)
        while at >= 0:
            if not any(taken[at : at + len(name)]) and name not in found:
                found[name] = (at, at + len(name))
            taken[at : at + len(name)] = [True] * len(name)
            at = folded.find(name, at + 1)
    return found


def _relate(
    subject: _Subject,
    plan: Sequence[MeasureItem],
    mentions: dict[str, dict[str, tuple[int, int]]],
    vocabulary: Vocabulary,
    weights: Weights,
    ministries: Ministries,
) -> list[MeasureLink]:
    compared = [
        (measure, *_compare(subject, measure, mentions[measure.id], vocabulary, weights, ministries))
        for measure in plan
    ]
    table = weights.levels["measure"]
    weighed = [(sum(feature.weight for feature in features), measure) for measure, _, features, _ in compared]
    found: list[MeasureLink] = []
    for measure, kind, features, quotes in compared:
        log_odds = table["prior"] + sum(feature.weight for feature in features)
        reasons = [
            feature.reason for feature in sorted(features, key=lambda one: -abs(one.weight)) if feature.reason
        ]
        if kind == "ministry-section-target":
            own = sum(feature.weight for feature in features)
            margin = _margin(own, measure, weighed) if log_odds + table["clear-first"] > 0 else 0.0
            rank = "clear-first" if margin >= 3.5 else "first" if margin >= 1.5 else "not-first"
            log_odds += table[rank]
            if rank != "not-first":
                reasons.append("この計画の施策の中で最もよく合う")
        confidence = probability(log_odds)
        if confidence >= table["doubt"]:
            published = confidence >= table["accept"]
            found.append(
                MeasureLink(
                    subject.programme.key,
                    measure.id,
                    kind,
                    round(confidence, 4),
                    tuple(reasons),
                    quotes,
                    subject.programme.members[:1],
                    published,
                )
            )
    return found


def _margin(own: float, measure: MeasureItem, weighed: Sequence[tuple[float, MeasureItem]]) -> float:
    """By how many bits a measure fits better than any other; measures worded alike (one stated again in another section) aside."""
    rivals = [
        weight
        for weight, other in weighed
        if weight > own - 3.5 and other.id != measure.id and not _twins(measure, other)
    ]
    return own - max(rivals) if rivals else 3.5


def _twins(first: MeasureItem, second: MeasureItem) -> bool:
    return text_similarity(first.text, second.text) >= 0.7


def _compare(
    subject: _Subject,
    measure: MeasureItem,
    mentioned: dict[str, tuple[int, int]],
    vocabulary: Vocabulary,
    weights: Weights,
    ministries: Ministries,
) -> tuple[MeasureLinkKind, list[Feature], tuple[str, ...]]:
    table = weights.levels["measure"]
    kind: MeasureLinkKind = "ministry-section-target"
    features: list[Feature] = []
    quotes: list[str] = []
    programme = subject.programme
    kinship, reason = ministries.kinship(programme.ministries, measure.ministry)
    known = {"same": "same", "shared": "same", "missing": "missing", "different": "different"}.get(
        kinship, "kin"
    )
    features.append(Feature("ministry", kinship, table[f"ministry-{known}"], reason))
    label_forms = name_forms(measure.label) if measure.label else ()
    name = name_feature(name_forms(programme.label, programme.alt_labels), label_forms, weights)
    level = name.level.split("/")[0]
    if level in _SAME or level in _NEAR:
        weight = table["same-name"] if level in _SAME else table["near-name"]
        features.append(Feature("name", level, weight, f"施策名と事業名: {name.reason}"))
        quotes.append(measure.label)
        kind = "by-name"
    printed = sorted(
        (name for name in subject.names if fold(name) in mentioned), key=lambda name: (-len(name), name)
    )
    if printed:
        start, end = mentioned[fold(printed[0])]
        features.append(
            Feature("mention", "printed", table["printed"], f"施策の本文に「{printed[0]}」とある")
        )
        quotes.append(fold(measure.text)[max(0, start - _QUOTE_MARGIN) : end + _QUOTE_MARGIN])
        kind = kind if kind == "by-name" else "mention"
    features.append(_section(subject, measure, table))
    shared = sorted(subject.targets & set(measure.target_groups))
    if shared:
        features.append(
            Feature("target", "shared", table["target-shared"], f"対象者が同じ（{'・'.join(shared)}）")
        )
    if kind == "ministry-section-target":
        features.extend(_words(subject, measure, vocabulary, table))
    return kind, features, tuple(quotes)


def _section(subject: _Subject, measure: MeasureItem, table: Mapping[str, float]) -> Feature:
    if measure.section and measure.section in subject.sections:
        return Feature("section", "same", table["section-same"], f"同じ節（{measure.section}）")
    pillars = {section.split("-")[0] for section in subject.sections}
    if measure.section and measure.section.split("-")[0] in pillars:
        return Feature(
            "section", "pillar", table["pillar-same"], f"同じ柱（{measure.section.split('-')[0]}）"
        )
    return Feature("section", "other", table["section-other"], "")


def _words(
    subject: _Subject, measure: MeasureItem, vocabulary: Vocabulary, table: Mapping[str, float]
) -> list[Feature]:
    label = _distinctive(measure.label)
    share = vocabulary.covered(label, subject.pairs) if len(label) >= 4 else 0.0
    level = "most" if share >= 0.7 else "half" if share >= 0.5 else "some" if share >= 0.3 else "none"
    reason = f"施策名の語の{share:.0%}が事業名にある" if level in {"most", "half"} else ""
    found = [Feature("label", level, table[f"label-{level}"], reason)]
    body = _pairs(f"{measure.label}\n{measure.text}")
    share = max((vocabulary.covered(_distinctive(name), body) for name in subject.names), default=0.0)
    level = "most" if share >= 0.85 else "half" if share >= 0.65 else "some" if share >= 0.4 else "none"
    reason = f"事業名の語の{share:.0%}が施策の本文にある" if level in {"most", "half"} else ""
    found.append(Feature("words", level, table[f"words-{level}"], reason))
    alike = max((text_similarity(text, measure.text) for text in subject.texts), default=0.0)
    level = "close" if alike >= 0.55 else "loose" if alike >= 0.42 else "apart"
    reason = f"概要の文章の一致 {alike:.0%}" if level != "apart" else ""
    found.append(Feature("text", level, table[f"text-{level}"], reason))
    return found


def _judged(
    links: tuple[MeasureLink, ...],
    clusters: Clustering,
    measures: Sequence[MeasureItem],
    judgements: Sequence[Judgement],
) -> tuple[MeasureLink, ...]:
    """Judgements of kind measure: subject is the programme (key or label), object the measure (id or number)."""
    decided = settle(judgements, kind="measure")
    keys = {
        slug(name): item.key
        for item in clusters.programmes
        for name in (item.label, item.key, *item.alt_labels)
    }
    keys.update({member: item.key for item in clusters.programmes for member in item.members})
    ids = {
        name: measure.id
        for measure in measures
        for name in (measure.id, str(measure.number), f"No.{measure.number}")
    }

    def resolve(one: Judgement) -> tuple[str, str]:
        subject = one.subject.removeprefix("programme/")
        return keys.get(subject, keys.get(slug(subject), subject)), ids.get(one.object, one.object)

    refused = {resolve(one) for one in decided.different}
    chosen = {resolve(one): one for one in decided.same}
    kept = [link for link in links if (link.programme, link.measure) not in refused | chosen.keys()]
    kept.extend(
        MeasureLink(programme, measure, "judgement", 1.0, (one.reason,))
        for (programme, measure), one in chosen.items()
    )
    return tuple(sorted(kept, key=lambda link: (link.programme, link.measure)))
