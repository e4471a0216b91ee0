"""Nothing is lost without a word: every sentence of a guideline, every figure of a goal or achievement, is a fact or in the report."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from nlp.extract import extract_document
from nlp.gazetteer import load_gazetteers
from nlp.grants.guideline import read_guideline
from nlp.measures.table_reader import read_measure_table
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading
from nlp.records import Extraction
from nlp.sources import SourceEntry
from tests.generate import KINDS, document

_CONTEXT = Context(load_gazetteers(), {}, "d")
_MARKS = (
    [f"（{n}）" for n in "１２３４５"],
    [f"{n}　" for n in "アイウエオ"],
    list("①②③④⑤"),
    [f"({n})" for n in "ｱｲｳｴｵ"],
)
_SENTENCES = (
    "{who}は、計画書を令和{y}年９月12日17時までに{whom}に提出しなければならない。",
    "{what}に要する経費は、{n}万円未満のものに限る。",
    "{what}に要する経費は除く。",
    "{who}は、{what}を委託することはできない。",
    "{what}については、{whom}との協議を要する。",
    "規定に反したときは、決定の全部又は一部を取り消すことがある。",
    "審査の内容に関する照会には応じられません。",
    "なお、{what}は、この限りでない。",
    "これは、{who}の負担が重いためである。",
)
_NOUNS = (
    "{what}の実施",
    "{what}に係る経費（{n}万円以内）",
    "{who}への支援",
    "{what}その他{whom}が認めるもの",
)
_INTROS = (
    "次に掲げる経費は、対象としない。",
    "次のいずれかに該当する者は、応募できない。",
    "次の取組を対象とする。",
    "次に掲げる書類を提出すること。",
)
_HEADINGS = ("趣旨", "応募資格", "対象となる取組", "対象事業", "対象外経費", "応募の手続", "雑則", "補助額")
_WORDS = {
    "who": ("補助事業者", "市町村", "応募者", "都道府県知事"),
    "whom": ("大臣", "局長", "協議会"),
    "what": ("備品の購入", "送迎", "学習会", "広報", "調査"),
}


def guideline(seed: int) -> tuple[str, list[str]]:
    """A guideline of random sections, lists and sentences, and each text that it says."""
    rng = Random(seed)
    said: list[str] = []

    def text(forms: tuple[str, ...]) -> str:
        words = {name: rng.choice(choices) for name, choices in _WORDS.items()}
        said.append(rng.choice(forms).format(**words, n=rng.randint(2, 900), y=rng.randint(2, 14)))
        return said[-1]

    lines = ["地域くらし支援補助金交付要綱", "", "令和８年５月１日", ""]
    for number in range(1, rng.randint(4, 8)):
        heading = rng.choice(_HEADINGS)
        lines += [f"{number}{rng.choice(('　', '．', ' '))}{heading}"]
        first, second = rng.sample(_MARKS, 2)
        for mark in first[: rng.randint(1, 4)]:
            listing = rng.random() < 0.4
            lines.append(mark + text(_INTROS if listing else _SENTENCES))
            if not listing and rng.random() < 0.4:
                lines[-1] += text(_SENTENCES)
            below = second if rng.random() < 0.7 else ["・"] * 4
            for inner in below[: rng.randint(2, 4) if listing else 0]:
                lines.append(inner + text(_NOUNS if rng.random() < 0.7 else _SENTENCES))
    lines += ["附則", text(("この要綱は、令和８年５月１日から施行する。",)), text(_SENTENCES)]
    return "\n".join(lines), said


def spans(result: ReadResult | Extraction) -> list[tuple[int, int]]:
    """Where facts and issues stand."""
    fields = [item.where for record in result.records for item in record.fields]
    places = [*fields, *(issue.where for issue in result.issues)]
    return [(place.start, place.end) for place in places if place is not None]


@pytest.mark.parametrize("seed", range(60))
def test_every_sentence_of_a_guideline_is_a_fact_or_reported(seed: int) -> None:
    text, said = guideline(seed)
    told = spans(read_guideline(Reading.plain("d", text), _CONTEXT))
    position, lost = 0, []
    for sentence in said:
        start = text.index(sentence, position)
        position = start + len(sentence)
        inside = {place for begin, end in told for place in range(max(begin, start), min(end, position))}
        # この要綱は、…から施行する: its date is what it says.
        if 2 * len(inside) < len(sentence) and "施行する" not in sentence:
            lost.append(sentence)
    assert lost == []


@pytest.mark.parametrize("seed", range(4))
def test_every_sentence_of_a_generated_guideline_is_a_fact_or_reported(seed: int) -> None:
    made = document(KINDS.index("guideline"), seed, damage=0.0)
    told = spans(read_guideline(Reading.plain("d", made.text), _CONTEXT))
    lost = [
        found.group()
        for found in re.finditer(r"[^\n。]{4,}。", made.text)
        if not any(begin < found.end() and found.start() < end for begin, end in told)
    ]
    assert lost == []


@pytest.mark.parametrize("seed", range(60))
def test_what_a_guideline_excludes_is_a_prohibition(seed: int) -> None:
    text, _ = guideline(seed)
    result = read_guideline(Reading.plain("d", text), _CONTEXT)
    kinds = {
        record.text("description"): record.text("requirement_type")
        for record in result.records
        if record.kind == "requirement"
    }
    for sentence, kind in kinds.items():
        own = "\n" not in sentence  # with the bullets it takes in, a sentence is what it says itself
        if own and re.search(r"(?:除く|できない|応じられません|対象としない)。$", sentence):
            assert (sentence, kind) == (sentence, "prohibition")


_GOALS = (
    "令和{y}年度までに、{noun}を{n}{unit}とする。",
    "{noun}の割合が{p}%を超える市町村を{n}とする。",
    "令和{y}年度に、{noun}を担う市町村等を{n}以上とする。",
    "令和{y}年度末までに全ての市町村の管内で{noun}を実施する。",
    "{noun}の数を令和{y}年度までに全国{n} {m}{unit}とすることを目指す。",
    "施行後5年間で{noun}を{n}{unit}設ける。",
    "前年度の{n}{unit}から{noun}を増やす。",
)
_ACHIEVEMENTS = (
    "令和{y}年度は{n}{unit}で{noun}を実施し、延べ{m}人が参加した。",
    "令和{y}年3月末現在、実施済みは{n}である。",
    "{n}都府県が{noun}を委嘱している。",
    "{noun}は{n}{unit}、うち{m}{unit}は新規である。",
    "令和{y}年9月までに累計{n}人のうち{m}人が終えた。",
    "{noun}の数は{n} ,{k}であった。",
    "令和{y}年度末で{n}{unit}である。",
)
_SETTINGS = load_profiles()["measure_table"].settings["measure_table"]
_HEADER = "施策No.\t施策名\t施策の概要\t目標\t達成状況\t見直し方針\t関連URL\t担当府省庁"
_COUNTED = re.compile(r"(?<![0-9,. ])[0-9][0-9,. ]*[0-9]*(?:%|か所|人|校|団体|市町村|都府県|件|館)")


@pytest.mark.parametrize("seed", range(60))
def test_every_figure_of_a_measure_is_a_value_or_reported(seed: int) -> None:
    rng = Random(seed)

    def text(forms: tuple[str, ...]) -> str:
        words = {
            "noun": rng.choice(("研修", "見守り", "相談窓口", "移動販売")),
            "unit": rng.choice(("か所", "校", "団体", "館")),
        }
        numbers = {
            "n": rng.randint(2, 999),
            "m": rng.randint(2, 999),
            "p": rng.randint(2, 99),
            "k": rng.randint(100, 999),
        }
        return rng.choice(forms).format(**words, **numbers, y=rng.randint(6, 12))

    rows = [
        f"{number}\t{name}の推進\t{name}を進める取組を支援する。\t{text(_GOALS)}\t{text(_ACHIEVEMENTS)}\t引き続き行う。\t\t内閣府"
        for number, name in enumerate(("見守り", "学習", "就労", "移動"), 1)
    ]
    document_text = "\n".join([_HEADER, *rows]) + "\n"
    context = Context(load_gazetteers(), _SETTINGS, "d")
    told = spans(read_measure_table(Reading.plain("d", document_text), context))
    assert lost_figures(document_text, told) == []


def lost_figures(text: str, told: list[tuple[int, int]]) -> list[str]:
    """The numbers with a unit that neither a short field (a value, not its whole cell) nor an issue quotes."""
    short = [(begin, end) for begin, end in told if end - begin < 60]
    return [
        found.group()
        for found in _COUNTED.finditer(text)
        if not any(begin < found.end() and found.start() < end for begin, end in short)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_of_a_generated_table_is_a_value_or_reported(seed: int, tmp_path: Path) -> None:
    made = document(KINDS.index("measure_table"), seed, damage=0.3)
    path = tmp_path / "d.txt"
    path.write_text(made.text, encoding="utf-8")
    found = extract_document(SourceEntry(path, "d"), profile="measure_table")
    measured = [(r.where.start, r.where.end) for r in found.of_kind("measure") if r.where is not None]
    cells = [
        field.where
        for record in found.of_kind("measure")
        for field in record.fields
        if field.name in ("goal", "achievement") and field.where is not None and field.method != "garbled"
    ]
    assert measured
    told = spans(found)
    lost = [
        item
        for place in cells
        for item in lost_figures(
            found.text[place.start : place.end],
            [(begin - place.start, end - place.start) for begin, end in told],
        )
    ]
    assert lost == []
