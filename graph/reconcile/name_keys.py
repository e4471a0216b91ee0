"""Names of programmes reduced to comparison keys, so that spelling does not hide identity.

Four keys of rising tolerance, each a function of the one before:
`fold` (width, spaces, case), `skeleton` (orthography, okurigana, の), `core` (without words that join or add
nothing: 等, における, 事業) and `stem` (without words that come and go: 緊急, 推進). Word lists: `name_words.toml`.

Keys are made for many names at once: the names stand one on each line of one text, and every step is one pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from graph.reconcile.name_words import NameWords, load_name_words, without_space

_PUNCTUATION = re.compile(
    r"[・･、,。.．\-‐‑–—−~〜～/／:：;；!！?？'\"“”’‘「」『』()\[\]〔〕【】〈〉《》<>＜＞＆&※○〇●■◆]"
)
_BUDGET_TAIL = re.compile(
    r"(?:(?:令和|平成|r|h)?(?:\d+|元)年度)?(?:当初|補正)予算(?:案|額)?[0-9.,億万百千円]*(?:の内数)?$"
)
# An enumerator or a year in front: ① …, No.12 …, (3) …, 令和７年度…; not the H3 of a rocket.
_BEFORE = re.compile(
    r"^(?:[①-⑳㉑-㊿]|no\.?\d+[.:]?|\(?\d+\)|\d+[.．](?!\d)"
    r"|(?:(?:令和|平成)(?:\d+|元)年?度?|[rh]\d+年度|\d{4}年度)(?:の|における)?(?:当初|補正)?(?:予算)?(?:による)?)",
    re.IGNORECASE,
)
# Dropped from keys: kana endings and particles, the last ー of a long katakana word (センター / センタ), punctuation.
# Each begins with a character or a class of them, by which the matcher skips what cannot match.
_KANA = re.compile(r"([ぁ-ん][ぁ-ん]*)")
_LONG_VOWEL = re.compile(r"ー(?<=[ァ-ヺー]{3}ー)(?![ァ-ヺー])")
# An ordinal in kanji or Roman letters (第二期, 第Ⅱ期, フェーズⅢ; after NFKC and in lower case), which is read as a number.
_ORDINAL = re.compile(
    r"第(?P<first>[一二三四五六七八九十]+|[ivx]+)(?=期|次|回|弾|段階)|フェーズ(?P<phase>[一二三四五六七八九十]|[ivx]+)(?![a-z])"
)
_KANJI_DIGITS = "〇一二三四五六七八九十"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
# Digits, or the end of a name: both are walked through in one pass.
_DIGITS = re.compile(r"\d+(?:\.\d+)?|\n")
# What no Japanese name holds: 〓, U+FFFD, private use, another script put in by a broken font.
UNREADABLE = re.compile(r"[^0-9a-zぁ-ゖァ-ヺー一-龯々〆ヵヶ㐀-䶿豈-龎\uff66-\uff9f]")
_NO_IRI = re.compile(r"[\\/#?%<>\"{}|^`\[\]:;&=+,@!$*'\x00-\x1f]")
# Names worked on together: enough to share the cost of a pass, few enough to stay in the processor's memory.
_TOGETHER = 4_000


@dataclass(frozen=True, slots=True)
class NameForm:
    """One reading of a label. `role` is main, alias (printed alternative), subtitle or former.

    `qualifiers` are the cores of bracketed parts that narrow the name, `brackets` the parts as printed; `unreadable` counts characters that are damage.
    """

    role: str
    text: str
    fold: str
    skeleton: str
    core: str
    stem: str
    digits: tuple[str, ...] = ()
    unreadable: int = 0
    qualifiers: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()


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
        numbered = _BEFORE.match(name)
        shorter = name[numbered.end() :] if numbered else name
        if "予算" in shorter:
            shorter = _BUDGET_TAIL.sub("", shorter)
        if shorter != name and len(shorter) >= 4:
            name, changed = shorter, True
    return name


class _Endings(dict[str, str]):
    """What stays of a run of kana: 暮らしの, 暮らし and 暮し are one; こども and つながり stay."""

    def __init__(self, okurigana: frozenset[str]) -> None:
        super().__init__()
        self._okurigana = okurigana

    def __missing__(self, kana: str) -> str:
        kept = kana[:-1] if len(kana) > 1 and kana[-1] in "のをへに" else kana
        if len(kept) == 1 or kept in self._okurigana:
            kept = ""
        self[kana] = kept
        return kept


def _bare(lines: str, endings: _Endings) -> str:
    """Punctuation, okurigana and particles dropped."""
    parts = _KANA.split(_LONG_VOWEL.sub("", lines))
    parts[1::2] = map(endings.__getitem__, parts[1::2])
    return _PUNCTUATION.sub("", "".join(parts))


def _as_number(ordinal: re.Match[str]) -> str:
    """第二期's and 第Ⅱ期's 第2; what is no number stays as it is."""
    written = ordinal["first"] or ordinal["phase"]
    number = _ROMAN.get(written)
    if number is None:
        tens, mark, ones = written.rpartition("十")
        units = _KANJI_DIGITS.find(ones) if len(ones) <= 1 else -1
        times = _KANJI_DIGITS.find(tens) if len(tens) == 1 else 1
        number = (10 * times if mark else 0) + (units if ones else 0)
        if units < 0 or times < 0:
            return ordinal[0]
    return f"{'第' if ordinal['first'] else 'フェーズ'}{number}"


def _digits(lines: str, count: int) -> Iterator[tuple[str, ...]]:
    """The numbers of each line, sorted."""
    found: dict[int, list[str]] = {}
    line = 0
    for token in _DIGITS.findall(lines):
        if token == "\n":
            line += 1
        else:
            found.setdefault(line, []).append(token)
    return (tuple(sorted(found[line])) if line in found else () for line in range(count))


def _unreadable(lines: str, count: int) -> list[int]:
    """How many characters of each line are damage."""
    found = [0] * count
    line = 0
    for token in UNREADABLE.findall(_PUNCTUATION.sub("", lines)):
        if token == "\n":
            line += 1
        else:
            found[line] += 1
    return found


def name_keys(names: Sequence[str], words: NameWords | None = None) -> Iterator[NameForm]:
    """The keys of every name (NFKC, without spaces), in order, as main readings without qualifiers."""
    words = words or load_name_words()
    endings = _Endings(words.okurigana)
    for start in range(0, len(names), _TOGETHER):
        yield from _keys(names[start : start + _TOGETHER], words, endings)


def _keys(names: Sequence[str], words: NameWords, endings: _Endings) -> Iterator[NameForm]:
    shown = [_unwrap(name, words) for name in names]
    folded = "\n".join(shown).casefold()
    spelled = _ORDINAL.sub(_as_number, folded)
    for written, compared in words.spellings:
        spelled = spelled.replace(written, compared)
    meaning = words.light.strip(words.connectives.strip(spelled))
    count = len(shown)
    for text, fold, skeleton, core, stem, digits, unreadable in zip(
        shown,
        folded.split("\n"),
        _bare(spelled, endings).split("\n"),
        _bare(meaning, endings).split("\n"),
        _bare(words.near_light.strip(meaning), endings).split("\n"),
        _digits(spelled, count),
        _unreadable(folded, count),
        strict=True,
    ):
        # Equal keys are one string: less to hold, and its hash is worked out once.
        fold = text if fold == text else fold
        skeleton = fold if skeleton == fold else skeleton
        core = skeleton if not core or core == skeleton else core
        stem = "" if len(stem) < 4 else core if stem == core else stem
        yield NameForm("main", text, fold, skeleton, core, stem, digits, unreadable)


def name_form(text: str) -> NameForm:
    """The keys of one name.

    >>> a, b = name_form("地域におけるNPO等の取り組みモデル調査"), name_form("地域における ＮＰＯ等の取組モデル調査事業")
    >>> (a.core == b.core, a.skeleton == b.skeleton)
    (True, False)
    """
    return next(name_keys([without_space(normalize("NFKC", text))]))


def without_scope(folded: str, scopes: tuple[str, ...]) -> str:
    """A folded name without the scope in front of it (地域における…), or as it is."""
    if folded.startswith(scopes):
        for scope in scopes:
            if folded.startswith(scope) and len(folded) - len(scope) >= 4:
                return folded[len(scope) :]
    return folded


def slug(label: str) -> str:
    """The last part of an IRI for a name: NFKC, no spaces, no characters that an IRI or a file name dislikes.

    >>> slug("地域における孤独・孤立対策に関する ＮＰＯ等のモデル調査")
    '地域における孤独・孤立対策に関するNPO等のモデル調査'
    """
    return _NO_IRI.sub("", without_space(normalize("NFKC", label)))
