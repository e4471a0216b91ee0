"""The express lanes of a server: which connections go to them, who learns what, and that no query stays long in them.

Used in the event loop of the server alone, but for `counted`.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import threading
import time
from collections import OrderedDict, deque
from contextlib import suppress

from api.endpoint.long_queries import LongQueries
from api.endpoint.protocol import BASE, Work, head
from api.express import frames, shape
from api.express.lane import Held, Lane
from api.express.plans import Lesson, Plan, Plans
from api.express.process import Process
from api.express.slot import BUCKETS, Counted
from api.services import Services

QUICK_SECONDS = 0.01
"""A query that took longer in the query pool is not quick."""
QUICK_BYTES = 131_072
OFTEN, OFTEN_WHEN_ABUSED = 2, 8
"""How many quick queries of an outline must have been seen before one goes to a lane."""
_ABUSE = 5
_TICK, _LOOK, _AGAIN = 0.01, 0.5, 1.0
_REMEMBERED = 4096
_ENDINGS = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)
_SETTLED_ELSEWHERE = (
    b"\r\nif-",
    b"\r\nrange:",
    b"\r\nexpect:",
    b"\r\nupgrade:",
    b"\r\ntransfer-encoding:",
    b"\r\ncontent-encoding:",
)
"""Headers with which the same query may be answered otherwise: such requests stay with the server."""


class Lanes:
    """As many lanes as the settings say; none where the system has not what they need."""

    def __init__(self, service: Services) -> None:
        self.service, self.settings = service, service.settings
        self._lanes: list[Lane] = []
        self._plans = Plans()
        self._seen: OrderedDict[str, int] = OrderedDict()
        self._not_quick, self._abusers = LongQueries(), LongQueries()
        self._ended: deque[float] = deque(maxlen=_ABUSE)
        self._numbers = 0
        self._build = ""
        self._looked = 0.0
        self._asked = 0
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._lock = threading.Lock()
        self._gone = Counted(0, 0.0, (0,) * (len(BUCKETS) + 1))
        self._dying: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Starts the processes; does nothing where they cannot be."""
        with suppress(OSError, AttributeError):
            for _ in range(self.settings.express_places):
                self._add()

    def offer(self, connection: Held, work: Work, seconds: float, size: int) -> Lesson | None:
        """What was answered in `seconds` with `size` bytes; the lesson with which a lane can answer the like."""
        if not self._lanes or seconds > QUICK_SECONDS or size > QUICK_BYTES or work.key is None:
            return None
        asked = shape.read(connection.request)
        if asked is None or asked.query != work.job.query or work.job.default_graphs or work.job.named_graphs:
            return None
        outline = shape.outline(asked.query)
        if not outline or outline in self._not_quick or connection.asker in self._abusers:
            return None
        if not self._often(outline) or not _plain(connection.request):
            return None
        served = self.service.served.build_id
        if work.served.build_id != served:
            return None
        if served != self._build:
            self._open(served)
        lesson = Lesson(asked.around, outline, work.form, _plan(work))
        self._plans.learn(lesson)
        return lesson

    def known(self, connection: Held) -> Lesson | None:
        """The lesson for a request that the server had an answer for already."""
        if not self._lanes or (asked := shape.read(connection.request)) is None:
            return None
        if connection.asker in self._abusers:
            return None
        return self._plans.lesson(asked.around, shape.outline(asked.query))

    def take(self, connection: Held, lesson: Lesson) -> bool:
        """Gives a connection to the lane that holds fewest; False when none takes it. Nothing of it may be unread."""
        if not self._lanes:
            return False
        lane = min(self._lanes, key=lambda one: len(one.holds))
        self._numbers += 1
        if not lane.take(self._numbers, connection, lesson):
            return False
        self._watch()
        return True

    def recall(self, connection: Held) -> None:
        """Asks for a connection back; it returns when its query is answered."""
        for lane in self._lanes:
            for number, holding in lane.holds.items():
                if holding.connection is connection:
                    lane.process.send(frames.RECALL, number)

    @property
    def alive(self) -> int:
        """How many lanes there are."""
        return len(self._lanes)

    def counted(self) -> Counted:
        """What all lanes have answered so far. May be called from any thread."""
        with self._lock:
            found = self._gone
            for lane in self._lanes:
                found = _sum(found, lane.process.slot.counted())
        return found

    def close(self) -> None:
        """Ends the processes."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        for lane in self._lanes:
            lane.process.kill()
        for lane in list(self._lanes):
            self._remove(lane)
        for process in self._dying:
            process.wait()

    def _often(self, outline: str) -> bool:
        seen = self._seen.get(outline, 0) + 1
        self._seen[outline] = seen
        self._seen.move_to_end(outline)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        abused = len(self._ended) == _ABUSE and time.monotonic() - self._ended[0] < 60.0
        return seen >= (OFTEN_WHEN_ABUSED if abused else OFTEN)

    def _add(self) -> None:
        process = Process(self.settings.query_memory_mb, log=bool(self.settings.access_log))
        lane = Lane(process)
        if self._build:
            process.send(frames.STORE, payload=self._store())
        with self._lock:
            self._lanes.append(lane)
        asyncio.get_running_loop().add_reader(process.channel.fileno(), self._readable, lane)

    def _store(self) -> bytes:
        return json.dumps({"store": self.service.served.path, "base": BASE}).encode()

    def _open(self, build: str) -> None:
        """Another build is served: everything is learnt again."""
        self._build = build
        self._plans.clear()
        self._seen.clear()
        for lane in list(self._lanes):
            lane.taught.clear()
            if not lane.process.send(frames.STORE, payload=self._store()):
                self._replace(lane)

    def _readable(self, lane: Lane) -> None:
        try:
            lane.read()
        except EOFError:
            if lane.process.child.wait() in _ENDINGS:
                self._ban(lane)
            self._replace(lane)

    def _watch(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_TICK, self._tick)

    def _tick(self) -> None:
        """Every few milliseconds while a lane holds anything: ends what is not quick, and follows the build."""
        self._timer = None
        for lane in list(self._lanes):
            if lane.overlong():
                self._ban(lane)
                self._replace(lane)
        asked = sum(lane.process.slot.state()[1] for lane in self._lanes)
        if asked != self._asked and self.service.pool is not None:
            self._asked = asked
            self.service.pool.quick_asked()
        if (now := time.monotonic()) - self._looked > _LOOK:
            self._looked = now
            with suppress(Exception):  # a build that cannot be read now is looked for again
                if (build := self.service.served.build_id) != self._build:
                    self._open(build)
        if any(lane.holds for lane in self._lanes):
            self._watch()

    def _ban(self, lane: Lane) -> None:
        """The query under way in a lane was not quick: it, and who asked it, stay out of the lanes for a while."""
        doing = lane.process.slot.doing()
        asked = shape.read(doing.request)
        if (holding := lane.holds.get(doing.connection)) is not None:
            self._abusers.add(holding.connection.asker)
        self._ended.append(time.monotonic())
        if asked is not None and (outline := shape.outline(asked.query)):
            self._not_quick.add(outline)
            self._plans.forget(outline)
            for other in self._lanes:
                if other is not lane:
                    other.forget(outline)

    def _replace(self, lane: Lane) -> None:
        """Ends a process; its connections go on with the server, and another process takes its place."""
        lane.process.kill()
        self._remove(lane)
        if lane.ready:
            self._add_another()
        else:  # one that cannot even start is not started again without end
            asyncio.get_running_loop().call_later(_AGAIN, self._add_another)

    def _add_another(self) -> None:
        if not self._closed:
            with suppress(OSError):
                self._add()

    def _remove(self, lane: Lane) -> None:
        """Takes a lane out whose process is stopped, killed or gone, and gives back what it held."""
        asyncio.get_running_loop().remove_reader(lane.process.channel.fileno())
        with self._lock:
            self._lanes.remove(lane)
            self._gone = _sum(self._gone, lane.process.slot.counted())
        lane.empty()
        lane.process.close()
        self._dying = [child for child in self._dying if child.poll() is None] + [lane.process.child]


def _plain(request: bytes) -> bool:
    """Whether nothing in the head but address and Accept decides the answer, and the connection stays open."""
    head_of_it = request.partition(b"\r\n\r\n")[0].lower()
    if any(name in head_of_it for name in _SETTLED_ELSEWHERE):
        return False
    if head_of_it.startswith(b"get ") and b"\r\ncontent-length:" in head_of_it:
        return False
    return b"\r\nconnection:" not in head_of_it.replace(b"\r\nconnection: keep-alive", b"")


def _plan(work: Work) -> Plan:
    lines = [
        f"{name.decode()}: {value.decode('latin-1')}\r\n"
        for name, value in head(work, "")
        if name not in (b"etag", b"content-encoding")
    ]
    return Plan(work.job.format, work.coding, *work.marks, "".join(lines))


def _sum(one: Counted, other: Counted) -> Counted:
    buckets = tuple(a + b for a, b in zip(one.buckets, other.buckets, strict=True))
    return Counted(one.requests + other.requests, one.seconds + other.seconds, buckets)
