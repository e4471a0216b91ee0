"""What is said beside a question: why, where or at whose wish it is asked (来週の勉強会で配る一枚紙を作っておりまして、…).

A question is split into clauses; a clause is an aside when it asks nothing, tells what the person does or was told, and brings
no condition: no name, number, mark or kind of thing that the rest does not repeat. `frames/asides.toml` says by which words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.questions.beside.claims import TELLING, without_claims
from nlp.questions.beside.own_conditions import conditions_of_its_own, of_a_ministry
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word, words
from nlp.questions.several_asked.asked_parts import asked_parts
from nlp.questions.tables.cues import Cue
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.clauses import clauses_of
from nlp.questions.typed.text import fold_question

_NOUNS = ("名詞", "代名詞", "接頭辞", "接尾辞", "形状詞")
_LEANING = ("助詞", "助動詞", "補助記号", "空白", "感動詞", "副詞", "接続詞", "連体詞")
_JOINING = ("て", "で", "が", "けど", "けれど", "けれども", "から", "し", "ので", "ども", "のに")
_OF_PERSONS = frozenset({"target_group", "prefecture", "region", "legal_form", "area"})
_PEOPLE = ("bodies", "occasions")
_LONGEST = 400
_MARKS = " 　、。,，!！…"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as asked: `asked` without its asides, `asides` as typed, in their order.

    `unread`: words beside the question that may be a condition or not; with them it has no answer. "" when there are none.
    """

    asked: str
    asides: tuple[str, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A run of nouns in a clause with the particle behind it and the class of its head, "" when it has none."""

    start: int
    end: int
    particle: str
    kind: str


def without_asides(question: str, read: Callable[[str], Reading]) -> Spoken:
    """The question without the clauses that only tell why or at whose wish it is asked, and without what was heard of the
    thing that it asks about (`nlp.questions.beside.claims`). `read` reads a text by itself.

    Nothing is taken off when nothing would be left to answer.

    >>> from nlp.questions.names.linking import LinkIndex
    >>> from nlp.questions.names.lexicon import Lexicon
    >>> from nlp.questions.found.reading import read_question
    >>> without_asides("上司に聞かれまして、事業は何件ですか", lambda t: read_question(t, LinkIndex(Lexicon("b", ())), ()))
    Spoken(asked='事業は何件ですか', asides=('上司に聞かれまして',), unread='')
    """
    found = _without_asides(question, read)
    kept, heard = without_claims(found.asked, read)
    return Spoken(kept, (*found.asides, *heard)) if heard else found


def _without_asides(question: str, read: Callable[[str], Reading]) -> Spoken:
    handed = re.match(_data()["handed_on"]["pattern"], question)
    if handed:
        behind = question[handed.end("asked") :].strip(_MARKS)
        told = _told(fold_question(handed["told"]), fold_question(handed["asked"]))
        if told is None or not _brings_nothing(told, read, read(handed["asked"])):
            return Spoken(question, unread=behind)
        found = _without_asides(handed["asked"], read)
        return Spoken(found.asked, (*found.asides, behind), found.unread)
    clauses = clauses_of(question[:_LONGEST])
    if len(clauses) < 2:
        return Spoken(question)
    employed = next((c for c in clauses if of_a_ministry(c, read)), "")
    if employed:
        return Spoken(question, unread=employed.strip(_MARKS))
    spoken = [
        _told(fold_question(clause), fold_question("".join(c for c in clauses if c is not clause)))
        for clause in clauses
    ]
    spoken[-1] = spoken[-1] or _reported(clauses)
    if not any(spoken):
        return Spoken(question)
    rest = "".join(c for c, told in zip(clauses, spoken, strict=True) if not told)
    if not re.search(_data()["asking"]["rest"], rest):
        return Spoken(question)
    about = read(rest)
    aside = [t is not None and _brings_nothing(t, read, about) for t in spoken]
    if not any(aside):
        return Spoken(question)
    kept = "".join(c for c, left in zip(clauses, aside, strict=True) if not left).strip(_MARKS)
    asks = question.rstrip().endswith(("?", "？")) and not kept.endswith(("?", "？"))
    left_out = tuple(c.strip(_MARKS) for c, left in zip(clauses, aside, strict=True) if left)
    return Spoken(kept + ("？" if asks else ""), left_out)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return load_frames_file("asides.toml")


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {word: kind for kind, said in reversed(_data()["nouns"].items()) for word in said}


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """The words of predicates of asides, as written and in the dictionary's form (載せる is 乗せる there)."""
    said = [word for kind in _data()["verbs"].values() for word in kind]
    return frozenset((*said, *(token.normal for word in said for token in words(word)[:1])))


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(_data()["asking"]["pattern"])


@dataclass(frozen=True, slots=True)
class _Told:
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


def _told(clause: str, others: str) -> _Told | None:
    """The clause when all its words are those of asides and it asks nothing; None otherwise."""
    text = re.sub(_data()["short_of_time"]["pattern"], "時間がな", clause).strip(" 、。,!.")
    if not text or _asking().search(text) or asked_parts(text, follows=True) is not None:
        return None  # 担当も付けよ: a part that is asked for
    tokens = [t for t in words(text) if t.pos not in ("空白", "補助記号")]
    if not tokens or not _ends_clause(tokens):
        return None
    phrases = tuple(_phrases(tokens))
    if not _acts(tokens, phrases) or not all(_verbal_known(t) for t in tokens):
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
        and word in _kinds()
        and p.particle in ("に", "から", "が", "より")
    )
    plain = all(
        text[p.start : p.end] in _kinds()
        or all(_alone(t) or t.surface in others for t in tokens if p.start <= t.start < p.end)
        for p in phrases
    )
    return _Told(text, said, tuple(named), askers, troubled, plain)


def _people(phrases: Sequence[_Phrase], tokens: Sequence[Word]) -> list[bool]:
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


def _of_people(phrase: _Phrase, tokens: Sequence[Word]) -> bool:
    """Whether a phrase names who asked, told or meets, and where: 学生が困っている, 学生の資料 are about them."""
    if phrase.kind == "occasions":
        return True
    spoke = {t.normal for t in tokens} & set(_data()["verbs"]["spoke"])
    return phrase.kind == "bodies" and (phrase.particle not in ("が", "は", "を") or bool(spoke))


def _reported(clauses: Sequence[str]) -> _Told | None:
    """A last clause that says what the person was told (…って上司に言われまして), in words that the question before it has."""
    text = fold_question(clauses[-1]).strip(" 、。,!")
    match = re.match(_data()["reported"]["pattern"], text)
    if match is None:
        return None
    before = fold_question("".join(clauses[:-1]))
    nouns = [
        t for t in words(match["content"]) if t.pos in _NOUNS and t.detail not in ("助動詞語幹", "非自立可能")
    ]
    known = all(t.surface in before for t in nouns)
    return _Told(match["content"]) if known and nouns else None


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
    return token.surface in ("で", "に") and len(tokens) > 1 and tokens[-2].normal in _matters()


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


@lru_cache(maxsize=1)
def _matters() -> frozenset[str]:
    return frozenset((*_data()["nouns"]["matters"], "急ぎ", "用"))


def _verbal_known(token: Word) -> bool:
    if token.pos == "動詞":
        return token.detail == "非自立可能" or token.normal in _verbs()
    return token.pos in (*_LEANING, *_NOUNS, "形容詞")


def _acts(tokens: Sequence[Word], phrases: Sequence[_Phrase]) -> bool:
    """Whether the predicate tells what the person does or is: a verb of asides, or a noun of them before です, で."""
    verbs = [
        t
        for t in tokens
        if (t.pos == "動詞" and t.detail != "非自立可能") or (t.pos == "形容詞" and t.normal in _verbs())
    ]
    nouns = [p for p in phrases if p.kind]
    return bool(verbs) or bool(nouns)


def _phrases(tokens: Sequence[Word]) -> Iterator[_Phrase]:
    run: list[Word] = []
    for token in (*tokens, None):
        if token is not None and token.pos in _NOUNS and token.detail != "助動詞語幹":
            run.append(token)
            continue
        if run:
            particle = token.surface if token is not None and token.pos in ("助詞", "助動詞") else ""
            yield _Phrase(run[0].start, run[-1].end, particle, _kind_of(run))
            run = []


def _kind_of(run: Sequence[Word]) -> str:
    """The class of a run of nouns by its head; the words before it need one too where the head is no body or occasion."""
    whole = "".join(t.surface for t in run)
    if whole in _kinds():
        return _kinds()[whole]
    head = run[-1]
    kind = _kinds().get(head.normal) or _kinds().get(head.surface) or _by_ending(whole)
    if not kind:
        kind = "matters" if head.normal in _verbs() else ""
    if kind in ("bodies", "occasions") or not kind:
        return kind
    return kind if all(_alone(t) for t in run[:-1]) else ""


def _alone(token: Word) -> bool:
    number = token.detail == "数詞" or token.pos in ("接頭辞", "接尾辞")
    return number or token.normal in _kinds() or token.surface in _kinds() or token.normal in _verbs()


def _by_ending(whole: str) -> str:
    for kind, endings in _data()["endings"].items():
        if any(whole.endswith(end) and len(whole) > len(end) for end in endings):
            return str(kind)
    return ""


def _passed_on(tokens: Sequence[Word]) -> bool:
    """Whether the clause says that something was told or asked; that it is not known is what troubles where nothing else was."""
    said = {t.normal for t in tokens}
    verbs = _data()["verbs"]
    if said & set(verbs["wanted"]):
        said -= set(verbs["trouble"])
    return bool(said & set(verbs["told"]))


def _in_trouble(tokens: Sequence[Word]) -> bool:
    """Whether the clause says that reading the documents is troublesome, and not what is looked for in them."""
    said = {t.normal for t in tokens}
    verbs = _data()["verbs"]
    return bool(said & set(verbs["trouble"])) and not said & set(verbs["wanted"])


def _licensed(cue: Cue, told: _Told, tokens: Sequence[Word]) -> bool:
    """Whether a cue in a clause of trouble is made of its nouns (同じ名前が何回も, 応募の締切), or asks nothing there (過ぎてないか)."""
    nouns = [t for t in tokens if cue.start <= t.start and t.end <= cue.end and t.pos in _NOUNS]
    return (
        told.troubled
        and (cue.slot == "ask" or bool(nouns))
        and all(t.surface in told.licensed for t in nouns)
    )


def _of_whom(tokens: Sequence[Word]) -> bool:
    """Whether the clause says what the person is (うちは一般社団なので, こども食堂を手伝っている者です) or lives by (岩手で働いておりまして)."""
    if _lives_by(tokens):
        return True
    oneself = (
        tokens[0].normal in _data()["nouns"]["oneself"]
        and len(tokens) > 2
        and tokens[1].surface in ("は", "も")
    )
    return oneself and not any(t.pos in ("動詞", "形容詞") for t in tokens)


def _lives_by(tokens: Sequence[Word]) -> bool:
    """Whether the last noun of the clause is a word for the person, or its last verb says what the person does for a living."""
    last = next((n for n in reversed(range(len(tokens))) if tokens[n].pos in _NOUNS), 0)
    behind = tokens[last + 1 :]
    a_person = tokens[last].surface in _data()["nouns"]["persons"] or tokens[last].normal in ("者", "一人")
    if a_person and last and behind and all(t.pos in ("助動詞", "助詞") for t in behind):
        return True
    verbs = [t for t in tokens if t.normal in _data()["verbs"]["life"]]
    polite = any(t.normal in ("居る", "おる") for t in tokens[-4:])
    return bool(verbs) and polite and not any(t.surface in ("人", "方") for t in tokens)


def _brings_nothing(told: _Told, read: Callable[[str], Reading], about: Reading) -> bool:
    """Whether the clause holds no name, number or cue that the rest does not repeat, but for those of the people in it."""
    reading = read(told.text + "、")
    # What a person is may be all that is asked for: it is an aside only beside another condition.
    own = conditions_of_its_own(about)
    if not own and not told.plain:
        return False
    repeated = {name.id for hit in about.entities for name in hit.names}
    for hit in reading.entities:
        named = any(hit.surface in people or people in hit.surface for people in told.people)
        of_people = named and bool(hit.kinds() & _OF_PERSONS) and (own or hit.surface in told.askers)
        if not of_people and not {name.id for name in hit.names} & repeated:
            return False
    if reading.numbers:
        return False
    names = {cue.name for cue in about.cues}
    allowed = "\0".join((*told.licensed, *_data()["verbs"]["hollow"]))
    verbs = [t.surface for t in words(told.text) if t.pos in ("動詞", "形容詞")]
    return not any(
        cue.slot in TELLING
        and cue.name not in names
        and reading.text[cue.start : cue.end] not in allowed
        and not any(reading.text[cue.start : cue.end].startswith(verb) for verb in verbs)
        and not _licensed(cue, told, reading.tokens)
        for cue in reading.cues
    )
