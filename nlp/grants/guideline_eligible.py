"""What a guideline pays for: eligible programmes, their parts, and the activities (取組) listed under them or alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.grants.guideline_outline import Found, Outline, blocks_of_item, points_below
from nlp.layout.numbered_items import Item
from nlp.records import Field, Record

_PROGRAMME = re.compile(r"(?:事業|プログラム|メニュー|枠|コース|タイプ)(?:[（(][^（）()]*[)）])?$")
# 対象となる取組, 次に掲げる取組のいずれか: what the list holds is said by the word next to what points at it.
_LISTED = re.compile(
    r"(?:次に掲げる|次の|以下の|以下に掲げる|下記の|いずれかの?)(?P<noun>取組|取り組み|取組み|活動)"
)
_ACTIVITIES = re.compile(r"(?:取組|取り組み|取組み|活動)(?:内容|の内容|の?例)?(?:[（(][^（）()]*[)）])?$")


def read_eligible(outline: Outline, item: Item, found: Found) -> None:
    """Adds the record of one item under a section of eligible programmes or activities."""
    kind = _kind(outline, item)
    fields = [outline.notation(item)]
    if item.heading and kind != "activity":
        fields.append(outline.heading("label", item.heading))
    body = list(item.paragraphs) if kind != "activity" else blocks_of_item(item)
    if body:
        start, end = body[0].span(0, 1)[0], body[-1].span(0, len(body[-1].text))[1]
        value = "\n".join(block.text for block in body)
        fields.append(outline.reading.make("description", value, start, end, method="outline"))
    if kind == "activity":
        fields.extend(_category(outline, item))
    fields.extend(outline.shared())
    for block in blocks_of_item(item):
        fields.extend(outline.citations(block))
    found.kinds[item.notation] = kind
    above = outline.parent(item)
    second = above is None or not above.parent
    parent = "" if second else f"{found.kinds.get(item.parent, 'component')}:{item.parent}"
    where = outline.reading.where(item.start, item.end)
    found.records.append(Record(kind, item.notation, where, tuple(fields), parent))


def _kind(outline: Outline, item: Item) -> str:
    """An eligible programme (second level), a part of it with items of its own, or an activity.

    Where the section lists activities (対象となる取組), an item of the second level is one unless it is named as a programme.
    """
    above = outline.parent(item)
    listed = bool(outline.below.get(item.notation))
    if above is not None and above.parent:
        return "component" if listed else "activity"
    named = item.heading is not None and bool(_PROGRAMME.search(item.heading.text))
    if not named and above is not None and _lists_activities(above):
        return "activity"
    return "eligible_programme"


def _lists_activities(section: Item) -> bool:
    for block in section.paragraphs:
        if points_below(block.text) and _LISTED.search(block.text):
            return True
    return section.heading is not None and bool(_ACTIVITIES.search(section.heading.text))


def _category(outline: Outline, item: Item) -> Iterator[Field]:
    """The headings above an activity: the nearest as `category`, the eligible programme as `eligible_programme`."""
    chain: list[Item] = []
    above = outline.parent(item)
    while above is not None and above.parent:
        if above.heading:
            chain.append(above)
        above = outline.parent(above)
    for name, holder in (("category", chain[0]), ("eligible_programme", chain[-1])) if chain else ():
        if holder.heading and (name == "category" or _kind(outline, holder) == name):
            yield outline.heading(name, holder.heading)
