"""Whether a clause beside a question only tells what the person does, is or was told (上司に聞かれまして), and in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.beside.aside_words import (
    NOUNS,
    Phrase,
    aside_data,
    aside_verbs,
    matters,
    noun_kinds,
    phrases_of,
    stands_alone,
    verbal_known,
)
from nlp.questions.found.words import Word, words
from nlp.questions.several_asked.asked_parts import asked_parts
from nlp.questions.typed.text import fold_question

_JOINING = ("て", "で", "が", "けど", "けれど", "けれども", "から", "し", "ので", "ども", "のに")
_PEOPLE = ("bodies", "occasions")


@dataclass(frozen=True, slots=True)
class Told:
    """A clause that may be an aside: its folded text, its nouns, and those of them that are people, bodies and occasions."""

    text: str
    licensed: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    # People by a word of their own who asked or told it (学生に聞かれまして).
    askers: tuple[str, ...] = ()
    # Whether it says that reading the documents is troublesome (数が合わなくて困っている).
    troubled: bool = False
    # Whether all that its nouns are made of are words of asides (not 子育て担当, こども食堂の会議).
    plain: bool = True


def told_clause(clause: str, others: str) -> Told | None:
    """The clause when all its words are those of asides and it asks nothing; None otherwise."""
    text = re.sub(aside_data()["short_of_time"]["pattern"], "時間がな", clause).strip(" 、。,!.")
    if not text or _asking().search(text) or asked_parts(text, follows=True) is not None:
        return None  # 担当も付けよ: a part that is asked for
    tokens = [t for t in words(text) if t.pos not in ("空白", "補助記号")]
    if not tokens or not _ends_clause(tokens):
        return None
    phrases = tuple(phrases_of(tokens))
    if not _acts(tokens, phrases) or not all(verbal_known(t) for t in tokens):
        return None
    passed_on, troubled = _passed_on(tokens), _in_trouble(tokens)
    told_words = {"spoken": passed_on or troubled, "reading": troubled}
    people = _people(phrases, tokens)
    allowed = [
        bool(p.kind and told_words.get(p.kind, True)) or mine or text[p.start : p.end] in others
        for p, mine in zip(phrases, people, strict=True)
    ]
    if not (all(allowed) or _of_whom(tokens)):
        return None
    own = all(allowed)
    named = [text[p.start : p.end] for p, mine in zip(phrases, people, strict=True) if mine or not own]
    said = tuple(text[p.start : p.end] for p in phrases)
    askers = tuple(
        word
        for word, p in zip(said, phrases, strict=True)
        if passed_on
        and p.kind == "bodies"
        and word in noun_kinds()
        and p.particle in ("に", "から", "が", "より")
    )
    plain = all(
        text[p.start : p.end] in noun_kinds()
        or all(stands_alone(t) or t.surface in others for t in tokens if p.start <= t.start < p.end)
        for p in phrases
    )
    return Told(text, said, tuple(named), askers, troubled, plain)


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(aside_data()["asking"]["pattern"])


def _people(phrases: Sequence[Phrase], tokens: Sequence[Word]) -> list[bool]:
    """Of each phrase whether it names who asked, told or meets and where, or whose they are (うちの県の…課から)."""
    found: list[bool] = []
    for number in reversed(range(len(phrases))):
        phrase = phrases[number]
        if phrase.particle == "の":
            behind = number + 1 < len(phrases) and phrases[number + 1].kind in _PEOPLE
            found.append(behind and found[-1])
        else:
            found.append(_of_people(phrase, tokens))
    return found[::-1]


def _of_people(phrase: Phrase, tokens: Sequence[Word]) -> bool:
    """Whether a phrase names who asked, told or meets, and where: 学生が困っている, 学生の資料 are about them."""
    if phrase.kind == "occasions":
        return True
    verbs, said = aside_data()["verbs"], {t.normal for t in tokens}
    if phrase.kind == "bodies" and phrase.particle == "を" and said & set(verbs["runs"]):
        return True  # NPOをやっています: one's own
    spoke = said & set(verbs["spoke"])
    return phrase.kind == "bodies" and (phrase.particle not in ("が", "は", "を") or bool(spoke))


def reported_clause(clauses: Sequence[str]) -> Told | None:
    """A last clause that says what the person was told (…って上司に言われまして), in words that the question before it has."""
    text = fold_question(clauses[-1]).strip(" 、。,!")
    match = re.match(aside_data()["reported"]["pattern"], text)
    if match is None:
        return None
    before = fold_question("".join(clauses[:-1]))
    nouns = [
        t for t in words(match["content"]) if t.pos in NOUNS and t.detail not in ("助動詞語幹", "非自立可能")
    ]
    known = all(t.surface in before for t in nouns)
    return Told(match["content"]) if known and nouns else None


def _ends_clause(tokens: Sequence[Word]) -> bool:
    """Whether the last words end a clause: て, ので, けど, まして, です, a verb, or 準備で, 急ぎで."""
    last = [t for t in tokens if t.detail != "終助詞"][-1:]
    if not last:
        return False
    token = last[0]
    before = tokens[tokens.index(token) - 1] if tokens.index(token) else None
    if token.detail == "接続助詞" and token.surface in ("て", "で"):
        return before is not None and _of_oneself(before)
    if token.detail == "接続助詞":
        return token.surface in _JOINING
    if token.pos == "動詞" and token.form.startswith("連用形"):
        return token.detail == "非自立可能"
    if token.pos in ("助動詞", "動詞", "形容詞"):
        return True
    if token.surface == "は" and before is not None and before.surface == "で" and len(tokens) > 2:
        return tokens[-3].surface in ("話", "ところ", "所")  # 先輩から聞いた話では
    if token.normal in ("為", "ため") or token.surface in ("取り急ぎ", "急ぎ", "至急", "大至急", "用"):
        return True
    return token.surface in ("で", "に") and len(tokens) > 1 and tokens[-2].normal in matters()


def _of_oneself(before: Word) -> bool:
    """Whether て behind this word tells (作っておりまして, 聞かれて, 知らせたくて, と思って); 並べて, 書いて by itself asks for it."""
    return before.pos in ("助動詞", "形容詞") or before.normal in (
        "居る",
        "おる",
        "仕舞う",
        "思う",
        "困る",
        "迷う",
    )


def _acts(tokens: Sequence[Word], phrases: Sequence[Phrase]) -> bool:
    """Whether the predicate tells what the person does or is: a verb of asides, or a noun of them before です, で."""
    verbs = [
        t
        for t in tokens
        if (t.pos == "動詞" and t.detail != "非自立可能") or (t.pos == "形容詞" and t.normal in aside_verbs())
    ]
    nouns = [p for p in phrases if p.kind]
    return bool(verbs) or bool(nouns)


def _passed_on(tokens: Sequence[Word]) -> bool:
    """Whether the clause says that something was told or asked; that it is not known is what troubles where nothing else was."""
    said = {t.normal for t in tokens}
    verbs = aside_data()["verbs"]
    if said & set(verbs["wanted"]):
        said -= set(verbs["trouble"])
    return bool(said & set(verbs["told"]))


def _in_trouble(tokens: Sequence[Word]) -> bool:
    """Whether the clause says that reading the documents is troublesome, and not what is looked for in them."""
    said = {t.normal for t in tokens}
    verbs = aside_data()["verbs"]
    return bool(said & set(verbs["trouble"])) and not said & set(verbs["wanted"])


def _of_whom(tokens: Sequence[Word]) -> bool:
    """Whether the clause says what the person is (うちは一般社団なので, こども食堂を手伝っている者です) or lives by (岩手で働いておりまして)."""
    if _lives_by(tokens):
        return True
    oneself = (
        tokens[0].normal in aside_data()["nouns"]["oneself"]
        and len(tokens) > 2
        and tokens[1].surface in ("は", "も")
    )
    return oneself and not any(t.pos in ("動詞", "形容詞") for t in tokens)


def _lives_by(tokens: Sequence[Word]) -> bool:
    """Whether the last noun of the clause is a word for the person, or its last verb says what the person does for a living."""
    last = next((n for n in reversed(range(len(tokens))) if tokens[n].pos in NOUNS), 0)
    behind = tokens[last + 1 :]
    a_person = tokens[last].surface in aside_data()["nouns"]["persons"] or tokens[last].normal in (
        "者",
        "一人",
    )
    if a_person and last and behind and all(t.pos in ("助動詞", "助詞") for t in behind):
        return True
    verbs = [t for t in tokens if t.normal in aside_data()["verbs"]["life"]]
    polite = any(t.normal in ("居る", "おる") for t in tokens[-4:])
    return bool(verbs) and polite and not any(t.surface in ("人", "方") for t in tokens)
