"""What a person heard of the thing asked about (…の事業は増額されたそうですが、いくら増えましたか): the thing is kept, what was heard is
left to the answer, when it says nothing that the question does not ask itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.clauses import clauses_of

# Slots of cues that ask or restrict; what only shows or joins (plain, join, follow) does neither.
TELLING = ("ask", "attr", "class", "cond", "stage", "group")
_NOUNS = ("名詞", "代名詞", "形状詞", "動詞", "形容詞")


def without_claims(question: str, read: Callable[[str], Reading]) -> tuple[str, tuple[str, ...]]:
    """The question with only the topic of a first clause that tells what was heard of it, and what was heard as typed.

    The question itself and () when there is no such clause, or it holds a name, a number, a word or a cue of its own.
    """
    clauses = clauses_of(question)
    # 名前は、別だったと聞いたのですが、: the topic may have a mark of its own.
    for length in (1, 2):
        first, rest = "".join(clauses[:length]), "".join(clauses[length:])
        match = _pattern().match(first)
        if match is not None and len(rest) > 3 and _says_nothing_new(match["claim"], rest, read):
            return f"{match['topic']}は、{rest}", (first[match.start("claim") :].rstrip("、"),)
    return question, ()


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(load_frames_file("asides.toml")["claimed"]["pattern"])


def _says_nothing_new(claim: str, rest: str, read: Callable[[str], Reading]) -> bool:
    told, asked = read(claim), read(rest)
    if told.numbers or told.entities:
        return False
    names = {cue.name for cue in asked.cues}
    for kin in load_frames_file("asides.toml")["claimed"]["kin"]:
        names |= set(kin) if names & set(kin) else set()
    cues = [cue for cue in told.cues if cue.slot in TELLING]
    if not cues or any(cue.name not in names for cue in cues):
        return False
    return all(
        token.detail == "非自立可能"
        or token.surface in asked.text
        or any(cue.start < token.end and token.start < cue.end for cue in cues)
        for token in told.tokens
        if token.pos in _NOUNS
    )


__all__ = ["TELLING", "without_claims"]
