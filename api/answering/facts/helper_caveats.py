"""What is to be said with an answer about bodies that are helped to help others, or about groups of which such bodies are not counted."""

from __future__ import annotations

from graph.helper_paths import of_helpers
from nlp.questions.records import Frame

_TAKEN_IN = "「{}」が対象者を支えるために支援を受ける側として書かれているものも含みます。"
_LEFT_OUT = (
    "対象者は支えられる人です。人を支えるために支援を受ける自治体・団体・企業などは、対象者に数えていません。"
)


def helper_caveats(frame: Frame) -> list[str]:
    """A sentence where a condition takes in helpers, another where groups are listed or counted, which leaves them out."""
    named = [term.label for c in frame.conditions if of_helpers(c) and c.mode != "none" for term in c.values]
    if named:
        return [_TAKEN_IN.format("・".join(dict.fromkeys(filter(None, named))))]
    return [_LEFT_OUT] if "target_group" in (frame.item, frame.group) else []


__all__ = ["helper_caveats"]
