"""What a question says in phrases: features that frames ask for and that its words and cues alone decide."""

from __future__ import annotations

import re

from nlp.questions.conditions.denied_rows import denied_rows_held, denied_rows_lacked
from nlp.questions.conditions.name_conditions import contrasted
from nlp.questions.conditions.said_in_text import denied_in_text, places_told
from nlp.questions.found.number_patterns import PART_OF_AMOUNT
from nlp.questions.found.reading import Reading
from nlp.questions.framing.asked_rows import rows_and_charge
from nlp.questions.framing.attributes import attributes_beside
from nlp.questions.framing.sets import missing_attribute, only_they_asked
from nlp.questions.framing.source_phrases import SourcePhrases
from nlp.questions.names.two_names import other_name
from nlp.questions.tables.frame_rules import glossary

_MEASURE_ATTRS = ("goal", "achievement", "review", "link", "indicator")
_CONFIRM = re.compile(
    r"^(?:の行|扱い|の事業)?(?:なの(?:です|でしょう)?|なん(?:です|でしょう)|でいい|でよい|でよろしい|です|である|した|し|いた|った|た|できた|され|になって|に当た|でしょう|されて|して)?(?:い|る|り|ます)*(?:のか|か|の)?[?。]*$"
)
_SENTENCE_END = re.compile(r"^(?:です|ます|でしょう|だろう)?(?:か|の|かな|ね|よ)*[?。!]*(?:$|[。?!])")
_NAME_SAID = re.compile(r"(?:事業名|施策名|名称|名前|タイトル|題名)(?:の中)?(?:に|が)[「『\"]")
_PAIR = re.compile(
    r"(?:どの|どこの)(?:府省庁|府省|省庁|省|役所)と(?:どの|どこの)|(?:府省庁|府省|省庁)(?:の組|同士|のペア|間で)"
)
_CLAIM = re.compile(
    r"(?:だ)?(?:で|という(?:の|こと)は|って(?:の|こと)?は?|との(?:こと|理解)で)?、?(?:合って|あって|正し|正解|本当|間違い|ok|よい|いい|良い)[^。]{0,8}[?。]*$"
    r"|(?:です|だ|でした|だった)(?:よ)?ね[?。]*$|(?:です|なの|でしょう|だった|でした)?(?:の)?か?[?]$|ですか[。]?$|でしたか[。]?$"
)
_MANY_ROWS = re.compile(
    r"(?:多く|少な[くい]|多い|多数)の?(?:事業|施策|行)(?!の?(?:予算|金額|額))|(?:事業|施策|行|もの)(?:の)?(?:数|件数)?(?:が|を|の)?(?:最も|一番)?(?:多[くい]|少な[くい])"
)
_COUNT_AND_CHARGE = re.compile(
    r"(?:施策|事業|件)の?(?:数|件数|本数)(?:と|や|及び|および|並びに|、|・|[+]|/|と?(?:その)?)(?:その)?(?:担当|所管)"
    r"|(?:施策|事業)(?:は|が|って|の数は)?(?:何件|いくつ|何本)(?:あって|あり|ある(?:の|か)?|あるか|で)?、?(?:その|それぞれ)?(?:担当|所管|どこ|どの(?:省|役所))"
)
_EVERY_MINISTRY = re.compile(
    r"(?:(?:どの|どこの)(?:府省庁|府省|省庁|省|役所|官庁)(?:に|で)?も|(?:全|すべての|全ての|全部の|あらゆる)(?:府省庁|府省|省庁|省|役所|官庁)(?:が|に|で|は|も)?).{0,18}(?:ある|あります|持って(?:い)?(?:る|ます)|やって(?:い)?(?:る|ます)|して(?:い)?(?:る|ます)|いる|揃って(?:い)?(?:る|ます))(?:の|ん)?(?:です|でしょう)?か?[?。]*$"
)
_DOES_WHAT = re.compile(
    r"(?:は|って|が)(?:どんなこと|どういうこと|何|なに)(?:を|に)(?:し|や|取り組|担当|行)(?:て|んで|って)?(?:い)?(?:る|ます|るの|ますか|るか)?(?:の)?(?:です)?か?[?。]*$"
)
_MODIFIED = re.compile(r"[^、。\s](?:の|する|した|している|な|される|された|ある|向け|関する|含む)$")
_WORKS = re.compile(
    r"(?:取組|支援策|施策や事業)(?:を|は|が(?:用意|あ[るり]|存在|実施|行わ)|の一覧|一覧|、|$)"
)
_LINKS = re.compile(
    r"つながり|繋がり|関連付け(?=の)|関連づけ(?=の)|対応付け(?=の)|結び付き|結びつき|リンク|紐付け|紐づけ|ひも付け|ひもづけ|(?:事業|施策|対象者)(?:と|と[^、]{0,6})の(?:関連|関係|対応)|(?<=\d)の(?:関連|関係|対応)付?け?|推定"
)
_COUNTED = re.compile(r"(?:行|件|事業|施策|団体)数(?:が|の|は|を|で)")
_MONEY = re.compile(r"予算|金額|額|円(?!滑|満|卓|形|環)|コスト|費用")


class PhraseFeatures(SourcePhrases):
    """Features read off the question alone; `nlp.questions.framing.frames.Features` adds those that need the lexicon or a thread."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

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
            words = [word.lower() for word in (name, *entry.get("surfaces", ()))]
            if any(word in text and not self._of_a_set(text.index(word), len(word)) for word in words):
                return name
        return ""

    def _of_a_set(self, start: int, length: int) -> bool:
        """ヤングケアラーを対象とする施策って何: the things of a kind that are so and so, not what the word means."""
        classed = any(c.start == start and c.end >= start + length for c in self.reading.of_slot("class"))
        return classed and bool(_MODIFIED.search(self.reading.text[:start]))

    def _count_words(self) -> bool:
        return self.reading.has("ask:count") or bool(_COUNTED.search(self.reading.text))

    def _measure_attr(self) -> bool:
        return any(self.reading.has(f"attr:{name}") for name in _MEASURE_ATTRS)

    def _missing_attr(self) -> bool:
        return missing_attribute(self.reading) is not None

    def _count_and_charge(self) -> bool:
        """施策の数と担当省庁: how many and whose, side by side."""
        return bool(_COUNT_AND_CHARGE.search(self.reading.text))

    def _every_ministry(self) -> bool:
        """どの省庁にも高齢者施策はある？: whether none lacks it."""
        return bool(_EVERY_MINISTRY.search(self.reading.text))

    def _contrast(self) -> bool:
        """ひきこもり施策を持っているのに不登校施策がない省庁: who has the one and not the other."""
        return any(contrasted(hit, self.reading) for hit in self.reading.of_kind("target_group"))

    def _does_what(self) -> bool:
        """デジタル庁は何をしている: the measures of a ministry."""
        return bool(_DOES_WHAT.search(self.reading.text))

    def _works_said(self) -> bool:
        """不登校の子ども向けの取組を全部: measures and programmes alike."""
        return bool(_WORKS.search(self.reading.text)) and self.reading.has("ask:list", "ask:describe")

    def _superlative_alone(self) -> bool:
        """一番大きいのは？: of nothing in particular, by nothing in particular."""
        reading = self.reading
        said = {cue.slot for cue in reading.cues} & {"attr", "class", "cond", "stage", "group", "follow"}
        asks = {cue.value for cue in reading.of_slot("ask")} - {
            "max",
            "min",
            "list",
            "exists",
            "who",
            "compare",
            "title",
            "describe",
        }
        nouns = any(core.noun for core in reading.cores)
        return not (said or asks or nouns or reading.entities or reading.numbers or self._money())

    def _links_meant(self) -> bool:
        """事業と施策のつながりの確度: of the links that were inferred, not of one thing's."""
        return bool(_LINKS.search(self.reading.text))

    def _negated(self) -> bool:
        return bool(
            re.search(
                r"(?:対象に(?:は)?し|持た|担当し|や[りっ]|関わ|支援(?:を)?し|支え|行っ|実施し|取り組ん|扱っ)(?:て|で)?(?:い)?な[いく]",
                self.reading.text,
            )
        )

    def _denied_rows_held(self) -> bool:
        return denied_rows_held(self.reading)

    def _denied_rows_lacked(self) -> bool:
        return denied_rows_lacked(self.reading)

    def _ask__list_all(self) -> bool:
        return bool(re.search(r"一覧|リスト|すべて|全部|全て", self.reading.text))

    def _both_years(self) -> bool:
        """Rows of both years, not a sum over them: R6とR7で共通する."""
        return len({h.values for h in self.reading.numbers_of("year")}) > 1 and self.reading.has("ask:shared")

    def _money_beside(self) -> bool:
        """The amount and another attribute are asked for side by side (いくらで、どこの役所か)."""
        asked = attributes_beside(self.reading, "programme").split("+")
        return len(asked) > 1 and "amount" in asked

    def _facts_of_one(self) -> bool:
        """Whose it is and another fact, of a programme (どの省が担当していて、いくらついている; 担当省及び属する柱)."""
        asked = attributes_beside(self.reading, "programme").split("+")
        return len(asked) > 1 and "ministry" in asked

    def _which_ministry(self) -> bool:
        """どこの省庁が対象者を…: the ministry is what is asked for."""
        return re.search(r"(?:どの|どこの|いずれの)(?:府省庁?|省庁?|官庁)が", self.reading.text) is not None

    def _rows_and_charge(self) -> bool:
        """R7補正の新規事業と所管省庁: programmes, each with whose it is."""
        return rows_and_charge(self.reading.text)

    def _name_said(self) -> bool:
        """Words are quoted that the name has (事業名に「交付金」が付く)."""
        return bool(_NAME_SAID.search(self.reading.text))

    def _said_in(self) -> bool:
        """Words are quoted that one of the texts has (達成状況に「目標達成」と書いてある)."""
        return places_told(self.reading.text)

    def _said_not(self) -> bool:
        """概要に「見守り」という言葉がない施策: the things themselves, of which some have no such text at all."""
        return denied_in_text(self.reading.text)

    def _plan_word(self) -> bool:
        return bool(re.search(r"重点計画|基本計画|大綱|骨太", self.reading.text))

    def _limit_said(self) -> bool:
        """1件あたりの上限額は: a limit by its name; 1件あたりいくら of a set is its mean."""
        said = (self.reading.text[c.start : c.end] for c in self.reading.spans("attr:limit"))
        return any(re.search(r"上限|限度|基準|最大|最高|まで", words) for words in said)

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

    def _each_programme(self) -> bool:
        """事業それぞれの金額, 内閣府の事業の金額をそれぞれ: programme by programme, not summed by ministry."""
        text, several = self.reading.text, len({h.surface for h in self.reading.of_kind("ministry")}) > 1
        return bool(re.search(r"事業(?:それぞれ|ごと|別|毎|の一つ一つ|1つ1つ)", text)) or (
            not several
            and not self.reading.has("class:ministry", "group:ministry")
            and bool(re.search(r"(?:事業|もの)(?:の(?:金額|予算額?|額))?(?:を|は|が)?、?それぞれ", text))
        )

    def _amount_part(self) -> bool:
        """20億円のうち孤独・孤立分: the part of a whole that is said in passing."""
        return any(
            hit.operator in ("", "=") and PART_OF_AMOUNT.match(self.reading.text[hit.end :])
            for hit in self.reading.numbers_of("amount")
        )

    def _amount_either(self) -> bool:
        """10億か20億か: which of two amounts."""
        hits = self.reading.numbers_of("amount")
        return len({hit.values for hit in hits}) > 1 and all(
            hit.operator in ("", "=")
            and re.match(
                r"(?:なの)?(?:か|それとも|と|[?。、]|$)|の(?:違い|差|どちら|どっち)",
                self.reading.text[hit.end :],
            )
            for hit in hits[:2]
        )

    def _one_ministry_programmes(self) -> bool:
        """内閣府の補正事業を金額の多い順に: programmes of one ministry in order, not ministries."""
        reading = self.reading
        named = {hit.surface for hit in reading.of_kind("ministry")}
        return (
            len(named) == 1
            and not reading.has("class:ministry", "group:ministry", "join:each")
            and (reading.has("class:programme") or not reading.has("ask:compare"))
            and reading.has("class:programme", "ask:max", "ask:min")
        )

    def _amount_claimed(self) -> bool:
        """Xは7億円？ 10億円で合ってる？: an amount is held against what is printed."""
        return any(
            hit.operator in ("", "=") and _CLAIM.match(self.reading.text[hit.end :])
            for hit in self.reading.numbers_of("amount")
        )

    def _two_names(self) -> bool:
        """「A」と「B」は同じ？: a second name stands beside the one that is known."""
        return other_name(self.reading) != ""

    def _asks_difference(self) -> bool:
        """AとBの違いは: what is unlike in two things, no sum."""
        return bool(re.search(r"違い|相違点|異なる点|どう違|どこが違|比べて|比較", self.reading.text))

    def _change_ranked(self) -> bool:
        """増加額の大きい順に, 増減率トップ3: changes in order."""
        moved = self.reading.has("ask:rise", "ask:fall", "ask:change")
        ordered = self.reading.has("ask:max", "ask:min", "ask:desc", "ask:asc")
        return moved and (ordered or bool(self.reading.numbers_of("top") or self.reading.numbers_of("nth")))

    def _many_rows(self) -> bool:
        """最も多くの事業を持つ, 事業が一番多い: rows are counted, although 予算 stands beside them."""
        return bool(_MANY_ROWS.search(self.reading.text))

    def _never(self) -> bool:
        """Frames that stand in for another one only (parser)."""
        return False

    def _pair_of_ministries(self) -> bool:
        """どの省とどの省が, 府省庁の組み合わせ: pairs are asked for."""
        return bool(_PAIR.search(self.reading.text)) and self.reading.has("ask:shared", "ask:max", "ask:desc")

    def _only_they(self) -> bool:
        return only_they_asked(self.reading)

    def _years_word(self) -> bool:
        return bool(re.search(r"年度|年連続|年続け|両年", self.reading.text))

    def _ask__exists_only(self) -> bool:
        last = any(
            _SENTENCE_END.match(self.reading.text[cue.end :]) for cue in self.reading.spans("ask:exists")
        )
        return last and not self.reading.wh() and not self.reading.has("ask:count", "ask:amount", "ask:total")

    def _asserts(self) -> bool:
        """A flag is said of something, to be confirmed or denied: No.66は再掲？ 金額は内数ですか."""
        text = self.reading.text
        return not self.reading.wh() and any(
            text[: cue.start].endswith(("は", "が", "も", "って", "は、")) and _CONFIRM.match(text[cue.end :])
            for cue in self.reading.of_slot("cond")
        )
