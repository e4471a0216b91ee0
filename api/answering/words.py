"""How frames, amounts, stages and kinds are said in Japanese."""

from __future__ import annotations

import re
import unicodedata

from api.answering.money.moved import UNLIKE, direction
from api.answering.money.sum_readings import READINGS, reading_meant
from graph.iris import NS
from nlp.questions.conditions.wording import words_of
from nlp.questions.framing.sets import condition_data, year_words, yen_words
from nlp.questions.parser import Understood
from nlp.questions.records import Frame
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import glossary

_ROWS_COUNTED = re.compile(r"行の?数|行(?:が|の)(?:最も|一番|いちばん)?(?:多|少な)")
_CHARGE_ASKED = re.compile(r"担当|所管|どこの(?:府省|省庁?|役所)|どの(?:府省|省)|(?:省庁|府省)はどこ|何省")
_GROUPS = {"year": "年度", "prefecture": "都道府県", "legal_form": "法人格", "stage": "段階", "type": "種別"}
CLAUSES = ("た", "む", "る", "い")
_DIRECTIONS = {"?after < ?before": "減ったもの", UNLIKE: "増えたものと減ったもの"}
_ORDERS = {"desc": "大きい順", "asc": "小さい順", "both": "大きい順（最大と最小だけ）"}


def counts_rows(frame: Frame) -> bool:
    """Whether the rows of a list are counted (行数が多い), not the programmes in them."""
    return frame.over == "line" and _ROWS_COUNTED.search(frame.text) is not None


def charge_told(text: str) -> bool:
    """Whether a folded question about programmes or measures speaks of whose they are, so that it is told beside each.

    >>> charge_told("減った事業の担当は"), charge_told("増えた事業はどこの役所"), charge_told("減った事業は")
    (True, True, False)
    """
    return _CHARGE_ASKED.search(text) is not None


def amount_words(value: str | int | float) -> str:
    """Yen for reading, "" when there is none."""
    text = str(value).split(".")[0]
    return yen_words(int(text)) if text.lstrip("-").isdecimal() else ""


def moved_words(difference: int) -> str:
    """By how much and which way an amount moved, from the difference in yen.

    >>> moved_words(-400_000_000), moved_words(0)
    ('4億円減りました', '変わりません')
    """
    if not difference:
        return "変わりません"
    return f"{amount_words(abs(difference))}{'増えました' if difference > 0 else '減りました'}"


def ones_words(told: str) -> str:
    """The things of which something is told.

    >>> ones_words("再掲"), ones_words("内閣府が担当する")
    ('再掲のもの', '内閣府が担当するもの')
    """
    return told + ("もの" if told.endswith(CLAUSES) else "のもの")


_BARE = re.compile(r"^\s*(?P<n>[\d,，.．０-９]+)\s*(?P<rest>(?:の内数)?)\s*$")
_UNITS = {10**8: "億円", 10**6: "百万円", 10**4: "万円", 10**3: "千円", 1: "円"}


def printed_words(text: str, yen: str | int) -> str:
    """An amount as printed, with the unit that its table's head says where the cell has a bare number.

    >>> printed_words("2,146", 2146000000), printed_words("2,400 の内数", 2400000000), printed_words("5億円", 500000000)
    ('2,146百万円', '2,400百万円の内数', '5億円')
    """
    bare = _BARE.match(text)
    if bare is None:
        return text
    try:
        number = float(unicodedata.normalize("NFKC", bare["n"]).replace(",", ""))
    except ValueError:
        return text
    unit = next((word for size, word in _UNITS.items() if round(number * size) == int(yen)), "")
    return f"{bare['n']}{unit}{bare['rest']}" if unit else text


_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")


def dates_said(text: str) -> str:
    """The dates of a text as documents write them.

    >>> dates_said("2025-04-21〜2025-05-30"), dates_said("2027-01-08")
    ('令和7年4月21日〜令和7年5月30日', '令和9年1月8日')
    """
    return _DATE.sub(lambda m: f"{year_words(int(m[1]))[:-2]}年{int(m[2])}月{int(m[3])}日", text)


def stage_words(stage: str) -> str:
    """A stage's IRI or local name in Japanese."""
    name = stage.removeprefix(NS)
    return str(condition_data()["stages"].get(name, name))


def kind_words(kind: str) -> str:
    """An amount kind's IRI or local name in Japanese."""
    name = kind.removeprefix(NS)
    return str(condition_data()["kinds"].get(name, name))


def conditions_words(understood: Understood) -> str:
    """The conditions in a row, ending in の before what they restrict."""
    words = [said for condition in understood.frame.conditions if (said := words_of(condition))]
    if not words:
        return ""
    # A clause (再掲と印刷された) stands before its noun as it is, a name or number needs の.
    return "、".join(words) + ("" if words[-1].endswith(CLAUSES) else "の")


def set_words(understood: Understood) -> str:
    """What is listed or counted, with its conditions."""
    frame = understood.frame
    data = condition_data()
    item = data["items"].get(frame.item, frame.item)
    if frame.item != frame.over and frame.item in ("ministry", "target_group", "section", "pillar"):
        over = data["items"].get("programme" if frame.over == "line" else frame.over, "")
        return f"{conditions_words(understood)}{over}を持つ{item}"
    if (frame.over, frame.item) == ("line", "measure"):
        return f"{conditions_words(understood)}{data['items']['programme']}と関連付けられた{item}"
    return f"{conditions_words(understood)}{item}"


def moved_between(frame: Frame) -> tuple[list[str], list[str]]:
    """内閣府からこども家庭庁に移管: the ministries named as those before, and as those after."""
    named = frame.of_kind("ministry")
    before = dict.fromkeys(t.label for c in named if c.mode == "none" for t in c.values)
    after = dict.fromkeys(t.label for c in named if c.mode != "none" for t in c.values)
    return list(before), list(after)


def wording(understood: Understood) -> str:
    """The question as understood, all conditions included."""
    frame, rule = understood.frame, understood.rule
    data = condition_data()
    things = [
        t.label
        for c in frame.conditions
        if c.kind in ("programme", "measure", "grantee", "line")
        for t in c.values
    ]
    labels = load_frames_file("attributes.toml")
    attribute = "と".join(labels.get(name, {}).get("label", name) for name in frame.attribute.split("+"))
    ministries = [t.label for c in frame.conditions if c.kind == "ministry" for t in c.values]
    if rule.op == "ministry_changed":
        before, after = moved_between(frame)
        later = "・".join(after)
        ministries = [f"{'・'.join(before)}から{later}" if before else later]
    text = rule.wording.format(
        set=set_words(understood),
        conditions=conditions_words(understood),
        thing="・".join(dict.fromkeys(things)) or set_words(understood),
        attribute=attribute,
        ministry="・".join(ministries),
        term="・".join(name for name in glossary() if name.lower() in frame.text),
        direction=_DIRECTIONS.get(direction(frame), "増えたもの"),
        order=_ORDERS.get(frame.order, "小さい順"),
        counted="行の数" if counts_rows(frame) else "数",
        claimed="・".join(t.label for c in frame.of_kind("claimed") for t in c.values),
        size="小さい" if frame.order == "asc" else "大きい",
        most=frame.limit or 1,
        group="・".join(data["items"].get(by, _GROUPS.get(by, "")) for by in frame.group.split("+")) + "ごと",
        over=data["items"].get(frame.over, ""),
        parts="と".join(f"「{wording(part)}」" for _, part in understood.parts),
        bound=_bound(frame),
    )
    extra = [
        words_of(c)
        for c in (() if understood.parts else frame.conditions)
        if words_of(c) and not any(t.label and t.label in text for t in c.values)
    ]
    if rule.op in ("totals", "count_and_total") and reading_meant(frame) != "once":
        text += f"（{READINGS[reading_meant(frame)]}）"
    if rule.op == "list" and frame.limit:
        text += f"（{frame.limit}件だけ）"
    missing = [word for word in extra if word not in text]
    return text + (f"（{'、'.join(missing)}）" if missing else "")


def _bound(frame: Frame) -> str:
    """The number that a value is held against (50億円超), "" when there is none."""
    said = {">=": "以上", ">": "超", "<=": "以下", "<": "未満", "=": ""}
    return next((f"{c.values[0].label}{said[c.operator]}" for c in frame.conditions if c.kind == "bound"), "")
