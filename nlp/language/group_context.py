"""What a bare name of people means by the words around it: その家族 is the family of whoever is named before it, 職員 the staff of a centre.

Knowledge: `[kin]` and `[[otherwise]]` in role_cues.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.cue_files import compiled, load_cues
from nlp.gazetteer import Gazetteer, Hit
from nlp.language.group_names import formed_entry


def in_context(text: str, hits: Sequence[Hit], groups: Gazetteer, *, beside: str = "") -> Iterator[Hit]:
    """The hits in order, those of bare names with the group that they mean here; `beside` is what else the record says."""
    before: Hit | None = None
    for hit in hits:
        family = hit.entry.canonical == load_cues("role_cues")["kin"]["group"]
        name = (
            (_named_before(text, before, hit) or _only_one(text, hits, hit, groups, beside)) if family else ""
        )
        entry = formed_entry(f"{name}の家族", groups) if name else None
        kin = None if entry is None else Hit(hit.start, hit.end, entry)
        yield kin or _otherwise(text, hit, groups, beside) or hit
        before = hit


def _named_before(text: str, before: Hit | None, hit: Hit) -> str:
    """患者や[その家族]: those named right before the family, whose name it then bears (患者の家族); "" where nobody is."""
    kin = load_cues("role_cues")["kin"]
    if before is None or not _has_family(before):
        return ""
    if not compiled(kin["surface"]).fullmatch(text[hit.start : hit.end]):
        return ""
    return before.entry.canonical if compiled(kin["between"]).fullmatch(text[before.end : hit.start]) else ""


def _only_one(text: str, hits: Sequence[Hit], hit: Hit, groups: Gazetteer, beside: str) -> str:
    """本人や[その家族]: the only group that the record names; "" where it names none or several."""
    window = text[max(0, hit.start - 6) : hit.end]
    if not compiled(load_cues("role_cues")["kin"]["theirs"]).search(window):
        return ""
    named = {item.entry.canonical for item in (*hits, *groups.find(beside)) if _has_family(item)}
    return named.pop() if len(named) == 1 else ""


def _has_family(hit: Hit) -> bool:
    kin = load_cues("role_cues")["kin"]
    name = hit.entry.canonical
    return hit.entry.type == "person" and name not in kin["of_none"] and len(name) <= kin["longest"]


def _otherwise(text: str, hit: Hit, groups: Gazetteer, beside: str) -> Hit | None:
    """The group that a bare name stands for where the text is on another subject than the name's own."""
    for rule in load_cues("role_cues")["otherwise"]:
        if not compiled(rule["surface"]).fullmatch(text[hit.start : hit.end]):
            continue
        said = f"{text}\n{beside}"
        if compiled(rule["subject"]).search(said) and not compiled(rule["unless"]).search(said):
            return Hit(hit.start, hit.end, groups.canonical[rule["group"]])
    return None
