"""Answering in a process that answers many questions: texts indexed, the graph copied to memory, rows kept,
the groups below each group and what lists tell of each thing known.

All are made once a build, in the background, and go with the services of that build when another is served;
until they are there, the store answers by itself, with the same rows.
"""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pyoxigraph import Store

from api.answering.refusing.near_checks import NearChecks
from api.answering.result import AskServices, Found, services_for
from api.answering.sets.groupings import usual_groupings
from api.answering.usual_queries import read_usual_queries, usual_rows
from api.answering.usual_questions import ask_usual
from api.graph_access import GraphAccess, texts
from graph.groups_below import GroupsBelow
from graph.known_counts import KnownCounts
from graph.known_details import KnownDetails
from graph.known_rows import rows_named
from graph.known_sets import KnownSets
from graph.memory_copy import MemoryCopy
from graph.named_few import named_in_each, values_tested
from graph.question_graph import body
from graph.text_index import TextIndex
from graph.usual_sets import read_usual
from nlp.errors import TsunagariError
from nlp.questions.framing.sets import Knowledge
from nlp.questions.records import Condition, Frame, Term
from nlp.questions.refusing.kindred_words import read_tables
from nlp.questions.refusing.nearest import nearest_index
from nlp.questions.refusing.open_slots import read_slots
from nlp.questions.typed.turns import turns_by_piece

_PRINTED = "printed"
Limited = Callable[[str, Callable[[], Found]], Found]
MOST_CELLS = 200_000
"""Terms in the rows that are kept for queries asked again; the answer to one question often asks the same twice."""


class KeptRows:
    """Rows of the last queries by their text, as long as they have no more than `most` terms together. Thread-safe."""

    def __init__(self, most: int = MOST_CELLS) -> None:
        self.most, self.cells = most, 0
        self._found: OrderedDict[str, Found] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, query: str) -> Found | None:
        """The names and rows of a query, None when they are not kept."""
        with self._lock:
            found = self._found.get(query)
            if found is not None:
                self._found.move_to_end(query)
        return None if found is None else (list(found[0]), list(found[1]))

    def put(self, query: str, found: Found) -> None:
        """Keep the rows of a query; those of one that has more than a tenth of all terms are not kept."""
        size = _cells(found)
        if size > self.most // 10:
            return
        with self._lock:
            if query in self._found:
                return
            self._found[query] = (list(found[0]), list(found[1]))
            self.cells += size
            while self.cells > self.most:
                self.cells -= _cells(self._found.popitem(last=False)[1])


def _cells(found: Found) -> int:
    return 1 + len(found[0]) * len(found[1])


class Lasting:
    """How queries are run in such a process: `run` is what `AskServices.run` is."""

    def __init__(
        self,
        access: Any,
        store: Store,
        limited: Limited | None = None,
        warm: Callable[[], object] | None = None,
        usual: Callable[[], Mapping[str, Found]] = dict,
    ) -> None:
        """`warm` makes what the first question would else wait for; `usual` asks the usual questions."""
        self._access, self._limited = access, limited
        self._store, self._warm, self._ask_usual = store, warm, usual
        self._kept, self.texts, self.groups = KeptRows(), TextIndex(), GroupsBelow()
        self._usual: Mapping[str, Found] = {}
        self.sets = KnownSets(searched=self.texts.having)
        self.details, self.counts = KnownDetails(self.sets), KnownCounts(self.sets)
        self._begun = threading.Event()
        self.copy = MemoryCopy(store, then=self._index)
        self._begun.set()

    def _index(self) -> None:
        self._begun.wait()  # a small graph is copied before `copy` is there
        if self._warm is not None:
            self._warm()
        try:
            self.groups.read(lambda query: self._ask(query)[1])
            self.texts.read(lambda query: self._ask(query)[1], threading.main_thread().is_alive)
            read_usual(self.sets, self._answered, threading.main_thread().is_alive, usual_groupings())
            self.details.read(self._texts, threading.main_thread().is_alive)
            self._usual = read_usual_queries(self._answered, threading.main_thread().is_alive)
            nearest_index()
            read_tables()
            read_slots()
            turns_by_piece()
            self._usual = {**self._usual, **self._ask_usual()}
        except TsunagariError:
            return  # the store went away: whoever asks it is told so
        _settle()

    def _ask(self, query: str) -> Found:
        copy = self.copy.for_query(query)
        found: Found = (
            self._access.answer(query) if copy is None else GraphAccess(copy, None, {}).answer(query)
        )
        return found

    def _texts(self, query: str) -> Found:
        return texts(self.copy.for_query(query) or self._store, query)

    def run(self, query: str) -> Found:
        """Names and rows of a trusted SELECT, every cell as text (`graph_access.texts`)."""
        found = self._kept.get(query) or usual_rows(self._usual, query)
        if found is None:
            found = self._known(query) or self._asked(query)
            self._kept.put(query, found)
        return found

    def _known(self, query: str) -> Found | None:
        found = self.texts.answer(query) or self.details.answer(query, self._meant)
        return found or self.counts.answer(query, self._meant)

    def _meant(self, query: str) -> Found:
        """The rows of a query for the things that others speak of."""
        return self.texts.answer(query) or self._answered(query)

    def _asked(self, query: str) -> Found:
        found = self._kept.get(query)
        if found is None:
            found = self._answered(rows_named(query, self.sets, self._meant))
            self._kept.put(query, found)
        return found

    def _answered(self, query: str) -> Found:
        asked = self._told(query)
        return self._limited(asked, lambda: self._texts(asked)) if self._limited else self._texts(asked)

    def _told(self, query: str) -> str:
        """The query with what is known beforehand: the things that have the words, or else the groups below a group."""
        narrowed = self.texts.narrowed(query)
        return narrowed if narrowed != query else self.groups.named(named_in_each(values_tested(query)))

    def holding(self, words: Sequence[Sequence[str]]) -> list[str] | None:
        """Things in whose texts and names each of the words stands, in one of its forms; None until the texts are read."""
        told = tuple(Condition("keyword", tuple(Term("text", form) for form in forms)) for forms in words)
        return self.texts.having(_PRINTED, body(Frame("", _PRINTED, _PRINTED, told))) if told else None

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all is made; whether the graph was copied."""
        return self.copy.wait(seconds)


def _settle() -> None:
    """Leave what lasts (lexicon, texts) out of the search for garbage, which of a large graph stops an answer for 0.2 s."""
    gc.unfreeze()  # of a build that is gone
    gc.collect()
    gc.freeze()


def _ready(known: Knowledge) -> None:
    """Make what the first questions would else wait for."""
    _ = known.lexicon.figures_folded, known.lexicon.names_folded
    known.index.ready()


def lasting_services(
    access: Any, store: Store | None, limited: Limited | None = None, near_seconds: float = 0.0
) -> tuple[AskServices, Lasting | None]:
    """Services for such a process; None beside them for a remote engine, which is asked as it is.

    `limited` runs a query within the time that there is for it (`Services.limited`); `near_seconds`
    is how long the questions offered beside one refusal may be tried, 0 for no limit.
    """
    asking = services_for(access)
    asking.near = NearChecks(near_seconds)
    if store is None:
        return asking, None
    told = threading.Event()

    def usual() -> Mapping[str, Found]:
        told.wait()  # a small graph is copied before its services are there
        return ask_usual(asking, threading.main_thread().is_alive)

    lasting = Lasting(access, store, limited, lambda: _ready(asking.known), usual)
    asking.run, asking.holding, asking.told_as_text = lasting.run, lasting.holding, True
    told.set()
    return asking, lasting
