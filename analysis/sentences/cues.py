"""Cues: a word that may attribute a sentence, and what stands around it."""

from typing import NamedTuple

from analysis.wordlists import read_classes

QUOTE = '"'


class Context(NamedTuple):
    """A cue word with the words and marks around it; QUOTE stands for a quoted word."""

    word: str
    before: list[str]
    capital: list[bool]
    after: list[str]
    mark_before: str
    mark_after: str
    subject: str
    subject_is_name: bool
    passive: bool
    modal: str
    language: str


def word_classes() -> dict[str, frozenset[str]]:
    """The words of each class in analysis/data/attribution_words.csv."""
    return read_classes("attribution_words")


def first(words: list[str]) -> str:
    """The first of some words, or ""."""
    return words[0] if words else ""
