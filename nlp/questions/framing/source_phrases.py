"""What a question says in phrases about sources, documents, numbers and who took over what: features that frames ask for."""

from __future__ import annotations

import re

from nlp.questions.framing.figures import claimed_figure
from nlp.questions.framing.set_phrases import SetPhrases

_MEASURE_AND_ROW = re.compile(
    r"施策(?:の)?(?:no[. ]*)?\d+番?[^。]{0,4}(?:と|は|って)[^。]{0,3}予算(?:一覧)?(?:の)?(?:no[. ]*)?\d+"
    r"|予算(?:一覧)?(?:の)?(?:no[. ]*)?\d+番?[^。]{0,4}(?:と|は|って)[^。]{0,3}施策(?:の)?(?:no[. ]*)?\d+"
)

_LINK_NOUN = r"(?:つながり|繋がり|結び付き|結びつき|結び付け|結びつけ|紐付け|紐づけ|ひも付け|ひもづけ|関連付け|関連づけ|対応付け|対応づけ|(?:施策と事業|事業と施策)(?:と)?の(?:関連|関係|対応|リンク)|推定(?:の|した)?(?:リンク|関連))"
_HOW_SURE = r"(?:確度|確信度|信頼度|確からしさ)[^。?]{0,12}?"
_LINKS_COUNTED = re.compile(
    _LINK_NOUN
    + r"(?:は|が|って|の数は?|の本数は?|の件数は?|、|\s)(?:[^、。?]{0,6}?(?:全部|全体|ぜんぶ|合計|トータル|合わせて|計)(?:で)?)?[^、。?]{0,8}?(?:何|なん|いく)(?:本|件|組|個|つ)"
    + f"|{_LINK_NOUN}(?:の)?(?:総数|本数|件数|数)(?:は|を|$|[?。])"
    + f"|(?:何|なん|いく)(?:本|件|組|個|つ)(?:の|くらい)?{_LINK_NOUN}が"
)
_LINKS_SURE = re.compile(_HOW_SURE + _LINK_NOUN + r"(?:は|を|って|が|だけ|のみ|一覧|リスト|の一覧|$|[?。])")

_ROWS_TIED = re.compile(
    r"^[^、。?]{2,40}(?:事業|行|もの)(?:に|と)(?:対応|関連|関係|結び付|結びつ|ひも付|ひもづ|紐付|紐づ|つなが|繋が)[^、。?\d省庁府]{0,8}施策"
)
_TOOK_FROM = re.compile(r"[省庁府院房]が[^、。?]{2,10}[省庁府院房]から引き継いだ事務は")

_SHORT_QUESTION = 10
TELLING = frozenset({"attr", "class", "cond", "stage", "group", "follow"})
"""Slots of cues that say something of what is asked, beside how it is asked."""


class SourcePhrases(SetPhrases):
    """Features read off the question alone, beside those of `nlp.questions.framing.phrases`."""

    def _count_alone(self) -> bool:
        """何件？: of nothing in particular."""
        return self._alone_but("count", "list", "exists")

    def _rows_tied(self) -> bool:
        """R7補正の内閣府の事業に対応する施策: the measures that a set of rows is tied to; what is said is said of the rows."""
        return bool(_ROWS_TIED.search(self.reading.text))

    def _took_from(self) -> bool:
        """こども家庭庁が内閣府から引き継いだ事務は: what one ministry took over from another."""
        return bool(_TOOK_FROM.search(self.reading.text))

    def _links_counted(self) -> bool:
        """施策と事業のつながりは何本: how many links were inferred, not the things that print the word."""
        return bool(_LINKS_COUNTED.search(self.reading.text))

    def _links_sure(self) -> bool:
        """確度の高いつながりを一覧で: the links themselves, so sure."""
        return bool(_LINKS_SURE.search(self.reading.text))

    def _difference_alone(self) -> bool:
        """差はいくら: a difference of nothing in particular."""
        return bool(
            re.fullmatch(
                r"(?:その|両者の|金額の|額の)?(?:差額?|開き|違い)(?:は|って)?(?:いくら|どれくらい|どのくらい|何円|どれだけ)?(?:です|なの|ある|あります)?か?[?。]*",
                self.reading.text,
            )
        )

    def _order_alone(self) -> bool:
        """大きい順に教えて: an order of nothing in particular."""
        return bool(
            re.fullmatch(
                r"(?:金額の|額の|予算の)?(?:大きい|小さい|多い|少ない|高い|低い|安い)順(?:に|で|は)?(?:並べて|教えて|見せて|示して|出して|一覧|お願い)?(?:に)?(?:して)?(?:は)?[?。]*",
                self.reading.text,
            )
        )

    def _change_alone(self) -> bool:
        """増減は？: of nothing in particular."""
        return self._alone_but("change", "list", "exists", "became", "compare")

    def _alone_but(self, *asked: str) -> bool:
        """Whether nothing is said but these ways of asking."""
        reading = self.reading
        said = {cue.slot for cue in reading.cues} & {*TELLING, "join"}
        asks = {cue.value for cue in reading.of_slot("ask")} - set(asked)
        told = said or asks or reading.entities or reading.numbers or reading.cores
        return not told and len(reading.text) <= _SHORT_QUESTION

    def _moved_most_where(self) -> bool:
        """一番増えたのはどこ: programmes or ministries, which are not the same."""
        reading = self.reading
        said = {cue.slot for cue in reading.cues} & {"attr", "class", "cond", "group", "follow"}
        nouns = any(core.noun for core in reading.cores)
        where = any(token.surface in ("どこ", "何処") for token in reading.tokens)
        moved = reading.has("ask:rise", "ask:fall", "ask:change")
        return where and moved and not (said or nouns or reading.entities)

    def _figure_said(self) -> bool:
        """67か所という根拠の文: where a figure stands that the question gives."""
        return claimed_figure(self.reading.text) != ""

    def _moved_said(self) -> bool:
        """こども家庭庁に移管された事業: programmes that a ministry took over."""
        return bool(
            re.search(r"(?:に|へ)(?:移管|移っ|移され|移行し|所管替え|所管換え|引き継が)", self.reading.text)
        )

    def _asks_documents(self) -> bool:
        """文字化けしていた資料はどれ: documents are what is asked for, not a place to look in (R6の資料で…)."""
        return bool(
            re.search(
                r"どの(?:資料|文書|ファイル|pdf)|(?:資料|文書|ファイル|pdf)(?:は|を|って|一覧|の一覧)?(?:どれ|何|教え|挙げ|ある|[?。]*$)",
                self.reading.text,
            )
        )

    def _measure_and_row(self) -> bool:
        """施策No.64と予算一覧のNo.64: one number, said of both."""
        numbers = {hit.values for hit in self.reading.numbers_of("number")}
        compared = bool(re.search(r"同じ|同一|違|別|一緒|関係|対応", self.reading.text))
        return len(numbers) == 1 and compared and bool(_MEASURE_AND_ROW.search(self.reading.text))
