"""Which numbered measures a programme serves: by name, by mention, or by ministry, section and words together.

The kind of evidence is part of every link. Only links at or above `accept` are published; the rest down to `doubt` are
handed over unpublished, for review.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from graph.analysis.ministries import Ministries, load_ministries
from graph.reconcile.items import Clustering, Item, MeasureItem, MeasureLink, ProgrammeCluster
from graph.reconcile.judgements import Judgement, settle
from graph.reconcile.measure_evidence import Comparer
from graph.reconcile.measure_meeting import Meeting, named_alone
from graph.reconcile.measure_sides import Subject, body_pairs, programme_words, subjects_of
from graph.reconcile.measure_words import (
    OWN_WORDS,
    PrintedNames,
    Vocabulary,
    printed_names,
    vocabulary_of,
)
from graph.reconcile.name_keys import slug
from graph.reconcile.plan_index import PlanIndex
from graph.reconcile.weights import Weights, load_weights, log_odds, probability


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
    subjects = subjects_of(clusters, {item.id: item for item in items})
    targets = in_order(measures)
    vocabulary = vocabulary_of(map(body_pairs, targets))
    names = (
        printed_names(name for subject in subjects for name in subject.names) if targets else PrintedNames({})
    )
    found: list[MeasureLink] = []
    for _, year in groupby(targets, key=lambda measure: measure.plan_year):
        plan = list(year)
        words = vocabulary_of(map(body_pairs, plan)) if len(plan) >= OWN_WORDS else vocabulary
        found.extend(relate_plan(plan, subjects, names, words, weights=weights, ministries=ministries))
    verdicts = measure_verdicts(clusters.programmes, targets, judgements)
    links = (*verdicts.left(found), *verdicts.given())
    return tuple(sorted(links, key=lambda link: (link.programme, link.measure)))


def in_order(measures: Iterable[MeasureItem]) -> list[MeasureItem]:
    """Measures by plan year and number."""
    return sorted(measures, key=place_in_order)


def place_in_order(measure: MeasureItem) -> tuple[int, int, str]:
    """By what measures are ordered."""
    return measure.plan_year, measure.number, measure.id


def relate_plan(
    plan: Sequence[MeasureItem],
    subjects: Iterable[Subject],
    names: PrintedNames,
    vocabulary: Vocabulary,
    *,
    weights: Weights | None = None,
    ministries: Ministries | None = None,
) -> Iterator[MeasureLink]:
    """The links of programmes to the measures (in order) of one plan year; a programme's links do not depend on the others.

    `names` are those of all programmes, `vocabulary` that of all plans (of the year where it has `OWN_WORDS` measures).
    """
    comparer = Comparer(vocabulary, weights or load_weights(), ministries or load_ministries())
    index = PlanIndex(plan, [names.found_in(measure.text) for measure in plan], comparer)
    for subject in subjects:
        yield from relate(subject, index)


def relate(subject: Subject, index: PlanIndex) -> list[MeasureLink]:
    """The links of one programme to the measures of one plan year."""
    programme = programme_words(subject)
    # A programme of the review system stands in no section of a list: ministry and words alone would tie thousands of
    # programmes to every measure of their ministry.
    met = Meeting(programme, index)
    met.compare(index.likely(programme) if subject.listed else named_alone(index.naming(programme)))
    table = index.comparer.table
    found: list[MeasureLink] = []
    for measure, kind, features, quotes in met.in_order():
        odds = table["prior"] + sum(feature.weight for feature in features)
        reasons = [
            feature.reason for feature in sorted(features, key=lambda one: -abs(one.weight)) if feature.reason
        ]
        if kind == "ministry-section-target":
            own = sum(feature.weight for feature in features)
            rank = met.rank(own, measure) if odds + table["clear-first"] > 0 else "not-first"
            odds += table[rank]
            if rank != "not-first":
                reasons.append("この計画の施策の中で最もよく合う")
        confidence = probability(odds)
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
    compared = list(met.in_order())
    others = {
        measure.id
        for measure, _, features, _ in compared
        if any(feature.name == "target" and feature.weight < 0 for feature in features)
    }
    return _with_twins(found, {measure.id: measure for measure, *_ in compared}, others, index)


def _with_twins(
    links: Sequence[MeasureLink],
    measures: Mapping[str, MeasureItem],
    others: Collection[str],
    index: PlanIndex,
) -> list[MeasureLink]:
    """A measure worded like one that the programme serves for certain (one stated again in another section) is served too, unless
    it is for other people (`others`: the ids of such measures)."""
    table = index.comparer.table
    served = [measures[link.measure] for link in links if link.published]
    found: list[MeasureLink] = []
    for link in links:
        mine = measures[link.measure]
        twin = next(
            (
                one
                for one in served
                if not link.published and mine.id not in others and index.twins(mine, one)
            ),
            None,
        )
        if twin is not None:
            confidence = probability(log_odds(link.confidence) + table["twin"])
            reason = f"この事業に当たる施策No.{twin.number}と同じ文章の施策"
            link = replace(
                link,
                confidence=round(confidence, 4),
                reasons=(*link.reasons, reason),
                published=confidence >= table["accept"],
            )
        found.append(link)
    return found


@dataclass(frozen=True, slots=True)
class MeasureVerdicts:
    """What researchers decided about programmes and measures: pairs (programme key, measure id) that they refused, and chose."""

    refused: frozenset[tuple[str, str]] = frozenset()
    chosen: Mapping[tuple[str, str], Judgement] = field(default_factory=dict)

    def left(self, links: Iterable[MeasureLink]) -> list[MeasureLink]:
        """Links of which nobody has decided."""
        decided = self.refused | self.chosen.keys()
        return [link for link in links if (link.programme, link.measure) not in decided]

    def given(self) -> list[MeasureLink]:
        """The links that were chosen."""
        return [
            MeasureLink(programme, measure, "judgement", 1.0, (one.reason,))
            for (programme, measure), one in self.chosen.items()
        ]


def measure_verdicts(
    programmes: Collection[ProgrammeCluster],
    measures: Iterable[MeasureItem],
    judgements: Sequence[Judgement],
) -> MeasureVerdicts:
    """Judgements of kind measure: the subject is the programme (key or label), the object the measure (id or number). `measures` in
    order."""
    decided = settle(judgements, kind="measure")
    if not decided.same and not decided.different:  # no table of all names is made for nothing
        return MeasureVerdicts()
    keys = {slug(name): item.key for item in programmes for name in (item.label, item.key, *item.alt_labels)}
    keys.update({member: item.key for item in programmes for member in item.members})
    ids = {
        name: measure.id
        for measure in measures
        for name in (measure.id, str(measure.number), f"No.{measure.number}")
    }

    def resolve(one: Judgement) -> tuple[str, str]:
        subject = one.subject.removeprefix("programme/")
        return keys.get(subject, keys.get(slug(subject), subject)), ids.get(one.object, one.object)

    return MeasureVerdicts(
        frozenset(map(resolve, decided.different)), {resolve(one): one for one in decided.same}
    )
