"""Generated corpora of policy documents with their truth beside them: for tests, evaluations and benchmarks only.

    python -m tests.generate --documents 100 --seed 7 --out /tmp/corpus

Budget lists with programme sheets, status tables of measures, plans with a page per measure, guidelines, grants with their
grantees. Names, ministries, years, numbers and outlines follow from the seed; all documents of one policy speak of the same
programmes over six years, each in its own spelling, some listed again (再掲). Damage is done at a set rate (`--damage`).
"""

from tests.generate.corpus import KINDS, document, write_corpus
from tests.generate.truth import Fact, Made

__all__ = ["KINDS", "Fact", "Made", "document", "write_corpus"]
