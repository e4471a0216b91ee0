"""Names of programmes reduced to comparison keys, so that spelling does not hide identity.

Four keys of rising tolerance, each a function of the one before:
`fold` (width, spaces, case), `skeleton` (orthography, okurigana, の), `core` (without words that join or add
nothing: 等, における, 事業) and `stem` (without words that come and go: 緊急, 推進). Word lists: `name_words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from nlp.errors import ProfileError

_SPACE = re.compile(r"[\s\u3000\u200b\ufeff]+")
_PUNCTUATION = re.compile(
    r"[・･、,。.．\-‐‑–—−~〜～/／:：;；!！?？'\"“”’‘「」『』()\[\]〔〕【】〈〉《》<>＜＞＆&※○〇●■◆]"
)
_PAREN = re.compile(r"[(〔【〈《<]([^()〔〕【】〈〉《》<>]*)[)〕】〉》>]")
_ANY_BRACKET = re.compile(r"[(〔【〈《<「」『』“”\"]")
_QUOTES = re.compile(r"[「」『』“”\"]")
_OFFICE = re.compile(r"(?:室|課|局|庁|省|府|部|課等|担当|参事官|統括官|事務局|本部|委員会|担当室)(?:等)?$")
_BUDGET_NOTE = re.compile(r"年度|補正|当初|新規|再掲|仮称|拡充|継続|予算|概算|百万円|億円|千円|重点|一部新規")
_FORMER = re.compile(r"^(?:旧[・:]?|旧称[・:]?|改称前[・:]?)(?P<name>.+)$")
_BUDGET_TAIL = re.compile(
    r"(?:(?:令和|平成|r|h)?(?:\d+|元)年度)?(?:当初|補正)予算(?:案|額)?[0-9.,億万百千円]*(?:の内数)?$"
)
_ONLY_BUDGET = re.compile(
    r"^(?:令和|平成|R|r|H|h)?(?:\d+|元)?年?度?(?:当初|補正)?予算(?:案|額)?[\d.,億万百千円]*(?:の内数)?$"
)
# An enumerator or a year in front: ① …, No.12 …, (3) …, 令和７年度…; not the H3 of a rocket.
_BEFORE = re.compile(
    r"^(?:[①-⑳㉑-㊿]|no\.?\d+[.:]?|\(?\d+\)|\d+[.．](?!\d)"
    r"|(?:(?:令和|平成)(?:\d+|元)年?度?|[rh]\d+年度|\d{4}年度)(?:の|における)?(?:当初|補正)?(?:予算)?(?:による)?)",
    re.IGNORECASE,
)
_CIRCLED = re.compile(r"^[\s\u3000]*[①-⑳㉑-㊿ⅰ-ⅻⅠ-Ⅻ][\s\u3000]*")
_PROGRAMME_LIKE = re.compile(
    r"(?:事業|交付金|補助金|経費|調査|研究|支援|対策|推進|プログラム|プロジェクト|強化|整備|確保|取組)(?:費|等)?$"
)
# Dropped from keys: kana endings and particles, the last ー of a long katakana word (センター / センタ), punctuation.
_ENDING = re.compile(r"([ぁ-ん]+)|(?<=[ァ-ヺー]{3})ー(?![ァ-ヺー])|" + _PUNCTUATION.pattern)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# What no Japanese name holds: 〓, U+FFFD, private use, another script put in by a broken font.
UNREADABLE = re.compile(r"[^0-9a-zぁ-ゖァ-ヺー一-龯々〆ヵヶ㐀-䶿豈-龎\uff66-\uff9f]")


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists of `name_words.toml`, compiled."""

    spellings: tuple[tuple[str, str], ...]
    okurigana: frozenset[str]
    connectives: re.Pattern[str]
    light: re.Pattern[str]
    near_light: re.Pattern[str]
    scopes: frozenset[str]
    heads: tuple[str, ...]
    tails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameForm:
    """One reading of a label. `role` is main, alias (printed alternative), subtitle or former.

    `qualifiers` are bracketed parts that narrow the name; `unreadable` counts characters that are damage.
    """

    role: str
    text: str
    fold: str
    skeleton: str
    core: str
    stem: str
    qualifiers: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    unreadable: int = 0


@lru_cache(maxsize=4)
def load_name_words(path: Path | None = None) -> NameWords:
    """The shipped word lists, or those at `path`.

    Raises:
        ProfileError: a list is missing or an entry is not a regular expression.
    """
    source = path or Path(__file__).parent / "name_words.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))

    def words(section: str, key: str = "words") -> list[str]:
        try:
            return sorted((str(word) for word in data[section][key]), key=lambda word: (-len(word), word))
        except KeyError as error:
            raise ProfileError(f"{source.name}: [{section}] {key} is missing") from error

    def pattern(section: str) -> re.Pattern[str]:
        try:
            return re.compile("|".join(words(section)))
        except re.error as error:
            raise ProfileError(
                f"{source.name}: [{section}]: {error}", hint="entries are regular expressions"
            ) from error

    spellings = data.get("spellings", {})
    return NameWords(
        spellings=tuple(sorted(spellings.items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        okurigana=frozenset(words("okurigana")),
        connectives=pattern("connectives"),
        light=pattern("light"),
        near_light=pattern("near_light"),
        scopes=frozenset(fold(word) for word in words("scopes")),
        heads=tuple(fold(word) for word in words("wrappers", "heads")),
        tails=tuple(fold(word) for word in words("wrappers", "tails")),
    )


def fold(name: str) -> str:
    """Width, spaces and case removed; punctuation kept.

    >>> fold("ＮＰＯ 等の モデル調査")
    'npo等のモデル調査'
    """
    return _SPACE.sub("", normalize("NFKC", name)).casefold()


def _unwrap(name: str, words: NameWords) -> str:
    """Headings and document words around a name removed, never the whole name."""
    changed = True
    while changed:
        changed = False
        if name.startswith(words.heads):
            head = next(head for head in words.heads if name.startswith(head))
            if len(name) - len(head) >= 4:
                name, changed = name[len(head) :], True
        if name.endswith(words.tails):
            tail = next(tail for tail in words.tails if name.endswith(tail))
            if len(name) - len(tail) >= 5:
                name, changed = name[: -len(tail)], True
        shorter = _BEFORE.sub("", name)
        if "予算" in shorter:
            shorter = _BUDGET_TAIL.sub("", shorter)
        if shorter != name and len(shorter) >= 4:
            name, changed = shorter, True
    return name


def _respell(folded: str, words: NameWords) -> str:
    for written, compared in words.spellings:
        if written in folded:
            folded = folded.replace(written, compared)
    return folded


def _bare(text: str, words: NameWords) -> str:
    """Punctuation, okurigana and particles dropped: 暮らしの, 暮らし and 暮し are one; こども and つながり stay."""

    def kept(found: re.Match[str]) -> str:
        kana = found[1]
        if not kana:
            return ""
        if len(kana) > 1 and kana[-1] in "のをへに":
            kana = kana[:-1]
        return "" if len(kana) == 1 or kana in words.okurigana else kana

    return _ENDING.sub(kept, text)


def name_form(
    text: str, role: str = "main", qualifiers: tuple[str, ...] = (), *, words: NameWords | None = None
) -> NameForm:
    """The keys of one name.

    >>> a, b = name_form("地域におけるNPO等の取り組みモデル調査"), name_form("地域における ＮＰＯ等の取組モデル調査事業")
    >>> (a.core == b.core, a.skeleton == b.skeleton)
    (True, False)
    """
    words = words or load_name_words()
    shown = _unwrap(_SPACE.sub("", normalize("NFKC", text)), words)
    folded = shown.casefold()
    spelled = _respell(folded, words)
    skeleton = _bare(spelled, words)
    meaning = words.light.sub("", words.connectives.sub("", spelled))
    core = _bare(meaning, words) or skeleton
    stem = _bare(words.near_light.sub("", meaning), words)
    return NameForm(
        role,
        shown,
        folded,
        skeleton,
        core,
        stem if len(stem) >= 4 else "",
        qualifiers,
        tuple(sorted(_DIGITS.findall(folded))),
        len(UNREADABLE.findall(_PUNCTUATION.sub("", folded))),
    )


@lru_cache(maxsize=400_000)
def name_forms(label: str, alt_labels: tuple[str, ...] = ()) -> tuple[NameForm, ...]:
    """Every reading of a thing's name: the label, its subtitle or former name in brackets, its other labels.

    Offices (内閣府孤独・孤立対策推進室) and budget notes (新規, 再掲, 令和7年度補正) in brackets are dropped.

    >>> [(form.role, form.text) for form in name_forms("更生保護地域寄り添い支援事業（旧・更生保護地域連携拠点事業）")]
    [('main', '更生保護地域寄り添い支援事業'), ('former', '更生保護地域連携拠点事業')]
    """
    words = load_name_words()
    found: list[NameForm] = []
    seen: set[str] = set()

    def add(form: NameForm) -> None:
        if form.core and form.fold not in seen:
            seen.add(form.fold)
            found.append(form)

    for position, printed in enumerate((label, *alt_labels)):
        role = "main" if position == 0 else "alias"
        outer, inner = _split_brackets(printed)
        qualifiers: list[str] = []
        extra: list[NameForm] = []
        for part in inner:
            former = _FORMER.match(part)
            if former:
                extra.append(name_form(former["name"], "former", words=words))
            elif _OFFICE.search(part) or _BUDGET_NOTE.search(part):
                continue
            elif not outer:
                outer = part
            else:
                qualifiers.append(name_form(part, words=words).core)
                if len(part) >= 6 and _PROGRAMME_LIKE.search(part) and not part.startswith("うち"):
                    extra.append(name_form(part, "subtitle", words=words))
        if ":" in outer and _PROGRAMME_LIKE.search(
            outer
        ):  # 居住支援法人への支援①:居住支援協議会等活動支援事業
            extra.append(name_form(outer.rsplit(":", 1)[1], "subtitle", words=words))
        if outer:
            add(name_form(outer, role, tuple(sorted(qualifiers)), words=words))
        for form in extra:
            add(form)
    return tuple(found)


def _split_brackets(printed: str) -> tuple[str, list[str]]:
    """The text outside brackets and the contents of the brackets, innermost first."""
    text = normalize("NFKC", _CIRCLED.sub("", printed))
    inner: list[str] = []
    if not _ANY_BRACKET.search(text):
        return _SPACE.sub("", text), inner
    text = _QUOTES.sub("", text)
    while True:
        match = _PAREN.search(text)
        if match is None:
            break
        content = _SPACE.sub("", match[1])
        if content:
            inner.append(content)
        text = text[: match.start()] + text[match.end() :]
    outer = _SPACE.sub("", text)
    return ("" if inner and _ONLY_BUDGET.match(outer) else outer), inner


def without_scope(folded: str, scopes: frozenset[str]) -> str:
    """A folded name without the scope in front of it (地域における…), or as it is."""
    for scope in scopes:
        if folded.startswith(scope) and len(folded) - len(scope) >= 4:
            return folded[len(scope) :]
    return folded


def slug(label: str) -> str:
    """The last part of an IRI for a name: NFKC, no spaces, no characters that an IRI or a file name dislikes.

    >>> slug("地域における孤独・孤立対策に関する ＮＰＯ等のモデル調査")
    '地域における孤独・孤立対策に関するNPO等のモデル調査'
    """
    text = _SPACE.sub("", normalize("NFKC", label))
    return re.sub(r"[\\/#?%<>\"{}|^`\[\]:;&=+,@!$*'\x00-\x1f]", "", text)
