"""The question set in the form of the TEXT2SPARQL challenge: YAML with a dataset, and id, question and query of each.

    python -m tests.questions.challenge > questions.yaml

Only questions that stand alone and whose answer is a query are written; what must be declined or asked back has none.
Source of the form: the challenge's question files (dataset.id; questions[].id, .question.<language>, .query.sparql).
"""

from __future__ import annotations

import sys
from typing import Any

import yaml

from tests.gold.eval_questions import cases

DATASET = "https://w3id.org/tsunagari/"


def challenge() -> dict[str, Any]:
    """The file's content: every case with a hand-written query, in the order of the case files."""
    questions = [
        {
            "id": case.id,
            "question": {"ja": case.question},
            "query": {"sparql": case.query},
            "features": [case.family],
        }
        for case in cases()
        if case.query and not case.after and case.status == "answered"
    ]
    return {"dataset": {"id": DATASET}, "questions": questions}


def main() -> None:
    """Write the file to standard output."""
    yaml.safe_dump(challenge(), sys.stdout, allow_unicode=True, sort_keys=False, width=120)


if __name__ == "__main__":
    main()
