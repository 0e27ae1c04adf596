"""Where the terms of a table stand in texts, and what stands around them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.tokens import Tokens, space_follows, tokenise

_Ids = NDArray[np.int64]
_Flags = NDArray[np.bool_]

_SCOPE = 4  # words after a negator that it still reaches
_AIM = 8  # words after an aim, wish or condition that it reaches
_ROLES = ("negator", "not_only", "contrast", "concession", "intensifier", "hedge", "intention")
NUMBER = "0"  # how every token that begins with a digit is written in a term


class Matches(NamedTuple):
    """One entry per place where a term stands, ordered by row and offset.

    row: which text; start, end: character offsets; term: index into the terms given;
    negated, contrasted (after the turn), outweighed (before it, or conceded),
    intensified, hedged, intended (aimed at, wished, asked or required rather than said to be so):
    what stands around the place.
    """

    row: _Ids
    start: _Ids
    end: _Ids
    term: _Ids
    negated: _Flags
    contrasted: _Flags
    outweighed: _Flags
    intensified: _Flags
    hedged: _Flags
    intended: _Flags


class TermLookup(NamedTuple):
    """Terms as paths through a tree of words, for look-up by arrays.

    words: each word's number, from 1; key: parent node * (words + 1) + word, sorted;
    node: the node that each key leads to; term: each node's term, or -1; depth: most words in one.
    """

    words: dict[str, int]
    key: _Ids
    node: _Ids
    term: _Ids
    depth: int


def index_terms(terms: Iterable[str]) -> TermLookup:
    """Build the look-up for terms of one or more words, tokenised as texts are.

    Example:
        >>> index = index_terms(["open the door", "door"])
        >>> find_terms(["They open the door."], index).term.tolist()
        [0]
    """
    listed = list(terms)
    tokens = tokenise(listed)
    words: dict[str, int] = {}
    numbers = [words.setdefault(_plain(word), len(words) + 1) for word in tokens.vocabulary]
    children: dict[tuple[int, int], int] = {}
    term_of = [-1]
    depth = int(np.diff(tokens.bounds).max(initial=0))
    path = [numbers[identity] for identity in tokens.id]
    for term, (low, high) in enumerate(zip(tokens.bounds, tokens.bounds[1:], strict=False)):
        node = 0
        for word in path[low:high]:
            step = (node, word)
            if step not in children:
                children[step] = len(term_of)
                term_of.append(-1)
            node = children[step]
        if node:
            term_of[node] = term
    width = len(words) + 1
    key = np.array([parent * width + word for parent, word in children], np.int64)
    node_ids = np.array(list(children.values()), np.int64)
    order = np.argsort(key)
    return TermLookup(words, key[order], node_ids[order], np.array(term_of, np.int64), depth)


def find_terms(texts: Sequence[str], index: TermLookup) -> Matches:
    """Every place where a term stands; of terms that overlap, the first, and the longest there.

    Words of a term stand one blank apart, so no term runs across punctuation.

    Example:
        >>> found = find_terms(["Not a good plan, a good day."], index_terms(["good"]))
        >>> found.start.tolist(), found.negated.tolist()
        ([6, 19], [True, False])
    """
    tokens = tokenise(texts)
    numbers = [index.words.get(_plain(word), 0) for word in tokens.vocabulary]
    number = np.array(numbers or [0], np.int64)
    word = number[tokens.id] if len(tokens.id) else np.zeros(0, np.int64)
    joined = _joined(texts, tokens)
    length, term = _longest(word, joined, index)
    covered = _covered(length)
    place = np.flatnonzero((length > 0) & ~covered)
    last = place + length[place] - 1
    context = _context(tokens, joined)
    return Matches(
        tokens.row[place].astype(np.int64),
        tokens.start[place].astype(np.int64),
        tokens.end[last].astype(np.int64),
        term[place],
        *(flags[place] for flags in context),
    )


def _plain(word: str) -> str:
    return NUMBER if word[0].isdigit() else word


_BLANKS = " \xa0\u2009\u202f\t\n"


def _joined(texts: Sequence[str], tokens: Tokens) -> _Flags:
    """Whether each token stands one blank after the one before it in the same text."""
    joined = np.zeros(len(tokens.id), bool)
    joined[1:] = space_follows(texts, tokens, _BLANKS)[:-1]
    return joined


def _longest(word: _Ids, joined: _Flags, index: TermLookup) -> tuple[_Ids, _Ids]:
    """For each token, the number of words of the longest term that begins there, and the term."""
    length = np.zeros(len(word), np.int64)
    term = np.full(len(word), -1)
    width = len(index.words) + 1
    begin = np.flatnonzero(word) if len(index.key) else np.zeros(0, np.int64)
    node = np.zeros(len(begin), np.int64)
    for step in range(index.depth):
        at = begin + step
        inside = at < len(word)
        if step:
            inside[inside] &= joined[at[inside]]
        begin, node, at = begin[inside], node[inside], at[inside]
        key = node * width + word[at]
        found = np.minimum(np.searchsorted(index.key, key), len(index.key) - 1)
        hit = (index.key[found] == key) & (word[at] > 0)
        begin, node = begin[hit], index.node[found[hit]]
        ends = index.term[node] >= 0
        length[begin[ends]] = step + 1
        term[begin[ends]] = index.term[node[ends]]
    return length, term


def _covered(length: _Ids) -> _Flags:
    """Whether a token lies inside a longer term that begins before it."""
    covered = np.zeros(len(length), bool)
    free = 0
    long = np.flatnonzero(length > 1)
    for place, words in zip(long.tolist(), length[long].tolist(), strict=True):
        if place >= free:
            free = place + words
            covered[place + 1 : free] = True
    return covered


def _context(tokens: Tokens, joined: _Flags) -> tuple[_Flags, ...]:
    """For each token, the flags of Matches, in their order."""
    roles = _roles()
    negator, only, contrast, concession, intensifier, hedge, intention = (
        np.array([roles.get(word) == role for word in tokens.vocabulary] or [False])[tokens.id]
        for role in _ROLES
    )
    negator[:-1] &= ~only[1:]
    at = np.arange(len(tokens.id))
    clause: _Ids = np.cumsum(~joined)
    negated = _within(negator, at, clause, _SCOPE)
    intensified = _within(intensifier, at, clause, 1)
    hedged = _within(hedge, at, clause, 2)
    intended = _within(intention, at, clause, _AIM)
    conceded = _within(concession, at, clause, len(at) + 1) | concession
    turns = np.cumsum(contrast) - contrast
    seen = turns - (turns[tokens.bounds[:-1][tokens.row]] if len(at) else 0)
    total = np.bincount(tokens.row, contrast, minlength=len(tokens.bounds) - 1)[tokens.row]
    contrasted = seen > 0
    outweighed = (total > seen) & ~contrast | conceded
    return negated, contrasted & ~outweighed, outweighed, intensified, hedged, intended


@lru_cache(maxsize=1)
def _roles() -> dict[str, str]:
    with files("analysis").joinpath("data", "framing_context.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, comment="#", keep_default_na=False)
    return dict(zip(table["word"], table["role"], strict=True))


def _within(flags: _Flags, at: _Ids, clause: _Ids, reach: int) -> _Flags:
    """Whether a flagged token stands at most `reach` tokens before, in the same clause."""
    last = np.maximum.accumulate(np.where(flags, at, -1))
    before = np.concatenate((np.full(min(1, len(last)), -1), last[:-1]))
    near = (before >= 0) & (at - before <= reach)
    near[near] &= clause[before[near]] == clause[at[near]]
    result: _Flags = near
    return result
