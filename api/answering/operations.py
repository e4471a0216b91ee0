"""The computations that frames name, each a function of what was understood and the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.answering.facts.about_graph import capability, definition, loaded
from api.answering.facts.attributes import attribute
from api.answering.facts.confidences import confidence, confidence_all, link
from api.answering.facts.figures import figure
from api.answering.facts.lineages import lineage, lineage_all, related, same
from api.answering.facts.things import describe, evidence, quotes, where
from api.answering.facts.verdicts import measure_and_row, reached, same_names
from api.answering.money.addable import addable
from api.answering.money.amounts import amounts
from api.answering.money.averages import average
from api.answering.money.beside_average import beside_average
from api.answering.money.changes import change
from api.answering.money.differences import differs
from api.answering.money.disagreements import disagreement
from api.answering.money.group_shares import share_of_each
from api.answering.money.ministry_changes import change_ministry
from api.answering.money.money_ranks import rank
from api.answering.money.places import place_of
from api.answering.money.rank_gaps import rank_gap
from api.answering.money.top_totals import top_total
from api.answering.money.totals import count_and_total, totals
from api.answering.printed.grants import may
from api.answering.printed.recipients import recipients
from api.answering.result import AskServices, Result
from api.answering.sets.comparisons import compare, verify
from api.answering.sets.counts import group, rank_count
from api.answering.sets.existence import exists, only_they
from api.answering.sets.lists import count, list_items
from api.answering.sets.overview import (
    gap_ministries,
    gap_sections,
    gap_targets,
    matrix,
    ministry_changed,
    ministry_history,
    pairs,
    shared,
)
from api.answering.sets.shares import share
from nlp.questions.parser import Understood

OPERATIONS: Mapping[str, Callable[[Understood, AskServices], Result]] = {
    "list": list_items,
    "count": count,
    "exists": exists,
    "only_they": only_they,
    "group": group,
    "share": share,
    "rank_count": rank_count,
    "totals": totals,
    "count_and_total": count_and_total,
    "amounts": amounts,
    "average": average,
    "mean_ministry": rank,
    "mean_section": rank,
    "beside_average": beside_average,
    "top_total": top_total,
    "differs": differs,
    "rank_gap": rank_gap,
    "place_of": place_of,
    "share_of_each": share_of_each,
    "gap_sections": gap_sections,
    "addable": addable,
    "rank": rank,
    "rank_ministry": rank,
    "rank_section": rank,
    "rank_pillar": rank,
    "rank_target_group": rank,
    "pairs": pairs,
    "change": change,
    "change_rank": change,
    "disagreement": disagreement,
    "where": where,
    "attribute": attribute,
    "describe": describe,
    "evidence": evidence,
    "quotes": quotes,
    "confidence": confidence,
    "link": link,
    "confidence_all": confidence_all,
    "change_ministry": change_ministry,
    "lineage": lineage,
    "same": same,
    "lineage_all": lineage_all,
    "related": related,
    "related_to_measure": related,
    "definition": definition,
    "coverage": loaded,
    "capability": capability,
    "shared": shared,
    "gap_targets": gap_targets,
    "gap_ministries": gap_ministries,
    "matrix": matrix,
    "ministry_history": ministry_history,
    "ministry_changed": ministry_changed,
    "may": may,
    "recipients": recipients,
    "reached": reached,
    "measure_and_row": measure_and_row,
    "same_names": same_names,
    "compare": compare,
    "verify": verify,
    "figure": figure,
}

__all__ = ["OPERATIONS"]
