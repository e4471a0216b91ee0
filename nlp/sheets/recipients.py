"""The bodies that get the money of a programme sheet (実施主体, 補助先, 国 → 都道府県) as those who help whom it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.gazetteer import Gazetteer
from nlp.language.helper_groups import HELPER, RECIPIENT, SUPPORTED
from nlp.records import Field

_SURE = 0.8
_SOME = re.compile(r"に限る|に限り|の場合")


def recipient_groups(fields: Sequence[Field], groups: Gazetteer) -> Iterator[Field]:
    """One `helper_group` field per group of bodies among the `implementer` fields, at the first of them; none that `fields` names already.

    A body that the list of groups does not know gives none, nor does a state organ (国, 省): it pays; nor a body that the money is for
    in some case only (民間団体（全国で活動するものに限る）).
    """
    known = {str(item.value) for item in fields if item.name in (SUPPORTED, HELPER)}
    for item in fields:
        if item.name != "implementer" or item.where is None or _SOME.search(item.note):
            continue
        name = str(item.value)
        entry = groups.by_surface.get(name) or groups.by_surface.get(name.removesuffix("等"))
        if entry is None or entry.type != "intermediary" or entry.canonical in known:
            continue
        known.add(entry.canonical)
        confidence = min(item.confidence, _SURE)
        yield replace(
            item, name=HELPER, value=entry.canonical, method=RECIPIENT, confidence=confidence, note=""
        )


def ministry_of_implementer(fields: Sequence[Field], ministries: Gazetteer) -> Iterator[Field]:
    """The ministry of a sheet that names none but says that one carries the programme out (実施主体：警察庁)."""
    if any(item.name == "ministry" for item in fields):
        return
    named = [item for item in fields if item.name == "implementer" and item.confidence == 1]
    for item in named:
        found = ministries.resolve(str(item.value), tolerant=False)
        if found is not None and found.entry.type in ("ministry", "agency"):
            yield replace(
                item,
                name="ministry",
                value=found.entry.canonical,
                method="implementer",
                confidence=0.85,
                note="",
            )
            return
