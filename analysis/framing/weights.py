"""The framing instrument's learned weights, and what they make of a text term by term."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.framing.terms import Matches, TermLookup, find_terms, index_terms

_Floats = NDArray[np.float64]

# what context does to a term's weight; chosen by grouped cross-validation (training/framing.py)
NEGATED = -0.6
CONTRASTED = 1.25
OUTWEIGHED = 0.6
INTENSIFIED = 1.25
HEDGED = 0.8
INTENDED = 0.5
# a sentence with more terms than this spreads its weights thinner, one with fewer thicker
USUAL_TERMS = 20
SPREAD = 0.3

MARKS = ("(question)", "(exclamation)", "(scare quotes)")
# what counts once in a text: its first word of praise, its first of blame, and the later of the
# two where it has both
SIDES = ("(praise)", "(blame)", "(both sides)")
_QUESTION, _EXCLAMATION = (re.compile(rf"\{mark}(?=[\s\"”’')\]]*\Z)") for mark in "?!")
_SCARE_QUOTES = re.compile(r"[“\"]\w[\w’'-]{0,24}(?: [\w’'-]{1,24}){0,2}[”\"]")


class Weights(NamedTuple):
    """A framing model: the terms' look-up, and two weights for each term.

    slant: towards promotional (positive) or critical (negative), in units of half the log-odds
    of promotional against critical; neutral: towards neutral; terms: as in the table, then MARKS,
    then SIDES; side: 1 for a term of praise, -1 of blame, else 0; intercept: the neutral weight of
    every text; the slant has none.
    """

    lookup: TermLookup
    terms: list[str]
    slant: _Floats
    neutral: _Floats
    side: NDArray[np.int64]
    intercept: float


class Evidence(NamedTuple):
    """One entry per place that counts, in no order: its text's row, offsets, term, weights."""

    row: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    term: NDArray[np.int64]
    slant: _Floats
    neutral: _Floats


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The learned weights that ship with the package."""
    with files("analysis").joinpath("data", "framing_weights.csv").open(encoding="utf-8") as file:
        return make_weights(pd.read_csv(file, comment="#", keep_default_na=False))


def make_weights(table: pd.DataFrame) -> Weights:
    """A model from a table with term (str), slant and neutral (float64), side (int) if it has one.

    The row of the term "(intercept)" holds what every text gets; marks are named as in MARKS and
    SIDES.
    """
    columns = ["slant", "neutral", "side"]
    values = table.set_index("term").reindex(columns=columns, fill_value=0.0).astype(float)
    words = [str(term) for term in values.index if term not in (*MARKS, *SIDES, "(intercept)")]
    ordered = values.reindex([*words, *MARKS, *SIDES]).fillna(0.0)
    return Weights(
        index_terms(words),
        [*words, *MARKS, *SIDES],
        ordered["slant"].to_numpy(),
        ordered["neutral"].to_numpy(),
        ordered["side"].to_numpy(np.int64),
        float(values["neutral"].get("(intercept)", 0.0)),
    )


def factors(found: Matches) -> tuple[_Floats, _Floats]:
    """By how much the context of each place multiplies its slant and its neutral weight."""
    neutral = np.where(found.contrasted, CONTRASTED, 1.0)
    neutral *= np.where(found.outweighed, OUTWEIGHED, 1.0)
    neutral *= np.where(found.intensified, INTENSIFIED, 1.0)
    neutral *= np.where(found.hedged, HEDGED, 1.0)
    neutral *= np.where(found.intended, INTENDED, 1.0)
    return neutral * np.where(found.negated, NEGATED, 1.0), neutral


def spread(row: NDArray[np.int64], texts: int) -> _Floats:
    """The factor of each text that keeps long sentences from saying everything at once."""
    found = np.maximum(np.bincount(row, minlength=texts), 1)
    thinner: _Floats = (found / USUAL_TERMS) ** -SPREAD
    return thinner


def find_marks(texts: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Row, start, end and number in MARKS of closing marks and of short quoted phrases."""
    found = []
    for row, text in enumerate(texts):
        for kind, pattern in enumerate((_QUESTION, _EXCLAMATION)):
            mark = pattern.search(text, max(0, len(text) - 4))
            if mark:
                found.append((row, mark.start(), mark.end(), kind))
        if "“" in text or '"' in text:
            found += [(row, *mark.span(), 2) for mark in _SCARE_QUOTES.finditer(text)]
    return found


def find_sides(found: Matches, side: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row, start, end and number in SIDES of what counts once in a text; side: of each term."""
    worth = side[found.term]
    first = []
    for number, sign in enumerate((1, -1)):
        of_side = np.flatnonzero(worth == sign)
        rows, at = np.unique(found.row[of_side], return_index=True)
        first.append((rows, of_side[at], number))
    both, praise, blame = np.intersect1d(first[0][0], first[1][0], return_indices=True)
    first.append((both, np.maximum(first[0][1][praise], first[1][1][blame]), 2))
    parts = [
        np.stack((rows, found.start[at], found.end[at], np.full(len(at), number)), axis=1)
        for rows, at, number in first
    ]
    sides: NDArray[np.int64] = np.concatenate(parts)
    return sides


def place(texts: Sequence[str], lookup: TermLookup, side: NDArray[np.int64]) -> Evidence:
    """Every place that counts in the texts, before any weight; columns as in Weights.terms."""
    found = find_terms(texts, lookup)
    marks = np.array(find_marks(texts), np.int64).reshape(-1, 4)
    sides = find_sides(found, side)
    marks[:, 3] += len(side) - len(MARKS) - len(SIDES)
    sides[:, 3] += len(side) - len(SIDES)
    thinned = np.concatenate((found.row, marks[:, 0]))
    thinner = spread(thinned, len(texts))[thinned]
    once = np.ones(len(sides))
    slant, neutral = (
        np.concatenate((np.concatenate((factor, np.ones(len(marks)))) * thinner, once))
        for factor in factors(found)
    )
    row, start, end, term = (
        np.concatenate((own, marks[:, column], sides[:, column]))
        for column, own in enumerate((found.row, found.start, found.end, found.term))
    )
    return Evidence(row, start, end, term, slant, neutral)


def weigh(texts: Sequence[str], weights: Weights) -> Evidence:
    """Every place in the texts that carries weight, with its part in its text's logits."""
    found = place(texts, weights.lookup, weights.side)
    return found._replace(
        slant=found.slant * weights.slant[found.term],
        neutral=found.neutral * weights.neutral[found.term],
    )


def logits(evidence: Evidence, texts: int, weights: Weights) -> tuple[_Floats, _Floats]:
    """Slant and neutral logit of each text."""
    slant = np.bincount(evidence.row, evidence.slant, minlength=texts)
    neutral = np.bincount(evidence.row, evidence.neutral, minlength=texts)
    return slant.astype(float), neutral.astype(float) + weights.intercept


def probabilities(slant: _Floats, neutral: _Floats) -> _Floats:
    """Promotional, neutral and critical probability: softmax of (slant, neutral, -slant)."""
    scores = np.stack([slant, neutral, -slant], axis=1)
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    shares: _Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares
