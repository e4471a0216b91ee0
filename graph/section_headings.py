"""Headings of sections over documents: one a notation; where two documents head the same notation with other words, that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad
from rapidfuzz import fuzz

from graph.document_part import DocumentPart
from graph.iris import iri, slug
from graph.reconcile.items import Problem
from graph.terms import RDF_TYPE, japanese
from graph.vocabulary import term
from nlp.gazetteer import comparison_key

# Below this the words of two headings are hardly one wording that was cut or misread.
_ALIKE = 60.0
_CODE = "section-heading-differs"


@dataclass(frozen=True, slots=True)
class Differing:
    """The notations that `document` heads with other words; the first with them (`label`), and those (`known`) of the document `first`."""

    notations: tuple[str, ...]
    document: str
    label: str
    first: str
    known: str

    @property
    def problem(self) -> Problem:
        """The same for the report."""
        return Problem(_CODE, "warning", self.message, f"document/{slug(self.document)}")

    @property
    def message(self) -> str:
        """What differs, and what to do about it."""
        count = len(self.notations)
        more = f"ほか{count - 1}件の節も違う。" if count > 1 else ""
        return (
            f"節 {self.notations[0]} の見出しが、{self.first} では「{self.known}」、{self.document} では「{self.label}」と違う。{more}"
            "番号が同じため一つの節とし、見出しは初めのものを示した。別の計画の節なら、--store を分けて作る"
        )


@dataclass(slots=True)
class SectionHeadings:
    """The heading of every notation, the first that is printed, and the documents that print another."""

    labels: dict[str, str] = field(default_factory=dict)
    differing: list[Differing] = field(default_factory=list)
    _first: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Iterable[DocumentPart]) -> SectionHeadings:
        """The headings of all of `parts`, in their order."""
        found = cls()
        for part in parts:
            found.note(part)
        return found

    def note(self, part: DocumentPart) -> None:
        """Take in the headings of one document more."""
        document = str(part.document["id"])
        other: list[str] = []
        for notation, label in part.sections.items():
            known = self.labels.get(notation)
            if not known:
                self.labels[notation], self._first[notation] = label, document
            elif label and not _alike(known, label):
                other.append(notation)
        if other:
            one = other[0]
            self.differing.append(
                Differing(tuple(other), document, part.sections[one], self._first[one], self.labels[one])
            )

    def quads(self) -> Iterator[Quad]:
        """An issue at each document with a heading that differs."""
        for one in self.differing:
            document = NamedNode(iri(f"document/{slug(one.document)}"))
            node = NamedNode(iri(f"issue/{slug(one.document)}-{_CODE}"))
            yield Quad(node, RDF_TYPE, term("Issue"))
            yield Quad(node, term("code"), Literal(_CODE))
            yield Quad(node, term("severity"), Literal("warning"))
            yield Quad(node, term("message"), japanese(one.message))
            yield Quad(node, term("document"), document)
            for notation in one.notations:
                kind = "section" if "-" in notation else "pillar"
                yield Quad(node, term("about"), NamedNode(iri(f"{kind}/{slug(notation)}")))


def _alike(first: str, second: str) -> bool:
    left, right = comparison_key(first), comparison_key(second)
    return left == right or max(fuzz.ratio(left, right), fuzz.partial_ratio(left, right) - 20) >= _ALIKE
