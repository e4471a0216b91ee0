"""The words of a question that a text must have for its fact to be the one asked for, each with the forms it may take there.

Left out are the words of asking, of what is asked about in general, years and numbers of measures. The knowledge is in
`frames/passages.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from nlp.questions.conditions.spellings import halves_of, keyword_variants
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word, words
from nlp.questions.framing.sets import condition_data
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns

CONTENT = ("名詞", "動詞", "形容詞", "形状詞")
_KANJI_STEM = re.compile(r"[一-龥]+(?:[ぁ-ん][一-龥]+)?")
_WRITTEN = re.compile("[一-龥ァ-ヶa-z0-9]")  # とき, もの head no compound
_denying = partial(patterns, "passages.toml", "denying")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of the question at [start, end): as said, and the forms of which one must stand in the text.

    `loose` words need not stand there.
    """

    said: str
    forms: tuple[str, ...]
    loose: bool = False
    start: int = 0
    end: int = 0


def wanted_words(
    reading: Reading, asked: Sequence[tuple[int, int]], *, verbs: str = ""
) -> tuple[Wanted, ...]:
    """The content words, without those of asking, years and numbers of measures.

    `verbs` names the general verbs of the data that count all the same ("done": 開催, as when it was is asked for).
    """
    data = load_frames_file("passages.toml")["words"]
    spans = [*asked, *((h.start, h.end) for h in reading.numbers if h.kind in ("year", "number"))]
    spans += [(h.start, h.end) for h in reading.of_kind("ministry")]
    found: list[Wanted] = []
    for token, whole_said in _compounds(reading.tokens):
        said = _outside(token, spans)
        said = whole_said if said == token.surface else said
        telling = token.normal in data["telling"]
        if not re.search(r"\w", said) or token.pos not in CONTENT or (says_nothing(token) and not telling):
            continue
        if {said, token.normal} & set(data["asking"]) and not (
            _first_of_compound(token, reading.tokens, spans) or _acted_on(token, reading)
        ):
            continue
        if token.normal in data["verbs"] and not (verbs and token.normal in data[verbs]):
            continue
        if token.pos == "動詞" and token.normal not in data["telling"] and {token.normal, said} & _neutral():
            continue
        bound = _denying()["bound"].match(reading.text[token.end :])
        if token.detail == "数詞" and bound:
            said = said + bound.group()  # 2以上の都道府県
        if _denying()["prefix"].search(reading.text, 0, token.start) and not telling:
            forms = tuple(reading.text[token.start - 1] + form for form in forms_of(token, said))
            found.append(Wanted(forms[0], forms, start=token.start - 1, end=token.end))
            continue
        barred = _denying()["barred"].match(reading.text, token.start + len(whole_said))
        if barred is not None:  # 都道府県じゃない自治体: the others
            forms = tuple(f"{form}{word}" for form in forms_of(token, said) for word in data["others"])
            found.append(Wanted(f"{said}以外", forms, start=token.start, end=barred.end()))
            continue
        if (
            denied := _denied(token, reading.tokens)
        ) is not None:  # 不採択, 未設置: no text on 採択 tells of it
            found.append(Wanted(denied, (denied,), start=token.start - 1, end=token.end))
            continue
        undone = _denying()["undone"].match(reading.text, token.end)
        if (
            undone is not None and token.pos == "名詞"
        ):  # 採択されなかった: no text on what was chosen tells of it
            forms = tuple(form.format(said) for form in data["undone"])
            found.append(Wanted(f"{said}{undone.group()}", forms, start=token.start, end=undone.end()))
            continue
        for part in halves_of(said) or (said,):
            found.append(
                Wanted(
                    part,
                    forms_of(token, part),
                    part in data["loose"],
                    token.start,
                    token.start + len(whole_said),
                )
            )
    return tuple({word.said: word for word in found}.values())


def _denied(token: Word, tokens: Sequence[Word]) -> str | None:
    """The word with a prefix that denies it, None where none stands before it."""
    prefix = next((t for t in tokens if t.end == token.start and t.pos == "接頭辞"), None)
    return prefix.surface + token.surface if prefix is not None and prefix.surface in "不未非無" else None


def _acted_on(token: Word, reading: Reading) -> bool:
    """計画を出す: what something is done to is no word of asking, however general it is."""
    telling = load_frames_file("passages.toml")["words"]["telling"]
    if reading.text[token.end : token.end + 1] not in ("を", "は", "の") or token.pos != "名詞":
        return False
    behind = [t for t in reading.tokens if t.start > token.end]
    verb = next((t for t in behind if t.pos == "動詞" or t.normal in telling), None)
    return reading.text[token.end] == "を" and verb is not None and verb.normal in telling


def _first_of_compound(token: Word, tokens: Sequence[Word], spans: Sequence[tuple[int, int]]) -> bool:
    """実績|報告書: a general noun right before another noun says which; 実績|値 says nothing."""
    general = load_frames_file("passages.toml")["words"]["asking"]
    following = next((t for t in tokens if t.start == token.end), None)
    return (
        following is not None
        and len(token.surface) > 1
        and _WRITTEN.search(token.surface) is not None
        and following.pos == "名詞"
        and following.detail == "普通名詞"
        and following.surface not in general
        and not any(low < following.end and following.start < high for low, high in spans)
    )


def _compounds(tokens: Sequence[Word]) -> Iterator[tuple[Word, str]]:
    """Each token with the suffix that belongs to it (広域|化, 中核|市)."""
    suffixes = load_frames_file("passages.toml")["words"]["suffixes"]
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        before = tokens[number - 1] if number else None
        if (
            token.surface in suffixes
            and before is not None
            and before.end == token.start
            and before.pos == "名詞"
        ):
            continue
        joined = following is not None and following.start == token.end and following.surface in suffixes
        whole = token.surface + (following.surface if joined and following and token.pos == "名詞" else "")
        yield token, whole


def stretches(wanted: Sequence[Wanted], text: str) -> tuple[str, ...]:
    """The compounds of a question: words side by side, ・ between them or none (孤独・孤立対策地域協議会)."""
    runs: list[tuple[int, int]] = []
    for word in sorted(wanted, key=lambda word: word.start):
        if runs and text[runs[-1][1] : word.start] in ("", "・"):
            runs[-1] = (runs[-1][0], max(word.end, runs[-1][1]))
        elif not runs or word.start >= runs[-1][1]:
            runs.append((word.start, word.end))
    return tuple(text[start:end] for start, end in runs)


@lru_cache(maxsize=1)
def _neutral() -> frozenset[str]:
    said = condition_data()["neutral_verbs"]
    return frozenset((*said, *(word.normal for verb in said for word in words(verb)[:1])))


def says_nothing(token: Word) -> bool:
    """する, ある, 何: words that stand for others; numerals in digits say something (50%以上の)."""
    number = token.detail == "数詞" and not token.surface.isdecimal()
    return number or token.detail in ("非自立可能", "助動詞語幹")


def says_something(token: Word) -> bool:
    """Whether a word is one of content, and not one that stands for others or a mere sign."""
    return token.pos in CONTENT and not says_nothing(token) and re.search(r"\w", token.surface) is not None


def _outside(token: Word, spans: Sequence[tuple[int, int]]) -> str:
    """What of a token stands outside the spans, all of it where that is one character (定|数), "" when nothing does."""
    text = token.surface
    kept = "".join(
        char for i, char in enumerate(text, token.start) if not any(low <= i < high for low, high in spans)
    )
    return kept if len(kept) != 1 else text


def forms_of(token: Word, said: str) -> tuple[str, ...]:
    same: dict[str, list[str]] = load_frames_file("passages.toml")["same"]
    others = same.get(said) or same.get(token.normal) or ()
    if token.pos in ("動詞", "形容詞"):
        stem = _KANJI_STEM.match(said)
        own = stem.group() if stem else said[:-1] if len(said) > 2 else said
        # 出す: its one sign alone stands in 引き出す too, where others say the same.
        return tuple(dict.fromkeys(others if others and len(own) == 1 else (own, *others)))
    return tuple(dict.fromkeys((*keyword_variants(said), *others)))
