"""Families of words that say the same: each is read as the word that frames and data know, in its form."""

from __future__ import annotations

import pytest

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.synonyms import in_known_words


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("施策27の所轄官庁は?", "施策27の担当府省庁は?"),
        ("施策27のうけもちは?", "施策27の担当府省庁は?"),
        ("どこが責任を持ってる?", "どこが担当してる?"),
        ("法務省が主導している施策は?", "法務省が担当している施策は?"),
        ("3-①には何件の施策がぶら下がってる?", "3-①には何件の施策が載ってる?"),
        ("4-①に割り振られた事業は?", "4-①に掲載された事業は?"),
        ("施策を最も多く擁している府省庁は?", "施策を最も多く持っている府省庁は?"),
        ("目標をクリアしていない施策は?", "目標を達成していない施策は?"),
        ("施策27の経過は?", "施策27の達成状況は?"),
        ("施策27の対象の人は誰?", "施策27の対象者は誰?"),
        ("施策27はだれ用ですか", "施策27は誰向けですか"),
        ("施策27はどの層が対象ですか", "施策27はどんな人が対象ですか"),
        ("見守り調査の締めはいつ?", "見守り調査の締切はいつ?"),
        ("見守り調査の公募の天井は?", "見守り調査の公募の上限は?"),
        ("見守り推進事業のやる人は誰?", "見守り推進事業の実施主体は誰?"),
        ("施策27の担当を教えて", "施策27の担当府省庁を教えて"),
        ("施策27の方針は?", "施策27の見直し方針は?"),
        ("法務省の施策のラインナップは?", "法務省の施策の一覧は?"),
        ("補正で経費が一番大きい事業は?", "補正で金額が一番大きい事業は?"),
        ("厚労省が参加している施策は?", "厚労省が担当している施策は?"),
        ("離島航路維持パッケージに相当する施策は?", "離島航路維持パッケージに対応する施策は?"),
        ("港湾整備の推進体制にひも付く施策は?", "港湾整備の推進体制に対応する施策は?"),
        ("r6からr7でカットされた事業は?", "r6からr7で減らされた事業は?"),
        ("再掲を差し引いて合計すると?", "再掲を除いて合計すると?"),
    ],
)
def test_a_word_of_a_family_becomes_the_known_word_in_its_form(asked: str, known: str) -> None:
    assert in_known_words(asked) == known


@pytest.mark.parametrize(
    "text",
    [
        "テレワークを推進する施策は?",
        "見守りを展開する団体は?",
        "困難を抱える女性を対象とする施策は?",
        "相談の流れを分かりやすくする施策は?",
        "登録された支援員の数は?",
        "npoの事業の登録数は?",
        "空き家の持ち主を支援する施策",
        "活動の経費を補助する事業は?",
        "交付金の対象の経費は何?",
        "施策27の対象地域は?",
        "支援の対象の人を探す施策は?",
        "相談窓口の一覧を作る施策は?",
        "重点計画の方針は?",
        "相談の利用者は何人?",
        "保護観察の経過は?",
        "ひとり親家庭の現況は?",
        "厚労省が参加する会議に触れた施策は?",
        "目標を上回った施策は何件?",
        "目標を超過達成した施策は?",
        "若年無業者に該当する施策は?",
    ],
)
def test_a_word_that_says_what_is_done_stays(text: str) -> None:
    assert in_known_words(text) == text


def test_what_is_written_is_no_member_of_a_family_in_the_same_place() -> None:
    data = load_frames_file("synonyms.toml")
    for entry in (*data["noun"], *data["verb"]):
        assert entry["written"] not in entry["said"]
        assert len(set(entry["said"])) == len(entry["said"]), entry["written"]


@pytest.mark.parametrize("text", ["施策27の進み具合は?", "どこが仕切ってる?", "施策52の参考サイトは?"])
def test_reading_twice_changes_nothing_more(text: str) -> None:
    assert in_known_words(in_known_words(text)) == in_known_words(text)


_PLACES = {"item": "施策27の{}は?", "item_end": "施策27の{}は?", "of_ministry": "法務省が{}施策は?"}


def test_every_member_of_a_family_is_read_as_its_known_word() -> None:
    data = load_frames_file("synonyms.toml")
    unread = [
        said
        for entry in (*data["noun"], *data["verb"])
        for sentence in (_PLACES.get(entry.get("place", ""), ""),)
        for said in entry["said"]
        if sentence and in_known_words(sentence.format(said)) != sentence.format(entry["written"])
    ]
    assert unread == []


@pytest.mark.parametrize(
    "asked", ["再掲を含めず合計すると?", "再掲は数えないで合計すると?", "再掲抜きで合計すると?"]
)
def test_what_leaves_out_is_never_read_as_what_counts_in(asked: str) -> None:
    written = plain_speech(asked)
    assert "除い" in written or "抜き" in written
    assert "含めて" not in written
