"""Questions for a printed figure (いま何人, 欠食の割合の目標値): which indicators of the measures they mean."""

from __future__ import annotations

import re
from collections.abc import Collection

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word
from nlp.questions.framing.attributes import asked_attribute
from nlp.questions.framing.sets import Knowledge, condition_data
from nlp.questions.names.lexicon import Figure
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.tables.frame_rules import FrameRule, Understood

_UNIT = re.compile(
    r"何(?P<unit>人|名|回|社|か所|箇所|ヶ所|市町村|市区町村|都道府県|法人|世帯|校|施設|事業所|機関|台|戸|地域|トン|%|パーセント|割|ポイント|件|団体|自治体)"
)
# A share of what is listed, or a count of it, is no printed figure.
_OF_A_SET = re.compile(r"占め|全体|のうち|に対する|の中で|何件(?:あ|です|$)")
_SAME_UNIT = {
    "名": "人",
    "パーセント": "%",
    "割": "%",
    "ポイント": "%",
    "箇所": "か所",
    "ヶ所": "か所",
    "市区町村": "市町村",
}
_IN_ALL = re.compile(r"延べ|のべ")
# What an indicator measures: 応答率, 認知度, 隊員数.
_MEASURED = re.compile(r"(?:率|割合|数|人数|件数|認知度|満足度|充足度|比率|シェア)$")
_ONE_MEASURED = re.compile(
    r"(?:率|度|数|割合|平均|値|比率|人数|件数|量|額|シェア)(?:の(?:値|目標|実績|結果|達成状況|数字|数値))?(?:は|って|を|が|、|[?。]|$)"
)
_TOLD = ("attr:goal", "attr:achievement", "attr:indicator")
_COUNTED = {"programme", "line", "measure", "ministry", "target_group", "section", "pillar", "document"}
# Words of asking rather than of what is measured.
_GENERAL = (
    "数",
    "人数",
    "割合",
    "率",
    "値",
    "人",
    "目標",
    "実績",
    "達成",
    "現状",
    "現在",
    "今",
    "施策",
    "指標",
    "状況",
    "予定",
    "計画",
    "結果",
    "数値",
)
_LEAST = 2


# 67か所という根拠, 75%とどこに: a figure said to be printed somewhere.
_FIGURE = r"(?P<figure>\d[\d,.]*\s?(?:人|名|回|社|か所|箇所|ヶ所|カ所|ヵ所|市町村|市区町村|都道府県|自治体|法人|世帯|校|施設|事業所|機関|台|戸|地域|トン|%|パーセント|割|ポイント|団体))"
_SAID = re.compile(
    rf"{_FIGURE}"
    r"(?=(?:だ|である)?(?:という|とする|とした|と言える|って|と?(?:どこ|何)に|と(?:書|記|印刷)|の(?:根拠|典拠|出典|出所)))"
)


# 「7,910名」の出典, 75%が満足したと書いてある原文: a source is asked for, and a figure stands somewhere before it.
_SOURCE = re.compile(r"原文|出典|根拠|典拠|どこに(?:書|載|記)|元の文|引用|裏付け|ソース|という記述")
_SOMEWHERE = re.compile(
    rf"(?<![\d.,]){_FIGURE}(?!以上|以下|未満|超|を超|を上回|を下回|より|ずつ|目|分の)"
    r"|(?<![\d.,a-z])(?P<bare>\d[\d,.]*)、?と(?:書|記|印刷)"
)
_SAME_FIGURE = (("人", "名"), ("%", "パーセント"), ("か所", "箇所"), ("か所", "カ所"))


def claimed_figure(text: str) -> str:
    """The figure that a folded question says is printed, "" when none.

    >>> claimed_figure("相談拠点が67か所という根拠の文"), claimed_figure("相談拠点は67か所?")
    ('67か所', '')
    >>> claimed_figure("「7,910名」の出典は"), claimed_figure("10人以上という出典は")
    ('7,910名', '')
    """
    match = _SAID.search(text)
    if match is not None:
        return match["figure"]
    found = _SOMEWHERE.search(text) if _SOURCE.search(text) else None
    return (found["figure"] or found["bare"]) if found else ""


def figure_spellings(figure: str) -> tuple[str, ...]:
    """How a figure may be printed: with and without separators, its unit by its other name.

    >>> figure_spellings("7910人")
    ('7910人', '7910名', '7,910人', '7,910名')
    """
    number = re.match(r"\d[\d,]*", figure)
    spelt = [figure]
    if number is not None and "." not in figure:
        plain = number.group().replace(",", "")
        spelt += [form + figure[number.end() :] for form in (plain, f"{int(plain):,}")]
    both = [
        x
        for s in spelt
        for x in (s, *(s.replace(a, b) for p in _SAME_FIGURE for a, b in (p, p[::-1]) if s.endswith(a)))
    ]
    return tuple(dict.fromkeys(both))


def figure_unit(text: str) -> str:
    """The unit that a folded question asks for, "" when none.

    >>> figure_unit("協力雇用主の数は今何社?"), figure_unit("認知度は何パーセント?"), figure_unit("全体の何%?")
    ('社', '%', '')
    """
    match = _UNIT.search(text)
    if match is None or _OF_A_SET.search(text):
        return ""
    return _SAME_UNIT.get(match["unit"], match["unit"])


def figures_meant(reading: Reading, classes: Collection[str], known: Knowledge) -> tuple[Figure, ...]:
    """The indicators whose names hold all words of the question, and that are measured in the unit asked for."""
    named = _of_named_measure(reading, classes, known)
    if named:
        return named
    unit = figure_unit(reading.text)
    counted = set(classes) & _COUNTED - ({"line"} if _IN_ALL.search(reading.text) else set())
    if counted or not (unit or _measured_asked(reading)):
        return ()
    said = _words(reading)
    best: list[tuple[int, Figure]] = []
    for figure, label, whole in known.lexicon.figures_folded:
        if unit and _SAME_UNIT.get(figure.unit, figure.unit) != unit:
            continue
        if not all(_held(word, whole) for word in said):
            continue
        own = sum(_held(word, label) for word in said)
        if own and (own == len(said) or own >= _LEAST):
            best.append((-own, figure))
    least = min((item[0] for item in best), default=0)
    return tuple(figure for rank, figure in best if rank == least)


def _of_named_measure(reading: Reading, classes: Collection[str], known: Knowledge) -> tuple[Figure, ...]:
    """施策121の直近2年平均: the indicators of the measures named by their number whose names hold all that stands beside it."""
    numbers = {int(v) for hit in reading.numbers_of("number") if len(hit.values) == 1 for v in hit.values}
    beside = re.search(r"施策\s?(?:no\.?\s?)?\d|^(?:no\.?\s?)?\d+番?の", reading.text)
    if not numbers or not beside or set(classes) - {"measure"} or reading.has("ask:count", "ask:who"):
        return ()
    ids = {name.id for name in known.lexicon.of_kind("measure") if name.number in numbers}
    said = [word for word in _words(reading) if not word.isdigit() and word not in ("no", "no.")]
    spans = re.findall(r"(\d+(?:か年|ヶ年|年|回|か月))(?!度)", reading.text)
    if not said or not (_ONE_MEASURED.search(reading.text) or len(said) >= _LEAST):
        return ()
    return tuple(
        figure
        for figure, label, _ in known.lexicon.figures_folded
        if figure.of in ids and all(_held(word, label) for word in said) and all(x in label for x in spans)
    )


def _held(word: str, label: str) -> bool:
    """Whether a label has the word, or what is measured by it (理解度: について理解)."""
    return word in label or (len(word) > _LEAST and word[-1] in "度率数者" and word[:-1] in label)


def _measured_asked(reading: Reading) -> bool:
    """〜率の目標, 〜数の実績: the goal or result of something that is measured."""
    told = [cue for cue in reading.cues if cue.name in _TOLD]
    before = any(_MEASURED.search(reading.text[: cue.start].rstrip("のはが、")) for cue in told)
    named = any(hit.kinds() & {"measure", "programme"} for hit in reading.entities)
    return before and not named and not reading.numbers_of("number")


def _words(reading: Reading) -> tuple[str, ...]:
    """The words that say what is measured: nouns and verbs, without those of asking."""
    match = _UNIT.search(reading.text)
    asked = range(match.start(), match.end()) if match else range(0)
    told = [cue for cue in reading.cues if cue.name in _TOLD]
    found = [
        _written(token)
        for token in reading.tokens
        if token.pos in ("名詞", "動詞", "形状詞")
        and token.detail not in ("数詞", "非自立可能")
        and token.start not in asked
        and not any(cue.start < token.end and token.start < cue.end for cue in told)
        and token.surface not in _GENERAL
        and not _changing(token)
        and not (match and token.surface == match["unit"])
    ]
    return tuple(dict.fromkeys(part for word in found if word for part in _halves(word)))


def _halves(word: str) -> tuple[str, ...]:
    """相談窓口 as 相談 and 窓口, which may stand apart in a name."""
    return (word[:2], word[2:]) if re.fullmatch("[一-龥]{4}", word) else (word,)


def _written(token: Word) -> str:
    """A noun as it stands, of a verb its kanji (欠食する, 増やす), as labels inflect it otherwise."""
    if token.pos != "動詞":
        return token.surface
    kanji = re.match(r"[一-龥]+", token.surface)
    return kanji.group() if kanji else ""


def _changing(token: Word) -> bool:
    """増やす, なる, する: how the figure is to change."""
    if token.pos == "動詞" and token.normal in condition_data()["neutral_verbs"]:
        return True
    return token.normal in (
        "増やす",
        "減らす",
        "増える",
        "減る",
        "為る",
        "成る",
        "有る",
        "居る",
        "目指す",
        "伸ばす",
        "達する",
    )


def figure_frame(reading: Reading, rule: FrameRule, classes: Collection[str], known: Knowledge) -> Understood:
    """The frame of a question for a figure; its attribute says whether the goal, the result or both are asked for."""
    figures = figures_meant(reading, classes, known)
    attribute = asked_attribute(reading, "measure")
    told = [
        name
        for name in ("goal", "achievement")
        if name in attribute.split("+") or reading.has(f"attr:{name}")
    ]
    terms = tuple(Term("iri", figure.id, figure.label) for figure in figures)
    frame = Frame(
        rule.id,
        "indicator",
        "indicator",
        (Condition("indicator", terms),),
        attribute="+".join(told),
        text=reading.text,
    )
    return Understood(frame, rule)
