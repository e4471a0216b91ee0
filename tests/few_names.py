"""A graph of a few invented names, for tests of how questions are read."""

from __future__ import annotations

from graph.question_graph import can_list, supports
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex

ID = "https://w3id.org/tsunagari/id/"
NAMES = (
    Name(f"{ID}ministry/水産庁", "ministry", "水産庁"),
    Name(f"{ID}ministry/林野庁", "ministry", "林野庁"),
    Name(f"{ID}target-group/漁業者", "target_group", "漁業者"),
    Name(f"{ID}programme/港湾改修事業", "programme", "港湾改修事業"),
    Name(f"{ID}measure/2023-4", "measure", "藻場の再生と保全の推進", number=4, year=2023),
)
LISTS = (
    ListCoverage("line", 2023, "initial", 30, 1, 30, ("2",)),
    ListCoverage("line", 2022, "initial", 20, 1, 20, ("2",)),
    ListCoverage("measure", 2023, "", 40, 1, 40),
)


def knowledge() -> Knowledge:
    """What is known of them, with two lists of lines and a plan."""
    lexicon = Lexicon("test", NAMES, LISTS)
    return Knowledge(lexicon, LinkIndex(lexicon), supports, can_list)
