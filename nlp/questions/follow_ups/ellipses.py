"""Follow-ups that say hardly more than what they ask for (その一覧, どれ？, 出典は？): what is asked of the set before."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.patterns import families_of, patterns

KINDS = ("amounts", "list", "evidence", "order", "most", "least", "who")
"""What an elliptic follow-up may ask for, as `frames/follow_ups.toml` names it."""

# Of these a list is asked for whose rows are of another kind: それを担当する施策 of ministries.
_HAVE_ROWS = ("ministry", "target_group", "section", "pillar")
_ROW_WORDS = {"measure": "施策", "programme": "事業", "line": "事業"}
_BY_MINISTRY = ("most", "least")
_NARROWS = re.compile(r"^[^はがも?、]{1,14}(?:だけ|のみ)(?:で|を)?[。]*$")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    data = load_frames_file("follow_ups.toml")
    pointing, kind_of, ending = (data[name] for name in ("pointing", "class", "ending"))
    before = rf"^{families_of(data, {}, 'follow_ups')['go']}(?:{pointing}(?:の|を|は|に|で|も)?、?)*(?:{kind_of}(?:の|を|は|が)?)?"
    return {
        kind: re.compile(rf"{before}(?:{'|'.join(data[kind]['words'])})(?:{ending})*[?。!]*$")
        for kind in KINDS
    }


def asked_shortly(reading: Reading) -> str:
    """What the follow-up asks for where it says nothing else, one of KINDS; "" where it says more.

    その一覧, どれ？ and 名前も全部 ask for the list, 出典は？ for the evidence, 多い順に for an order, どこの省？ for
    the ministries.
    """
    if reading.numbers or reading.of_kind("ministry") or reading.of_kind("target_group"):
        return ""
    text = reading.text
    return next((kind for kind in KINDS if _patterns()[kind].match(text)), "")


def asks_of_set(reading: Reading, base: Understood) -> str:
    """What of the set of the question before is asked for so shortly; "" where that question was about no set."""
    kind = asked_shortly(reading)
    if not kind or base.rule.op not in load_frames_file("follow_ups.toml")[kind]["after"]:
        return ""
    if kind in _BY_MINISTRY and base.frame.item in _HAVE_ROWS:
        return ""  # 一番多いのはどこの省 after ministries, groups or sections: of what, is not said
    named = {cue.value for cue in reading.of_slot("class")} - {"ministry", "document"}
    rows = {"programme", "line"}
    if kind == "list" and rows_named(reading, base):
        return kind
    same = named <= {base.frame.item, base.frame.over} or (named <= rows and base.frame.item in rows)
    return kind if same else ""


def rows_named(reading: Reading, base: Understood) -> str:
    """どの施策？ after the ministries, groups or sections that have them: the kind of rows named, "" where none or another is."""
    named = {cue.value for cue in reading.of_slot("class")}
    over, item = base.frame.over, base.frame.item
    if len(named) != 1 or item not in _HAVE_ROWS or asked_shortly(reading) != "list":
        return ""
    wanted = next(iter(named))
    rows = ("programme", "line")
    return wanted if wanted == over or (wanted in rows and over in rows) else ""


def rate_of_change(reading: Reading, base: Understood) -> str:
    """割合では？ after the difference of two years' sums: by how much of itself the sum has moved, as it is read; "" otherwise."""
    sums = base.rule.op == "totals" and base.rule.flag == "pair"
    percent = patterns("follow_ups.toml", "only")["percent"]
    return "増減率は?" if sums and percent.match(reading.text) else ""


def narrowed_to(reading: Reading) -> str:
    """法務省だけ, 数値目標のある施策だけなら？: what the set before is narrowed to, as it is read; "" for 担当は法務省だけ？, which asks."""
    things = patterns("follow_ups.toml", "only")["narrowed"].match(reading.text)
    if things is not None:
        return f"そのうち{things['those']}は?"
    return f"そのうち{reading.text}" if _NARROWS.match(reading.text) and reading.of_kind("ministry") else ""


def so_many(reading: Reading, base: Understood) -> str:
    """逆に1件しかないところは after the ministries by their numbers: those with so many of the same, as it is read; "" otherwise."""
    counted = base.rule.op == "rank_count" and base.frame.item == "ministry"
    match = patterns("follow_ups.toml", "few")["so_many"].match(reading.text) if counted else None
    rows = _ROW_WORDS.get(base.frame.over, "")
    if match is None or not rows:
        return ""
    return f"そのうち{rows}が{match['n']}件{match['op'] or 'だけ'}の府省庁は?"


def in_full_words(kind: str) -> str:
    """The follow-up of one of KINDS as it is read, whatever words it was said in.

    >>> in_full_words("list")
    '一覧は?'
    """
    return str(load_frames_file("follow_ups.toml")[kind]["said"])
