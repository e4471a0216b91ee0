"""Parts of the country by their prefectures: documents print prefectures, people ask about 関西 or 東北.

Which prefectures a part has stands in `frames/regions.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.questions.names.linking import EntityHit
from nlp.questions.records import Term
from nlp.questions.tables.frame_files import load_frames_file

_AND = re.compile(r"(?:と|や|か|、|,|・|または|又は|もしくは|及び|および|並びに|\s)+")


def region_names() -> Mapping[str, tuple[str, ...]]:
    """The parts of the country, each with the other ways of saying it."""
    return {
        name: tuple(s for s in data["said"] if s != name)
        for name, data in load_frames_file("regions.toml").items()
    }


def place_terms(place: str, kind: str) -> tuple[Term, ...]:
    """The values to look for where `place` is asked for: the prefectures of a part of the country, else the place itself.

    For an area of work (`kind` is not prefecture) also the part's own name, which may be printed there.

    >>> [term.value for term in place_terms("北陸地方", "prefecture")], place_terms("大阪府", "prefecture")[0].label
    (['富山県', '石川県', '福井県'], '大阪府')
    """
    data = load_frames_file("regions.toml").get(place)
    if data is None:
        return (Term("text", place, place),)
    label = f"{place}（{'・'.join(data['prefectures'])}）"
    own = [] if kind == "prefecture" else data["said"][:1]
    return tuple(Term("text", value, label) for value in (*data["prefectures"], *own))


def said_together(hits: Sequence[EntityHit], text: str) -> tuple[tuple[EntityHit, ...], ...]:
    """The places of a question, those in one row together (東京と大阪の団体 are of either)."""
    groups: list[list[EntityHit]] = []
    for hit in hits:
        if groups and _AND.fullmatch(text[groups[-1][-1].end : hit.start]):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return tuple(map(tuple, groups))


__all__ = ["place_terms", "region_names", "said_together"]
