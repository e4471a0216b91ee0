"""Reading and extracting the seeds beside `spacy.blank("ja")` tokenising the same text, in one run.

`--ginza` adds `ja_ginza`'s full pipeline; it needs an environment of its own (bench/run.sh makes one), because its
SudachiPy differs from ours.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
PEER = """
import sys, time
import spacy
# confection refuses the null that the model's configuration carries for this setting; "C" is what null stands for
split = {"components.compound_splitter.split_mode": "C"}
nlp = spacy.blank("ja") if sys.argv[1] == "blank" else spacy.load("ja_ginza", config=split)
texts = [open(path, encoding="utf-8").read() for path in sys.argv[2:]]
blocks = [block for text in texts for block in text.split("\\n") if block.strip()]
list(nlp.pipe(blocks[:20]))
start = time.perf_counter()
for block in blocks:
    try:
        nlp(block)
    except ValueError:
        pass
print(time.perf_counter() - start)
"""


def median(function: Callable[[], object], rounds: int = 5) -> float:
    """Median seconds of a call after one warm-up."""
    function()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print seconds, characters per second and ratios."""
    sys.path.insert(0, str(ROOT))
    from nlp.extract import extract_document
    from nlp.sources import list_sources

    entries = list_sources(ROOT / "seeds")
    paths = [str(entry.path) for entry in entries]
    characters = sum(len(entry.path.read_text(encoding="utf-8")) for entry in entries)
    ours = median(lambda: [extract_document(entry) for entry in entries])
    blank = float(
        subprocess.run(
            [sys.executable, "-c", PEER, "blank", *paths], capture_output=True, text=True, check=True
        ).stdout
    )
    print(f"reading {characters:,} characters of {len(entries)} documents")
    print(f"  tsunagari, read and extracted   {ours:8.3f} s  {characters / ours:12,.0f} characters/s")
    print(f"  spacy.blank('ja'), tokenised    {blank:8.3f} s  {characters / blank:12,.0f} characters/s")
    print(f"  ratio to spacy.blank('ja')      {ours / blank:8.2f}  (aim: at most 3)")
    ginza = ROOT / "var" / "ginza" / "bin" / "python"
    if ginza.exists():
        sample = paths[-2:]
        some = sum(len(Path(path).read_text(encoding="utf-8")) for path in sample)
        seconds = float(
            subprocess.run(
                [str(ginza), "-c", PEER, "ginza", *sample], capture_output=True, text=True, check=True
            ).stdout
        )
        per_character = seconds / some
        print(
            f"  ja_ginza, full pipeline         {seconds:8.3f} s  {1 / per_character:12,.0f} characters/s (two documents)"
        )
        print(
            f"  ratio to ja_ginza               {ours / (per_character * characters):8.4f}  (aim: below 0.05)"
        )
    else:
        print("  ja_ginza: not installed (bench/run.sh installs it under var/ginza)")
    print(
        f"  peak memory                     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB"
    )


if __name__ == "__main__":
    main()
