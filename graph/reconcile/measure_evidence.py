"""What speaks for a programme serving a numbered measure: name, mention, ministry, section, target group, words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from graph.analysis.ministries import Ministries
from graph.reconcile.features import name_feature, text_similarity
from graph.reconcile.items import Clustering, Feature, Item, MeasureItem, MeasureLinkKind, ProgrammeCluster
from graph.reconcile.measure_words import Vocabulary, distinctive, longest_run, pairs_in
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold
from graph.reconcile.people import other_people, people_hits
from graph.reconcile.weights import Weights

_SAME = frozenset(
    {"identical", "respelled", "light-words", "identical-short", "respelled-short", "damaged", "misread"}
)
_NEAR = frozenset({"near", "near-faint", "scope", "light-words-short", "one-character"})
_QUOTE_MARGIN = 20
_SHORTEST_PHRASE = 10
_FEWEST_PAIRS = 4
# Whom a name says that something is done for: 離島の高齢者等への…, ひとり親家庭に対する….
_HEAD = re.compile(r"(.{2,24}?)(?:等)?(?:に対する|への|を対象とした|に向けた)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A programme as related to measures."""

    programme: ProgrammeCluster
    names: tuple[str, ...]
    sections: frozenset[str]
    targets: frozenset[str]
    texts: tuple[str, ...]
    pairs: frozenset[str]
    listed: bool = True


def subjects_of(clusters: Clustering, by_id: dict[str, Item]) -> list[Subject]:
    """Every programme with what its rows and sheets say; a part without a ministry has that of its whole."""
    found: list[Subject] = []
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
            Subject(
                programme,
                names,
                frozenset(item.section for item in members if item.section),
                frozenset(group for item in members for group in item.target_groups),
                tuple(item.text for item in members if item.kind == "sheet" and item.text),
                frozenset().union(*(distinctive(name) for name in names)),
                any(item.kind != "review_sheet" for item in members),
            )
        )
    return found


def measure_features(
    subject: Subject,
    measure: MeasureItem,
    mentioned: dict[str, tuple[int, int]],
    vocabulary: Vocabulary,
    weights: Weights,
    ministries: Ministries,
) -> tuple[MeasureLinkKind, list[Feature], tuple[str, ...]]:
    """The kind of evidence, the features, and quotes of the measure. `mentioned`: the names that its text prints, and where."""
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
    # A name that is merely near is taken only where the words of both do not say more.
    near = level in _NEAR and table["near-name"] > sum(
        feature.weight for feature in _words(subject, measure, vocabulary, table)
    )
    if level in _SAME or near:
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
    targets = _targets(subject, measure, vocabulary, table)
    if kind == "ministry-section-target" or targets.level == "shared":
        features.append(targets)
    if kind == "ministry-section-target":
        features.extend(_words(subject, measure, vocabulary, table))
        if kinship != "different":
            features.extend(_phrase(subject, measure, vocabulary, table))
    return kind, features, tuple(quotes)


def _targets(
    subject: Subject, measure: MeasureItem, vocabulary: Vocabulary, table: Mapping[str, float]
) -> Feature:
    """Whom both support; or that they support other people, neither group being part of the other."""
    theirs = frozenset(measure.target_groups)
    shared = sorted(subject.targets & theirs)
    if shared:
        return Feature("target", "shared", table["target-shared"], f"対象者が同じ（{'・'.join(shared)}）")
    if other_people(subject.targets, theirs):
        shown = f"{'・'.join(sorted(subject.targets))} / {'・'.join(sorted(theirs))}"
        return Feature("target", "other", table["target-other"], f"対象者が異なる（{shown}）")
    people = _HEAD.match(fold(measure.label))
    if people and any(_HEAD.match(fold(name)) for name in subject.names):
        said = frozenset().union(subject.pairs, *(pairs_in(text) for text in subject.texts))
        if vocabulary.covered(distinctive(people[1]), said) < 0.5:
            reason = f"施策名の対象「{people[1]}」が事業の資料にない"
            return Feature("target", "unnamed", table["target-unnamed"], reason)
    return Feature("target", "unknown", 0.0, "")


def _phrase(
    subject: Subject, measure: MeasureItem, vocabulary: Vocabulary, table: Mapping[str, float]
) -> Iterator[Feature]:
    """A long part of the measure's label that a sheet of the programme prints word for word."""
    label = fold(_without_people(measure.label))
    wanted = distinctive(_without_people(measure.label))
    for text in subject.texts:
        run = longest_run(label, fold(text))
        if (
            sum(map(str.isalnum, run)) >= _SHORTEST_PHRASE
            and vocabulary.covered(wanted, distinctive(run)) >= 0.5
        ):
            yield Feature("phrase", "printed", table["phrase-printed"], f"資料に施策名の「{run}」とある")
            return


def _section(subject: Subject, measure: MeasureItem, table: Mapping[str, float]) -> Feature:
    if measure.section and measure.section in subject.sections:
        return Feature("section", "same", table["section-same"], f"同じ節（{measure.section}）")
    pillars = {section.split("-")[0] for section in subject.sections}
    if measure.section and measure.section.split("-")[0] in pillars:
        return Feature(
            "section", "pillar", table["pillar-same"], f"同じ柱（{measure.section.split('-')[0]}）"
        )
    return Feature("section", "other", table["section-other"], "")


@lru_cache(maxsize=50_000)
def _without_people(name: str) -> str:
    """A name without the people whom it supports: they are compared as target groups, and many programmes share them.

    A name that says hardly anything else stays whole.
    """
    kept, end = [], 0
    head = _HEAD.match(normalize("NFKC", name))
    text = normalize("NFKC", name)[head.end() if head else 0 :]
    for hit in people_hits(text):
        kept.append(text[end : hit.start])
        end = hit.end
    rest = "、".join((*kept, text[end:]))
    return rest if len(distinctive(rest)) >= _FEWEST_PAIRS else name


def _words(
    subject: Subject, measure: MeasureItem, vocabulary: Vocabulary, table: Mapping[str, float]
) -> list[Feature]:
    label = distinctive(_without_people(measure.label))
    share = vocabulary.covered(label, subject.pairs) if len(label) >= 4 else 0.0
    level = "most" if share >= 0.7 else "half" if share >= 0.5 else "some" if share >= 0.3 else "none"
    reason = f"施策名の語の{share:.0%}が事業名にある" if level in {"most", "half"} else ""
    found = [Feature("label", level, table[f"label-{level}"], reason)]
    body = pairs_in(f"{measure.label}\n{measure.text}")
    share = max(
        (vocabulary.covered(distinctive(_without_people(name)), body) for name in subject.names), default=0.0
    )
    level = "most" if share >= 0.85 else "half" if share >= 0.65 else "some" if share >= 0.4 else "none"
    reason = f"事業名の語の{share:.0%}が施策の本文にある" if level in {"most", "half"} else ""
    found.append(Feature("words", level, table[f"words-{level}"], reason))
    alike = max((text_similarity(text, measure.text) for text in subject.texts), default=0.0)
    level = "close" if alike >= 0.55 else "loose" if alike >= 0.42 else "apart"
    reason = f"概要の文章の一致 {alike:.0%}" if level != "apart" else ""
    found.append(Feature("text", level, table[f"text-{level}"], reason))
    return found
