"""Which attribute of a thing a question asks for: one, several side by side, or one that says whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import Knowledge
from nlp.questions.tables.frame_files import load_frames_file

# Behind one fact and before another: particles, what is done with either (どの省が担当していて、いくらついている), general nouns.
_BETWEEN = re.compile(
    r"(?:[はがをでにもとや、・?]|の|です|ます|なの|その|また|あと|それと|それから|及び|および|並びに|ならびに|かつ|か(?=、|と)|名(?=と|や|、|および|及び)"
    r"|事業|施策|交付金|(?:担当|所管|実施|運営|掲載|計上|措置|配分)?(?:し|され|やっ|行っ|載っ|のっ|つい|付い|受け持っ|持っ|入っ|出|属し|あっ)て(?:い)?(?:る|て)?|(?:属|所属)する|ある|する|\s)*$"
)
_SAME = re.compile(r"^(?:[はがのを、]|して|い|る|担当|所管|名|省庁|の(?:は|が)?){0,4}$")
_BESIDE = re.compile(
    r"^(?:[?。]\s?)?(?:は|に(?:あって|あり|ある(?:の|団体)?で))?(?:と、?|、|や|、|及び|および|・|および、|、及び|で、?|そして)(?:その|また|今後の)?(?:どの|どんな|何の|どこの)?$"
)
# What is asked by a question word of its own rather than by the attribute's name (いくらで、どこの役所か).
_ASKED_AS = {
    "ask:amount": "amount",
    "ask:who": "ministry",
    "class:ministry": "ministry",
    "ask:describe": "overview",
    "class:target_group": "target",
    "class:pillar": "pillar",
    "class:section": "section",
}
# 柱4の…: a condition, no fact asked for.
_SET_BY_NUMBER = {"class:pillar": "pillar", "class:section": "section"}
_PLAIN_AS = {"担当": "ministry", "所管": "ministry", "予算": "amount", "取組": "overview", "対象": "target"}
# 女性活躍促進の取組はいくら: what is asked about, not asked for.
_OF_TOPIC = re.compile(r"(?:は|って|の|、|\s)*(?:いくら|何円|何億|予算|金額|額|費用)")
_FEW = 5


def asked_attribute(reading: Reading, over: str) -> str:
    """The attribute asked for: of several, the first that things of this kind have."""
    cues = sorted(reading.of_slot("attr"), key=lambda cue: (-cue.start, cue.start - cue.end))
    data = load_frames_file("attributes.toml")
    several = attributes_beside(reading, over)
    if several:
        return several
    # 目標の達成状況: the last word is what is asked; a longer cue before a shorter at the same place.
    fitting = [cue.value for cue in cues if over in data.get(cue.value, {}).get("kinds", ())]
    return next(iter(fitting or [cue.value for cue in cues]), "")


def attributes_beside(reading: Reading, over: str) -> str:
    """Attributes side by side (締切と上限額), joined by "+"; "" when one is asked for."""
    data = load_frames_file("attributes.toml")
    named = [(c.start, c.end, c.value) for c in reading.of_slot("attr")]
    named += [
        (c.start, c.end, _ASKED_AS[c.name])
        for c in reading.cues
        if c.name in _ASKED_AS and not reading.numbers_of(_SET_BY_NUMBER.get(c.name, "-"))
    ]
    named += [
        (c.start, c.end, _PLAIN_AS[word])
        for c in reading.of_slot("plain")
        if (word := reading.text[c.start : c.end]) in _PLAIN_AS
        and not (word == "取組" and _OF_TOPIC.match(reading.text, c.end))
    ]
    fitting = [cue for cue in named if over in data.get(cue[2], {}).get("kinds", ())]
    kept: list[str] = []
    last = -1
    for start, end, value in sorted(fitting, key=lambda cue: (cue[0], -cue[1])):
        if start < last:
            continue
        between = reading.text[last:start] if last >= 0 else ""
        if kept and value == kept[-1] and _SAME.match(between):
            last = end  # どこの省が|担当している: one fact
            continue
        if last >= 0 and not (_BESIDE.match(between) or _BETWEEN.match(between)):
            return ""
        kept.append(value)
        last = end
    names = list(dict.fromkeys(kept))
    return "+".join(names) if len(names) > 1 else ""


def few_holders(attribute: str, known: Knowledge, named_classes: Sequence[str]) -> str:
    """The kind that has the attribute (the one named, else the first), when only a few such things are loaded; else ""."""
    kinds = load_frames_file("attributes.toml").get(attribute, {}).get("kinds", ())
    named = [kind for kind in kinds if kind in named_classes]
    first = (named or list(kinds) or [""])[0]
    return first if 0 < len(known.lexicon.of_kind(first)) <= _FEW else ""
