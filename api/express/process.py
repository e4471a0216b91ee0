"""One express process as the server sees it: frames out and in, stop, look, end."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import termios
from contextlib import suppress
from pathlib import Path

from api.endpoint.child_process import start
from api.endpoint.processor_time import processor_seconds
from api.express import frames
from api.express.frames import Frame
from api.express.slot import RUNNING, SIZE, Slot

_ROOT = Path(__file__).parents[2]
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from api.express.worker import main; main()"
_TCP_INFO = 11
_ACKED = struct.Struct("=Q")
_AT_ACKED = 120
"""Where `tcpi_bytes_acked` stands in `struct tcp_info`. Source: linux/tcp.h."""


class Process:
    """One express process. Raises: OSError when it cannot be made (no such sockets or shared memory here)."""

    def __init__(self, memory_mb: int, *, log: bool) -> None:
        self.slot_file = os.memfd_create("express")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            os.ftruncate(self.slot_file, SIZE)
            self.slot = Slot(self.slot_file)
            passed = (theirs.fileno(), self.slot_file)
            arguments = [str(number) for number in (*passed, memory_mb << 20, int(log))]
            self.child = start(["-c", _START, str(_ROOT), *arguments], passed, errors=log)
        except BaseException:
            ours.close()
            os.close(self.slot_file)
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        self.channel = ours

    def send(self, kind: bytes, connection: int = 0, payload: bytes = b"") -> bool:
        """Sends a message; False when the process takes none now or is gone."""
        try:
            self.channel.send(frames.pack(kind, connection, payload))
        except OSError:
            return False
        return True

    def give(self, connection: int, descriptor: int) -> bool:
        """Gives the process a connection; False when it takes none now."""
        try:
            socket.send_fds(self.channel, [frames.pack(frames.ADOPT, connection)], [descriptor])
        except OSError:
            return False
        return True

    def arrived(self) -> Frame | None:
        """The next message that is here, None when there is none yet. Raises: EOFError when the process is gone."""
        try:
            packet = self.channel.recv(frames.LARGEST + 64)
        except BlockingIOError:
            return None
        except OSError as error:
            raise EOFError from error
        if not packet:
            raise EOFError
        return frames.unpack(packet)

    def stop_while_running(self, query: int) -> bool:
        """Whether the process, now stopped, still runs its query of that number; goes on when it does not.

        A stopped process can be killed without doubt about what it has written: nothing of that query's answer.
        """
        with suppress(ProcessLookupError):
            os.kill(self.child.pid, signal.SIGSTOP)
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, self.child.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        if self.slot.state() == (RUNNING, query):
            return True
        with suppress(ProcessLookupError):
            os.kill(self.child.pid, signal.SIGCONT)
        return False

    def processor_seconds(self) -> float:
        """How long the process has computed."""
        return processor_seconds(self.child.pid)

    def kill(self) -> None:
        """Ends the process, without waiting for it."""
        with suppress(OSError):
            self.child.kill()

    def close(self) -> None:
        """Gives back what belongs to a process that is gone or killed."""
        self.channel.close()
        self.slot.close()
        os.close(self.slot_file)


def unread(connection: socket.socket) -> bytes:
    """What has arrived on a connection and was taken by nobody, as far as one look shows."""
    with socket.socket(fileno=os.dup(connection.fileno())) as looking:
        try:
            return looking.recv(SIZE, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return b""


def written(connection: socket.socket) -> int:
    """How many bytes were ever written to a TCP connection, by any process, up to a constant of that connection.

    Raises: OSError where the system does not tell. Source: tcp(7) (TCP_INFO, SIOCOUTQ).
    """
    before = _acknowledged(connection)
    for _ in range(100):
        waiting = struct.unpack("=i", fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, b"\0" * 4))[0]
        after = _acknowledged(connection)
        if after == before:
            return after + int(waiting)
        before = after
    raise OSError("the count does not stand still")


def _acknowledged(connection: socket.socket) -> int:
    info = connection.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _AT_ACKED + _ACKED.size)
    if len(info) < _AT_ACKED + _ACKED.size:
        raise OSError("no count of bytes")
    return int(_ACKED.unpack_from(info, _AT_ACKED)[0])
