"""What a figure measures: the words before it (就職率を84.5%以上), or after it (100万人のサポーターを養成)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*$")
_PERIOD = re.compile(
    r"(?:[(（]?(?:令和|平成)(?:[0-9０-９]+|元)年?度?(?:[0-9０-９]+月)?(?:[0-9０-９]+日)?(?:[~〜～\-ー－](?:(?:令和|平成)[0-9０-９]+年)?(?:度|[0-9０-９]+月)?(?:[0-9０-９]+日)?)?"
    r"(?:計|末|中|末時点|時点|現在|初頭|春|夏|秋|冬)?(?:頃|ごろ)?(?:まで)?(?:における|において|に|の|は|で|も|には|では|度)?[)）]?"
    r"|^年?度(?:末)?(?:まで)?に|20[0-9]{2}年(?:度|平均)?(?:末|中)?(?:時点)?(?:まで)?(?:に|の|は|で|には)?|(?:対?(?:(?:令和|平成)(?:[0-9０-９]+|元)|20[0-9]{2})年度?|対?前年度?|現状)(?:と|に)?比(?:で|べて?|較して)?|[0-9０-９.．,，]+[^0-9０-９、。\s]{1,4}(?:→|⇒|➡)(?:(?:令和|平成)(?:[0-9０-９]+|元)|20[0-9]{2})年度?末?|毎年度?|[0-9０-９]+年後の)、?\s*$"
)
_PERIOD_FIRST = re.compile(
    r"^[(（]?(?:(?:令和|平成)(?:[0-9０-９]+|元)|20[0-9]{2}(?=年))年?度?(?:[0-9０-９]+月)?(?:[0-9０-９]+日)?(?:末|中|計)?(?:時点)?(?:現在)?(?:まで)?(?:比で)?(?:の?間)?(?:における|において|には|では|に|の|は|で|も|から)?(?:、|\s)*(?:実績[:：])?"
)
_RIGHT = re.compile(
    r"^(?:程度|以上|以下)?(?:[(（][^()（）]*[)）])?"
    r"(?P<link>の|での|において|に対して|に対する|で|が|から|を(?:対象に)?|は)?(?P<rest>[^。、]{2,60})"
)

_ADNOMINAL = re.compile(r"(?:程度|以上)?(?:[(（][^()（）]*[)）])?の[^、。数割]{3,}")
_IN_BRACKET = re.compile(r"[(（](?:年|計|うち|約|内)?$")
# 巡回相談を月2回以上, 訓練を年1回: how often is no part of the name.
_OFTEN = re.compile(r"(?<=[をはがも])(?:毎)?[年月週日](?:に|間)?$")
_NOUN = re.compile(r"(?:など|等|として|にて)$")
_TOPIC = re.compile(r"(?:を|は|について)、[^、]*(?:、[^、]*)?$")
_EMPTY = re.compile(
    r"(?:20[0-9]{2})?[のはがをにでから\s件年月度末現在まだ目標値実績]*(?:調査|推計|速報|集計)?値?|月末|全て|期間|うち"
)
_ITEM_END = re.compile(r"(?:[)）」%％]|[0-9０-９](?:[^\s0-9]{1,3})?)$")
_YEAR_OF = re.compile(r"[0-9０-９]年度(?:末)?(?:時点)?の(?=.{3})")
# Inside a name stands no due year and no figure of another name: …までに課長相当職で18％、[部長相当職].
_WITHIN = re.compile(
    r"年度?末?までに、?|[0-9０-９][^0-9０-９、。\s]{1,3}で(?=[^、。]{3})|[0-9０-９][^0-9０-９、。\s]{1,3}、"
)
_AMONG = re.compile(r"(?<=.{2})を(?:全|各|対象|すべて)[^をはが、。]{0,10}$")
# 着手した市町村は全体の9割: of what the share is.
_OF_ALL = re.compile(r"(?<=.{2})[はが](?:全体|全国|総数)$")
# 胃、肺、大腸、乳及び子宮頸がんの受診率: a list of nouns goes on over its commas.
_LISTED = re.compile(
    r"(?:^|[、。:：※\n])(?P<noun>(?!今後|現在|将来|一方|当面|近年|毎年|昨年|従来|結果|例年|最終)[一-龠ァ-ヴー・Ａ-Ｚa-zA-Z]{1,12})、$"
)
_LIST_ENDS = re.compile(r"[一-龠ァ-ヴー・]{1,14}(?:及び|又は|並びに|や|等の|などの|、)")
# 薬物乱用防止教室について、全ての中学校で年1回; 導入率について、令和7年に東京都を除く地域で60%: where it holds is no part of the name.
_PLACE_APART = re.compile(r"(?:について(?:は)?)、[^、]*(?:、[^、]*)?$")
_HALVED = re.compile(r"(?<=.{2})[をは](?:半減|倍増|削減|低減|縮減|軽減|増加|減少)$")
_OTHER_FIGURE = re.compile(r"[0-9０-９](?:万|千)?[^0-9０-９、。\s年月日期次]{1,4}$")
_SPACE = re.compile(r"[ 　]+")
_NO_NAME = re.compile(
    r"(?:とな|であ|あり|ある|全て|すべて|あった|なって|なり|まで|以内|程度|目標|増|減|を|に|へ|と)"
)
_NAME_FIRST = re.compile(r"[\u4e00-\u9fff「『ァ-ヶA-Za-z]")


@dataclass(frozen=True, slots=True)
class Wording:
    """Compiled wording of indicator_cues.toml, table `measured`."""

    lead: re.Pattern[str]
    before_number: re.Pattern[str]
    particle: re.Pattern[str]
    tail: re.Pattern[str]
    act: re.Pattern[str]
    act_form: re.Pattern[str]
    act_of: re.Pattern[str]
    act_names: Mapping[str, str]


def measured_by(
    sentence: str, start: int, end: int, wording: Wording, baseline: re.Pattern[str]
) -> tuple[int, int]:
    """Half-open span in `sentence` of what the figure at [start, end) measures; (start, start) when it does not say."""
    if _ADNOMINAL.match(sentence, end):
        after = _after(sentence, end, wording)
        if after[1] > after[0]:
            return after
    adverbs = wording.before_number
    stop = _trim_right(sentence, start, (adverbs, _OFTEN, _IN_BRACKET, _PERIOD, baseline))
    marked = wording.particle.search(sentence[:stop])
    loose = (
        marked is None
        and sentence[stop:start].lstrip(" ）)").startswith("、")
        and not _NOUN.search(sentence[:stop])
    )
    if marked is not None:
        stop = _trim_right(sentence, marked.start(), (_PERIOD, baseline))
        again = wording.particle.search(sentence[:stop])
        if again is not None and stop < marked.start():
            stop = again.start()
    begin = stop if loose else _list_start(sentence, _boundary(sentence, stop), stop)
    if marked is not None and marked.group().startswith(("において", "で")):
        topic = _TOPIC.search(sentence[:begin])
        apart = _PLACE_APART.search(sentence[:stop])
        if topic:
            begin = _boundary(sentence, topic.start())
            stop = apart.start() if apart else stop
    begin, stop = _trim_left(sentence, begin, stop, wording)
    # センターを全都道府県に1か所以上, 点検校を対象校の100%に: where, or of what, is no part of the name.
    among = _AMONG.search(sentence[begin:stop])
    among = among or _OF_ALL.search(sentence[begin:stop]) or _HALVED.search(sentence[begin:stop])
    if among is not None:
        stop = begin + among.start()
    # モデル地域12か所で延べ1,845人が参加: what stands before is another figure.
    other = _OTHER_FIGURE.search(sentence[begin:stop])
    if stop - begin >= 2 and other is None and not _EMPTY.fullmatch(sentence[begin:stop]):
        return begin, stop
    after = _after(sentence, end, wording)
    return after if after[1] > after[0] else (start, start)


# 家庭系及び事業系の食品ロスをそれぞれ216万トン、219万トン: of whom each of two figures is, told in their order.
_RESPECTIVELY = re.compile(
    r"(?P<first>[一-龠ァ-ヴー]{1,10})(?:及び|と|、)(?P<second>[一-龠ァ-ヴー]{1,10})の(?P<name>[^、。をはが]{2,24})(?:を|は|が|について)、?"
    r"(?:(?:令和|平成|20)(?:[0-9０-９]+|元)年度?末?(?:まで)?(?:に|は|で)?、?)?(?:それぞれ|各々)、?(?P<one>[0-9０-９][^、。と]{0,14}(?:、|と|及び))?$"
)


# 飲酒している者の割合を、令和7年度までに男性13.0%、女性6.4%: one name for a series, and whom each figure is of.
_SERIES = re.compile(
    r"(?P<name>[^、。]{1,60}?(?:割合|率|数|時間|額|得点|スコア))(?:を|は|が|について)、?"
    r"(?:(?:(?:令和|平成)(?:[0-9０-９]+|元)|20[0-9]{2})年度?末?(?:まで)?(?:に|は|で)?、?)?"
    r"(?:[一-龠ァ-ヴー]{1,8}(?:は|で|が|：|:)?[0-9０-９][^、。]{0,12}、)*(?P<of>(?!年|月|週|計|時点|現在|末時点|目標)[一-龠ァ-ヴー]{1,8})(?:は|で|が|：|:)?$"
)


def series_name(sentence: str, start: int, wording: Wording) -> tuple[int, int, str] | None:
    """(begin, end, name) of what a series measures whose figure at `start` only says whom it is of; None elsewhere.

    The name tells both: 飲酒している者の割合（男性）.
    """
    two = _RESPECTIVELY.search(sentence, 0, start)
    if two is not None:
        of = two["second"] if two["one"] else two["first"]
        return two.start("name"), two.end("name"), f"{two['name']}（{of}）"
    found = _SERIES.search(sentence, 0, start)
    if (
        found is None
        or wording.before_number.fullmatch(found["of"])
        or re.search("(?:末|時点|現在|比|対比)$|^年?度", found["of"])
    ):
        return None
    begin, end = _trim_left(sentence, _boundary(sentence, found.end("name")), found.end("name"), wording)
    return begin, end, f"{sentence[begin:end]}（{found['of']}）"


def named_by_act(sentence: str, end: int, span: tuple[int, int], unit: str, wording: Wording) -> str:
    """The name of a figure whose words behind it only say what was done: 36都府県が任命している -> 任命した都府県; "" elsewhere."""
    begin, stop = span
    if begin < end or not wording.act.match(sentence[begin:stop]) or not wording.act_of.match(unit):
        return ""
    form = wording.act_form.match(sentence[stop:])
    if form is None:
        return ""
    done = "された" if form["passive"] else "した"
    act = wording.act.match(sentence[begin:stop])
    whom, _, deed = sentence[begin:stop].rpartition("を")
    if act is not None and whom and sentence[end:begin] == "の":
        # 9,820人の保健師等を派遣: the persons that the figure counts are those of the name.
        return f"{deed}{done}{whom}"
    return f"{sentence[begin:stop]}{done}{wording.act_names.get(unit, unit)}"


def _trim_right(sentence: str, stop: int, patterns: Sequence[re.Pattern[str]]) -> int:
    """`stop` moved left over adverbs, dates, brackets, colons and baselines that stand between name and figure."""
    while True:
        before = stop
        text = sentence[:stop]
        for pattern in patterns:
            found = pattern.search(text)
            if found is not None and found.end() == len(text) and found.start() < len(text):
                stop = found.start()
                break
        else:
            stripped = text.rstrip(" 　、:：・")
            stop = len(stripped)
            bracket = _BRACKETS.search(stripped)
            if bracket is not None and bracket.start() > 0:
                stop = bracket.start()
        if stop == before:
            return stop


def _boundary(sentence: str, stop: int) -> int:
    """Where the name that ends at `stop` begins: after the last comma outside brackets, or an open bracket."""
    depth = 0
    for index in range(stop - 1, -1, -1):
        letter = sentence[index]
        if letter in "）)」』":
            depth += 1
        elif letter in "（(「『":
            if depth == 0:
                return index + 1
            depth -= 1
        elif letter == " " and _ITEM_END.search(sentence[:index]):
            return index + 1
        elif depth == 0 and letter in "、。:：※\n":
            # A list of nouns goes on over its commas (障害者、高齢者の…): only a clause ends a name.
            return index + 1
        elif depth == 0 and letter == "・" and (index == 0 or sentence[index - 1] in " 　)）%％"):
            return index + 1
    return 0


def _list_start(sentence: str, begin: int, stop: int) -> int:
    """Where the list of nouns begins of which the name at [begin, stop) prints the last ones."""
    while _LIST_ENDS.match(sentence[begin:stop]):
        noun = _LISTED.search(sentence[:begin])
        if noun is None:
            break
        begin = noun.start("noun")
    return begin


def _trim_left(sentence: str, begin: int, stop: int, wording: Wording) -> tuple[int, int]:
    """Without conjunctions, bullets, dates and white space in front."""
    while begin < stop:
        text = sentence[begin:stop]
        found = _PERIOD_FIRST.match(text) or wording.lead.match(text) or _SPACE.match(text)
        if found is None or found.end() == 0:
            break
        begin += found.end()
    dated = _YEAR_OF.search(sentence[begin:stop])
    if dated is not None:
        begin += dated.end()
    for earlier in _WITHIN.finditer(sentence, begin, stop):
        if stop - earlier.end() >= 3:
            begin = earlier.end()
    return begin, max(begin, stop)


def _after(sentence: str, end: int, wording: Wording) -> tuple[int, int]:
    """The words behind the figure: 86団体の取組に対する助成を実施 -> 取組に対する助成; empty when they name nothing."""
    found = _RIGHT.match(sentence[end:])
    if (
        found is None
        or _NO_NAME.match(found["rest"])
        or not (found["link"] or _NAME_FIRST.match(found["rest"]))
    ):
        return end, end
    begin = end + found.start("rest")
    rest = re.sub(r"[(（][^()（）]*[0-9０-９%％][^()（）]*[)）]$", "", found["rest"])
    cut = wording.tail.search(rest)
    length = cut.start() if cut is not None and cut.start() >= 2 else len(rest)
    trimmed = re.sub(r"(?:を|に|が|は|で)$", "", rest[:length])
    return begin, begin + len(trimmed)
