"""Adverbs and openers that say nothing where they stand, as a grid of words and sentences; words that narrow are kept.

Every word of a family is put into every sentence of it, and has to be read as the sentence without it.
"""

from __future__ import annotations

import pytest

from nlp.questions.beside.talk import as_written
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question

# Sentences with a place for a word, and words that change nothing there.
IDLE: dict[str, tuple[tuple[str, ...], str]] = {
    "same": (
        ("2つの一覧で金額が{}同じ事業は", "金額が{}同額の行"),
        "まったく 全く 完全に そっくり そっくりそのまま ぴったり ちょうど まるっきり 寸分違わず 1円も違わず きれいに なぜか たまたま",
    ),
    "unchanged": (("前年度から額が{}変わらない事業",), "まったく 一切 ちっとも 微塵も びた一文 寸分も"),
    "unreadable": (
        ("番号が{}読み取れない施策は", "金額を{}読み取れなかった行"),
        "うまく 上手く きちんと まともに 正しく はっきり 綺麗に 満足に ろくに どうしても まったく 残念ながら なぜか 現時点で",
    ),
    "not written": (
        ("目標が{}書かれていない施策は", "リンクの{}載っていない施策"),
        "いっさい まったく ちっとも 残念ながら どういうわけか 何らかの理由で 現時点では 今のところ",
    ),
    "written": (
        ("目標が{}書かれている施策は", "リンクが{}載っている施策"),
        "しっかり はっきり きっちり 確かに 実際に 現に 一応 ばっちり 既に とっくに 現時点で",
    ),
    "reached": (
        ("目標を{}達成した施策", "目標に{}届いた施策"),
        "無事 無事に 見事に めでたく とっくに 実際に 現時点で",
    ),
    "how many": (
        ("森林庁の施策は{}何件", "補正の合計額は{}いくら"),
        "大まかに おおまかに 大雑把に 端的に言って おおむね 概ね ざっくり言って 普通に 最終的に 結果的に 記録上",
    ),
    "which": (
        ("施策3は{}どこの担当", "額が一番大きいのは{}どの事業"),
        "結局 実際に 最終的に 結果として 現時点で",
    ),
    "telling": (
        ("新規の事業を{}挙げて", "目標を{}教えて"),
        "片っ端から 端から端まで 隅から隅まで もらさず 一括で 詳細に 細かく 分かりやすく 大至急 早めに よければ 漏れのないように",
    ),
}
# Words that ask for less or for something else there.
NARROWING: dict[str, tuple[str, str]] = {
    "same": ("金額が{}同じ事業は", "ほぼ だいたい ほとんど まるで ずっと"),
    "unreadable": ("番号が{}読み取れない施策は", "完全に はっきりとは 十分に 一部"),
    "not written": ("目標が{}書かれていない施策は", "あまり 十分に 具体的に はっきり まともに"),
    "written": ("目標が{}書かれている施策は", "やっと 具体的に 一部 明確に"),
    "reached": ("目標に{}届いた施策", "やっと ようやく ほぼ かろうじて ぎりぎり"),
    "how many": ("森林庁の施策は{}何件", "あと もう 少なくとも"),
    "telling": ("新規の事業を{}挙げて", "一つ 3つだけ 順番に 半分"),
}
OPENERS = "別件ですが 追加で ついでに質問ですが 結論から言うと 素朴な疑問ですが 因みに 一方で 公表資料によると 現時点で もう一点 承知しました 大至急 時間があれば"
NO_OPENERS = "引き続き 一つ 次は 仮に R7の話ですが 資料では 以前は 主に 最初は"


def written(question: str) -> str:
    return plain_speech(fold_question(question))


@pytest.mark.parametrize("family", IDLE)
def test_a_word_that_says_nothing_is_read_as_nothing(family: str) -> None:
    sentences, said = IDLE[family]
    read = {(s, w): written(s.format(w)) for s in sentences for w in said.split()}
    assert {key: r for key, r in read.items() if r != written(key[0].format(""))} == {}


@pytest.mark.parametrize("family", NARROWING)
def test_a_word_that_narrows_stays(family: str) -> None:
    sentence, said = NARROWING[family]
    assert [w for w in said.split() if written(sentence.format(w)) == written(sentence.format(""))] == []


def test_an_opener_is_taken_off_before_the_question_is_cut() -> None:
    asked = "R7補正の合計は?"
    assert [w for w in OPENERS.split() if as_written(f"{w}、{asked}").asked != asked] == []
    assert as_written(f"承知しました。ついでに質問ですが、{asked}").asked == asked


def test_what_narrows_or_points_is_no_opener() -> None:
    asked = "載っている事業は?"
    assert [w for w in NO_OPENERS.split() if as_written(f"{w}、{asked}").asked == asked] == []
