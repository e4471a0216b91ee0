"""What speaks for a programme serving a numbered measure: name, mention, ministry, section, target group, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.analysis.ministries import Kinship, Ministries
from graph.reconcile.features import codes_similarity, name_feature
from graph.reconcile.items import Feature, MeasureLinkKind
from graph.reconcile.measure_sides import FEWEST_PAIRS, MeasureWords, ProgrammeWords
from graph.reconcile.measure_words import Vocabulary, distinctive, longest_run
from graph.reconcile.name_words import fold
from graph.reconcile.people import other_people
from graph.reconcile.sections import outline_of, printed_notation
from graph.reconcile.weights import Weights, log_odds
from nlp.layout.notations import pillar_of

_SAME = frozenset(
    {"identical", "respelled", "light-words", "identical-short", "respelled-short", "damaged", "misread"}
)
_NEAR = frozenset({"near", "near-faint", "scope", "light-words-short", "one-character"})
_QUOTE_MARGIN = 20
# From which likeness on (0..1) texts are alike; those that are less say nothing.
CLOSE, LOOSE = 0.55, 0.42
# From which share (0..1) on the bits of a measure's label make a phrase.
PRINTED = 0.5
# Two spellings of one name share more of what is distinctive in it.
FEW_WORDS = 0.2
_SHORTEST_PHRASE = 10
# From which share (0..1) of the bits a level counts, highest first: of a measure's label in a programme's names, and of a
# programme's name in a measure. Below the last it is "none".
LABEL_STEPS = ((0.7, "most"), (0.5, "half"), (0.3, "some"))
WORDS_STEPS = ((0.85, "most"), (0.65, "half"), (0.4, "some"))
# What sums of weights may be rounded by.
SLACK = 1e-6
# Pairs of groups of people that are remembered.
_GROUPS = 20_000


@dataclass(frozen=True)
class Comparer:
    """Compares programmes with measures; how two sets of ministries or of groups of people relate is worked out once."""

    vocabulary: Vocabulary
    weights: Weights
    ministries: Ministries
    _kinships: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Kinship, Feature]] = field(
        default_factory=dict
    )
    _groups: dict[tuple[frozenset[str], frozenset[str]], Feature | None] = field(default_factory=dict)

    @property
    def table(self) -> Mapping[str, float]:
        """The weights of the levels."""
        return self.weights.levels["measure"]

    @property
    def least_linked(self) -> float:
        """What the evidence for a measure must outweigh for a link, where no other measure comes near it; rounded down."""
        return min(map(self.needed, ("clear-first", "first", "not-first")))

    def needed(self, rank: str) -> float:
        """What the evidence for a measure of this rank must weigh for a link; rounded down."""
        return log_odds(self.table["doubt"]) - self.table["prior"] - self.table[rank] - SLACK

    def features(
        self, programme: ProgrammeWords, measure: MeasureWords, printed: Mapping[str, tuple[int, int]]
    ) -> tuple[MeasureLinkKind, list[Feature], tuple[str, ...]]:
        """The kind of evidence, the features, and quotes of the measure. `printed`: the names in its text, and where."""
        table = self.table
        kind: MeasureLinkKind = "ministry-section-target"
        quotes: list[str] = []
        kinship, ministry = self.ministry(programme.ministries, measure.item.ministry)
        features = [ministry]
        words = self._words(programme, measure)
        name = self._name(programme, measure)
        level = name.level.split("/")[0]
        # A name that is merely near is taken only where the words of both do not say more.
        near = level in _NEAR and table["near-name"] > sum(feature.weight for feature in words)
        if level in _SAME or near:
            weight = table["same-name"] if level in _SAME else table["near-name"]
            features.append(Feature("name", level, weight, f"施策名と事業名: {name.reason}"))
            quotes.append(measure.item.label)
            kind = "by-name"
        named = [(name, at) for name, folded in programme.names if (at := printed.get(folded))]
        if named:
            shown, (start, end) = min(named, key=lambda one: (-len(one[0]), one[0]))
            features.append(Feature("mention", "printed", table["printed"], f"施策の本文に「{shown}」とある"))
            quotes.append(fold(measure.item.text)[max(0, start - _QUOTE_MARGIN) : end + _QUOTE_MARGIN])
            kind = kind if kind == "by-name" else "mention"
        features.append(self.section(programme.sections, measure.item.section))
        targets = self._targets(programme, measure)
        if kind == "ministry-section-target" or targets.level == "shared":
            features.append(targets)
        if kind == "ministry-section-target":
            features.extend(words)
            if kinship != "different":
                features.extend(self._phrase(programme, measure))
        return kind, features, tuple(quotes)

    def ministry(self, first: tuple[str, ...], second: tuple[str, ...]) -> tuple[Kinship, Feature]:
        """How the ministries of a programme and a measure relate, and what it weighs."""
        known = self._kinships.get((first, second))
        if known is None:
            kinship, reason = self.ministries.kinship(first, second)
            level = {"same": "same", "shared": "same", "missing": "missing", "different": "different"}
            weight = self.table[f"ministry-{level.get(kinship, 'kin')}"]
            known = self._kinships[(first, second)] = kinship, Feature("ministry", kinship, weight, reason)
        return known

    def section(self, sections: frozenset[str], section: str) -> Feature:
        """Whether a measure stands in the section of a programme, or under its pillar."""
        if section and section in sections:
            return Feature(
                "section", "same", self.table["section-same"], f"同じ節（{printed_notation(section)}）"
            )
        pillar = pillar_of(section)
        if section and any(pillar_of(one) == pillar for one in sections):
            return Feature(
                "section", "pillar", self.table["pillar-same"], f"同じ柱（{printed_notation(pillar)}）"
            )
        unknown = section and sections and outline_of(section) not in map(outline_of, sections)
        level = "unknown" if unknown else "other"
        return Feature("section", level, self.table[f"section-{level}"], "")

    def groups(self, first: frozenset[str], second: frozenset[str]) -> Feature | None:
        """Whom both support; or that they support other people, neither group being part of the other; else None."""
        pair = first, second
        if pair not in self._groups:
            if len(self._groups) >= _GROUPS:
                self._groups.clear()
            self._groups[pair] = self._compare_groups(first, second)
        return self._groups[pair]

    def _compare_groups(self, first: frozenset[str], second: frozenset[str]) -> Feature | None:
        shared = sorted(first & second)
        if shared:
            return Feature(
                "target", "shared", self.table["target-shared"], f"対象者が同じ（{'・'.join(shared)}）"
            )
        if other_people(first, second):
            shown = f"{'・'.join(sorted(first))} / {'・'.join(sorted(second))}"
            return Feature("target", "other", self.table["target-other"], f"対象者が異なる（{shown}）")
        return None

    def _targets(self, programme: ProgrammeWords, measure: MeasureWords) -> Feature:
        found = self.groups(programme.targets, frozenset(measure.item.target_groups))
        if found is not None:
            return found
        if measure.people and programme.says_for_whom:
            asked = distinctive(measure.people)
            known = self.vocabulary.covered(asked, programme.pairs | programme.told(asked))
            reason = f"施策名の対象「{measure.people}」が事業の資料にない"
            if known < 0.5:
                return Feature("target", "unnamed", self.table["target-unnamed"], reason)
        return Feature("target", "unknown", 0.0, "")

    def _phrase(self, programme: ProgrammeWords, measure: MeasureWords) -> Iterator[Feature]:
        """A long part of the measure's label that a sheet of the programme prints word for word."""
        if self.vocabulary.covered(measure.wanted, programme.told(measure.wanted)) < PRINTED:
            return
        for text in programme.texts:
            run = longest_run(measure.bare, text)
            if (
                sum(map(str.isalnum, run)) >= _SHORTEST_PHRASE
                and self.vocabulary.covered(measure.wanted, distinctive(run)) >= PRINTED
            ):
                reason = f"資料に施策名の「{run}」とある"
                yield Feature("phrase", "printed", self.table["phrase-printed"], reason)
                return

    def _label_share(self, programme: ProgrammeWords, measure: MeasureWords) -> float:
        if len(measure.wanted) < FEWEST_PAIRS:
            return 0.0
        return self.vocabulary.covered(measure.wanted, programme.pairs)

    def may_be_named(self, programme: ProgrammeWords, measure: MeasureWords) -> bool:
        """Whether the names are so near that they may be the evidence."""
        return self._name(programme, measure).level.split("/")[0] in _SAME | _NEAR

    def _name(self, programme: ProgrammeWords, measure: MeasureWords) -> Feature:
        """How the names compare; two readable ones that share hardly a word are not looked at."""
        damaged = programme.damaged or measure.any_name
        if not damaged and self._label_share(programme, measure) < FEW_WORDS:
            return Feature("name", "different", 0.0, "")
        return name_feature(programme.forms, measure.forms, self.weights)

    def _words(self, programme: ProgrammeWords, measure: MeasureWords) -> list[Feature]:
        table = self.table
        share = self._label_share(programme, measure)
        level = _level(share, LABEL_STEPS)
        reason = f"施策名の語の{share:.0%}が事業名にある" if level in {"most", "half"} else ""
        found = [Feature("label", level, table[f"label-{level}"], reason)]
        share = max(
            (self.vocabulary.covered(wanted, measure.holds(wanted)) for wanted in programme.wanted),
            default=0.0,
        )
        level = _level(share, WORDS_STEPS)
        reason = f"事業名の語の{share:.0%}が施策の本文にある" if level in {"most", "half"} else ""
        found.append(Feature("words", level, table[f"words-{level}"], reason))
        alike = _alike(programme, measure)
        level = "close" if alike >= CLOSE else "loose" if alike >= LOOSE else "apart"
        reason = f"概要の文章の一致 {alike:.0%}" if level != "apart" else ""
        found.append(Feature("text", level, table[f"text-{level}"], reason))
        return found


def _level(share: float, steps: Sequence[tuple[float, str]]) -> str:
    return next((level for least, level in steps if share >= least), "none")


def _alike(programme: ProgrammeWords, measure: MeasureWords) -> float:
    """How alike the measure's text is to the programme's likest one (0..1)."""
    theirs = measure.text_codes
    return max((codes_similarity(codes, theirs) for codes in programme.text_codes), default=0.0)
