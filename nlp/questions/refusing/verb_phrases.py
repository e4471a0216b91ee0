"""The verb at one place of a question, before a noun or at its end, said of what is so: nothing denied, wished, caused or about to be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.questions.found.words import Word

_MOST_STEM = 3
_PASSIVE = ("れる", "られる")
_PAST = ("た", "てる")
_STATE = ("居る", "有る")
_DO = "為る"
_DONE = ("済み", "済")
_OBJECT = ("を", "に", "が")
# Nouns that say when or how surely, not what: 置かれた|まま, 置かれる|はず.
_NO_THING = (
    "まま",
    "はず",
    "筈",
    "つもり",
    "予定",
    "見込み",
    "ため",
    "為",
    "とおり",
    "通り",
    "とき",
    "時",
    "頃",
    "際",
    "場合",
    "前",
    "後",
    "間",
    "途中",
    "最中",
    "だけ",
    "限り",
)
# What may stand behind the stem at the end of a question: (綴られ)ているのでしょうか, (上り)ますか.
_CLOSE = re.compile(
    r"(?:て|で)?(?:い|お|あ)?(?:る|り)?(?:ます|ました|まし|た)?(?:っけ)?(?:の|ん)?(?:です|でしょう|だろう)?(?:か(?:ね|な)?|っけ|が|けど|けれど)?[?。!]*$"
)

_COPULA = re.compile(
    r"(?:に(?:なって|なり|なる)(?:い|お)?(?:る|り)?(?:ます)?)?(?:な)?(?:の|ん)?(?:です|でしょう|だろう)?(?:か(?:ね|な)?|っけ)?[?。!]*$"
)

_TAIL = re.compile(r"(?:は|って|を(?:教えて|示して|見せて|出して|見たい|知りたい(?:です)?)?)?[?。!]*$")
_REQUEST = re.compile(
    r"(?:(?:させ|し)?(?:て|で)(?:おい?て|み?て)?(?:ください|ほしい(?:です)?|くれ)?"
    r"|し?(?:(?:て|で)(?:おき|置き|み))?たい(?:です|ん|の|んです|のです)?(?:が|けど|けれど|ので)?)[?。!]*$"
)


@dataclass(frozen=True, slots=True)
class VerbPhrase:
    """The content words of a verb, its object before it (照準を合わせる), the character offset of its end, and whether it is passive."""

    stem: tuple[Word, ...]
    object: tuple[Word, ...]
    end: int
    passive: bool


def before_noun(tokens: tuple[Word, ...], place: int) -> VerbPhrase | None:
    """The verb that begins at a token and ends before a noun (仕分けられている|施策, 収めてある|のは); None where none does."""
    found = _stem(tokens, place)
    if found is None:
        return _done(tokens, place)
    stem, said, at = found
    passive = False
    while at < len(tokens):
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.pos == "助動詞" and token.normal in _PASSIVE:
            passive = True
        elif token.surface in ("て", "で") and token.detail == "接続助詞":
            if following is None or following.pos != "動詞" or following.normal not in _STATE:
                return None
            passive = passive or following.normal == "有る"
            at += 1
        elif not (token.pos == "助動詞" and token.normal in _PAST):
            break
        at += 1
    if at >= len(tokens) or not _of_noun(tokens[at]):
        return None
    return VerbPhrase(stem, said, tokens[at].start, passive)


def _done(tokens: tuple[Word, ...], place: int) -> VerbPhrase | None:
    """分類済みの|事業: a noun of doing that is said to be done."""
    at = place
    while at < len(tokens) and _plain_noun(tokens[at]) and tokens[at].normal not in _DONE:
        at += 1
    done = at > place and at + 2 < len(tokens) and tokens[at].normal in _DONE
    if not done or tokens[at + 1].surface != "の" or not _of_noun(tokens[at + 2]):
        return None
    return VerbPhrase(tokens[place:at], (), tokens[at + 2].start, True)


def at_the_end(tokens: tuple[Word, ...], place: int, text: str) -> VerbPhrase | None:
    """The verb that begins at a token and closes the question (綴られていますか, 上りますか); None where none does."""
    found = _stem(tokens, place)
    if found is None:
        return None
    stem, said, at = found
    passive = at < len(tokens) and tokens[at].normal in _PASSIVE
    if passive:
        at += 1
    rest = text[tokens[at].start :] if at < len(tokens) else ""
    return VerbPhrase(stem, said, len(text), passive) if _CLOSE.match(rest) else None


def closes(verb: VerbPhrase, question: str) -> bool:
    """Whether a verb closes the question as it was typed too (いくらに達する, no いくらに達する見込み that was read so)."""
    said = (verb.stem or verb.object)[-1].surface
    before, _, rest = question.rpartition(said)
    return not before or _CLOSE.match(re.sub("^(?:さ|し)?(?:れ|られ)?", "", rest)) is not None


def requested(tokens: tuple[Word, ...], place: int, text: str) -> VerbPhrase | None:
    """The verb that begins at a token and closes the question as a request or wish (書き並べ|て, 俯瞰|したい); None where none does."""
    found = _stem(tokens, place)
    if found is None:
        return None
    stem, said, at = found
    rest = text[(tokens[at].start if at < len(tokens) else len(text)) :]
    if stem and tokens[at - 1].normal == _DO:  # 俯瞰|し|たい: し is of the verb
        rest = tokens[at - 1].surface + rest
    return VerbPhrase(stem, said, len(text), False) if _REQUEST.match(rest) else None


def noun_copula(tokens: tuple[Word, ...], place: int, text: str) -> VerbPhrase | None:
    """The nouns that begin at a token and close the question with a copula (守備|範囲|ですか); None where none do."""
    at = place
    while at < len(tokens) and (_plain_noun(tokens[at]) or (at > place and tokens[at].pos == "接尾辞")):
        at += 1
    rest = text[tokens[at].start :] if at < len(tokens) else ""
    return VerbPhrase(tokens[place:at], (), len(text), False) if at > place and _COPULA.match(rest) else None


def at_the_tail(tokens: tuple[Word, ...], place: int, text: str) -> VerbPhrase | None:
    """The nouns that begin at a token and close a question that asks to be shown them (全容|は, 顔ぶれ|を教えて); None where none do."""
    at = place
    while at < len(tokens) and _plain_noun(tokens[at]):
        at += 1
    rest = text[tokens[at].start :] if at < len(tokens) else ""
    return VerbPhrase(tokens[place:at], (), len(text), False) if at > place and _TAIL.match(rest) else None


def copula_at(tokens: tuple[Word, ...], place: int, text: str) -> VerbPhrase | None:
    """The copula that begins at a token and closes the question (仕組み|でしょうか, 形|になっていますか); None where none does."""
    rest = text[tokens[place].start :] if place < len(tokens) else ""
    return VerbPhrase((), (), len(text), False) if _COPULA.match(rest) else None


def _stem(tokens: tuple[Word, ...], place: int) -> tuple[tuple[Word, ...], tuple[Word, ...], int] | None:
    """The content words of the verb, those of its object, and the place behind them."""
    at, stem = place, list[Word]()
    said: tuple[Word, ...] = ()
    while at < len(tokens) and len(stem) <= _MOST_STEM:
        token = tokens[at]
        if token.pos == "動詞":
            stem.append(token)
            at += 1
            if at < len(tokens) and tokens[at].pos == "動詞":  # 割り|つける
                stem.append(tokens[at])
                at += 1
            content = tuple(token for token in stem if token.normal != _DO)
            return (content, said, at) if content or said else None
        if token.surface in _OBJECT and token.pos == "助詞" and stem and not said:
            said, stem = tuple(stem), []
        elif _plain_noun(token):
            stem.append(token)
        else:
            return None
        at += 1
    return None


def _plain_noun(token: Word) -> bool:
    """Whether a token is a noun, or its suffix, that is no number (二|度) and no adverb of time."""
    return token.pos in ("名詞", "接尾辞") and token.detail != "数詞" and token.use != "副詞可能"


def _of_noun(token: Word) -> bool:
    if token.surface in _NO_THING:
        return False
    return token.pos in ("名詞", "接頭辞", "代名詞") or (token.surface == "の" and token.detail == "準体助詞")


__all__ = [
    "VerbPhrase",
    "at_the_end",
    "at_the_tail",
    "before_noun",
    "closes",
    "copula_at",
    "noun_copula",
    "requested",
]
