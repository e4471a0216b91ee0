"""Features of questions that are more than one cue: what stands in them of sets, things, groups and the rows asked for.

A method `_name` tells whether the feature `name` of `frames/frames.toml` stands in the question; `__` stands for `:`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.questions.conditions.doubts import doubt_asked
from nlp.questions.conditions.flag_conditions import all_had
from nlp.questions.found.quantities import PER_UNIT
from nlp.questions.found.reading import Reading
from nlp.questions.framing.asked_rows import classes, item_of
from nlp.questions.framing.figures import figures_meant
from nlp.questions.framing.grant_phrases import (
    recipients_asked,
    rule_details_asked,
    rules_asked,
    who_may_apply,
)
from nlp.questions.framing.phrases import PhraseFeatures
from nlp.questions.framing.sets import NAMED, OWN_ROWS, Knowledge, budget_signals
from nlp.questions.framing.source_phrases import TELLING


class SetFeatures(PhraseFeatures):
    """Features told by the classes, names and conditions of a question together."""

    def __init__(self, reading: Reading, known: Knowledge) -> None:
        super().__init__(reading)
        self.known = known
        self.classes: Sequence[str] = classes(reading)
        self.item = item_of(reading, known)[1]
        # The kind of the one thing that the question before was about, "" when it was about a set.
        self.base_kind = ""

    def _named(self) -> bool:
        whole = [hit for hit in self.reading.entities if hit.kinds() & set(NAMED)]
        one = any(len(hit.values) < 2 for hit in self.reading.numbers_of("number"))
        return bool(whole) or one or self.base_kind != ""

    def _core(self) -> bool:
        return any(core.noun for core in self.reading.cores)

    def _core_thing(self) -> bool:
        kinds = ("programme", "measure")
        return any(core.noun and self.known.index.nearest(core.whole, kinds) for core in self.reading.cores)

    def _ministries(self) -> bool:
        return (
            "ministry" in self.classes
            or self.reading.has("group:ministry")
            or bool(self.reading.of_kind("ministry"))
        )

    def _change_by_ministry(self) -> bool:
        """省庁別の増減, 予算が減った省庁: sums of ministries in two years; 担当省庁が変わった is about who is in charge."""
        last = bool(self.classes) and self.classes[-1] == "ministry"
        moved = self.reading.has("ask:rise", "ask:fall")
        either = self.reading.has("ask:change") and (self._money() or self.reading.has("group:ministry"))
        return (last or self.reading.has("group:ministry")) and (moved or either)

    def _ranked_item(self) -> bool:
        return self.item in ("ministry", "target_group", "section", "pillar")

    def _says_measure(self) -> bool:
        """The number is said to be a measure's (施策No.82), or measures are what the question is about."""
        text = self.reading.text
        beside = any(
            "施策" in text[max(0, hit.start - 4) : hit.end] for hit in self.reading.numbers_of("number")
        )
        return beside or "measure" in self.classes

    def _measure_number(self) -> bool:
        return bool(self.reading.numbers_of("number")) and self._says_measure()

    def _had_only(self) -> bool:
        """達成状況の記載がある施策を持つ府省庁: the attribute only tells which rows, and is not asked for."""
        return all_had(self.reading)

    def _target_set(self) -> bool:
        """Target groups of a set are asked for, not of one named thing."""
        return "target_group" in self.classes and not self._named()

    def _class__list_line(self) -> bool:
        return "line" in self.classes and not self.reading.numbers_of("number")

    def _count_of_ministry_alone(self) -> bool:
        """内閣府は何件: nothing says of what, and a ministry has not as many measures as programmes."""
        one = len(self.reading.of_kind("ministry")) == 1
        return one and self._nothing_but(("ministry",), "count")

    def _total_alone(self) -> bool:
        """補正の合計はいくら: of the lists of several years, and nothing says of which or of what."""
        lists = self.known.lexicon.budget_lists()
        staged = {cue.value for cue in self.reading.of_slot("stage")} <= {item.stage for item in lists}
        return len({item.year for item in lists}) > 1 and staged and self._nothing_but((), "total", "amount")

    def _nothing_but(self, kinds: Sequence[str], *asked: str) -> bool:
        """Whether nothing is said but names of these kinds and these ways of asking, and a stage."""
        reading = self.reading
        told = {cue.slot for cue in reading.cues} & TELLING - {"stage"}
        told |= {cue.value for cue in reading.of_slot("join")} - {"any", "only"}
        asks = {cue.value for cue in reading.of_slot("ask")} - {*asked, "list", "exists"}
        named = any(not hit.kinds() <= set(kinds) for hit in reading.entities)
        return not (told or asks or named or reading.numbers or self._core())

    def _line_only(self) -> bool:
        """The number is a row's of a budget list: money, a stage, a year or programmes stand beside it."""
        if self._says_measure() or not self.reading.numbers_of("number"):
            return False
        beside = budget_signals(self.reading) or bool(self.reading.numbers_of("year"))
        return beside or "programme" in self.classes

    def _measure_named(self) -> bool:
        return self._entity__measure_only()

    def _entity__measure_only(self) -> bool:
        kinds = [hit.kinds() for hit in self.reading.entities]
        return any("measure" in k for k in kinds) and not any("programme" in k for k in kinds)

    def _component_alone(self) -> bool:
        """活躍推進型の金額: a part of a programme by its whole name, which no programme or measure bears."""
        hits = self.reading.of_kind("component")
        return bool(hits) and not any(hit.kinds() & {"programme", "measure", "line"} for hit in hits)

    def _component_value(self) -> bool:
        """広報啓発活動支援の基準額: what a sheet prints of a part of a programme, year by year."""
        return self._component_alone() and self.reading.has("attr:limit", "attr:subsidy_rate")

    def _entity__target_group_only(self) -> bool:
        return bool(self.reading.of_kind("target_group")) and not self._named()

    def _set_words(self) -> bool:
        """A set is described rather than one thing named: a class, or conditions beside the unexplained words."""
        groups = self.reading.of_kind("target_group")
        if self.reading.has("attr:limit"):
            groups = tuple(hit for hit in groups if not PER_UNIT.fullmatch(hit.surface))
        restricted = self.reading.of_kind("ministry") or groups
        placed = self.reading.numbers_of("section") or self.reading.numbers_of("pillar")
        return bool(restricted or placed or set(self.classes) & {"measure", "programme", "line", "grantee"})

    def _figure(self) -> bool:
        """いま何人, 応答率の目標は: the printed figure of an indicator that is loaded."""
        return bool(figures_meant(self.reading, self.classes, self.known))

    def _figure_of_one(self) -> bool:
        """欠食の割合の目標値, No.27の実績は何%: a printed figure of one thing, no share of a set."""
        told = self.reading.has(
            "attr:goal", "attr:achievement", "attr:indicator", "attr:subsidy_rate", "attr:limit"
        )
        return told and (self._named() or self._core())

    def _core_alone(self) -> bool:
        return self._core() and not set(self.classes) & {"measure", "programme", "line", "grantee"}

    def _class_end_plain__programme(self) -> bool:
        """事業 itself is asked for (厚労省の事業), not money of it (厚労省の事業の予算額)."""
        return bool(self.classes) and self.classes[-1] == "programme" and not self.reading.has("ask:amount")

    def _bare_named(self) -> bool:
        others = {c.value for c in self.reading.of_slot("ask")} - {
            "list",
            "definition",
            "describe",
            "title",
            "project_name",
        }
        if self.reading.wh():
            others -= {"exists"}
        empty = not others and not self.reading.of_slot("attr") and not self.reading.of_slot("group")
        return empty and (self._named() or (self._core() and not self.classes))

    def _bare_thing(self) -> bool:
        """施策No.82は何ですか: the か asks what, not whether."""
        return self.reading.has("ask:describe", "ask:definition") and self.reading.wh()

    def _ask__count_lines(self) -> bool:
        return self.reading.has("ask:count") and "line" in self.classes and not self._named()

    def _guideline_item(self) -> bool:
        return self.item in ("activity", "requirement")

    def _section_list(self) -> bool:
        return self.item in ("section", "pillar") and not self._named()

    def _class_end_unnamed__programme(self) -> bool:
        return bool(self.classes) and self.classes[-1] == "programme" and not self._named()

    def _other_rows(self) -> bool:
        """Rows of another kind are asked for than the thing named (a law named, its eligible programmes asked)."""
        kinds = {kind for hit in self.reading.entities for kind in hit.kinds()}
        others = {*OWN_ROWS, "target_group", "ministry", "section", "pillar"}
        return bool({c for c in self.classes if c in others} - kinds)

    def _money_total(self) -> bool:
        return self.reading.has("ask:total") or bool(self.reading.of_slot("stage")) or self._money()

    def _money_ranked(self) -> bool:
        """Money orders the groups, not how many rows they have."""
        return self._money() and not self._many_rows()

    def _restricted(self) -> bool:
        """Some condition narrows the set: a ministry, a year, a stage, a section, an amount, a target group."""
        reading = self.reading
        named = any(reading.of_kind(kind) for kind in ("ministry", "target_group", "region", "legal_form"))
        return named or bool(reading.numbers or reading.aside or reading.of_slot("stage"))

    def _only_names(self) -> bool:
        """Nothing but ministries, target groups or a year stands in the question (厚労省は？)."""
        if self._ask__exists_only():
            return False
        telling = {cue.slot for cue in self.reading.cues} & TELLING
        asks = {cue.value for cue in self.reading.of_slot("ask")} - {"list", "describe", "exists", "title"}
        numbers = {hit.kind for hit in self.reading.numbers} - {"year"}
        if self.reading.of_kind("section") or self.reading.of_kind("pillar"):
            return False
        return not telling and not asks and not numbers and not any(core.noun for core in self.reading.cores)

    def _attr_only_class(self) -> bool:
        """The attribute's word is itself the class asked for (要件 目的)."""
        if self._named():
            return False
        spans = {(cue.start, cue.end) for cue in self.reading.of_slot("class")}
        return all((cue.start, cue.end) in spans for cue in self.reading.of_slot("attr")) and bool(
            self.reading.of_slot("attr")
        )

    def _set_of_ministries(self) -> bool:
        return "ministry" in self.classes and bool(self.reading.of_kind("target_group")) and not self._named()

    def _doubt(self) -> bool:
        return doubt_asked(self.reading) is not None and not self._named()

    def _doubt_of_measures(self) -> bool:
        """府省庁名の読み間違いを直した施策: measures by what happened to their text, no list of troubles."""
        return self._doubt() and "measure" in self.classes

    def _lists_ministries(self) -> bool:
        """どの省庁が…持っていない: ministries are what is asked for, wherever the word stands."""
        return self.item == "ministry" and "ministry" in self.classes

    def _core_programme(self) -> bool:
        """Words that programmes are named by: フードバンクの事業に関連する施策, not 更生保護に関係する施策."""
        cores = [core for core in self.reading.cores if core.noun]
        return bool(cores) and ("programme" in self.classes or any(c.whole.endswith("事業") for c in cores))

    def _may_asked(self) -> bool:
        if not self.known.lexicon.of_kind("guideline"):
            return False
        return rules_asked(self.reading, self.classes) or rule_details_asked(self.reading, self.classes)

    def _who_may_apply(self) -> bool:
        about = self.known.lexicon.of_kind("guideline") or self._named()
        return bool(about) and who_may_apply(self.reading, self.classes)

    def _one_side_only(self) -> bool:
        """The link between a programme and a measure needs both to be named."""
        programme = bool(self.reading.of_kind("programme")) or self._core_programme()
        # No.82と食品アクセス確保緊急支援事業: beside a programme the number is a measure's.
        numbered = bool(self.reading.numbers_of("number"))
        return not (programme and (numbered or self._entity__measure_only()))

    def _recipients(self) -> bool:
        return recipients_asked(self.reading)

    def _indicators_due(self) -> bool:
        """令和8年度が達成期限の指標: indicators by the year by which they are to be reached, not those of one measure."""
        last = bool(self.classes) and self.classes[-1] == "indicator"
        return last and not self._named() and bool(self.reading.numbers_of("year"))

    def _most_money_for_targets(self) -> bool:
        ranked = self.reading.has("ask:max", "ask:min", "ask:desc", "ask:asc")
        return ranked and bool(self.classes) and self.classes[-1] == "target_group"

    def _attr_alone(self) -> bool:
        """An attribute is asked for and nothing says of what (根拠法令は何？ 応募の締切は？)."""
        others = {*self.classes} - {"law", "plan", "call"}
        return not others and not self._named() and not self._core() and not self._restricted()

    def _ask__list_documents(self) -> bool:
        return "document" in self.classes and not self._named()

    def _bare(self) -> bool:
        others = {cue.value for cue in self.reading.of_slot("ask")} - {
            "list",
            "definition",
            "describe",
            "title",
        }
        return not others and not self.reading.of_slot("attr") and not self.reading.of_slot("group")
