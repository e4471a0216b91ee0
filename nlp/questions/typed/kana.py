"""Words typed in kana put as the kanji that data and cues know them by (こうろうしょう R7ほせい): those of `frames/kana.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file

_AS_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_AS_HIRAGANA = {katakana: hiragana for hiragana, katakana in _AS_KATAKANA.items()}
# 何% as なん%: what may be counted or reckoned.
_WHAT = re.compile(
    r"なん(?=[%番件個本割倍円億]|分の|か所|箇所|種類|団体|事業|施策|府省|省庁|年度|百万|千円|万円|パーセント)"
)


def in_kanji(text: str) -> str:
    """A folded text without quotations with its kana words in kanji.

    >>> in_kanji("こうろうしょう r7ほせい なん件")
    '厚労省 r7補正 何件'
    >>> in_kanji("さいけいのじぎょうは"), in_kanji("いいとりくみかたは")
    ('再掲の事業は', 'いいとりくみかたは')
    >>> in_kanji("r7ホセイ 一覧の行数"), in_kanji("アホセイの")
    ('r7補正 一覧の行数', 'アホセイの')
    """
    text = _katakana().sub(lambda match: _words()[match[0].translate(_AS_HIRAGANA)], text)
    return _WHAT.sub("何", _pattern().sub(lambda match: _words()[match[0]], text))


@lru_cache(maxsize=1)
def _words() -> Mapping[str, str]:
    words: Mapping[str, str] = load_frames_file("kana.toml")["words"]
    return words


@lru_cache(maxsize=1)
def _katakana() -> re.Pattern[str]:
    """A word typed in katakana (half width: R7ﾎｾｲ), by itself between other letters."""
    words = (word.translate(_AS_KATAKANA) for word in sorted(_words(), key=len, reverse=True))
    return re.compile(rf"(?<![ァ-ヶー])(?:{'|'.join(words)})(?![ァ-ヶー])")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """A word between others than kana, or beside a particle or another such word."""
    word = "|".join(sorted(_words(), key=len, reverse=True))
    before = r"(?:(?<=[のはがをにとも])|(?<![ぁ-んー]))"
    # Ways of going on: a particle and then anything, another word, what is no kana.
    behind = (
        rf"(?=(?:の|は|が|を|に|も|で|と|や|って|だけ|いくら|どれ|どこ|ある|なし)|(?:{word})|[^ぁ-んー]|$)"
    )
    return re.compile(rf"{before}(?:{word}){behind}")
