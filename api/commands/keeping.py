"""Finished work on disk: a kill leaves either all of a file or nothing."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.durable import what_to_do
from graph.part_file import PartFile, part_file
from nlp.errors import StoreError

_SCRATCH, _LOCK = "tsunagari-", ".lock"


def keep(file: Path, data: bytes) -> None:
    """Write finished work so that a kill leaves either all of it or nothing."""
    temporary = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(
            f"読み終えた分を保存できません (finished work cannot be kept: {error.strerror})",
            hint=what_to_do(error),
        ) from error


def finished(file: Path) -> PartFile | None:
    """The finished part in a file, None when there is none or it is not whole."""
    try:
        return part_file(file)
    except (OSError, ValueError):
        return None


def beside(file: Path, change: str) -> Path:
    """Where a part is kept after a change of it."""
    return file.with_name(f"{file.stem}-{hashlib.sha256(change.encode()).hexdigest()[:12]}.part")


@contextmanager
def scratch_folder(work: Path) -> Iterator[Path]:
    """A folder in `work` for this build alone, removed in the end; those that killed builds left there are removed too.

    A folder that is in use is locked: the kernel frees the lock when the process dies. Raises: OSError.
    """
    for left in work.glob(f"{_SCRATCH}*"):
        with suppress(OSError), (left / _LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=_SCRATCH, dir=work) as name:
        folder = Path(name)
        with (folder / f"{_LOCK}.new").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / f"{_LOCK}.new").rename(folder / _LOCK)  # seen by others only once it is locked
            yield folder
