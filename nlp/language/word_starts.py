"""Whether a text begins with a word of its own or in the middle of one, by the words of the language (SudachiPy).

Cells of damaged tables lose their first letters: 物依存を有する者 for 薬物依存を有する者.
"""

from __future__ import annotations

import re

from nlp.language.lexicon import first_word

# Enough letters to tell the first word.
_WINDOW = 16
_KANJI = re.compile(r"[一-龠々]")
_CONTENT = frozenset(["名詞", "動詞", "形容詞", "形状詞", "副詞", "代名詞", "連体詞"])
# Nouns that only follow what they sum up: …したところ、, …とともに.
_FORMAL = frozenset(
    ["ところ", "とき", "とも", "もの", "こと", "ため", "よう", "わけ", "はず", "まま", "うえ", "もと"]
)
# Single kanji that stand as words before another: 県職員, 元患者, 米生産者. Others are what is left of a longer word.
_ALONE = frozenset(
    "県市町村国区都府道州省庁各全同他両旧元現前後新本当諸毎数約計一二三四五六七八九十米麦茶豚牛鶏水農林漁畑産海陸空鉄熱電油"
    "母父親子妻夫男女娘孫児老幼若人民官公私党軍日英仏独露韓中台豪欧亜東西南北左右上下内外法税金銀職医薬食住衣春夏秋冬歯肝腎心脳肺胃腸目耳眼骨血性糖"
)


def begins_with_word(text: str, *, least: int = 2) -> bool:
    """Whether the first word of `text` says something and has at least `least` letters: やさしい日本語, へき地, 留学生.

    >>> begins_with_word("やさしい日本語の普及"), begins_with_word("や高齢者への支援"), begins_with_word("留学生の支援", least=3)
    (True, False, True)
    """
    word, part = first_word(text[:_WINDOW])
    return part in _CONTENT and len(word) >= least and word not in _FORMAL


def begins_with_rest(text: str) -> bool:
    """Whether `text` begins with one kanji left of a longer word: 物依存を有する者, 校児童生徒.

    >>> begins_with_rest("物依存を有する者"), begins_with_rest("県職員に対する研修"), begins_with_rest("本事業は")
    (True, False, False)
    """
    if not (_KANJI.match(text) and _KANJI.match(text, 1)) or text[0] in _ALONE:
        return False
    word, part = first_word(text[:_WINDOW])
    return len(word) == 1 and part in ("名詞", "接尾辞")
