"""Words for the field of some documents (孤独・孤立) that narrow nothing there, in a question to documents of another field."""

from __future__ import annotations

from nlp.questions.found.reading import Reading
from nlp.questions.names.linking import LinkIndex
from nlp.questions.tables.frame_files import load_frames_file


def field_words(reading: Reading, index: LinkIndex) -> tuple[str, ...]:
    """The words that name a field of which nothing loaded is; () where names have them, or the question has none."""
    said = [
        (cue, word)
        for cue in reading.of_slot("plain")
        for word in load_frames_file("conditions.toml")["field_words"]
        if word in reading.text[cue.start : cue.end]
    ]
    return tuple(
        dict.fromkeys(reading.text[cue.start : cue.end] for cue, word in said if not index.containing(word))
    )


__all__ = ["field_words"]
