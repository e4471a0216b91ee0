"""What the dictionary says about cells that a document alone cannot judge: whole sentences, garbage, cut heads."""

from __future__ import annotations

import pytest

from nlp.language.familiarity import Familiarity
from nlp.measures.display_labels import cut_at_head, cut_label

_SHORT = "高齢者の居場所づくりを支援する。地域の見守り体制を整備し、相談に応じる。" * 250


@pytest.mark.parametrize(
    "piece",
    [
        "密漁の取締りと併せた漁業者への啓発を継続する。",
        "調査の結果を分析し、教材に反映する。",
        "火山灰の除去費用について、自治体に補助金を交付した。",
    ],
)
def test_whole_sentences_on_another_theme_are_no_garbage(piece: str) -> None:
    assert not Familiarity(_SHORT).garbage(piece)


@pytest.mark.parametrize("piece", ["午皮よでに夫態訪査を取 り よ と め", "支寄宅肌での楽請を兄亭で衣料"])
def test_letters_taken_for_others_are_garbage_in_a_short_document_too(piece: str) -> None:
    assert Familiarity(_SHORT).garbage(piece)


@pytest.mark.parametrize(
    "name", ["やさしい日本語の普及", "へき地の医療の確保", "がん患者の就労支援", "にぎやかな商店街づくり"]
)
def test_names_that_begin_with_the_letter_of_a_particle_are_whole(name: str) -> None:
    assert not cut_label(name, Familiarity(_SHORT))


@pytest.mark.parametrize(
    "text", ["の推進を図る。", "ない支援", "して心身のケアを行う。", "ところ、窓口を設けた。", "で向上した。"]
)
def test_what_stands_behind_another_word_is_cut(text: str) -> None:
    assert cut_at_head(text, Familiarity(_SHORT))


def test_a_word_that_stands_once_is_not_judged_by_another_that_begins_like_it() -> None:
    text = "災害公営住宅の見守り。" * 40 + "公営競技の広告の見直し。"
    assert not cut_at_head("公営競技の広告の見直し。", Familiarity(text))
    assert cut_at_head("公営住宅の見守り。", Familiarity(text))


@pytest.mark.parametrize(
    "text", ["術展への出展を支援する。", "校児童生徒に対して支援を行う。", "利擁護支援の取組を進める。"]
)
def test_one_letter_left_of_a_word_is_a_cut_head(text: str) -> None:
    assert cut_at_head(text, Familiarity(_SHORT))


@pytest.mark.parametrize(
    "text", ["県職員への研修を行う。", "本事業の周知を図る。", "国内外の事例を調べる。", "心の健康を守る。"]
)
def test_a_word_of_one_letter_is_whole(text: str) -> None:
    assert not cut_at_head(text, Familiarity(_SHORT))
