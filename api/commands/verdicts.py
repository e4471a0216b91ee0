"""The researcher's verdicts over rebuilds: read from one file or several, and kept beside the graph for the next time.

A build uses the verdicts that it is given and no others, so that the same call always makes the same graph. What was
given stays in `judgements.csv` of the store folder, and a build without it is told how many verdicts it left out. A kept file
that somebody changed so that it can no longer be read is left as it is: the build goes on, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.durable import what_to_do, write_durably
from graph.reconcile.judgements import Judgement, load_judgements, write_judgements
from nlp.errors import IdentityError, StoreError

KEPT = "judgements.csv"


def given_verdicts(files: Path | Sequence[Path] | None) -> tuple[Judgement, ...]:
    """The verdicts of all files, in order. Raises: IdentityError when one cannot be read."""
    paths = [files] if isinstance(files, Path) else list(files or ())
    return tuple(dict.fromkeys(one for path in paths for one in load_judgements(path)))


def left_out(folder: Path, given: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The verdicts kept in a store folder on pairs that `given` does not speak of.

    Raises: IdentityError when the kept file was changed and can no longer be read.
    """
    path = folder / KEPT
    kept = load_judgements(path) if path.is_file() else ()
    decided = {(one.kind, one.pair) for one in given}
    return tuple(one for one in kept if (one.kind, one.pair) not in decided)


def unreadable(folder: Path) -> str:
    """Why the verdicts kept in a store folder cannot be read, "" when they can or when none are kept."""
    try:
        left_out(folder, ())
    except IdentityError as error:
        return str(error)
    return ""


def keep_verdicts(folder: Path, given: Sequence[Judgement]) -> None:
    """Adds the verdicts of a build to those kept in the store folder; a kept file that cannot be read stays as it is.

    A verdict replaces the kept ones on the same pair; verdicts of one build that contradict each other are all kept.

    Raises: StoreError when the file cannot be written.
    """
    if not given:
        return
    try:
        kept = left_out(folder, given)
    except IdentityError:
        return
    text = write_judgements([*kept, *given])
    try:
        write_durably(folder / KEPT, "\ufeff" + text)  # the mark makes Excel read UTF-8
    except OSError as error:
        raise StoreError(
            f"{KEPT} を保存できません (the verdicts cannot be kept: {error.strerror})", hint=what_to_do(error)
        ) from error
