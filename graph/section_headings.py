"""Headings of sections over documents: one a notation of an outline; what differs in it, and which outlines there are, is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad
from rapidfuzz import fuzz

from graph.document_part import DocumentPart
from graph.iris import iri, place_path, slug
from graph.quads.authorities import section_quads
from graph.reconcile.items import Problem
from graph.terms import RDF_TYPE, japanese
from graph.vocabulary import term
from nlp.gazetteer import comparison_key

# Below this the words of two headings are hardly one wording that was cut or misread.
_ALIKE = 60.0


@dataclass(frozen=True, slots=True)
class HeadingIssue:
    """What is to be told of the headings of a document: `places` are the paths of the sections and pillars that it is about."""

    code: str
    document: str
    message: str
    places: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """The same for the report."""
        return Problem(self.code, "warning", self.message, f"document/{slug(self.document)}")

    def quads(self) -> Iterator[Quad]:
        """The same for the graph."""
        node = NamedNode(iri(f"issue/{slug(self.document)}-{self.code}"))
        yield Quad(node, RDF_TYPE, term("Issue"))
        yield Quad(node, term("code"), Literal(self.code))
        yield Quad(node, term("severity"), Literal("warning"))
        yield Quad(node, term("message"), japanese(self.message))
        yield Quad(node, term("document"), NamedNode(iri(f"document/{slug(self.document)}")))
        for place in self.places:
            yield Quad(node, term("about"), NamedNode(iri(place)))


@dataclass(slots=True)
class _Outline:
    """The documents of an outline, its notations with the first heading of each ("" where none is printed), and whose that is."""

    title: str
    documents: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def note(self, part: DocumentPart) -> list[str]:
        """Take in the headings of a document; the notations that it heads with other words."""
        document = str(part.document["id"])
        self.documents.append(document)
        other = []
        for notation, label in part.sections.items():
            known = self.labels.setdefault(notation, "")
            if label and not known:
                self.labels[notation], self.first[notation] = label, document
            elif label and not _alike(known, label):
                other.append(notation)
        return other


@dataclass(slots=True)
class SectionHeadings:
    """The headings of every outline by its name ("": the corpus's first), and the documents that print another heading in theirs."""

    outlines: dict[str, _Outline] = field(default_factory=dict)
    differing: list[HeadingIssue] = field(default_factory=list)

    @classmethod
    def of(cls, parts: Iterable[DocumentPart]) -> SectionHeadings:
        """The headings of all of `parts`, in their order."""
        found = cls()
        for part in parts:
            found.note(part)
        return found

    def note(self, part: DocumentPart) -> None:
        """Take in the headings of one document more."""
        if not part.sections:
            return
        title = str(part.document["title"] or part.document["id"])
        outline = self.outlines.setdefault(part.outline, _Outline(title))
        other = outline.note(part)
        if other:
            self.differing.append(_differing(part, other, outline))

    def issues(self) -> list[HeadingIssue]:
        """What is to be told: headings that differ within an outline, and each outline beside the first."""
        return [*self.differing, *self._outlines_apart()]

    def quads(self, used: Iterable[str] = ()) -> Iterator[Quad]:
        """The sections of every outline (`used`: notations of the first that are pointed at), and an issue for what is to be told."""
        first = self.outlines.get("")
        labels = first.labels if first else {}
        yield from section_quads({*used, *labels}, labels)
        for name, outline in self.outlines.items():
            if name:
                yield from section_quads(outline.labels, outline.labels, name, outline.title)
        for issue in self.issues():
            yield from issue.quads()

    def _outlines_apart(self) -> Iterator[HeadingIssue]:
        held = self.outlines.get("")
        for name, outline in self.outlines.items():
            if name:
                yield _apart(name, outline, held or _Outline(""))


def _differing(part: DocumentPart, other: list[str], outline: _Outline) -> HeadingIssue:
    one, document = other[0], str(part.document["id"])
    more = f"ほか{len(other) - 1}件の節も違う。" if len(other) > 1 else ""
    message = (
        f"節 {one} の見出しが、{outline.first[one]} では「{outline.labels[one]}」、{document} では「{part.sections[one]}」と違う。{more}"
        "ほかの見出しは同じ体系のため一つの節とし、見出しは初めのものを示した。別の計画の節なら、--store を分けて作る"
    )
    places = tuple(place_path(notation, part.outline) for notation in other)
    return HeadingIssue("section-heading-differs", document, message, places)


def _apart(name: str, outline: _Outline, held: _Outline) -> HeadingIssue:
    document = outline.documents[0]
    shared = [one for one, label in outline.labels.items() if label and held.labels.get(one)]
    one = next((one for one in shared if not _alike(outline.labels[one], held.labels[one])), "")
    beside = (
        f"{held.first[one]} の {one}「{held.labels[one]}」と別の計画の見出し" if one else "別の計画の見出し"
    )
    more = f"ほか{len(outline.documents) - 1}文書も同じ。" if len(outline.documents) > 1 else ""
    message = (
        f"{document} の {one}「{outline.labels.get(one, '')}」は、{beside}のため、柱と節を分けた。{more}"
        "同じ計画のはずなら、見出しの印刷を確かめる"
    )
    return HeadingIssue(
        "section-of-another-plan", document, message, tuple(place_path(one, name) for one in outline.labels)
    )


def _alike(first: str, second: str) -> bool:
    left, right = comparison_key(first), comparison_key(second)
    return left == right or max(fuzz.ratio(left, right), fuzz.partial_ratio(left, right) - 20) >= _ALIKE
