"""Whether a negation of the question became a negative condition or computation, or is only a polite turn."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word
from nlp.questions.refusing.completeness import CONTENT, mask, telling_spans
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.served import is_negative, is_negative_condition, served

_NOT = ("ない", "ぬ", "無い", "ず")
# 年度を問わず, 残らず: said of all, no denial.
_OF_ALL = re.compile(
    r"(?:問わ|とわ|かかわら|関わら|拘わら|残ら|のこら|漏らさ|もらさ|余さ|限ら|かぎら|少なから|思わ|変わら|絶え|欠かさ|のみなら|とりあえ|取りあえ|取り敢え|必)$"
)
# 厚労省以外も担当する施策: theirs and others' together, which is not what is left without them.
_OTHERS_TOO = re.compile(r"以外に?も(?=担当|所管|やっ|関わ|かかわ|一緒|共同|対象|支援|含|扱)")
_BOTH_WAYS = re.compile(r"(?:含め|含む|込み|入れ)[^。]{0,8}?(?:と|も|や|、)[^。]{0,6}?(?:除|抜|外)")
# 担当が2つ以上の施策以外, 補正予算以外の予算: a set or a stage left out, which no condition on a name answers for.
_SET_LEFT_OUT = re.compile(
    r"(?P<what>(?:施策|事業|行|もの|補正|当初|概算決定|予算案?)以外)(?=[はをのに]|[?。]|$)"
)
# R6にあってR7にないもの以外: what is left out is itself a negation, and no condition holds both.
_TWICE = re.compile(r"ない(?:もの|の|やつ|事業|施策)以外")
# 新規でも補正でもない: two are denied by one ない.
_NEITHER = re.compile(r"でも[^。、]{1,16}でも(?:な[いく]|無い)$")
_ASKING_CUES = ("ask:exists", "ask:list", "ask:describe")
_ANY_DENIAL = ("join:none", "ask:gap")
_NEAR = 12  # characters between a name and what denies it (を対象としていない)
_SHARED_ROWS = ("measure", "programme", "line", "work")


def unread_negation(reading: Reading, understood: Understood) -> str:
    """A ない of the question that became no negative condition, with the word before it, or a word that leaves something
    out (除く, 外す, 以外) and did not; "" when all is well."""
    others = _OTHERS_TOO.search(reading.text)
    if others is not None and understood.frame.item in _SHARED_ROWS:
        return others.group()
    if (twice := _TWICE.search(reading.text)) is not None:
        return twice.group()
    if (left_out := _SET_LEFT_OUT.search(reading.text)) is not None and not _leaves_out(understood):
        return left_out.group("what")
    unread, told = _negations(reading, understood)
    if is_negative(understood.frame, understood.rule.op):
        unread = _beyond_conditions(reading, understood, unread, told)
    return _with_word_before(reading, unread[0]) if unread else ""


def _leaves_out(understood: Understood) -> bool:
    """Whether some condition says what the rows are not."""
    conditions = understood.frame.conditions
    false = any(t.kind == "boolean" and t.value == "false" for c in conditions for t in c.values)
    opposite = any(c.kind in ("absent_year", "sole", "missing") for c in conditions)
    exact = any(c.kind == "amount_kind" and t.value.endswith("#exact") for c in conditions for t in c.values)
    opposite = opposite or exact
    return false or opposite or any(c.mode == "none" for c in conditions)


def _negations(reading: Reading, understood: Understood) -> tuple[list[Word], list[Word]]:
    """The words of the question that negate or leave out: those that no cue took up, and those that one did."""
    read = mask(reading, telling_spans(reading, understood))
    # 対象になっていない人, はいらないので: a word for what is listed or asked, with a denial in it, denies all the same.
    inner = mask(
        reading,
        ((c.start, c.end) for c in reading.cues if c.slot == "class" or c.name in _ASKING_CUES),
    )
    excluding = load_frames_file("serves.toml")["words"]["excluding"]
    unread: list[Word] = []
    told: list[Word] = []
    for word in reading.tokens:
        leaves_out = word.normal in excluding and not _of_condition(reading, understood, word)
        denies = word.normal in _NOT and not _polite(reading.text, word, asks=reading.wh())
        if leaves_out or denies:
            only_asked = any(inner[word.start : word.end]) and not _denied_by_cue(reading, understood, word)
            (told if any(read[word.start : word.end]) and not only_asked else unread).append(word)
    return unread, told


def _denied_by_cue(reading: Reading, understood: Understood, word: Word) -> bool:
    """Whether another cue than one for what is asked or listed takes a denial up, and the computation serves it."""
    over = (c for c in reading.cues if c.start < word.end and word.start < c.end)
    return any(
        c.slot not in ("class", "plain", "follow")
        and c.name not in _ASKING_CUES
        and served(c, understood.frame, understood.rule)
        for c in over
    )


def _told_by_name(reading: Reading, understood: Understood, word: Word) -> bool:
    """Whether a cue that says what is denied took the word up (再掲でない), not one for any denial (でない, 以外)."""
    over = (c for c in reading.cues if c.start < word.end and word.start < c.end)
    return any(
        c.name not in _ANY_DENIAL
        and c.slot not in ("plain", "follow")
        and served(c, understood.frame, understood.rule)
        for c in over
    )


def _beyond_conditions(
    reading: Reading, understood: Understood, unread: list[Word], told: list[Word]
) -> list[Word]:
    """The negations that stand behind no name left out, where they are more than the other negative conditions:
    内閣府以外の事業で補正でないもの leaves 内閣府 out, which does not answer for 補正でない."""
    frame, held = understood.frame, understood.frame.conditions
    left_out = [c for c in held if c.mode == "none"]
    by_name = [word for word in told if _told_by_name(reading, understood, word)]
    rest, served_names = [], set()
    for word in (*unread, *(w for w in told if w not in by_name)):
        names = _names_before(reading, word)
        behind = [n for n, c in enumerate(left_out) if names & {t.value for t in c.values}]
        served_names.update(behind)
        if not behind:
            rest.append(word)
    others = sum(1 for c in held if is_negative_condition(c)) - len(served_names)
    others += is_negative(replace(frame, conditions=()), understood.rule.op)
    asked = len(rest) + len(by_name) + sum(1 for word in rest if _NEITHER.search(reading.text[: word.end]))
    return rest if asked > others else []


def _names_before(reading: Reading, word: Word) -> set[str]:
    """The identifiers and labels of the name close before a word that no other denial stands behind already."""
    excluding = load_frames_file("serves.toml")["words"]["excluding"]
    denials = [t.end for t in reading.tokens if t.normal in (*_NOT, *excluding) and t.end <= word.start]
    since = max(denials, default=0)
    near = [hit for hit in reading.entities if since <= hit.end <= word.start <= hit.end + _NEAR]
    closest = max((hit.end for hit in near), default=0)
    return {x for hit in near if hit.end == closest for name in hit.names for x in (name.id, name.label)}


def _with_word_before(reading: Reading, word: Word) -> str:
    """補正でない of ない; a word that leaves something out (以外) alone."""
    if word.normal not in _NOT:
        return word.surface
    before = (t.start for t in reading.tokens if t.end <= word.start and t.pos in CONTENT)
    return reading.text[max(before, default=word.start) : word.end]


def _of_condition(reading: Reading, understood: Understood, word: Word) -> bool:
    """ダブりを除く, 内数は外して: what is left out was read as a condition of its own, right before the word; and
    含めた場合と除いた場合, where sums give both."""
    if understood.rule.op in ("totals", "count_and_total") and _BOTH_WAYS.search(reading.text):
        return True
    told = (c for c in reading.of_slot("cond") if served(c, understood.frame, understood.rule))
    before = (c.end for c in told if c.start < word.start)
    return any(re.fullmatch(r"(?:の行|の分|分)?[をはも]?", reading.text[end : word.start]) for end in before)


def _polite(text: str, word: Word, *, asks: bool) -> bool:
    """ありませんか, 教えてくれない？, かもしれない: a question or a wish, no negation. `asks`: a question word stands in it."""
    before, rest = text[: word.start], text[word.end :]
    if word.surface == "ず" and _OF_ALL.search(before):
        return True
    if re.match(r"(?:と)?(?:いけ|なら|だめ|駄目|ならな)", rest) or re.search(
        r"(?:いけ|なら|なけれ|ないと)$", before
    ):
        return True  # しないといけない
    if word.surface == "なく" and before.endswith(("では", "じゃ")):
        return True  # AではなくB: A is not used, and said so
    if re.search(r"(?:少|かもしれ|なければ|しなけれ|違い)$", before):
        return True
    ends = bool(re.match(r"^(?:です|でしょう|だろう|の)?か?(?:ね|な)?[?。]*$", rest))
    wished = bool(re.search(r"(?:ませ|くれ|もらえ|いただけ|じゃ|では|ござい)$", before))
    there = before.endswith(("は", "が")) and not asks
    # 持っていない？ at the end of a question with どの is a negation all the same.
    return ends and (wished or there)
