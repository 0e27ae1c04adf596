"""Cues: a word that may attribute a sentence, and what stands around it."""

from typing import NamedTuple

from analysis.wordlists import read_classes

QUOTE = '"'
CLOSING = (",", ".", ";", "?")


class Context(NamedTuple):
    """A cue word with the words and marks around it; QUOTE stands for a quoted word.

    unmarked: how many of the words before it no mark parts from it.
    """

    word: str
    before: list[str]
    capital: list[bool]
    after: list[str]
    unmarked: int
    mark_before: str
    mark_after: str
    subject: str
    subject_is_name: bool
    passive: bool
    modal: str
    language: str


class Verb(NamedTuple):
    """A verb form that reports speech or thought, and what it needs beside it."""

    form: str
    kind: str
    needs: str
    language: str


def word_classes() -> dict[str, frozenset[str]]:
    """The words of each class in analysis/data/attribution_words.csv."""
    return read_classes("attribution_words")


def first(words: list[str]) -> str:
    """The first of some words, or ""."""
    return words[0] if words else ""
