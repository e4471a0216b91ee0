"""Over which rows a question goes and what it lists of them, given its frame and the question before."""

from __future__ import annotations

from nlp.questions.found.reading import Reading
from nlp.questions.framing.asked_rows import item_of
from nlp.questions.framing.attributes import asked_attribute, few_holders
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge, missing_attribute
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import FrameRule, Understood
from nlp.questions.typed.telegraph import stated


def over_item(
    reading: Reading, features: Features, rule: FrameRule, known: Knowledge, base: Understood | None
) -> tuple[str, str]:
    """The kind of the rows, and of what is listed of them, as `frames/conditions.toml` names them."""
    over, item = item_of(reading, known)
    if base is not None and not set(features.classes) - {"line"} and not reading.has("ask:who"):
        over, item = base.frame.over, base.frame.item
        if item in ("ministry", "target_group") and reading.of_kind(item):
            item = over  # 高齢者の施策を持つ府省庁は？ 厚労省のは？: its measures, not ministries again
    elif (
        base is not None
        and item in ("ministry", "target_group", "section", "pillar")
        and "measure" not in features.classes
    ):
        over = base.frame.over if known.can_list(base.frame.over, item) else over
    if rule.over:
        kept = item if known.can_list(rule.over, item) else rule.over
        over, item = rule.over, rule.item or kept
    elif rule.item:
        item = rule.item
    if rule.op == "attribute" and not rule.over:
        # 気仙沼の団体の事業名: of the classes named the one that has the attribute.
        kinds = (
            load_frames_file("attributes.toml")
            .get(rule.attribute or asked_attribute(reading, over), {})
            .get("kinds", ())
        )
        named = next((kind for kind in features.classes if kind in kinds), "")
        if named and over not in kinds:
            over, item = named, named
    lacked = missing_attribute(reading)
    told = lacked[0] if lacked else next((clause.field for clause in stated(reading.text)), "")
    holders = load_frames_file("attributes.toml").get(told, {}).get("kinds", ())
    if over == "line" and "programme" in holders and over not in holders and not rule.over:
        over = "programme"  # 補助率の記載がない事業: rows of a list never have what sheets print
    if item != over and not known.can_list(over, item):
        item = over
    if rule.op == "attribute" and base is None and features.has("attr_alone"):
        # 応募の締切は？ where one call is loaded: what alone has it is meant.
        few = few_holders(asked_attribute(reading, over), known, features.classes)
        over, item = (few, few) if few else (over, item)
    return over, item
