"""Two questions in one line (何件？合計は？, 内閣府は何件で、厚労省は何件): where one ends and the next begins."""

from __future__ import annotations

import re

from nlp.questions.tables.frame_rules import Understood
from nlp.questions.typed.said_order import in_written_order

_MOST = 3
_SHORTEST = 3
# Xは新規？再掲？: one question with two marks.
_EITHER_MARK = re.compile(
    r"(?<=[はて、])(?P<one>新規|再掲)[?？]、?(?:それとも|または)?(?=(?:新規|再掲)(?:ですか|なの|か)?[?？。]*$)"
)
_END = re.compile(r"(?<=[?？。！!])\s*(?=\S)")
# 関連URLをのせて。あと何団体採択？, 法律番号、それと根拠の条文は何条: words that another question follows.
_ALSO = r"(?:あと|それと|それから|ついでに|ちなみに|加えて|そして|さらに)(?!の)、?"
_AND_ALSO = re.compile(rf"[、,，]\s*(?={_ALSO})|(?<=[?？。])\s*(?={_ALSO})")
_LEAD = re.compile(rf"^{_ALSO}")
_REQUESTED = re.compile(
    r"(?:て|てください|て下さい|お願いします|ください|知りたい|欲しい|ほしい)(?:です)?[。]?$"
)
_ASKED = r"(?:何件|何個|何本|何行|何団体|何人|何円|何億円|何事業|何施策|何府省庁|何種類|いくら|いくつ|どこ|誰|だれ|いつ|どれ)"
_JOINED = re.compile(
    rf"^(?P<one>.*{_ASKED})(?:です|なの|ある|あり|あって|になって)?(?:か|で)?[、,，]\s*(?P<other>[^、,，]*(?:は|が)[^、,，]*|(?:それは?|その)?{_ASKED}[^、,，]{{0,10}}|[^、,，]{{2,14}}(?:で|だと|では)(?:何件|何個|何行|何団体|何事業|何施策|いくつ|いくら)[^、,，]{{0,8}})$"
)
# 施策の数と、そのうち柱3の数; R6補正の事業は何件、うち再掲は: a part of what was asked for is asked for too.
_AMONG = re.compile(
    r"^(?P<one>.{3,}?(?:数|金額|額|合計|一覧|割合|平均|ある|あり|あって|てて|ていて|か|で|は|[件行個つ]|いくら|いくつ|(?:何件|いくつ)(?:持って(?:い)?て|あって|あり)))(?:と)?[、,，／/]\s*(?P<other>(?:そのうち|その内|その中で?|そのなかで?|このうち|うち|内[\s　])[^、,，]{2,})$"
)
# 内数の行は何行で、省庁別の内訳も: the number and its parts.
_AND_ITS_PARTS = re.compile(
    r"^(?P<one>.{3,}?(?:何(?:件|行|事業|施策|本|団体)|いくつ|数|合計|総額))(?:です|ある|あり|あって|になって|なの)?(?:か|で|と|は)?[、,，。と]\s?(?P<other>[^、,，は]{0,8}(?:別|ごと)(?:の内訳|の数|の件数)?)(?:も|は|を|だと|で(?:は|見ると)?|に(?:する|見る|分ける|わける)と)?(?:どう(?:なる|なります)|(?:何件|何行|いくつ)(?:ずつ)?(?:に(?:なる|なります))?)?(?:か|の|です|でしょう)*(?:教えて(?:ください)?|知りたい(?:です)?|お願いします|ください)?[。?？]*$"
)
# 新規の件数、並びに最も額の大きいもの: of the things counted the largest or smallest too.
_AND_THE_MOST = re.compile(
    r"^(?P<one>.{3,}?(?:数|金額|額|合計|一覧|[件行個つ]))(?:と|、|,|，|および|及び|並びに|ならびに|それに|あと)+(?P<other>(?:その中で)?(?:最も|一番|いちばん|最大|最小|最高|最低|最多|最少)[^、,，]{1,20})$"
)
# 年度別の事業数と合計額, 省庁ごとの金額と件数: a count and an amount by the same groups.
_BY_GROUPS = re.compile(
    r"^(?P<head>.+?(?:別|ごと|毎|単位)の?(?:に|で)?)[\s　]?(?P<one>(?:事業|施策|行|件)の?数|件数|合計額?|総額|金額|予算額|額)(?:と|及び|および|並びに|や|、|・|／|/|＋|\+)(?:その)?(?P<other>(?:事業|施策|行|件)の?数|件数|合計額?|総額|金額|予算額|額)(?P<tail>[^、。]{0,12})$"
)
# 省庁ごとに何件でいくら: the same in words that ask.
_MANY_AND_MUCH = re.compile(
    r"(?<=[とに位別])(?:それぞれ)?(?:何件|いくつ|何事業)(?:あって|あり)?(?:で|、|と)+(?:それぞれ)?いくら(?:なの|です|に(?:なる|なります)|なん)?(?:の|ん)?(?:です)?か?"
)
# 新しく入った事業と消えた事業: those that came and those that went.
_CAME = r"(?:新しく|新たに|新規に|追加|加わ|始ま|増えた行|登場|入ってき|入った)[^、。と]{0,10}"
_WENT = r"(?:抜け|出ていっ|脱落|消え|なくな|無くな|終わ|終了|廃止|外れ|落ち|載らなくな|姿を消)[^、。と]{0,10}"
_CAME_AND_WENT = re.compile(
    rf"^(?P<head>.*?)(?P<one>{_CAME}|{_WENT})(?:事業|もの)?(?:と|、|や|及び|および)(?P<other>{_CAME}|{_WENT})(?P<what>事業|もの)(?P<tail>[^、。]{{0,12}})$"
)
# 入れ替わった事業, 一覧の差分: those that came and those that went; AにあってBにない事業、逆にBにしかない事業.
_TAKEN_TURNS = re.compile(
    r"(?<!順位が)(?<!順番が)(?<!担当が)(?<!所管が)(?:で)?入れ(?:替|代|か)わ(?:った|って(?:い)?る)(?=事業|もの)|(?:の)?事業の入れ(?:替|代|か)わり|(?<=補正|年度|予算|[Rr][0-9])の?(?:予算)?一覧の差分"
)
# R6補正とR7補正、一覧を見比べて違うのはどこ: the same of two lists, in words that compare what they hold.
_DATED = r"(?:[RrＲｒ]|令和)?[0-9０-９]{1,2}(?:年度)?(?:の?(?:補正|当初))?(?:予算)?"
_LISTS_COMPARED = re.compile(
    rf"^(?P<one>{_DATED})(?:と|・|、|/|／|[\s　])(?P<other>{_DATED})(?:の|で|は|、|[\s　])*一覧(?:どうし|同士)?(?:を|の|で|は|、|[\s　])*(?:(?:見比べ|比べ|比較し|突き合わせ)(?:て|ると|たとき)|比較すると)?、?(?:どこが|何が)?(?:違うのは?|違い|違う(?:ところ|所|点|箇所|部分)|異なる(?:ところ|所|点|箇所|部分|のは)|相違点?|差異)(?:は|を)?(?:どこ|何|どれ)?(?:です|でしょう)?か?(?:教えて.{{0,6}})?[。?？]*$"
)
_OTHER_WAY = re.compile(
    r"^(?P<one>.{4,}(?:事業|施策|省庁|もの))(?:と|、|,)+(?:逆に|反対に|その逆で|逆で)、?(?P<other>.{4,})$"
)
# 厚労省の事業数と文科省の施策の名前: a part of the things of one, another of those of another.
_OF_ANOTHER = re.compile(
    r"^(?P<one>[^、,，とや]{2,16}の(?:事業|施策|行|交付団体)の?(?:数|件数|名前|名称|名|合計額?|一覧))(?:と|、|及び|および)、?(?:あと)?"
    r"(?P<other>[^、,，とや]{2,16}の(?:事業|施策|行|交付団体)の?(?:数|件数|名前|名称|名|合計額?|一覧))(?:は|を)?(?:教えて(?:ください)?)?[。?？]*$"
)
# 施策82の目標と、関連する事業を教えて; 訪問支援事業の額と、対応する施策の番号: fields of a thing, and what is tied to it.
_AND_RELATED = re.compile(
    r"^(?P<thing>[^、。,，?？]{2,48}?)の(?P<one>(?:担当|所管|目標|達成状況|実績|進捗|概要|対象|見直し|関連URL|関連url|URL|url|リンク|(?:予算|補正|補正予算|当初|当初予算)?(?:金額|額)|予算|補助率|実施主体|番号)[^。?？、,，と]*?)(?:を|は|が)?(?:教えて(?:ください)?|知りたい(?:です)?|見せて|出して)?"
    r"(?:と|、|,|，|。|及び|および|それと|それから|あと|ついでに|さらに|加えて|で)+(?:その|それに|それと)?(?:関連|対応|関係|結び(?:付|つ)|ひも(?:付|づ)|紐(?:付|づ)|つなが|繋が)(?:する|した|の|付けられた|く|いた|いて(?:い)?る|って(?:い)?る|る)?(?:重点計画の|予算の)?(?P<what>事業|施策)(?:の)?(?:名前?|番号|[NnＮｎ][OoＯｏ][.．]?|(?P<much>予算額|金額|額|予算))?(?:が|は|を|も|って)?(?:あれば|あるなら|あったら|どれ|何番?|何)?(?:、?(?:それ)?も)?(?:教えて(?:ください)?|知りたい(?:です)?|見せて|出して|お願いします|ください|です)?か?[。?？]*$"
)
# 若者の施策、何件あってどの省が多い: how many, and whose are most.
_AND_WHOSE = re.compile(
    r"^(?P<one>.{3,}?(?:何件|いくつ|何本|何施策|何事業)(?:あって|ありまして|あり|で)?)[、,，]?(?P<other>(?:どの|どこの)(?:府省庁|省庁|府省|省|役所)(?:が|に).{0,6}(?:多|少な)[^、。]{0,10})$"
)
_TWO_OF_ONE = (_OF_ANOTHER, _AMONG, _AND_ITS_PARTS, _AND_THE_MOST, _OTHER_WAY)
_COUNTS = re.compile(r"数$")
# 最も大きいものをお答えください
_POLITE = re.compile(
    r"を?(?:お|ご)?(?:教え|答え|示し|知らせ|見せ|出し|教示)(?:て|に)?(?:ください|下さい|ほしい|欲しい|もらえますか|いただけますか)?[。?？]*$"
)
# その中で省庁が消費者庁のものを
_THOSE = re.compile(
    r"^(?P<what>(?:その(?:うち|中)|このうち|うち).{2,}(?:もの|事業|施策|やつ|分|団体|行))(?:を|も)?[。?？]*$"
)
_NUMBER_ASKED = re.compile(r"何(?:件|行|事業|施策|本|団体)|いくつ|(?:件|行)?数(?:は|を|$)|合計|総額|いくら")
_PARTED = re.compile(r"(?:内訳|別|ごと)(?:の内訳|の数|の件数)?は[?？]$")
_TOO = re.compile(
    r"^(?:あと|それと|ついでに|できれば)?、?(?P<what>[^、,，は]{0,10}(?:差|内訳|合計|総額|平均|割合|比率|件数|率|別|ごと))も(?:お願いします|教えて(?:ください)?|知りたい(?:です)?|ください)?[。?？]*$"
)
# 何件ですか: how many of the thing just asked for.
_HOW_MANY = re.compile(
    r"(?:それは|それぞれ)?(?:何(?:件|施策|事業|行|本|団体|個)|いくつ)(?:あって|ある|あり(?:ます)?|持って(?:い)?る)?(?:の|ん)?(?:です|でしょう)?か?[。?？]*"
)
_VALUE = re.compile(r"(?:数|金額|額|合計|一覧|割合|平均)(?:と)?$")
_ASKS = re.compile(
    rf"{_ASKED}|何|どういう|どんな|どのよう|どの(?!くらい|ぐらい|程度)|(?:は|って)[?？。]*$|[?？]$"
)
# One computation that answers all that such a line asks.
_WHOLE_OPS = (
    "count_and_total",
    "figure",
    "compare",
    "verify",
    "group",
    "matrix",
    "same_names",
    "disagreement",
)


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that a line holds, in order; the line itself when it is one.

    >>> questions_in("R7補正の事業は何件？合計は？")
    ('R7補正の事業は何件？', '合計は？')
    >>> questions_in("内閣府の施策は何件で、厚労省は何件？")
    ('内閣府の施策は何件', '厚労省は何件？')
    >>> questions_in("厚労省の施策の数と、そのうち柱3の数")
    ('厚労省の施策の数は？', 'そのうち柱3の数は？')
    >>> questions_in("厚労省と文科省、どちらが多い？")
    ('厚労省と文科省、どちらが多い？',)
    """
    lists = _LISTS_COMPARED.sub(r"\g<one>と\g<other>の一覧の差分", in_written_order(text))
    whole = _TAKEN_TURNS.sub(_turns, _MANY_AND_MUCH.sub("件数と金額", lists))
    whole = _EITHER_MARK.sub(r"\g<one>か", whole)
    tied = _AND_RELATED.match(whole)
    if tied is not None:
        much = f"の{tied['much']}" if tied["much"] else ""
        return (f"{tied['thing']}の{tied['one']}は？", f"{tied['thing']}に関連する{tied['what']}{much}は？")
    also = _and_also(whole)
    if also:
        return also
    pieces = [piece.strip() for piece in _END.split(whole) if piece.strip()]
    if len(pieces) == 1 and (match := _JOINED.match(whole)) and _ASKS.search(match["other"]):
        pieces = [match["one"], match["other"]]
    elif len(pieces) == 1 and (match := _AND_WHOSE.match(whole)):
        pieces = [re.sub(r"(?:あって|ありまして|あり|で)$", "", match["one"]) + "？", match["other"]]
    elif len(pieces) == 1 and (match := _first_of(whole, *_TWO_OF_ONE)):
        pieces = [_asked(match["one"]), _asked(match["other"])]
    elif len(pieces) == 1 and (match := _BY_GROUPS.match(whole)):
        kinds = {bool(_COUNTS.search(match[name])) for name in ("one", "other")}
        if len(kinds) == 2:
            head = re.sub(r"(?<=[別と毎位])$", "の", match["head"])
            pieces = [f"{head}{match[name]}は？" for name in ("one", "other")]
    elif len(pieces) == 1 and (match := _CAME_AND_WENT.match(whole)) and _apart(match):
        pieces = [f"{match['head']}{match[name]}{match['what']}は？" for name in ("one", "other")]
    pieces = [pieces[0], *map(_asked_too, pieces[1:])]
    asks = all(len(piece) >= _SHORTEST and _ASKS.search(piece) for piece in pieces)
    return tuple(pieces) if asks and 1 < len(pieces) <= _MOST else (text,)


def _and_also(text: str) -> tuple[str, ...]:
    """The questions of a line of which the last is put on with あと or the like; () where there is none or one asks nothing."""
    pieces = [_LEAD.sub("", piece.strip()) for piece in _AND_ALSO.split(text) if piece.strip()]
    if not 1 < len(pieces) <= _MOST or any(len(piece) < _SHORTEST for piece in pieces):
        return ()
    first, *others = pieces
    others = [_asked(piece) if _VALUE.search(piece.rstrip("。")) else _asked_too(piece) for piece in others]
    if not all(_ASKS.search(piece) for piece in others):
        return ()
    if not (_ASKS.search(first) or _REQUESTED.search(first)):
        first = f"{first.rstrip('はをが、')}は？"
    return (first, *others)


def compares_lists(text: str) -> bool:
    """Whether the lists of two years are held against each other, for what they hold and not for their sums.

    >>> compares_lists("R6補正とR7補正、一覧を見比べて違うのはどこ"), compares_lists("R6補正とR7補正の金額の違いは")
    (True, False)
    """
    return bool(_LISTS_COMPARED.match(in_written_order(text)))


def counts_and_groups(pieces: tuple[str, ...]) -> bool:
    """Whether a number is asked for and then its parts (何行ありますか、あと所管別の内訳も): one table would not say the number."""
    return len(pieces) > 1 and bool(_NUMBER_ASKED.search(pieces[0]) and _PARTED.search(pieces[-1]))


def counted_beside(understood: Understood, pieces: tuple[str, ...]) -> bool:
    """Whether a ranking by numbers is asked for and then how many it is (一番多い柱はどれで、何件ですか): the ranking says the number."""
    return understood.rule.op == "rank_count" and len(pieces) == 2 and bool(_HOW_MANY.fullmatch(pieces[1]))


def _first_of(text: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.match(text))), None)


def _turns(match: re.Match[str]) -> str:
    ending = "事業" if match.group().endswith(("わり", "差分")) else ""
    return f"で新しく入った事業と消えた{ending}"


def _apart(match: re.Match[str]) -> bool:
    """Whether one of the two came and the other went."""
    return bool(re.match(_CAME, match["one"])) != bool(re.match(_CAME, match["other"]))


def _asked(piece: str) -> str:
    """A piece that only names a value, as a question for it (そのうち柱3の数 -> そのうち柱3の数は？)."""
    bare = _POLITE.sub("", piece)
    if _VALUE.search(bare.rstrip("?？。は")) or not _ASKS.search(bare):
        return f"{bare.rstrip('とは、')}は？"
    return bare


def _asked_too(piece: str) -> str:
    """A value put on with も, as a question for it (6年度は？差も -> 差は？, 所管別の内訳も -> 所管別の内訳は？)."""
    return _THOSE.sub(r"\g<what>は？", _TOO.sub(r"\g<what>は？", piece))


def answers_all(understood: Understood) -> bool:
    """Whether one frame answers all that a line of several questions asks: attributes side by side, how many and how much."""
    frame = understood.frame
    return (
        understood.rule.op in _WHOLE_OPS or understood.rule.id == "count_and_charge" or "+" in frame.attribute
    )
