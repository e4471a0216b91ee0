"""What is said around a question taken off it: greetings and reasons before it, politeness behind it, talk put as written.

The answer to 「すみません、…を教えていただけますと幸いです」 is the answer to 「…を教えて」. What may be taken off is told by parts
of speech and by classes of words in their normalised forms (`frames/speech.toml`), so that conjugation and spelling do
not matter; a word of no class stays, and has to be understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest

from nlp.questions.found.words import Word, words
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.kana import in_kanji
from nlp.questions.typed.telegraph import in_sentence
from nlp.questions.typed.turns import outside_quotes, put_as_written
from nlp.questions.typed.years_compared import years_in_order

_FUNCTION = ("助詞", "助動詞", "補助記号", "感動詞", "空白")
_BREAKS = re.compile(r"[、。,!]|(?:けど|けれど|けれども|が|ので|ため|ために|から|て|なら)$")
_TOLD = "教えて"
_TOPIC = re.compile(r"(?<!ん)(?:が|は|って)$")
_WISHED, _ENDING = "願", 14
_IN_TROUBLE = ("困る", "迷う")
_ONESELF = ("私", "自分", "わたし")
_PREDICATES = ("です", "でし", "だ", "なん", "ます", "まし")
_PASSES = 3
_OF_ASKING = ("telling", "telling_wish", "telling_nouns", "wish", "manner")


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(said) for name, said in load_frames_file("speech.toml")["classes"].items()}


@lru_cache(maxsize=512)
def plain_speech(text: str) -> str:
    """A folded question without what is only said to be polite or to explain oneself, and in written words.

    What consists of nothing else is left as it is.

    >>> plain_speech("すみません、r7補正の新規事業を教えていただけますと幸いです。")
    'r7補正の新規事業を教えて'
    >>> plain_speech("卒論で使うので、厚労省の施策がなんぼあるか知りたいんですけど")
    '厚労省の施策がいくつあるか教えて'
    >>> plain_speech("「教えて下さい」という語が出てくる施策")
    '「教えて下さい」という語が出てくる施策'
    """
    text = _written(text)
    for _ in range(_PASSES):
        shorter = _without_ending(_without_opening(_without_afterword(text)))
        if shorter == text:
            break
        text = shorter
    return text


def asked_plainly(question: str) -> str:
    """A question as typed without what opens it, a request for one thing as the question about it.

    >>> asked_plainly("すみません、R7補正の新規事業が知りたいです"), asked_plainly("R7補正の新規事業？")
    ('R7補正の新規事業は?', 'R7補正の新規事業？')
    """
    return as_topic(_without_opening(question))


def as_topic(text: str) -> str:
    """A folded request for one thing as the question about it, before turns of phrase are looked for: they know the question.

    >>> as_topic("認知症カフェの担当が分かれば教えてください"), as_topic("施策は何件かを教えて")
    ('認知症カフェの担当は?', '施策は何件かを教えて')
    >>> as_topic("法務省の施策の番号はどうなっていますか"), as_topic("食品支援事業はどうなっていますか")
    ('法務省の施策の番号は?', '食品支援事業はどうなっていますか')
    """
    # 拡充をお願いします: a wish for a deed is no request to be told of it.
    for said in (text, _without_ending(text) if _WISHED not in text[-_ENDING:] else text):
        found = next(filter(None, (form.fullmatch(said) for form in _one_thing())), None)
        if found:
            return f"{found['thing']}は?"
    return text


@lru_cache(maxsize=1)
def _one_thing() -> tuple[re.Pattern[str], ...]:
    """Xを教えて of any one thing; Xはどうなっていますか of a value or a set."""
    data: dict[str, str] = load_frames_file("speech.toml")["one_thing"]
    ends = "".join(f"(?<!{end})" for end in data["not_ends"].split("|"))
    thing = f"(?P<thing>(?=.{{2}}){data['thing']}{ends})"
    value = f"(?P<thing>{data['thing']}(?:{data['fields']}|{data['sets']}))"
    return (
        re.compile(
            f"{thing}(?:を|が(?=見たい|知りたい|確認したい))(?:{data['requests']}){data['politeness']}[?？。!！]*"
        ),
        re.compile(f"{value}は(?:{data['states']})[?？。!！]*"),
        re.compile(f"{value}を{data['wish']}{data['politeness']}[?？。!！]*"),
        re.compile(f"{value}(?:{data['listing']}){data['politeness']}[?？。!！]*"),
    )


def _written(text: str) -> str:
    return outside_quotes(
        in_sentence(text), lambda part: _uncontracted(put_as_written(years_in_order(in_kanji(part))))
    )


def _uncontracted(text: str) -> str:
    """届いてない as 届いていない: the い that talk leaves out between て and the ending."""
    written, position = "", 0
    for token in words(text) if "て" in text or "で" in text else ():
        if token.pos == "助動詞" and token.normal == "てる" and token.surface[0] in "てで":
            written += text[position : token.start + 1] + "い"
            position = token.start + 1
    return written + text[position:]


def _said(token: Word, *names: str) -> bool:
    classes = _classes()
    return any(token.normal in classes[name] or token.surface in classes[name] for name in names)


def _function(token: Word) -> bool:
    return token.pos in _FUNCTION or token.surface in ("お", "ご", "御")


def _without_opening(text: str) -> str:
    """The text behind the last break before which nothing but address, purpose and manner is said."""
    tokens = words(text)
    cut, said = 0, False
    for token, following in zip_longest(tokens, tokens[1:]):
        known = _said(token, "address", "purpose", "manner", "wish", "telling")
        if not known and not _function(token):
            break
        said = said or known or token.pos == "感動詞"
        before_break = following is not None and following.surface in ("、", "。", ",")
        if said and following is not None and not before_break and _BREAKS.search(text[: token.end]):
            clause = [t for t in tokens if cut <= t.start and t.end <= token.end]
            cut = token.end if _clause_ends(token, following) and _told_of_oneself(clause) else cut
    rest = text[cut:].lstrip(" 、。,")
    return rest if len(rest) > 1 else text


def _without_afterword(text: str) -> str:
    """The text without a last sentence that only tells what the answer is for (授業の教材に使います)."""
    before, mark, last = text.rstrip("。").rpartition("。")
    tokens = words(last) if mark and before else ()
    told = [t for t in tokens if not _function(t)]
    only_told = told and all(_said(t, "address", "purpose", "manner", "wish", "telling") for t in told)
    return before if only_told and any(_said(t, "purpose") for t in told) else text


def _told_of_oneself(clause: Sequence[Word]) -> bool:
    """Whether a clause tells why or by whom is asked: words that measures are about too (学生, 調査) do so only before a
    predicate (大学の授業で使うので, 学生です) or with a word for nothing but a purpose before で (議会答弁の準備で)."""
    topics = [number for number, token in enumerate(clause) if _said(token, "topics")]
    if not topics or any(token.surface in _ONESELF for token in clause):
        return True
    in_trouble = any(token.normal in _IN_TROUBLE for token in clause)
    subject = any(clause[n + 1].surface == "が" for n in topics if n + 1 < len(clause))
    if in_trouble and subject:
        return False  # 学生が困っているので: they are whom the measures are for
    last = [t for t in clause if not _function(t) and t.normal not in ("為", "ため")][-1]
    closing = [t for t in clause if t.start >= last.end]
    if last.pos in ("動詞", "形容詞", "形状詞") or any(t.surface in _PREDICATES for t in closing):
        return True
    by = any(t.surface == "で" for t in closing)
    return by and last.normal != "為" and not _said(last, "topics")


def _clause_ends(token: Word, following: Word) -> bool:
    """Whether a clause ends with the token: at a mark, or at ので, ために, けど right before a word that begins another."""
    if token.surface in ("、", "。", ",", "!"):
        return True
    joined = token.detail == "接続助詞" and token.surface not in ("て", "で", "と")
    reason = token.normal in ("為", "ため") or (
        token.surface in ("に", "で") and token.pos in ("助詞", "助動詞")
    )
    return (joined or reason) and not _function(following)


def _without_ending(text: str) -> str:
    tokens = words(text)
    tail = _tail(tokens)
    if not tail or tail[0].start == 0:
        return text
    asked = next((number for number, token in enumerate(tail) if _asks_to_tell(tail, number)), None)
    if asked is not None:
        while asked and (_said(tail[asked - 1], "manner") or tail[asked - 1].surface in ("お", "ご", "御")):
            asked -= 1
        return _told(text[: tail[asked].start])
    for token, following in pairwise(tail):
        if token.detail == "接続助詞" and token.surface in ("て", "で") and _said(following, "favour"):
            return text[: token.end]
    return text


def _tail(tokens: Sequence[Word]) -> list[Word]:
    """The tokens at the end of which each is a function word or of a class of asking."""
    first = len(tokens)
    while first and (_function(tokens[first - 1]) or _said(tokens[first - 1], *_OF_ASKING)):
        first -= 1
    return list(tokens[first:])


def _asks_to_tell(tail: Sequence[Word], number: int) -> bool:
    """教えて, ご確認ください, 希望: a word of asking, which as a noun is one only with する or ください behind it."""
    token = tail[number]
    following = tail[number + 1] if number + 1 < len(tail) else None
    polite = number > 0 and tail[number - 1].surface in ("お", "ご", "御")
    if _said(token, "telling_wish"):
        return polite or (following is not None and following.normal == "たい")
    if _said(token, "telling_nouns"):
        done = following is not None and _said(following, "wish", "telling")
        reported = [t.surface for t in tail[number + 1 : number + 4]] == ["さ", "れ", "た"]  # 閲覧されたの
        return (done and not reported) or polite
    if _said(token, "telling"):
        # 分からない施策, 教える: only as a request, which does not end with the plain form.
        return following is not None or token.pos != "動詞"
    return False


def _told(before: str) -> str:
    """The request in its plain form: 金額が分かりますか is 金額を教えて."""
    return _TOPIC.sub("を", before.rstrip(" ")) + _TOLD
