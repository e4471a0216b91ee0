"""Files that are all there or not at all: written beside, made durable, renamed."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def reason(error: BaseException) -> str:
    """What went wrong, without the path of a file: such a message can reach a client."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def what_to_do(error: OSError) -> str:
    """A hint for somebody whose files cannot be written."""
    # The engine gives no number, only the system's words.
    if error.errno in _FULL or any(os.strerror(code) in str(error) for code in _FULL):
        return (
            "ディスクがいっぱいです。空けるか、別の場所を --store で指定する。グラフと読み終えた分はそのままです"
            " (the disk is full: free some, or choose another --store; nothing is lost)"
        )
    return "別の場所を --store で指定するか、書けるようにする (choose another folder with --store, or make this one writable)"


def json_text(value: Mapping[str, Any]) -> str:
    """JSON as it stands in our files."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write JSON, a line for every member of a list: a list may be one that makes its members as it is gone through."""
    with path.open("w", encoding="utf-8") as out:
        for number, (key, held) in enumerate(value.items()):
            out.write(("{" if number == 0 else ",") + f"\n {_line(key)}: ")
            if isinstance(held, list):
                for at, one in enumerate(held):
                    out.write(("[" if at == 0 else ",") + f"\n  {_line(one)}")
                out.write("\n ]" if len(held) else "[]")
            else:
                out.write(_line(held))
        out.write("\n}\n" if value else "{}\n")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def write_durably(path: Path, text: str) -> None:
    """Replaces a file so that a reader sees the old or the new text, never a part of it."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Waits until a file or a folder's list of names is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Waits until everything under a folder is on the disk."""
    for entry in folder.iterdir():
        if entry.is_dir():
            sync_tree(entry)
        else:
            sync(entry)
    sync(folder)
