"""Questions back and refusals: too little said, nothing of that name, or words that narrow nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word, words
from nlp.questions.framing.sets import (
    Knowledge,
    SetReading,
    condition_data,
    year_words,
)
from nlp.questions.names.lexicon import Name
from nlp.questions.records import AskBack, Choice, Decline
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import FrameRule, Understood
from nlp.questions.typed.text import fold_key

_MOST_EXAMPLES = 12
_LONGEST_SAID = 40


def ask_back(reading: Reading, rule: FrameRule, known: Knowledge) -> AskBack:
    """A question that says too little: the complete questions it may stand for (`choices` of the frame)."""
    listed = [year_words(year) for year in reversed(known.lexicon.budget_years())]
    words = {
        "ministry": "・".join(
            dict.fromkeys(
                n.label for h in reading.of_kind("ministry") for n in h.names if n.kind == "ministry"
            )
        ),
        "target": "・".join(
            dict.fromkeys(
                n.label for h in reading.of_kind("target_group") for n in h.names if n.kind == "target_group"
            )
        ),
        "year": "・".join(year_words(int(h.values[0])) for h in reading.numbers_of("year")),
        "newest": next(iter(listed), ""),
        "former": next(iter(listed[1:]), ""),
        "order": "少ない" if reading.has("ask:min", "ask:asc") else "多い",
        "word": _other_word(reading),
        "said": reading.question.rstrip("?？。")[:_LONGEST_SAID],
        "moved": "減った" if reading.has("ask:fall") else "増えた",
        "size": "小さい" if reading.has("ask:min", "ask:asc") else "大きい",
    }
    choices = tuple(
        Choice(question.format(**words), meaning.format(**words))
        for question, meaning, need in rule.choices
        if not need or words.get(need)
    )
    return AskBack(rule.wording.format(**words), reading.question[:60], choices)


def _other_word(reading: Reading) -> str:
    """The word of a question that a target group was read from without being its name (フードバンク for NPO等の支援団体)."""
    hits = reading.of_kind("target_group")
    words = [h.surface for h in hits if not any(h.surface in fold_key(n.label) for n in h.names)]
    return words[0] if len(words) == len(hits) == 1 else ""


def ask_whose(reading: Reading, attribute: str, known: Knowledge) -> AskBack:
    """An attribute of nothing in particular: whose it may be, by example (those without an answer are dropped later)."""
    every = [load_frames_file("attributes.toml")[name] for name in attribute.split("+")]
    label = "と".join(entry["label"] for entry in every)
    kinds = [kind for kind in every[0]["kinds"] if all(kind in entry["kinds"] for entry in every)]
    names = [name for kind in kinds for name in known.lexicon.of_kind(kind)[:_MOST_EXAMPLES]]
    choices = tuple(Choice(f"{name.label}の{label}は？", f"「{name.label}」の{label}") for name in names)
    return AskBack(f"何の{label}でしょうか。名称か番号を添えてください。", reading.question[:60], choices)


_FUNDS = ("programme", "component", "eligible_programme", "guideline", "call")


def which_fund(
    reading: Reading, rule: FrameRule, classes: Collection[str], known: Knowledge
) -> AskBack | None:
    """担い手育成の交付金: words and a general word for a fund; the programmes and parts whose names hold the words."""
    groups = [hit for hit in reading.entities if hit.kinds() <= {"target_group", "legal_form"}]
    nouns = [core.text for core in reading.cores if core.noun]
    nouns += [hit.surface for hit in groups if not any(hit in core.inside for core in reading.cores)]
    funds = [text for text in nouns if text in condition_data()["generic_words"]]
    others = [text for text in nouns if text not in funds]
    narrowed = (
        len(groups) < len(reading.entities)
        or reading.numbers
        or reading.of_slot("stage")
        or reading.of_slot("attr")
    )
    if (
        rule.op not in ("list", "describe")
        or classes
        or narrowed
        or not funds
        or reading.of_slot("cond")
        or len(others) > 1
    ):
        return None
    word = others[0] if others else funds[0]
    found = {fold_key(name.label): name for name in known.index.containing(word, _FUNDS)}
    found = found or {fold_key(name.label): name for name in _all_in(words(word), _FUNDS, known)}
    choices = tuple(
        Choice(f"{name.label}の{'補助率' if name.kind == 'component' else '概要'}は？", f"「{name.label}」")
        for name in list(found.values())[:_MOST_EXAMPLES]
    )
    if not choices:
        return None
    text = f"「{word}」が名称に入るものが{len(found)}あります。どれのことでしょうか。"
    return AskBack(text, reading.question[:60], choices, always=len(choices) > 1)


def _all_in(tokens: Sequence[Word], kinds: Sequence[str], known: Knowledge) -> list[Name]:
    """The things whose names have every noun of a phrase."""
    nouns = [token.surface for token in tokens if token.pos == "名詞" and len(token.surface) > 1]
    held = [known.index.containing(noun, kinds) for noun in nouns]
    return [name for name in held[0] if all(name in other for other in held)] if len(held) > 1 else []


def unread(reading: Reading) -> Decline:
    words = "、".join(core.text for core in reading.cores) or reading.question[:40]
    return Decline(
        "out_of_domain",
        f"「{words}」が何を尋ねているのか読み取れませんでした。施策・事業・府省庁・対象者・予算額について尋ねてください。",
        "",
    )


def not_narrowed(verbs: Sequence[str], into: SetReading) -> Decline:
    """All there is would be listed although the question narrows it in words that nothing explains."""
    item = condition_data()["items"].get(into.item, "")
    said = "、".join(f"「{verb}」" for verb in verbs)
    return Decline(
        "not_in_graph", f"{said}という条件で{item}を絞り込む項目は、グラフにありません。", f"{said}{item}"
    )


_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_LATIN_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{2,}")


def not_japanese(question: str) -> Decline | None:
    """A question in another language is not read: said in Japanese and English, with what works; None for Japanese ones.

    Telegraphic questions of codes alone (R7 NPO) are Japanese: it takes two words of Latin letters.
    """
    if _JAPANESE.search(question):
        return None
    found = [word for word in _LATIN_WORD.findall(question) if word.casefold() not in ("no", "ｎｏ")]
    if len(found) < 2:
        return None
    text = (
        "質問は日本語で書いてください。文書が日本語のため、ほかの言語の質問は読み取れません。"
        "Questions are read in Japanese only, because the documents are Japanese. Please ask in Japanese (examples below), "
        "or query the graph itself at /sparql; the interface is available in English with ?lang=en."
    )
    return Decline("out_of_domain", text, "question not in Japanese")


# What is asked for where no amounts are printed: such a question is not looked for elsewhere.
MONEY_OF_MEASURES = "施策の予算額"


def no_money_of_measures(before: Understood) -> Decline:
    """予算は？ after measures: no amounts are printed of them; programmes that they are linked to have some."""
    names = [t.label for c in before.frame.conditions if c.kind == "measure" for t in c.values]
    text = "重点計画の施策には予算額が印刷されていません。予算一覧の事業の額と、施策との関連付けは示せます。"
    asked = tuple(f"{name}に関連する事業は？" for name in names[:2])
    return Decline("not_in_graph", text, MONEY_OF_MEASURES, asked)


def no_figure(reading: Reading) -> Decline:
    """いま何人 of what no indicator measures."""
    text = "尋ねられた数に当たる指標は、読み込んだ文書から作ったグラフにありません。施策の指標・目標値・実績値として印刷されたものは示せます。"
    return Decline("not_in_graph", text, reading.question[:60])


def half_read(words: Sequence[str], reading: Reading, instead: str = "") -> Decline:
    """A question of which some words were not read: an answer without them might be an answer to another question.

    `instead` is the question without them, where that can be answered; it is offered first. Where nothing of it but such
    words was recognised, it is of another field.
    """
    said = "".join(f"「{word}」" for word in words)
    about = (
        reading.entities
        or reading.numbers
        or any(reading.of_slot(s) for s in ("class", "attr", "cond", "stage"))
    )
    if not about:
        return Decline(
            "out_of_domain",
            f"{said}が、読み込んだ文書（施策・事業・予算・交付金）の何を尋ねているのか読み取れませんでした。",
            f"{said}を含む問い",
        )
    return Decline(
        "not_in_graph",
        f"{said}をどのような条件と読めばよいか分からないため、答えを出していません。その語を除くか、別の言い方で尋ねてください。",
        f"{said}を含む問い",
        (instead,) if instead else (),
    )


def unknown_name(reading: Reading, known: Knowledge) -> Decline:
    """The refusal of a question whose words name nothing in the documents, with the names nearest to them."""
    cores = [core for core in reading.cores if core.noun]
    words = "、".join(f"「{core.text}」" for core in cores) or f"「{reading.question[:30]}」"
    near = [c.name.label for core in cores for c in known.index.nearest(core.text)[:2]]
    return Decline(
        "out_of_domain",
        f"{words}に当たる施策・事業・団体は、読み込んだ文書に見つかりませんでした。",
        words,
        tuple(f"{label}の概要は？" for label in dict.fromkeys(near)),
    )
