"""What surrounds a thing: its ties one or two steps away, for the explorer."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from unicodedata import normalize

from pyoxigraph import NamedNode

from api.services import Services
from api.views.facts import era_year
from graph.iris import BASE, iri
from graph.quads.provenance import local_name
from graph.queries import stored_query
from graph.vocabulary import label_of

KIND_NAMES = {
    "ministry": "府省庁",
    "programme": "事業",
    "measure": "施策",
    "budget-line": "予算一覧の行",
    "target-group": "対象者",
    "section": "節",
    "pillar": "柱",
    "sheet": "事業資料",
    "sheet-amount": "資料の予算額",
    "line-part": "行の額の一部（うち）",
    "component": "構成要素",
    "grantee": "交付団体",
    "law": "法律",
    "plan": "計画",
    "guideline": "実施要領",
    "amendment": "改正",
    "eligible-programme": "交付対象事業",
    "activity": "対象となる取組",
    "requirement": "要件",
    "call": "公募",
    "indicator": "指標",
    "period": "期間",
    "document": "文書",
    "theme": "テーマ",
    "judgement": "研究者の判断",
    "evidence": "典拠",
    "link": "推定リンク",
    "issue": "データ品質の指摘",
    "scheme": "体系",
    "count": "件数",
}
_CLASSES = {
    "ministry": "Ministry",
    "programme": "Programme",
    "measure": "Measure",
    "budget-line": "BudgetLine",
    "target-group": "TargetGroup",
    "section": "Section",
    "pillar": "Pillar",
    "sheet": "Sheet",
    "sheet-amount": "BudgetAmount",
    "line-part": "BudgetAmount",
    "component": "Component",
    "grantee": "Grantee",
    "law": "Law",
    "plan": "Plan",
    "guideline": "Guideline",
    "amendment": "Amendment",
    "eligible-programme": "EligibleProgramme",
    "activity": "EligibleActivity",
    "requirement": "Requirement",
    "call": "CallForProposals",
    "indicator": "Indicator",
    "period": "Period",
}
# A tie that says what another one says already, the other way round or in general.
_YEAR = re.compile(r"(?:令和|平成)\s*(?:\d+|元)\s*年度")
_IMPLIED = frozenset({"continues"})
_ALSO = {"broader": "上位", "subOrganizationOf": "上位の組織"}


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of the thing in the middle. `outward` when the statement is about that thing itself."""

    path: str
    label: str
    relation: str
    outward: bool
    local: str = ""

    @property
    def kind(self) -> str:
        """The kind of the other thing, in Japanese."""
        return kind_name(self.path)

    @property
    def heading_en(self) -> str:
        """The same in English."""
        kind = label_of(_CLASSES.get(self.path.split("/", 1)[0], ""), "en") or self.kind
        relation = label_of(self.local, "en")
        return relation if self.outward else f"{kind}: this is its {relation}"

    @property
    def heading(self) -> str:
        """What the other things of this relation are to the one in the middle."""
        return self.relation if self.outward else f"これを「{self.relation}」とする{self.kind}"


def kind_name(path: str) -> str:
    """The kind of a thing by the first part of its path.

    >>> kind_name("measure/2024-82")
    '施策'
    """
    kind = path.split("/", 1)[0]
    return KIND_NAMES.get(kind, kind)


def node_of(path: str) -> NamedNode | None:
    """The node of a path, None when no IRI can have these characters."""
    try:
        return NamedNode(iri(path))
    except ValueError:
        return None


def label_of_thing(service: Services, path: str) -> str:
    """The Japanese label of a thing, "" when the graph has none."""
    node = node_of(path)
    if node is None:
        return ""
    rows = service.select(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX tsu: <https://w3id.org/tsunagari/ns#>
        SELECT ?own ?label ?number ?notation WHERE { ?thing skos:prefLabel ?label . FILTER(LANG(?label) = "ja")
        OPTIONAL { ?thing tsu:displayLabel ?own } OPTIONAL { ?thing tsu:number ?number } OPTIONAL { ?thing skos:notation ?notation } }
        LIMIT 1""",
        {"thing": node},
    )
    if not rows:
        return ""
    own, label, number, notation = (
        str(getattr(item, "value", "")) if item is not None else "" for item in rows[0]
    )
    head = notation if path.startswith(("section/", "pillar/")) else (f"No.{number}" if number else "")
    return f"{head} {own or label}".strip()


def ties_of(service: Services, path: str) -> tuple[Tie, ...]:
    """The ties of a thing in a stable order: what it says itself first, then what points to it, by kind and label."""
    node = node_of(path)
    if node is None:
        return ()
    centre = node.value
    found: dict[tuple[str, str, bool], Tie] = {}
    for row in service.select(stored_query("views/neighbours").text, {"thing": node}):
        start, predicate, end, label, number, year, amount, source = (
            str(getattr(item, "value", "")) if item is not None else "" for item in row
        )
        outward = start == centre
        other = (end if outward else start).removeprefix(BASE)
        name = local_name(NamedNode(predicate))
        if other == path or name in _IMPLIED or not (end if outward else start).startswith(BASE):
            continue
        relation = _ALSO.get(name) or label_of(name)
        found.setdefault(
            (other, relation, outward),
            Tie(
                other, _named(other, label, number, year, amount or _year_in(source)), relation, outward, name
            ),
        )
    return tuple(
        sorted(found.values(), key=lambda tie: (not tie.outward, tie.kind, tie.relation, _natural(tie.label)))
    )


def _named(path: str, label: str, number: str, year: str, amount: str) -> str:
    if path.startswith("measure/"):
        return f"No.{number} {label}"
    if path.startswith(("section/", "pillar/")):
        return f"{path.split('/', 1)[1]} {label}"
    if path.startswith("budget-line/"):
        return f"{label}（{era_year(year)} No.{number}）"
    if path.startswith("sheet/") and amount:
        return f"{label}（{amount}）"
    if path.startswith(("sheet-amount/", "line-part/")):
        return f"{label}（{' '.join(filter(None, (era_year(year), amount)))}）"
    return label


def _year_in(title: str) -> str:
    """The fiscal year that a document names in its title, "" when none: sheets of one name are told apart by it.

    >>> _year_in("孤独・孤立対策関係予算 令和7年度補正予算")
    '令和7年度'
    """
    found = _YEAR.search(normalize("NFKC", title))
    return "".join(found[0].split()) if found else ""


def _natural(label: str) -> tuple[int, str]:
    head = label.removeprefix("No.").split(" ", 1)[0]
    return (int(head) if head.isdecimal() and len(head) < 10 else 0, label)


def grouped(ties: tuple[Tie, ...]) -> dict[str, list[Tie]]:
    """The ties under their headings, in order."""
    groups: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        groups[tie.heading].append(tie)
    return dict(groups)
