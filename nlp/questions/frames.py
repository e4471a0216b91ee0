"""Which frame of `frames/frames.toml` a question fills: each frame names the features that must stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.attributes import attributes_beside
from nlp.questions.cues import Cue
from nlp.questions.doubts import doubt_asked
from nlp.questions.frame_rules import FrameRule, frame_rules, glossary
from nlp.questions.keyword_conditions import SAID_IN
from nlp.questions.reading import Reading
from nlp.questions.sets import (
    NAMED,
    OWN_ROWS,
    Knowledge,
    budget_signals,
    classes,
    item_of,
    missing_attribute,
    only_they_asked,
)
from nlp.questions.things import Thing

_MANY = re.compile(r"^(?P<name>[a-z_:]+)>(?P<count>\d+)$")
_MEASURE_ATTRS = ("goal", "achievement", "review", "link", "indicator")
_CONFIRM = re.compile(
    r"^(?:の行|扱い|の事業)?(?:なの|です|である|した|し|いた|った|た|できた|され|になって|に当た|でしょう|されて|して)?(?:い|る|り|ます)*(?:のか|か|の)?[?。]*$"
)
_SENTENCE_END = re.compile(r"^(?:です|ます|でしょう|だろう)?(?:か|の|かな|ね|よ)*[?。!]*(?:$|[。?!])")
_NAME_SAID = re.compile(r"(?:事業名|施策名|名称|名前|タイトル|題名)(?:の中)?(?:に|が)[「『\"]")
_PAIR = re.compile(
    r"(?:どの|どこの)(?:府省庁|府省|省庁|省|役所)と(?:どの|どこの)|(?:府省庁|府省|省庁)(?:の組|同士|のペア|間で)"
)
_MAY = re.compile(
    r"(?:でき|なれ|受けられ|もらえ|使え|認められ|許され|充てられ|出せ|(?:な|し)いといけな|なければなりま?せ?|なければならな|する必要があ)"
    r"(?:る|ます|ない|ません|り|い|ん)*(?:か|の|のか|ん|でしょうか|です)*[?。]*$"
)
_COVERED = re.compile(r"対象(?:に(?:なる|なります|なりますか|含まれ\w*)|か|ですか)(?:か|の)?[?。]*$")
_MONEY = re.compile(r"予算|金額|額|円|コスト|費用")


class Features:
    """What stands in a question, by the names that frames use."""

    def __init__(self, reading: Reading, known: Knowledge) -> None:
        self.reading, self.known = reading, known
        self.classes: Sequence[str] = classes(reading)
        self.item = item_of(reading, known)[1]
        self.base_item = ""
        # The kind of the one thing that the question before was about, "" when it was about a set.
        self.base_kind = ""
        self.about: Thing | None = None

    def has(self, name: str) -> bool:
        """Whether the feature `name` stands in the question."""
        many = _MANY.match(name)
        if many:
            return self._count(many["name"]) > int(many["count"])
        special = getattr(self, "_" + name.replace(":", "__"), None)
        if special is not None:
            return bool(special())
        slot, _, value = name.partition(":")
        if name == "ask:count" and self.reading.has("attr:number"):
            return any(not self._within(cue, "attr:number") for cue in self.reading.spans(name))
        if slot == "entity":
            return bool(self.reading.of_kind(value)) or (value == self.base_kind != "")
        if slot == "number":
            return bool(self.reading.numbers_of(value))
        if slot == "class_end":
            return bool(self.classes) and self.classes[-1] == value
        if slot == "class" and value:
            return value in self.classes or (value == "list_line" and "line" in self.classes)
        if not value:
            return bool(self.reading.of_slot(slot))
        return self.reading.has(name)

    def _within(self, cue: Cue, name: str) -> bool:
        return any(other.start <= cue.start and cue.end <= other.end for other in self.reading.spans(name))

    def fits(self, rule: FrameRule) -> bool:
        """Whether the question fills the frame."""
        return (
            all(self.has(name) for name in rule.when)
            and (not rule.any_of or any(self.has(name) for name in rule.any_of))
            and not any(self.has(name) for name in rule.unless)
        )

    def first(self) -> FrameRule | None:
        """The first frame that fits."""
        return next((rule for rule in frame_rules() if self.fits(rule)), None)

    def _count(self, name: str) -> int:
        slot, _, value = name.partition(":")
        if slot == "entity":
            return len({hit.surface for hit in self.reading.of_kind(value)})
        if slot == "number":
            return len({hit.values for hit in self.reading.numbers_of(value)})
        return len({cue.value for cue in self.reading.of_slot(slot)})

    # Features that are more than one cue.
    def _named(self) -> bool:
        whole = [hit for hit in self.reading.entities if hit.kinds() & set(NAMED)]
        return bool(whole) or bool(self.reading.numbers_of("number")) or self.base_kind != ""

    def _core(self) -> bool:
        return any(core.noun for core in self.reading.cores)

    def _core_thing(self) -> bool:
        kinds = ("programme", "measure")
        return any(core.noun and self.known.index.nearest(core.whole, kinds) for core in self.reading.cores)

    def _wh(self) -> bool:
        return self.reading.wh()

    def _money(self) -> bool:
        return self.reading.has("ask:amount", "ask:total") or bool(_MONEY.search(self.reading.text))

    def _which(self) -> bool:
        return bool(re.search(r"どれ|どの|何が|なにが|どんな|挙げ|並べ", self.reading.text))

    def _number_range(self) -> bool:
        return any(len(hit.values) > 1 for hit in self.reading.numbers_of("number"))

    def _money_word(self) -> bool:
        return self.reading.has("ask:amount") or bool(_MONEY.search(self.reading.text))

    def _term(self) -> bool:
        return self.term_name() != ""

    def term_name(self) -> str:
        """The glossary term that the question names, "" when none."""
        text = self.reading.text
        for name, entry in glossary().items():
            if any(word.lower() in text for word in (name, *entry.get("surfaces", ()))):
                return name
        return ""

    def _ministries(self) -> bool:
        return (
            "ministry" in self.classes
            or self.reading.has("group:ministry")
            or bool(self.reading.of_kind("ministry"))
        )

    def _count_words(self) -> bool:
        return self.reading.has("ask:count")

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

    def _target_set(self) -> bool:
        """Target groups of a set are asked for, not of one named thing."""
        return "target_group" in self.classes and not self._named()

    def _class__list_line(self) -> bool:
        return "line" in self.classes and not self.reading.numbers_of("number")

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

    def _entity__target_group_only(self) -> bool:
        return bool(self.reading.of_kind("target_group")) and not self._named()

    def _measure_attr(self) -> bool:
        return any(self.reading.has(f"attr:{name}") for name in _MEASURE_ATTRS)

    def _missing_attr(self) -> bool:
        return missing_attribute(self.reading) is not None

    def _set_words(self) -> bool:
        """A set is described rather than one thing named: a class, or conditions beside the unexplained words."""
        restricted = self.reading.of_kind("ministry") or self.reading.of_kind("target_group")
        placed = self.reading.numbers_of("section") or self.reading.numbers_of("pillar")
        return bool(restricted or placed or set(self.classes) & {"measure", "programme", "line", "grantee"})

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

    def _negated(self) -> bool:
        return bool(
            re.search(
                r"(?:対象に(?:は)?し|持た|担当し|や[りっ]|関わ|支援(?:を)?し|支え|行っ|実施し|取り組ん|扱っ)(?:て|で)?(?:い)?な[いく]",
                self.reading.text,
            )
        )

    def _ask__list_all(self) -> bool:
        return bool(re.search(r"一覧|リスト|すべて|全部|全て", self.reading.text))

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

    def _restricted(self) -> bool:
        """Some condition narrows the set: a ministry, a year, a stage, a section, an amount, a target group."""
        reading = self.reading
        named = any(reading.of_kind(kind) for kind in ("ministry", "target_group", "region", "legal_form"))
        return named or bool(reading.numbers) or bool(reading.of_slot("stage"))

    def _only_names(self) -> bool:
        """Nothing but ministries, target groups or a year stands in the question (厚労省は？)."""
        if self._ask__exists_only():
            return False
        telling = {cue.slot for cue in self.reading.cues} & {
            "attr",
            "class",
            "cond",
            "stage",
            "group",
            "follow",
        }
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

    def _both_years(self) -> bool:
        """Rows of both years, not a sum over them: R6とR7で共通する."""
        return len({h.values for h in self.reading.numbers_of("year")}) > 1 and self.reading.has("ask:shared")

    def _money_beside(self) -> bool:
        """The amount and another attribute are asked for side by side (いくらで、どこの役所か)."""
        asked = attributes_beside(self.reading, "programme").split("+")
        return len(asked) > 1 and "amount" in asked

    def _doubt(self) -> bool:
        return doubt_asked(self.reading) is not None and not self._named()

    def _name_said(self) -> bool:
        """Words are quoted that the name has (事業名に「交付金」が付く)."""
        return bool(_NAME_SAID.search(self.reading.text))

    def _said_in(self) -> bool:
        """Words are quoted that one of the texts has (達成状況に「目標達成」と書いてある)."""
        return bool(SAID_IN.search(self.reading.text))

    def _plan_word(self) -> bool:
        return bool(re.search(r"重点計画|基本計画|大綱|骨太", self.reading.text))

    def _count_and_money(self) -> bool:
        """事業数と金額: how many and how much in one question."""
        return bool(
            re.search(
                r"(?:数|件数|何件|何事業)(?:と|や|で)、?(?:その)?(?:金額|予算額|合計|総額|いくら)",
                self.reading.text,
            )
        )

    def _attributes_beside(self) -> bool:
        """概要と担当: several attributes of one thing, in one answer."""
        return any(
            len(attributes_beside(self.reading, kind).split("+")) > 1 for kind in ("measure", "programme")
        )

    def _between_readings(self) -> bool:
        """再掲を除いた額と含めた額の差: of two readings of one sum, which stand side by side in every sum."""
        return bool(re.search(r"(?:再掲|重複).{0,14}(?:除|含め).{0,14}(?:差|違い)", self.reading.text))

    def _none_at_all(self) -> bool:
        """どの省庁も…ない: what nobody does, no table of gaps."""
        return bool(re.search(r"どの(?:府省庁?|省庁?|役所)も|誰も", self.reading.text))

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

    def _each_programme(self) -> bool:
        """事業それぞれの金額: programme by programme, not summed by ministry."""
        return bool(re.search(r"事業(?:それぞれ|ごと|別|毎|の一つ一つ|1つ1つ)", self.reading.text))

    def _may_asked(self) -> bool:
        """委託はできますか, 他の補助金と併用できる？: what the rules of a grant say, where nothing else is spoken of."""
        funded = any(word in self.reading.text for word in ("交付金", "補助金", "助成金"))
        others = {*self.classes} - {"guideline", "requirement", "eligible_programme"}
        if funded or re.search(r"委託|再委託", self.reading.text):
            others -= {"grantee"}
        restricted = self.reading.numbers or any(
            hit.kinds() & {"ministry", "measure", "grantee", "region"} for hit in self.reading.entities
        )
        return (
            bool(_MAY.search(self.reading.text) or (funded and _COVERED.search(self.reading.text)))
            and not others
            and not restricted
            and bool(self.known.lexicon.of_kind("guideline"))
            and not self.reading.has("ask:capability")
        )

    def _never(self) -> bool:
        """Frames that stand in for another one only (parser)."""
        return False

    def _pair_of_ministries(self) -> bool:
        """どの省とどの省が, 府省庁の組み合わせ: pairs are asked for."""
        return bool(_PAIR.search(self.reading.text)) and self.reading.has("ask:shared", "ask:max", "ask:desc")

    def _most_money_for_targets(self) -> bool:
        ranked = self.reading.has("ask:max", "ask:min", "ask:desc", "ask:asc")
        return ranked and bool(self.classes) and self.classes[-1] == "target_group"

    def _only_they(self) -> bool:
        return only_they_asked(self.reading)

    def _years_word(self) -> bool:
        return bool(re.search(r"年度|年連続|年続け|両年", self.reading.text))

    def _ask__exists_only(self) -> bool:
        last = any(
            _SENTENCE_END.match(self.reading.text[cue.end :]) for cue in self.reading.spans("ask:exists")
        )
        return last and not self.reading.wh() and not self.reading.has("ask:count", "ask:amount", "ask:total")

    def _attr_alone(self) -> bool:
        """An attribute is asked for and nothing says of what (根拠法令は何？ 応募の締切は？)."""
        others = {*self.classes} - {"law", "plan", "call"}
        return not others and not self._named() and not self._core() and not self._restricted()

    def _asserts(self) -> bool:
        """A flag is said of something, to be confirmed or denied: No.66は再掲？ 金額は内数ですか."""
        text = self.reading.text
        return not self.reading.wh() and any(
            text[: cue.start].endswith(("は", "が", "も")) and _CONFIRM.match(text[cue.end :])
            for cue in self.reading.of_slot("cond")
        )

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
