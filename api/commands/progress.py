"""Progress on a terminal as bars with rate and remaining time; on pipes one plain line per stage."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from api.commands.builder import Progress

_TITLES = {"read": "文書を読む", "reconcile": "突き合わせ", "statements": "言明を書く", "publish": "公開"}


@contextmanager
def console_progress() -> Iterator[Progress]:
    """A progress callback for `api.commands.builder.build`, tidied up at the end. Writes to standard error only."""
    if not sys.stderr.isatty():
        yield _plain()
        return
    bars: dict[str, tqdm[None]] = {}

    def report(stage: str, done: int, total: int) -> None:
        bar = bars.get(stage)
        if bar is None:
            bar = bars[stage] = tqdm(total=total or None, desc=_TITLES.get(stage, stage), leave=False)
        bar.update(done - bar.n)

    try:
        yield report
    finally:
        for bar in bars.values():
            bar.close()


def _plain() -> Progress:
    told: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:
        if total and done == total and stage not in told:
            told.add(stage)
            print(f"{_TITLES.get(stage, stage)}: {done}/{total}", file=sys.stderr, flush=True)

    return report
