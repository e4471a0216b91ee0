"""Records -> the plain items that reconciliation compares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from graph.iris import path_of
from graph.reconcile.items import Item, ItemKind, MeasureItem
from nlp.language.helper_groups import HELPER, RECIPIENT, SUPPORTED
from nlp.records import Extraction, Record

_KINDS: Mapping[str, ItemKind] = {
    "budget_line": "budget_line",
    "sheet": "sheet",
    "review_sheet": "review_sheet",
    "component": "component",
    "sheet_amount": "sheet_amount",
    # A part (うち) of a row's amount belongs to its row as an amount of a sheet does to its sheet.
    "line_part": "sheet_amount",
    "guideline": "guideline",
}
_NAMED_PROGRAMME = ("grantee", "call", "theme", "activity", "eligible_programme", "requirement", "guideline")
# Only a name that reads like a programme's: （旧姓使用…） or （旧耐震基準） is none.
_FORMER = re.compile(
    r"[（(]旧(?:・|称[：:]?|[：:])?([^（）()\n。、]{4,50}(?:事業|交付金|補助金|プログラム|経費))[）)]"
)
_TEXTS = ("overview", "purpose", "description", "goal", "achievement", "review", "current", "issue", "policy")


def items_of(extraction: Extraction) -> Iterator[Item]:
    """One item per record that may name a programme, in document order.

    Programme names that guidelines, calls and grantees carry become items of kind "mention", once per
    name and document.
    """
    named: set[str] = set()
    for record in extraction.records:
        if record.kind in _KINDS:
            yield _item(record, _KINDS[record.kind], extraction)
        if record.kind in _NAMED_PROGRAMME:
            for item in record.all("programme"):
                name = str(item.value)
                if name and name not in named:
                    named.add(name)
                    yield Item(
                        id=mention_id(extraction.document.id, name),
                        kind="mention",
                        label=name,
                        ministry=_texts(record, "ministry"),
                        fiscal_year=_year(record) or extraction.document.fiscal_year,
                        document=extraction.document.id,
                        evidence=item.raw,
                        order=item.where.start if item.where else -1,
                    )


def mention_id(document: str, name: str) -> str:
    """The id of the item for a programme name that a document mentions."""
    return f"mention/{document}-{name}"


def measures_of(extraction: Extraction) -> Iterator[MeasureItem]:
    """One item per numbered measure, in document order."""
    for record in extraction.of_kind("measure"):
        number, year = record.value("number"), record.value("plan_year")
        if not isinstance(number, int) or not isinstance(year, int):
            continue
        yield MeasureItem(
            id=path_of(extraction.document.id, record),
            number=number,
            plan_year=year,
            label=record.text("label") or record.text("display_label"),
            ministry=_texts(record, "ministry"),
            section=record.text("section"),
            target_groups=tuple(_groups(record)),
            text="\n".join(str(item.value) for name in _TEXTS for item in record.all(name)),
            document=extraction.document.id,
        )


def _item(record: Record, kind: ItemKind, extraction: Extraction) -> Item:
    amount, number = record.value("amount"), record.value("number")
    if kind == "review_sheet" and record.key.isdecimal():
        number = int(record.key)
    label = record.first("label")
    parent_kind, _, parent_key = record.parent.partition(":")
    parent = ""
    if parent_kind:
        holder = Record(parent_kind, parent_key, None)
        if record.kind == "line_part":
            # Rows are named by their year and stage, which the row itself tells.
            holder = next((one for one in extraction.of_kind(parent_kind) if one.key == parent_key), holder)
        parent = path_of(extraction.document.id, holder)
    groups = _groups(record)
    return Item(
        id=path_of(extraction.document.id, record),
        kind=kind,
        # A label of ours identifies nothing: only printed names are compared.
        label=record.text("label"),
        alt_labels=(*_texts(record, "alt_label"), *_former_names(record, extraction)),
        ministry=_texts(record, "ministry"),
        bureau=record.text("bureau") or record.text("office"),
        fiscal_year=_year(record) or extraction.document.fiscal_year,
        stage=record.text("stage"),
        amount=amount if isinstance(amount, int) and not isinstance(amount, bool) else None,
        amount_kind=record.text("amount_kind"),
        section=record.text("section"),
        relisted=record.value("relisted") is True,
        newly_listed=record.value("newly_listed") is True,
        target_groups=tuple(groups),
        group_confidences=tuple(groups.values()),
        helper_groups=tuple(name for name in _texts(record, HELPER) if name in groups),
        text="\n".join(str(item.value) for name in _TEXTS for item in record.all(name)),
        parent=parent,
        document=extraction.document.id,
        evidence=label.raw if label is not None else "",
        number=number if isinstance(number, int) else None,
        order=record.where.start if record.where else -1,
    )


def _former_names(record: Record, extraction: Extraction) -> tuple[str, ...]:
    """Names that a sheet prints as former ones, in the form that `name_keys` reads as such: 旧・更生保護地域連携拠点事業."""
    if record.kind != "sheet" or record.where is None:
        return ()
    printed = extraction.text[record.where.start : record.where.end]
    return tuple(dict.fromkeys(f"（旧・{name}）" for name in _FORMER.findall(printed)))


def _year(record: Record) -> int | None:
    value = record.value("fiscal_year")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _texts(record: Record, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(item.value) for item in record.all(name) if item.method != "unresolved"))


def _groups(record: Record) -> dict[str, float]:
    """The groups of a record, helpers too, each with the confidence of its surest place, 0..1.

    Who gets the money (nlp/sheets/recipients.py) is a fact of the sheet; it tells nothing of what a programme is about.
    """
    found: dict[str, float] = {}
    for item in (item for name in (SUPPORTED, HELPER) for item in record.all(name)):
        if item.method not in ("unresolved", RECIPIENT):
            found[str(item.value)] = max(found.get(str(item.value), 0.0), item.confidence)
    return found
