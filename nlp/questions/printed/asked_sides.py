"""What a question for a printed fact says beside the kind of value: which side, what stands beside a time, how many, which field.

The knowledge is in `frames/passages.toml`.
"""

from __future__ import annotations

import re

from nlp.questions.tables.frame_files import load_frames_file

YES_NO = "有無"
EVERY = re.compile(
    r"(?:(?P<n>[2-9二三四五六七八九])(?:つ|個|種類?)(?:とも|全部|すべて|ある)?|両方とも?|すべて|全て|全部|ぜんぶ|いずれも|それぞれ|(?<=[つ人件所体社校回率円])(?P<two>ずつ))(?:の)?(?:を|で)?(?=[^、。]{0,8}$|教|挙|あげ|示|知)"
)
_KANJI_DIGITS = "零一二三四五六七八九"
# 何ができるのか一覧で: one sentence would be a part of what is asked for.
_ALL_OF_THEM = re.compile(
    r"(?:一覧|リスト|箇条書き|表)(?:で|に|を|として)|列挙|(?:すべて|全て|全部)(?:を)?(?:教|挙|あげ|示|知|$|[?。])"
)


def all_of_them(text: str) -> bool:
    """Whether all there are is asked for (一覧で, すべて挙げて)."""
    return _ALL_OF_THEM.search(text) is not None


def whether_met(text: str) -> bool:
    """Whether it is asked if a target was reached (目標は達成された)."""
    return re.search(load_frames_file("passages.toml")["reached"]["asked"], text) is not None


def field_said(text: str) -> str:
    """達成状況はどう: the property whose own name the question says, or that alone can tell what is asked; "" where it says none."""
    if whether_met(text):
        return str(load_frames_file("passages.toml")["reached"]["field"])
    fields: dict[str, str] = load_frames_file("passages.toml")["fields"]
    return next((field for field, pattern in fields.items() if re.search(pattern, text)), "")


def needed(text: str, value: str, needs: str) -> str:
    """What a sentence without a value must print: `needs`, but a word that denies where what is not allowed is asked for (対象にしない団体は)."""
    if whether_met(text):
        return str(load_frames_file("passages.toml")["reached"]["needs"])
    data = load_frames_file("passages.toml")["denying"]
    if value == YES_NO or re.search(data["excluded"], text) is None:
        return needs
    return str(data["excluding"])


def how_many(every: re.Match[str] | None) -> int:
    """How many values are asked for: 2つとも and いくつずつ are two, すべて is -1 for all there are, nothing of it 0."""
    if every is None:
        return 0
    if every["two"]:
        return 2
    said = every["n"] or ""
    return int(said) if said.isdecimal() else _KANJI_DIGITS.find(said) if said else -1


def role(text: str) -> tuple[str, re.Match[str] | None]:
    """What must be printed beside the time asked for (いつから: から, 開始), with the words that say so; "" for any time."""
    for entry in load_frames_file("passages.toml")["time"]:
        match = re.search(entry["asked"], text)
        if match is not None:
            return str(entry["printed"]), match
    return "", None


def side(text: str, value: str) -> str:
    """ "goal" for what is aimed at, "result" for what came of it, "" where the question leaves it open."""
    if value == YES_NO:
        return ""
    data = load_frames_file("passages.toml")["side"]
    if re.search(data["goal_too"], text):
        return ""  # 何人？目標は？: both
    if re.search(data["result_field"], text):
        return "result"
    if re.search(data["result"], text) and not re.search(data["plainly_goal"], text):
        return "result"
    return "goal" if re.search(data["goal"], text) else ""
