"""What people say in another order than written questions have: behind the question mark (もう届いた？目標に), or as two short
questions that are one (増えたの？減ったの？, 多いのは施策？事業？). Works on the question as typed, before it is cut into questions.
"""

from __future__ import annotations

import re

from nlp.questions.trailing_scope import scope_first

# A part of the sentence left over behind the mark: it ends with the particle that ties it to what stands before.
_LEFT_OVER = re.compile(
    r"^(?P<asked>[^?？。]{3,}[?？])\s*(?P<rest>[^?？。、]{1,22}(?<!で)(?<!の)(?:に|を|で|が|の|から|へ))[。.]?$"
)
# 再掲は抜きで, 内数は別にして: how to count, said behind.
_HOW = re.compile(
    r"^(?P<asked>[^?？。]{3,}[?？。])\s*(?P<rest>[^?？。、]{0,14}?(?:再掲|内数|重複|ダブり|だぶり|二重計上)[^?？。]{0,18}?"
    r"(?:なし|抜き|ぬき|抜い|除い|除く|除外|外し|省い|含め|含ま|含み|入れ|数え|別|込み|コミ|こみ|カット|無視|足し|加え|引い|落とし)[^?？。]{0,6})[。.]?$"
)
_ASKS = re.compile(r"何|どこ|どれ|どの|誰|いくら|いくつ|いつ|どう")
_UP_OR_DOWN = re.compile(
    r"(?:は|って|が)?、?(?:増え|伸び|上がっ)(?:た|て(?:い)?る|ました)(?:の|ん)?(?:です)?か?[?？、,]?\s*(?:それとも|あるいは|または)?、?"
    r"(?:減っ|下がっ|減り)(?:た|て(?:い)?る|ました)(?:の|ん)?(?:です)?か?[?？。]*$"
)
# No.28 達成？未達？: one question, whether it was.
_REACHED_OR_NOT = re.compile(
    r"(?:は|って|\s)?、?(?:目標(?:は|を|に)?)?(?:もう)?(?:達成|届い|クリア)(?:した|できた|た|済み)?(?:の|か)*[?？、]\s*(?:それとも)?(?:未達(?:成)?|未|まだ|達成(?:して|できて)(?:い)?ない|届いて(?:い)?ない)(?:なの|です|の|か)*[?？。]*$"
)
# 施策持ってるの？持ってないの？, ございますか、ございませんか: one question, whether it is.
_IS_OR_NOT = re.compile(
    r"(?P<is>ある|あります|ございます|いる|います|持って(?:い)?る|持って(?:い)?ます|やって(?:い)?る|やって(?:い)?ます|載って(?:い)?る|載って(?:い)?ます|入って(?:い)?る|入って(?:い)?ます|出て(?:い)?る)(?:の|ん)?(?:です)?か?[?？、。]?\s*(?:それとも|あるいは)?、?"
    r"(?:ない|ありません|ございません|いない|いません|(?:持って|やって|載って|入って|出て)(?:い)?(?:ない|ません))(?:の|ん)?(?:です)?か?[?？。]*$"
)
# この数字はどこに載っているの、R7の200百万円: where it stands, and behind that which; not two facts (担当がどこで、目標は何).
_POINTED = re.compile(
    r"^(?:この|その|次の)(?:数字|数値|金額|額|事業|施策|団体|文言)(?:は|って)、?(?P<asked>[^、,。?？]{0,20}(?:どこ(?:に|から|の|で(?=[^、,。?？]))|(?:どの|何の)(?:資料|文書|ページ|頁))[^、,。?？]{0,20})[、,。?？]\s*(?P<rest>[^、,。?？]{3,40})[?？。]*$"
)
_MORE_OF = re.compile(
    r"^(?P<head>[^?？。]*?(?:多|少な|大き|小さ|高|低|長|早)い(?:の|方|ほう|ところ)?は)、?(?P<a>[^、?？。]{2,24}?)(?:です|なの|でしょう)?か?(?:[?？]\s*|、)"
    r"(?:それとも|または|あるいは)?、?(?P<b>[^、?？。]{2,24}?)(?:です|なの|でしょう)?か?[?？。]*$"
)


def in_written_order(text: str) -> str:
    """The question in the order in which it would be written; the text itself when there is nothing to move.

    >>> in_written_order("もう届いた？目標に")
    '目標にもう届いた？'
    >>> in_written_order("R7補正の合計は？再掲は抜きで")
    '再掲は抜きで、R7補正の合計は？'
    >>> in_written_order("増えたの？減ったの？")
    '増減は？'
    >>> in_written_order("多いのは施策の数？予算一覧の行数？")
    '施策の数と予算一覧の行数はどちらが多い？'
    >>> in_written_order("内閣府の施策は何件？合計は？")
    '内閣府の施策は何件？合計は？'
    """
    text = scope_first(text)
    how = _HOW.match(text)
    if how is not None and not _ASKS.search(how["rest"]):
        return f"{how['rest']}、{how['asked']}"
    left = _LEFT_OVER.match(text)
    if left is not None and not _ASKS.search(left["rest"]):
        return f"{left['rest']}{left['asked']}"
    reached = _REACHED_OR_NOT.sub("は目標を達成したか？", text)
    if reached != text:
        return reached
    text = _IS_OR_NOT.sub(lambda match: f"{match['is']}か？", text)
    pointed = _POINTED.match(text)
    if pointed is not None and not _ASKS.search(pointed["rest"]) and not pointed["rest"].endswith("か"):
        return f"{pointed['rest']}は{pointed['asked']}"
    moved = _UP_OR_DOWN.search(text)
    if moved is not None:
        before = text[: moved.start()]
        return f"{before}{'の' if before and not before.endswith(('の', '、')) else ''}増減は？"
    more = _MORE_OF.match(text)
    if more is not None and not _ASKS.search(more["a"] + more["b"]):
        return f"{more['a']}と{more['b']}はどちらが{re.sub(r'(?:の|方|ほう|ところ)?は$', '', more['head'])}？"
    return text
