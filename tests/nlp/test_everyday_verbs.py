"""Everyday verbs of the core relations, as a grid of words and sentences: each is read as the verb that frames know.

Every word of a family is put into its sentence and has to be read as the sentence with the known word.
"""

from __future__ import annotations

import pytest

from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question

# A sentence with a place for a verb, the words known there, and what people say for them.
SAME: dict[str, tuple[str, str, str]] = {
    "in charge": (
        "林野庁が{}施策は",
        "担当する",
        "背負う 有する 引き取る 務める 執行する 主体となる 束ねる 統括する",
    ),
    "given in charge": (
        "林野庁{}施策は",
        "が担当する",
        "に任された に割り当てられた に割り振られている が任された が受け持たされている",
    ),
    "who is in charge": (
        "施策3{}どこ",
        "の担当府省庁は",
        "を預かっているのは を束ねているのは を仕切っているのは を司るのは を任されているのは の責任を負うのは に取り組むのは",
    ),
    "in a section": (
        "2-①に{}施策は",
        "掲載された",
        "登載された 収載された 据えられた 配された 集められた 位置づけられた",
    ),
    "in a year": (
        "R5補正に{}事業は",
        "掲載された",
        "登載された 収録された 収められた 位置づけられた 登録された",
    ),
    "for a group": (
        "若者{}施策は",
        "を対象とする",
        "の為の が利用する が使っている に届ける 向けに用意された 向けに組まれた",
    ),
    "reached": (
        "目標{}施策は",
        "を達成した",
        "が叶った が果たせた が果たされた が実現した どおりになった 通りに進んだ をやり切った",
    ),
    "not reached": ("目標{}施策は", "を達成していない", "が叶っていない が実現していない に未到達の"),
    "went up": (
        "見守り事業の予算は{}か",
        "増えました",
        "膨らみました 上がりました 大きくなりました アップしました 跳ね上がりました 伸びました",
    ),
    "went down": ("R5補正で前年度より{}事業は", "減った", "落ちた 細った 後退した 下回った"),
    "was cut": ("R5補正で前年度より{}事業は", "減らされた", "絞られた"),
    "jointly": (
        "複数の府省庁が{}施策は",
        "担当する",
        "協力する 協力して行う 力を合わせる 合同で進めている チームを組む",
    ),
    "unreadable": (
        "金額が{}行は",
        "読み取れない",
        "認識できない 抽出できない 取り込めない 拾えない つぶれて読めない",
    ),
    "not written": (
        "対象者が{}施策は",
        "書かれていない",
        "述べられていない 省かれている 漏れている 落ちている",
    ),
    "in both years": (
        "R4補正とR5補正の両方に{}事業は",
        "掲載された",
        "登載された 収録された 収められた 記載された",
    ),
    "no longer there": (
        "R4補正にあってR5補正に{}事業は",
        "ない",
        "引き継がれなかった 盛り込まれていない 登載されていない",
    ),
    "was reached": ("施策3は目標{}か", "を達成しました", "が叶いました が果たされました どおりになりました"),
    "many times": ("{}載っている事業は", "何度も", "重複して 二重に 繰り返し ダブって 複数箇所に"),
}
# Words that say less, more or something else there.
APART: dict[str, tuple[str, str, str]] = {
    "in charge": ("林野庁が{}施策は", "担当する", "協力する 拒む 批判する"),
    "for a group": ("若者{}施策は", "を対象とする", "が利用できない が利用する場を設ける"),
    "reached": ("目標{}施策は", "を達成した", "を上回った に近づいた どおりにいかなかった"),
    "went down": ("R5補正で{}事業は", "減った", "落ちた 再び減った"),
    "in both years": ("両年度に{}載っている事業は", "何度も", "重複して 重ねて ダブって"),
    "many times": ("{}載っている事業は", "何度も", "再び もう一度 再度"),
}


def written(question: str) -> str:
    return plain_speech(fold_question(question))


@pytest.mark.parametrize("family", SAME)
def test_an_everyday_verb_is_read_as_the_known_one(family: str) -> None:
    sentence, known, said = SAME[family]
    read = {word: written(sentence.format(word)) for word in said.split()}
    assert {word: r for word, r in read.items() if r != written(sentence.format(known))} == {}


@pytest.mark.parametrize("family", APART)
def test_a_verb_that_says_something_else_stays(family: str) -> None:
    sentence, known, said = APART[family]
    assert [w for w in said.split() if written(sentence.format(w)) == written(sentence.format(known))] == []


@pytest.mark.parametrize("word", ["再び", "もう一度", "もう1回"])
def test_again_is_not_dropped(word: str) -> None:
    assert "再度" in written(f"{word}載っている事業は")
