"""`tsunagari serve`: builds from the seeds when the store is empty, then serves."""

from __future__ import annotations

import sys
from pathlib import Path

from graph.store import StoreFolder, open_store

QUESTIONS = (
    "令和7年度補正予算の事業は？",
    "再掲の事業はどれ？",
    "施策No.82の担当はどこ？",
)


def serve(*, store: str, host: str, port: int, data: Path | None) -> None:
    """Serve until stopped.

    Raises:
        StoreError: the store or `data` cannot be opened, or the port is in use.
        SourceError: the store is empty and the seeds cannot be read.
    """
    from api.settings import Settings
    from api.web_server.server import listen
    from api.web_server.server import serve as run

    settings = Settings.from_environment(store=store, host=host, port=port, data=data)
    # The port first: building takes a while, and where to look is said only when something answers there.
    with listen(host, port) as listener:
        if data is None:
            _build_when_empty(store)
        taken = int(listener.getsockname()[1])
        run(settings, listener, lambda: print(_where_to_look(host, taken, data), flush=True))


def _build_when_empty(store: str) -> None:
    opened = open_store(store)
    if not isinstance(opened, StoreFolder) or opened.current() is not None:
        return
    from api.commands.builder import BuildOptions, build
    from api.commands.progress import console_progress
    from api.commands.tables import build_table
    from graph.vocabulary import seeds_path

    print(
        "グラフがないので種の文書から作ります (building the graph from the seeds) …",
        file=sys.stderr,
        flush=True,
    )
    with console_progress() as progress:
        summary = build(BuildOptions(seeds_path(), store), progress)
    print(build_table(summary, store), file=sys.stderr, flush=True)


def _where_to_look(host: str, port: int, data: Path | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    base = f"http://{shown}:{port}"
    lines = [f"つながり: {base}/", f"  SPARQL: {base}/sparql", f"  図: {base}/view/overlap"]
    if data is None:
        lines += ["  質問の例:", *(f"    {base}/ask?q={question}" for question in QUESTIONS)]
    lines.append("  終了: Ctrl-C")
    return "\n".join(lines)
