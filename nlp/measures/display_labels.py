"""Names for measures whose printed name is cut or lost: ours, built from what the row says, and marked so.

Also says whether a printed name or a cell begins in the middle of a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.language.familiarity import Familiarity
from nlp.language.known_words import is_one_word
from nlp.language.lexicon import first_word
from nlp.language.word_starts import begins_with_rest, begins_with_word

# A name or sentence never begins with these: small kana, the long mark, closing marks, particles before a noun.
_NEVER_FIRST = re.compile(r"^[ぁぃぅぇぉっゃゅょァィゥェォッャュョーんンをー、。）)」』】〕々・]")
_PARTICLE_FIRST = re.compile(
    r"^(?:の|に|へ|と|が|は|で|や|も|等|から|より|など|まで|ため(?=[、に])|する|した|して|され|ない|られ|いた|いて|いる|った|って|れた|れて|れる|せる|なかった|及び|又は)(?![のは])"
)
_WINDOW = 16
# What is left of 推進, 確保, 充実 … at the end of a name; 場, 力, 質, 輪 are words by themselves.
_TAIL_CUT = re.compile(
    r"の[推支充強促整実運構検普確拡養育創活提設改向把周啓]$|[ぁ-ん一-龠々][ァ-ヺ]$|(?<!も)の$|[、・]$|及び$|づく$"
)
_KATAKANA_FIRST = re.compile(r"[ァ-ヺー]{2,}")
_KATAKANA_LAST = re.compile(r"(?<![ァ-ヺー])[ァ-ヺー]{2,}$")
_KANJI_WORD = re.compile(r"[一-龠々]{3}")
# Words that close a name and do not make one.
_BARE = re.compile(
    r"^(?:[の援動組化備築施取]?の?)?(?:推進|支援|充実|強化|促進|整備|実施|取組|活用|運営|構築|検討|対策|事業|普及|確保|拡充|対応)(?:等|事業)?$"
)


@dataclass(frozen=True, slots=True)
class Gist:
    """How a sentence becomes a name: endings to rewrite (pattern, replacement), and the longest name in letters."""

    endings: tuple[tuple[re.Pattern[str], str], ...]
    longest: int

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> Gist:
        """From the profile's table `gist`: `endings` = [[pattern, replacement], …], `longest`."""
        pairs = settings.get("endings", [])
        longest = settings.get("longest", 45)
        endings = tuple((re.compile(pair[0]), pair[1]) for pair in pairs) if isinstance(pairs, list) else ()
        return cls(endings, longest if isinstance(longest, int) else 45)


def cut_at_head(text: str, familiar: Familiarity) -> bool:
    """Whether `text` begins in the middle of a word or phrase, by its first letters or by this document's habits."""
    head = text.lstrip(" 　・※○◯●-－「『(（〈<[【")
    if not head:
        return False
    if _NEVER_FIRST.match(head):
        return True
    if head[0] != text[0]:
        return False
    particle = _PARTICLE_FIRST.match(head)
    if particle is not None:
        # やさしい日本語, へき地: a word that begins with the letters of a particle is whole.
        return not begins_with_word(head, least=particle.end() + 1)
    if begins_with_rest(head):
        return True
    lost = familiar.lost_before(text)
    # 引き続き、… where the document has 手引き: a whole word is cut only if the document prints the letter before that word.
    word = first_word(head[:_WINDOW])[0] if lost and begins_with_word(head, least=3) else ""
    return bool(lost) and (not word or lost + word in familiar.text)


def cut_label(label: str, familiar: Familiarity) -> bool:
    """Whether a printed name lost its beginning: cut at the head, or only a closing word is left."""
    if _BARE.match(label):
        return True
    # 留学生, always behind 外国人 in this document, is a word by itself and begins a name; 困窮者 is the rest of a compound.
    whole = _KANJI_WORD.match(label) is not None and begins_with_word(label, least=3)
    return cut_at_head(label, familiar) and not whole


def label_cut_at_tail(label: str) -> bool:
    """Whether a printed name lost its end: one kanji of a closing word is left (移動手段の確), one katakana letter, or it ends in の.

    >>> [label_cut_at_tail(name) for name in ("移動手段の確", "防災を担う女性リ", "活躍の場", "見守りの力", "農業者の")]
    [True, True, False, False, True]
    """
    return bool(_TAIL_CUT.search(label.rstrip()))


def tail_in_own_text(label: str, texts: Sequence[str]) -> bool:
    """Whether a name ends inside a katakana word that the row's own texts print whole (教育コーディネ beside コーディネーター).

    >>> text = ["コーディネーターの配置とサポートセンターの設置を支援する。"]
    >>> tail_in_own_text("教育コーディネ", text), tail_in_own_text("学習サポート", text)
    (True, False)
    """
    word = _KATAKANA_LAST.search(label.rstrip())
    if word is None or is_one_word(word[0]):
        return False
    whole = (
        match.group()
        for text in texts
        for match in re.finditer(f"(?<![ァ-ヺー]){re.escape(word[0])}[ァ-ヺー]+", text)
    )
    return any(map(is_one_word, whole))


def cut_in_own_text(label: str, texts: Sequence[str]) -> bool:
    """Whether a name begins inside a katakana word that the row's own texts print whole (ステムの構築 beside …システムの構築…).

    >>> cut_in_own_text("ステムの構築推進", ["包括ケアシステムの構築を進める。"]), cut_in_own_text("システムの構築", ["包括ケアシステム"])
    (True, False)
    """
    word = _KATAKANA_FIRST.match(label)
    if word is None:
        return False
    before = [
        text[match.start() - 1 : match.start()]
        for text in texts
        for match in re.finditer(re.escape(word[0]) + "(?![ァ-ヺー])", text)
        if match.start()  # a piece that begins so may be cut itself
    ]
    inside = sum(bool(re.match("[ァ-ヺ]", letter)) and is_one_word(letter + word[0]) for letter in before)
    return inside > 0 and inside >= 2 * (len(before) - inside)


def cut_at_tail(text: str) -> bool:
    """Whether a longer text stops in the middle of a sentence.

    >>> cut_at_tail("関係機関が連携して支援を行い、併"), cut_at_tail("支援を行った。"), cut_at_tail("指定数:967法人")
    (True, False, False)
    """
    bare = text.rstrip()
    if len(bare) < 20 or ("。" not in bare[:-1] and len(bare) < 60):
        return bool(re.search(r"[、，（(「のをにへとがはでやも]$", bare)) or bool(
            re.search(r"、[^、。]{1,3}$", bare)
        )
    if re.search(r"[。．.!?！？」』）)】%％件人名庁]$|\d$", bare):
        return False
    last = bare.rsplit("。", 1)[-1]
    return len(last) >= 4


def build_label(texts: Sequence[str], gist: Gist) -> str:
    """A name of at most `gist.longest` letters from the first of `texts` that holds a whole clause, "" from none.

    `texts` are cleaned cell texts, the most telling first (overview, goal, achievement, review).
    """
    for cut_allowed in (False, True):
        for text in texts:
            for sentence in re.split(r"(?<=。)\s*|\n", text):
                whole = sentence.endswith("。")
                if not sentence.strip() or (not whole and not cut_allowed):
                    continue
                name = _as_name(sentence.strip().rstrip("。"), gist, whole)
                if len(name) >= 6:
                    return name
    return ""


def _as_name(sentence: str, gist: Gist, whole: bool) -> str:
    bare = re.sub(r"[（(][^（()）]*[)）]", "", sentence)
    bare = re.sub(r"^[・※○◯●\-\s①-⑳]+", "", bare)
    for pattern, replacement in gist.endings if whole else ():
        changed = pattern.sub(replacement, bare)
        if changed != bare:
            bare = changed
            break
    clauses = re.split(r"(?<=、)", bare)
    name = clauses.pop().strip("、 ")
    while (
        clauses
        and (len(name) < 12 or re.match("その|これ|この|同|当該", name))
        and len(clauses[-1]) + len(name) <= gist.longest
    ):
        name = clauses.pop() + name
    name = re.sub(r"^(?:また|さらに|これにより|このため|特に|引き続き|なお|例えば|そのほか)、?", "", name)
    if len(name) > gist.longest:
        name = name[-gist.longest :]
        # に関する, に対する are no place to begin behind: 関する悩みを抱える者 says nothing of what.
        later = re.search(
            r"(?:[のをはがや]|に(?!関|対|つい|お|よ|応|係|基|伴|向|と)|で(?!き)|ため|として)", name[:20]
        )
        name = name[later.end() :] if later else name
        if cut := re.match(r"^[ぁぃぅぇぉっゃゅょァィゥェォッャュョーん、。]+", name):
            name = name[cut.end() :]
    return name.strip("、。 ")
