"""The data files of `nlp/frames` as tables: cues, patterns, frames, and what each frame serves."""
