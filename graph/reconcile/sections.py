"""Sections as reconciliation compares them: the notation, with the name of the outline before it where that is not the corpus's first."""

from __future__ import annotations


def section_of(outline: str, notation: str) -> str:
    """A section told from the same notation of another outline, and its pillar from theirs.

    >>> section_of("", "1-①"), section_of("000-list", "1-①"), section_of("000-list", "")
    ('1-①', '000_list:1-①', '')
    """
    return f"{outline.replace('-', '_')}:{notation}" if outline and notation else notation


def outline_of(section: str) -> str:
    """The outline of a section, "" for the corpus's first.

    >>> outline_of("000_list:1-①"), outline_of("4-①")
    ('000_list', '')
    """
    return section.rpartition(":")[0]


def printed_notation(section: str) -> str:
    """The notation as it is printed.

    >>> printed_notation("000_list:1-①"), printed_notation("4")
    ('1-①', '4')
    """
    return section.rpartition(":")[2]
