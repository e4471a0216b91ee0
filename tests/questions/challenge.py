"""The question set in the form of the TEXT2SPARQL challenge: YAML with a dataset, and id, question and query of each.

    python -m tests.questions.challenge > questions.yaml

Only questions that stand alone are written. Those with a query are `questions`; what must be declined (with the contract's
reason) and what must be asked back have no query and stand in lists of their own, which the challenge's client passes over.
Source of the form: the challenge's question files (dataset.id, .prefix; questions[].id, .question.<language>, .query.sparql).
"""

from __future__ import annotations

import sys
from typing import Any

import yaml

from tests.gold.eval_questions import cases

DATASET = "https://w3id.org/tsunagari/"
PREFIX = "tsunagari"
"""What the challenge's client puts before a question's id (`tsunagari:01_lists-1-1-ja`)."""


def challenge() -> dict[str, Any]:
    """The file's content: every case with a hand-written query, in the order of the case files."""
    questions = [
        {
            "id": case.id,
            "question": {"ja": case.question},
            "query": {"sparql": case.query},
            # The challenge's word for questions whose answer is an order.
            "features": [case.family, *(["RESULT_ORDER_MATTERS"] if case.compare == "ordered" else [])],
        }
        for case in cases()
        if case.query and not case.after and case.status == "answered"
    ]
    return {
        "dataset": {"id": DATASET, "prefix": PREFIX},
        "questions": questions,
        "unanswerable": _without_query("unanswerable"),
        "ambiguous": _without_query("ambiguous"),
    }


def _without_query(status: str) -> list[dict[str, Any]]:
    """Questions that must not be answered with a query, with the reason where one is expected."""
    return [
        {
            "id": case.id,
            "question": {"ja": case.question},
            **({"reason": case.reason} if case.reason else {}),
            "features": [case.family],
        }
        for case in cases()
        if case.status == status and not case.after
    ]


def main() -> None:
    """Write the file to standard output."""
    yaml.safe_dump(challenge(), sys.stdout, allow_unicode=True, sort_keys=False, width=120)


if __name__ == "__main__":
    main()
