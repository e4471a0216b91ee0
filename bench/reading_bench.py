"""Reading and extracting the seeds, a generated mixed corpus and review sheets, beside `spacy.blank("ja")` tokenising the same text.

Times are those of one core (process time), all in one run. `ja_ginza`'s full pipeline is added where bench/run.sh has made an
environment for it, because its SudachiPy differs from ours; it reads two documents of each set, as it takes its time.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = (ROOT.parent / "shared" / "data", ROOT / "var" / "review-sheets")
PEER = """
import sys, time
import spacy
# confection refuses the null that the model's configuration carries for this setting; "C" is what null stands for
split = {"components.compound_splitter.split_mode": "C"}
nlp = spacy.blank("ja") if sys.argv[1] == "blank" else spacy.load("ja_ginza", config=split)
texts = [open(path, encoding="utf-8").read() for path in sys.argv[2:]]
blocks = [block for text in texts for block in text.split("\\n") if block.strip()]
list(nlp.pipe(blocks[:20]))
start = time.process_time()
for block in blocks:
    try:
        nlp(block)
    except ValueError:
        pass
print(time.process_time() - start)
"""


def median(function: Callable[[], object], rounds: int = 3) -> float:
    """Median seconds of a call after one warm-up."""
    function()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        function()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def peer(python: Path | str, name: str, paths: Sequence[Path]) -> float:
    """Characters per second of a peer on one core."""
    command = [str(python), "-c", PEER, name, *map(str, paths)]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=alone)
    return size(paths) / float(run.stdout)


def size(paths: Sequence[Path]) -> int:
    """Characters of the files."""
    return sum(len(path.read_text(encoding="utf-8")) for path in paths)


def review_part(folder: Path) -> list[Path]:
    """Five hundred programmes of the review system as a file; none where the data are not at hand."""
    found = [path for data in DATA for path in sorted(data.glob("rs*-project-details.json.gz"))][:1]
    for path in found:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            part = dict(list(json.load(handle).items())[:500])
        out = folder / f"{path.name[:6]}-part.json"
        # One line a field: the tokenizer beside us takes no line of more than 49,149 bytes.
        out.write_text(json.dumps(part, ensure_ascii=False, indent=0), encoding="utf-8")
        return [out]
    return []


def report(name: str, paths: Sequence[Path], ginza: Path) -> None:
    """Print rates and ratios for one set of documents."""
    from nlp.extract import extract_document
    from nlp.sources import SourceEntry

    entries = [SourceEntry(path, path.stem) for path in paths]
    characters = size(paths)
    ours = characters / median(lambda: [extract_document(entry) for entry in entries])
    blank = peer(sys.executable, "blank", paths)
    print(f"{name}: {characters:,} characters of {len(paths)} documents")
    print(f"  tsunagari, read and extracted   {ours:12,.0f} characters/s")
    print(
        f"  spacy.blank('ja'), tokenised    {blank:12,.0f} characters/s; we take {blank / ours:.2f} of its time"
    )
    if ginza.exists():
        small = sorted(paths, key=lambda path: abs(path.stat().st_size - 12_000))[:2]
        full = peer(ginza, "ginza", small)
        print(
            f"  ja_ginza, full pipeline         {full:12,.0f} characters/s; we are {ours / full:.0f} times as fast (aim: 40)"
        )


def main() -> None:
    """Print characters per second and ratios for the seeds, the corpus and the review sheets."""
    sys.path.insert(0, str(ROOT))
    from tests.generate import write_corpus

    ginza = ROOT / "var" / "ginza" / "bin" / "python"
    if not ginza.exists():
        print("ja_ginza: not installed (bench/run.sh installs it under var/ginza)")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "corpus"
        sum(1 for _ in write_corpus(folder, 48, seed=5, damage=0.1))
        report("seeds", sorted((ROOT / "seeds").glob("*.txt")), ginza)
        report("mixed corpus", sorted(folder.glob("*.txt")), ginza)
        if reviews := review_part(Path(scratch)):
            report("review sheets", reviews, Path("none"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {memory:,.0f} MB")


if __name__ == "__main__":
    main()
