"""Plain records that reconciliation works on: what was printed, and what was concluded.

`graph.triples` fills `Item` and `MeasureItem` from nlp's records; nothing here knows RDF. Amounts are in yen,
fiscal years are the western year in which they start (令和7年度 = 2025), `order` counts code points in the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.reconcile.sheet_order import Standing

ItemKind = Literal[
    "budget_line", "sheet", "review_sheet", "component", "sheet_amount", "grant", "guideline", "mention"
]
Verdict = Literal["same", "different", "unsure"]
LineageKind = Literal["continued", "renamed", "split", "merged", "newlyListed", "ended"]
MeasureLinkKind = Literal["by-name", "mention", "ministry-section-target", "judgement"]


@dataclass(frozen=True, slots=True)
class Item:
    """One printed thing that may name a programme.

    `stage` is initial, supplementary, approvedEstimate, draft or ""; `amount_kind` exact, includedIn (内数),
    ofWhich (うち) or "". `amount` None means not printed or not readable, never zero. `parent` is the `id` of the
    sheet that a component or sheet_amount belongs to. `number` is the printed No. (of a review sheet the 予算事業ID); `order` the offset at which
    the thing stands in `document` (-1 when unknown); `evidence` is the quote that names it.
    `group_confidences` (0..1) tells how sure each of `target_groups` is, in their order; empty where nothing measured it.
    `helper_groups` are those of `target_groups` that are helped so that the others are (see nlp/language/helper_groups.py).
    """

    id: str
    kind: ItemKind
    label: str
    alt_labels: tuple[str, ...] = ()
    ministry: tuple[str, ...] = ()
    bureau: str = ""
    fiscal_year: int | None = None
    stage: str = ""
    amount: int | None = None
    amount_kind: str = ""
    section: str = ""
    relisted: bool = False
    newly_listed: bool = False
    target_groups: tuple[str, ...] = ()
    group_confidences: tuple[float, ...] = ()
    helper_groups: tuple[str, ...] = ()
    text: str = ""
    parent: str = ""
    document: str = ""
    evidence: str = ""
    number: int | None = None
    order: int = -1


@dataclass(frozen=True, slots=True)
class MeasureItem:
    """One numbered measure (施策) of a plan. `text` is overview, goal, achievement and review, joined by newlines."""

    id: str
    number: int
    plan_year: int
    label: str
    ministry: tuple[str, ...] = ()
    section: str = ""
    target_groups: tuple[str, ...] = ()
    text: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """One comparison of a pair: its name, the level reached, the weight (log2 odds) and a readable reason."""

    name: str
    level: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class MatchLink:
    """Why an item belongs to its programme. `confidence` is 0..1, `other` the item it was compared with."""

    item: str
    confidence: float
    method: str
    features: tuple[Feature, ...] = ()
    other: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The readable reasons, strongest first."""
        ordered = sorted(self.features, key=lambda feature: (-abs(feature.weight), feature.name))
        return tuple(feature.reason for feature in ordered if feature.reason)


@dataclass(frozen=True, slots=True)
class ProgrammeCluster:
    """A programme and everything printed about it. `key` is the slug of its IRI."""

    key: str
    label: str
    alt_labels: tuple[str, ...]
    members: tuple[str, ...]
    ministries: tuple[str, ...]
    links: tuple[MatchLink, ...]


@dataclass(frozen=True, slots=True)
class ComponentLink:
    """`part` (a programme key) is carried out within `whole` (a programme key)."""

    whole: str
    part: str
    confidence: float
    method: str
    reasons: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair in the band of doubt: neither accepted nor refused.

    Of kind identity two items, `first` < `second` by id; of kind measure a programme and a measure that it may serve.
    """

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]
    first_label: str = ""
    second_label: str = ""
    kind: Literal["identity", "measure"] = "identity"


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble found while reconciling, for the report. `code` is a kebab-case word."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Clustering:
    """The programmes, what is part of what, what is doubtful, and what went wrong.

    Of a part of a corpus also where its rows and sheets stand (`standing`), and of their placing what `sheet_placing.Placed` says.
    """

    programmes: tuple[ProgrammeCluster, ...]
    components: tuple[ComponentLink, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    issues: tuple[Problem, ...] = ()
    standing: tuple[Standing, ...] = ()
    met: tuple[tuple[str, str], ...] = ()
    wanting: tuple[str, ...] = ()

    def programme_of(self) -> dict[str, str]:
        """Item id -> key of its programme."""
        return {member: programme.key for programme in self.programmes for member in programme.members}


@dataclass(frozen=True, slots=True)
class LineageLink:
    """What became of a programme in the next year listed.

    `earlier` or `later` is "" for newlyListed and ended. `amount_from`, `amount_to` are in yen, None when not
    printed; they may be compared only when `comparable`, otherwise `why_not_comparable` says why.
    """

    earlier: str
    later: str
    kind: LineageKind
    confidence: float
    reasons: tuple[str, ...]
    comparable: bool = False
    amount_from: int | None = None
    amount_to: int | None = None
    why_not_comparable: str = ""
    year_from: int | None = None
    year_to: int | None = None
    stage: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureLink:
    """A programme serves a measure. `evidence` quotes the measure's own text; `items` are the ids compared."""

    programme: str
    measure: str
    kind: MeasureLinkKind
    confidence: float
    reasons: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    published: bool = True
