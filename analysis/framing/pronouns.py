"""Whom "he" and "she" mean, where only one person can be meant."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.facts.name_words import cue_words, fold_name, function_words
from analysis.tokens import Tokens, tokenise
from analysis.wordlists import read_classes

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m"} | {
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
_OBJECTS = frozenset(["him", "her"])
_POSSESSIVES = frozenset(["his", "her"])
_POSSESSIVE = re.compile(r"(?:[’']s|s[’'])\s")
_INSERTION = re.compile(r"^\s?,[^,]*,")
_TWO_VERBS = re.compile(r"\s\w+\s(?:and|or)(?:\s\w+ly)?\s\w+\s")
_JOINED = re.compile(r"\s?(?:,|,?\s?\b(?:and|or)\b|&)\s(?:[A-Z]\w*\.?\s)*")
_DIVIDES = re.compile(r"[,;:()—–\"“”]")
_TITLE = re.compile(r"([A-Z][a-z]+)\.?\s$")
_LONGEST_TITLE = 12


class _Named(NamedTuple):
    """Where a sentence mentions a person, and who that is."""

    start: int
    end: int
    name: str


def resolve_pronouns(
    texts: list[str], doc_ids: np.ndarray[tuple[int], np.dtype[np.object_]], people: pd.DataFrame
) -> pd.DataFrame:
    """The pronouns that can only be one person: row, start, end, name, kind, pronoun.

    texts: the sentences in reading order, and of which document each is; people: row (place among
    the texts), start, end (offsets), name.
    """
    tokens = tokenise(texts)
    is_pronoun = np.array([word in _PRONOUNS for word in tokens.vocabulary] or [False])
    named: dict[int, list[_Named]] = defaultdict(list)
    for row, *mention in people[["row", "start", "end", "name"]].itertuples(index=False):
        named[row].append(_Named(*mention))
    genders = _genders(texts, doc_ids, named)
    found = []
    for place in np.flatnonzero(is_pronoun[tokens.id]).tolist():
        row, start, end = (int(column[place]) for column in tokens[:3])
        gender = _PRONOUNS[tokens.vocabulary[tokens.id[place]]]
        earlier = [mention for mention in named[row] if mention.end <= start]
        before = {mention.name for mention in earlier}
        if row and doc_ids[row - 1] == doc_ids[row]:
            before |= {mention.name for mention in named[row - 1]}
        if _is_object(texts[row], tokens, place):
            before -= _own_clause(texts[row], start, earlier)
        before = {name for name in before if genders.get((doc_ids[row], name), gender) == gender}
        if len(before) == 1:
            name = before.pop()
            found.append((row, start, end, name, gender))
            named[row].append(_Named(start, end, name))
    table = pd.DataFrame(found, columns=["row", "start", "end", "name", "gender"])
    owner = doc_ids[table["row"].to_numpy(np.int64)]
    both = table.groupby([owner, "name"])["gender"].transform("nunique")
    table = table[both == 1].drop(columns="gender")
    return table.assign(kind="person", pronoun=True)


def _is_object(text: str, tokens: Tokens, place: int) -> bool:
    """Whether a pronoun is "him", or "her" with no noun to follow."""
    word = tokens.vocabulary[tokens.id[place]]
    if word != "her" or place + 1 == len(tokens.row):
        return word in _OBJECTS
    if text[tokens.end[place] : tokens.end[place] + 1] != " ":
        return True
    return (
        tokens.row[place + 1] != tokens.row[place]
        or tokens.start[place + 1] - tokens.end[place] > 1
        or tokens.vocabulary[tokens.id[place + 1]] in _no_nouns()
    )


@lru_cache(maxsize=1)
def _no_nouns() -> frozenset[str]:
    """The function words that do not open a noun phrase after "her"."""
    classes = read_classes("facts_function_words")
    return function_words() - classes["determiner"] - classes["number"] - {"other", "then", "now"}


def _own_clause(text: str, start: int, earlier: list[_Named]) -> set[str]:
    """The people named before a pronoun with no comma, conjunction or clause word between.

    Whoever only owns the subject ("Ann's brother", "her brother") is none of them.
    """
    own: set[str] = set()
    low = start
    for mention in sorted(earlier, reverse=True):
        if _owns(text, mention):
            continue
        between = text[mention.end : low]
        if not (own and _JOINED.fullmatch(between)) and _divides(between):
            break
        own.add(mention.name)
        low = mention.start
    return own


def _owns(text: str, mention: _Named) -> bool:
    """Whether a mention is a possessive with a noun to follow."""
    own = text[mention.start : mention.end].lower() in _POSSESSIVES
    return own or _POSSESSIVE.search(text[mention.end - 2 : mention.end + 3]) is not None


def _divides(between: str) -> bool:
    """Whether words part two clauses; an insertion and two verbs side by side do not."""
    bare = _INSERTION.sub("", between)
    if _TWO_VERBS.fullmatch(bare):
        return False
    dividing = read_classes("facts_function_words")["conjunction"] | cue_words("clause")
    return bool(_DIVIDES.search(bare)) or not dividing.isdisjoint(bare.lower().split())


def _genders(
    texts: list[str],
    doc_ids: np.ndarray[tuple[int], np.dtype[np.object_]],
    named: dict[int, list[_Named]],
) -> dict[tuple[object, str], str]:
    """Whether titles make a person of a document he or she, where they agree."""
    told: dict[tuple[object, str], set[str]] = defaultdict(set)
    for row, mentions in named.items():
        for start, end, name in mentions:
            before = _TITLE.search(texts[row][max(0, start - _LONGEST_TITLE) : start])
            first, *rest = texts[row][start:end].split()
            titles = {fold_name(before[1])} if before else {fold_name(first)} if rest else set()
            for gender, kind in (("m", "man"), ("f", "woman")):
                if not titles.isdisjoint(cue_words(kind)):
                    told[doc_ids[row], name].add(gender)
    return {person: genders.pop() for person, genders in told.items() if len(genders) == 1}
