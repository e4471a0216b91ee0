"""Features of questions that compute over a set: means beside which things stand, the largest few together, differences by year."""

from __future__ import annotations

import re

from nlp.questions.found.number_patterns import YEARS_LIST
from nlp.questions.found.reading import Reading

_PER_GROUP = re.compile(r"(?:府省庁|省庁|府省|節|柱)(?:あたり|当たり|の合計)|中央値|メジアン")
_TOGETHER = re.compile(r"合わせ|合算|合計|全部で|両省|まとめて")
_DIFFERS = r"(?:が|の|も|は)?[^。]{0,18}?(?:違[うっい]|異な|変わ|変更|移っ|食い違)"
_PRINTED_WORDS = {
    "section": r"節|掲載箇所|掲載場所|載る場所|載っている場所|載っている箇所",
    "relisted": r"再掲(?:か(?:どうか)?)?(?:の?(?:扱い|有無|表示|記載|印|区分|状況))?",
    "kind": r"(?:金額の)?種別|内数(?:か(?:どうか)?|の?(?:扱い|有無|表示))",
    "name": r"事業名|名称|名前|表記|書き方",
}
_BETWEEN_YEARS = re.compile(r"年度(?:で|間|に(?:よって|より)|ごと|の間|をまたい)|年で|前年|2年間で|両年")
_PARTNER = re.compile(
    r"(?:相手|パートナー|共同先|連携先)(?:の?(?:府省庁|省庁|府省|省|役所|機関))?(?:は|が|を|に|と|$|[?。、])|(?:共同|一緒|連名|共管|組ん)[^。、]{0,12}?(?:どこ|どの(?:府省庁|省庁|府省|省|役所))|(?:どこ|どの(?:府省庁|省庁|府省|省|役所))と(?:共同|一緒|連名|共管|組ん)"
)
_MOST_MINISTRIES = re.compile(r"(?:最も|一番)多く(?:の|に)?(?:府省庁|省庁|府省|省)(?:が|に|で)")
_MOST_ROWS = re.compile(
    r"(?:最も|一番)多く(?:の)?(?:行|箇所|場所)|(?:載っている|印刷されている|掲載)?(?:行|箇所)(?:数|の数)?(?:が|の)(?:最も|一番)多い(?:事業|もの)"
)
_SIZED = re.compile(r"高[いかく]|高額|高値|安[いかく]|低[いかく]|大き|小さ|でか|最大|最小|最高|最低")
_OFTEN = re.compile(r"回|数|行|件|頻|度(?!の)")
_MOST_SECTIONS = re.compile(
    r"(?:最も|一番)多く(?:の)?節|節(?:数|の数)?(?:が|の)(?:最も|一番)多い(?:事業|もの)"
)
_YEAR_BARRED = re.compile(rf"^(?:の)?{YEARS_LIST}(?:に(?:は)?(?:な[いくか]|無|載って(?:い)?な))")
_EACH_OF_THEM = re.compile(r"それぞれ|別々|各(?:施策|事業|々)|(?<=[\w①-⑳])\s?/\s?(?=[\w])")
_NONE_CLAIMED = re.compile(
    r"(?:施策|事業|行|取組|もの)(?:が|は|も)(?:[1一](?:つ|件|個)も|全く|まったく|全然|何も)?(?:ない|存在しない|載っていない|見当たらない)(?:の|こと|という(?:の|こと)|って(?:いうの)?)?(?:は|が|って)?(?:本当|事実|確か|合って|正し|間違い)[^。]{0,8}[?。]*$"
    r"|(?:施策|事業|行|取組|もの)(?:が|は|も)[1一](?:つ|件|個)も(?:ない|存在しない|載っていない)(?:の|ん)?(?:です|でしょう)?か?[?。]*$"
)
_APART = re.compile(r"差|何倍|倍率|開き|離れ|違[いうっ]")
_BESIDE = re.compile(
    r"(?:数|件数|何件)(?:と|、|及び|および|や)[^、。]{0,24}?(?:施策|事業|行)?の?(?:数|件数|何件)"
)
_COUNT_MOVED = re.compile(
    r"(?:施策|事業|行)(?:の)?(?:数|件数)(?:が|の|は)[^。、]{0,8}?(?:増|減|変わ|伸び)|件数(?:が|の)(?:増|減)"
)
_THINGS_MOVED = re.compile(
    r"(?:増え|増加し|増額(?:され|し|になっ)|伸び|上がっ|膨らん|減っ|減少し|減額(?:され|し|になっ)|下がっ|縮ん|削ら?れ?)[ただ]"
    r"(?:もの|やつ|奴|ところ|行|事業|の(?=だけ|は|を|が|って|と|$|[?。、\s]))(?!か)"
    r"|(?:増額|減額|増加|減少|据え置き)(?:の)?(?:分|もの|やつ|事業)(?:だけ|のみ)"
)
_LACKS_ROWS = re.compile(
    r"(?:施策|事業|行)(?:が|の|は|も)(?:1つも|一つも|全く)?(?:ない|無い|存在しない|載っていない|見当たらない|ゼロの|0の|0件の)(?:節|区分)"
    r"|(?:どの|どこの)(?:節|区分)に(?:は)?[^。]{0,14}(?:施策|事業|行)(?:が|は|も)[^。]{0,6}(?:ない|無い|いない)"
)
_MEASURES_BY = re.compile(
    r"(?P<what>対象者?|府省庁|省庁|府省|担当|所管)(?:の?(?:数|種類))?(?:が|の)(?:(?:最も|一番)(?:多|少な)[いく]|(?:多|少な)い)[^。、]{0,6}?施策|施策[^。]{0,8}?(?P<what2>対象者?|府省庁|省庁|担当)(?:の?(?:数|種類))?(?:が|の)(?:最も|一番)?(?:多|少な)い"
    r"|(?:最も|一番)(?:多く|少な[くい])の?(?P<what3>対象者?|府省庁|省庁)[^。、]{0,8}?施策"
)


# 事業ごとの額, 事業と金額を一覧で: an amount for each, not a sum over them.
_EACH_PROGRAMME = re.compile(
    r"事業(?:ごと|別|毎|それぞれ|1つ1つ|一つ一つ|単位)|(?:各|個々の|個別の)事業|事業名?(?:と|・|及び|および|や)(?:その)?(?:金額|額|予算額?)"
    r"|事業の(?:金額|額|予算額?)(?:を|の)?[^。?]{0,8}(?:一覧|リスト|並べ|対比|比較表|表|それぞれ)"
)

_PROGRAMMES_ORDERED = re.compile(
    r"(?:事業|もの)(?:の(?:うち|中|なか)(?:で|、|の)*|で、?)[^。?]{0,16}(?:最も|一番|最大|最小|最高|最低|上位|トップ)(?![^。?]{0,12}(?:省|庁|府|役所|官庁))"
    r"|事業を[^。?]{0,10}順"
)
_OF_OTHERS = re.compile(
    r"(?:以外の|以外が担当する|担当して(?:い)?ない|所管して(?:い)?ない|を除く府省庁の)[^。?]{0,24}(?:施策|事業|もの)"
)
_COUNTED_BY = re.compile(
    r"(?:別|ごと)(?:に|で|の)?(?:は)?、?(?:数え|カウント|何(?:件|事業)|件数|事業数|本数)|何(?:件|事業)ずつ|(?:件数|数)を[^。?]{0,12}(?:別|ごと)"
)


class SetPhrases:
    """Features read off the question alone that speak of a set as a whole."""

    reading: Reading

    def _beside_average(self) -> bool:
        """平均より大きい事業: programmes beside the mean, not the mean."""
        return self.reading.has("ask:beside_average")

    def _amounts_each(self) -> bool:
        return _EACH_PROGRAMME.search(self.reading.text) is not None

    def _programmes_ordered(self) -> bool:
        """厚労省と内閣府の事業で一番大きいのは: programmes in order, whoever of the ministries named has them, not the ministries."""
        return (
            not self.reading.has("class:ministry", "group:ministry")
            and re.search(r"どちら|どっち|比べ|比較", self.reading.text) is None
            and _PROGRAMMES_ORDERED.search(self.reading.text) is not None
        )

    def _counted_by(self) -> bool:
        """1億円以上の事業を節別に数えて, 府省庁ごとに何件ずつ: a number for each, although money stands beside it in a condition."""
        return _COUNTED_BY.search(self.reading.text) is not None

    def _grouped_otherwise(self) -> bool:
        """内閣府の事業の節別の合計: by section, pillar or group, and not by the ministries that stand beside."""
        return self.reading.has("group:section", "group:pillar", "group:target_group") and not (
            self.reading.has("group:ministry")
        )

    def _of_others_rows(self) -> bool:
        """厚労省以外の施策の対象者: of the rows of others, not whom the ministry has nothing for."""
        return _OF_OTHERS.search(self.reading.text) is not None

    def _median(self) -> bool:
        return bool(re.search(r"中央値|メジアン", self.reading.text))

    def _average_of_each(self) -> bool:
        """府省庁ごとの平均, 厚労省と内閣府の平均, 平均額が一番高い省庁: a mean for each ministry, section or pillar."""
        reading = self.reading
        if _PER_GROUP.search(reading.text) or not reading.has("ask:average"):
            return False
        either = re.search(r"[省庁府院房](?:か|または|又は)[^、。?はがを]{2,10}[省庁府院房]", reading.text)
        several = either is None and len({hit.surface for hit in reading.of_kind("ministry")}) > 1
        each = reading.has("group:ministry", "class:ministry") or (
            reading.has("join:each") and bool(reading.of_kind("ministry"))
        )
        return each or (several and not _TOGETHER.search(reading.text))

    def _ministries_beside(self) -> bool:
        """内閣府、厚労省、法務省の補正額: an amount for each of the ministries named, not their sum."""
        reading = self.reading
        several = len({hit.surface for hit in reading.of_kind("ministry")}) > 1
        return (
            several
            and reading.has("ask:amount")
            and not reading.has("ask:total", "class:programme", "class:measure", "cond:joint")
            and not _TOGETHER.search(reading.text)
        )

    def _top_together(self) -> bool:
        """上位3事業の合計, 最大の事業は全体の何%: the first few taken together."""
        reading = self.reading
        if reading.numbers_of("top"):
            return reading.has("ask:total", "ask:share", "ask:share_money") or self._top_mean()
        alone = reading.has("ask:max", "ask:min") and reading.has("class:programme")
        return alone and reading.has("ask:share", "ask:share_money") and not reading.has("class:ministry")

    def _top_mean(self) -> bool:
        """上位3事業の平均: the mean of the first few, which stands beside their sum."""
        return bool(self.reading.numbers_of("top")) and "平均" in self.reading.text

    def _top_ministries(self) -> bool:
        """上位3府省庁: the first few ministries, not programmes."""
        text = self.reading.text
        return any(
            re.search("府省|省庁", text[hit.start : hit.end + 4]) for hit in self.reading.numbers_of("top")
        )

    def _two_years(self) -> bool:
        years = {hit.values for hit in self.reading.numbers_of("year")}
        return len(years) > 1 or bool(_BETWEEN_YEARS.search(self.reading.text))

    def _differs(self, what: str) -> bool:
        said = re.search(f"(?:{_PRINTED_WORDS[what]}){_DIFFERS}", self.reading.text)
        return said is not None and self._two_years()

    def _differs_section(self) -> bool:
        """節が6年度と7年度で違う事業."""
        return self._differs("section")

    def _differs_relisted(self) -> bool:
        """R6とR7で再掲の扱いが変わった事業."""
        return self._differs("relisted")

    def _differs_kind(self) -> bool:
        """内数かどうかが年度で違う事業, R6は内数でR7は確定額の事業."""
        turned = re.search(r"内数.{1,16}?確定額|確定額.{1,16}?内数", self.reading.text)
        years = {hit.values for hit in self.reading.numbers_of("year")}
        return self._differs("kind") or (turned is not None and len(years) > 1)

    def _most_ministries(self) -> bool:
        """一番多くの省庁が支援している対象者."""
        return bool(_MOST_MINISTRIES.search(self.reading.text))

    def _most_rows(self) -> bool:
        """一番多くの行に印刷されている事業."""
        return bool(_MOST_ROWS.search(self.reading.text))

    def _sized(self) -> bool:
        """一番高い, 最も大きい: the money of a row; how often it is printed is 多い or said to be a number (回数が最大)."""
        return bool(_SIZED.search(self.reading.text)) and not _OFTEN.search(self.reading.text)

    def _most_sections(self) -> bool:
        """一番多くの節に載っている事業."""
        return bool(_MOST_SECTIONS.search(self.reading.text))

    def _differs_name(self) -> bool:
        """R6とR7で名前が違う事業."""
        return self._differs("name")

    def _addable(self) -> bool:
        """そのまま合計に足していい金額ですか: whether an amount may be added up."""
        return self.reading.has("ask:addable")

    def _not_restricted_rows(self) -> bool:
        """Nothing is said that only rows of a budget list have (a stage, a year, 新規, an amount)."""
        reading = self.reading
        rows = reading.of_slot("stage") or reading.numbers_of("year") or reading.numbers_of("amount")
        return not (rows or reading.has("cond:new", "cond:relisted", "cond:not_relisted", "cond:included"))

    def _places_apart(self) -> bool:
        """1位と2位の差, トップは2位の何倍: two places of an order side by side."""
        reading = self.reading
        places = len({hit.values for hit in reading.numbers_of("nth")})
        places += int(reading.has("ask:max")) + int(reading.has("ask:min"))
        ends = reading.has("ask:max") and reading.has("ask:min")
        if places < 2 or not _APART.search(reading.text):
            return False
        return bool(reading.numbers_of("nth")) or (ends and "倍" in reading.text)

    def _counts_beside(self) -> bool:
        """1-①の施策数と1-③の施策数: two numbers, not the number of both."""
        each = self.reading.has("join:each") and self.reading.has("ask:count")
        return each or bool(_BESIDE.search(self.reading.text))

    def _count_moved(self) -> bool:
        """事業数が増えた省庁: numbers of things that rose, not amounts."""
        return bool(_COUNT_MOVED.search(self.reading.text))

    def _things_moved(self) -> bool:
        """減ったやつだけ, 増額されたもの, 伸びたのは: the rows that rose or fell, not how much the sum did."""
        return bool(_THINGS_MOVED.search(self.reading.text))

    def _rows_bounded(self) -> bool:
        """5億円を超える事業だけ: the rows beyond an amount, of which no sum is asked."""
        bounds = [hit for hit in self.reading.numbers_of("amount") if hit.operator not in ("", "=")]
        return bool(bounds) and not self.reading.has("ask:total", "ask:average", "ask:share")

    def _only_in_a_year(self) -> bool:
        """R7だけにある内閣府の事業, R9から始まった農水省の事業: only in the list of a year, not only of a ministry."""
        behind = re.compile(
            rf"(?:の)?{YEARS_LIST}(?=だけに|のみに|にしか|しか)"
            r"|(?:の?補正|の?当初)?(?:予算)?(?:から|で|に)(?:は)?、?(?:新しく|新たに|初めて)?"
            r"(?=始ま|加わ|追加|消え|な[くか]な|無くな|姿を消|終わ|廃止|打ち?切|外れ|載らなく)"
        )
        return any(behind.match(self.reading.text, hit.end) for hit in self.reading.numbers_of("year"))

    def _year_contrast(self) -> bool:
        """R6にはないけどR7にはある省庁: in the one year and not in the other."""
        years = self.reading.numbers_of("year")
        text = self.reading.text
        barred = [hit for hit in years if _YEAR_BARRED.match(text[hit.end : hit.end + 28])]
        return 0 < len(barred) < len(years)

    def _counted_twice(self) -> bool:
        """令和6年度が何件で令和7年度が何件: a number for each of two years."""
        return len(re.findall(r"何[件本個行]|いくつ", self.reading.text)) > 1

    def _each_of_them(self) -> bool:
        """施策数 法務省/文科省, 6年度と7年度を別々に: a number for each of those named."""
        return bool(_EACH_OF_THEM.search(self.reading.text))

    def _sections_without(self) -> bool:
        """厚労省の施策がない節."""
        return bool(_LACKS_ROWS.search(self.reading.text))

    def _share_of_each(self) -> bool:
        """府省庁別の予算額と構成比, 省庁別シェア."""
        return self.reading.has("ask:share", "ask:share_money") and self.reading.has(
            "group:ministry", "group:section", "group:pillar"
        )

    def _none_claimed(self) -> bool:
        """4-②に施策が一つもないのは本当？: whether there is nothing of the kind."""
        return bool(_NONE_CLAIMED.search(self.reading.text))

    def _partners(self) -> bool:
        """内閣府と共同の施策の相手: with whom one ministry does things."""
        named = {hit.surface for hit in self.reading.of_kind("ministry")}
        joint = self.reading.has("cond:joint", "join:all") or "相手" in self.reading.text
        return len(named) == 1 and joint and bool(_PARTNER.search(self.reading.text))

    def _measures_by_targets(self) -> bool:
        """対象者が多い施策トップ3: measures by how many target groups they have."""
        return self._measures_by().startswith("対象")

    def _measures_by_ministries(self) -> bool:
        """担当府省庁が一番多い施策: measures by how many ministries share them."""
        said = self._measures_by()
        return bool(said) and not said.startswith("対象")

    def _measures_by(self) -> str:
        match = _MEASURES_BY.search(self.reading.text)
        return next((word for word in match.groups() if word), "") if match else ""
